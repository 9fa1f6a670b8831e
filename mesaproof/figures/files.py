"""A figure as files: PNG, SVG without date or random names, CSV, NPZ; and the index of all figures."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mesaproof import __version__
from mesaproof.errors import InputError
from mesaproof.figures.picture import Picture, Studio
from mesaproof.figures.style import STYLE
from mesaproof.records import number

if TYPE_CHECKING:
    from mesaproof.figures.drawing import Outcome, Recipe

INDEX = "figures.json"
DOTS = 300


def write_picture(name: str, recipe: Recipe, studio: Studio, folder: Path) -> dict[str, Any]:
    """Make one figure and write its files; returns its record for the index."""
    from matplotlib import rc_context

    with rc_context(STYLE):
        picture = recipe(studio)
        files = [folder / f"{name}.{form}" for form in ("png", "svg", "csv", "npz")]
        try:
            picture.figure.savefig(files[0], dpi=DOTS, metadata={"Software": None})
            picture.figure.savefig(files[1], metadata={"Date": None, "Creator": None})
            _write_csv(picture, files[2])
            np.savez_compressed(files[3], **dict(picture.arrays))
        except OSError as error:
            raise InputError(f"-o {folder}: {error.strerror or error}", "a folder that can be written") from None
    return _record(name, recipe, picture, [file.name for file in files])


def write_index(folder: Path, paper: str, studio: Studio, outcomes: Sequence[Outcome]) -> None:
    """`figures.json`: version, sizes, seed, and the record or the failure of every figure so far."""
    try:
        text = json.dumps(index(paper, studio, outcomes), indent=2, ensure_ascii=False, allow_nan=False)
        (folder / INDEX).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"-o {folder}: {error.strerror or error}", "a folder that can be written") from None


def index(paper: str, studio: Studio, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The content of `figures.json`."""
    sizes = studio.sizes
    return {
        "paper": paper,
        "version": __version__,
        "d": sizes.d,
        "T": sizes.T,
        "sequences": sizes.sequences,
        "seed": studio.seed,
        "figures": [one.record for one in outcomes if one.record],
        "failures": [{"name": one.name, "because": one.failure} for one in outcomes if one.failure],
    }


def _record(name: str, recipe: Recipe, picture: Picture, files: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "title": recipe.title,
        "caption": picture.caption,
        "files": files,
        "exact_values": {what: _value(value) for what, value in picture.values.items()},
        "comparisons": [finding.record for finding in picture.findings],
        "agrees": all(finding.agrees for finding in picture.findings),
    }


def _value(value: Any) -> dict[str, Any] | None:
    return {"exact": None, "float": value} if isinstance(value, float) else number(value)


def _write_csv(picture: Picture, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(picture.header)
        writer.writerows(picture.rows)
