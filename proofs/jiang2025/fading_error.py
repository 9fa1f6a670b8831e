"""The mean squared error of the recursion at any forget factor, derived, and its geometric sums."""

from __future__ import annotations

from functools import cache

import sympy

from proofs.jiang2025.setting import FADING
from symbolic.algebra.notation import d
from symbolic.model.derived_model import Derived

N = sympy.Symbol("N", integer=True, positive=True)
alpha = sympy.Symbol("alpha", positive=True)
k, beta = sympy.symbols("k beta", real=True)
power = sympy.Symbol("z", positive=True)
"""`α^N`."""


def geometric(base: sympy.Expr, of_power: sympy.Expr) -> sympy.Expr:
    """`Σ_{s=1}^{N−1} b^s = (b − b^N)/(1 − b)`, for b ≠ 1."""
    return (base - of_power) / (1 - base)


@cache
def loss() -> sympy.Expr:
    """In k, d, α and `z = α^N`."""
    found = sympy.Integer(0)
    for graph, c in Derived(FADING).terms.items():
        found += c.expression() * k ** sum(factor.name == "k" for factor in graph.factors)
    found = found.xreplace({s: x for s in found.free_symbols for x in (alpha, N, d, k) if s.name == x.name})
    return sympy.expand(found.replace(lambda e: isinstance(e, sympy.Sum), _closed))


def _closed(total: sympy.Sum) -> sympy.Expr:
    """The sum of `α^s` or `α^{2s}` over s < N; raises ValueError for another."""
    (index, low, high), term = total.limits[0], total.function
    for factor, base, of_power in ((1, alpha, power), (2, alpha**2, power**2)):
        if (low, high) == (1, N - 1) and sympy.powsimp(term / alpha ** (factor * index)) == 1:
            return geometric(base, of_power)
    raise ValueError(f"{total} is no sum of powers of α")
