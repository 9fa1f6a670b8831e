"""The second route to the loss of one layer with ReLU: the layer itself, over nodes and at random.

Nodes lie symmetrically about 0, and a loss with ReLU, averaged over the reflections of the samples, is a polynomial in
them: their mean over nodes is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from proofs.ahn2023.one_layer.one_layer_route import fixed_point, prompts, sampled
from proofs.crosschecks import Sample
from symbolic.laws import Law


def relu_by_folding(law: Law, n: int, parameters: Mapping[str, float]) -> dict[str, float]:
    """The least mean loss, and how far that at the point is above it and above the mean square of the even part."""
    source, point = prompts(law, n), fixed_point(law.d, n, parameters)
    least = least_of_quadratic(source)
    return {"least": least, "gap": relu_loss(source, point) - even_of_kept(source, point) - least}


def relu_by_samples(law: Law, n: int, parameters: Mapping[str, float], rng: Any) -> dict[str, Sample]:
    """Losses of random prompts at a multiple of the identity."""
    from proofs.ahn2023.second_route.one_layer_means import shortened
    from proofs.zhang2024.second_route.regression import ON_FAMILY

    source = shortened(prompts(law, n), ON_FAMILY)
    return {"on_line": sampled(source, on_line(law.d, parameters["beta"]), rng)}


def loss_on_line(law: Law, n: int, beta: float) -> float:
    """The mean loss there."""
    return float(prompts(law, n).mean(on_line(law.d, beta)))


def on_line(d: int, beta: float) -> Any:
    """The loss of a prompt at `P_22 = 1`, `Q_11 = −β I`."""
    import numpy as np

    from proofs.ahn2023.second_route import forward
    from proofs.ahn2023.second_route.one_layer_means import losses, sparse

    return losses(sparse(-beta * np.eye(d)), forward.relu)


def relu_loss(source: Any, point: Any) -> float:
    """The mean loss at these parameters."""
    from proofs.ahn2023.second_route import forward
    from proofs.ahn2023.second_route.one_layer_means import losses

    return float(source.mean(losses(point, forward.relu)))


def even_of_kept(source: Any, point: Any) -> float:
    """The mean square of the even part of linear attention on some of the samples, over all choices of them."""
    import numpy as np

    from proofs.ahn2023.second_route.one_layer_means import even_squares

    even = even_squares(point)

    def on_some(x: Any, q: Any, w: Any) -> Any:
        choices = [np.array(kept)[None, :, None] for kept in product((0.0, 1.0), repeat=source.N)]
        return sum(even(kept * x, q, w) for kept in choices) / len(choices)

    return float(source.mean(on_some))


def least_of_quadratic(source: Any) -> float:
    """The least mean loss of matrices `Q_11` with `P_22 = 1`, of which it is a quadratic function."""
    import numpy as np

    from proofs.ahn2023.second_route.one_layer_means import sparse

    d = source.d
    axes = np.eye(d * d)

    def loss(entries: Any) -> float:
        return relu_loss(source, sparse(entries.reshape(d, d)))

    base = loss(0 * axes[0])
    bends = np.array([[loss(j + k) - loss(j) - loss(k) + base for j in axes] for k in axes])
    slopes = np.array([loss(k) - base for k in axes]) - np.diag(bends) / 2
    return float(base - slopes @ np.linalg.solve(bends, slopes) / 2)
