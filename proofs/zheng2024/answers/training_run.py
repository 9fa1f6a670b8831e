"""What a training run found: its path, where it ended, whether it stayed on the line, and what to be warned of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from proofs.zheng2024.answers.given_law import named
from proofs.zheng2024.answers.training_plan import Plan
from proofs.zheng2024.line import trained
from symbolic.laws import Law
from symbolic.views import Screened

if TYPE_CHECKING:
    import sympy

    from numeric_check.arrays import Real
    from proofs.zheng2024.second_route.line_trajectory import LineTrajectory

LINE_TOLERANCE = 1e-6
"""A point counts as on the line when no entry is further from it than so many times the largest entry."""


LINE = "the line W_KQ_32 = aI, W_PV_12 = bI"


@dataclass(frozen=True)
class Reference:
    """Exact values of the best point of the line, None where undefined; ratios are averaged over coordinates."""

    ab_line: sympy.Expr | None
    mean_ratio: sympy.Expr | None
    relative_mse: sympy.Expr | None

    @staticmethod
    def of(law: Law, T: int) -> Reference:
        """Raises `MomentDoesNotExist` where moments up to the sixth do not exist."""
        import sympy

        from symbolic.algebra.quotients import quotient

        ratios = trained.mean_ratio(law, T)
        mean = None if ratios is None else quotient(sympy.Add(*ratios), sympy.Integer(len(ratios)))
        return Reference(trained.ab_line(law, T), mean, trained.relative_mse(law, T))


@dataclass(frozen=True)
class End:
    """Gradient norm of all entries that move, and largest stable step, at one end of a run."""

    gradient_norm: float
    stable_step: float


@dataclass(frozen=True, repr=False)
class TrainingRun(Screened):
    """One run of the full model.

    `trajectory` holds n recorded points with all six blocks; `ratios (n,)` is the mean of prediction over target
    (`proofs.zheng2024.second_route.mean_ratio`, under the law also where a sample is trained), averaged over the
    coordinates that are not 0 almost surely; `loss_of_zero` is the loss of predicting zero, of the same sequences as
    `trajectory.losses`. `step` is None for a flow. `settled` says whether steps became negligible, None where their
    number was given. `end` is None for a run that was interrupted. `given` is the law as a person wrote it.
    """

    law: Law
    T: int
    plan: Plan
    trajectory: LineTrajectory
    ratios: Real
    loss_of_zero: float
    reference: Reference
    step: float | None
    settled: bool | None
    begin: End
    end: End | None
    given: str = field(default="", compare=False)

    @property
    def named(self) -> str:
        """The law as it was given, and what it stands for where that is written otherwise."""
        return named(self.given, self.law)

    @property
    def d(self) -> int:
        return self.law.d

    @property
    def steps(self) -> int | None:
        """Number of steps made, None for a flow."""
        return None if self.step is None else round(float(self.trajectory.times[-1]) / self.step)

    @property
    def relative_errors(self) -> Real:
        """Loss over the loss of predicting zero, `(n,)`."""
        return self.trajectory.losses / self.loss_of_zero

    @cached_property
    def on_line(self) -> tuple[bool, ...]:
        """Whether each recorded point is on the line, to `LINE_TOLERANCE` of its largest entry."""
        return tuple((self.trajectory.off_line <= LINE_TOLERANCE * self.trajectory.sizes).tolist())

    @property
    def line_statement(self) -> str:
        """One sentence: where the run was with respect to the line."""
        return self.stated(LINE)

    def stated(self, line: str) -> str:
        """The same sentence with the line in other words."""
        if all(self.on_line):
            return f"the run stayed on {line}"
        if self.on_line[-1]:
            return f"the run {'left and came back to' if self.on_line[0] else 'reached'} {line}"
        how = "left" if self.on_line[0] else "started off and did not reach"
        far = f"an entry is off it by {self.trajectory.off_line[-1]:.3g} at the end"
        sampled = " (no finite sample keeps to it exactly)" if self.plan.samples and self.on_line[0] else ""
        return f"the run {how} {line}{sampled}: {far}, and ab alone does not describe the model"

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on steps beyond the stability limit and on a run that did not settle."""
        found = []
        if self.begin.gradient_norm == 0:
            found.append("the start is at rest, the gradient there is 0: nothing moves, and it may be a saddle")
        for where, end in (("start", self.begin), ("end", self.end)):
            if end and self.step is not None and self.step > end.stable_step:
                limit = f"{end.stable_step:.4g}, the largest stable step at the {where} of the run"
                found.append(f"the step size {self.step:.4g} is beyond {limit}")
        if self.settled is False and self.end:
            found.append(f"the run had not settled after {self.steps} steps: give --steps for a longer one")
        return tuple(found)

    @property
    def columns(self) -> dict[str, Real]:
        """The recorded series by name, each `(n,)`."""
        path = self.trajectory
        return {
            "times": path.times,
            "losses": path.losses,
            "a": path.a,
            "b": path.b,
            "ab": path.products,
            "ratio": self.ratios,
            "relative_error": self.relative_errors,
            "off_line": path.off_line,
        }


def averaged(ratios: Real) -> Real:
    """Mean over the coordinates `(n, d)` that have a ratio; NaN where none has."""
    defined = ~np.all(np.isnan(ratios), axis=0)
    return np.asarray(np.mean(ratios[:, defined], axis=1)) if defined.any() else np.full(len(ratios), np.nan)
