"""What the model on the line predicts at one time, exactly: moments of the prediction, of its error, of its ratio.

At a point `ab = u` of the line `ŷ_t` is u times a sum of monomials, and the loss engine knows, for each coincidence of
its coordinate labels, the time sum `Σ_{t=2}^{T-1} E[…]` of the λ-part. From these come, for any law and symbolic d,

- `overlap()`: `E ŷ_j conj(x_{t+1,j})` and `square()`: `E |ŷ_j|²` at u = 1, summed over t;
- `ratio()` and `ratio_square()`: the same of `ŷ_j / x_{t+1,j}`, where `|x_{t+1,j}|² = x_j²` is divided out;
- `last(…)`: what the last time `t = T − 1` contributes to any of them, which is its value at T less that at T − 1;
- `at_identity(…)`: the value at `W = I`, where every coincidence counts.

Dividing needs `x_j ≠ 0` almost surely. Source: Zheng et al. 2024, Section 4.2, arXiv 2405.16845.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sympy

from proofs.zheng2024.flow.line_flow import DEFINITIONS
from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model import attention
from proofs.zheng2024.model.attention import Term
from proofs.zheng2024.model.loss import cross, quadratic
from symbolic.algebra.equality import normal
from symbolic.algebra.notation import T, t
from symbolic.algebra.partitions import Blocks, set_partitions
from symbolic.expectation.moments import Pattern, moment, moments_in
from symbolic.expectation.summation import TimeSum


@dataclass(frozen=True)
class Part:
    """One coincidence of labels: its moment pattern and the sum over t of the λ-part's expectation."""

    pattern: Pattern
    times: TimeSum

    @property
    def summed(self) -> sympy.Expr:
        return self.times.expression(T) * moment(self.pattern)


Parts = tuple[Part, ...]


def overlap() -> Parts:
    """`Σ_t E ŷ_{t,j} conj(x_{t+1,j})` at u = 1; labels `(j, k, l, m)` with `k = j` and `m = l`."""
    return tuple(Part(_pattern(p), cross(ON_LINE, p)) for p in _agreeing(4, ((0, 1), (2, 3))))


def square() -> Parts:
    """`Σ_t E |ŷ_{t,j}|²` at u = 1."""
    return at_identities(ON_LINE, ON_LINE)


def at_identities(one: Term, other: Term) -> Parts:
    """`Σ_t E` of one family's term in coordinate j times another's conjugate, every block read being the identity.

    Labels `(k, l, m, k', l', m')` with `k = k' = j`, `m = l`, `m' = l'`.
    """
    return tuple(Part(_pattern(p), quadratic(one, other, p)) for p in _agreeing(6, ((0, 3), (1, 2), (4, 5))))


def ratio() -> Parts:
    """`Σ_t E ŷ_{t,j} / x_{t+1,j}` at u = 1: as `overlap`, with `|x_{t+1,j}|² = x_j²` divided out."""
    return tuple(Part(_divided(part.pattern), part.times) for part in overlap())


def ratio_square() -> Parts:
    """`Σ_t E |ŷ_{t,j} / x_{t+1,j}|²` at u = 1."""
    return tuple(Part(_divided(part.pattern), part.times) for part in square())


def over_times(parts: Iterable[Part]) -> sympy.Expr:
    """The sum over `t = 2, …, T − 1` in formal moments.

    >>> from symbolic.typeset.printing import text
    >>> text(over_times(overlap()))
    'E[x_j^4]*(T - 2)'
    """
    return sympy.Add(*(part.summed for part in parts))


def last(expression: sympy.Expr) -> sympy.Expr:
    """What the last time `t = T − 1` contributes to a sum over `t = 2, …, T − 1` that is linear in moments.

    >>> from symbolic.typeset.printing import text
    >>> text(last(over_times(square())))
    'E[x_j^6] + sum_{r} E[x_j^2 x_r^4]/(T - 2)'
    """
    difference = sympy.expand(expression - expression.subs(T, T - 1))
    moments = (moment(pattern) for pattern in moments_in(difference))
    return sympy.Add(*(sympy.cancel(normal(difference.coeff(m))) * m for m in moments))


def at_identity(parts: Iterable[Part]) -> sympy.Expr:
    """The value at one time and `W = I`: every λ-part is 1, and the counts cancel the weights `1/(t−1)`."""
    return sympy.Add(*(moment(part.pattern) for part in parts))


def added(expression: sympy.Expr) -> sympy.Expr:
    """Summed over the free index j, moment by moment; the expression must be linear in moments."""
    rules = {moment(p): moment(Pattern((), p.exponents)) for p in moments_in(expression)}
    return expression.xreplace(rules)


def constants(expression: sympy.Expr) -> sympy.Expr:
    """κ's in the place of the moments they name."""
    return expression.xreplace({rule.left: rule.right for rule in DEFINITIONS})


def mean(polynomial: sympy.Expr, x: sympy.Symbol) -> sympy.Expr:
    """`E p(x_j)` in formal moments, for a polynomial p.

    >>> x = sympy.Symbol("x")
    >>> mean(x**2 * (x**2 - 3), x)
    -3*E[x_j^2] + E[x_j^4]
    """
    terms = sympy.Poly(polynomial, x).terms()
    return sympy.Add(*(c * (moment(Pattern((n,))) if n else 1) for (n,), c in terms))


def own_exponent(index: sympy.Symbol) -> sympy.Expr:
    """Exponent of `λ_k` in the term of index i of a prediction whose labels are all k (a start along one axis).

    The target's exponent is t, so where this is t each term of the prediction is a multiple of the target.
    """
    i, time, constant = (sum(parts) for parts in zip(*ON_LINE.exponents, strict=True))
    return index * i + t * time + constant


def target_exponent(index: sympy.Symbol) -> sympy.Expr:
    """Exponent of `λ_k` in the target `x_{t+1,k}`."""
    i, time, constant = attention.target_exponent()
    return index * i + t * time + constant


def terms_at(time: sympy.Expr) -> sympy.Expr:
    """How many times i enter the prediction at time t."""
    return time - ON_LINE.low + 1


def _agreeing(size: int, equal: tuple[tuple[int, int], ...]) -> Iterator[Blocks]:
    """Coincidence patterns in which the given labels agree."""
    return (p for p in set_partitions(size) if all(p[x] == p[y] for x, y in equal))


def _pattern(labels: Blocks) -> Pattern:
    """The first label is the free index j; every other block is summed over."""
    others = sorted(set(labels) - {labels[0]})
    return Pattern((labels.count(labels[0]),), tuple(labels.count(block) for block in others))


def _divided(pattern: Pattern) -> Pattern:
    """The pattern with `x_j²` divided out."""
    return Pattern((pattern.free[0] - 2,), pattern.summed)
