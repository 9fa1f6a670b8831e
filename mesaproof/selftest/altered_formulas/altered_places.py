"""What is altered at each place of a formula, so that the whole says more, or something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mesaproof.selftest.altered_formulas.altered_domains import fewer, more, moved
from mesaproof.selftest.altered_formulas.exchanged import exchanged
from mesaproof.selftest.altered_formulas.formula_places import (
    Altered,
    Change,
    Direction,
    Kind,
    Path,
    Place,
    changed_at,
    places,
)
from symbolic.core.expressions import Expression, Index, Node, Refused, written
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    TRUE,
    at_most,
    equal_matrices,
    implies,
    less,
    multiple,
    negation,
)


@dataclass(frozen=True)
class Mutant:
    """A formula that is altered at one place. `stronger` says that it implies the unaltered one by its form."""

    place: Place
    change: str
    alter: Change
    stronger: bool

    @property
    def path(self) -> Path:
        """Where it is altered."""
        return self.place.path

    def of(self, formula: Expression) -> Expression:
        """The altered formula."""
        return changed_at(formula, self.path, self.alter)


def mutants(formula: Expression) -> Iterator[Mutant]:
    """Every mutant of a formula that is not implied by it by its form alone."""
    for place in places(formula):
        yield from mutants_at(place)


def mutants_at(place: Place) -> Iterator[Mutant]:
    """At one place."""
    stronger, here = place.direction is not Direction.BOTH, place.direction
    said_more = (*(_smaller(place) if here is not Direction.LARGER else ()),)
    said_less = (*(_larger(place) if here is not Direction.SMALLER else ()),)
    for what, how in (*said_more, *said_less):
        yield Mutant(place, what, _of_form(place.node, how), stronger)
    for what, how in _other(place) if here is not Direction.LARGER else ():
        yield Mutant(place, what, _of_form(place.node, how), False)


def _of_form(node: Node, change: Change) -> Change:
    """A change that is made of nodes with the head of one, and of no others."""

    def changed(here: Node) -> Expression:
        if here.head != node.head or len(here.parts) != len(node.parts):
            raise Refused(f"{node.head} stood here, and now {here.head}")
        return change(here)

    return changed


def weaker_at(place: Place) -> int:
    """How many alterations of a place are implied by the formula that is altered: these show nothing."""
    if place.direction is Direction.BOTH:
        return 0
    return len(tuple((_larger if place.direction is Direction.SMALLER else _smaller)(place)))


def _smaller(place: Place) -> Iterator[Altered]:
    """Alterations of a part after which it says more; of a domain, after which it has fewer elements."""
    node = place.node
    if place.kind is Kind.DOMAIN:
        yield from fewer(node)
        return
    match node.head:
        case "exists":
            yield "∃ becomes ∀", lambda node: Node("for_all", node.parts, None, node.hints)
        case "almost_every":
            yield "almost every becomes ∀", lambda node: Node("for_all", _of_all(node), None, node.hints)
        case "for_all" if exchanged(node) != node:
            yield "∀∃ becomes ∃∀", exchanged
        case "or":
            for n in range(len(node.parts)):
                yield f"alternative {n + 1} dropped", _without(n)
        case "at_most":
            yield "≤ becomes <", lambda node: less(*node.parts)
            yield "≤ with one to spare", lambda node: at_most(node.parts[0] + 1, node.parts[1])
        case "less":
            yield "< with one to spare", lambda node: less(node.parts[0] + 1, node.parts[1])
        case "member":
            domain = node.parts[1]
            assert isinstance(domain, Node)
            yield from ((what, _of_member(_of_form(domain, how))) for what, how in fewer(domain))


def _of_all(node: Node) -> tuple[Expression, Expression]:
    """A domain and a body, where a quantifier is about all values of a law instead of almost all of its draws."""
    return SEQUENCES if _has_entries(node.parts[1], 0) else REALS, node.parts[1]


def _has_entries(expression: Expression, depth: int) -> bool:
    """Whether entries are taken of what is bound so many binders away."""
    if not isinstance(expression, Node) or expression.loose <= depth:
        return False
    own = expression.head == "entry" and expression.parts[0] == Index(depth)
    inside = zip(expression.parts, expression.bound, strict=True)
    return own or any(_has_entries(part, depth + n) for part, n in inside)


def _larger(place: Place) -> Iterator[Altered]:
    """Alterations of a part after which it says less; of a domain, after which it has more elements."""
    node = place.node
    if place.kind is Kind.DOMAIN:
        yield from more(node)
        return
    match node.head:
        case "almost_every":
            yield "almost every becomes ∃", lambda node: Node("exists", _of_all(node), None, node.hints)
        case "for_all":
            yield "∀ becomes ∃", lambda node: Node("exists", node.parts, None, node.hints)
        case "iff":
            yield "⇔ becomes ⇒", lambda node: implies(*node.parts)
            yield "⇔ becomes its converse", lambda node: implies(*reversed(node.parts))
        case "less":
            yield "< becomes ≤", lambda node: at_most(*node.parts)
        case "equal":
            yield "= becomes ≤", lambda node: at_most(*node.parts)
        case "member":
            domain = node.parts[1]
            assert isinstance(domain, Node)
            yield from ((what, _of_member(_of_form(domain, how))) for what, how in more(domain))
    if place.kind is not Kind.QUANTIFIER and place.direction is Direction.LARGER:
        yield "dropped", lambda _: TRUE


def _other(place: Place) -> Iterator[Altered]:
    """Alterations after which a part says something else: it is denied, or a number in it is another one."""
    node = place.node
    if place.kind in (Kind.QUANTIFIER, Kind.DOMAIN):
        return
    if place.kind is Kind.EQUIVALENCE:
        yield "⇔ denied on one side", lambda node: Node("iff", (negation(node.parts[0]), node.parts[1]))
        return
    yield "denied", lambda node: node.parts[0] if node.head == "not" else negation(node)
    match node.head:
        case "equal" | "tends":
            yield "the right side one more", lambda node: _on_the_right(node, node.parts[-1] + 1)
            if node.parts[-1] not in ZEROS:
                yield "the right side with the other sign", lambda node: _on_the_right(node, -node.parts[-1])
        case "equal_matrices" if getattr(node.parts[1], "head", "") != "zeros":
            yield "the right side doubled", lambda node: equal_matrices(node.parts[0], multiple(2, node.parts[1]))
    right = node.parts[-1] if node.head in ("equal", "at_most", "less", "tends") else TRUE
    if getattr(right, "head", "") != "number" and _raised(right) != right:
        yield "a coefficient one more", lambda node: _on_the_right(node, _raised(node.parts[-1]))


ZEROS = written(0), -written(0), Node("add")
"""How nothing is written, which has no other sign."""


def _on_the_right(node: Node, right: Expression) -> Node:
    return Node(node.head, (*node.parts[:-1], right), node.value, node.hints)


def _raised(term: Expression) -> Expression:
    """A term with its first number one larger that stands among sums, products and quotients."""
    if not isinstance(term, Node):
        return term
    if term.head == "number":
        return moved(term, 1)
    if term.head in ("add", "multiply", "divide", "negate", "power"):
        for n, part in enumerate(term.parts):
            if (found := _raised(part)) != part:
                return Node(term.head, (*term.parts[:n], found, *term.parts[n + 1 :]), term.value, term.hints)
    return term


def _without(number: int) -> Change:
    def dropped(node: Node) -> Expression:
        kept = tuple(part for n, part in enumerate(node.parts) if n != number)
        return kept[0] if len(kept) == 1 else Node("or", kept)

    return dropped


def _of_member(change: Change) -> Change:
    def changed(node: Node) -> Expression:
        element, domain = node.parts
        assert isinstance(domain, Node)
        return Node("member", (element, change(domain)))

    return changed
