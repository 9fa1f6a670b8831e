"""How runs of any source end: settled, at a limit, at an unstable step, diverged, interrupted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from numeric_check.arrays import Parameters, Real, Shapes
from numeric_check.model.runs import Ended, Method, NoStep, trained
from numeric_check.model.trajectory import Record


@dataclass(frozen=True)
class Quadratic:
    """`½ Σ c_i x_i² − Σ b_i x_i + ½ Σ b_i²/c_i`, least at `b/c`."""

    curvatures: tuple[float, ...]
    slopes: tuple[float, ...]

    @property
    def blocks(self) -> Shapes:
        return {"x": (len(self.curvatures),)}

    def loss(self, parameters: Parameters) -> float:
        x, c, b = parameters["x"], np.array(self.curvatures), np.array(self.slopes)
        return float(np.sum(c * (x - b / c) ** 2) / 2)

    def gradient(self, parameters: Parameters) -> dict[str, Real]:
        return {"x": np.array(self.curvatures) * parameters["x"] - np.array(self.slopes)}


BOWL, LINE = Quadratic((1.0, 4.0), (2.0, 4.0)), Quadratic((3.0,), (6.0,))
ZERO = {"x": np.zeros(2)}


def test_a_run_settles_at_the_least_loss() -> None:
    run = trained(BOWL, ZERO, Method())
    assert run.ended is Ended.SETTLED
    assert run.step == pytest.approx(0.1 * 2 / 4)
    assert run.path.last["x"] == pytest.approx([2, 1], abs=1e-9)
    assert run.loss_of_zero == run.path.losses[0] == pytest.approx(4)
    assert run.end is not None
    assert run.gradient_norms[-1] == run.end.gradient_norm < 1e-8
    assert run.gradient_norms[0] == pytest.approx(np.hypot(2, 4))


def test_one_entry_has_a_stable_step_too() -> None:
    assert trained(LINE, {"x": np.zeros(1)}, Method()).begin.stable_step == pytest.approx(2 / 3)


def test_a_given_number_of_steps_is_made() -> None:
    run = trained(BOWL, ZERO, Method(step=0.1, steps=7))
    assert (run.ended, run.steps) == (Ended.STEPS, 7)


def test_a_step_at_the_edge_that_does_not_settle_is_unstable() -> None:
    """With step 2/4 + ε the entry of curvature 4 grows by a factor of 1 + 4ε a step, far from divergence."""
    run = trained(BOWL, ZERO, Method(step=0.5001, steps=50))
    assert run.ended is Ended.UNSTABLE


def test_a_run_that_diverges_keeps_its_records() -> None:
    run = trained(BOWL, ZERO, Method(step=1.0, steps=100))
    assert (run.ended, run.end) == (Ended.DIVERGED, None)
    assert "diverges" in run.said
    assert len(run.path.times) == len(run.gradient_norms) > 5


def test_an_interrupted_run_keeps_its_records() -> None:
    def heard(record: Record) -> None:
        if record.number == 3:
            raise KeyboardInterrupt

    run = trained(BOWL, ZERO, Method(), heard)
    assert (run.ended, len(run.path.times)) == (Ended.INTERRUPTED, 4)


def test_an_interruption_at_the_first_record_keeps_it() -> None:
    def heard(record: Record) -> None:
        raise KeyboardInterrupt

    assert len(trained(BOWL, ZERO, Method(), heard).path.times) == 1


def test_a_flow_ends_with_its_time() -> None:
    run = trained(BOWL, ZERO, Method(flow=3.0))
    assert (run.ended, run.step, run.steps, len(run.path.times)) == (Ended.TIME, None, None, 201)
    assert run.path.last["x"] == pytest.approx([2 * (1 - np.exp(-3)), 1 - np.exp(-12)], abs=1e-8)


def test_without_upward_curvature_a_step_has_to_be_given() -> None:
    with pytest.raises(NoStep):
        trained(Quadratic((-1.0, -2.0), (1.0, 1.0)), ZERO, Method())
