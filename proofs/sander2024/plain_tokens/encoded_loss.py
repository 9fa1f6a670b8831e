"""The derived loss on plain tokens at the start of ones, in what it depends on: three numbers of C and three of p.

C enters by `F = ‖C‖²`, `S`, the sum of all entries of `C^T C`, and `R = tr C`; the row p by its last entry, by the one
before it, and by `Σ p_i²`. Sums over distinct coordinates are told by these; a loss that holds others is refused.
"""

from __future__ import annotations

from functools import cache

import sympy

from proofs.sander2024.unitary import UNITARY
from symbolic.algebra.notation import T, d
from symbolic.model.derived_model import Derived
from symbolic.model.graphs import Graph
from symbolic.model.terms import Kind

F = sympy.Symbol("F", nonnegative=True)
"""`‖C‖²`."""

S = sympy.Symbol("S", nonnegative=True)
"""`1^T C^T C 1`, the sum of all entries of `C^T C`."""

R = sympy.Symbol("R", real=True)
"""`tr C`."""

WEIGHTS = x, y, gamma, delta = sympy.symbols("x y gamma delta", real=True)
"""`p_i = x γ^{T+1-i} + y δ^{T+1-i}`."""

GEOMETRIC = G11, G12, G22 = sympy.symbols("G_11 G_12 G_22", real=True)
"""`Σ_{s=1}^{T}` of `γ^{2s}`, of `(γδ)^s` and of `δ^{2s}`."""

BASES = dict(zip(GEOMETRIC, (gamma * gamma, gamma * delta, delta * delta), strict=True))

SQUARES = x**2 * (1 + G11) + 2 * x * y * (1 + G12) + y**2 * (1 + G22)
"""`Σ p_i²`."""

LAST, QUERY = x + y, x * gamma + y * delta
"""The last entry of p, at the key one ahead of the query, and the one before it, at the query's own place."""

_off, _mixed = sympy.symbols("O M", real=True)
"""`Σ C_jk²` and `Σ C_jj C_jk` over distinct j and k."""

SUMS: dict[tuple[tuple[int, int], ...], sympy.Expr] = {
    ((0, 0), (0, 0)): F - _off,
    ((0, 1), (0, 1)): _off,
    ((0, 0), (0, 1)): _mixed,
    ((0, 1), (0, 2)): S - F - 2 * _mixed,
    ((0, 0),): R,
    (): d,
}
"""Sums over distinct coordinates by the entries of C in them, the row first; `S = Σ_j (Σ_k C_jk)²`."""


@cache
def loss() -> sympy.Expr:
    """The derived loss. Raises ValueError where it depends on more of C, KeyError for a sum of another kind."""
    terms = Derived(UNITARY).terms.items()
    total = sympy.Add(*(_told(c.expression()) * SUMS[_entries(graph)] for graph, c in terms))
    found = sympy.expand(total)
    if found.free_symbols & {_off, _mixed}:
        raise ValueError(f"the loss depends on more of C than its norm, its sum and its trace: {found}")
    return found


def _entries(graph: Graph) -> tuple[tuple[int, int], ...]:
    """The entries of C in a term, its coordinates numbered in their order."""
    pairs = [factor.indices for factor in graph.factors if factor.kind is Kind.ENTRY]
    order = {index: n for n, index in enumerate(dict.fromkeys(index for pair in pairs for index in pair))}
    return tuple(sorted((order[row], order[column]) for row, column in pairs))


def _told(coefficient: sympy.Expr) -> sympy.Expr:
    """A coefficient with its geometric sums as symbols. Raises ValueError for another sum."""
    real = coefficient.xreplace({s: w for s in coefficient.free_symbols for w in WEIGHTS if s.name == w.name})
    known = {
        total: next((g for g, base in BASES.items() if _is_sum(total, base)), None) for total in real.atoms(sympy.Sum)
    }
    if unknown := [total for total, g in known.items() if g is None]:
        raise ValueError(f"{unknown[0]} is not one of the three geometric sums")
    return real.xreplace(known)


def _is_sum(total: sympy.Sum, base: sympy.Expr) -> bool:
    """Whether it is `Σ_{s=1}^{T} base^s`: of the form `Σ Π base_k^{n_k s}` with this base at s = 1."""
    ((index, low, high),) = total.limits
    regular = all(power.exp.has(index) and (power.exp / index).is_Integer for power in total.function.atoms(sympy.Pow))
    return bool(regular and low == 1 and high == T and total.function.subs(index, 1) == base)
