"""The best matrix of step sizes as a formula: proved by the rules alone, and with the values of an enumeration."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from numeric_check.described import exact_loss
from proofs.wu2023.formal import best_matrix
from proofs.wu2023.formal.best_matrix import GAMMA, HIGH_ROOT, INVERSE, LEAST, ROOT, A, H, R, loss, norm
from proofs.wu2023.formal.gammas import Λ, d, σ, ψ
from proofs.wu2023.setting import WU
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import (
    TRUE,
    equal_matrices,
    member,
    multiple,
    product,
    real,
    semidefinite,
    trace,
    transpose,
)
from symbolic.goals.engine import loss_anywhere_formula
from symbolic.setting import Values
from symbolic.tactics.steps import replaced
from tests.proofs.formal_cases import Case, cases, check_case
from tests.proofs.matrix_instances import drawn, inverse
from tests.proofs.zhang2024.formal.test_velocities_at_random import covariance
from tests.symbolic.formula_values import value
from tests.symbolic.goals.test_formula_values import sides

CASES = {
    "optimum": Case(
        best_matrix,
        {
            "a smaller least error": best_matrix.goal(least=LEAST - ψ**2),
            "without the query's noise": best_matrix.goal(least=LEAST - σ**2),
            "half the best matrix": best_matrix.goal(best=multiple(Fraction(1, 2), R)),
            "the negative matrix": best_matrix.goal(best=multiple(-1, R)),
            "a covariance that may be singular": best_matrix.goal(definite=member(Λ, semidefinite(d))),
            "the root of Γ": best_matrix.goal(root=equal_matrices(product(H, H), GAMMA)),
            "weights that are 0": best_matrix.goal(varies=TRUE),
        },
        facts=frozenset({"spectral_theorem"}),
    ),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


def enumerated(known: dict[str, Any], of: Any) -> Fraction:
    """The loss at a matrix, from the definition of the model."""
    sizes, scalars = ({name: known[name] for name in names} for names in (("d", "N"), ("psi", "sigma")))
    whole = {name: int(size) for name, size in sizes.items()}
    return exact_loss(WU, Values(whole, covariances={"Λ": known["Λ"]}, scalars=scalars, parameters={"A": of}))


def instance(seed: int) -> dict[str, Any]:
    """Random sizes, a covariance, numbers and a matrix, with the inverse of Γ and the loss there."""
    source = random.Random(seed)
    d, N = source.choice((1, 2)), source.choice((1, 2))
    known: dict[str, Any] = {"d": Fraction(d), "N": Fraction(N), "Λ": covariance(d, source), "A": drawn((d, d), source)}
    known |= {"psi": Fraction(source.randint(1, 3), 2), "sigma": Fraction(source.randint(-3, 3), 2)}
    known["R"] = inverse(value(GAMMA, known))
    return {**known, "L": enumerated(known, known["A"])}


OFF = best_matrix.off(A)
ABOVE = trace(product(transpose(OFF), GAMMA, Λ, OFF, Λ))
"""What the square is, without the roots."""


@pytest.mark.parametrize("seed", range(3))
def test_the_error_above_the_least_at_random_matrices(seed: int) -> None:
    known = instance(seed)
    assert value(LEAST + ψ**2 * ABOVE, known) == known["L"]
    assert value(LEAST, known) == enumerated(known, known["R"]) <= known["L"]
    assert (value(ABOVE, known) == 0) == (known["A"] == known["R"])


NUMBERS = {name: Fraction(of) for name, of in {"Λ": "1", "B": "1", "H": "2", "R": "1/4", "A": "-5"}.items()}


def test_the_square_with_roots_is_the_error_above_the_least() -> None:
    """`Λ = 1`, N = 2, `σ = 2 ψ`: `Γ = 4`."""
    one = Fraction(1)
    known: dict[str, Any] = {"d": one, "N": 2 * one, "psi": 3 * one, "sigma": 6 * one}
    known |= {name: ((of,),) for name, of in NUMBERS.items()}
    assert all(value(each[1], known) for each in (INVERSE, ROOT, HIGH_ROOT))
    assert value(LEAST + ψ**2 * norm(A), known) == enumerated(known, known["A"])


@pytest.mark.parametrize("seed", range(2))
def test_words_at_all_blocks_have_the_values_of_an_enumeration(seed: int) -> None:
    known = instance(seed)
    equation, _ = sides(loss_anywhere_formula("wu2023"), known)
    assert value(replaced(equation, loss(A), real("L")), known)


def test_a_transpose_less_is_another_number() -> None:
    def without(formula: Expression) -> Expression:
        return replaced(formula, transpose(A), A)

    equations = [(sides(loss_anywhere_formula("wu2023"), instance(seed))[0], instance(seed)) for seed in range(6)]
    assert not all(value(without(replaced(each, loss(A), real("L"))), known) for each, known in equations)
