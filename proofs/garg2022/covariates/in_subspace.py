"""Covariates and query in a subspace, as large on average as in training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import Case, crosscheck
from proofs.garg2022.covariates.covariance_route import errors, projected
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.notation import INVERSE, P, at_identity, c, gamma, w
from proofs.garg2022.shift_route import STANDARD, STANDARD_FOUR, STANDARD_SHORT, by_nodes, by_samples
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import SUBSPACE
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import M
from symbolic.algebra.notation import d
from symbolic.algebra.traces import substituted, trace
from symbolic.decide.outcomes import Answer, Fails, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LENGTH, RANK = trace(w.T @ P @ w), trace(P)
"""`‖Pw‖²`, and the dimension of the subspace."""

k = sympy.Symbol("k", positive=True)

ERROR = c**2 * LENGTH * ((c**2 / gamma - 1) ** 2 + c**4 * (RANK + 1) / (gamma**2 * M))


def in_subspace() -> sympy.Expr:
    """The error where samples and query are c times standard normal vectors of the subspace, trained with `Λ = I`."""
    return substituted(at_identity(error(SUBSPACE)), {}, INVERSE)


def limit() -> sympy.Expr:
    """What it tends to as M and N, and γ to 1, relative to the mean square `c² ‖Pw‖²` of the target."""
    return sympy.cancel(in_subspace().coeff(M, 0).subs(gamma, 1) / (c**2 * LENGTH))


def as_large() -> sympy.Expr:
    """The same where `E ‖x‖² = d`, that is `c² = d/k` in a subspace of dimension k."""
    return sympy.factor(limit().subs(c, sympy.sqrt(d / k)))


def tolerated(statement: tuple[tuple[int, int], ...]) -> Answer:
    """Refuted by dimensions of the space and of the subspace at which the relative error does not tend to 0."""
    for whole, part in statement:
        values = {d: sympy.Integer(whole), k: sympy.Integer(part)}
        found = as_large().subs(values)
        if found != 0 and 1 <= part <= whole:
            where = f"d = {whole}, a subspace of dimension {part}, Λ = I"
            return Fails(f"the relative error tends to {found}", where, point=tuple(values.items()))
    return Unknown("the relative error tends to 0 at these dimensions")


@claim(
    "garg2022/subspace",
    source=printed("prompts beyond the training distribution, d/2-dimensional subspace, normalised"),
    parts=(
        Equality("error", in_subspace, ERROR),
        Equality("limit", limit, (c**2 - 1) ** 2),
        Equality("as_large", as_large, (d / k - 1) ** 2),
        Settled("tolerated", ((4, 2),), tolerated),
    ),
    uses=(covariate_shift_repaired,),
    formal="missed_in_subspace",
)
def subspace() -> Iterator[Chain]:
    """Long prompts from a d/2-dimensional subspace, scaled to `E ‖x‖² = d` as in training, are answered as in training.

    False for the trained linear attention: the prediction is twice the target. What is lost is due to the scale, not to
    the subspace; the error on any scale and in any dimension is in `subspace-repaired`.
    """
    yield from ()


SCALE = (("c", 1.25),)
CASES = (
    Case(STANDARD_SHORT, d=2, N=2, M=2, parameters=SCALE),
    Case(STANDARD, d=5, N=20, M=1, parameters=SCALE),
    Case(STANDARD_FOUR, d=4, N=20, M=1, parameters=SCALE),
)


@crosscheck(subspace, "quadrature", cases=CASES[:2])
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """Mean squared errors of the trained transformer in a hyperplane."""
    return by_nodes({"error": errors(law, N, M, projected(d, parameters["c"]))})


@crosscheck(subspace, "sampled", cases=CASES[2:])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return by_samples({"error": errors(law, N, M, projected(d, parameters["c"]))}, rng)
