"""Where training ends: `uU = S⁻¹Λ` with `u² = ‖U‖²`, on the range of Λ where that is singular."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from proofs.refusal import Refused
from proofs.zhang2024.answers.known_moments import Covariates, Matrix, identity, rows_of, trace
from symbolic.algebra.rationals import to_flint

if TYPE_CHECKING:
    from numeric_check.arrays import Real


@dataclass(frozen=True, eq=False)
class Trained:
    """The model that is trained on prompts of N samples of these covariates, and queries with their second moment."""

    covariates: Covariates
    N: int

    @property
    def gamma(self) -> Matrix:
        """`(1 + 1/N) Λ + tr(Λ)/N I`, that of normal covariates."""
        known = self.covariates.second
        return known + known / self.N + identity(self.covariates.d) * to_flint(trace(known) / self.N)

    @cached_property
    def product(self) -> Matrix:
        """`uU`: `B (BᵀSB)⁻¹ BᵀΛ` with a basis B of the range of Λ, in which all of S is; raises Refused for Λ = 0."""
        known = self.covariates.second
        reduced, rank = known.rref()
        if rank == 0:
            raise Refused("Λ = 0", "covariates that are not 0", "nothing is predicted, and nothing learned")
        basis = Matrix(reduced.tolist()[:rank]).transpose()
        inner = basis.transpose() * self.covariates.averaged(self.N) * basis
        return basis * inner.inv() * basis.transpose() * known

    @property
    def rank(self) -> int:
        """Of Λ."""
        return int(self.covariates.second.rank())

    @property
    def fourth_power(self) -> Fraction:
        """u⁴."""
        return trace(self.product.transpose() * self.product)

    @property
    def scalar(self) -> float:
        """`W_PV_22`."""
        return float(float(self.fourth_power) ** 0.25)

    @property
    def blocks(self) -> dict[str, Real]:
        """Both blocks that are not zero, in floating point."""
        import numpy as np

        product = np.array(rows_of(self.product), dtype=np.float64)
        return {"W_PV_22": np.array([[self.scalar]]), "W_KQ_11": product / self.scalar}

    def error(self, test: Covariates, query: Matrix, M: int | None, noise: Fraction = Fraction(0)) -> Fraction:
        """`E (ŷ − w·x_q)²` over prompts of M samples of other covariates, tasks N(0, I) and a query apart from them.

        It is twice the loss of `zhang2024/other-covariates` at the trained `uU`, and what noise of this variance adds.
        Without M it is what that tends to as prompts grow.
        """
        product = self.product
        second = test.second * test.second if M is None else test.averaged(M)
        found = trace(product.transpose() * second * product * query) - 2 * trace(test.second * product * query)
        spread = trace(product.transpose() * test.second * product * query)
        return found + trace(query) + (noise * spread / M if M else 0)
