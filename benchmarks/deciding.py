"""Deciding: seconds against the dimension and the degree of what is asked, beside SymPy's rank of the same system."""

from __future__ import annotations

from functools import partial

import sympy

from benchmarks.timing import best, report, shown
from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from symbolic.conclusions import Requirement, line_invariant, moment_is
from symbolic.conditions import MixedMomentsVanish, SameForAll
from symbolic.decide import decide, decide_at
from symbolic.hypotheses import Hypotheses
from symbolic.moments import Pattern
from symbolic.span import System

DIMENSIONS = (2, 3, 4, 5)
DEGREES = (2, 4, 6)


def main() -> None:
    for hypotheses in (ASSUMPTION_4_1, LINE_CONDITIONS):
        seconds = best(partial(decide, hypotheses, line_invariant()), repeats=1)
        print(f"{hypotheses.name}, every d: {shown(seconds)}")
    for d in DIMENSIONS:
        seconds = best(partial(decide_at, ASSUMPTION_4_1, line_invariant(), d), repeats=1)
        print(f"Assumption 4.1 as printed, d={d}: {shown(seconds)}")
    for degree in DEGREES:
        hypotheses = Hypotheses("H", (MixedMomentsVanish(), SameForAll(Pattern((degree,)))))
        seconds = best(partial(decide_at, hypotheses, moment_is(Pattern((degree - 1, 1))), 3), repeats=1)
        print(f"a mixed moment of degree {degree}, d=3: {shown(seconds)}")
    ours = best(certificates)
    report("certificates of the eight requirements, every d", ours, "SymPy's ranks at d=5", best(ranks))


def certificates() -> None:
    """Every certificate once, nothing remembered."""
    from symbolic.span import follows

    for requirement in line_invariant().requirements:
        follows(System(LINE_CONDITIONS, requirement.frame), requirement)


def ranks() -> None:
    """The same question at d = 5 with dense SymPy matrices: does the rank grow when the requirement is added?"""
    for requirement in line_invariant().requirements:
        rank_grows(requirement)


def rank_grows(requirement: Requirement) -> bool:
    """Whether the requirement is outside the span of the instances at d = 5."""
    system = System(LINE_CONDITIONS, requirement.frame, 5)
    rows = [system.reduced(instance.form) for instance in system.instances()]
    target = system.reduced(requirement.form)
    keys = sorted({key for row in [*rows, target] for key in row})
    matrix = sympy.Matrix([[row.get(key, 0) for key in keys] for row in rows])
    return bool(matrix.rank() < matrix.col_join(sympy.Matrix([[target.get(key, 0) for key in keys]])).rank())


if __name__ == "__main__":
    main()
