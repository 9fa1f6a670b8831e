"""The claim about retrieved samples, as a formula: proved by the rules, and nothing else with it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from proofs.li2024.formal import independent_samples, retrieval
from proofs.li2024.formal.best_step import A, N, d, α, σ
from proofs.li2024.formal.independent_samples import LEAST as ALONE
from proofs.li2024.formal.retrieval import ALIGNED, BEST, ERROR, FLOOR, ROOM
from symbolic.core.expressions import opened
from symbolic.core.rules.logic import parts
from symbolic.core.vocabulary import TRUE, equal, less
from symbolic.tactics.whole_matrices.bounded_products import norm
from tests.proofs.formal_cases import Case, cases, check_case
from tests.proofs.losses_in_formulas import at_numbers
from tests.proofs.matrix_instances import drawn

CASES = {
    "retrieval": Case(
        retrieval,
        {
            "independent samples": retrieval.goal(best=1 / (N + d + 1 + σ**2)),
            "on the scale of the mean": retrieval.goal(best=N * BEST),
            "without what samples share": retrieval.goal(best=1 / (N * ALIGNED)),
            "the error per coordinate": retrieval.goal(error=ERROR / d),
            "worth more up to another length": retrieval.goal(more=less(2 * N * (d + 2) * α**2, ROOM)),
            "half of what stays": retrieval.goal(floor=FLOOR / 2),
            "one dimension without noise too": retrieval.goal(some=TRUE),
            "a smaller error of independent samples": retrieval.goal(alone=independent_samples.goal(ALONE - 1)),
        },
    ),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


@pytest.mark.parametrize("seed", range(2))
def test_the_error_on_independent_samples_at_random_matrices(seed: int) -> None:
    source = random.Random(seed)
    d, N = source.choice(((1, 1), (1, 2), (2, 1)))
    known = {"d": Fraction(d), "N": Fraction(N), "sigma": Fraction(3, 2), "A": drawn((d, d), source)}
    off = norm(independent_samples.OFF)
    assert at_numbers(equal(independent_samples.LOSS, ALONE + N * (N + independent_samples.LEVEL) * off), known)
    assert not at_numbers(equal(independent_samples.LOSS, ALONE + 1 + N * (N + independent_samples.LEVEL) * off), known)


@pytest.mark.parametrize("seed", range(2))
def test_the_error_on_retrieved_samples_at_random_matrices(seed: int) -> None:
    """α = 3/5 and β = 4/5."""
    source = random.Random(seed)
    d, N = source.choice(((1, 1), (1, 2), (2, 1)))
    known = {"d": Fraction(d), "N": Fraction(N), "sigma": Fraction(1, 2), "A": drawn((d, d), source)}
    known |= {"alpha": Fraction(3, 5), "beta": Fraction(4, 5)}
    found = parts(retrieval.around_best(), "for_all")[1]
    assert at_numbers(opened(found, (A,)), known)
    assert not at_numbers(opened(parts(retrieval.around_best(ERROR / 2), "for_all")[1], (A,)), known)
