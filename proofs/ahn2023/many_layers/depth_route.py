"""The second route to one layer among others: the transformer on fixed data, and random weights and queries."""

from __future__ import annotations

from typing import Any

from proofs.ahn2023.many_layers.layer_route import entries
from proofs.crosschecks import Sample


def error_by_numbers(d: int, n: int) -> dict[str, float]:
    """The error of the query's prediction after a layer of the transformer."""
    from proofs.ahn2023.second_route.fixed_data import array

    a, q = array("a", d, n), array("q", d, n)
    return {"error": float((a.T @ q).item()) + entries(d, n, symmetric=False)["query"]}


def _error(d: int, n: int, matrix: Any) -> Any:
    """`w·F (1 − M A) G q` for weights and queries `(m, d)`."""
    import numpy as np

    from proofs.ahn2023.second_route.fixed_data import array

    before, second, behind = (array(name, d, n) for name in ("F", "M", "G"))
    middle = before @ (np.eye(d) - second @ matrix) @ behind
    return lambda weights, queries: np.einsum("md,de,me->m", weights, middle, queries)


def _source(d: int) -> Any:
    import numpy as np

    from proofs.zhang2024.second_route.regression import Degrees, Regression

    return Regression(np.eye(d), 1, Degrees(0, 2, 2))


def conditional_means(d: int, n: int, step: float) -> dict[str, float]:
    """The mean squared error, and its slopes along Z and along the identity."""
    import numpy as np

    from proofs.ahn2023.second_route.fixed_data import array

    source, identity = _source(d), np.eye(d)

    def mean(matrix: Any) -> float:
        error = _error(d, n, matrix)
        return float(source.mean(lambda x, q, w: error(w, q) ** 2))

    ways = {"slope": array("Z", d, n), "along": identity}
    slopes = {name: (mean(step * identity + way) - mean(step * identity - way)) / 2 for name, way in ways.items()}
    return {"loss": mean(step * identity)} | slopes


def random_errors(d: int, n: int, step: float, rng: Any) -> dict[str, Sample]:
    """Squared errors."""
    import numpy as np

    from proofs.ahn2023.one_layer.one_layer_route import sampled

    error = _error(d, n, step * np.eye(d))
    return {"loss": sampled(_source(d), lambda x, q, w: error(w, q) ** 2, rng)}
