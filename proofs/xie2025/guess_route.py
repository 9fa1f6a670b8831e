"""The second route to errors of attention with a guess: means over all prompts, and random prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofs.crosschecks import Case
from proofs.garg2022.shift_route import Integrands
from proofs.zhang2024.reduced.reduced_route import NARROW
from proofs.zhang2024b.start_route import placed, source
from symbolic.laws import Law

POINT = (("sigma", 0.5), ("u", 0.75))
CASES = (Case(NARROW, d=2, N=1, parameters=POINT), Case("gaussian", d=1, N=2, parameters=POINT))
SHORT = CASES[:1]


def guessed_errors(law: Law, N: int, parameters: Mapping[str, float]) -> Integrands:
    """Squared errors at fixed parameters."""
    from proofs.xie2025.second_route.forward import predictions
    from proofs.zhang2024.second_route.fixed_letters import array

    of, u = placed(law, parameters["sigma"]), parameters["u"]
    U, guess = array("U", law.d), array("p", law.d)[:, 0]

    def f(*data: Any) -> Any:
        x, y, q, target = of(*data)
        return (predictions(u, U, guess, x, y, q) - target) ** 2

    return {"loss": (source(law.d, N), f)}
