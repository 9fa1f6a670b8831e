"""How a model is to be trained, and what is refused before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import log

from mesaproof.answers.checking import LARGEST_TABLE_D
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at
from mesaproof.reading.sizes import dimension, floating, length, pair, positive, whole
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.laws import Law, LawFamily

MOST_STEPS = 20_000
"""Steps of a run whose number of steps is not given, unless it settles before."""

FLOW_RECORDS = 201

LARGEST_T = 2000
"""What survives the mean over the eigenvalues is counted in time T², some minutes from here on."""

MOST_BYTES = 4 * 10**9
BYTES_PER_TERM = 160
BYTES_PER_SEQUENCE = 64
"""Of a term of the polynomial and of one coordinate of a sequence, at the peak, when they are made."""

Number = Fraction | int | float


@dataclass(frozen=True)
class Plan:
    """How a model is trained: the start on the line or, with `gaussian`, off it; None where a default is to be found.

    `samples` is None for the exact population loss; `flow` is the time of a gradient flow, None for descent.
    """

    start: tuple[Number, Number]
    gaussian: Number | None
    step: Number | None
    steps: int | None
    flow: Number | None
    samples: int | None
    seed: int
    mask: bool
    every: int | None


def sized(law: str | LawFamily | Law, d: int | None, T: int | None) -> tuple[Law, int]:
    """The law at d, and T; raises InputError for sizes that cannot be trained."""
    d, T = None if d is None else dimension(d), length(T)
    if T > LARGEST_T:
        raise InputError(f"T = {T}", f"T <= {LARGEST_T} in training")
    exact = law_at(law, d)
    if not exact.exchangeable and exact.d > LARGEST_TABLE_D:
        raise InputError(f"a table of atoms with d = {exact.d}", f"d <= {LARGEST_TABLE_D}")
    return exact, T


def read_plan(plan: Plan) -> Plan:
    """The plan with its numbers read; raises InputError for bad ones, and for options that contradict each other."""
    if plan.flow is not None and (plan.step, plan.steps, plan.every) != (None, None, None):
        raise InputError("a flow together with step, steps or every", "either a flow or steps")
    if not isinstance(plan.mask, bool):
        raise InputError(f"mask = {plan.mask!r}", "True or False")
    return Plan(
        start=pair(plan.start, "the start", ("a_0", "b_0"), floating),
        gaussian=_positive(plan.gaussian, "gaussian"),
        step=_positive(plan.step, "step"),
        steps=_count(plan.steps, "steps"),
        flow=_positive(plan.flow, "flow"),
        samples=_count(plan.samples, "samples"),
        seed=whole(plan.seed, "seed"),
        mask=plan.mask,
        every=_count(plan.every, "every"),
    )


def _positive(given: Number | None, name: str) -> Number | None:
    return None if given is None else positive(given, name)


def _count(given: int | None, name: str) -> int | None:
    return None if given is None else whole(given, name, 1, "a positive whole number")


def require_memory(plan: Plan, d: int) -> None:
    """Raise InputError where the records, or the sample, would need more than 4 GB."""
    from proofs.zheng2024.second_route.gradient_sources import chunk
    from proofs.zheng2024.second_route.one_pass import CHUNK_ENTRIES

    point = 8 * len(BLOCKS) * d * d
    records = 3 * point * most_records(plan)
    if records > MOST_BYTES:
        count = f"{most_records(plan)} records of {point // 8} parameters each"
        raise too_large(count, records, "take a smaller d, fewer steps or a larger distance between records")
    if plan.samples is not None:
        sequences = max(64, CHUNK_ENTRIES // d**2)
        needed = BYTES_PER_SEQUENCE * plan.samples * d + 3 * point * chunk(d) + 2 * point * sequences
        if needed > MOST_BYTES:
            raise too_large(f"{plan.samples} samples of dimension {d}", needed, "take fewer samples or a smaller d")


def most_records(plan: Plan) -> int:
    """A bound on the number of recorded points."""
    if plan.flow is not None:
        return FLOW_RECORDS
    from numeric_check.model.training import DENSE

    steps = plan.steps or MOST_STEPS
    if plan.every is not None:
        return steps // plan.every + 2
    return min(steps, DENSE + int(DENSE * max(log(steps) - log(DENSE), 0))) + 2


def too_large(what: str, size: int, hint: str) -> InputError:
    """The error for something that would need `size` bytes."""
    return InputError(f"{what}, about {Decimal(size) / 10**9:.3g} GB", f"at most {MOST_BYTES // 10**9} GB", hint)
