"""A claim in an article: its statement in an environment, its proof, and what of it nothing proves, in a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symbolic.typeset.article.elements import (
    Box,
    Citation,
    Element,
    Emphasis,
    Lines,
    Paragraph,
    Plain,
    Proof,
    Reference,
    Statement,
    Words,
    label_of,
)
from symbolic.typeset.article.telling import Telling, claim_label, claim_named, linked
from symbolic.typeset.article.told_proofs import ARGUED, plain_rows, proof_of
from symbolic.typeset.layout import Room
from symbolic.typeset.line_breaking import rows
from symbolic.typeset.prose import worded
from symbolic.typeset.sections import Section

NUMBERED = ("theorem", "proposition", "corollary", "lemma", "remark", "example")
"""What a statement of a paper is called there."""


def name_of(key: str) -> str:
    """A claim's name in words.

    >>> name_of("paper/theorem-4.1-limit"), name_of("paper/reduced-flow"), name_of("paper/example-4.1-repaired")
    ('Theorem 4.1, limit', 'Reduced flow', 'Example 4.1, repaired')
    """
    first, *others = key.rpartition("/")[2].split("-")
    numbered = first in NUMBERED and bool(others) and others[0][0].isdigit()
    head = [first, *others[:1]] if numbered else [first, *others]
    rest = others[1:] if numbered else []
    if not numbered and head[-1] == "repaired" and len(head) > 1:
        head, rest = head[:-1], ["repaired"]
    words = " ".join(head) + (f", {' '.join(rest)}" if rest else "")
    return words[:1].upper() + words[1:]


def kind_of(section: Section, later: Sequence[Section]) -> str:
    """What kind of statement it is in print: as in the paper, else a lemma where a later one uses it."""
    if not section.outcome.startswith("PROVED"):
        return "assertion"
    first = section.title.rpartition("/")[2].partition("-")[0]
    if first in NUMBERED:
        return first
    used = {finding.used for each in later for finding in each.findings}
    return "lemma" if section.title in used else "proposition"


def told(section: Section, kind: str, telling: Telling) -> tuple[Element, ...]:
    """A claim as an environment with its proof, what settles it, and its verdict."""
    statement = Statement(
        kind, claim_label(section.title), (Plain(name_of(section.title)),), tuple(_stated(section, telling))
    )
    proof = tuple(proof_of(section, telling))
    named = Proof("Proof" if section.outcome.startswith("PROVED") else "Derivation", proof)
    return statement, *([named] if proof else []), *_assumed(section), *_verdict(section, telling)


def formula_label(key: str) -> str:
    """The label of the place where its formula stands."""
    return label_of("formula", key)


def _cited(section: Section) -> Words:
    key, place = section.cited
    return (" ", Citation(key, place)) if key else (" ", Plain(f"({section.source})")) if section.source else ()


def _stated(section: Section, telling: Telling) -> Iterator[Element]:
    label = telling.assumptions.get(section.hypotheses.conditions)
    under: Words = ("Let ", Reference(label), " hold. ") if label else ()
    yield Paragraph((*under, *linked(section.headline, telling), *_cited(section)))
    if said := section.remainder.partition(ARGUED)[0].strip():
        yield Paragraph(linked(said, telling))
    if section.repairs:
        yield Paragraph(("It repairs ", claim_named(section.repairs, telling), "."))


def _assumed(section: Section) -> Iterator[Element]:
    if section.steps:
        yield Box(
            (
                Paragraph((Emphasis("Assumed, and not proved here:", strong=True),)),
                *(Paragraph((f"{worded(formula)} ({why}).",)) for formula, why in section.steps),
            )
        )


def _verdict(section: Section, telling: Telling) -> Iterator[Element]:
    """The verdict, and where the formula stands that it is about."""
    formal: Words = ()
    if section.stated:
        place: Words = (" The formula stands in ", Reference(formula_label(section.title)), ". ")
        formal = (*(place if section.stated.rows and telling.full else (" ",)), worded(section.stated.words))
    yield Paragraph(
        (Emphasis("Verdict.", strong=True), " ", *linked(worded(section.decided or section.verdict), telling), *formal)
    )
    if section.witness:
        yield Paragraph((Emphasis("Witness.", strong=True), " ", Plain(section.witness)))


def assumption(section: Section, label: str, room: Room) -> Statement:
    """The hypotheses of a claim as an assumption of the article."""
    hypotheses = section.hypotheses
    broken = [rows(condition.latex, room.row) for condition in hypotheses.conditions]
    return Statement("assumption", label, (Plain(hypotheses.name),), (Lines(tuple(plain_rows(broken))),))
