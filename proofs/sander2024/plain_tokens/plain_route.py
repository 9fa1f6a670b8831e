"""The second route to numbers on plain tokens: heads in NumPy, over roots of unity and at random sequences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Case, Sample
from symbolic.laws import Law

POINT = (("x", 0.5), ("y", -1.0), ("gamma", 0.75), ("delta", -0.5))
SIZES = ((1, 1), (2, 2), (2, 3), (3, 2))
CASES = tuple(Case("ones", d=d, T=T, parameters=POINT) for d, T in SIZES)
SAMPLED = CASES[2:]


def losses(d: int, T: int, parameters: Mapping[str, float]) -> Any:
    """The loss of each sequence, with the fixed C as d heads."""
    from proofs.sander2024.second_route import heads

    first, second = heads.as_heads(heads.matrix(d))
    series = (parameters["x"], parameters["y"], parameters["gamma"], parameters["delta"])
    p = heads.two_series(series, T)
    return lambda start, lam: heads.losses(first, second, p, start, lam)


def mean_loss(law: Law, T: int, parameters: Mapping[str, float]) -> float:
    from proofs.sander2024.second_route import enumerated

    return enumerated.mean(law, T + 1, losses(law.d, T, parameters))


def sampled_loss(law: Law, T: int, parameters: Mapping[str, float], rng: Any) -> Sample:
    from proofs.sander2024.second_route import enumerated

    found = enumerated.drawn(law, T + 1, losses(law.d, T, parameters), rng)
    return Sample(found.values, found.variance, abs(float(found.values.mean())) + found.variance**0.5)
