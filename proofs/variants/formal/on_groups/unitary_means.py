"""Where the means over all lengths tend of the shares in the loss where W is uniform among unitary matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from proofs.variants.formal.on_groups.unitary_sums import OF_P, OF_Q, SIZE, P, Q, c, k, s, shares, wide_enough
from proofs.zheng2024.formal.on_line.line_formulas import T
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.convergence import comparison
from symbolic.core.rules.integers import empty_sum, next_sum, ordered_sums
from symbolic.core.rules.logic import parts
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    REALS,
    at_most,
    equal,
    integers_between,
    integers_from,
    less,
    member,
    tends,
    total,
)
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.harmonic_numbers import by_induction, harmonic, n, none_yet, one_more, square_at_most
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, rewritten, under

LENGTH = member(T, integers_from(3))


@cache
def near() -> Theorem:
    """`∀c ∀s ∀n: Σ_{k<=n} (c + s/k) = c n + s H(n)`."""

    def says(count: Expression) -> Expression:
        return equal(total(k, 1, count, c + s * (1 / k)), c * count + s * harmonic(count))

    def base(goal: Expression) -> Theorem:
        left, right = parts(goal, "equal")
        none = empty_sum(left, signed(less(0, 1))), none_yet()
        return identity(left, right, using=((none[0], 1), (none[1], -s)))

    def step(goal: Expression, facts: Facts) -> Theorem:
        integer = next(fact for fact in facts if fact.conclusion == member(n, INTEGERS))
        whole = parts(parts(facts[-1].conclusion, "equal")[0], "total")[2]
        more = next_sum(Node("total", (written(1), n, whole)), integer, signed(at_most(1, n + 1), facts))
        later = signed(less(0, n + 1), facts)
        left, right = parts(goal, "equal")
        return identity(left, right, (later,), ((more, 1), (facts[-1], 1), (one_more(facts), -s)))

    return under(by_induction(says, base, step), member(c, REALS), member(s, REALS))


@dataclass(frozen=True)
class Means:
    """The sum over all lengths of p or of q, and where its mean tends; which of both is a number."""

    number: int

    @property
    def whole(self) -> Expression:
        """`Σ_{n=1}^{T−2}`."""
        return (P, Q)[self.number]

    @property
    def limit(self) -> Expression:
        """Where its mean tends."""
        return (OF_P, OF_Q)[self.number]

    def _each(self, place: Expression) -> Facts:
        """That a summand is positive, and within 4/n of the limit."""
        known = assumed(SIZE, LENGTH, place)
        found = conjuncts(at(shares(), belonging(n, integers_from(1), known)))
        return found[3 * self.number : 3 * self.number + 3]

    @cached_property
    def positive(self) -> Theorem:
        """The sum is positive, as its last summand is."""
        facts, fewer = assumed(SIZE, LENGTH), T - 3
        place = member(n, integers_between(1, fewer))
        more = conjuncts(at(shares(), belonging(n, integers_from(1), assumed(SIZE, place))))[3 * self.number]
        summand = parts(more.conclusion, "less")[1]
        wide = wide_enough(facts)
        above = signed(at_most(0, summand), (more, *wide, signed(less(0, n), assumed(place))))
        before = ordered_sums(under(above, place))
        nothing = at(constant_sum(), 0, belonging(fewer, integers_from(0), facts))
        rest = parts(before.conclusion, "at_most")[1]
        integer = next(fact for fact in facts if fact.conclusion == member(T, INTEGERS))
        longer = next_sum(rest, integral(fewer, integer), signed(at_most(1, fewer + 1), facts))
        longer = rewritten(identity(fewer + 1, T - 2), longer)
        last = conjuncts(at(shares(), belonging(T - 2, integers_from(1), facts)))[3 * self.number]
        known = (before, nothing, longer, last, *wide, signed(less(0, T - 2), facts))
        return signed(less(0, self.whole), known)

    @cached_property
    def settles(self) -> Theorem:
        """Its mean tends there: a sum within `4 H(n)` of n times the limit, and `H(n)² ≤ 3 n`."""
        facts, count = assumed(SIZE, LENGTH), T - 2
        place = member(n, integers_between(1, count))
        _, low, high = self._each(place)
        natural = belonging(count, integers_from(0), facts)
        wide = *wide_enough(facts), *(signed(less(0, each), facts) for each in (count, T))
        within = []
        for theorem, scale in ((low, -4), (high, 4)):
            term = self.limit + written(scale) * (1 / n)
            known = signed(less(0, n), assumed(place)), *wide
            left, right = parts(theorem.conclusion, "at_most")
            bound = left if scale < 0 else right
            goal = at_most(term, right) if scale < 0 else at_most(left, term)
            same = identity(bound, term, known)
            summed = ordered_sums(under(signed(goal, (theorem, same, *known)), place))
            split = at(near(), self.limit, scale, natural)
            within.append((summed, split))
        size = at(square_at_most(), natural)
        edges = []
        for (summed, split), scale in zip(within, (-4, 4), strict=True):
            bound = self.limit * count + scale * harmonic(count)
            goal = at_most(bound, self.whole) if scale < 0 else at_most(self.whole, bound)
            edges.append(signed(goal, (summed, split, *wide)))
        share = positive(T / count**2, wide)
        one, longer = positive(1 / count, wide), signed(at_most(0, count - 1), facts)
        square = T * (self.whole / count - self.limit) ** 2
        products = (*edges, share), (size, share), (longer, one)
        found = signed(at_most(square, 144), (*edges, size, share, one, longer, *wide), products=products)
        goal = tends(T, integers_from(3), self.whole / count, self.limit)
        return comparison(goal, under(found, LENGTH))
