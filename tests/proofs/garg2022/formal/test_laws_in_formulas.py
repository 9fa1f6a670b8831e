"""Formulas about laws of covariates, signs and moduli: what is proved, and errors over all prompts of small laws."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import isclose, prod, sqrt

import pytest

from proofs.garg2022.formal.limits import another_law
from proofs.garg2022.formal.orthants import missed_in_orthants, one_orthant
from proofs.garg2022.formal.orthants.error_in_orthants import relative
from proofs.garg2022.formal.orthants.given_signs import GIVEN
from proofs.garg2022.formal.orthants.limit_in_orthants import LIMIT
from proofs.garg2022.formal.orthants.moduli import m
from proofs.garg2022.formal.trained_model import M
from symbolic.core.vocabulary import FALSE, TRUE, real
from symbolic.tactics.steps import replaced
from tests.proofs.formal_cases import Case, cases, check_case
from tests.symbolic.formula_values import value

SPECTRAL, OF_MODULI = frozenset({"spectral_theorem"}), frozenset({"normal_modulus", "normal_moment", "normal_moments"})

FORMULAS = {
    "missed in orthants": Case(
        missed_in_orthants,
        {"another limit": missed_in_orthants.goal(1), "one dimension": missed_in_orthants.goal(several=TRUE)},
        OF_MODULI,
        refuted=True,
    ),
}
SLOW = {
    "one orthant": Case(
        one_orthant,
        {
            "another limit": one_orthant.goal(end=0 * LIMIT),
            "prompts of one more sample": one_orthant.goal(shares=relative(samples=M + 1)),
            "missed in one dimension": one_orthant.goal(from_=(1, 4)),
            "worse than zero in three": one_orthant.goal(from_=(2, 3)),
            "given signs": one_orthant.goal(given=2 * GIVEN),
            "a query of the orthant": one_orthant.goal(same=GIVEN),
        },
        SPECTRAL | OF_MODULI,
    ),
    "another law": Case(
        another_law,
        {"another limit": another_law.goal(1), "the same law": another_law.goal(same=FALSE)},
        SPECTRAL,
        refuted=True,
    ),
}


@cases(FORMULAS)
def test_the_goal_and_nothing_else_is_refuted(case: Case) -> None:
    check_case(case)


@pytest.mark.slow
@cases(SLOW)
def test_the_goal_and_nothing_else_is_settled(case: Case) -> None:
    check_case(case)


ROWS = (Fraction(2, 3), 0.0), (Fraction(1, 3), sqrt(3))
"""A number with the second and the fourth moment of a standard normal one, whose mean is not that of its modulus."""


def prompts(d: int, count: int) -> Iterator[tuple[float, list[tuple[float, ...]]]]:
    """All prompts of one orthant with such moduli, with their probabilities."""
    for signs in product((1, -1), repeat=d):
        for moduli in product(ROWS, repeat=d * count):
            mass = prod(float(share) for share, _ in moduli) / 2**d
            values = [value for _, value in moduli]
            yield mass, [tuple(s * u for s, u in zip(signs, values[n * d :], strict=False)) for n in range(count)]


@pytest.mark.parametrize("sizes", [(1, 1), (1, 3), (2, 1), (2, 2), (3, 1)])
@pytest.mark.parametrize("N", [1, 4])
def test_the_error_over_all_prompts_of_a_law_of_two_values(sizes: tuple[int, int], N: int) -> None:
    """The query is averaged over as a standard normal one: the square of what it is multiplied by."""
    d, count = sizes
    γ, task, mean = 1 + (d + 1) / N, [1.0, -2.0, 0.5][:d], sqrt(3) / 3
    error = 0.0
    for mass, samples in prompts(d, count):
        labels = [sum(a * b for a, b in zip(task, x, strict=True)) for x in samples]
        seen = [sum(y * x[j] for y, x in zip(labels, samples, strict=True)) / count / γ for j in range(d)]
        error += mass * sum((a - b) ** 2 for a, b in zip(seen, task, strict=True))
    share = value(replaced(relative(), m, real("m")), {"d": d, "N": N, "M": count, "m": mean})
    assert isclose(error, share * sum(a * a for a in task), rel_tol=1e-12)
