"""Covariates on another scale: is the target missed on every scale but that of the training?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.garg2022.covariates.scaled_route import CASES, on_the_samples
from proofs.garg2022.general.covariate_shift_repaired import covariate_shift_repaired
from proofs.garg2022.notation import after_long_training, c, w
from proofs.garg2022.shift_route import zero_by_nodes, zero_by_samples
from proofs.garg2022.shifted_errors import error
from proofs.garg2022.shifted_settings import SCALED_INPUTS, SCALED_SAMPLES, SCALED_TARGET
from proofs.garg2022.where_printed import printed
from proofs.parts import Equality, Settled
from proofs.zhang2024.notation import Λ, M
from symbolic.algebra.traces import trace
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain

LENGTH = trace(w.T @ Λ @ w)
"""`wᵀΛw`, the mean square of the target on the scale of the training."""

LIMIT = c**2 * (c**2 - 1) ** 2 * LENGTH

ORDINARY = sympy.Integer(2)
"""A scale on which the target is missed."""


def limit() -> sympy.Expr:
    """What the error tends to as M and N grow."""
    return after_long_training(error(SCALED_INPUTS).coeff(M, 0))


def distance() -> sympy.Expr:
    """What `E (ŷ − c² w·x_q)²` tends to, for a query on any scale."""
    return after_long_training(error(SCALED_TARGET).coeff(M, 0))


def exact_scales(statement: sympy.Set) -> Answer:
    """Whether these are the scales at which the limit of the error is 0."""
    found = sympy.FiniteSet(*sympy.real_roots(sympy.Poly(sympy.cancel(limit() / LENGTH), c)))
    if found == statement:
        return Holds("the real roots of the limit are these")
    told = [*found, *(statement if isinstance(statement, sympy.FiniteSet) else (ORDINARY,))]
    wrong = sorted(scale for scale in told if (scale in found) != bool(statement.contains(scale)))
    if not wrong:
        return Unknown(f"the roots are {found}, and the set has other elements than those tried")
    return Fails(f"the limit is 0 at c in {found}", f"c = {wrong[0]}", point=((c, wrong[0]),))


@claim(
    "garg2022/scaled-inputs",
    source=printed("prompts beyond the training distribution, scaled inputs, as Zhang et al. 2024 explain them"),
    parts=(
        Equality("on_the_samples", lambda: error(SCALED_SAMPLES), sympy.Integer(0)),
        Equality("distance", distance, sympy.Integer(0)),
        Equality("limit", limit, LIMIT),
        Settled("scales", sympy.FiniteSet(1), exact_scales),
    ),
    uses=(covariate_shift_repaired,),
    formal="missed_on_scales",
)
def scaled_inputs() -> Iterator[Chain]:
    """Covariates scaled by c make the prediction tend to `c² w·x_q`, which misses the target for every c but 1.

    The first half is true: on samples `c x_i` the prediction is c² times that on `x_i`, at every query and length, and
    `E (ŷ − c² w·x_q)²` tends to 0. The second is false at c = −1, where nothing changes: the error tends to
    `c² (c² − 1)² wᵀΛw`. Here the query is scaled as well, as in the experiments.
    """
    yield from ()


@crosscheck(scaled_inputs, "quadrature", cases=CASES)
def by_quadrature(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The squared difference of two predictions of the trained transformer."""
    return {"on_the_samples": zero_by_nodes(on_the_samples(law, N, M, parameters["c"]))}


@crosscheck(scaled_inputs, "sampled", cases=CASES[:1])
def by_sampling(law: Law, d: int, N: int, M: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The same on random prompts."""
    return {"on_the_samples": zero_by_samples(on_the_samples(law, N, M, parameters["c"]), rng)}
