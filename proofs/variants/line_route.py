"""The second route to numbers on the line: mean losses of sequences, and parabolas through three of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from proofs.crosschecks import Case, Sample

POINT = (("a", 0.5), ("b", -0.75), ("sigma", 0.75))
CIRCULAR_CASES = tuple(Case("gaussian", d=d, T=T, parameters=POINT) for d, T in ((1, 3), (1, 5), (2, 3)))

Mean = Callable[[Any], float]


def of_pairs(d: int, times: range, *pairs: tuple[float, float]) -> Any:
    """The loss of states at a pair of scalars a head."""
    from proofs.variants.second_route import forward

    return lambda states: forward.losses(forward.on_line(d, *pairs), states, times)


def lowest(mean: Mean, d: int, times: range) -> dict[str, float]:
    """The product at which the mean loss is least, and the share of the loss at zero that stays, from three values."""
    ends = [mean(of_pairs(d, times, (x, 1.0))) for x in (-1.0, 0.0, 1.0)]
    slope, bend = (ends[2] - ends[0]) / 2, (ends[2] + ends[0]) / 2 - ends[1]
    return {"product": -slope / (2 * bend), "error": 1 - slope**2 / (4 * bend * ends[1])}


def circular_numbers(d: int, T: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """The loss at the point, the best product and the share that stays."""
    from proofs.variants.second_route.state_sequences import Circular

    draws, times = Circular(d, T, parameters["sigma"], noise=False), range(2, T)
    at = draws.mean(of_pairs(d, times, (parameters["a"], parameters["b"])))
    return {"loss": at, **lowest(draws.mean, d, times)}


def circular_sample(d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Sample:
    """The loss of random sequences."""
    from proofs.variants.second_route.state_sequences import Circular

    of = of_pairs(d, range(2, T), (parameters["a"], parameters["b"]))
    return as_sample(Circular(d, T, parameters["sigma"], noise=False).drawn(of, rng))


def as_sample(found: Any) -> Sample:
    """Shifts are relative to the mean or the spread."""
    return Sample(found.values, found.variance, abs(float(found.values.mean())) + found.variance**0.5)
