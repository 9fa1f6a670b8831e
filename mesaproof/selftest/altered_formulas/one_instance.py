"""One instance of formulas: an element for everything that is quantified over, and what is true of them there.

`refuted` and `shown` are certain; where neither holds, nothing is said. Of a domain with endlessly many elements one is
looked at, so that what holds for all of them is never shown, and that there is none never refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flint

from mesaproof.selftest.altered_formulas.chosen_elements import Chooser, contains, every
from mesaproof.selftest.altered_formulas.enumerated_models import of_model
from mesaproof.selftest.altered_formulas.meant_values import Undefined, Unknown, length, plain, whole
from mesaproof.selftest.altered_formulas.solved import Supposed, equations, solution
from symbolic.core.expressions import Expression, Index, Node

SOLVED = ("reals", "nonnegative", "positive", "matrices", "symmetric", "semidefinite", "definite", "invertible")
"""Domains whose elements are chosen so that equations hold."""

Bound = tuple[Any, ...]
"""What bound variables are, from the innermost one outwards."""

Known = dict[tuple[Expression, Bound], Any]
"""Values of terms, limits, and truth values of formulas, at what is bound."""


class Instance:
    """Values at one choice of elements; `known` are values that are taken from elsewhere."""

    def __init__(self, seed: int, known: Known | None = None) -> None:
        self.seed = seed
        self.known = known or {}
        self.undefined = False
        self._values: dict[tuple[Expression, Bound], Any] = {}
        self._elements: dict[Any, list[Any]] = {}
        self._truth: dict[tuple[Expression, Bound, bool], bool] = {}

    def refuted(self, formula: Expression, bound: Bound = ()) -> bool:
        """Whether a formula is certainly false."""
        return self._decided(formula, bound, False)

    def shown(self, formula: Expression, bound: Bound = ()) -> bool:
        """Whether a formula is certainly true."""
        return self._decided(formula, bound, True)

    def _decided(self, formula: Expression, bound: Bound, wanted: bool) -> bool:
        assert isinstance(formula, Node)
        key = formula, bound[: formula.loose], wanted
        if key not in self._truth:
            known = self.known.get(key[:2])
            self._truth[key] = known == wanted if isinstance(known, bool) else self._is(formula, bound, wanted)
        return self._truth[key]

    def _is(self, formula: Node, bound: Bound, wanted: bool) -> bool:
        parts = formula.parts
        match formula.head:
            case "and" | "or":
                found = (self._decided(part, bound, wanted) for part in parts)
                return all(found) if (formula.head == "and") is wanted else any(found)
            case "not":
                return self._decided(parts[0], bound, not wanted)
            case "implies" if wanted:
                return self.refuted(parts[0], bound) or self.shown(parts[1], bound)
            case "implies":
                return self.shown(parts[0], bound) and self.refuted(parts[1], bound)
            case "iff":
                pairs = ((True, wanted), (False, not wanted))
                return any(self._decided(parts[0], bound, a) and self._decided(parts[1], bound, b) for a, b in pairs)
            case "for_all" | "exists":
                return self._quantified(formula, bound, wanted)
            case "almost_every":
                return self._of_draws(formula, bound, wanted)
        try:
            return self._atom(formula, bound) is wanted
        except Undefined:
            self.undefined = True
        except Unknown:
            pass
        return False

    def _quantified(self, formula: Node, bound: Bound, wanted: bool) -> bool:
        elements, complete = self.elements(formula, bound)
        found = (self._decided(formula.parts[1], (element, *bound), wanted) for element in elements)
        if (formula.head == "for_all") is wanted:
            return complete and all(found)
        return any(found)

    def _of_draws(self, formula: Node, bound: Bound, wanted: bool) -> bool:
        found = (
            self._decided(formula.parts[1], (draw, *bound), wanted) for draw in self.draws(formula.parts[0], bound)
        )
        try:
            return all(found) if wanted else any(found)
        except Unknown:
            return False

    def draws(self, law: Expression, bound: Bound) -> Iterator[Any]:
        """The values of a law that have a probability; raises `Unknown`."""
        yield from (x for weight, x in self.value(law, bound) if weight != 0)

    def elements(self, quantified: Node, bound: Bound) -> tuple[list[Any], bool]:
        """What is looked at of a domain, and whether that is all of it."""
        domain = quantified.parts[0]
        assert isinstance(domain, Node)
        supposed = tuple(equations(quantified, self.seed))
        key = domain, supposed, bound[: max((domain.loose, *(each.loose for each, _ in supposed)))], quantified.hints
        try:
            ends = [self.value(part, bound) for part in domain.parts]
            if (whole_range := every(domain, ends)) is not None:
                return whole_range, True
            if key not in self._elements:
                chosen = Chooser(self.seed, f"{quantified.hints} {len(bound)}").element(domain, ends)
                self._elements[key] = [self._solved(domain, supposed, bound, chosen, ends)]
        except Unknown:
            return [], False
        return self._elements[key], False

    def _solved(self, domain: Node, supposed: Supposed, bound: Bound, chosen: Any, ends: list[Any]) -> Any:
        """An element at which the equations hold that are supposed of it; the chosen one where none is found."""
        if not supposed or domain.head not in SOLVED or self.seed % 5 == 4:
            return chosen

        def residual(element: Any) -> list[Any]:
            return [x for each, depth in supposed for x in self._apart(each, ((None,) * depth + (element, *bound)))]

        try:
            found = solution(residual, chosen)
            if found is not None and contains(domain, ends, found) and not any(residual(found)):
                return found
        except Unknown:
            pass
        return chosen

    def _apart(self, equation: Node, bound: Bound) -> list[Any]:
        """By how much the sides of an equation are apart, entry by entry."""
        left, right = (self.value(part, bound) for part in equation.parts)
        if not isinstance(left, tuple):
            return [left - right]
        return [x - y for row, other in zip(left, right, strict=True) for x, y in zip(row, other, strict=True)]

    def _atom(self, formula: Node, bound: Bound) -> bool | None:
        """Whether a formula about values holds."""
        if formula.head == "member":
            domain = formula.parts[1]
            assert isinstance(domain, Node)
            return contains(domain, [self.value(e, bound) for e in domain.parts], self.value(formula.parts[0], bound))
        if formula.head == "tends":
            return self._tends(formula, bound)
        if formula.head not in ("equal", "at_most", "less", "equal_matrices"):
            raise Unknown(formula.head)
        left, right = (self.value(part, bound) for part in formula.parts)
        return _compared(formula.head, left, right)

    def _tends(self, formula: Node, bound: Bound) -> bool | None:
        """By another limit of the same term, which is known."""
        limit = self.known.get((limit_of(formula), bound[: formula.loose]))
        if limit is None:
            raise Unknown("a limit")
        return _compared("equal", limit, self.value(formula.parts[2], bound))

    def value(self, term: Expression, bound: Bound) -> Any:
        """What a term denotes; raises `Unknown`."""
        if isinstance(term, Index):
            return bound[term.number]
        assert isinstance(term, Node)
        key = term, bound[: term.loose]
        if key in self.known:
            return self.known[key]
        if key not in self._values:
            try:
                self._values[key] = self._value(term, bound)
            except Unknown as reason:
                self._values[key] = reason
        found = self._values[key]
        if isinstance(found, Unknown):
            raise found
        return found

    def _value(self, term: Node, bound: Bound) -> Any:
        parts = term.parts
        match term.head:
            case "indicator":
                if self.shown(parts[0], bound) or self.refuted(parts[0], bound):
                    return flint.fmpq(self.shown(parts[0], bound))
                raise Unknown("an indicator")
            case "total":
                ends = [whole(self.value(part, bound)) for part in parts[:2]]
                numbers = map(flint.fmpq, range(ends[0], ends[1] + 1))
                return sum((self.value(parts[2], (n, *bound)) for n in numbers), flint.fmpq(0))
            case "mean":
                return sum(
                    (w * self.value(parts[1], (x, *bound)) for w, x in self.value(parts[0], bound)), flint.fmpq(0)
                )
            case "average":
                return tuple(self._average(term, bound))
            case "vector" | "matrix":
                return self._table(term, bound)
            case "iterated":
                state = self.value(parts[1], bound)
                for n in range(1, whole(self.value(parts[2], bound)) + 1):
                    state = self.value(parts[0], (state, flint.fmpq(n), *bound))
                return state
            case "flow" if isinstance(term.value, int) and self.value(parts[-1], bound) == 0:
                return self.value(parts[len(parts) // 2 + term.value], bound)
            case "loss" | "gradient" | "trajectory":
                return of_model(term, tuple(self.value(part, bound) for part in parts[1:]))
            case "flow" | "constant" | "model":
                raise Unknown(term.head)
        return plain(term, [self.value(part, bound) for part in parts])

    def _average(self, term: Node, bound: Bound) -> Iterator[Any]:
        count = length(self.value(term.parts[0], bound))
        for n in range(1, count + 1):
            yield from ((w / count, x) for w, x in self.value(term.parts[1], (flint.fmpq(n), *bound)))

    def _table(self, term: Node, bound: Bound) -> Any:
        *lengths, body = term.parts
        places = [[*map(flint.fmpq, range(1, length(self.value(each, bound)) + 1))] for each in lengths]
        if len(places) == 1:
            return tuple(self.value(body, (j, *bound)) for j in places[0])
        return tuple(tuple(self.value(body, (j, k, *bound)) for k in places[1]) for j in places[0])


def limit_of(formula: Node) -> Node:
    """What stands for the limit of a term among values that are known."""
    return Node("tends", (*formula.parts[:2], Node("number", (), None)), None)


def _compared(head: str, left: Any, right: Any) -> bool | None:
    """Whether two values are equal, or in order; None where balls overlap."""
    if head == "equal_matrices":
        return bool(left == right)
    if isinstance(left, flint.fmpq) and isinstance(right, flint.fmpq):
        return bool({"equal": left == right, "at_most": left <= right, "less": left < right}[head])
    apart = flint.arb(right) - flint.arb(left)
    if apart > 0 or apart < 0:
        return False if head == "equal" else bool(apart > 0)
    return None
