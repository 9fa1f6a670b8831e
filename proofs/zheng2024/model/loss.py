"""Population loss at arbitrary parameters, for symbolic T and d and formal moments of `x_1`.

`L = Σ_{t=2}^{T-1} ½ E‖ŷ_t − x_{t+1}‖²` is a polynomial in the parameters. Its coefficients are the engine's, by which
labels of two factors coincide: how often every eigenvalue's exponent vanishes, summed over the times of the loss.

- `quadratic(θ, θ', pattern)`: labels `(k, l, m, k', l', m')`; the sum over t of `E` of the λ-part of `ŷ ŷ'^*`;
- `cross(θ, pattern)`: labels `(j, k, l, m)`; the same for `ŷ x_{t+1}^*`.

With these, writing `θ = (W_PV block, W_KQ block)` and summing over *distinct* coordinates within each pattern,

    L = ½ Σ quadratic · W_PV[j,k] W_PV'[j,k'] W_KQ[l,m] W_KQ'[l',m'] · E[x_k x_l x_m x_k' x_l' x_m']
        − Σ cross · W_PV[j,k] W_KQ[l,m] · E[x_j x_k x_l x_m]  +  ½ (T−2) Σ_j E[x_j²].

Nothing depends on the law, on T or on d. Source: Zheng et al. 2024, Section 5, arXiv 2405.16845 (there on the line
`W_KQ_32 = aI, W_PV_12 = bI` only).
"""

from __future__ import annotations

from collections.abc import Iterator

from proofs.zheng2024.model.attention import TERMS, Term
from proofs.zheng2024.model.coefficients import of_pair, with_target
from symbolic.algebra.partitions import Blocks
from symbolic.expectation.summation import TimeSum

NOTHING = TimeSum()


def quadratic(left: Term, right: Term, pattern: Blocks) -> TimeSum:
    """`Σ_t (t-1)^{-2} · #{(i, i') : every exponent of ŷ ŷ'^* vanishes}` for one coincidence pattern.

    Labels are `(k, l, m)` of `left`, then of `right`, whose exponents enter conjugated.

    >>> line = Term(value=0, key=1, query=0)
    >>> quadratic(line, line, (0, 1, 1, 0, 1, 1))  # x_j² x_r⁴ with r ≠ j: H_{T-2}
    TimeSum(terms=((Power(exponent=1), Fraction(1, 1)),))
    """
    return of_pair(left, right).get(pattern, NOTHING)


def cross(term: Term, pattern: Blocks) -> TimeSum:
    """`Σ_t (t-1)^{-1} · #{i : every exponent of ŷ x_{t+1}^* vanishes}`; labels `(j, k, l, m)`.

    >>> cross(Term(value=0, key=1, query=0), (0, 0, 0, 0))  # κ1 comes with T - 2
    TimeSum(terms=((Power(exponent=0), Fraction(1, 1)),))
    """
    return with_target(term).get(pattern, NOTHING)


def quadratic_terms() -> Iterator[tuple[Term, Term, Blocks, TimeSum]]:
    """Every non-zero coefficient of the quadratic part: the whole `E‖ŷ_t‖²` at arbitrary parameters."""
    for left in TERMS:
        for right in TERMS:
            for pattern, coefficient in of_pair(left, right).items():
                yield left, right, pattern, coefficient


def cross_terms() -> Iterator[tuple[Term, Blocks, TimeSum]]:
    """Every non-zero coefficient of the cross term `Re E ŷ_t^* x_{t+1}` at arbitrary parameters."""
    for term in TERMS:
        for pattern, coefficient in with_target(term).items():
            yield term, pattern, coefficient
