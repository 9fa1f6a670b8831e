"""What a mutant is, and what a side reads when it compares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING

from mesaproof.selftest.altering import Patch

if TYPE_CHECKING:
    import sympy

    from numeric_check.compare.agreement import Comparison


class Kind(StrEnum):
    """Which ingredient is altered."""

    CLAIM = "claim"
    MOMENT = "moment"
    COUNT = "count"
    RANGE = "index range"
    CONVENTION = "gradient convention"
    SAMPLER = "sampler"
    VARIANCE = "variance"


class How(StrEnum):
    """How a check refuses: what is altered is shown to be wrong, is not shown to be right, or stops the check."""

    REFUTED = "refuted"
    UNDECIDED = "undecided"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Reading:
    """One comparison: whether it refuses, by how much the two numbers are apart, and what it resolves.

    `how` is how it refuses, if it does: two numbers that differ refute.
    `apart` is claimed minus computed. `resolution` is a shift that is noticed for certain (two exact or two computed
    numbers), or with probability at least 0.999 (a sample). `shift` is how far the alteration moved the compared mean,
    where the check knows it; otherwise it is found from `apart` with and without the alteration.
    """

    what: str
    refused: bool
    apart: float
    resolution: float
    shift: float | None = None
    sampled: bool = False
    how: How = How.REFUTED


Check = Callable[[], tuple[Reading, ...]]
"""Compares, with whatever is altered at that moment. Checks are hashable: their readings unaltered are remembered."""


@dataclass(frozen=True)
class DomainMutant:
    """One ingredient of the derivation or of the second route, altered, and the two sides that have to notice.

    A side is a check, or the reason why it does not apply. Where the alteration is in what a check is given and not in
    the toolkit (an altered claim), the controls are the same checks of the unaltered. `excluded` is the reason why the
    mutant is not counted; if it is equivalent, no check may refuse it. `without_control` is the reason why it is not
    counted where the exact side refuses the unaltered as well; without one, that is a fault of the toolkit.
    """

    id: str
    kind: Kind
    change: str
    exact: Check | str
    numeric: Check | str
    patches: Callable[[], tuple[Patch, ...]] = tuple
    exact_control: Check | None = None
    numeric_control: Check | None = None
    excluded: str = ""
    equivalent: bool = False
    without_control: str = ""


def compared(what: str, found: Comparison, shift: float | None = None) -> Reading:
    """The reading of a comparison of the second route."""
    sampled = found.kind == "sampled"
    apart = found.claimed - found.estimate
    return Reading(what, not found.agrees, apart, found.resolution_sure, shift, sampled)


def identical(what: str, left: sympy.Expr, right: sympy.Expr) -> Reading:
    """The reading of two exact expressions; what cannot be decided is not a refusal."""
    from symbolic.algebra.equality import Different, same

    answer = same(left, right)
    if isinstance(answer, Different):
        return Reading(what, True, float(answer.difference), 0.0)
    return Reading(what, False, 0.0, 0.0)


def stopped(error: Exception) -> Reading:
    """A check that could not be carried out: noticed, without a number."""
    what = f"stops with {type(error).__name__}: {' '.join(str(error).split())}"
    return Reading(what, True, inf, 0.0, how=How.STOPPED)
