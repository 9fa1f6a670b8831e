"""A query that is orthogonal to all samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.general.error_under_shift import error_under_shift
from proofs.garg2022.queries.orthogonal_route import turned_errors
from proofs.garg2022.shift_route import TRAINED_ON, by_nodes, by_samples
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import ACROSS
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Settled
from proofs.zhang2024.landscape.local_minima import diagonal
from proofs.zhang2024.notation import R
from proofs.zhang2024.trace_values import gamma_of
from symbolic.algebra.notation import d
from symbolic.algebra.traces import IDENTITY, Letter, Matrices, at_matrices, inverse, of_letter, substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

Y = of_letter(Letter("Y"))
TURN = Y - Y.T
"""An antisymmetric matrix, so that `x·(TURN x) = 0` for every x."""


def turned() -> sympy.Expr:
    """The error on prompts of one sample x, `N(0, I)`, at the query `TURN x`, for tasks with `E w wᵀ = I`."""
    return substituted(error(ACROSS), {"S": TURN, "W": IDENTITY})


def length(matrices: Matrices) -> sympy.Expr:
    """`‖A‖_F²`."""
    return trace(matrices.T @ matrices)


UNSEEN = length(TURN)
"""`E (w·x_q)²`, the error of the prediction 0."""

TURNED = UNSEEN + (d + 4) * length(R @ TURN - TURN @ R) / 2


def predicted_zero(statement: tuple[tuple[Fraction, ...], ...]) -> Answer:
    """Refuted by a diagonal Λ, given by its eigenvalues, for which the mean square of the prediction is not 0."""
    for eigenvalues in statement:
        size = len(eigenvalues)
        corner = tuple(tuple(Fraction(int(n == m + 1)) for n in range(size)) for m in range(size))
        known = {"R": inverse(gamma_of(diagonal(eigenvalues), 1)), "Y": corner}
        found = at_matrices(turned() - UNSEEN, known).subs(d, size)
        if found != 0:
            written = ", ".join(map(str, eigenvalues))
            why, where = f"the mean square of the prediction is {found}", f"Λ = diag({written}), N = M = 1, x_q = Sx"
            return Fails(why, where, point=((d, sympy.Integer(size)),))
    return Unknown("the predictions vanish for these covariances")


@claim(
    "garg2022/orthogonal-query",
    source=printed("prompts beyond the training distribution, orthogonal query"),
    parts=(
        Equality("turned", turned, TURNED),
        Settled("zero", ((Fraction(1), Fraction(1, 2)),), predicted_zero),
    ),
    uses=(error_under_shift,),
    formal="queries.something_predicted",
)
def orthogonal_query() -> Iterator[Chain]:
    """At a query that is orthogonal to all samples the trained model predicts 0.

    False where Λ is no multiple of the identity: the prediction is a sum of `y_i x_q·Γ⁻¹x_i`. On prompts of one sample
    x, `N(0, I)`, at the query `Sx` with an antisymmetric S, and for tasks with `E w wᵀ = I`, the error is
    `‖S‖² + (d + 4) ‖RS − SR‖²/2` with `R = Γ⁻¹`: the second term is the mean square of the prediction. For
    `Λ = diag(1, 1/2)` it is not 0.
    """
    yield from ()


CASES = (Case(TRAINED_ON, d=2, N=1), Case(TRAINED_ON, d=2, N=3))


@crosscheck(orthogonal_query, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer."""
    return by_nodes({"turned": turned_errors(law, N)})


@crosscheck(orthogonal_query, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"turned": turned_errors(law, N)}, rng)
