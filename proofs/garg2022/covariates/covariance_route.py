"""The second route to covariates and queries of one law, other than in training."""

from __future__ import annotations

from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import (
    NORMAL,
    STANDARD,
    STANDARD_FOUR,
    TRAINED_ON,
    prompts,
    squared_errors,
    trained,
    weights,
)
from symbolic.laws import Law

ANY = tuple(Case(TRAINED_ON, d=2, N=N, M=M) for N, M in ((1, 2), (3, 1)))
WIDE, FOUR = (Case(law, d=d, N=20, M=1) for law, d in ((STANDARD, 5), (STANDARD_FOUR, 4)))


def errors(law: Law, N: int, M: int, root: Any) -> tuple[Any, Any]:
    """Prompts, and squared errors where samples and query are a root times standard normal vectors."""
    from proofs.garg2022.second_route.shifted_prompts import samples

    d, end, task = law.d, trained(law, N), weights(law.d)

    def f(x: Any, q: Any) -> Any:
        x, q = samples(x, root), q @ root.T
        return squared_errors(end, x, x @ task, q, q @ task)

    return prompts((NORMAL, M * d, 4), (NORMAL, d, 2)), f


def long_errors(law: Law, N: int, root: Any) -> tuple[Any, Any]:
    """The same where the prompt's mean square is its expectation, as in infinitely long prompts."""
    import numpy as np

    d, end, task = law.d, trained(law, N), weights(law.d)

    def f(q: Any) -> Any:
        x, q = np.broadcast_to(np.sqrt(d) * root.T, (len(q), d, d)), q @ root.T
        return squared_errors(end, x, x @ task, q, q @ task)

    return prompts((NORMAL, d, 2)), f


def skewed(d: int) -> Any:
    """A root of the shape G of the fixed matrices."""
    from proofs.garg2022.second_route import shapes

    return shapes.root("G", d)


def projected(d: int, scale: float) -> Any:
    """A multiple of the projection, a root of its square."""
    from proofs.garg2022.second_route import shapes

    return scale * shapes.floats(shapes.projection(d))
