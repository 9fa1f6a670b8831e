"""The second route to errors of the recursion: means over all prompts, and random prompts."""

from __future__ import annotations

from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import NORMAL, prompts
from symbolic.laws import Law


def _case(d: int, N: int, alpha: float) -> Case:
    return Case("gaussian", d=d, N=N, parameters=(("alpha", alpha), ("k", 0.375), ("z", alpha**N)))


CASES = (_case(1, 3, 0.75), _case(2, 2, 0.5))
SHORT = (_case(2, 1, 0.75), _case(1, 3, 0.75))
HALVED = tuple(Case("gaussian", d=d, N=N, parameters=(("alpha", 2 ** (-1 / N)),)) for d, N in ((1, 2), (2, 1), (2, 2)))


def errors(law: Law, N: int, alpha: float, beta: float) -> Any:
    """Prompts, and their squared errors."""
    from proofs.jiang2025.second_route.state import predictions

    def f(x: Any, q: Any, w: Any) -> Any:
        return (predictions(alpha, beta, x.reshape(len(x), N, law.d), w, q) - (w * q).sum(axis=1)) ** 2

    return prompts((NORMAL, N * law.d, 4), (NORMAL, law.d, 2), (NORMAL, law.d, 2)), f
