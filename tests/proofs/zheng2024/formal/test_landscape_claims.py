"""Claims about the loss around trained points, as formulas: proved by the rules, and nothing else with them."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from proofs.zheng2024.formal.landscape import curved_most, landscape_long_sequences, landscape_saddles, largest_step
from proofs.zheng2024.formal.landscape.beside_trained_points import rises
from proofs.zheng2024.formal.landscape.global_minimum_repaired import LEAST
from proofs.zheng2024.formal.landscape.landscape_long_sequences import inequality
from proofs.zheng2024.formal.landscape.largest_step import LARGEST_STEP, MATRIX, OTHER
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, a, d
from symbolic.core.vocabulary import FALSE, TRUE, at_most
from tests.proofs.formal_cases import Case, cases, check_case
from tests.symbolic.formula_values import value

CASES = {
    "landscape-saddles": Case(
        landscape_saddles,
        {
            "half the bend": landscape_saddles.goal(bend=landscape_saddles.BEND / 2),
            "another term of degree four": landscape_saddles.goal(fourth=2 * landscape_saddles.FOURTH),
            "shorter halves": landscape_saddles.goal(least=1),
            "every law": landscape_saddles.goal(hypotheses=TRUE),
            "no model near it": landscape_saddles.goal(lower=FALSE),
            "larger on the whole line": landscape_saddles.goal(beside=rises(a)),
        },
        trusts=("diagonals", "engine", "exact values"),
    ),
    "landscape-long-sequences": Case(
        landscape_long_sequences,
        {
            "without the inequality": landscape_long_sequences.goal(TRUE),
            "a shorter length": landscape_long_sequences.goal(lengths=((3, 14),)),
            "half of the energy": landscape_long_sequences.goal(inequality(Fraction(1, 2))),
            "every length": landscape_long_sequences.goal(long=TRUE),
            "lengths above d − 1": landscape_long_sequences.goal(longer=at_most((d - 1) * OVERLAP, T - 2)),
            "no triples": landscape_long_sequences.goal(triples=TRUE),
            "every law": landscape_long_sequences.goal(hypotheses=TRUE),
            "twice the least loss": landscape_long_sequences.goal(least=2 * LEAST),
        },
        trusts=("diagonals", "engine"),
    ),
    "largest-step": Case(
        largest_step,
        {
            "half the step": largest_step.goal(step=LARGEST_STEP / 2),
            "twice the step": largest_step.goal(step=2 * LARGEST_STEP),
            "two entries exchanged": largest_step.goal((MATRIX[0], MATRIX[2], MATRIX[1], *MATRIX[3:])),
            "another second derivative by W_KQ_23": largest_step.goal(other=OTHER / 2),
            "two dimensions as one": largest_step.goal(size=2),
        },
    ),
}


@pytest.mark.slow
@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


def test_the_largest_second_derivative_is_the_top_eigenvalue() -> None:
    draw = random.Random("largest-step")
    for _ in range(5):
        sizes = {each.name: draw.uniform(0.2, 3) for each in (curved_most.N, curved_most.H, curved_most.H2)}
        names = {**sizes, curved_most.a.name: draw.gauss(0, 1), curved_most.b.name: draw.gauss(0, 1)}

        def at(*direction: float, names: dict[str, float] = names) -> float:
            steps = {step.name: length for step, length in zip(curved_most.STEPS, direction, strict=True)}
            return float(value(curved_most.FORM, {**names, **steps}))

        unit = np.eye(6)
        matrix = np.array([[(at(*(m + n)) - at(*(m - n))) / 4 for n in unit] for m in unit])
        assert np.isclose(np.linalg.eigvalsh(matrix)[-1], value(curved_most.MOST, names), rtol=1e-9)


def test_the_inequality_that_is_a_premise_holds_at_random() -> None:
    """Among all b with the same products it is least where `Σ 1/(n − 1 + t_j)` is at most 1."""
    rng = np.random.default_rng(7)
    for _ in range(300):
        size = int(rng.integers(2, 7))
        mixed = np.zeros((size, size))
        for weight in rng.dirichlet(np.ones(3)):
            mixed += weight * np.roll(np.eye(size), int(rng.integers(1, size)), axis=1)
        scales = np.exp(rng.normal(size=size) * 3)
        ratios = mixed @ scales / scales
        assert np.sum(1 / (size - 1 + ratios)) <= 1 + 1e-12
