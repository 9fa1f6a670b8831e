"""One step of gradient descent on the least-squares problem of the context, beside what attention computes.

The problem at time t is `J(W) = ½ Σ_{i=1}^{t-1} ‖x_{i+1} − W x_i‖²` over complex d × d matrices W. Entry
`W[j,k] = p + iq` enters the summand i only through row j, as `½ |y − (p + iq) x − r|²` with `y = x_{i+1,j}`,
`x = x_{i,k}` and the rest `r = Σ_{m≠k} W[j,m] x_{i,m}`, which is 0 at `W = 0`. So one summand and one entry, with
y, x, r arbitrary complex numbers, say everything: for every sequence, every d and every t, the finite sum being
differentiated term by term.

Conventions. The *real gradient* is `∂J/∂p + i ∂J/∂q`, steepest descent in the real and imaginary parts of the entries;
the *Wirtinger derivative* `∂J/∂conj(W)` is half of it.

On the line attention sums `b x_{i-v} (a x_{i-k}^* x_{t-q})/(t−1)` over `i = low, …, t`, the shifts v, k, q being those
of the blocks that are not zero. Source: Zheng et al. 2024, Corollary 4.1, arXiv 2405.16845.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.zheng2024.line.line import ON_LINE
from proofs.zheng2024.model.attention import time_weight
from proofs.zheng2024.notation import a, b
from symbolic.algebra.notation import t

y_re, y_im, x_re, x_im = sympy.symbols("y_r y_i x_r x_i", real=True)
"""Real and imaginary parts of `x_{i+1,j}` and of `x_{i,k}`."""

p, q, r_re, r_im = sympy.symbols("p q r_r r_i", real=True)
"""The entry `W[j,k] = p + iq`, and what the other entries of its row contribute."""

Complex = tuple[sympy.Expr, sympy.Expr]
"""Real and imaginary part."""

AT_ZERO = {p: 0, q: 0, r_re: 0, r_im: 0}


def summand() -> sympy.Expr:
    """`½ |y − (p + iq) x − r|²` in real and imaginary parts."""
    real = y_re - (p * x_re - q * x_im) - r_re
    imaginary = y_im - (p * x_im + q * x_re) - r_im
    return (real**2 + imaginary**2) / 2


def descent() -> Complex:
    """Minus the real gradient of a summand by `W[j,k]`, at `W = 0`: real and imaginary part.

    >>> descent()[0]
    x_i*y_i + x_r*y_r
    """
    real, imaginary = (sympy.expand(-sympy.diff(summand(), part).subs(AT_ZERO)) for part in (p, q))
    return real, imaginary


def wirtinger_descent() -> Complex:
    """Minus `∂/∂conj(W[j,k]) = ½ (∂/∂p + i ∂/∂q)` of a summand at `W = 0`."""
    real, imaginary = descent()
    return real / 2, imaginary / 2


@dataclass(frozen=True)
class Context:
    """`weight · Σ_{i=first}^{last} x_{i+lag} x_i^*`, a matrix applied to `x_{t-query}`."""

    weight: sympy.Expr
    lag: int
    first: int
    last: sympy.Expr
    query: int


def attended() -> Context:
    """What attention on the line applies to the query, read off the blocks that are not zero there.

    By the index of the conjugated state, `i − key`: the other one is `key − value` later.

    >>> attended()
    Context(weight=a*b/(t - 1), lag=1, first=1, last=t - 1, query=0)
    """
    weight = a * b / (t - 1) ** time_weight()
    read = ON_LINE
    return Context(weight, read.key - read.value, read.low - read.key, t - read.key, read.query)


def outer() -> Complex:
    """Entry `[j,k]` of `x_{i+1} x_i^*`, that is `y conj(x)`, in real and imaginary part."""
    real, imaginary = sympy.expand((y_re + sympy.I * y_im) * (x_re - sympy.I * x_im)).as_real_imag()
    return real, imaginary


def step(direction: Complex) -> sympy.Expr:
    """The step size at which the descent direction gives what attention computes: `weight · y conj(x) / direction`.

    Raises ValueError where the direction is no real multiple of `y conj(x)`.

    >>> step(descent())
    a*b/(t - 1)
    """
    factors = {sympy.cancel(ours / theirs) for ours, theirs in zip(outer(), direction, strict=True)}
    if len(factors) != 1:
        raise ValueError(f"{direction} is not a multiple of {outer()}")
    return attended().weight * factors.pop()
