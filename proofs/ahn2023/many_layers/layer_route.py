"""The second route to what sparse layers compute: the transformer on fixed data, and gradient descent beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Case, Sample

DEPTH = 3
QUERIES = 20_000

CASES = (Case("gaussian", d=2, n=3), Case("gaussian", d=3, n=1))
LONG = (Case("gaussian", d=4, n=6),)


def entries(d: int, n: int, symmetric: bool) -> Mapping[str, float]:
    """Entries of a layer's output before which descent has reached w, the prompt's after three, a slope of the risk."""
    name = "S" if symmetric else "A"
    samples, query = _before(d, n)
    out = _layer(name, samples, query)
    e, f = (_array(letter, d, n) for letter in ("e", "f"))
    return {
        "gradient": _slope(d, n),
        "query": float(out[0, -1, -1]),
        "labels": float((out[0, -1, :-1] @ e)[0]),
        "covariates": float((f.T @ out[0, :-1, :-1] @ e).item()),
        "query_covariates": float((f.T @ out[0, :-1, -1]).item()),
        "from_prompt": -float(_predicted(d, n, name, _array("q", d, n).T)[0]),
    }


def noisy_queries(d: int, n: int, symmetric: bool, rng: Any) -> Mapping[str, Sample]:
    """The prompt's entry after three layers for queries with normal noise, in which it is linear."""
    import numpy as np

    name = "S" if symmetric else "A"
    query = _array("q", d, n).T
    values = -_predicted(d, n, name, query + rng.standard_normal((QUERIES, d)))
    slopes = -_predicted(d, n, name, np.eye(d))
    variance = float(slopes @ slopes)
    return {"from_prompt": Sample(values, variance, variance**0.5)}


def against_descent(d: int, n: int, query: Any) -> Any:
    """The entry after one layer with the matrix A_0, plus the query times one step of descent with it."""
    step = -_array("A_0", d, n) @ _risk_slope(d, n)
    return -_predicted(d, n, "A", query, depth=1) + query @ step[:, 0]


def noisy_difference(d: int, n: int, rng: Any) -> Sample:
    """The same for queries with normal noise."""
    import numpy as np

    slopes = against_descent(d, n, np.eye(d))
    variance = float(slopes @ slopes)
    noise = rng.standard_normal((QUERIES, d))
    return Sample(against_descent(d, n, _array("q", d, n).T + noise), variance, variance**0.5)


def _array(name: str, d: int, n: int) -> Any:
    from proofs.ahn2023.second_route.fixed_data import array

    return array(name, d, n)


def _sparse(name: str, d: int, n: int) -> tuple[Any, Any]:
    """`P = diag(0, 1)` and `Q = −diag(A, 0)`."""
    import numpy as np

    P, Q = np.zeros((d + 1, d + 1)), np.zeros((d + 1, d + 1))
    P[-1, -1] = 1.0
    Q[:-1, :-1] = -_array(name, d, n)
    return P, Q


def _before(d: int, n: int) -> tuple[Any, Any]:
    """Z, with the labels that are left when descent has reached w."""
    import numpy as np

    X, a, w, q = (_array(name, d, n) for name in ("X", "a", "w", "q"))
    return np.vstack([X, (a - w).T @ X]), np.vstack([q, -w.T @ q])


def _layer(name: str, samples: Any, query: Any) -> Any:
    import numpy as np

    from proofs.ahn2023.second_route import forward

    d, n = len(samples) - 1, samples.shape[1]
    return forward.after(_sparse(name, d, n), np.hstack([samples, query])[None])


def _predicted(d: int, n: int, name: str, queries: Any, depth: int = DEPTH) -> Any:
    """The predictions of so many layers for the prompt with each of the queries, `(m, d)`."""
    import numpy as np

    from proofs.ahn2023.second_route import forward

    X, a = _array("X", d, n), _array("a", d, n)
    samples = np.broadcast_to(X.T, (len(queries), n, d))
    labels = np.broadcast_to((a.T @ X)[0], (len(queries), n))
    layers = [_sparse(f"{name}_{layer}", d, n) for layer in range(depth)]
    return forward.predicted(layers, forward.prompts(samples, labels, queries))


def _risk(d: int, n: int, weights: Any) -> float:
    X, a = _array("X", d, n), _array("a", d, n)
    return float((((weights - a).T @ X) ** 2).sum() / (2 * n))


def _slope(d: int, n: int) -> float:
    """The derivative of the risk at w along z: it is quadratic."""
    w, z = _array("w", d, n), _array("z", d, n)
    return (_risk(d, n, w + z) - _risk(d, n, w - z)) / 2


def _risk_slope(d: int, n: int) -> Any:
    """The gradient of the risk at 0."""
    import numpy as np

    axes = np.eye(d)
    return np.array([[(_risk(d, n, axes[:, [k]]) - _risk(d, n, -axes[:, [k]])) / 2] for k in range(d)])
