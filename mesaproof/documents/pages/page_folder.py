"""The whole picture as pages: a table of every claim, a page for each, and the same as JSON."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mesaproof import __version__
from mesaproof.documents.html_page import render, require_report
from mesaproof.documents.pages.claim_graph import settled
from mesaproof.documents.pages.claim_page import claim_values
from mesaproof.documents.pages.page_assets import SCRIPT, STYLE, assets
from mesaproof.documents.pages.paper_figures import FOLDER, PaperFigure, paper_figures
from mesaproof.documents.pages.start_page import start_values
from mesaproof.output.file import encoded
from mesaproof.output.folder import filled, prepared, require_own
from mesaproof.output.json_text import json_text
from mesaproof.running.exit_codes import settled as exit_code
from mesaproof.running.verdict_table import changes
from mesaproof.running.verifying import verify
from proofs.verdict import Verdict

INDEX, RECORD, CLAIMS = "index.html", "report.json", "claims"


@dataclass(frozen=True)
class Report:
    """What a report holds: the verdicts, and its files by path relative to its folder."""

    verdicts: tuple[Verdict, ...]
    record: dict[str, Any]
    files: dict[str, str]

    def write(self, folder: Path) -> None:
        """Write all files or none; raises InputError where that is not possible, also over a file of somebody else."""
        filled(prepared(folder), {name: encoded(content) for name, content in self.files.items()})


def report(folder: str | Path, keys: Iterable[str] | None = None, *, figures: bool = False, **how: Any) -> Report:
    """Run the claims with these keys (or files of claims), or all of them, and write the report into the folder.

    `how` they are run is said as to `verify`; `figures` of the papers are drawn too where wanted. Raises InputError
    without the extra `report`, for an unknown key, and where the folder cannot be written or has another's file under a
    name of the report's; it is tried first, and removed again where it was made for nothing.
    """
    require_report()
    listed = None if keys is None else tuple(keys)
    with _prepared(Path(folder)) as path:
        verdicts = verify(listed, **how)
        drawn = _figures(verdicts, how.get("seed", 0), how.get("progress", lambda _: None)) if figures else ()
        found = pages(verdicts, drawn, alone=listed is not None)
        found.write(path)
    return found


def _figures(verdicts: Iterable[Verdict], seed: int, told: Callable[[str], None]) -> tuple[PaperFigure, ...]:
    return paper_figures(dict.fromkeys(verdict.claim.key.partition("/")[0] for verdict in verdicts), seed, told)


@contextmanager
def _prepared(path: Path) -> Iterator[Path]:
    new = not os.path.lexists(path)
    try:
        place = prepared(path, (INDEX, RECORD, STYLE, SCRIPT))
        require_own([*(place / CLAIMS).glob("*.html"), *(place / FOLDER).glob("*.svg")])
        yield path
    except BaseException:
        if new and os.path.isdir(path) and not any(path.iterdir()):
            path.rmdir()
        raise


def pages(verdicts: Iterable[Verdict], figures: Sequence[PaperFigure] = (), *, alone: bool = False) -> Report:
    """The files of a report on these verdicts; raises InputError without the extra `report`."""
    listed = tuple(verdicts)
    places = _places(listed)
    record = _record(listed, places, alone)
    states = settled(listed)
    files = {
        place: render("claim.html", title=verdict.claim.key, stamp=_stamp(), **claim_values(verdict, *given))
        for given in [(listed, places, states)]
        for verdict, place in zip(listed, places.values(), strict=True)
    }
    start = start_values(listed, places, states, figures)
    files |= {figure.place: figure.svg for figure in figures if figure.svg}
    files |= assets() | {RECORD: json_text(record) + "\n"}
    files[INDEX] = render(INDEX, title="What was proved and what was not", stamp=_stamp(), up="", **start)
    return Report(listed, record, files)


def _places(listed: tuple[Verdict, ...]) -> dict[str, str]:
    """Where each claim's page is, by key; two keys that come to the same name are told apart by a number."""
    places: dict[str, str] = {}
    for verdict in listed:
        name = re.sub(r"[^A-Za-z0-9.-]+", "-", verdict.claim.key).strip(".-") or "claim"
        place, n = f"{CLAIMS}/{name}.html", 1
        while place.lower() in {other.lower() for other in places.values()}:
            n += 1
            place = f"{CLAIMS}/{name}-{n}.html"
        places[verdict.claim.key] = place
    return places


def _record(listed: tuple[Verdict, ...], places: dict[str, str], alone: bool) -> dict[str, Any]:
    from mesaproof.documents.json_records import verdict_record

    claims = [verdict_record(verdict) | {"page": places[verdict.claim.key]} for verdict in listed]
    changed = {} if alone else {"changes": [change.record for change in changes(listed)]}
    return {"version": __version__, "exit_code": exit_code(listed, alone=alone), **changed, "claims": claims}


def _stamp() -> str:
    return f"Every verdict computed, every line checked by mesaproof {__version__}"
