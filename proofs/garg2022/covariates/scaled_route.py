"""The second route to covariates on another scale."""

from __future__ import annotations

from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import (
    NORMAL,
    STANDARD,
    TRAINED_ON,
    Integrands,
    prompts,
    root_of,
    squared_errors,
    trained,
    weights,
)
from symbolic.laws import Law

CASES = tuple(Case(TRAINED_ON, d=2, N=N, M=M, parameters=(("c", c),)) for N, M, c in ((1, 2, 0.5), (3, 1, 2.0)))
WIDE = Case(STANDARD, d=5, N=20, M=1, parameters=(("c", 1.5),))


def integrands(law: Law, N: int, M: int, c: float) -> Integrands:
    """Errors on scaled prompts, and distances from c² times the target at a query of another law."""
    from proofs.garg2022.second_route import shapes
    from proofs.garg2022.second_route.shifted_prompts import samples

    d, end, task, root, others = law.d, trained(law, N), weights(law.d), root_of(law), shapes.root("Q", law.d)

    def error(x: Any, q: Any) -> Any:
        x, q = c * samples(x, root), c * (q @ root.T)
        return squared_errors(end, x, x @ task, q, q @ task)

    def distance(x: Any, q: Any) -> Any:
        x, q = c * samples(x, root), q @ others.T
        return squared_errors(end, x, x @ task, q, c**2 * (q @ task))

    source = prompts((NORMAL, M * d, 4), (NORMAL, d, 2))
    return {"error": (source, error), "isotropic": (source, error), "distance": (source, distance)}


def on_the_samples(law: Law, N: int, M: int, c: float) -> tuple[Any, Any, Any]:
    """Prompts, squared differences of the prediction on `c x_i` and c² times that on x_i, and squared predictions."""
    from proofs.garg2022.second_route.shifted_prompts import samples
    from proofs.zhang2024.second_route import forward

    end, task, root = trained(law, N), weights(law.d), root_of(law)

    def difference(x: Any, q: Any) -> Any:
        x, q = samples(x, root), q @ root.T
        old = forward.predicted(end, x, x @ task, q)
        return squared_errors(end, c * x, c * (x @ task), q, c**2 * old)

    def size(x: Any, q: Any) -> Any:
        x, q = samples(x, root), q @ root.T
        return forward.predicted(end, x, x @ task, q) ** 2

    return prompts((NORMAL, M * law.d, 4), (NORMAL, law.d, 2)), difference, size
