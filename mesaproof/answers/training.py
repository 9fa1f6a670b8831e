"""Training of the full model, all six blocks, for any law, d and T."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from mesaproof.answers.asking import PAPER, answer, answered
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at, written
from mesaproof.reading.sizes import dimension, floating, length, pair, positive, whole
from symbolic.laws import Law, LawFamily

if TYPE_CHECKING:
    from proofs.zheng2024.answers.training_plan import Plan
    from proofs.zheng2024.answers.training_run import TrainingRun

Number = Fraction | int | float


def train(
    law: str | LawFamily | Law,
    d: int | None = None,
    T: int | None = None,
    *,
    start: tuple[Number, Number] = (Fraction(1, 10), Fraction(1, 10)),
    gaussian: Number | None = None,
    step: Number | None = None,
    steps: int | None = None,
    flow: Number | None = None,
    samples: int | None = None,
    seed: int = 0,
    mask: bool = False,
    every: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
    counted: Callable[[int, int], None] = lambda done, total: None,
    paper: str = PAPER,
) -> TrainingRun:
    """Train every entry of every block from `W_KQ_32 = a_0 I, W_PV_12 = b_0 I`, or from `N(0, gaussian²)` entries.

    The loss is the exact population loss, or with `samples` the mean over so many sequences, drawn once. The flow of
    the individual entries runs for the time `flow`; otherwise gradient descent makes `steps` steps, by default until a
    step is at most 1e-11 times the vector of all parameters (1e-7 for a sample), and 20 000 at most. The step size is
    by default a tenth of the largest stable one (2/λ_max of the Hessian), the smaller of those at the start and at the
    multiple of the start with the least loss. `mask` holds the off-diagonal entries of every block fixed. Descent
    records every step up to 50, then steps two per cent apart, or multiples of `every`; a flow 201 even times.
    `counted` hears the number of each record, and the most there can be.

    Raises InputError for bad input, sizes that need more than 4 GB and a run that diverges, `MomentDoesNotExist`
    without sixth moments, and `Interrupted`, which holds the run so far, on KeyboardInterrupt once training began.

    >>> run = train("sparse", 2, 5)
    >>> run.reference.ab_line, bool(abs(run.trajectory.products[-1] - 1) < 1e-9)
    (1, True)
    >>> run.line_statement
    'the run stayed on the line W_KQ_32 = aI, W_PV_12 = bI'
    """
    plan = read_plan(answer(paper, "plan")(start, gaussian, step, steps, flow, samples, seed, mask, every))
    d, T = None if d is None else dimension(d), length(T)
    run: TrainingRun = answered(paper, "train", law_at(law, d), T, plan, progress, counted)
    return replace(run, given=written(law))


def read_plan(plan: Plan) -> Plan:
    """The plan with its numbers read; raises InputError for bad ones, and for options that contradict each other."""
    if plan.flow is not None and (plan.step, plan.steps, plan.every) != (None, None, None):
        raise InputError("a flow together with step, steps or every", "either a flow or steps")
    if not isinstance(plan.mask, bool):
        raise InputError(f"mask = {plan.mask!r}", "True or False")
    return replace(
        plan,
        start=pair(plan.start, "the start", ("a_0", "b_0"), floating),
        gaussian=_positive(plan.gaussian, "gaussian"),
        step=_positive(plan.step, "step"),
        steps=_count(plan.steps, "steps"),
        flow=_positive(plan.flow, "flow"),
        samples=_count(plan.samples, "samples"),
        seed=whole(plan.seed, "seed"),
        every=_count(plan.every, "every"),
    )


def _positive(given: Number | None, name: str) -> Number | None:
    return None if given is None else positive(given, name)


def _count(given: int | None, name: str) -> int | None:
    return None if given is None else whole(given, name, 1, "a positive whole number")
