"""A closed limit beside the flow itself, integrated in floats: at random starts, sizes and unknowns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symbolic.flow.closed_limits import Limit
from symbolic.flow.field import Field
from symbolic.setting import Setting

if TYPE_CHECKING:
    import sympy

RUNS, TRIES, STEPS = 3, 60, 20_000
SETTLED = 1e-11
"""Velocities are that small beside the largest letter where a flow has come to rest."""

NOTICED = 1e-6
"""A difference from the limit, beside the largest letter, that is taken for one."""


@dataclass(frozen=True)
class LimitCheck:
    """The largest difference between flows and their limits, beside the largest letter, of so many runs."""

    runs: int
    difference: float

    @property
    def agrees(self) -> bool:
        """Whether there was a run, and none whose difference is noticed."""
        return self.runs > 0 and self.difference <= NOTICED

    def __str__(self) -> str:
        if not self.runs:
            return "no evidence: no random point came to rest in time"
        if not self.agrees:
            return (
                f"{self.runs} flows from random starts, integrated: DISAGREE, relative difference {self.difference:.1g}"
            )
        return f"{self.runs} flows from random starts, integrated: agree, a shift of {NOTICED:.0e} would be noticed"


def checked(field: Field, limit: Limit, setting: Setting) -> LimitCheck:
    """Flows from random starts at random unknowns, beside what the limit says of them."""
    differences = []
    for numbers in _places(field, limit, setting):
        end = _integrated(field, numbers)
        if end is not None:
            said = limit.at(numbers)
            largest = max(1.0, *map(abs, said))
            differences.append(max(abs(x - y) for x, y in zip(end, said, strict=True)) / largest)
        if len(differences) == RUNS:
            break
    return LimitCheck(len(differences), max(differences, default=0.0))


def _places(field: Field, limit: Limit, setting: Setting) -> Iterator[dict[sympy.Expr, sympy.Expr]]:
    """Numbers for everything, at which what has to be positive is."""
    from random import Random

    import sympy

    random, least = Random(setting.key), {size.name: size.at_least for size in setting.sizes}
    for _ in range(TRIES):
        numbers = {x: sympy.Rational(random.randint(-40, 40), 20) for x in field.letters}
        for unknown in field.parameters:
            start = least.get(unknown.name)
            numbers[unknown] = (
                sympy.Rational(random.randint(5, 40), 20)
                if start is None
                else sympy.Integer(start + random.randint(0, 4))
            )
        if all(need.subs(numbers).doit() > 0 for need in limit.needs):
            yield numbers


def _integrated(field: Field, numbers: dict[sympy.Expr, sympy.Expr]) -> list[float] | None:
    """Where the flow comes to rest; None where it does not in so many steps."""
    import numpy as np
    import sympy
    from scipy.integrate import DOP853

    unknowns = {unknown: value for unknown, value in numbers.items() if unknown not in field.letters}
    components = [component.subs(unknowns).doit() for component in field.components]
    velocity = sympy.lambdify([field.letters], components, "math")

    def moving(_: float, point: Any) -> Any:
        return np.asarray(velocity(point), dtype=np.float64)

    solver = DOP853(moving, 0.0, [float(numbers[x]) for x in field.letters], 1e9, rtol=1e-10, atol=1e-13)
    for _ in range(STEPS):
        if solver.status != "running" or np.max(np.abs(solver.f)) <= SETTLED * max(1.0, np.max(np.abs(solver.y))):
            break
        solver.step()
    settled = np.max(np.abs(solver.f)) <= SETTLED * max(1.0, np.max(np.abs(solver.y)))
    return [float(x) for x in solver.y] if settled else None
