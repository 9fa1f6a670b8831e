"""How a model is trained, and what is refused before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from proofs.refusal import Refused
from proofs.zheng2024.answers.table_size import require_small_table
from proofs.zheng2024.model.attention import BLOCKS
from symbolic.laws import Law

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


def require_sizes(law: Law, T: int) -> None:
    """Raise Refused for sizes that cannot be trained."""
    if T > LARGEST_T:
        raise Refused(f"T = {T}", f"T <= {LARGEST_T} in training")
    require_small_table(law)


def require_memory(plan: Plan, d: int) -> None:
    """Raise Refused where the records, or the sample, would need more than 4 GB."""
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
    from numeric_check.model import training

    return training.most_records(plan.steps or MOST_STEPS, plan.every)


def too_large(what: str, size: int, hint: str) -> Refused:
    """The error for something that would need `size` bytes."""
    return Refused(f"{what}, about {Decimal(size) / 10**9:.3g} GB", f"at most {MOST_BYTES // 10**9} GB", hint)
