"""Errors on shifted prompts as formulas: what is proved, and nothing beside it; bounds at random rational matrices."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from proofs.garg2022.formal import (
    errors_of_shifts,
    missed_in_subspace,
    missed_on_scales,
    missed_skew,
    noisy_labels,
    other_covariance,
    scaled_tasks,
    scales_of_inputs,
    subspaces,
    tolerated_subspaces,
)
from proofs.garg2022.formal.best_scale import BEST
from proofs.garg2022.formal.limits import (
    approach,
    independent_coordinates,
    near_limits,
    noise_of_any_law,
    rate_of_inverse,
    tolerated_for_every_task,
    tolerated_shifts,
)
from proofs.garg2022.formal.queries import chosen_queries, largest_at_prompt, query_among_samples
from proofs.garg2022.formal.trained_model import GAMMA, Λ, G, R, S, c
from symbolic.core.expressions import Expression
from symbolic.core.vocabulary import TRUE, at_most, equal_matrices, product, trace
from symbolic.tactics.whole_matrices.bounded_products import norm
from tests.proofs.formal_cases import Case, cases, check_case
from tests.proofs.matrix_instances import inverse
from tests.symbolic.formula_values import value

SPECTRAL = frozenset({"spectral_theorem"})

QUICK = {
    "matching query": Case(
        query_among_samples,
        {
            "another excess": query_among_samples.goal(excess=2 * query_among_samples.EXCESS),
            "no error alone": query_among_samples.goal(alone=query_among_samples.LEFT_ALONE * 0),
        },
    ),
    "errors": Case(
        errors_of_shifts,
        {
            "twice the spread": errors_of_shifts.goal(spread=2),
            "any matrix for an inverse": errors_of_shifts.goal(supposed=TRUE),
        },
    ),
}
SLOW = {
    "scaled tasks": Case(
        scaled_tasks, {"c": scaled_tasks.goal(factor=c), "limit": scaled_tasks.goal(limit=1)}, SPECTRAL
    ),
    "noise": Case(
        noisy_labels,
        {
            "twice the noise": noisy_labels.goal(added=2 * noisy_labels.ADDED),
            "each sample counts": noisy_labels.goal(some=TRUE),
        },
        SPECTRAL,
    ),
    "scales": Case(
        scales_of_inputs,
        {
            "two scales": scales_of_inputs.goal(roots=(0, 1)),
            "no limit": scales_of_inputs.goal(limit=0),
            "a smaller scale on longer prompts": scales_of_inputs.goal(best=1 / BEST),
        },
        SPECTRAL,
    ),
    "missed scales": Case(missed_on_scales, {"minus one": missed_on_scales.goal(exact=-1)}, SPECTRAL, refuted=True),
    "other covariance": Case(
        other_covariance,
        {
            "its direction is kept": other_covariance.goal(missed=other_covariance.MISSED * 0),
            "its limit is 0": other_covariance.goal(limit=other_covariance.LIMIT * 0),
            "larger eigenvalues anywhere": other_covariance.goal(least=TRUE),
        },
        SPECTRAL,
    ),
    "skewed covariance": Case(
        missed_skew,
        {"a limit": missed_skew.goal(1), "one dimension": missed_skew.goal(several=TRUE)},
        SPECTRAL,
        refuted=True,
    ),
    "tolerated shifts": Case(
        tolerated_shifts,
        {
            "all": tolerated_shifts.goal(tolerated=TRUE),
            "those of Λ": tolerated_shifts.goal(tolerated=equal_matrices(G, Λ)),
            "exact at Λ": tolerated_shifts.goal(missed=TRUE),
            "R is Λ⁻¹": tolerated_shifts.goal(within=TRUE),
            "no law": tolerated_shifts.goal(same_law=tolerated_for_every_task.SAME_LAW * 0),
            "noise of any mean": tolerated_shifts.goal(noise=noise_of_any_law.counts_by_variance(TRUE)),
            "any variance": tolerated_shifts.goal(coordinates=independent_coordinates.of_coordinates(unit=TRUE)),
        },
        SPECTRAL,
    ),
    "in a subspace": Case(missed_in_subspace, {"a limit": missed_in_subspace.goal(1)}, SPECTRAL, refuted=True),
    "tolerated subspaces": Case(
        tolerated_subspaces,
        {
            "all": tolerated_subspaces.goal(mapped=TRUE),
            "the whole space too": tolerated_subspaces.goal(whole=TRUE),
            "none is missed": tolerated_subspaces.goal(scaled=subspaces.on_scales(c * 0)),
            "another limit": tolerated_subspaces.goal(scaled=subspaces.on_scales(of_dimension=subspaces.FLOOR * 0)),
        },
        SPECTRAL,
    ),
    "chosen queries": Case(
        chosen_queries,
        {
            "half the bound": chosen_queries.goal(most=chosen_queries.MOST_ERROR / 2),
            "no error": chosen_queries.goal(exact=chosen_queries.EXACT * 0),
            "half the largest error": chosen_queries.goal(largest_=norm(largest_at_prompt.REST) / 2),
            "a limit": chosen_queries.goal(limit=1),
            "smaller terms": chosen_queries.goal(terms=at_most(trace(product(R, Λ, R)), trace(S) / 2)),
        },
        SPECTRAL,
    ),
}


@cases(QUICK)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


@pytest.mark.slow
@cases(SLOW)
def test_the_goal_is_settled_and_nothing_else(case: Case) -> None:
    check_case(case)


def symmetric(source: random.Random) -> Any:
    a, b, e = (Fraction(source.randint(-4, 4), source.randint(1, 3)) for _ in range(3))
    return ((a, b), (b, e))


def instance(seed: int, N: int, samples: int) -> dict[str, Any]:
    """Random letters of size 2, Λ definite, with the inverses of Λ and Γ."""
    source = random.Random(seed)
    low, high = Fraction(source.randint(1, 3)), Fraction(source.randint(-2, 2))
    known: dict[str, Any] = {"d": Fraction(2), "N": Fraction(N), "M": Fraction(samples)}
    known["Λ"] = ((low**2, low * high), (low * high, high**2 + Fraction(1, 2)))
    known |= {name: symmetric(source) for name in ("Q", "W", "G", "F")}
    known["S"] = inverse(known["Λ"])
    return {**known, "R": inverse(value(GAMMA, known))}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("lengths", [(1, 1), (3, 50), (200, 2), (1000, 1000)])
def test_the_error_is_as_near_to_its_limit_as_is_proved(seed: int, lengths: tuple[int, int]) -> None:
    known = instance(seed, *lengths)
    assert value(near_limits.near(near_limits.value(), near_limits.LIMIT, approach.MOST_OF_ALL), known)
    assert value(equal_matrices(product(R, near_limits.GROWN), S), known)
    assert value(rate_of_inverse.WITHIN, known)


@pytest.mark.parametrize("seed", range(4))
def test_the_error_comes_as_near_and_no_nearer(seed: int) -> None:
    """N times the distance has a limit that is not 0: the rate is that."""
    far = [instance(seed, N, N) for N in (10**4, 10**6)]
    first, second = (abs(value(near_limits.value() - near_limits.LIMIT, known)) * known["N"] for known in far)
    assert abs(first - second) < first / 100
    assert first != 0


def test_a_limit_that_is_another_one_is_not_approached() -> None:
    known = instance(1, 10**12, 10**12)
    wrong: Expression = near_limits.LIMIT + 1
    assert not value(near_limits.near(near_limits.value(), wrong, approach.MOST_OF_ALL), known)
