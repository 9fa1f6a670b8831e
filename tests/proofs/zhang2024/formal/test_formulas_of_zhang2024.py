"""The loss on the family of a scalar and a matrix as a formula: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.zhang2024.formal import (
    any_prompt,
    conserved_difference,
    dominated_gap,
    error_on_a_task,
    error_on_any_labels,
    falling_start,
    loss_in_traces,
    odd_and_even_part,
)
from proofs.zhang2024.formal.any_law import (
    flow_for_any_covariates,
    independent_coordinates,
    kurtosis_of_coordinates,
    kurtosis_stated,
    laws_of_covariates,
    limit_for_any_covariates,
    moments_of_coordinates,
    points_of_rest_stated,
)
from proofs.zhang2024.formal.conserved_difference import FLOW, VELOCITY, there, α, β
from proofs.zhang2024.formal.first_axis import local_minima
from proofs.zhang2024.formal.first_axis.first_covariate import FirstCovariate
from proofs.zhang2024.formal.first_axis.nearby import nowhere_lower
from proofs.zhang2024.formal.first_axis.saddles import somewhere_lower
from proofs.zhang2024.formal.first_axis.second_derivatives import inertia, level, squares
from proofs.zhang2024.formal.flow import (
    family_flow,
    heights,
    initialisation_repaired,
    pair_basis,
    reduced_flow,
    reduced_loss,
    theorem_4_1,
)
from proofs.zhang2024.formal.flow.family_flow import MOVE, PULL
from proofs.zhang2024.formal.flow.from_family import FromFamily
from proofs.zhang2024.formal.long_prompts import VALUES
from proofs.zhang2024.formal.loss_in_traces import FORCE, LOSS, SLOPE, Λ, N, U, d, u
from proofs.zhang2024.formal.random_prompts import (
    constant_eigenvalues,
    exponential_eigenvalues,
    exponential_eigenvalues_repaired,
    given_query,
    random_eigenvalues,
    random_law,
    random_means,
    random_minimum,
)
from proofs.zhang2024.formal.tested_model import shortfall
from proofs.zhang2024.formal.trained_point import LEAST, R, form, off, square
from proofs.zhang2024.formal.weights import laws_of_weights, moments_of_weights
from proofs.zhang2024.landscape.local_minima import ROWS, Row
from symbolic.core.expressions import Expression, written
from symbolic.core.vocabulary import (
    REALS,
    TRUE,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    for_all,
    member,
    multiple,
    negation,
    root,
    semidefinite,
    trace,
    transpose,
)
from symbolic.tactics.signs import NotFound
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow

OF_MATRICES = frozenset({"spectral_theorem"})
FLOWS = frozenset({"bounded_flow", "flow_on_family", "spectral_theorem"})
TURNED = FromFamily(family_flow.FLOW.stated, (-PULL, MOVE))
NOWHERE = at_most(0, cell(U, pair_basis.j, pair_basis.j))

LATER = local_minima.SADDLES[0]
"""Where the point is a saddle."""


def with_signs(*signs: int) -> Expression:
    """What is said of the first minimum, with other signs of second derivatives."""
    first = local_minima.FIRST
    return conjunction(*local_minima.minimum(first).parts[:2], inertia(first, signs), level(first))


K = kurtosis_stated
ANY = flow_for_any_covariates
AGAINST = FromFamily(ANY.FLOW.stated, (-ANY.FLOW.velocities[0], ANY.FLOW.velocities[1]))
STATED, REST = laws_of_covariates, points_of_rest_stated

CASES = {
    "other-covariates": Case(
        flow_for_any_covariates,
        {
            "without what is beyond 1/N": ANY.goal(STATED.goal(points=STATED.at_points(STATED.LIKE_NORMAL))),
            "half of it": ANY.goal(STATED.goal(rank_one=STATED.of_rank_one(4))),
            "any query": ANY.goal(STATED.goal(query=TRUE)),
            "three times": ANY.goal(STATED.goal(alike=equal_matrices(STATED.F, multiple(3, STATED.C)))),
            "a scalar that is pulled up": ANY.goal(flow_=AGAINST.stays()),
        },
        FLOWS,
    ),
    "other-covariates-limit": Case(
        limit_for_any_covariates,
        {
            "the square root of it": REST.goal(rest=REST.rests(root(REST.LENGTH))),
            "turned": REST.goal(rest=REST.rests(best=transpose(REST.BEST))),
            "a smaller least loss": REST.goal(gap=REST.above(REST.LEAST - 1)),
            "starts that are larger": REST.goal(start=REST.starts(3)),
            "any covariates": REST.goal(definite_=REST.DEFINITE[1:]),
            "the square root as the end": REST.goal(end=REST.tends(limit=root(REST.LENGTH))),
            "an end that is turned": REST.goal(end=REST.tends(best=transpose(REST.BEST))),
            "an end of every start": REST.goal(end=REST.tends(starts_=TRUE)),
            "an end of larger starts": REST.goal(end=REST.tends(starts_=REST.small(share=3))),
            "small starts of any kind": REST.goal(near=REST.small_enough(positive=TRUE)),
            "a query of any kind": REST.goal(product_=REST.of_products(alike=TRUE)),
        },
        FLOWS | {"sign_kept_near"},
    ),
    "kurtosis": Case(
        kurtosis_of_coordinates,
        {
            "that of normal covariates": K.goal(points=K.at_points(K.gamma(3))),
            "another one": K.goal(as_normal=2),
            "any other coordinates": K.goal(supposed=conjunction(*K.SUPPOSED.parts[:2])),
            "without the dimension": K.goal(identity_=K.isotropic(1 + (moments_of_coordinates.κ - 2) / N)),
            "coordinates with a mean": K.goal(moments=independent_coordinates.of_independent(centred=TRUE)),
            "any law of a coordinate": K.goal(moments=independent_coordinates.of_independent(kurtosis=TRUE)),
            "the square root as the end": K.goal(rest=K.rest_there(end=K.tends(limit=root(square(K.R))))),
            "an end that is turned": K.goal(rest=K.rest_there(end=K.tends(best=transpose(K.R)))),
        },
        FLOWS | {"sign_kept_near"},
    ),
    "local-minima": Case(
        local_minima,
        {
            "a saddle for a minimum": lambda: local_minima.goal(minima=(*local_minima.MINIMA[:3], LATER)),
            "a minimum for a saddle": lambda: local_minima.goal(saddles=local_minima.MINIMA[:2]),
            "another loss": lambda: local_minima.goal(values=(Fraction(39, 70), Fraction(17, 28))),
            "a second derivative of another sign": lambda: local_minima.goal(first=with_signs(-1, *[1] * 7)),
        },
    ),
    "reduced-loss": Case(
        reduced_loss,
        {
            "without the constant": reduced_loss.goal(loss_in_traces.goal(loss=LOSS - trace(Λ) / 2)),
            "another slope": reduced_loss.goal(loss_in_traces.goal(slope=SLOPE * u)),
            "a gradient that is turned": reduced_loss.goal(loss_in_traces.goal(force=transpose(FORCE))),
            "half of it": reduced_loss.goal(loss_in_traces.goal(force=multiple(2, FORCE))),
            "the flow backwards": reduced_loss.goal(flow=TURNED.stays()),
        },
        facts=FLOWS,
    ),
    "reduced-flow": Case(
        reduced_flow,
        {
            "a scalar that climbs": reduced_flow.goal(conserved_difference.goal(there(velocity=-VELOCITY))),
            "a flow that is turned": reduced_flow.goal(conserved_difference.goal(there(flow=transpose(FLOW)))),
            "the sum of both norms": reduced_flow.goal(conserved_difference.goal(weights=equal(α, β))),
            "no weights": reduced_flow.goal(conserved_difference.goal(weights=equal(α, 0))),
            "any covariance": reduced_flow.goal(conserved_difference.goal(spread=TRUE)),
            "another value at the start": reduced_flow.goal(conserved_difference.goal(start=1)),
            "a scalar that is pulled up": reduced_flow.goal(flow=TURNED.stays()),
            "a kept sum": reduced_flow.goal(flow=family_flow.FLOW.stays(height=u**2 + square(U))),
        },
        facts=FLOWS,
    ),
    "gradient-dominance": Case(
        dominated_gap,
        {
            "the whole square": dominated_gap.goal(part_of_square=1),
            "least at twice the inverse": dominated_gap.goal(best=multiple(2, R)),
            "twice as long a gradient": dominated_gap.goal(bounds=dominated_gap.dominated(factor=4)),
            "half as large a gap": dominated_gap.goal(bounds=dominated_gap.dominated(distance=1)),
            "a shorter gradient": dominated_gap.goal(bounds=dominated_gap.dominated(length=dominated_gap.SLOPE / 2)),
            "no bounds on eigenvalues": dominated_gap.goal(below=TRUE),
            "any covariance": dominated_gap.goal(definite=member(Λ, semidefinite(d))),
        },
        facts=OF_MATRICES,
    ),
    "prediction": Case(
        any_prompt,
        {
            "twice the product": any_prompt.goal(product_=multiple(2 * u, U)),
            "the transpose": any_prompt.goal(product_=multiple(u, transpose(U))),
            "twice the limit": any_prompt.goal(limit=multiple(2, R)),
            "another eigenvalue": any_prompt.goal(eigenvalue=(1 + d / N) * any_prompt.s**2),
            "before training ends": any_prompt.goal(supposed=TRUE),
        },
        facts=OF_MATRICES,
    ),
    "theorem-4.2": Case(
        error_on_any_labels,
        {
            "without the training's length": error_on_any_labels.goal(value=error_on_any_labels.SAMPLED),
            "without the prompt's length": error_on_any_labels.goal(
                value=error_on_any_labels.LEAST_LINEAR + shortfall(error_on_any_labels.b)
            ),
            "moments of any kind": error_on_any_labels.goal(moments=TRUE),
            "a larger least error": error_on_any_labels.goal(least=error_on_any_labels.LABELS),
            "any matrix": error_on_any_labels.goal(supposed=TRUE),
            "before training ends": error_on_any_labels.goal(end=TRUE),
        },
        facts=OF_MATRICES,
    ),
    "corollary-4.3": Case(
        error_on_a_task,
        {
            "without the training's length": error_on_a_task.goal(value=error_on_a_task.SAMPLED),
            "half the bound": error_on_a_task.goal(bound=error_on_a_task.BOUND / 2),
            "the noise alone": error_on_a_task.goal(bound=error_on_a_task.σ**2),
            "any matrix": error_on_a_task.goal(supposed=TRUE),
            "before training ends": error_on_a_task.goal(end=TRUE),
        },
        facts=OF_MATRICES,
    ),
    "global-minimum": Case(
        odd_and_even_part,
        {
            "without what is even": odd_and_even_part.goal(gap=LEAST + form(off(1, odd_and_even_part.JOINED)) / 2),
            "parts that are positive": odd_and_even_part.goal(sign=Fraction(1, 100)),
            "a block that has an effect": odd_and_even_part.goal(places=(0, 3)),
            "least at twice the inverse": odd_and_even_part.goal(best=multiple(2, R)),
            "any covariance": odd_and_even_part.goal(definite=member(Λ, semidefinite(d))),
        },
        facts=OF_MATRICES,
    ),
    "theorem-4.1": Case(
        theorem_4_1,
        {
            "the root itself": theorem_4_1.goal(limit=root(heights.SECOND)),
            "the inverse itself": theorem_4_1.goal(best=multiple(theorem_4_1.FOURTH_ROOT, R)),
            "twice the inverse": theorem_4_1.goal(best=multiple(2, R)),
            "a start without Θ": theorem_4_1.goal(norm=0),
            "every σ": theorem_4_1.goal(starts=member(conserved_difference.σ, REALS)),
            "any covariance": theorem_4_1.goal(definite=member(Λ, semidefinite(d))),
            "no loss": theorem_4_1.goal(least=0),
        },
        facts=frozenset({"bounded_flow", "flow_on_family", "sign_kept_near", "spectral_theorem"}),
    ),
    "initialisation-repaired": Case(
        initialisation_repaired,
        {
            "the other root": initialisation_repaired.goal(limit=root(heights.C - heights.LIMIT)),
            "the height of Theorem 4.1": initialisation_repaired.goal(limit=theorem_4_1.FOURTH_ROOT),
            "every u": initialisation_repaired.goal(starts=member(u, REALS)),
            "every start": initialisation_repaired.goal(cases=(TRUE,)),
            "every flat start": initialisation_repaired.goal(cases=(equal(heights.C, 0),)),
            "starts along a basis, or 0": initialisation_repaired.goal(
                cases=(*initialisation_repaired.CASES[:2], for_all(pair_basis.j, pair_basis.PLACES, NOWHERE))
            ),
            "any covariance": initialisation_repaired.goal(definite=member(Λ, semidefinite(d))),
        },
        facts=frozenset({"bounded_flow", "flow_on_family", "sign_kept_near", "spectral_theorem"}),
    ),
    "other-weights": Case(
        moments_of_weights,
        {
            "the mean alone": moments_of_weights.goal(needed_=equal(laws_of_weights.FIRST, 0)),
            "the third moment alone": moments_of_weights.goal(needed_=equal(laws_of_weights.THIRD, 0)),
            "nothing that varies": moments_of_weights.goal(vary=TRUE),
            "covariates with a mean": moments_of_weights.goal(centred=TRUE),
            "half the slope": moments_of_weights.goal(slope=moments_of_weights.SLOPE / 2),
            "the same mean alone": moments_of_weights.goal(alike=moments_of_weights.ALIKE.parts[0]),
        },
        facts=FLOWS | {"cauchy_schwarz"},
    ),
    "initialisation": Case(
        falling_start,
        {
            "starts that are semidefinite": negation(
                falling_start.goal(starts=member(falling_start.Σ, semidefinite(d)))
            ),
            "the origin as the limit": negation(falling_start.goal(limit=0)),
        },
        facts=FLOWS,
        refuted=True,
    ),
    "theorem-4.5": Case(
        random_eigenvalues,
        {
            "another limit": random_eigenvalues.goal(limit=random_law.m2 / random_law.m3),
            "a law at 0": random_eigenvalues.goal(varies=TRUE),
            "the scalar alone": random_eigenvalues.goal(product_=random_eigenvalues.TRAINED[0]),
            "nothing conserved": random_eigenvalues.goal(conserved=TRUE),
            "a weight without 1/N": random_eigenvalues.goal(mean=random_means.means(cube=random_law.m3)),
            "another speed": random_eigenvalues.goal(moves=random_eigenvalues.alone(random_eigenvalues.WIDTH)),
            "the difference of both": random_eigenvalues.goal(
                moves=random_eigenvalues.alone(width=random_eigenvalues.RADICAND / 2)
            ),
            "least anywhere": random_eigenvalues.goal(low=random_minimum.least(0)),
        },
        facts=frozenset({"bounded_flow", "cauchy_schwarz", "flow_on_family", "sign_kept"}),
    ),
    "exponential-prediction": Case(
        exponential_eigenvalues,
        {"two thirds": negation(exponential_eigenvalues.goal(limit=Fraction(2, 3)))},
        facts=frozenset({"cauchy_schwarz"}),
        refuted=True,
    ),
    "exponential-prediction-repaired": Case(
        exponential_eigenvalues_repaired,
        {
            "no error": exponential_eigenvalues_repaired.goal(floor=0),
            "one value alone": exponential_eigenvalues_repaired.goal(
                constant=constant_eigenvalues.goal(random_law.m2 - random_law.m1**2)
            ),
            "a law at 0": exponential_eigenvalues_repaired.goal(varies=TRUE),
            "halves": exponential_eigenvalues_repaired.goal(
                limits=dict.fromkeys(exponential_eigenvalues_repaired.LIMIT_AT, Fraction(1, 2))
            ),
            "the target itself": exponential_eigenvalues_repaired.goal(values=dict.fromkeys(VALUES, written(1))),
            "no value but one": exponential_eigenvalues_repaired.goal(
                constant=constant_eigenvalues.goal(value=constant_eigenvalues.ONE_VALUE.parts[1])
            ),
            "the target of every query": exponential_eigenvalues_repaired.goal(
                predicted=given_query.goal(third=given_query.TARGET)
            ),
            "p times the target, whatever E λ is": exponential_eigenvalues_repaired.goal(
                predicted=given_query.goal(target=given_query.TARGET)
            ),
        },
        facts=frozenset({"cauchy_schwarz", "vanishing_mean"}),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


@pytest.mark.parametrize(("of", "row"), [(local_minima.FIRST, ROWS[0]), (LATER, ROWS[2])])
def test_the_squares_have_the_signs_that_the_other_route_finds(of: FirstCovariate, row: Row) -> None:
    signs = [value > 0 for value, _ in squares(of)]
    assert (of.eigenvalues, of.length, signs.count(True), signs.count(False)) == row


def test_where_it_is_a_saddle_no_box_is_found() -> None:
    with pytest.raises(NotFound):
        nowhere_lower(LATER)


def test_where_it_is_a_minimum_no_direction_falls() -> None:
    with pytest.raises(ValueError, match="nowhere negative"):
        somewhere_lower(local_minima.FIRST)
