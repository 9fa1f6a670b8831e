"""The whole picture as pages: a table of every claim, a page for each, and the same as JSON."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mesaproof import __version__
from mesaproof.documents.claim_section import section
from mesaproof.documents.findings import sentence, unproved
from mesaproof.documents.formal_words import counted, settled_by, stated
from mesaproof.documents.html_page import of_sections, render, require_report
from mesaproof.documents.route_words import disagreement, false_alarms, outcomes, route_lines, together
from mesaproof.errors import InputError
from mesaproof.output.file import encoded
from mesaproof.output.folder import filled, prepared, require_own
from mesaproof.output.json_text import json_text
from mesaproof.running.claim_runs import Progress
from mesaproof.running.exit_codes import settled
from mesaproof.running.verdict_table import changes
from mesaproof.running.verifying import summary, verify
from proofs.claim import CheckedNumber, Verdict
from symbolic.typeset.derivation import Derivation
from symbolic.typeset.sections import Section

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


def report(
    folder: str | Path,
    keys: Iterable[str] | None = None,
    *,
    exact_only: bool = False,
    seed: int = 0,
    progress: Progress = lambda _: None,
) -> Report:
    """Run the claims with these keys (or files of claims), or all of them, and write the report into the folder.

    Raises InputError without the extra `report`, for an unknown key, and where the folder cannot be written or has
    another's file under a name of the report's; it is tried first, and removed again where it was made for nothing.
    """
    require_report()
    listed = None if keys is None else tuple(keys)
    with _prepared(Path(folder)) as path:
        found = pages(verify(listed, exact_only=exact_only, seed=seed, progress=progress), alone=listed is not None)
        found.write(path)
    return found


@contextmanager
def _prepared(path: Path) -> Iterator[Path]:
    new = not os.path.lexists(path)
    try:
        require_own((prepared(path, (INDEX, RECORD)) / CLAIMS).glob("*.html"))
        yield path
    except BaseException:
        if new and os.path.isdir(path) and not any(path.iterdir()):
            path.rmdir()
        raise


def pages(verdicts: Iterable[Verdict], *, alone: bool = False) -> Report:
    """The files of a report on these verdicts; raises InputError without the extra `report`."""
    listed = tuple(verdicts)
    places = _places(listed)
    record = _record(listed, places, alone)
    files = {
        place: _claim_page(verdict, listed, places) for verdict, place in zip(listed, places.values(), strict=True)
    }
    files |= {RECORD: json_text(record) + "\n", INDEX: _index(listed, places)}
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
    return {"version": __version__, "exit_code": settled(listed, alone=alone), **changed, "claims": claims}


def _stamp() -> str:
    return f"Every verdict computed, every line checked by mesaproof {__version__}"


def _repaired_by(verdict: Verdict, listed: tuple[Verdict, ...]) -> str:
    return next((v.claim.key for v in listed if v.claim.repairs and v.claim.repairs.key == verdict.claim.key), "")


def _index(listed: tuple[Verdict, ...], places: dict[str, str]) -> str:
    rows = [_row(verdict, listed, places) for verdict in listed]
    return render(
        INDEX, title="What was proved and what was not", stamp=_stamp(), wide=True, rows=rows, totals=_totals(listed)
    )


def _row(verdict: Verdict, listed: tuple[Verdict, ...], places: dict[str, str]) -> dict[str, Any]:
    claim, repaired = verdict.claim, _repaired_by(verdict, listed)
    reading = f"repairs {claim.repairs.key}" if claim.repairs else ""
    proved = verdict.outcome.proved
    steps = [settled_by(verdict.replay)] if verdict.replay else []
    steps += [f"Assumed: {step.formula} ({step.why})." for step in verdict.assumed]
    graded = [f"Grade: {verdict.grade}."] if verdict.grade else []
    return {
        "key": claim.key,
        "href": places[claim.key],
        "title": claim.title,
        "reading": reading or (f"as printed; repaired by {repaired}" if repaired else ""),
        "outcome": verdict.words,
        "kind": str(verdict.outcome),
        "stated": "as a formula" if claim.formal else "in words",
        "evidence": [summary(verdict), *steps] if proved else [unproved(verdict), *steps, *graded],
        "witness": verdict.witness,
        "routes": [line.words for line in route_lines(verdict)],
        "false_alarm": false_alarms(verdict.crosschecks),
        "seconds": f"{verdict.seconds:.1f}",
    }


def _totals(listed: tuple[Verdict, ...]) -> str:
    compared = [one for verdict in listed for one in verdict.crosschecks]
    disagree = sum(not one.comparison.agrees for one in compared)
    found = f"{len(listed)} claims: {outcomes(listed)}. {counted(listed)}."
    if not compared:
        return f"{found} The second route was not run."
    return f"{found} {len(compared)} comparisons with a second route, {disagree} disagree{together(listed)}."


def _claim_page(verdict: Verdict, listed: tuple[Verdict, ...], places: dict[str, str]) -> str:
    claim = verdict.claim
    shown, unprinted = _section(verdict)
    related = [("uses", used.key) for used in claim.uses]
    related += [("repairs", claim.repairs.key)] if claim.repairs else []
    related += [("repaired by", repaired)] if (repaired := _repaired_by(verdict, listed)) else []
    return render(
        "claim.html",
        title=claim.key,
        stamp=_stamp(),
        up="../",
        links=[{"word": word, "key": key, "href": places.get(key, "")} for word, key in related],
        unprinted=unprinted,
        checks=[*map(_check, verdict.crosschecks), *(_missing(one) for one in verdict.unavailable)],
        **of_sections((shown,)),
    )


def _section(verdict: Verdict) -> tuple[Section, str]:
    """A claim as it is printed; where its lines cannot all be checked, without them, and why."""
    claim = verdict.claim
    try:
        return section(verdict), ""
    except InputError as error:
        unprinted = f"{error.given}."
    except Exception as error:
        unprinted = f"it stops with {type(error).__name__}: {error}."
    bare = (Derivation(()), sentence(verdict), (), verdict.witness, str(claim.source), (), stated(verdict))
    return Section(claim.key, claim.statement, claim.hypotheses, *bare), unprinted


def _check(one: CheckedNumber) -> dict[str, Any]:
    return {
        "name": one.name,
        "case": str(one.case),
        "kind": one.comparison.kind,
        "found": "agrees" if one.comparison.agrees else disagreement(one),
        "disagrees": not one.comparison.agrees,
        "resolution": f"{one.relative_resolution:.1g}",
        "false_alarm": false_alarms([one]),
    }


def _missing(one: Any) -> dict[str, Any]:
    how = "STOPPED" if one.stopped else "not available"
    found = {"name": "", "case": str(one.case), "kind": one.kind, "found": f"{how}: {one.because}"}
    return found | {"disagrees": False, "resolution": "", "false_alarm": ""}
