"""The second route to losses of heads: means over all prompts, and random prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import NORMAL, Integrands, prompts, root_of
from symbolic.laws import Law

TILTED = "gaussian_vector([5/2, 1], [1, 1])"
"""Eigenvalues 3 and 1/2, along (2, 1) and (1, −2)."""

NUMBERS = (("v_1", 0.75), ("v_2", -0.5))
CASES = (Case(TILTED, d=2, N=2, parameters=NUMBERS), Case("gaussian", d=1, N=3, parameters=NUMBERS))
SHORT = (Case(TILTED, d=2, N=1, parameters=NUMBERS),)


def source(d: int, N: int) -> Any:
    """Prompts of so many samples: covariates, query and weights."""
    return prompts((NORMAL, N * d, 4), (NORMAL, d, 2), (NORMAL, d, 2))


def losses_at(law: Law, heads: Any) -> Any:
    """Squared errors of heads, from standard numbers."""
    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.zhang2025.second_route.summed_heads import losses

    root = root_of(law)
    return lambda x, q, w: losses(heads, samples(x, root), w, q @ root.T)


def fixed(law: Law, parameters: Mapping[str, float]) -> list[tuple[float, Any]]:
    """Two heads with fixed matrices."""
    from proofs.zhang2024.second_route.fixed_letters import array

    return [(parameters["v_1"], array("U", law.d)), (parameters["v_2"], array("Z", law.d))]


def slope_along(law: Law, heads: Any, way: Any) -> Any:
    """The derivative of squared errors along a change of the heads' numbers or matrices: they are quadratic in it."""
    ahead, behind = (
        losses_at(law, [(v + s * a, U + s * M) for (v, U), (a, M) in zip(heads, way, strict=True)]) for s in (0.5, -0.5)
    )
    return lambda *data: ahead(*data) - behind(*data)


def least_heads(law: Law, N: int) -> Any:
    """The best matrix, by normal equations."""
    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.wu2023.second_route.noisy_prompts import best, correlations

    root = root_of(law)

    def pair(x: Any, q: Any, w: Any) -> tuple[Any, Any, Any]:
        points, query = samples(x, root), q @ root.T
        return query, correlations(points, (points * w[:, None, :]).sum(axis=2)), (query * w).sum(axis=1)

    return [(1.0, best(source(law.d, N).mean, law.d, pair))]


def merged_slopes(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """Slopes by the first head, the least loss, and how far a fixed W is above it."""
    import numpy as np

    from proofs.zhang2024.second_route.fixed_letters import array

    heads, none = fixed(law, parameters), np.zeros((law.d, law.d))
    numbers, least = source(law.d, N), losses_at(law, least_heads(law, N))
    at = losses_at(law, [(1.0, array("U", law.d) + array("Z", law.d).T)])
    return {
        "by_matrix": (numbers, slope_along(law, heads, [(0.0, array("Z", law.d)), (0.0, none)])),
        "by_number": (numbers, slope_along(law, heads, [(1.0, none), (0.0, none)])),
        "least": (numbers, least),
        "gap": (numbers, lambda *data: at(*data) - least(*data)),
    }


def separate_slopes(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """Slopes by the number of a head, by its key and by its query."""
    from proofs.zhang2024.second_route.fixed_letters import array

    p, v, w = (array(name, law.d) for name in ("p", "v", "w"))
    heads = [(parameters["v_1"], p @ v.T), (parameters["v_2"], w @ p.T)]
    none = 0 * (p @ v.T)
    ways = {"by_number": (1.0, none), "by_key": (0.0, w @ v.T), "by_query": (0.0, p @ w.T)}
    numbers = source(law.d, N)
    return {name: (numbers, slope_along(law, heads, [way, (0.0, none)])) for name, way in ways.items()}


def principal_losses(law: Law, N: int) -> Integrands:
    """The loss of the head along the larger eigenvector, at its best size."""
    from proofs.zhang2025.second_route.summed_heads import principal

    root = root_of(law)
    axis = principal(root @ root.T, 1)
    numbers = source(law.d, N)
    low, middle, high = (numbers.mean(losses_at(law, [(size, axis)])) for size in (-1.0, 0.0, 1.0))
    return {"loss": (numbers, losses_at(law, [((low - high) / (2 * (low - 2 * middle + high)), axis)]))}


def growing_slopes(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """Minus half the slope by the number of a head along the larger eigenvector."""
    from proofs.zhang2025.second_route.summed_heads import principal

    root, v = root_of(law), parameters["v"]
    axis = v**2 * principal(root @ root.T, 1)
    slope = slope_along(law, [(v, axis)], [(1.0, 0 * axis)])
    return {"number": (source(law.d, N), lambda *data: -slope(*data) / 2)}


def product_after(law: Law, N: int, time: float, start: float) -> float:
    """`v u` after training the mean loss from `v = start`, `U = start/√d I`."""
    import numpy as np

    from numeric_check.model.points import named
    from numeric_check.model.training import flowing
    from proofs.zhang2024.reduced.reduced_route import regression
    from proofs.zhang2024.second_route.family_population import PRECISION, Population

    population, d = Population(regression(law, N)), law.d
    begin = {"W_PV_22": np.array([[start]]), "W_KQ_11": start / d**0.5 * np.eye(d)}
    *_, last = flowing(population, begin, time, records=2, **PRECISION)
    point = named(last.point, population.blocks)
    return float(point["W_PV_22"][0, 0] * point["W_KQ_11"][0, 0])


def sampled_product_slope(law: Law, N: int, parameters: Mapping[str, float], rng: Any) -> Any:
    """Minus half the slope by the number of a head `v`, `uI`."""
    import numpy as np

    from proofs.garg2022.shift_route import by_samples

    matrix = parameters["u"] * np.eye(law.d)
    slope = slope_along(law, [(parameters["v"], matrix)], [(1.0, 0 * matrix)])
    return by_samples({"number": (source(law.d, N), lambda *data: -slope(*data) / 2)}, rng)["number"]
