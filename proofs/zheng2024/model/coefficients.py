"""The engine's coefficients of the loss, by which coordinates that two factors read coincide, for symbolic T and d.

How often every eigenvalue's exponent vanishes, summed over the times of the loss with the weights of the prediction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache

from proofs.zheng2024.model.attention import TERMS, Term, target
from proofs.zheng2024.model.time_sums import as_time_sum
from proofs.zheng2024.setting import ZHENG
from symbolic.algebra.partitions import Blocks, canonical
from symbolic.expectation.summation import TimeSum
from symbolic.model import terms
from symbolic.model.integration import Part
from symbolic.model.population_loss import Population
from symbolic.model.terms import Kind

Coefficients = Mapping[Blocks, TimeSum]
"""Those that are not zero, by coincidence pattern."""


@cache
def population() -> Population:
    """The loss of the setting."""
    return Population(ZHENG)


@cache
def of_pair(left: Term, right: Term) -> Coefficients:
    """Every coefficient of `ŷ ŷ'^*`; half of them by exchanging the two."""
    if TERMS.index(left) > TERMS.index(right):
        found = of_pair(right, left)
        return dict(sorted((canonical((*pattern[3:], *pattern[:3])), c) for pattern, c in found.items()))
    return _coefficients(left.summand, right.summand)


@cache
def with_target(term: Term) -> Coefficients:
    """Every coefficient of `ŷ x_{t+1}^*`."""
    return _coefficients(target(), term.summand)


@cache
def of_target() -> TimeSum:
    """The coefficient of `E x_j²` in `Σ_t E |x_{t+1,j}|²`."""
    return _coefficients(target(), target()).get((0, 0), TimeSum())


def loss_factor() -> Fraction:
    """What the sum of mean squared errors is multiplied by in the loss."""
    (monomial,) = ZHENG.factor.monomials
    return monomial.rational


def _coefficients(one: terms.Term, other: terms.Term) -> Coefficients:
    found = {pattern: as_time_sum(part.coefficient) for pattern, part in parts(one, other)}
    return {pattern: coefficient for pattern, coefficient in sorted(found.items()) if coefficient}


def parts(one: terms.Term, other: terms.Term) -> Iterator[tuple[Blocks, Part]]:
    """By which coordinates coincide of those that one reads, then the other; either may be the conjugate."""
    product, found = population().paired(one, other)
    labels = [index for factor in product.factors if factor.kind is Kind.STATE for index in factor.indices]
    return ((canonical([part.places[n] for n in labels]), part) for part in found)
