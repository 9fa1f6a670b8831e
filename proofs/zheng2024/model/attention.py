"""The prediction as a sum of monomials in parameters, coordinates of `x_1` and eigenvalues, read off the setting.

Coordinate `j` of `ŷ_t` is a sum, over eight choices of blocks, of

    W_PV[j, k] W_KQ[l, m] · x_k x_l x_m · λ_k^{…} λ_l^{-…} λ_m^{…}

with exponents affine in the summation time `i` and in `t`; the model itself is written in `setting` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from proofs.zheng2024.setting import ZHENG
from symbolic.model import terms
from symbolic.model.index_form import index_form
from symbolic.model.terms import Factor, Kind
from symbolic.setting.nodes import Parameter

SUMMED = "#0"
"""The time that a prediction sums over, in index form."""

Exponent = tuple[int, int, int]
"""Coefficients of `i`, of `t`, and the constant."""


def _read_blocks(parameter: Parameter) -> tuple[str, ...]:
    """The blocks of a parameter that the prediction reads."""
    names = {factor.name for term in index_form(ZHENG.predicted) for factor in term.factors}
    return tuple(name for name in parameter.blocks if name in names)


PV_BLOCKS, KQ_BLOCKS = map(_read_blocks, ZHENG.parameters)
BLOCKS = PV_BLOCKS + KQ_BLOCKS


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
    def summand(self) -> terms.Term:
        """The family in index form."""
        return _summands()[self.pv_block, self.kq_block]

    @property
    def low(self) -> int:
        """First `i` that contributes: `x_0 = 0` removes `i = 1` wherever `x_{i-1}` is read."""
        ((first, _),) = self.summand.ranges
        reads = [factor.labels[0] for factor in _states(self.summand)]
        return max(first.constant, *(1 - at.constant for at in reads if at.slope(SUMMED)))

    @property
    def exponents(self) -> tuple[Exponent, ...]:
        """Exponents of `λ_k`, `λ_l`, `λ_m`."""
        return tuple(map(_exponent, _states(self.summand)))

    @property
    def charge(self) -> int:
        """Constant part of the total exponent; products with unequal charges have expectation zero."""
        return sum(constant for *_, constant in self.exponents)


TERMS = tuple(Term(value, key, query) for value in (0, 1) for key in (0, 1) for query in (0, 1))
"""All eight families."""


@cache
def _summands() -> Mapping[tuple[str, ...], terms.Term]:
    """The prediction in index form, by the blocks that are read."""
    found = index_form(ZHENG.predicted)
    return {tuple(factor.name for factor in term.factors if factor.kind is Kind.ENTRY): term for term in found}


def _states(term: terms.Term) -> list[Factor]:
    return [factor for factor in term.factors if factor.kind is Kind.STATE]


def _exponent(state: Factor) -> Exponent:
    """`x_s` carries `λ^{s-1}`, its conjugate the inverse."""
    at, sign = state.labels[0], -1 if state.conjugate else 1
    return sign * at.slope(SUMMED), sign * at.slope("t"), sign * (at.constant - 1)


def target() -> terms.Term:
    """The target in index form."""
    (found,) = index_form(ZHENG.wanted)
    return found


def target_exponent() -> Exponent:
    """`(x_{t+1})_j = λ_j^t x_j`."""
    return _exponent(*_states(target()))


def time_weight() -> int:
    """The prediction carries `1/ρ_t = 1/(t-1)` to this power."""
    ((_, power),) = {factor for term in _summands().values() for factor in term.weight.affine}
    return -power


def term_with(kq_block: str, value: int) -> Term:
    """The family that reads the given `W_KQ` block together with `W_PV_12` (value 0) or `W_PV_13` (value 1)."""
    number = KQ_BLOCKS.index(kq_block)
    return Term(value, number // 2, number % 2)
