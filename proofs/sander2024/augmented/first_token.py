"""Proposition 2 where the first token has no predecessor, `s_0 = 0`: as in the tokens of the published program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proofs.claim import claim
from proofs.crosschecks import crosscheck
from proofs.parts import Equality, Settled
from proofs.sander2024.augmented.augmented_route import CASES, SAMPLED, lowest, slope_by_sampling
from proofs.sander2024.augmented.minimisers import Equations, best, least, settle
from proofs.sander2024.augmented.proposition_2 import PRINTED
from proofs.sander2024.augmented.squares import Region
from proofs.sander2024.citation import printed
from proofs.sander2024.notation import FIRST_LEAST, STEP
from proofs.sander2024.setting import SANDER
from symbolic.decide.outcomes import Answer
from symbolic.laws import Law, Ones
from symbolic.typeset.derivation import Chain


def in_one_dimension(statement: Equations) -> Answer:
    """Whether the equations describe all minimisers, for d = 1 and every `T >= 3`."""
    return settle(SANDER, Region(1, 3, one_d=True), statement)


def in_more(statement: Equations) -> Answer:
    """The same for all `d >= 2`."""
    return settle(SANDER, Region(2, 3), statement)


@claim(
    "sander2024/first-token",
    source=printed("Proposition 2, tokens that begin with s_0 = 0"),
    family=Ones(),
    parts=(
        Equality("step", lambda: best(SANDER), STEP),
        Equality("least", lambda: least(SANDER), FIRST_LEAST),
        Settled("minimisers", PRINTED, in_more),
        Settled("minimisers_1", PRINTED, in_one_dimension),
    ),
    formal="first_token",
)
def first_token() -> Iterator[Chain]:
    """Proposition 2 holds as printed where the sequence begins with `s_1` = `1_d` and the first token is `(0, s_1, 0)`.

    False: then a prompt of t tokens holds t − 1 pairs of neighbours, and the best product is the printed one with t − 1
    in the place of t. At d = 2, T = 3 it is 3/8, and 5/18 is printed.
    """
    yield from ()


def numbers(of: Any) -> tuple[Any, Any]:
    """Second routes to the best product and to the least loss."""
    exact = crosscheck(of, "quadrature", cases=CASES)(_by_enumeration)
    return exact, crosscheck(of, "sampled", cases=SAMPLED, at_claimed=True)(_by_sampling)


def _by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The parabola through three mean losses of the model."""
    return lowest(law, T, paired=False)


def _by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """The slope of losses of random sequences, which must vanish at the claimed product."""
    return {"step": slope_by_sampling(law, T, parameters["step"], rng, paired=False)}


@crosscheck(first_token, "quadrature", cases=CASES)
def by_enumeration(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The least of the parabola through three mean losses of the model."""
    return {"least": lowest(law, T, paired=False)["least"]}


@crosscheck(first_token, "sampled", cases=SAMPLED)
def by_sampling(law: Law, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
    """Losses of random sequences at the best product of the mean losses."""
    from proofs.sander2024.augmented.augmented_route import sampled_loss

    product = lowest(law, T, paired=False)["step"]
    return {"least": sampled_loss(law, T, {"a_3": product, "b_1": 1.0}, rng, paired=False)}
