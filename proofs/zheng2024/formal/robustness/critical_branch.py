"""Where the coordinate is a little skewed there is one critical point near the trained one, but for scaling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from proofs.zheng2024.formal.lemmas.independent_starts import COORDINATE, of_coordinate, ν
from proofs.zheng2024.formal.on_line.line_formulas import d
from proofs.zheng2024.formal.robustness import branch
from proofs.zheng2024.formal.robustness.bounded_terms import within
from proofs.zheng2024.formal.robustness.branch import LETTERS, x, y
from proofs.zheng2024.formal.robustness.critical_points import ANY, CRITICAL, MOVES, a, b, critical, v, w
from proofs.zheng2024.formal.robustness.one_point import δ
from proofs.zheng2024.formal.robustness.product_there import points, u
from proofs.zheng2024.formal.robustness.rest_points import L, ε
from proofs.zheng2024.formal.robustness.skewed_starts import CENTRED
from symbolic.core.expressions import Expression, Variable, bound, opened
from symbolic.core.rules.logic import apply, assume, both_ways, choose, conjoin, one_way, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    iff,
    implies,
    law,
    member,
    moments,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import assumed, at, conjuncts, quantified, rewritten, swapped, under, witnessed

ρ = law("ρ")
OTHER = member(ρ, moments(6))


def of_other(expression: Expression) -> Expression:
    """What is said of the law of a coordinate, said of another law."""
    return opened(bound(expression, (ν,)), (ρ,))


EVEN = tuple(map(of_coordinate, (2, 4, 6)))
SKEWNESS = of_other(of_coordinate(3) ** 2)
"""The square of the third moment of the other law."""


@dataclass(frozen=True)
class Branch:
    """What the letters of the function stand for, its first order, and where the product is without skewness."""

    letters: Mapping[Variable, Expression]
    slopes: tuple[Expression, Expression]
    last: Expression

    @property
    def _first(self) -> Expression:
        return self.letters[branch.D]

    @property
    def alike(self) -> Expression:
        """The other law has mean 0, the same even moments, and little skewness."""
        same = (equal(of_other(each), each) for each in EVEN)
        return conjunction(of_other(CENTRED), *same, at_most(SKEWNESS, ε))

    @property
    def _there(self) -> Expression:
        """The critical points near the trained one are those at x, y and u."""
        only = iff(of_other(CRITICAL), conjunction(equal(v, x), equal(w, y), equal(a * b, u)))
        return quantified(implies(MOVES, implies(conjunction(within(v, δ), within(w, δ)), only)), *ANY)

    def says(self, slopes: tuple[Expression, Expression] | None = None) -> Expression:
        """`∃ε, δ, L`: for all such laws there are x, y and u near first order, and these are the critical points."""
        one, other = slopes or self.slopes
        wide = L * (SKEWNESS * SKEWNESS)
        nears = within(x - one * SKEWNESS, wide), within(y - other * SKEWNESS, wide)
        inside = conjunction(*nears, within(u - self.last / self._first, wide), self._there)
        found: Expression = inside
        for each in (u, y, x):
            found = exists(each, REALS, found)
        found = for_all(ρ, moments(6), implies(self.alike, found))
        for each in (L, δ, ε):
            found = exists(each, POSITIVE, found)
        return found

    @cached_property
    def _critical(self) -> Theorem:
        """Which points are critical at the other law."""
        letters = {**self.letters, branch.S: of_coordinate(3) ** 2}
        here = under(under(critical(letters, self._first, self.last), CENTRED), COORDINATE)
        given = conjuncts(assume(self.alike))
        found = apply(at(here, assume(OTHER)), given[0])
        for equation in given[1:4]:
            found = rewritten(equation, found)
        return at(found, *(assume(each) for each in ANY))

    def proof(self, form: Theorem, factors: Theorem) -> Theorem:
        """It, from what makes the form positive, with first order, and from the signs of `d − 1` and the last term."""
        values = [self.letters[each] for each in LETTERS]
        known = at(points(), *values, *self.slopes, d - 1, self.last)
        known = apply(apply(known, form), factors)
        bodies = [known.conclusion]
        for each in (ε, δ, L):
            bodies.append(opened(parts(bodies[-1], "exists")[1], (each,)))
        square = signed(at_most(0, SKEWNESS), squares=(of_other(of_coordinate(3)),))
        small = conjuncts(assume(self.alike))[-1]
        here = apply(apply(at(assume(bodies[-1]), SKEWNESS), square), small)
        found = self._witnessed(here)
        found = under(under(found, self.alike), OTHER)
        positive = tuple(assumed(member(each, POSITIVE))[1] for each in (ε, δ, L))
        found = witnessed(self.says(), found, ε, δ, L, facts=positive)
        for each, body in ((L, bodies[2]), (δ, bodies[1])):
            found = choose(each, assume(body), found)
        return choose(ε, known, found)

    def _witnessed(self, here: Theorem) -> Theorem:
        """`∃x ∃y ∃u` from the point of rest."""
        stages = [here.conclusion]
        for each in (x, y, u):
            stages.append(opened(parts(stages[-1], "exists")[1], (each,)))
        given = conjuncts(assume(stages[-1]))
        nears = (conjoin(*given[4:6]), conjoin(*given[6:8]), conjoin(*given[-2:]), self._only(given))
        goal = conjunction(*(each.conclusion for each in nears))
        for each in (u, y, x):
            goal = exists(each, REALS, goal)
        found = witnessed(goal, conjoin(*nears), x, y, u)
        for each, stage in zip((u, y), (stages[2], stages[1]), strict=True):
            found = choose(each, assume(stage), found)
        return choose(x, here, found)

    def _only(self, given: Facts) -> Theorem:
        """The critical points are those at x, y and u."""
        *_, alone, bottom, product, _, _ = given
        rest = given[8:10]
        near_it = conjunction(within(v, δ), within(w, δ))
        equivalent = apply(self._critical, assume(MOVES))
        both = one_way(equivalent)
        there, back = part(0, both), part(1, both)
        rests, _ = parts(there.conclusion, "implies")
        at_it = conjuncts(apply(there, assume(rests)))
        premise = conjoin(*(part(n, assume(near_it)) for n in range(2)), *at_it[:2])
        same = apply(at(alone, v, w), premise)
        first, second = conjuncts(same)
        moved = rewritten(second, rewritten(first, at_it[2]))
        divisor = parts(bottom.conclusion, "less")[1]
        value = identity(a * b, u, (bottom,), ((moved, 1 / divisor), (product, -1 / divisor)))
        one = under(conjoin(first, second, value), rests)
        place = conjunction(equal(v, x), equal(w, y), equal(a * b, u))
        of_v, of_w, of_u = conjuncts(assume(place))
        plain = [*rest, identity(a * b * divisor, self.last, using=((of_u, divisor), (product, 1)))]
        turned = [rewritten(swapped(of_w), rewritten(swapped(of_v), each)) for each in plain]
        other = under(apply(back, conjoin(*turned)), place)
        return under(under(both_ways(one, other), MOVES, near_it), *ANY)
