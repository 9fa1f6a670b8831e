"""Between which decimals the curve of points of rest lies at some sizes, read off R and the forms at numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from proofs.zheng2024.formal.on_line.line_formulas import T, d
from proofs.zheng2024.formal.ones.curve.one_curve import BESIDE, RATIOS, ROOT, x
from proofs.zheng2024.formal.ones.exchangeable_gradient import H2, H
from proofs.zheng2024.formal.ones.family_energy import WIDE
from proofs.zheng2024.formal.ones.one_root import located
from proofs.zheng2024.formal.ones.point_of_rest import quintic
from proofs.zheng2024.formal.ones.unmasked_flow import LONG
from symbolic.core.expressions import Expression, Node, bound, opened, written
from symbolic.core.rules.logic import apply, assume, cases, conjoin, discharge, part, parts, rewrite
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    at_most,
    conjunction,
    equal,
    function,
    implies,
    less,
    member,
    real,
)
from symbolic.tactics.on_interval import coefficients, on_interval
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import at, conjuncts, modulo, rewritten, substituted, swapped, under, whichever
from symbolic.tactics.sums.sums_of_numbers import sum_of_numbers

Triple = tuple[int, int, int]
Row = tuple[int, int, Triple]
ROWS: tuple[Row, ...] = ((2, 4, (-815, -4160, 7483)), (3, 10, (-1173, -1426, 7202)), (5, 100, (-526, -329, 8536)))
"""d, T, and `10^4 (α/a, β/b, ab)` on the curve, rounded down."""
PLACES, BISECTIONS = 10**4, 24


def decimals(rows: tuple[Row, ...] = ROWS) -> Expression:
    """Between which numbers α/a, β/b and ab are on the curve, at some sizes."""
    return conjunction(*(implies(at_size(size, length), within(row)) for size, length, row in rows))


def at_size(size: int, length: int) -> Expression:
    """What d and T are."""
    return conjunction(equal(d, size), equal(T, length))


def within(row: Triple) -> Expression:
    """That `10^4` times the three numbers are these, rounded down."""
    return conjunction(*(each for value, low in zip(RATIOS, row, strict=True) for each in rounded(value, low)))


def rounded(value: Expression, low: int) -> tuple[Expression, Expression]:
    """That `10^4` times a number is an integer, rounded down."""
    return at_most(low, PLACES * value), less(PLACES * value, low + 1)


@cache
def of_quotients() -> tuple[Theorem, Theorem]:
    """`∀p ∀q > 0 ∀c`: `c ≤ K p/q` from `c q ≤ K p`, and `K p/q < c` from `K p < c q`, K being `10^4`."""
    p, q, c = places = tuple(map(real, "pqc"))
    above, low, high = less(0, q), at_most(c * q, PLACES * p), less(PLACES * p, c * q)
    facts = assume(above), assume(low), assume(high)
    one = signed(at_most(c, PLACES * (p / q)), facts[:2], products=(facts[:1],))
    other = signed(less(PLACES * (p / q), c), (facts[0], facts[2]), products=(facts[:1],))
    domains = tuple(member(each, REALS) for each in places)
    return under(one, *domains, above, low), under(other, *domains, above, high)


@dataclass(frozen=True)
class AtSize:
    """What is known of a root x of R at given d and T, the forms having numbers for coefficients."""

    size: int
    length: int

    def here(self, expression: Expression) -> Expression:
        """An expression at these sizes."""
        return opened(bound(expression, (d, T)), (written(self.size), written(self.length)))

    @cached_property
    def sums(self) -> Facts:
        """`H` and the sum of squares as numbers."""
        return tuple(sum_of_numbers(node) for node in map(self.here, (H, H2)) if isinstance(node, Node))

    def polynomial(self, term: Expression) -> Theorem:
        """What a term is as a polynomial in x with numbers for coefficients."""
        powers = coefficients(substituted(term, *self.sums), x)
        value = Node("add", tuple(c * x**n if n else written(c) for n, c in enumerate(powers) if c))
        return modulo(equal(term, value), self.sums)

    @cached_property
    def root(self) -> Theorem:
        """R as a polynomial is 0."""
        return rewritten(self.polynomial(self.here(quintic(x))), assume(self.here(ROOT)))

    @cached_property
    def place(self) -> tuple[Theorem, Theorem]:
        """Narrow bounds of x: beside them R is not 0."""
        inside = apply(at(under(located(), WIDE, LONG), self.size, self.length, x), assume(self.here(ROOT)))
        left, right = conjuncts(inside)
        first, last = signed(at_most(Fraction(-1, self.size), x), (left,)), signed(at_most(x, 0), (right,))
        least, greatest = self._narrow()
        return self._above(least, first), self._below(greatest, last)

    def _above(self, end: Fraction, low: Theorem) -> Theorem:
        """`end ≤ x`, as R is positive between a lower bound and the end."""
        goal, value = at_most(end, x), parts(self.root.conclusion, "equal")[0]

        def before(facts: Facts) -> Theorem:
            order = on_interval(less(0, value), low, signed(at_most(x, end), facts))
            return cases(goal, signed(FALSE, (order, self.root)))

        def there(facts: Facts) -> Theorem:
            return signed(goal, facts)

        return whichever(goal, trichotomy(x, written(end)), before, there, there)

    def _below(self, end: Fraction, high: Theorem) -> Theorem:
        """`x ≤ end`, as R is negative between the end and an upper bound."""
        goal, value = at_most(x, end), parts(self.root.conclusion, "equal")[0]

        def there(facts: Facts) -> Theorem:
            return signed(goal, facts)

        def after(facts: Facts) -> Theorem:
            order = on_interval(less(value, 0), signed(at_most(end, x), facts), high)
            return cases(goal, signed(FALSE, (order, self.root)))

        return whichever(goal, trichotomy(x, written(end)), there, there, after)

    def _narrow(self) -> tuple[Fraction, Fraction]:
        """Numbers beside the root, by bisection."""
        powers = coefficients(parts(self.root.conclusion, "equal")[0], x)
        low, high = Fraction(-1, self.size), Fraction(0)
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            above = sum(c * middle**n for n, c in enumerate(powers)) > 0
            low, high = (middle, high) if above else (low, middle)
        return low, high

    def bounds(self, row: Triple) -> Theorem:
        """That the three numbers have these decimals."""
        ratio, *quotients = zip(map(self.here, RATIOS), row, strict=True)
        of_ratio = (signed(goal, self.place) for goal in rounded(*ratio))
        divisors = map(assume, map(self.here, BESIDE))
        found = (
            each
            for (value, low), above in zip(quotients, divisors, strict=True)
            for each in self._quotient(value, low, above)
        )
        return conjoin(*of_ratio, *found)

    def _quotient(self, value: Expression, low: int, above: Theorem) -> Facts:
        """The decimals of a quotient of forms, the lower one of which is positive."""
        sides = parts(value, "divide")
        back = tuple(swapped(self.polynomial(side)) for side in sides)
        p, q = (parts(each.conclusion, "equal")[0] for each in back)
        goals = at_most(low * q, PLACES * p), less(PLACES * p, (low + 1) * q)
        found = []
        for general, goal, end in zip(of_quotients(), goals, (low, low + 1), strict=True):
            order = on_interval(goal, *self.place)
            for each in back:
                order = rewritten(each, order)
            found.append(apply(apply(at(general, *sides, end), above), order))
        return tuple(found)

    def known(self, row: Triple) -> Theorem:
        """The decimals where d and T are these."""
        return self.told(within(row), self.bounds(row))

    def told(self, formula: Expression, found: Theorem) -> Theorem:
        """A formula where d and T are these, from it at the numbers; what is known of x is supposed."""
        for premise in reversed((ROOT, *BESIDE)):
            found, formula = discharge(self.here(premise), found), implies(premise, formula)
        sizes = at_size(self.size, self.length)
        of_size, of_length = (swapped(part(n, assume(sizes))) for n in range(2))
        at_length = opened(bound(formula, (T,)), (written(self.length),))
        found = rewrite(function(d, body=at_length), of_size, found)
        found = rewrite(function(T, body=formula), of_length, found)
        for premise in (ROOT, *BESIDE):
            found = apply(found, assume(premise))
        return discharge(sizes, found)


@cache
def decimals_known() -> Theorem:
    """All of them, from what is known of x."""
    return conjoin(*(AtSize(size, length).known(row) for size, length, row in ROWS))
