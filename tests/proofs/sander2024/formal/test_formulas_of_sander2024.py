"""Claims about attention on sequences, as formulas: proved or refuted by the rules, and nothing else with them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.sander2024.formal import (
    any_start,
    diagonal_blocks,
    first_token,
    first_token_repaired,
    gradient_step,
    gradient_step_repaired,
    loss_of_six_scalars,
    normalisation,
    program_loss,
    proposition_2,
    proposition_2_repaired,
    step_and_floor,
    unitary_loss,
    unitary_minimum,
)
from proofs.sander2024.formal.lemmas import diagonal_loss, diagonals_of_signs, other_diagonals
from proofs.sander2024.formal.lemmas.six_scalars_bound import LEAST, STEP
from proofs.sander2024.formal.plain_tokens import LAST, NORM, PROGRAM, QUERY, SUM, TRACE
from proofs.sander2024.formal.proposition_2_repaired import CONDITIONS, a1, a2, a3, a4, b1, b2
from proofs.sander2024.formal.six_products import SIZES, products, summed
from proofs.sander2024.formal.starts_of_ones import T, d
from proofs.sander2024.formal.step_of_descent import OUTER
from proofs.zheng2024.formal.lemmas.line_loss import S2, S4, S6
from symbolic.core.expressions import written
from symbolic.core.vocabulary import TRUE, conjunction, equal, negation
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

ONE_MISSING = conjunction(equal(a1 + a4, 0), equal(a2, 0), equal(a3 * b1, STEP))
TOO_MANY = conjunction(equal(a1, 0), equal(a4, 0), equal(a2, 0), equal(b2, 0), equal(a3 * b1, STEP))

BEST = equal(a3 * b1, STEP)
FIRST_TOKEN_SUM = conjunction(equal(a1 + a4, 0), equal(a2, 0), equal(b2, 0), first_token_repaired.BEST)

CASES = {
    "reduced-loss": Case(
        loss_of_six_scalars,
        {
            "of one coordinate": loss_of_six_scalars.goal(summed(products())),
            "a_4 left out": loss_of_six_scalars.goal(d * summed(products((a1, a2, a3, a1, b1, b2)))),
            "values exchanged": loss_of_six_scalars.goal(d * summed(products((a1, a2, a3, a4, b2, b1)))),
        },
    ),
    "proposition-2": Case(
        proposition_2,
        {
            "the proposition": proposition_2.goal(),
            "as repaired": negation(proposition_2.goal(CONDITIONS)),
            "with any other a_2": negation(proposition_2.goal(ONE_MISSING)),
        },
        refuted=True,
    ),
    "proposition-2-repaired": Case(
        proposition_2_repaired,
        {
            "as printed": proposition_2_repaired.goal(proposition_2.PRINTED),
            "one condition missing": proposition_2_repaired.goal(ONE_MISSING),
            "a condition too many": proposition_2_repaired.goal(TOO_MANY),
            "half the least loss": proposition_2_repaired.goal(least=LEAST / 2),
        },
    ),
    "step-size": Case(
        step_and_floor,
        {
            "another step": step_and_floor.goal(step=3 * (T + 2) / (2 * T**2 + (3 * d + 2) * T + 6)),
            "the same step without a predecessor": step_and_floor.goal(first=step_and_floor.STEP),
            "another rate": step_and_floor.goal(rate=2 / (3 * T)),
            "a third of the error": step_and_floor.goal(floor=Fraction(1, 3)),
            "below the rate for d = 1 too": step_and_floor.goal(least_wide=1),
        },
    ),
    "any-start": Case(
        any_start,
        {
            "the step for ones": any_start.goal(step=3 * (T + 2) / (2 * T**2 + (3 * d + 2) * T + 6 * d)),
            "another rate": any_start.goal(rate=2 * S4 / S6),
            "half the error": any_start.goal(floor=1 - S4**2 / (2 * S2 * S6)),
            "every law": any_start.goal(signal=TRUE),
            "a quarter for every law": any_start.goal(quarter=equal(any_start.FLOOR, Fraction(1, 4))),
            "a quarter for normal coordinates": any_start.goal(normal=(any_start.OF_NORMAL[0], Fraction(1, 4))),
        },
        facts=frozenset({"normal_moment", "normal_moments"}),
    ),
    "normalisation": Case(
        normalisation,
        {
            "the best product without the divisor": normalisation.goal(product=step_and_floor.FIRST_STEP),
            "as many pairs as tokens": normalisation.goal(at_once=1 / (T + d - 1)),
            "a quarter stays in both": normalisation.goal(normalised_floor=Fraction(1, 4)),
            "nothing stays in both": normalisation.goal(floor=0),
            "another rate": normalisation.goal(rate=1),
        },
    ),
    "program-loss": Case(
        program_loss,
        {
            "the formula": program_loss.goal(),
            "the loss": negation(program_loss.goal(PROGRAM - NORM * QUERY**2)),
            "counted three times": negation(program_loss.goal(PROGRAM + NORM * QUERY**2)),
        },
        refuted=True,
        trusts=("engine", "exact values"),
    ),
    "unitary-loss": Case(
        unitary_loss,
        {
            "the formula of the program": unitary_loss.goal(unitary_loss.LOSS + NORM * QUERY**2),
            "without the trace": unitary_loss.goal(unitary_loss.LOSS + 2 * TRACE * LAST),
            "without the last key": unitary_loss.goal(unitary_loss.LOSS - NORM * LAST**2),
        },
    ),
    "unitary-minimum": Case(
        unitary_minimum,
        {
            "without S": unitary_minimum.goal(unitary_minimum.SQUARED - SUM * QUERY**2),
            "twice the surplus": unitary_minimum.goal(surplus=2 * NORM * QUERY**2),
            "with any other entries": unitary_minimum.goal(rest=TRUE),
        },
    ),
    "gradient-step": Case(
        gradient_step,
        {
            "the statement": gradient_step.goal(),
            "of half the size": negation(gradient_step.goal(size=gradient_step.a * gradient_step.b / 2)),
            "at any product": negation(gradient_step.goal(product=written(1))),
            "over all matrices": negation(gradient_step_repaired.goal()),
        },
        refuted=True,
        trusts=("engine", "exact values"),
    ),
    "gradient-step-repaired": Case(
        gradient_step_repaired,
        {
            "of half the size": gradient_step_repaired.goal(size=gradient_step.a * gradient_step.b / 2),
            "twice the overlap": gradient_step_repaired.goal(overlap=2 * gradient_step_repaired.OVERLAP),
            "along the conjugate": gradient_step_repaired.goal(outer=(OUTER[0], -OUTER[1])),
            "along the transpose": gradient_step_repaired.goal(outer=OUTER[::-1]),
        },
    ),
    "first-token": Case(
        first_token,
        {
            "the proposition": first_token.goal(),
            "under all conditions": negation(first_token.goal(CONDITIONS)),
            "the model with a predecessor": negation(proposition_2.goal()),
        },
        refuted=True,
    ),
    "diagonal-blocks": Case(
        diagonal_blocks,
        {
            "parallel alone": diagonal_blocks.goal(alike=TRUE),
            "any directions": diagonal_blocks.goal(parallel=TRUE),
            "any signs": diagonal_blocks.goal(signed_=diagonals_of_signs.multiples(TRUE)),
            "twice the excess": diagonal_blocks.goal(excess=2 * diagonal_loss.EXCESS),
            "critical off the diagonal": diagonal_blocks.goal(slope=written(0)),
            "others add nothing": diagonal_blocks.goal(others=other_diagonals.with_others(written(0))),
        },
    ),
    "first-token-repaired": Case(
        first_token_repaired,
        {
            "a_1 + a_4 alone": first_token_repaired.goal(FIRST_TOKEN_SUM),
            "from T = 2 on": first_token_repaired.goal(longer=SIZES[1]),
            "at T = 2 as for longer ones": first_token_repaired.goal(at_two=first_token_repaired.ALL),
            "d = 1 as for more": first_token_repaired.goal(alone=first_token_repaired.AT_TWO),
            "the product of pairs of all tokens": first_token_repaired.goal(conjunction(*CONDITIONS.parts[:3], BEST)),
            "another least loss": first_token_repaired.goal(least=LEAST),
        },
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)
