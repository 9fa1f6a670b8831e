"""The start page: how all came out, the claims of each paper as a graph, and a list to search and filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from mesaproof.documents.findings import unproved
from mesaproof.documents.formal_words import counted, settled_by
from mesaproof.documents.pages.claim_graph import Settled, graph, guests
from mesaproof.documents.pages.graph_drawing import drawing, outline
from mesaproof.documents.pages.paper_figures import PaperFigure
from mesaproof.documents.route_words import CameOut, outcomes, route_lines, together
from proofs.catalogue import papers
from proofs.claim import Claim
from proofs.verdict import Outcome, Verdict


def start_values(
    listed: Sequence[Verdict],
    places: Mapping[str, str],
    states: Mapping[str, Settled],
    figures: Sequence[PaperFigure] = (),
) -> dict[str, Any]:
    """What the template of the start page reads."""
    groups = _by_paper(listed)
    facts = Counter(fact for verdict in listed for fact in rests_on(verdict))
    return {
        "sentences": _totals(listed),
        "tally": Counter(verdict.outcome for verdict in listed),
        "papers": [
            _paper(key, found, listed, places, states) | {"figures": [one for one in figures if one.paper == key]}
            for key, found in groups.items()
        ],
        "outcomes": [one for one in Outcome if any(verdict.outcome is one for verdict in listed)],
        "facts": sorted(facts.items()),
        "outline": outline,
    }


def rests_on(verdict: Verdict) -> tuple[str, ...]:
    """Facts of textbooks, trusted procedures and assumed steps that a verdict rests on, as a person reads them."""
    found = [*verdict.rests_on, *(verdict.replay.facts if verdict.replay else ())]
    trusted = [f"trusted procedure: {name}" for name in (verdict.replay.trusts if verdict.replay else ())]
    assumed = ["an assumed step"] if verdict.assumed else []
    names = [name.replace("-", " ").replace("_", " ") for name in found]
    return tuple(dict.fromkeys([*names, *trusted, *assumed]))


def twin(claim: Claim, listed: Iterable[Verdict]) -> Verdict | None:
    """The verdict on the claim that repairs this one."""
    return next((one for one in listed if one.claim.repairs and one.claim.repairs.key == claim.key), None)


def _by_paper(listed: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for verdict in listed:
        found.setdefault(verdict.claim.key.rpartition("/")[0], []).append(verdict)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def _paper(
    key: str,
    found: Sequence[Verdict],
    listed: Sequence[Verdict],
    places: Mapping[str, str],
    states: Mapping[str, Settled],
) -> dict[str, Any]:
    claims = [verdict.claim for verdict in found]
    return {
        "key": key,
        "title": _title(key),
        "outcomes": outcomes(found),
        "drawing": drawing(graph(claims, guests(claims)), listed, places, states),
        "rows": [_row(verdict, listed, places, states) for verdict in found],
    }


def _title(key: str) -> str:
    """The first line of what a paper's folder says of itself."""
    paper = papers().get(key)
    said = import_module(paper.folder).__doc__ if paper else None
    return said.splitlines()[0] if said else "claims of your own"


def _row(
    verdict: Verdict, listed: Sequence[Verdict], places: Mapping[str, str], states: Mapping[str, Settled]
) -> dict[str, Any]:
    claim, mended = verdict.claim, twin(verdict.claim, listed)
    mends = [("repairs", claim.repairs.key)] if claim.repairs else []
    mends += [("repaired by", mended.claim.key)] if mended else []
    return {
        "key": claim.key,
        "name": claim.key.rpartition("/")[2],
        "href": places[claim.key],
        "title": claim.title,
        "kind": str(verdict.outcome),
        "outcome": verdict.words,
        "grade": verdict.grade,
        "settled": states[claim.key],
        "mends": [(word, key, places.get(key, "")) for word, key in mends],
        "why": why(verdict),
        "witness": verdict.witness,
        "routes": [
            (line.words, line.came_out in (CameOut.DISAGREES, CameOut.STOPPED)) for line in route_lines(verdict)
        ],
        "facts": rests_on(verdict),
    }


def why(verdict: Verdict) -> list[str]:
    """What settles a claim, in sentences."""
    steps = [f"Assumed: {step.formula} ({step.why})." for step in verdict.assumed]
    formula = [settled_by(verdict.replay)] if verdict.replay else []
    if not verdict.outcome.proved:
        return [unproved(verdict), *formula, *steps]
    return [*(formula or [_parts(verdict)]), *steps]


def _parts(verdict: Verdict) -> str:
    """In how many parts a claim in words was checked."""
    count = len(verdict.claim.parts)
    return f"Stated in words; checked in {count} parts." if count > 1 else "Stated in words, and checked."


def _totals(listed: Sequence[Verdict]) -> list[str]:
    compared = [one for verdict in listed for one in verdict.crosschecks]
    disagree = sum(not one.comparison.agrees for one in compared)
    formulas = f"{counted(listed)}."
    if not compared:
        return [formulas, "The second route was not run."]
    return [formulas, f"{len(compared)} comparisons with a second route, {disagree} disagree{together(listed)}."]
