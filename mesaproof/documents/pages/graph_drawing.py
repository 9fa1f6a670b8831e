"""A graph of claims as the template draws it: marks by verdict, and what is read to a person who does not see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mesaproof.documents.pages.claim_graph import MARK, ROW, Edge, Graph, Node, Settled, name
from proofs.claim import Claim
from proofs.verdict import Verdict


@dataclass(frozen=True)
class Mark:
    """A row of the drawing: `label` is read aloud, `path` outlines the mark, `half` fills its left half."""

    node: Node
    name: str
    href: str
    kind: str
    settled: str
    label: str
    path: str
    half: str
    current: bool


@dataclass(frozen=True)
class Drawing:
    """A graph with its marks."""

    graph: Graph
    marks: tuple[Mark, ...]
    edges: tuple[Edge, ...]
    row: int = ROW


def drawing(
    found: Graph,
    listed: Iterable[Verdict],
    places: Mapping[str, str],
    states: Mapping[str, Settled],
    up: str = "",
    current: Claim | None = None,
) -> Drawing:
    """The drawing of a graph; a claim that was not run has an empty mark and no link."""
    verdicts = {one.claim: one for one in listed}
    marks = (_mark(node, verdicts.get(node.claim), places, states, up, node.claim == current) for node in found.nodes)
    return Drawing(found, tuple(marks), found.edges)


def _mark(
    node: Node,
    verdict: Verdict | None,
    places: Mapping[str, str],
    states: Mapping[str, Settled],
    up: str,
    current: bool,
) -> Mark:
    key = node.claim.key
    kind = str(verdict.outcome) if verdict else "NOT_RUN"
    settled = states[key] if verdict else Settled.IN_WORDS
    return Mark(
        node,
        name(node),
        up + places[key] if key in places else "",
        kind,
        str(settled),
        ", ".join([key, *_said(node.claim, verdict, settled)]),
        outline(kind, node.x, node.y),
        outline(kind, node.x, node.y, half=True) if kind == "PROVED_MODULO" else "",
        current,
    )


def _said(claim: Claim, verdict: Verdict | None, settled: Settled) -> Iterable[str]:
    yield verdict.words.lower() if verdict else "not run"
    if verdict:
        yield settled.words
    if claim.uses:
        yield f"uses {' and '.join(used.key for used in claim.uses)}"
    if claim.repairs:
        yield f"repairs {claim.repairs.key}"


def outline(kind: str, x: int, y: int, half: bool = False) -> str:
    """The shape of a verdict around a point: circle, diamond, triangle or square.

    >>> outline("REFUTED", 10, 10)
    'M10 3L17 10L10 17L3 10Z'
    """
    r = MARK
    if kind in ("PROVED", "PROVED_MODULO", "NOT_RUN"):
        return f"M{x} {y - r}A{r} {r} 0 0 0 {x} {y + r}{'Z' if half else f'A{r} {r} 0 0 0 {x} {y - r}Z'}"
    if kind == "REFUTED":
        return f"M{x} {y - r - 1}L{x + r + 1} {y}L{x} {y + r + 1}L{x - r - 1} {y}Z"
    if kind == "VACUOUS":
        return f"M{x} {y - r}L{x + r} {y + r - 1}L{x - r} {y + r - 1}Z"
    return f"M{x - r} {y - r}H{x + r}V{y + r}H{x - r}Z"
