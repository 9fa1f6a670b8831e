"""The second route to the loss at all parameters that reach the prediction."""

from __future__ import annotations

from typing import Any

from proofs.crosschecks import Sample
from proofs.zhang2024.reduced.reduced_route import regression, sampled, trained
from symbolic.laws import Law


def prompts(law: Law, N: int) -> Any:
    """Prompts with nodes for losses at all parameters."""
    from dataclasses import replace

    from proofs.zhang2024.second_route.regression import Degrees

    return replace(regression(law, N), degrees=Degrees(4, 6, 4))


def fixed_point(d: int, u: float) -> dict[str, Any]:
    """Parameters without any zero block: those of `fixed_letters`."""
    import numpy as np

    from proofs.zhang2024.second_route.fixed_letters import array

    return {
        "W_PV_21": array("p", d).T,
        "W_PV_22": np.array([[u]]),
        "W_KQ_11": array("U", d),
        "W_KQ_21": array("v", d).T,
    }


def odd_part(d: int, u: float) -> Any:
    """The loss at these parameters less half the square of what the prediction has in common with that for −w."""
    from proofs.zhang2024.second_route import forward

    point = fixed_point(d, u)

    def odd(x: Any, q: Any, w: Any) -> Any:
        even = (forward.predictions(point, x, q, w) + forward.predictions(point, x, q, -w)) / 2
        return forward.losses(point, x, q, w) - even**2 / 2

    return odd


def least_loss(law: Law, N: int) -> float:
    """The loss of the trained model."""
    source, end = trained(law, N, 0.5)
    return float(source.loss(end))


def first_coordinate(d: int, product: float) -> dict[str, Any]:
    """Parameters that use the first covariate alone: `pᵀ` and `vᵀ` are multiples of its axis."""
    import numpy as np

    axis = np.eye(1, d)
    return {"W_PV_21": axis, "W_KQ_21": product * axis}


def best_first(law: Law, d: int, N: int) -> dict[str, Any]:
    """Such parameters with the least loss: it is quadratic in the product."""
    low, middle, high = (loss_by_nodes(law, N, first_coordinate(d, product)) for product in (-1.0, 0.0, 1.0))
    return first_coordinate(d, (low - high) / (2 * (low - 2 * middle + high)))


def loss_by_nodes(law: Law, N: int, point: Any) -> float:
    """The mean loss of all prompts."""
    from proofs.zhang2024.second_route.regression import losses

    return float(prompts(law, N).mean(losses(point)))


def loss_by_samples(law: Law, N: int, point: Any, rng: Any) -> Sample:
    """Losses of random prompts."""
    from proofs.zhang2024.second_route.regression import losses

    return sampled(prompts(law, N), losses(point), rng)


def bend_by_nodes(law: Law, N: int, point: Any, way: Any) -> float:
    """The second derivative of the mean loss along a direction, of degree 4 in the step."""
    from proofs.zhang2024.second_route.regression import moved

    def at(step: float) -> float:
        return loss_by_nodes(law, N, moved(point, way, step))

    near, far = at(1) + at(-1) - 2 * at(0), at(2) + at(-2) - 2 * at(0)
    return (16 * near - far) / 12
