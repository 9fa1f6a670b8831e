"""A figure as files: PNG, SVG without date or random names, CSV, NPZ; and the index of all figures."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaproof import __version__
from mesaproof.documents.json_records import number
from mesaproof.output.file import encoded
from mesaproof.output.folder import filled
from mesaproof.output.json_text import json_text
from mesaproof.output.marks import archive, picture
from mesaproof.plots.figures.picture import Picture
from mesaproof.plots.figures.style import STYLE
from mesaproof.plots.matplotlib_settings import drawn_with
from proofs.figure import Finding, Studio

if TYPE_CHECKING:
    from mesaproof.plots.figures.outcome import Outcome

INDEX = "figures.json"
RUN = ("version", "d", "T", "sequences", "seed")
"""What the index says of a run."""

DOTS = 300


def names(figure: str) -> tuple[str, ...]:
    """The files of a figure."""
    return tuple(f"{figure}.{form}" for form in ("png", "svg", "npz", "csv"))


def write_picture(name: str, title: str, draw: Callable[[], Picture], folder: Path) -> dict[str, Any]:
    """Make one figure and write its files, all or none; returns its record for the index."""
    with drawn_with(STYLE):
        made = draw()
        pictures = (picture(made.figure, form, DOTS) for form in ("png", "svg"))
        contents = (*pictures, archive(dict(made.arrays), compressed=True), _csv(made))
    filled(folder, dict(zip(names(name), contents, strict=True)))
    return _record(name, title, made, [f"{name}.{form}" for form in ("png", "svg", "csv", "npz")])


def write_index(folder: Path, paper: str, studio: Studio, outcomes: Sequence[Outcome]) -> None:
    """`figures.json`: version, sizes, seed, and the record or the failure of every figure so far.

    Figures of an earlier run that are still there keep their records; one of other sizes, seed or version has them
    under `run`.
    """
    record = index(paper, studio, outcomes)
    kept = _earlier(folder, record, {one.name for one in outcomes})
    filled(folder, {INDEX: encoded(json_text(record | {"figures": [*record["figures"], *kept]}) + "\n")})


def _earlier(folder: Path, record: dict[str, Any], drawn: Collection[str]) -> Iterator[dict[str, Any]]:
    """Records of an earlier index of the same paper whose figures are not drawn now and have all their files."""
    try:
        earlier = json.loads((folder / INDEX).read_bytes())
        found, run = list(earlier["figures"]), {key: earlier[key] for key in RUN}
        fits = earlier["paper"] == record["paper"] and all(isinstance(one["name"], str) for one in found)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return
    for one in found if fits else ():
        if one["name"] not in drawn and all((folder / name).is_file() for name in names(one["name"])):
            of = one.get("run", run)
            rest = {key: value for key, value in one.items() if key != "run"}
            yield rest if of == {key: record[key] for key in RUN} else rest | {"run": of}


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


def _record(name: str, title: str, picture: Picture, files: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "caption": picture.caption,
        "files": files,
        "exact_values": {what: _value(value) for what, value in picture.values.items()},
        "comparisons": [finding_record(finding) for finding in picture.findings],
        "agrees": all(finding.agrees for finding in picture.findings),
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """One comparison of the end of a run, for the index."""
    exact = number(finding.exact) if finding.exact is not None else {"exact": None, "float": finding.claimed}
    found = {"exact": None, "float": finding.found}
    return {
        "run": finding.run,
        "what": finding.what,
        "exact": exact,
        "found": found,
        "agrees": finding.agrees,
        **finding.how,
    }


def _value(value: Any) -> dict[str, Any] | None:
    return {"exact": None, "float": value} if isinstance(value, float) else number(value)


def _csv(picture: Picture) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(picture.header)
    writer.writerows(picture.rows)
    return encoded(text.getvalue())
