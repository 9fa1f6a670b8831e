"""Bounds of polynomials from bounds of their letters, sum by sum and product by product."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, conjunction, member, real
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import at, under

s, t, a, b = map(real, ("s", "t", "a", "b"))


def within(term: Expression, bound: Expression) -> Expression:
    """`−a ≤ s ∧ s ≤ a`."""
    return conjunction(at_most(-bound, term), at_most(term, bound))


@cache
def _both(product: bool) -> Theorem:
    """`∀s ∀a ∀t ∀b: |s| ≤ a ⇒ |t| ≤ b ⇒ |s + t| ≤ a + b`, or the same of products."""
    first, second = within(s, a), within(t, b)
    term, bound = (s * t, a * b) if product else (s + t, a + b)
    low, high, less, more = (part(n, assume(each)) for each in (first, second) for n in range(2))
    products = ((low, less), (high, more)), ((high, less), (low, more))
    sides = parts(within(term, bound), "and")
    known = low, high, less, more
    found = conjoin(
        *(signed(side, known, products=each if product else ()) for side, each in zip(sides, products, strict=True))
    )
    return under(under(found, first, second), *(member(each, REALS) for each in (s, a, t, b)))


@cache
def _letter() -> Theorem:
    """`∀s: |s| ≤ 1 + s²`."""
    bound = 1 + s**2
    sides = parts(within(s, bound), "and")
    return under(conjoin(*(signed(each, squares=(s - 1, s + 1, 1)) for each in sides)), member(s, REALS))


@dataclass(frozen=True)
class Bounds:
    """What is known of small letters, by these: `|x| ≤ c`; other letters are at most one more than their squares."""

    known: tuple[tuple[Expression, Theorem], ...]

    def of(self, term: Expression) -> Theorem:
        """`|p| ≤ c` for a term made by sums, products and numbers, with a c in other letters."""
        for letter, theorem in self.known:
            if term == letter:
                return theorem
        match term:
            case Node(head="number", value=Fraction() as number):
                bound = written(abs(number))
                return conjoin(*(signed(side) for side in parts(within(term, bound), "and")))
            case Node(head="add" | "multiply", parts=(one, other)):
                return self._of_two(term.head == "multiply", one, other)
            case Node(head="negate", parts=(inside,)):
                return self._of_negative(term, inside)
        return at(_letter(), term)

    def _of_two(self, product: bool, one: Expression, other: Expression) -> Theorem:
        found = _both(product)
        premises = self.of(one), self.of(other)
        for term, premise in zip((one, other), premises, strict=True):
            found = at(found, term, bound_of(premise))
        return apply(apply(found, premises[0]), premises[1])

    def _of_negative(self, term: Expression, inside: Expression) -> Theorem:
        known = self.of(inside)
        facts = part(0, known), part(1, known)
        return conjoin(*(signed(side, facts) for side in parts(within(term, bound_of(known)), "and")))


def bound_of(theorem: Theorem) -> Expression:
    """The c of `|p| ≤ c`."""
    return parts(parts(theorem.conclusion, "and")[1], "at_most")[1]
