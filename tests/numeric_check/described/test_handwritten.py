"""A model written by hand agrees with its description exactly, and every slip in it is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numeric_check.described import Agreement, Disagrees, Handwritten, demand_agreement
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.arithmetic.gaussian_rationals import GaussianRational
from numeric_check.described.handwritten import RandomData
from numeric_check.described.placed import Blocks
from symbolic.laws import Atoms
from symbolic.setting import AnyLaw, Gaussian, Orbit, Setting, Torus, Values, eye, parameter, size, time, total

d, T, t, i = size("d"), size("T", at_least=2), time("t"), time("i")
s = Orbit("s", by=Torus(d), start=AnyLaw(d, "s_1"))
noise = Gaussian("noise", eye(d) * 2, field="complex").each(i)
A = parameter("A", [d], field="complex")
DESCRIBED = Setting(
    "turning",
    sizes=(d, T),
    draws=(s, noise),
    parameters=(A,),
    prediction=lambda t: total(A @ s[i] @ (s[i].H @ A.H @ s[t]), i, 1, t) / t + noise[t],
    target=lambda t: s[t + 1],
    over=(t, 1, T - 1),
)
START = Atoms.of([[1, 0], [Fraction(1, 2), -1]], [Fraction(1, 3), Fraction(2, 3)])
POINTS = [Values({"d": 2, "T": 2}, laws={"s_1": START}), Values({"d": 2, "T": 3}, laws={"s_1": START})]


def matrix(blocks: Blocks) -> Numbers:
    unit = 1j if blocks["A"].dtype != object else GaussianRational.of(0, 1)
    return np.asarray(blocks["A"] + blocks["A.imag"] * unit)


def states(data: RandomData) -> list[Numbers]:
    """`s_1, …, s_T`."""
    turns, found = data.phases("W"), [data.copy("s_1")]
    for _ in range(data.values.sizes["T"] - 1):
        found.append(found[-1] * turns)
    return found


def by_hand(blocks: Blocks, data: RandomData, conjugate: bool = True, late: int = 0, label: int = 0) -> Numbers:
    """The predictions, with a slip or without."""
    W, found, every = matrix(blocks), [], states(data)
    adjoint = W.conj().T if conjugate else W.T
    for t in range(1, data.values.sizes["T"]):
        now = every[t - 1]
        context = [(past @ W.T) * np.sum(past.conj() * (now @ adjoint.T), axis=1)[:, None] for past in every[late:t]]
        found.append(sum(context, 0 * now) / t + data.copy("noise", t + label))
    return np.stack(found, axis=1)


def loss_by_hand(blocks: Blocks, data: RandomData, factor: Fraction = Fraction(1, 2), ahead: int = 0) -> Numbers:
    wanted = np.stack([*states(data)[1:]], axis=1)
    if ahead:
        wanted = wanted * data.phases("W")[:, None]
    rest = by_hand(blocks, data) - wanted
    squares = np.sum(rest.conj() * rest, axis=(1, 2))
    return np.array([z.real * factor for z in squares], dtype=object)


def population_by_hand(blocks: Blocks, data: RandomData, variance: float = 2.0, order: int = 12) -> float:
    """The mean over atoms and roots of unity; the noise is independent and adds half its variance."""
    W, T, total_loss = matrix(blocks), data.values.sizes["T"], 0.0
    for point, weight in START.atoms:
        for turn in np.ndindex(order, order):
            lam = np.exp(2j * np.pi * np.array(turn) / order)
            every = [lam**n * np.array(point, dtype=float) for n in range(T)]
            for t in range(1, T):
                context = sum(W @ past * np.vdot(past, W.conj().T @ every[t - 1]) for past in every[:t]) / t
                total_loss += 0.5 * float(weight) / order**2 * float(np.sum(np.abs(context - every[t]) ** 2))
    return total_loss + 0.5 * variance * 2 * (T - 1)


RIGHT = Handwritten(by_hand, loss_by_hand, population_by_hand)


def test_a_model_agrees_with_its_description() -> None:
    assert demand_agreement(DESCRIBED, RIGHT, POINTS) == Agreement(predictions=18, losses=6, populations=2)


def with_slip(function: Callable[..., Any], **slip: Any) -> Callable[[Blocks, RandomData], Any]:
    return lambda blocks, data: function(blocks, data, **slip)


@pytest.mark.parametrize(
    "slipped",
    [
        replace(RIGHT, predictions=with_slip(by_hand, conjugate=False)),
        replace(RIGHT, predictions=with_slip(by_hand, late=1)),
        replace(RIGHT, predictions=with_slip(by_hand, label=1)),
        replace(RIGHT, predictions=lambda blocks, data: by_hand(blocks, data)[:, 1:]),
    ],
    ids=["a conjugate dropped", "an index changed", "a label changed", "a time left out"],
)
def test_a_slip_in_the_predictions_is_noticed(slipped: Handwritten) -> None:
    with pytest.raises(Disagrees, match="the predictions of turning at d = 2, T = "):
        demand_agreement(DESCRIBED, slipped, POINTS)


@pytest.mark.parametrize("slip", [{"factor": Fraction(1)}, {"ahead": 1}], ids=["the half is missing", "another target"])
def test_a_slip_in_the_losses_is_noticed(slip: dict[str, Any]) -> None:
    with pytest.raises(Disagrees, match="the losses of turning at d = 2, T = 2, number"):
        demand_agreement(DESCRIBED, replace(RIGHT, losses=with_slip(loss_by_hand, **slip)), POINTS)


@pytest.mark.parametrize("slip", [{"variance": 1.0}, {"order": 2}], ids=["another variance", "signs as phases"])
def test_a_slip_in_the_draws_is_noticed(slip: dict[str, Any]) -> None:
    with pytest.raises(Disagrees, match="the population loss of turning at d = 2, T = "):
        demand_agreement(DESCRIBED, replace(RIGHT, population=with_slip(population_by_hand, **slip)), POINTS)
