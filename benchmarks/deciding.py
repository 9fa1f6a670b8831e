"""Deciding: seconds against the dimension and the degree of what is asked, beside SymPy's ranks of the same system."""

from __future__ import annotations

from functools import partial

import sympy

from benchmarks.timing import called, fresh, in_turns, report, shown
from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.line.invariance import line_invariant
from symbolic.decide.conclusions import Conclusion, Requirement, moment_is
from symbolic.decide.conditions import Equals, MixedMomentsVanish, SameForAll
from symbolic.decide.conditions.symmetries import Permutations
from symbolic.decide.decision import decide_at
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.spans.system import System
from symbolic.expectation.moments import Pattern

DIMENSIONS = (2, 3, 4, 5)
DEGREES = (2, 4, 6)
SETUP = """
from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from proofs.zheng2024.line.invariance import line_invariant
from symbolic.decide.decision import decide, decide_at
from symbolic.decide.dimensions import dimensions
line = line_invariant()
"""
PRINTED = {
    "Assumption 4.1 as printed, every d": "decide(ASSUMPTION_4_1, line)",
    "Assumption 4.1 as printed, the set of d": "dimensions(ASSUMPTION_4_1, line)",
    "the line conditions, every d": "decide(LINE_CONDITIONS, line)",
    "without the third index, the set of d": "dimensions(LINE_CONDITIONS.without(3), line)",
    **{f"Assumption 4.1 as printed, d={d}": f"decide_at(ASSUMPTION_4_1, line, {d})" for d in DIMENSIONS},
}
"""Decisions about the printed theorem, each in a new process with nothing remembered."""


def main() -> None:
    for name, statement in PRINTED.items():
        print(f"{name}: {shown(fresh(SETUP, statement)())}", flush=True)
    for degree in DEGREES:
        for d in DIMENSIONS:
            proof, refutation = (called(partial(decide_at, *question, d))() for question in questions(degree))
            print(f"degree {degree}, d={d}: proof {shown(proof)}, refutation {shown(refutation)}", flush=True)
    ours, theirs = in_turns({call: called(call) for call in (certificates, ranks)}).values()
    report("certificates of the eight requirements, every d", ours, "SymPy's ranks at d=5", theirs)


def questions(degree: int) -> tuple[tuple[Hypotheses, Conclusion], ...]:
    """Of this degree: a mixed moment that follows from an infinite family and equal sums, and a power that does not."""
    family = (MixedMomentsVanish(), Equals(Pattern((2,)), 1), SameForAll(Pattern((degree,))))
    half = degree // 2
    equation = (Equals(Pattern((half, half)), 1),) if half > 1 else ()
    mixed = moment_is(Pattern((degree - 1, 1)))
    return (
        (Hypotheses("followed", (*family, Permutations())), mixed),
        (Hypotheses("broken", (*family, *equation)), moment_is(Pattern((degree,)), 2)),
    )


def certificates() -> None:
    """Every certificate once, nothing remembered."""
    from symbolic.decide.spans.span import follows

    for requirement in line_invariant().requirements:
        follows(System(LINE_CONDITIONS, requirement.frame), requirement)


def ranks() -> None:
    """The same question at d = 5 with dense SymPy matrices: does the rank grow when the requirement is added?"""
    for requirement in line_invariant().requirements:
        rank_grows(requirement)


def rank_grows(requirement: Requirement) -> bool:
    """Whether the requirement is outside the span of the instances at d = 5."""
    system = System(LINE_CONDITIONS, requirement.frame, 5)
    rows = system.rows()
    target = system.reduced(requirement.form)
    keys = sorted({key for row in [*rows, target] for key in row})
    matrix = sympy.Matrix([[row.get(key, 0) for key in keys] for row in rows])
    return bool(matrix.rank() < matrix.col_join(sympy.Matrix([[target.get(key, 0) for key in keys]])).rank())


if __name__ == "__main__":
    main()
