"""The places of a formula at which something is claimed, each with the direction in which it claims more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from symbolic.core.expressions import Expression, Node, Refused

Path = tuple[int, ...]
"""Which part of which part of a formula."""

Change = Callable[[Node], Expression]
"""What becomes of a node, by its form alone, whatever terms stand in the places of its variables."""


Altered = tuple[str, Change]
"""What is done at a place, in words, and how."""


class Direction(Enum):
    """How a part of a formula bears on the whole."""

    SMALLER = "the whole says more where the part says more"
    LARGER = "the whole says more where the part says less"
    BOTH = "the whole is another one where the part is"

    @property
    def opposite(self) -> Direction:
        """What it is under a negation."""
        return {Direction.SMALLER: Direction.LARGER, Direction.LARGER: Direction.SMALLER}.get(self, self)


class Kind(Enum):
    """What stands at a place."""

    QUANTIFIER = "quantifier"
    DOMAIN = "domain"
    HYPOTHESIS = "hypothesis"
    CONJUNCT = "conjunct"
    EQUIVALENCE = "equivalence"
    LIMIT = "limit"


@dataclass(frozen=True)
class Place:
    """A part of a formula; a conjunct of an hypothesis is a hypothesis."""

    path: Path
    node: Node
    kind: Kind
    direction: Direction


def places(formula: Expression) -> Iterator[Place]:
    """All quantifiers, domains, hypotheses, conjuncts, equivalences and limits, from left to right."""
    yield from _inside(formula, (), Direction.SMALLER)


def _inside(formula: Expression, path: Path, direction: Direction) -> Iterator[Place]:
    assert isinstance(formula, Node)
    if own := _kind(formula, direction):
        yield Place(path, formula, own, direction)
    match formula.head:
        case "for_all" | "exists":
            domain, body = formula.parts
            assert isinstance(domain, Node)
            of_domain = direction.opposite if formula.head == "for_all" else direction
            yield Place((*path, 0), domain, Kind.DOMAIN, of_domain)
            yield from _inside(body, (*path, 1), direction)
        case "almost_every":
            yield from _inside(formula.parts[1], (*path, 1), direction)
        case "and" | "or":
            for n, each in enumerate(formula.parts):
                yield from _inside(each, (*path, n), direction)
        case "implies":
            yield from _inside(formula.parts[0], (*path, 0), direction.opposite)
            yield from _inside(formula.parts[1], (*path, 1), direction)
        case "not" if own is None:
            yield from _inside(formula.parts[0], (*path, 0), direction.opposite)
        case "iff":
            yield from _inside(formula.parts[0], (*path, 0), Direction.BOTH)
            yield from _inside(formula.parts[1], (*path, 1), Direction.BOTH)


def _kind(formula: Node, direction: Direction) -> Kind | None:
    """What a formula is called; None for a connective, and for a denial of what is no equation or the like."""
    match formula.head:
        case "for_all" | "exists" | "almost_every":
            return Kind.QUANTIFIER
        case "iff":
            return Kind.EQUIVALENCE
        case "tends":
            return Kind.LIMIT
        case "and" | "implies":
            return None
        case "not" if getattr(formula.parts[0], "head", "") in CONNECTIVES:
            return None
        case "or" if not formula.parts:
            return None
    return Kind.HYPOTHESIS if direction is Direction.LARGER else Kind.CONJUNCT


CONNECTIVES = ("for_all", "exists", "almost_every", "iff", "and", "or", "implies", "not", "tends")
"""What is denied part by part; of anything else the denial is one place."""


def part_at(formula: Expression, path: Path) -> Node:
    """What stands at a place; raises `Refused` where the formula has no such place."""
    for n in path:
        if not isinstance(formula, Node) or n >= len(formula.parts):
            raise Refused("the formula has no such place")
        formula = formula.parts[n]
    if not isinstance(formula, Node):
        raise Refused("the formula has no such place")
    return formula


def changed_at(formula: Expression, path: Path, change: Change) -> Expression:
    """The formula with what stands at one place changed."""
    here = part_at(formula, ())
    if not path:
        return change(here)
    parts = [changed_at(part, path[1:], change) if n == path[0] else part for n, part in enumerate(here.parts)]
    if path[0] >= len(parts):
        raise Refused("the formula has no such place")
    return Node(here.head, tuple(parts), here.value, here.hints)
