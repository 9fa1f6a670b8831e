"""The second route to queries that are orthogonal to all samples."""

from __future__ import annotations

from typing import Any

from proofs.garg2022.shift_route import NORMAL, SIGNS, prompts, squared_errors, trained, weights
from symbolic.laws import Law


def turned_errors(law: Law, N: int) -> tuple[Any, Any]:
    """Prompts of one standard normal sample x, and squared errors at the query `(Y − Yᵀ) x`, for random tasks."""
    from proofs.garg2022.second_route import shapes

    d, end = law.d, trained(law, N)
    turn = shapes.root("Q", d) - shapes.root("Q", d).T

    def f(x: Any, task: Any) -> Any:
        q = x @ turn.T
        labels = (x * task).sum(axis=1, keepdims=True)
        return squared_errors(end, x[:, None, :], labels, q, (q * task).sum(axis=1))

    return prompts((NORMAL, d, 6), (NORMAL, d, 2)), f


def apart_errors(law: Law, N: int, M: int) -> tuple[Any, Any]:
    """Samples in a hyperplane, the query on the line that is orthogonal to it; labels that are not linear.

    The query's label is that of a point off the line.
    """
    import numpy as np

    from proofs.garg2022.second_route import shapes
    from proofs.garg2022.second_route.shifted_prompts import samples

    d, end, task = law.d, trained(law, N), weights(law.d)
    inside = shapes.floats(shapes.projection(d))
    outside, queries = np.eye(d) - inside, shapes.root("Q", d)

    def f(x: Any, q: Any) -> Any:
        x, q = samples(x, inside), q @ queries.T
        return squared_errors(end, x, shapes.labels(x, task), q @ outside, shapes.labels(q, task))

    return prompts((SIGNS, M * d, 8), (SIGNS, d, 8)), f
