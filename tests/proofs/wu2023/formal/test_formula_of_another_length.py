"""The trained step on prompts of another length as a formula: proved by rules alone, with values by enumeration."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.wu2023.formal import other_length
from proofs.wu2023.formal.best_matrix import R
from proofs.wu2023.formal.gammas import Λ, M, N, d, gamma, ψ
from proofs.wu2023.formal.other_length import DIFFERENCE, EXCESS, SHIFTED, Q
from symbolic.core.vocabulary import (
    TRUE,
    equal_matrices,
    member,
    multiple,
    product,
    semidefinite,
    sum_of_matrices,
    trace,
    transpose,
)
from tests.proofs.formal_cases import Case, cases, check_case
from tests.proofs.matrix_instances import inverse
from tests.proofs.wu2023.formal.test_formula_of_the_optimum import enumerated, instance
from tests.symbolic.formula_values import value

CASES = {
    "length": Case(
        other_length,
        {
            "twice the excess": other_length.goal(excess=2 * EXCESS),
            "no excess": other_length.goal(excess=EXCESS * 0),
            "the other difference": other_length.goal(shifted=multiple(-1, SHIFTED)),
            "prompts of one length": other_length.goal(apart=TRUE),
            "a definite difference": other_length.goal(between=DIFFERENCE),
            "a covariance that may be singular": other_length.goal(spread=member(Λ, semidefinite(d))),
        },
        facts=frozenset({"spectral_theorem"}),
    ),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


OFF = sum_of_matrices(Q, multiple(-1, R))
ABOVE = ψ**2 * trace(product(transpose(OFF), gamma(M), Λ, OFF, Λ))
"""The excess without the roots."""


@pytest.mark.parametrize("samples", [1, 2, 3])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_excess_at_random_covariances(seed: int, samples: int) -> None:
    known = {**instance(seed), "M": Fraction(samples)}
    known |= {"Q": inverse(value(gamma(N), known)), "R": inverse(value(gamma(M), known))}
    on_tested = {**known, "N": known["M"]}
    trained, best = (enumerated(on_tested, known[name]) for name in ("Q", "R"))
    assert value(ABOVE, known) == trained - best
    assert value(equal_matrices(DIFFERENCE, SHIFTED), known)
    assert (trained > best) == (known["M"] != known["N"])
