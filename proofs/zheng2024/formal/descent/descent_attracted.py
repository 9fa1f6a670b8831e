"""A trained point attracts descent for `h k < 2`."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.descent.attracted_run import (
    GAP,
    STARTS,
    attracted,
)
from proofs.zheng2024.formal.descent.descent_kept import (
    applied,
)
from proofs.zheng2024.formal.descent.descent_nearby import (
    REST,
    G,
    attracts,
    within,
    δ,
    ε,
)
from proofs.zheng2024.formal.descent.descent_runs import (
    RUN,
    STEPS,
)
from proofs.zheng2024.formal.descent.descent_step import STEP
from proofs.zheng2024.formal.descent.near_enough import (
    SLOW,
    exist_close,
    exist_gap,
    exist_large,
    exist_leg,
    exist_start,
)
from proofs.zheng2024.formal.scalars.scalar_flow import GIVEN, c1, c2
from symbolic.core.expressions import Expression, opened
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    POSITIVE,
    at_most,
    less,
    member,
)
from symbolic.tactics.signs import signed
from symbolic.tactics.steps import (
    assumed,
    under,
    witnessed,
)


@cache
def attraction() -> Theorem:
    """`∀c1, c2, h > 0 ∀a, b`: where `ab = c1/c2` and `h k < 2` the point attracts."""
    found = under(attracted(), *RUN, STEPS, within(ε, 1))
    found = witnessed(parts_of_attraction(), found, ε, facts=assumed(STARTS))
    found = exist_leg(exist_start(found))
    found = applied(exist_close(found, δ, assume(less(0, δ))), signed(at_most(G, 1), assumed(GAP)))
    found = exist_large(exist_gap(found))
    found = under(applied(found, assumed(member(δ, POSITIVE))[-1]), member(δ, POSITIVE))
    return under(found, *GIVEN[:2], STEP, *REST, SLOW)


def parts_of_attraction() -> Expression:
    """What is claimed for each δ."""
    return opened(parts(attracts(c1, c2), "for_all")[1], (δ,))
