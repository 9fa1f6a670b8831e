"""The second route to two layers: the transformer on prompts by nodes and at random."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.ahn2023.one_layer.one_layer_route import matrix_of, sampled
from proofs.crosschecks import Sample
from symbolic.laws import Law


def _prompts(law: Law, n: int, moving: bool = False) -> Any:
    from proofs.zhang2024.second_route.regression import Degrees, Regression

    return Regression(matrix_of(law), n, Degrees(16 if moving else 8, 2, 2))


def losses(law: Law, first: Any, second: Any, values: Any = None) -> Any:
    """The loss of each prompt for two matrices and the first block of P_0; the weights are made N(0, Σ⁻¹)."""
    import numpy as np

    from proofs.ahn2023.second_route import forward

    d, root = law.d, np.linalg.cholesky(matrix_of(law))
    one = np.ones((1, 1))
    zero = np.zeros((d, d)) if values is None else values
    layers = [
        forward.whole({"P_11": zero, "P_22": one, "Q_11": -first}, d),
        forward.whole({"P_22": one, "Q_11": -second}, d),
    ]

    def loss(x: Any, q: Any, standard: Any) -> Any:
        w = standard @ np.linalg.inv(root)
        labels = np.einsum("mid,md->mi", x, w)
        found = forward.predicted(layers, forward.prompts(x, labels, q))
        return (found - np.sum(w * q, axis=1)) ** 2

    return loss


def _multiples(law: Law, steps: tuple[float, float]) -> tuple[Any, Any]:
    import numpy as np

    inverse = np.linalg.inv(matrix_of(law))
    return steps[0] * inverse, steps[1] * inverse


def mean_loss(law: Law, n: int, steps: tuple[float, float]) -> float:
    """At `A_l = a_l Σ⁻¹`."""
    return float(_prompts(law, n).mean(losses(law, *_multiples(law, steps))))


def means(law: Law, n: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """The mean loss, its slopes along Z, in which it is quadratic, and how far it is above the least one."""
    from proofs.ahn2023.second_route.fixed_data import array

    steps, way, source = (parameters["a_0"], parameters["a_1"]), array("Z", law.d, n), _prompts(law, n)
    first, second = _multiples(law, steps)

    def mean(one: Any, other: Any) -> float:
        return float(source.mean(losses(law, one, other)))

    return {
        "loss": mean(first, second),
        "first": (mean(first + way, second) - mean(first - way, second)) / 2,
        "second": (mean(first, second + way) - mean(first, second - way)) / 2,
        "gap": mean(first, second) - least_mean(law, n),
    }


def least_mean(law: Law, n: int) -> float:
    """The least mean loss of all pairs of step sizes: a quadratic function of their sum and product is fitted."""
    import numpy as np

    pairs = [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (0.5, 0.5), (1.0, -0.5), (1.0, 1.0)]
    points = np.array([[a + b, a * b] for a, b in pairs])
    rows = np.array([[1.0, s, p, s * s, s * p, p * p] for s, p in points])
    c = np.linalg.solve(rows, [mean_loss(law, n, pair) for pair in pairs])
    bends = np.array([[2 * c[3], c[4]], [c[4], 2 * c[5]]])
    return float(c[0] - c[1:3] @ np.linalg.solve(bends, c[1:3]) / 2)


def random_losses(law: Law, n: int, parameters: Mapping[str, float], rng: Any) -> Sample:
    """Losses of random prompts."""
    steps = (parameters["a_0"], parameters["a_1"])
    return sampled(_prompts(law, n), losses(law, *_multiples(law, steps)), rng)


def mean_value_slope(law: Law, n: int, steps: tuple[float, float]) -> float:
    """The derivative of the mean loss along the first block of P_0, in which it has degree 4."""
    from proofs.ahn2023.second_route.fixed_data import array

    source, way = _prompts(law, n, moving=True), array("Z", law.d, n)

    def mean(step: float) -> float:
        return float(source.mean(losses(law, *_multiples(law, steps), step * way)))

    return (8 * (mean(1) - mean(-1)) - (mean(2) - mean(-2))) / 12


def random_value_slopes(law: Law, n: int, steps: tuple[float, float], rng: Any) -> Sample:
    """The same of random prompts."""
    from proofs.ahn2023.second_route.fixed_data import array

    way = array("Z", law.d, n)
    at = {step: losses(law, *_multiples(law, steps), step * way) for step in (-2, -1, 1, 2)}

    def slope(*data: Any) -> Any:
        return (8 * (at[1](*data) - at[-1](*data)) - (at[2](*data) - at[-2](*data))) / 12

    return sampled(_prompts(law, n, moving=True), slope, rng)
