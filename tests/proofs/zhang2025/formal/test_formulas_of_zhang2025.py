"""Claims about heads that are trained, as formulas: proved by the rules, and nothing else with them."""

from __future__ import annotations

import pytest

from proofs.zhang2024.formal.loss_in_traces import Λ
from proofs.zhang2024.formal.trained_point import R
from proofs.zhang2025.formal import (
    critical_heads,
    head_along_eigenvector,
    learned_eigenvectors,
    learned_stated,
    many_heads,
    stationary_heads,
    time_course,
)
from proofs.zhang2025.formal.critical_heads import NOTHING
from proofs.zhang2025.formal.head_along_eigenvector import ALONG, MODEL, SPREAD, UNIT, at_rest, system, λ
from proofs.zhang2025.formal.head_along_eigenvector import v as number
from proofs.zhang2025.formal.heads_at_plateaus import along
from proofs.zhang2025.formal.learned_stated import SUPPOSED, eigenvalue, i, m
from proofs.zhang2025.formal.least_heads import LEARNED
from proofs.zhang2025.formal.many_heads import SUM
from proofs.zhang2025.formal.merged_heads import FORCE
from proofs.zhang2025.formal.repeated_eigenvalues import of_numbers
from proofs.zhang2025.formal.spans_of_eigenvectors import of_choices
from proofs.zhang2025.formal.stationary_heads import of_heads, spans
from proofs.zhang2025.formal.stationary_sums import NONE, W, force
from proofs.zhang2025.formal.time_course import GAMMA, ROOT, course, fading, w
from symbolic.core.expressions import written
from symbolic.core.vocabulary import (
    FALSE,
    TRUE,
    at_most,
    equal,
    equal_matrices,
    multiple,
    product,
    total,
    trace,
    transpose,
)
from symbolic.goals.flows_on_family import FlowOnFamily, τ
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

(GONE,) = fading(ROOT).at(τ)

CASES = {
    "time-course": Case(
        time_course,
        {
            "another start": time_course.goal(1 / (GAMMA * (1 - GONE) + 1 / w**2 * GONE)),
            "where it ends": time_course.goal(1 / GAMMA),
            "without the prompt's length": time_course.goal(1 / (1 - GONE + ROOT / w**2 * GONE)),
            "half as fast": time_course.goal(course(ROOT / 2)),
            "nothing learned": time_course.goal(written(0)),
        },
        frozenset(("bounded_flow", "flow_on_family", "sign_kept")),
    ),
    "critical-manifolds": Case(
        critical_heads,
        {
            "the best matrix alone": critical_heads.goal(critical=LEARNED),
            "nothing learned alone": critical_heads.goal(critical=NOTHING),
            "least where nothing is learned": critical_heads.goal(lowest_at=NOTHING),
            "twice the slope": critical_heads.goal(force=multiple(2, FORCE)),
        },
        frozenset(("spectral_theorem",)),
    ),
    "plateaus": Case(
        learned_eigenvectors,
        {
            "without the prompt's length": learned_stated.goal(value=trace(Λ) - total(i, 1, m, eigenvalue(i))),
            "nothing learned": learned_stated.goal(value=trace(Λ)),
            "any columns": learned_stated.goal(supposed=SUPPOSED.parts[0]),
            "any heads": learned_stated.goal(critical=along(learned_stated.P, learned_stated.LEARNED, TRUE)),
        },
        frozenset(("spectral_theorem",)),
    ),
    "stationary-functions": Case(
        stationary_heads,
        {
            "only what is learned whole": stationary_heads.goal(of_heads(heads=equal_matrices(SUM, R))),
            "without its transpose": stationary_heads.goal(sums=equal_matrices(product(force(W), transpose(W)), NONE)),
            "no critical points": stationary_heads.goal(of_heads(heads=FALSE)),
            "half the slopes": stationary_heads.goal(of_heads(many_heads.slopes(1))),
            "any heads": stationary_heads.goal(of_heads(along=many_heads.reached(TRUE))),
            "one head": stationary_heads.goal(shown=many_heads.exhibited(at_most(1, many_heads.n))),
            "any choices": stationary_heads.goal(spans_=spans(choices=of_choices(TRUE))),
            "other numbers alike": stationary_heads.goal(spans_=spans(numbers=of_numbers(TRUE))),
        },
        frozenset(("spectral_theorem",)),
    ),
    "scalar-flow": Case(
        head_along_eigenvector,
        {
            "half as fast": head_along_eigenvector.goal(FlowOnFamily(MODEL, system(SPREAD / 2))),
            "any vector": head_along_eigenvector.goal(supposed=UNIT),
            "an eigenvector of any length": head_along_eigenvector.goal(supposed=ALONG),
            "at rest elsewhere": head_along_eigenvector.goal(rest=at_rest(equal(number**3, 1 / λ))),
        },
        frozenset(("bounded_flow", "flow_on_family", "spectral_theorem")),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
