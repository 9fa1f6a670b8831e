"""Layers as steps with another matrix in each as a formula: proved by the rules alone, and nothing else with it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.ahn2023.formal import (
    best_two_steps,
    covariates_moved,
    first_layer_moves,
    layers_take_steps,
    layers_take_transposed_steps,
    layers_with_any_matrices,
    spectral_moments,
    symmetric_first_layer,
    two_steps_goal,
)
from proofs.ahn2023.formal.depth import critical_points, layers_of_multiples, products_of_layers
from proofs.ahn2023.formal.layers_take_steps import L, X, gradient, preconditioner
from proofs.ahn2023.formal.layers_with_any_matrices import of_layer
from proofs.ahn2023.formal.symmetric_first_layer import B
from proofs.ahn2023.formal.two_steps_goal import CRITICAL, E1, M2, M3, a0, a1, d, form, loss, off
from symbolic.core.expressions import Expression, Refused
from symbolic.core.vocabulary import (
    TRUE,
    Number,
    difference,
    equal,
    equal_matrices,
    identity_matrix,
    member,
    multiple,
    negation,
    product,
    symmetric,
    transpose,
    zeros,
)
from symbolic.tactics.signs import NotFound
from tests.proofs.formal_cases import Case, cases, check_case

pytestmark = pytest.mark.slow


def transposed(weights: Expression, layer: Number) -> Expression:
    """`w − A_lᵀ ∇R(w)`, for the matrices of the refutation."""
    return difference(weights, product(transpose(of_layer(layer)), gradient(weights)))


OTHER_WAY = symmetric_first_layer.goal(by=symmetric_first_layer.further(difference(transpose(B), B)))

HALF = multiple(Fraction(1, 2), layers_of_multiples.gradient())

CASES = {
    "critical-points": Case(
        critical_points,
        {
            "the samples not turned": critical_points.goal(inner=products_of_layers.gram(X)),
            "half the gradient": critical_points.goal(
                gradient=multiple(Fraction(1, 2), layers_of_multiples.gradient())
            ),
            "the gradient without its own layer": critical_points.goal(
                gradient=layers_of_multiples.gradient(products_of_layers.ONE)
            ),
        },
    ),
    "moving-covariates": Case(
        covariates_moved,
        {
            "critical": covariates_moved.goal(at_best=equal_matrices(covariates_moved.slope(), zeros(d, d))),
            "another slope": covariates_moved.goal(
                everywhere=equal_matrices(covariates_moved.slope(), multiple(a0 * a1, identity_matrix(d)))
            ),
            "to the other side": covariates_moved.goal(
                moves=first_layer_moves.goal(-1 * first_layer_moves.step * first_layer_moves.b)
            ),
        },
        facts=frozenset({"spectral_theorem"}),
    ),
    "two-layers": Case(
        best_two_steps,
        {
            "another least loss": best_two_steps.goal(
                two_steps_goal.goal(gap=equal(loss(a0, a1), d * (E1 + form(*off(a0, a1)))))
            ),
            "a cube as the fourth power": best_two_steps.goal(moments=spectral_moments.says({2: M2, 3: M3, 4: M3})),
            "critical for one block": best_two_steps.goal(two_steps_goal.goal(critical=CRITICAL.parts[0])),
            "the slopes of both steps exchanged": best_two_steps.goal(
                two_steps_goal.goal(slopes=two_steps_goal.slopes(a0, a1))
            ),
        },
        facts=frozenset({"spectral_theorem"}),
    ),
    "any-preconditioner": Case(
        layers_with_any_matrices,
        {
            "the transposed steps": negation(layers_with_any_matrices.goal(transposed)),
            "the claim itself": layers_with_any_matrices.goal(),
        },
        refuted=True,
        trusts=(),
    ),
    "lemma-1": Case(
        layers_take_steps,
        {
            "any matrices": layers_take_steps.goal(TRUE),
            "the first one symmetric": layers_take_steps.goal(
                member(preconditioner(1), symmetric(layers_take_steps.d))
            ),
        },
        trusts=(),
    ),
    "any-preconditioner-repaired": Case(
        layers_take_transposed_steps,
        {
            "a layer more": layers_take_transposed_steps.goal(L + 1),
            "the matrices themselves": layers_take_steps.goal(TRUE),
            "every first layer": layers_take_transposed_steps.goal(first=symmetric_first_layer.goal(TRUE)),
            "the difference the other way": layers_take_transposed_steps.goal(first=OTHER_WAY),
        },
        trusts=(),
    ),
}


@cases(CASES)
def test_the_goal_and_nothing_else_is_proved(case: Case) -> None:
    check_case(case)


def test_no_other_mean_trace_is_derived() -> None:
    assert spectral_moments.theorem({3: M3}).conclusion == spectral_moments.says({3: M3})
    with pytest.raises(Refused):
        spectral_moments.theorem({3: M2})


def test_no_other_gradient_by_one_of_the_layers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the layer itself left out of the gradient, or F standing for G, the two sides differ."""
    other = layers_of_multiples.gradient(products_of_layers.ONE)
    monkeypatch.setattr(layers_of_multiples, "gradient", lambda: other)
    with pytest.raises(NotFound):
        layers_of_multiples.theorem()
