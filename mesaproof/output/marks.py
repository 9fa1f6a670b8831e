"""By what a file of the toolkit's own is known, so that no other is overwritten unasked.

Pictures, pages and arrays carry a mark, records are known by their keys, and a table belongs to the arrays or the
record that have its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

MAKER = "mesaproof"

PNG: dict[str, Any] = {"Software": MAKER}
SVG: dict[str, Any] = {"Creator": MAKER, "Date": None}
"""Metadata of pictures, for Matplotlib."""

MARKS = {
    ".png": f"tEXtSoftware\0{MAKER}".encode(),
    ".svg": f"<dc:title>{MAKER}</dc:title>".encode(),
    ".html": f'<meta name="generator" content="{MAKER}'.encode(),
    ".css": f"/* {MAKER} */".encode(),
    ".js": f"// {MAKER}\n".encode(),
    ".tex": f"every line checked by {MAKER}".encode(),
    ".bib": f"every line checked by {MAKER}".encode(),
    ".typ": f"every line checked by {MAKER}".encode(),
}
NPZ = f"made by {MAKER}".encode()
"""The comment of an archive of arrays, which is its end."""

RECORDS = {
    "report.json": (("version", "exit_code", "claims"),),
    "figures.json": (("paper", "version", "figures"),),
    "sweep.json": (("version", "what", "cells"),),
    "run.json": (
        ("law", "method", "samples", "start"),
        ("schema", "setting", "sizes", "method", "samples", "seed", "start", "warnings"),
    ),
}
"""Keys of each record, those of one of its kinds; a run is that of a law or of a setting."""

LOOKED_AT = 1 << 16
"""Bytes of the beginning of a file that are looked at, and of its end."""


def is_own(path: Path) -> bool:
    """Whether a file is one that the toolkit wrote; raises OSError where it cannot be read."""
    if not path.is_file():
        return False
    if path.suffix == ".csv":
        return any(other.exists() and is_own(other) for other in map(path.with_suffix, (".npz", ".json")))
    with path.open("rb") as file:
        seen = file.read(LOOKED_AT)
        file.seek(max(0, path.stat().st_size - LOOKED_AT))
        end = file.read()
    if path.suffix == ".npz":
        return end.endswith(NPZ)
    if path.name in RECORDS:
        return any(all(f'\n  "{key}": '.encode() in seen + end for key in keys) for keys in RECORDS[path.name])
    return path.suffix in MARKS and MARKS[path.suffix] in seen + end


def archive(arrays: Mapping[str, Any], compressed: bool = False) -> bytes:
    """Arrays as the content of a marked NPZ file."""
    import numpy as np

    content = BytesIO()
    (np.savez_compressed if compressed else np.savez)(content, **arrays)
    with ZipFile(content, "a") as marked:
        marked.comment = NPZ
    return content.getvalue()


def picture(figure: Any, form: str, dots: int) -> bytes:
    """A figure of Matplotlib as the content of a marked file, `png` or `svg`."""
    content = BytesIO()
    figure.savefig(content, format=form, dpi=dots, metadata=SVG if form == "svg" else PNG)
    return content.getvalue()
