"""One-layer linear causal self-attention as a sum of monomials in parameters, coordinates of `x_1` and eigenvalues.

Tokens are `e_t = (0_d, x_t, x_{t-1})` with `x_{t+1} = W x_t`, `W = diag(λ)`, `x_0 = 0`; the prediction is
`ŷ_t = (1/(t-1)) Σ_i (W_PV_12 x_i + W_PV_13 x_{i-1}) · (x_i^* ; x_{i-1}^*) W_KQ (x_t ; x_{t-1})`.
Coordinate `j` of it is a sum, over eight choices of blocks, of

    W_PV[j, k] W_KQ[l, m] · x_k x_l x_m · λ_k^{…} λ_l^{-…} λ_m^{…}

with exponents affine in the summation time `i` and in `t`. Source: Zheng et al. 2024, Section 3, arXiv 2405.16845.
"""

from __future__ import annotations

from dataclasses import dataclass

PV_BLOCKS = ("W_PV_12", "W_PV_13")
KQ_BLOCKS = ("W_KQ_22", "W_KQ_23", "W_KQ_32", "W_KQ_33")
BLOCKS = PV_BLOCKS + KQ_BLOCKS

Exponent = tuple[int, int, int]
"""Coefficients of `i`, of `t`, and the constant."""

TARGET_EXPONENT: Exponent = (0, 1, 0)
"""`(x_{t+1})_j = λ_j^t x_j`."""

TIME_WEIGHT = 1
"""The prediction carries `1/ρ_t = 1/(t-1)` to this power."""


@dataclass(frozen=True)
class Term:
    """One of the eight families of monomials in `ŷ_t`: each shift is 0 for the newer half of a token, 1 for the older.

    >>> Term(value=0, key=1, query=0).kq_block
    'W_KQ_32'
    """

    value: int
    key: int
    query: int

    @property
    def pv_block(self) -> str:
        return PV_BLOCKS[self.value]

    @property
    def kq_block(self) -> str:
        return KQ_BLOCKS[2 * self.key + self.query]

    @property
    def low(self) -> int:
        """First `i` that contributes: `x_0 = 0` removes `i = 1` wherever `x_{i-1}` is read."""
        return 1 + max(self.value, self.key)

    @property
    def exponents(self) -> tuple[Exponent, Exponent, Exponent]:
        """Exponents of `λ_k`, `λ_l`, `λ_m`: from `x_{i-value}`, `x_{i-key}^*` and `x_{t-query}`."""
        return (1, 0, -1 - self.value), (-1, 0, 1 + self.key), (0, 1, -1 - self.query)

    @property
    def charge(self) -> int:
        """Constant part of the total exponent; products with unequal charges have expectation zero."""
        return sum(constant for *_, constant in self.exponents)


TERMS = tuple(Term(value, key, query) for value in (0, 1) for key in (0, 1) for query in (0, 1))
"""All eight families."""


def term_with(kq_block: str, value: int) -> Term:
    """The family that reads the given `W_KQ` block together with `W_PV_12` (value 0) or `W_PV_13` (value 1)."""
    number = KQ_BLOCKS.index(kq_block)
    return Term(value, number // 2, number % 2)
