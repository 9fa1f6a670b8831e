"""What the theory needs of the laws of covariates and weights, decided at given ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from proofs.refusal import Refused
from proofs.zhang2024.answers.known_moments import Covariates
from symbolic.laws import IID, Law
from symbolic.laws.law import FamilyLaw


@dataclass(frozen=True)
class Condition:
    """A condition, what needs it, and whether it holds; `of_family` where without it the flow leaves the family."""

    text: str
    needed_for: str
    holds: bool
    because: str
    of_family: bool = False


def conditions(covariates: Covariates, weights: Law | None) -> Iterator[Condition]:
    """Those of `zhang2024/other-covariates` and `zhang2024/other-weights`; raises Refused for dependent weights."""
    yield Condition("any law of the covariates", "stays on the family", True, "no moment enters", True)
    if weights is not None:
        yield from _of_weights(weights)
    normal = covariates.excess == covariates.excess * 0
    why = "x is normal" if covariates.law is None else _kurtosis(covariates.law)
    yield Condition("E‖x‖² x xᵀ = 2Λ² + tr Λ Λ", "the printed limit", normal, why or _largest(covariates))


def _of_weights(weights: Law) -> Iterator[Condition]:
    if not (isinstance(weights, FamilyLaw) and isinstance(weights.family, IID)):
        raise Refused(
            f"weights of the law {weights.description}", "independent coordinates of one law", "such as laplace"
        )
    for order in (1, 3):
        try:
            found = weights.family.coordinate.moment(order)
        except ValueError as error:
            raise Refused(f"the law {weights.description}", "weights with a finite third moment", str(error)) from None
        power = "" if order == 1 else "³"
        yield Condition(f"E w_j{power} = 0", "stays on the family", found == 0, f"it is {found}", True)


def _kurtosis(law: Law) -> str:
    """In words, for independent coordinates of one centred law."""
    if not (isinstance(law, FamilyLaw) and isinstance(law.family, IID)) or law.family.coordinate.moment(1) != 0:
        return ""
    found = law.family.coordinate.moment(4) / law.family.coordinate.moment(2) ** 2
    return f"kurtosis {found}" if found == 3 else f"kurtosis {found}, not 3"


def _largest(covariates: Covariates) -> str:
    entries = [abs(entry) for row in covariates.excess.tolist() for entry in row]
    return f"entries differ by up to {max(entries)}" if any(entries) else "all entries agree"
