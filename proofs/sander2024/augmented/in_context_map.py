"""What attention applies to the query at the minimisers, and what one step of gradient descent applies.

At `A_32 = a_3 I`, `B_12 = b_1 I` the prediction has one term, read off the setting in index form: it applies
`weight Σ_i s_{i+lag} s_i^*` to the query. The inner problem is `½ Σ_i ‖s_{i+1} − W s_i‖²` over the pairs of neighbours;
its steepest descent in real and imaginary parts of the entries is that of Zheng et al.'s `least_squares`, which holds
for any complex vectors. Where W is held diagonal, `W = diag(λ)`, the descent is the diagonal of the same matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sympy

from proofs.sander2024.notation import a3, b1
from proofs.sander2024.paired import PAIRED
from symbolic.model.derived_model import Derived
from symbolic.model.terms import Factor, Kind
from symbolic.setting import Family
from symbolic.setting.affine import Affine

LETTERS = {"a_3": a3, "b_1": b1}


@dataclass(frozen=True)
class Map:
    """`weight Σ_{i=first}^{last} s_{i+lag} s_i^*` applied to `s_{t+query}`; states are counted from `s_0`."""

    weight: sympy.Expr
    lag: int
    first: Affine
    last: Affine
    query: Affine


@cache
def attended() -> Map:
    """What attention applies where a_3 and b_1 alone are not zero; raises ValueError where there are more terms.

    >>> attended().lag, str(attended().last), str(attended().query)
    (1, 't - 1', 't')
    """
    six = PAIRED.families["six"].blocks
    terms = Derived(PAIRED).on(Family(A_32=six["A_32"], B_12=six["B_12"]))._residual
    (term,) = (term for term in terms if term.ranges)
    (key,) = (factor for factor in term.factors if factor.conjugate)
    value, query = (factor for factor in term.factors if factor is not key)
    if query.indices != key.indices or term.weight.affine or any(f.kind is not Kind.STATE for f in term.factors):
        raise ValueError(f"{term} is not a matrix that is applied to the query")
    low, high = term.ranges[0]
    weight = sympy.Mul(sympy.Rational(str(term.weight.rational)), *(LETTERS[name] for name, _ in term.weight.scalars))
    lag = _label(value).plus(_label(key), -1)
    return Map(weight, lag.constant, _at(key, low), _at(key, high), _counted(_label(query)))


def _label(factor: Factor) -> Affine:
    return factor.labels[0]


def _counted(label: Affine) -> Affine:
    """The orbit's first state is `s_0`."""
    return label.plus(Affine((), 1), -1)


def _at(factor: Factor, end: Affine) -> Affine:
    """The state of a factor where the label of the sum is at an end."""
    return _counted(_label(factor).at({"#0": end}))


def applied(d: int, diagonal: bool) -> list[sympy.Expr]:
    """What a matrix of one pair, `s_1 s_0^*` or its diagonal alone, gives for a query; d coordinates, real states."""
    old, new, query = (sympy.symbols(f"{name}_1:{d + 1}", real=True) for name in ("s", "n", "q"))
    rows = range(d)
    return [sympy.Add(*(new[j] * old[k] * query[k] for k in rows if k == j or not diagonal)) for j in rows]
