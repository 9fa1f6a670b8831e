"""The second route to numbers on six scalars: mean losses of sequences, and parabolas through three of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from proofs.crosschecks import Case, Sample
from symbolic.laws import Law

POINT = (("a_1", 0.5), ("a_2", -0.25), ("a_3", 0.75), ("a_4", 0.25), ("b_1", -0.5), ("b_2", 1.5))
"""A point at which no product is zero."""

SIZES = ((1, 2), (1, 4), (2, 2), (2, 4), (3, 3))

CASES = tuple(Case("ones", d=d, T=T) for d, T in SIZES)
AT_POINT = tuple(Case("ones", d=d, T=T, parameters=POINT) for d, T in SIZES)
SAMPLED, SAMPLED_AT_POINT = CASES[3:], AT_POINT[3:]

Letters = Mapping[str, float]
Divisor = Callable[[int], float]


def loss_at(letters: Letters, T: int, *, paired: bool = True, divisor: Divisor | None = None) -> Any:
    """The loss of each sequence at a point, as a function of starts and eigenvalues."""
    from proofs.sander2024.second_route import forward

    def of(start: Any, lam: Any) -> Any:
        blocks = forward.on_six(start.shape[1], **letters)
        return forward.losses(blocks, start, lam, T, paired=paired, divisor=divisor)

    return of


def mean_loss(law: Law, T: int, letters: Letters, *, paired: bool = True, divisor: Divisor | None = None) -> float:
    from proofs.sander2024.second_route import enumerated

    return enumerated.mean(law, T, loss_at(letters, T, paired=paired, divisor=divisor))


def sampled_loss(law: Law, T: int, letters: Letters, rng: Any, *, paired: bool = True) -> Sample:
    """Losses of random sequences; shifts are relative to their mean or their spread."""
    return sampled(law, T, loss_at(letters, T, paired=paired), rng)


def sampled(law: Law, T: int, of: Any, rng: Any, scale: float = 0.0) -> Sample:
    from proofs.sander2024.second_route import enumerated

    found = enumerated.drawn(law, T, of, rng)
    return Sample(found.values, found.variance, scale or abs(float(found.values.mean())) + found.variance**0.5)


def lowest(law: Law, T: int, *, paired: bool = True, divisor: Divisor | None = None) -> dict[str, float]:
    """The product `a_3 b_1` at which the mean loss is least, all else zero, from three values; and the loss there."""
    ends = [mean_loss(law, T, {"a_3": x, "b_1": 1.0}, paired=paired, divisor=divisor) for x in (-1.0, 0.0, 1.0)]
    slope, bend = (ends[2] - ends[0]) / 2, (ends[2] + ends[0]) / 2 - ends[1]
    return {"step": -slope / (2 * bend), "least": ends[1] - slope**2 / (4 * bend)}


def slope_by_sampling(law: Law, T: int, product: float, rng: Any, *, paired: bool = True) -> Sample:
    """The derivative of the loss by the product, of random sequences."""

    def of(start: Any, lam: Any) -> Any:
        ahead, behind = (
            loss_at({"a_3": product + step, "b_1": 1.0}, T, paired=paired)(start, lam) for step in (0.5, -0.5)
        )
        return ahead - behind

    return sampled(law, T, of, rng, scale=float(law.d * T**2))
