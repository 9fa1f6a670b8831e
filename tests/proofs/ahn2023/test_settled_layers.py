"""Procedures that settle statements of the paper: what they refuse, and their answers by another way."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from numeric_check.arrays import Real
from proofs.ahn2023.many_layers.any_preconditioner import followed
from proofs.ahn2023.one_layer.relu import coin
from proofs.ahn2023.one_layer.relu_route import least_of_quadratic
from proofs.ahn2023.one_layer.theorem_1 import UNREACHED, blocks_without_effect
from proofs.ahn2023.one_layer.uniqueness import only_rescaled
from proofs.ahn2023.second_route import forward
from proofs.ahn2023.second_route.fixed_data import NAMES, SYMMETRIC, array
from proofs.ahn2023.second_route.one_layer_means import Point, least_loss, losses, printed, prompts
from symbolic.decide.outcomes import Fails, Holds

NARROW = np.array([[2.0, 0.5], [0.5, 1.0]])


def test_blocks_are_refused_where_one_is_missing_or_too_many() -> None:
    assert isinstance(blocks_without_effect(UNREACHED), Holds)
    assert isinstance(blocks_without_effect(UNREACHED[1:]), Fails)
    assert isinstance(blocks_without_effect((*UNREACHED, "Q_11")), Fails)


def test_only_matrices_that_are_symmetric_are_followed() -> None:
    symmetric, skew = ((2, 1), (1, 3)), ((0, 1), (-1, 0))
    assert isinstance(followed((symmetric,)), Holds)
    assert isinstance(followed((symmetric, skew)), Fails)


def test_one_dimension_alone_has_another_branch() -> None:
    assert [type(only_rescaled(d)) for d in (-2, 1, 2, 3)] == [Fails, Fails, Holds, Fails]


def test_no_other_coin_is_fair() -> None:
    assert isinstance(coin(sympy.Rational(1, 2)), Holds)
    assert isinstance(coin(sympy.Rational(1, 3)), Fails)


def dense(numbers: Real, d: int) -> Point:
    """All blocks that reach the prediction, from (d + 1)² numbers."""
    u, p, v, U = np.split(numbers, [1, 1 + d, 1 + 2 * d])
    return {"P_21": p[None], "P_22": u[None], "Q_11": U.reshape(d, d), "Q_21": v[None]}


@pytest.mark.parametrize("activation", [forward.linear, forward.relu])
def test_no_parameters_near_or_far_have_a_smaller_loss(activation: forward.Activation) -> None:
    rng, source = np.random.default_rng(0), prompts(NARROW, 1)
    least = least_loss(source) if activation is forward.linear else least_of_quadratic(source)
    for scale in (0.1, 0.5, 2.0):
        for _ in range(10):
            point = dense(scale * rng.standard_normal(9), 2)
            assert source.mean(losses(point, activation)) > least


def test_the_printed_point_has_the_least_loss_and_its_neighbours_do_not() -> None:
    source, point = prompts(NARROW, 2), printed(NARROW, 2)
    least = least_loss(source)
    assert source.mean(losses(point)) == pytest.approx(least, rel=1e-12)
    moved = point | {"Q_11": point["Q_11"] * 1.01}
    assert source.mean(losses(moved)) > least * (1 + 1e-6)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_fixed_matrices_are_what_they_are_said_to_be(d: int) -> None:
    of = {name: array(name, d, 2) for name in NAMES}
    assert all(np.array_equal(of[name], of[name].T) for name in (*SYMMETRIC, "M"))
    assert all(np.allclose(of[name] @ of["M"], of["M"] @ of[name]) for name in ("F", "G"))
    assert d == 1 or not np.array_equal(of["A"], of["A"].T)
    assert not np.array_equal(of["a"], of["w"])
