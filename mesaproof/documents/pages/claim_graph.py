"""Claims as a graph that is drawn when a page is made: a row each, below the claim that it uses, its twin after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from proofs.claim import Claim
from proofs.verdict import Verdict

ROW, STEP, LEFT, MARK = 22, 18, 14, 6
"""In pixels: the height of a row, an indent, the first mark's place, and half the width of a mark."""

LETTER = 6.6
"""The width of a letter of a name."""


class Settled(StrEnum):
    """How far a claim is settled by the rules of the kernel: not, its own formula, or all that it uses as well."""

    IN_WORDS = "in-words"
    FORMULA = "formula"
    THROUGHOUT = "throughout"

    @property
    def words(self) -> str:
        """As it is read to a person."""
        return _SETTLED[self]


_SETTLED = {
    Settled.IN_WORDS: "checked part by part",
    Settled.FORMULA: "a formula settled by the kernel's rules",
    Settled.THROUGHOUT: "a formula settled by the kernel's rules, and so is all that it uses",
}


def settled(verdicts: Iterable[Verdict]) -> dict[str, Settled]:
    """How far each claim is settled, by key; a claim that it uses and that was not run counts as not settled."""
    own = {one.claim.key: one.replay is not None and not one.replay.reason for one in verdicts}

    def throughout(claim: Claim) -> bool:
        return own.get(claim.key, False) and all(map(throughout, claim.uses))

    def state(claim: Claim) -> Settled:
        if not own[claim.key]:
            return Settled.IN_WORDS
        return Settled.THROUGHOUT if throughout(claim) else Settled.FORMULA

    return {one.claim.key: state(one.claim) for one in verdicts}


@dataclass(frozen=True)
class Node:
    """A claim in its row: `x` and `y` are the middle of its mark; a guest is shown because others use it."""

    claim: Claim
    x: int
    y: int
    guest: bool

    @property
    def text_x(self) -> int:
        return self.x + MARK + 7


@dataclass(frozen=True)
class Edge:
    """A line from a claim to one that uses it (`uses`, or `also` where it is not drawn below it) or repairs it."""

    kind: str
    start: str
    end: str
    path: str


@dataclass(frozen=True)
class Graph:
    """Where everything lies, in pixels."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def graph(claims: Sequence[Claim], guests: Iterable[Claim] = ()) -> Graph:
    """The graph of these claims; what a claim uses beside them is left out unless it is among the guests."""
    visitors = tuple(guests)
    rows = tuple(_rows([*visitors, *claims], len(visitors)))
    nodes = {
        claim: Node(claim, LEFT + STEP * depth, ROW * number + ROW // 2, claim in visitors)
        for number, (claim, depth) in enumerate(rows)
    }
    width = max((node.text_x + LETTER * len(name(node)) for node in nodes.values()), default=0)
    return Graph(tuple(nodes.values()), tuple(_edges(nodes)), round(width) + 4, ROW * len(rows))


def name(node: Node) -> str:
    """The name of a claim in its paper; a guest has its whole key."""
    return node.claim.key if node.guest else node.claim.key.partition("/")[2] or node.claim.key


def guests(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """What these claims use and is not among them."""
    listed = tuple(claims)
    return tuple(dict.fromkeys(used for claim in listed for used in claim.uses if used not in listed))


def relatives(claim: Claim, listed: Iterable[Claim]) -> tuple[Claim, ...]:
    """A claim with all that it rests on, its twins, and those of the listed that use it, in the listed order."""
    others = tuple(listed)
    found = {claim, *_below(claim)} | {one for one in others if claim in one.uses or one.repairs == claim}
    found |= {claim.repairs} if claim.repairs else set()
    return tuple(one for one in others if one in found)


def _below(claim: Claim) -> Iterator[Claim]:
    for used in claim.uses:
        yield used
        yield from _below(used)


def _rows(claims: Sequence[Claim], guests: int) -> Iterator[tuple[Claim, int]]:
    """Claims with their depth: trees of the guests first, larger trees before smaller ones, twins side by side."""
    parents = _parents(claims)
    children: dict[Claim | None, list[Claim]] = {}
    for claim in claims:
        children.setdefault(parents[claim], []).append(claim)

    def tree(claim: Claim, depth: int) -> Iterator[tuple[Claim, int]]:
        yield claim, depth
        twins = [one for one in children.get(claim, ()) if one.repairs == claim]
        for child in sorted((one for one in children.get(claim, ()) if one not in twins), key=size):
            yield from tree(child, depth + 1)
        for twin in twins:
            yield from tree(twin, depth)

    def size(claim: Claim) -> int:
        return 1 + sum(map(size, children.get(claim, ())))

    for root in sorted(children.get(None, ()), key=lambda one: (one not in claims[:guests], -size(one))):
        yield from tree(root, 0)


def _parents(claims: Sequence[Claim]) -> dict[Claim, Claim | None]:
    """Below which claim each is drawn: its twin, else the one among those it uses that rests on most."""
    listed = set(claims)

    def parent(claim: Claim) -> Claim | None:
        if claim.repairs in listed:
            return claim.repairs
        return max((used for used in claim.uses if used in listed), key=lambda used: len({*_below(used)}), default=None)

    return {claim: parent(claim) for claim in claims}


def _edges(nodes: Mapping[Claim, Node]) -> Iterator[Edge]:
    parents = _parents([*nodes])
    for claim, node in nodes.items():
        above = {parents[claim], parents.get(claim.repairs) if claim.repairs else None}
        for used in claim.uses:
            if used in nodes:
                yield _used(nodes[used], node, drawn_below=used in above)
        if claim.repairs is not None and claim.repairs in nodes:
            yield _repaired(nodes[claim.repairs], node)


def _used(start: Node, end: Node, drawn_below: bool) -> Edge:
    if drawn_below:
        y, bend = end.y, STEP - MARK - 4
        path = f"M{start.x} {start.y + MARK}V{y - bend}Q{start.x} {y} {start.x + bend} {y}H{end.x - MARK - 1}"
        return Edge("uses", start.claim.key, end.claim.key, path)
    out = min(start.x, end.x) - STEP // 2 - 6
    path = f"M{start.x - MARK} {start.y}C{out} {start.y} {out} {end.y} {end.x - MARK} {end.y}"
    return Edge("also", start.claim.key, end.claim.key, path)


def _repaired(start: Node, end: Node) -> Edge:
    """From the twin straight down to the one that repairs it."""
    path = f"M{start.x} {start.y + MARK + 1}L{end.x} {end.y - MARK - 1}"
    return Edge("repairs", start.claim.key, end.claim.key, path)
