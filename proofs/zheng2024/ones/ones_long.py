"""Where the point of rest around `x_1 = 1_d` goes for long sequences and for large d, with numbers beside each limit.

By the leading terms, as R has one real root (`proofs.zheng2024.ones.ones_root`) and changes sign at it: where the
leading terms change sign at a point ξ, the root, so scaled, tends to it. Terms are compared by their power of what
grows.

- *T → ∞, d fixed*: `x = ξ/n`, ξ of the size of `h = H_n`, which grows like log n, slower than any power of n.
- *d → ∞, T fixed*: `x = ξ/d`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import flint
import sympy

from proofs.zheng2024.ones.ones_forms import RING, D, H, N, Polynomial, collected, expression, forms, polynomial
from proofs.zheng2024.ones.ones_point import BITS, ball, point, sums
from proofs.zheng2024.ones.ones_positive import positive_at, positive_from
from symbolic.algebra.equality import Same, same
from symbolic.algebra.limits import NumericSequence, limit_at_infinity
from symbolic.algebra.notation import T
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown

Powers = tuple[int, ...]
Growth = Callable[[Powers], tuple[int, Powers]]
"""How a term grows, and what is left of it when the growth is divided out; ξ stands in the place of x."""

FIRST = 4
"""At T = 3 the polynomial R is zero."""

SYMBOLIC_FROM = 12
"""From this T on one argument serves all lengths."""

DECADES = (2, 4, 6, 8)
"""Numbers are computed at `10^k` for these k."""


def in_length(p: Powers) -> tuple[int, Powers]:
    """At `x = ξ/n`: the power of n."""
    return p[1] - p[4], (p[0], 0, *p[2:])


def in_dimension(p: Powers) -> tuple[int, Powers]:
    """At `x = ξ/d`: the power of d."""
    return p[0] - p[4], (0, *p[1:])


def leading(value: Polynomial, growth: Growth) -> tuple[int, Polynomial]:
    """The largest growth and its coefficient, a polynomial in what is fixed and in ξ (in the place of x).

    >>> leading(N * D + N, in_dimension)
    (1, n)
    """
    terms: dict[int, dict[Powers, flint.fmpq]] = {}
    for powers, c in value.to_dict().items():
        size, rest = growth(tuple(map(int, powers)))
        part = terms.setdefault(size, {})
        part[rest] = part.get(rest, flint.fmpq(0)) + c
    most = max(terms)
    return most, RING.from_dict({powers: c for powers, c in terms[most].items() if c})


@cache
def scaled_root(growth: Growth) -> tuple[Polynomial, Polynomial]:
    """The limit of ξ, as a quotient: the one linear factor of odd multiplicity of R's leading terms.

    Raises ArithmeticError where there is not one, or where another factor could vanish there.
    """
    lead = leading(forms().quintic, growth)[1]
    odd = [factor for factor, power in lead.factor()[1] if power % 2 and len(collected(factor, "x")) > 1]
    if len(odd) != 1 or len(collected(odd[0], "x")) != 2:
        raise ArithmeticError("the leading terms have no single change of sign")
    constant, slope = collected(odd[0], "x")
    return -constant, slope


def numerator_at_root(value: Polynomial, growth: Growth) -> Polynomial:
    """The leading terms at the root, times a power of the root's denominator. Raises ArithmeticError if they cancel."""
    above, below = scaled_root(growth)
    parts = collected(leading(value, growth)[1], "x")
    top = sum((c * above**k * below ** (len(parts) - 1 - k) for k, c in enumerate(parts)), 0 * D)
    if not top:
        raise ArithmeticError("the leading terms cancel at the root")
    return top


def at_root(value: Polynomial, growth: Growth) -> tuple[int, sympy.Expr]:
    """The growth of a polynomial at the root, and its coefficient there."""
    size, lead = leading(value, growth)
    degree = len(collected(lead, "x")) - 1
    return size, expression(numerator_at_root(value, growth)) / expression(scaled_root(growth)[1]) ** degree


def ratio_at_root(above: Polynomial, below: Polynomial, growth: Growth, power: int) -> sympy.Expr:
    """What a quotient over its growth, which is to be this power, comes close to."""
    (one, top), (other, bottom) = at_root(above, growth), at_root(below, growth)
    if one - other != power:
        raise ArithmeticError(f"a quotient grows with the power {one - other}")
    return sympy.factor(sympy.cancel(top / bottom))


def long_limits() -> tuple[sympy.Expr, ...]:
    """As T → ∞: what `x`, `y`, `1 − u`, times T−2, and the gain over the line, times `(T−2)²`, come close to.

    The gain is that of the loss relative to the loss at zero; the part that is gone on the line, at the limit of the
    masked flow, is `(T−2)/(T−2 + (d−1)H_{T−2})`.
    """
    found, on_line = forms(), N + (D - 1) * H
    gain = found.level**2 * found.a * on_line - N**2 * found.delta
    return (
        _scaled(in_length),
        ratio_at_root(-found.b, found.a, in_length, -1),
        ratio_at_root(found.delta - found.level * found.a, found.delta, in_length, -1),
        ratio_at_root(gain, N * found.delta * on_line, in_length, -2),
    )


def _scaled(growth: Growth) -> sympy.Expr:
    above, below = scaled_root(growth)
    return sympy.factor(sympy.cancel(expression(above) / expression(below)))


def long_values(size: int, length: int) -> tuple[flint.arb, ...]:
    """The same four at a d and T."""
    with flint.ctx.workprec(BITS):
        at, (_, n, h, _) = point(size, length), sums(size, length)
        line = n / (n + (size - 1) * h)
        return n * at.ratio, n * at.other, n * (1 - at.product), n**2 * (at.gain - line)


def wide_limits() -> tuple[sympy.Expr, ...]:
    """As d → ∞ at a T >= 4: the limits of `d x` and of `d u`."""
    found = forms()
    return _scaled(in_dimension), ratio_at_root(found.level * found.a, found.delta, in_dimension, -1)


def wide_values(size: int, length: int) -> tuple[flint.arb, ...]:
    """The same two at a d and T."""
    with flint.ctx.workprec(BITS):
        at = point(size, length)
        return size * at.ratio, size * at.product


def wide_then_long() -> sympy.Expr:
    """The limit of `d x` as d → ∞ and then T → ∞."""
    return limit_at_infinity(wide_limits()[0], T)


def settle_long(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Whether each number over what is stated tends to 1 for long sequences; followed at d = 2 and d = 5."""
    sizes: list[Sizes] = [[(size, 10**k) for k in DECADES] for size in (2, 5)]
    return _settled(statement, long_limits(), long_values, sizes)


def settle_wide(statement: tuple[sympy.Expr, ...]) -> Answer:
    """Whether each number over what is stated tends to 1 for large d; followed at T = 4 and T = 20.

    The leading terms of A and of C have to be positive at the root, for each T >= 4, so that those of Δ do not cancel.
    """
    for form in (forms().a, forms().c):
        lead = numerator_at_root(form, in_dimension)
        if not (positive_from(lead, SYMBOLIC_FROM) and all(positive_at(lead, n) for n in range(FIRST, SYMBOLIC_FROM))):
            return Unknown("the leading terms of the energy are not seen to be positive")
    sizes: list[Sizes] = [[(10**k, length) for k in DECADES] for length in (4, 20)]
    return _settled(statement, wide_limits(), wide_values, sizes)


Values = Callable[[int, int], tuple[flint.arb, ...]]
Sizes = Sequence[tuple[int, int]]
"""Pairs d, T."""


def _settled(statement: Sequence[sympy.Expr], derived: Sequence[sympy.Expr], values: Values, at: list[Sizes]) -> Answer:
    for n, (stated, known) in enumerate(zip(statement, derived, strict=True)):
        if not isinstance(found := same(known, stated), Same):
            return Fails(f"limit {n + 1} is {known}: {found}", str(stated))
        for sizes in at:
            numbers = sequence(stated, [values(*size)[n] for size in sizes], sizes)
            if not numbers.approaches:
                return Unknown(f"the numbers {numbers.values} do not tend to 1 at {sizes}")
    return Holds(f"identical to the leading terms; at sizes up to 10^{DECADES[-1]} the numbers come close to each")


def sequence(stated: sympy.Expr, values: Sequence[flint.arb], sizes: Sizes) -> NumericSequence:
    """Numbers over what is stated to come close to them, at sizes that grow, beside the limit 1."""
    with flint.ctx.workprec(BITS):
        quotients = [value / _number(stated, *size) for value, size in zip(values, sizes, strict=True)]
        distances = tuple(float(abs(quotient - 1)) for quotient in quotients)
    return NumericSequence(tuple(map(max, sizes)), tuple(q.str(12, radius=False) for q in quotients), distances)


def _number(stated: sympy.Expr, size: int, length: int) -> flint.arb:
    above, below = (ball(polynomial(part), sums(size, length), flint.arb(0)) for part in sympy.fraction(stated))
    return above / below
