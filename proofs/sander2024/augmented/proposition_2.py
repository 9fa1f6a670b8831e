"""Proposition 2, as the slide deck prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality, Settled
from proofs.sander2024.augmented.augmented_route import CASES, SAMPLED, lowest, slope_by_sampling
from proofs.sander2024.augmented.loss_of_six_scalars import reduced_loss
from proofs.sander2024.augmented.minimisers import Equations, best, least, settle
from proofs.sander2024.augmented.squares import Region
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import LEAST, STEP, a1, a3, a4, b1, b2
from proofs.sander2024.paired import PAIRED
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain, Line

PRINTED: Equations = (sympy.Eq(a1 + a4, 0), sympy.Eq(b2, 0), sympy.Eq(a3 * b1, STEP))


def in_one_dimension(statement: Equations) -> Answer:
    """Whether the equations describe all minimisers, for d = 1 and every `T >= 2`."""
    return settle(PAIRED, Region(1, 2, one_d=True), statement)


def in_more(statement: Equations) -> Answer:
    """The same for all `d >= 2`."""
    return settle(PAIRED, Region(2, 2), statement)


NUMBERS = (
    Equality("step", lambda: best(PAIRED), STEP),
    Equality("least", lambda: least(PAIRED), LEAST),
)


@claim(
    "sander2024/proposition-2",
    source=printed("Proposition 2, as a slide deck of Zheng et al. 2024 prints it"),
    family=Ones(),
    parts=(
        *NUMBERS,
        Settled("minimisers", PRINTED, in_more),
        Settled("minimisers_1", PRINTED, in_one_dimension),
    ),
    uses=(reduced_loss,),
    formal="proposition_2",
)
def proposition_2() -> Iterator[Chain]:
    """Over the six scalars the loss is minimal where `a_1 + a_4 = b_2 = 0` and `a_3 b_1 = Σ T / Σ (T² + (d−1) T)`.

    It is read as a slide deck prints it; whether the paper names `a_2` was not seen. The sums run over T = 2, …,
    `T_max`, which is T here. False: `a_2` is left free, and has to vanish as well. At d = 2, T = 2 with
    `a_2 = b_1 = 1`, `a_3 = 1/3` and all else zero these conditions hold, and the loss is 62/3, its minimum 2/3. The
    minimum is read over `a_1`, …, `a_4`, `b_1`, `b_2` with all other blocks zero, `s_0 = 1_d`, T pairs at time T.
    """
    yield step_chain()


def step_chain() -> Chain:
    return Chain(
        "step",
        "a_3 b_1",
        (Line(best(PAIRED), "where the parabola in the product is least"), Line(STEP, "as sums over the times")),
    )


def numbers(of: Any) -> tuple[Any, Any]:
    """Second routes to the best product and to the least loss."""
    exact = crosscheck(of, "quadrature", cases=CASES)(_by_enumeration)
    return exact, crosscheck(of, "sampled", cases=SAMPLED, at_claimed=True)(_by_sampling)


def _by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The parabola through three mean losses of the model."""
    return lowest(law, T)


def _by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of losses of random sequences, which must vanish at the claimed product."""
    return {"step": slope_by_sampling(law, T, parameters["step"], rng)}


by_enumeration, by_sampling = numbers(proposition_2)
