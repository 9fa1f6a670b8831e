"""Fourth moments and scales in what is derived of `unusual_draws`, as letters of words.

`F = E ‖x‖² x xᵀ` is a moment with an index that is summed over within it. Scales `b_j` meet at an index in pairs, and a
pair is an entry of the diagonal matrix `Λ = diag(b_j²)` there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sympy

from proofs.zhang2024.notation import LETTERS, Λ, N
from symbolic.algebra.traces import IDENTITY, Letter, Rules, of_letter
from symbolic.expectation.characters import OutOfReach
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.graphs import Graph
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind
from symbolic.model.traced import Letters, in_traces
from symbolic.setting import Setting
from symbolic.setting.affine import Affine

_F, _Q = Letter("F", symmetric=True), Letter("Q", symmetric=True)
_T, _J = Letter("T", "S^{-1}", symmetric=True), Letter("J", "S^{1/2}", symmetric=True)
_L = Letter("L", "Q^{1/2}", symmetric=True)
F, Q, T, J, L = (of_letter(letter) for letter in (_F, _Q, _T, _J, _L))
"""`E ‖x‖² x xᵀ`, `E q qᵀ`, the inverse of S, and the roots of S and Q."""

S = Λ @ Λ * (1 - 1 / N) + F * (1 / N)
"""`E X²` with `X = (1/N) Σ x_i x_iᵀ`; it is ΓΛ for normal covariates."""

KNOWN: Letters = {**LETTERS, "F": _F, "E[x xᵀ]": LETTERS["Λ"], "E[q qᵀ]": _Q}

RULES: Rules = {
    (_T, _F): IDENTITY * N - T @ Λ @ Λ * (N - 1),
    (_F, _T): IDENTITY * N - Λ @ Λ @ T * (N - 1),
    (_J, _J): S,
    (_L, _L): Q,
}
"""`T S = S T = 1` solved for `T F` and `F T`; the squares of the roots."""


@cache
def on_family(setting: Setting) -> OnFamily:
    """On the family of a scalar and a matrix."""
    return Derived(setting).on(setting.families["reduced"])


def traced(terms: Terms, pair: str = "") -> sympy.Expr:
    """What is derived in traces of Λ, F, Q and the letters of the family."""
    return sympy.expand(sympy.Add(*(in_traces({_joined(graph): c}, KNOWN, pair) for graph, c in terms.items())))


def _joined(graph: Graph) -> Graph:
    """With F for the moment, and Λ for pairs of scales; raises OutOfReach where scales do not meet in pairs."""
    scales = [factor.indices[0] for factor in graph.factors if factor.name == "b"]
    factors = [_contracted(factor) for factor in graph.factors if factor.name != "b"]
    open_, size = list(graph.open), graph.dimensions[0]
    fresh = len(graph.dimensions)
    for index in sorted(set(scales)):
        pairs, odd = divmod(scales.count(index), 2)
        met = [n for n, factor in enumerate(factors) for other in factor.indices if other == index]
        ends = len(met) + open_.count(index)
        if odd or ends not in (0, 2):
            raise OutOfReach("scales that do not meet in pairs at the indices of a word")
        chain = [index, *range(fresh, fresh + pairs)]
        fresh += pairs
        if ends:
            factors, open_ = _parted(factors, open_, index, chain[-1])
        factors += [Factor(Kind.COVARIANCE, "Λ", pair) for pair in _links(chain, closed=not ends)]
    return _numbered(factors, open_, size)


def _links(chain: Sequence[int], closed: bool) -> list[tuple[int, int]]:
    """Neighbours in a chain; where it is closed its last index is the first."""
    ends = [*chain[1:-1], chain[0]] if closed else chain[1:]
    return list(zip(chain, ends, strict=False))


def _parted(factors: list[Factor], open_: list[int], index: int, other: int) -> tuple[list[Factor], list[int]]:
    """One of the two places where an index stands gets another index, an open one first."""
    if index in open_:
        place = open_.index(index)
        return factors, [*open_[:place], other, *open_[place + 1 :]]
    n = next(n for n, factor in enumerate(factors) if index in factor.indices)
    place = factors[n].indices.index(index)
    moved = factors[n].on((*factors[n].indices[:place], other, *factors[n].indices[place + 1 :]))
    return [*factors[:n], moved, *factors[n + 1 :]], open_


def _contracted(factor: Factor) -> Factor:
    """`E ‖x‖² x xᵀ` in the place of a fourth moment two of whose indices are one."""
    if factor.kind is not Kind.MOMENT or len(factor.indices) != 4:
        return factor
    twice = [n for n in set(factor.indices) if factor.indices.count(n) == 2]
    if len(twice) != 1:
        raise OutOfReach("a fourth moment that is no matrix")
    return Factor(Kind.MOMENT, "F", tuple(n for n in factor.indices if n != twice[0]))


def _numbered(factors: Sequence[Factor], open_: Sequence[int], size: Affine) -> Graph:
    used = sorted({n for factor in factors for n in factor.indices} | set(open_))
    numbers = {old: new for new, old in enumerate(used)}
    named = (Factor(Kind.ENTRY, "F", f.indices) if f.name == "F" else f for f in factors)
    return Graph(
        (size,) * len(used),
        tuple(factor.at(numbers) for factor in named),
        open=tuple(numbers[n] for n in open_),
    )
