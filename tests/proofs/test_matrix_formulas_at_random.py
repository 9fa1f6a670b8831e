"""Formulas about matrices at random rational ones: what is proved holds at all of them, what is refuted does not."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest

from proofs.ahn2023.formal import (
    layers_take_steps,
    layers_take_transposed_steps,
    layers_with_any_matrices,
    symmetric_first_layer,
)
from proofs.bordelon2025.formal import sum_of_powers
from proofs.dai2023.formal import change_of_weights
from proofs.newton.formal import newton_beside_descent
from proofs.qin2026.formal import gated_state
from proofs.vonoswald2023.formal import one_layer_one_step, query_as_a_key, query_as_a_key_repaired
from proofs.vonoswald2023b.formal import inverse_of_a_sum, ridge_regression, step_from_learned_weights
from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import parts
from symbolic.core.vocabulary import TRUE, equal_matrices, multiple, product, sum_of_matrices, transpose
from tests.proofs.matrix_instances import Fill, Values, fails_and_holds, inverse
from tests.symbolic.formula_values import value

TIMES = 4


def nothing(names: Values, source: random.Random) -> Mapping[str, Any]:
    """No letters that have to fit together."""
    return {}


def symmetric_layers(names: Values, source: random.Random) -> Mapping[str, Any]:
    """A symmetric matrix for each layer."""

    def entry(layer: Fraction, j: Fraction, k: Fraction) -> Fraction:
        low, high = sorted((j, k))
        return Fraction(random.Random(f"{layer} {low} {high}").randint(-3, 3))

    return {"A": entry}


def any_layers(names: Values, source: random.Random) -> Mapping[str, Any]:
    """A matrix for each layer that is not symmetric."""
    return {"A": lambda layer, j, k: Fraction(random.Random(f"{layer} {j} {k}").randint(-3, 3))}


def inverse_values(names: Values, source: random.Random) -> Mapping[str, Any]:
    """E is the inverse of D."""
    return {"E": inverse(names["D"])}


def inverses(names: Values, source: random.Random) -> Mapping[str, Any]:
    """R, P, S and Q are the inverses that the statements suppose, one after the other."""
    found = {**names, "R": inverse(names["A"])}
    found["P"] = inverse(value(inverse_of_a_sum.INNER, found))
    found["S"] = inverse(value(inverse_of_a_sum.SUM, found))
    return found


def pushed(names: Values, source: random.Random) -> Mapping[str, Any]:
    """S and Q are those of the second identity."""
    left, right = inverse_of_a_sum.LEFT, inverse_of_a_sum.RIGHT
    return {"S": inverse(value(left, names)), "Q": inverse(value(right, names))}


@dataclass(frozen=True)
class Tried:
    """A formula, its letters that fit together, and whether it holds; or the first part of a formula alone."""

    module: ModuleType
    fill: Fill = nothing
    true: bool = True
    first: bool = False

    @property
    def goal(self) -> Expression:
        """What is tried: the goal, or what it says first, of all data."""
        goal: Expression = self.module.goal()
        return parts(goal, "and")[0] if self.first else goal


def ridge(names: Values, source: random.Random) -> Mapping[str, Any]:
    """R and Q are the inverses that the regression supposes."""
    small = sum_of_matrices(
        product(transpose(ridge_regression.K), ridge_regression.K),
        multiple(1 / ridge_regression.λ, ridge_regression.SMALL),
    )
    large = inverse(value(ridge_regression.spread(ridge_regression.K), names))
    return {"R": large, "S": large, "Q": inverse(value(small, names))}


def forgotten(names: Values, source: random.Random) -> Mapping[str, Any]:
    """R is the inverse that forgetting supposes, S that of the regression."""
    large = inverse(value(ridge_regression.spread(ridge_regression.K), names))
    return {"R": inverse(value(ridge_regression.FORGOTTEN, names)), "S": large}


TRIED = {
    "newton/steps": Tried(newton_beside_descent),
    "proposition-1": Tried(one_layer_one_step),
    "query-among-keys": Tried(query_as_a_key, true=False),
    "query-among-keys-repaired": Tried(query_as_a_key_repaired, first=True),
    "one-step": Tried(step_from_learned_weights, inverse_values),
    "woodbury": Tried(inverse_of_a_sum, inverses),
    "pushed through": Tried(inverse_of_a_sum, pushed),
    "mesa-layer": Tried(ridge_regression, ridge),
    "forgetting": Tried(ridge_regression, forgotten),
    "gated-identity": Tried(gated_state),
    "ungated": Tried(gated_state, lambda names, source: {"λ": Fraction(1)}),
    "depth": Tried(sum_of_powers),
    "lemma-1": Tried(layers_take_steps, symmetric_layers),
    "any-preconditioner-repaired": Tried(layers_take_transposed_steps, any_layers, first=True),
    "update": Tried(change_of_weights),
}


@pytest.mark.parametrize("tried", TRIED.values(), ids=TRIED)
def test_a_formula_at_random_matrices(tried: Tried) -> None:
    fails, holds = fails_and_holds(tried.goal, tried.fill, TIMES)
    assert (fails == 0) == tried.true
    assert fails + holds >= TIMES - 1


ALTERED: dict[str, tuple[Expression, Fill]] = {
    "as many steps as of Newton": (newton_beside_descent.goal(power=newton_beside_descent.k), nothing),
    "another sign": (parts(query_as_a_key_repaired.goal(sign=1), "and")[0], nothing),
    "any matrices": (layers_take_steps.goal(premise=TRUE), any_layers),
    "any matrices, given as one": (layers_with_any_matrices.goal(), nothing),
    "the text alone": (
        change_of_weights.goal(equal_matrices(change_of_weights.CHANGE, change_of_weights.ZERO_SHOT)),
        nothing,
    ),
    "an inverse that is not updated": (
        inverse_of_a_sum.goal(
            inverse_of_a_sum.inverse(inverse_of_a_sum.R, inverse_of_a_sum.SUM, inverse_of_a_sum.OF_N)
        ),
        inverses,
    ),
    "a token less": (gated_state.goal(gated_state.N - 1), nothing),
    "the keys before": (
        ridge_regression.goal(
            inverse_of_a_sum.inverse(
                ridge_regression.updated(), ridge_regression.spread(ridge_regression.K), ridge_regression.ONE
            )
        ),
        ridge,
    ),
    "the other order of factors": (
        step_from_learned_weights.goal(
            equal_matrices(
                product(step_from_learned_weights.C, step_from_learned_weights.D),
                product(step_from_learned_weights.D, step_from_learned_weights.C),
            )
        ),
        inverse_values,
    ),
}


@pytest.mark.parametrize(("goal", "fill"), ALTERED.values(), ids=ALTERED)
def test_an_altered_formula_is_refuted_so(goal: Expression, fill: Fill) -> None:
    fails, _ = fails_and_holds(goal, fill, 2 * TIMES)
    assert fails


def test_a_matrix_itself_in_the_first_layer() -> None:
    """At `B = (1, 2; b, 3)`, n = 3: all data for `b = 2`; else not where samples and weights are `(B − Bᵀ) q`."""
    one, zero = Fraction(1), Fraction(0)
    for b in (2 * one, zero):
        matrix_ = ((one, 2 * one), (b, 3 * one))
        off = ((zero, 2 - b), (b - 2, zero))
        task = tuple((row[1],) for row in off)
        known: dict[str, Any] = {"d": 2 * one, "n": 3 * one, "B": matrix_, "q": ((zero,), (one,))}
        known |= {"a": task, "X": tuple(row * 3 for row in task)}
        assert value(symmetric_first_layer.TAKEN, known) == (b == 2)
        known |= {"a": ((one,), (-one,)), "X": ((one, zero, 2 * one), (one, one, zero))}
        assert value(symmetric_first_layer.TAKEN, known) or b != 2
