"""Gradient flow of the full model on the exact population loss, followed from the line until it settles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from proofs.refusal import Refused
from proofs.zheng2024.line import trained
from proofs.zheng2024.line.invariance import leftovers
from symbolic.algebra.harmonics import to_float
from symbolic.laws import Law

if TYPE_CHECKING:
    import sympy

    from numeric_check.arrays import Parameters
    from proofs.zheng2024.second_route.population import Population

LARGEST_POLYNOMIAL = 5_000_000
"""Terms of a loss that is trained on: about 0.6 GB in each worker."""

START = (0.25, 1.5)
"""Training starts at a and b drawn evenly from this range, in units of the square root of the best ab on the line."""

SETTLED = 1e-8
"""A flow has settled when its gradient is so small beside the gradient at the same a with b = 0."""

DOUBLINGS = 24
"""How often the time of a flow is doubled before it counts as not settled."""

ACCURACY = 1e-12
"""Error of a step of the flow, in units of the start."""


@dataclass(frozen=True)
class SettledFlow:
    """Where the flow from `a_0, b_0` is when it settles, or after the last doubling of its time.

    `ab` and `off_line` are of the matrices there; `ratio` is `ab` over `ab_line`, the exact best product on the line,
    and `unit` the root of that, the unit of the start.
    """

    a_0: float
    b_0: float
    ab: float
    off_line: float
    loss: float
    ab_line: sympy.Expr
    unit: float
    settled: bool
    line_invariant: bool
    doublings: ClassVar[int] = DOUBLINGS

    @property
    def ratio(self) -> float:
        return self.ab / to_float(self.ab_line)


def settled_flow(law: Law, T: int, seed: int) -> SettledFlow:
    """Follow the flow from a point of the line that the seed draws; raises Refused for the zero law."""
    from numeric_check.laws.sampling import generator
    from proofs.zheng2024.second_route.forward import on_line
    from proofs.zheng2024.second_route.population import Population

    best = trained.ab_line(law, T)
    if best is None:
        raise Refused(f"{law.description}, which predicts zero at every ab", "a law of starts other than zero")
    rng = generator(f"train {law.description} d={law.d} T={T}", seed)
    unit = to_float(best) ** 0.5
    a_0, b_0 = (unit * float(drawn) for drawn in rng.uniform(*START, size=2))
    source = Population(law, T, LARGEST_POLYNOMIAL)
    end, settled = _followed(source, on_line(law.d, a_0, b_0), unit)
    return SettledFlow(a_0, b_0, **end, ab_line=best, unit=unit, settled=settled, line_invariant=not leftovers(law, T))


def _followed(source: Population, start: Parameters, unit: float) -> tuple[dict[str, float], bool]:
    """Where the flow is when it settles, or after the last doubling of its time, and whether it settled."""
    from proofs.zheng2024.second_route.model_training import flow

    time = unit / _steepest(source, start)
    run = flow(source, start, time, atol=ACCURACY * unit, records=2)
    for _ in range(DOUBLINGS):
        if _has_settled(source, run.last):
            break
        time *= 2
        run = flow(source, run.last, time, atol=ACCURACY * unit, records=2)
    end = {"ab": run.products, "off_line": run.off_line, "loss": run.losses}
    return {name: float(values[-1]) for name, values in end.items()}, _has_settled(source, run.last)


def _has_settled(source: Population, point: Parameters) -> bool:
    """On the line the quotient of the two gradients is the relative error of ab."""
    from proofs.zheng2024.second_route.forward import on_line

    a = float(point["W_KQ_32"].diagonal().mean())
    return _steepest(source, point) <= SETTLED * _steepest(source, on_line(source.d, a, 0.0))


def _steepest(source: Population, point: Parameters) -> float:
    return max(float(abs(block).max()) for block in source.gradient(point).values())
