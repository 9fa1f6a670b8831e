"""A training run of a setting: its path, how it ended, whether it is on a family, and the exact loss at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from symbolic.setting import Setting, Values
from symbolic.views import Shown

if TYPE_CHECKING:
    from numeric_check.arrays import Real
    from numeric_check.compare.agreement import Comparison
    from numeric_check.described import FamilySubspace
    from numeric_check.model.runs import Method, Run

FAMILY_TOLERANCE = 1e-6
"""A point counts as on a family when no entry is further from it than so many times the largest entry."""


@dataclass(frozen=True)
class Plan:
    """How a setting is trained: `gaussian` is the scale of a random start, `samples` None for the population loss."""

    method: Method
    gaussian: Fraction | int | float | None
    samples: int | None
    seed: int


@dataclass(frozen=True)
class ExactEnd:
    """Exact population loss at the last point, whose floats are taken as the fractions that they are.

    `gradient_norm` is that of all entries that are trained, real and imaginary parts. `agreement` compares the
    loss with that of the run, to rounding; it is None for a sample, whose loss is another one.
    """

    loss: Fraction
    gradient_norm: float
    agreement: Comparison | None


@dataclass(frozen=True, eq=False, repr=False)
class SettingRun(Shown):
    """One run of a setting; `values` are those of the start.

    `exact` is a sentence where no exact loss is derived. `subspace` is the family among all points, where one is named
    and is affine in its letters.
    """

    setting: Setting
    values: Values
    family: str | None
    plan: Plan
    run: Run
    subspace: FamilySubspace | None
    exact: ExactEnd | str

    @property
    def ended(self) -> str:
        """`settled`, `limit of steps`, `end of time`, `unstable step`, `diverged` or `interrupted`."""
        return str(self.run.ended)

    @property
    def agrees(self) -> bool:
        """Whether no exact loss differs from that of the run."""
        return isinstance(self.exact, str) or self.exact.agreement is None or self.exact.agreement.agrees

    @property
    def parameters(self) -> Mapping[str, Real]:
        """The blocks at the end."""
        return self.run.path.last

    @cached_property
    def departures(self) -> Real | None:
        """Largest entry of the difference from the nearest point of the family, `(n,)`."""
        return None if self.subspace is None else self.subspace.departure(self._points)

    @cached_property
    def on_family(self) -> tuple[bool, ...] | None:
        """Whether each recorded point is on the family, to `FAMILY_TOLERANCE` of its largest entry."""
        if self.departures is None:
            return None
        return tuple((self.departures <= FAMILY_TOLERANCE * self.run.path.sizes).tolist())

    @property
    def letters(self) -> Mapping[str, Real] | None:
        """The letters of the family at its point that is nearest to the end."""
        return None if self.subspace is None else self.subspace.letters_at(self._points[-1])

    @property
    def family_statement(self) -> str:
        """One sentence: where the run was with respect to the family; empty where none is named."""
        if self.family is None:
            return ""
        if self.on_family is None or self.departures is None:
            return f"no distance from the family {self.family}: it is not affine in its letters"
        if all(self.on_family):
            return f"the run stayed on the family {self.family}"
        if self.on_family[-1]:
            return f"the run {'left and came back to' if self.on_family[0] else 'reached'} the family {self.family}"
        how = "left" if self.on_family[0] else "started off and did not reach"
        return f"the run {how} the family {self.family}: an entry is off it by {self.departures[-1]:.3g} at the end"

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on a start at rest, on steps beyond the limit of stability, and on a run that did not settle."""
        run, found = self.run, []
        if run.begin.gradient_norm == 0:
            found.append("the start is at rest, the gradient there is 0: nothing moves, and it may be a saddle")
        for where, end in (("start", run.begin), ("end", run.end)):
            if end and run.step is not None and run.step > end.stable_step:
                limit = f"{end.stable_step:.4g}, the largest stable step at the {where} of the run"
                found.append(f"the step size {run.step:.4g} is beyond {limit}")
        if run.said:
            safe = f"the largest stable step at the start is {run.begin.stable_step:.4g}, a tenth of it a safe one"
            found.append(f"{run.said}; {safe}")
        if self.plan.method.steps is None and self.ended in ("limit of steps", "unstable step"):
            found.append(f"the run had not settled after {run.steps} steps: give --steps for a longer one")
        if not self.agrees:
            found.append("the exact loss at the end is not that of the run: one of the two routes is wrong")
        return tuple(found)

    @property
    def columns(self) -> dict[str, Real]:
        """The recorded series by name, each `(n,)`."""
        path = self.run.path
        found = {"times": path.times, "losses": path.losses, "gradient_norms": self.run.gradient_norms}
        return found if self.departures is None else {**found, "off_family": self.departures}

    @cached_property
    def _points(self) -> Real:
        blocks = self.run.path.parameters.values()
        return np.concatenate([block.reshape(len(block), -1) for block in blocks], axis=1)

    def __repr__(self) -> str:
        losses, norms = self.run.path.losses, self.run.gradient_norms
        told = f"{self.setting.key}: {self.ended}; loss {losses[0]:.6g} -> {losses[-1]:.6g}"
        return "\n".join([f"{told}, gradient norm {norms[-1]:.2g}", *filter(None, [self.family_statement])])
