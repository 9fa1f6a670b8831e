"""The second route to the loss of one layer: prompts by nodes and at random."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Sample
from proofs.zhang2024.trace_values import covariance
from symbolic.laws import Law

SAMPLES = 60_000

NARROW, FLAT = "gaussian_vector([2, 1/2], [1/2, 1])", "gaussian"
"""A covariance that is not diagonal, and the identity."""

POINT = (("u", 0.75),)
"""`P_22`; the other blocks are those of `fixed_data`."""


def prompts(law: Law, n: int) -> Any:
    """Prompts whose covariates have the law's covariance."""
    from proofs.ahn2023.second_route import one_layer_means

    return one_layer_means.prompts(matrix_of(law), n)


def matrix_of(law: Law) -> Any:
    """The covariance in floating point."""
    import numpy as np

    return np.array(covariance(law), dtype=np.float64)


def fixed_point(d: int, n: int, parameters: Mapping[str, float]) -> dict[str, Any]:
    """Parameters without any zero block."""
    import numpy as np

    from proofs.ahn2023.second_route.fixed_data import array

    return {
        "P_21": array("p", d, n).T,
        "P_22": np.array([[parameters["u"]]]),
        "Q_11": array("U", d, n),
        "Q_21": array("v", d, n).T,
    }


def gap_by_nodes(law: Law, n: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """The least mean loss, and how far the odd part at the point is above it."""
    from proofs.ahn2023.second_route.one_layer_means import least_loss, odd_losses

    source = prompts(law, n)
    least = least_loss(source)
    return {"least": least, "gap": source.mean(odd_losses(fixed_point(law.d, n, parameters))) - least}


def printed_loss(law: Law, n: int) -> float:
    """The mean loss at the printed parameters."""
    from proofs.ahn2023.second_route.one_layer_means import losses, printed

    return float(prompts(law, n).mean(losses(printed(matrix_of(law), n))))


def sampled(source: Any, f: Any, rng: Any) -> Sample:
    """A number at random prompts; shifts are relative to its spread."""
    from proofs.ahn2023.second_route import one_layer_means

    values, variance = one_layer_means.sampled(source, f, rng, SAMPLES)
    return Sample(values, variance, float(variance**0.5))


def sampled_printed(law: Law, n: int, rng: Any) -> Sample:
    """Losses of random prompts at the printed parameters."""
    from proofs.ahn2023.second_route.one_layer_means import losses, printed, shortened
    from proofs.zhang2024.second_route.regression import ON_FAMILY

    return sampled(shortened(prompts(law, n), ON_FAMILY), losses(printed(matrix_of(law), n)), rng)


def exchanged_point(law: Law, n: int) -> tuple[Any, dict[str, Any]]:
    """In one dimension, `P_21 = 2` and the best `Q_21`, all else zero: the loss is quadratic in it."""
    import numpy as np

    from proofs.ahn2023.second_route.one_layer_means import losses

    def point(entry: float) -> dict[str, Any]:
        return {"P_21": np.array([[2.0]]), "Q_21": np.array([[entry]])}

    source = prompts(law, n)
    low, middle, high = (source.mean(losses(point(entry))) for entry in (-1.0, 0.0, 1.0))
    return source, point((low - high) / (2 * (low - 2 * middle + high)))


def exchanged_loss(law: Law, n: int) -> float:
    """The mean loss there."""
    from proofs.ahn2023.second_route.one_layer_means import losses

    source, point = exchanged_point(law, n)
    return float(source.mean(losses(point)))


def sampled_exchanged(law: Law, n: int, rng: Any) -> Sample:
    """Losses of random prompts there."""
    from proofs.ahn2023.second_route.one_layer_means import losses

    source, point = exchanged_point(law, n)
    return sampled(source, losses(point), rng)


def even_by_nodes(law: Law, n: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """Mean squares of the prediction's even part at the point, less a share of a mean square; and where u or v is 0."""
    import numpy as np

    from proofs.ahn2023.second_route.one_layer_means import even_squares, mixed_square

    source, point = prompts(law, n), fixed_point(law.d, n, parameters)
    zeros = {"without_u": {"P_22": np.zeros((1, 1))}, "without_v": {"Q_21": np.zeros((1, law.d))}}
    found = {name: float(source.mean(even_squares(point | zero))) for name, zero in zeros.items()}
    return {"even": source.mean(even_squares(point)) - mixed_square(matrix_of(law), point) / n} | found


def even_by_samples(law: Law, n: int, parameters: Mapping[str, float], rng: Any) -> dict[str, Sample]:
    """Squares of the even part at random prompts, where u is 0."""
    import numpy as np

    from proofs.ahn2023.second_route.one_layer_means import even_squares

    point = fixed_point(law.d, n, parameters) | {"P_22": np.zeros((1, 1))}
    return {"without_u": sampled(prompts(law, n), even_squares(point), rng)}
