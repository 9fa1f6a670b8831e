"""A claim and a verdict in a notebook."""

from __future__ import annotations

from collections.abc import Iterator

from mesaproof.documents.formal_words import ROOM, WORDS_ONLY, left_out, rows_of, settled_by
from mesaproof.documents.route_words import disagreement
from proofs.claim import Claim
from proofs.verdict import CheckedNumber, Verdict
from symbolic.typeset.markup import (
    Html,
    code,
    code_rows,
    coloured,
    formula,
    heading,
    lines,
    sentence,
    table,
    text,
    together,
    told,
)
from symbolic.views import as_html

Row = tuple[str, Html]


@as_html(Claim)
def claim_html(claim: Claim) -> Html:
    """Key, statement, source, hypotheses, and the claims it uses or repairs."""
    return together(heading(code(claim.key)), *_statement(claim), table(_rows(claim)))


@as_html(Verdict)
def verdict_html(verdict: Verdict) -> Html:
    """Key, outcome, statement, and the evidence: the same for every run that finds the same."""
    claim = verdict.claim
    title = heading(code(claim.key), "is", coloured(verdict.words, str(verdict.outcome)))
    return together(title, *_statement(claim), table(_evidence(verdict)))


def _statement(claim: Claim) -> Iterator[Html]:
    title, _, remainder = claim.statement.partition("\n")
    yield Html(f"<p><b>{sentence(title)}</b></p>")
    if remainder.strip():
        yield Html(f"<p>{sentence(remainder.strip())}</p>")


def _rows(claim: Claim) -> Iterator[Row]:
    yield "as a formula", code_rows(rows_of(claim, ROOM)) if claim.formal else text(WORDS_ONLY)
    if unsaid := left_out(claim):
        yield "the formula leaves out", told(unsaid)
    yield "source", text(str(claim.source))
    if claim.hypotheses.conditions:
        yield "hypotheses", lines([formula(condition.latex) for condition in claim.hypotheses.conditions])
    if claim.assumed:
        yield "assumed", lines([told(f"{step.formula}: {step.why}") for step in claim.assumed])
    yield from _others(claim)


def _others(claim: Claim) -> Iterator[Row]:
    if claim.uses:
        yield "uses", lines([code(used.key) for used in claim.uses])
    if claim.repairs:
        yield "repairs", code(claim.repairs.key)


def _evidence(verdict: Verdict) -> Iterator[Row]:
    claim = verdict.claim
    if verdict.replay:
        yield "as a formula", together(code_rows(rows_of(claim, ROOM)), text(settled_by(verdict.replay)))
    else:
        yield "as a formula", text(WORDS_ONLY)
    if verdict.reason:
        yield "because", told(verdict.reason)
    if verdict.witness:
        yield "witness", code(verdict.witness)
    if verdict.grade:
        yield "grade", text(verdict.grade)
    steps = tuple(f"{step.formula}: {step.why}" for step in verdict.assumed)
    for name, found in (("left over", verdict.leftover), ("assumed", steps), ("evidence", verdict.evidence)):
        if found:
            yield name, lines([told(one) for one in found])
    if claim.repairs:
        yield "repairs", code(claim.repairs.key)
    if verdict.satisfied:
        yield "hypotheses hold of", text(verdict.satisfied)
    if verdict.rests_on:
        yield "rests on", text(", ".join(verdict.rests_on))
    yield "second route", lines(list(route_lines(verdict)))
    yield "source", text(str(claim.source))


def route_lines(verdict: Verdict) -> Iterator[str]:
    """How the second routes came out: disagreements, then a line for each kind, then what was not available."""
    checked, missing = verdict.crosschecks, verdict.unavailable
    if not checked and not missing:
        yield "not run"
    for one in checked:
        if not one.comparison.agrees:
            yield coloured(disagreement(one), "REFUTED")
    for kind in dict.fromkeys(one.comparison.kind for one in checked):
        yield _agreeing(kind, [one for one in checked if one.comparison.kind == kind and one.comparison.agrees])
    for route in missing:
        how = "STOPPED" if route.stopped else "not available"
        yield f"{route.kind} {how} at {route.case}: {route.because}"


def _agreeing(kind: str, found: list[CheckedNumber]) -> str:
    resolution = max((one.relative_resolution for one in found), default=0.0)
    alarms = sum(one.comparison.false_alarm for one in found)
    rate = f", false alarms {alarms:.1g}" if alarms else ""
    return f"{len(found)} {kind} agree, to {resolution:.1g} at worst{rate}"
