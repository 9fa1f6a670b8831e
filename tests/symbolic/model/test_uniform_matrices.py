"""Losses of sequences that a uniform matrix turns: special cases, random data sets, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from numeric_check.described import exact_loss, loss
from numeric_check.described.data_sets import DataSets
from numeric_check.described.placed import blocks_of
from numeric_check.described.sampled_losses import simulated
from numeric_check.laws import gauss_rules
from symbolic.expectation.characters import OutOfReach
from symbolic.model.derived_model import Derived
from symbolic.setting import AnyLaw, Gaussian, Haar, Orbit, Setting, Torus, Untraceable, Values, eye, time
from tests.symbolic.model.test_turns_and_recursions import T, attention, d, point, turned


def uniform(group: str, start: Any = None) -> Setting:
    x = Orbit("x", by=Haar(d, group), start=AnyLaw(d) if start is None else start)
    return attention(x, (x,))


@pytest.mark.parametrize(("group", "order"), [("orthogonal", 2), ("unitary", None)])
def test_in_one_dimension_they_are_signs_and_the_circle(group: str, order: int | None) -> None:
    for length in (3, 5):
        values = point(turned(order), 1, length)
        assert Derived(uniform(group)).loss_at(values) == Derived(turned(order)).loss_at(values)
        assert Derived(uniform(group)).gradient_at(values) == Derived(turned(order)).gradient_at(values)


@pytest.mark.parametrize("group", ["orthogonal", "unitary"])
def test_in_two_dimensions_they_are_means_over_angles(group: str) -> None:
    field = "complex" if group == "unitary" else "real"
    for setting in (uniform(group), uniform(group, Gaussian("x_1", eye(d), field=field))):
        values = point(setting, 2, 4 if group == "orthogonal" else 3)
        exact = float(Derived(setting).loss_at(values))
        assert abs(loss(setting, values) - exact) < 1e-9 * exact
    assert Derived(uniform("orthogonal")).loss_at(values_of(2)) != Derived(uniform("unitary")).loss_at(values_of(2))


def attention_to(x: Orbit, y: Orbit) -> Setting:
    """One sequence predicted from another."""
    return Setting(
        "two",
        sizes=(d, T),
        draws=(x, y),
        parameters=(),
        prediction=lambda t: x[t],
        target=lambda t: y[t],
        over=(time("t"), 2, T - 1),
    )


def values_of(size: int) -> Values:
    return point(uniform("orthogonal"), size, 4)


@pytest.mark.parametrize("group", ["orthogonal", "unitary"])
def test_random_data_sets_in_three_dimensions(group: str) -> None:
    setting = uniform(group, Gaussian("x_1", eye(d)))
    small = Values(
        {"d": 3, "T": 3},
        parameters={
            name: tuple(tuple(Fraction(c * (r == s) + (r > s), 4) for s in range(3)) for r in range(3))
            for name, c in (("P", 2), ("K", -1))
        },
    )
    derived = Derived(setting)
    claimed, gradient = derived.loss_at(small), derived.gradient_at(small)
    assert simulated(setting, small, claimed, gradient, 20_000, 0).agrees
    assert not simulated(setting, small, claimed * 2, gradient, 20_000, 0).agrees


def test_a_rotation_of_the_start_changes_nothing_for_normal_starts() -> None:
    """W and V W V* have one law, so the loss knows the invariants of P and K alone: here of a permutation of places."""
    setting = uniform("orthogonal", Gaussian("x_1", eye(d)))
    P, K = ((1, 2), (0, 3)), ((0, 1), (1, 1))
    turned_ = [tuple(tuple(Fraction(m[1 - r][1 - s]) for s in range(2)) for r in range(2)) for m in (P, K)]
    plain = [tuple(tuple(map(Fraction, row)) for row in m) for m in (P, K)]
    found = [
        Derived(setting).loss_at(Values({"d": 2, "T": 3}, parameters=dict(zip("PK", matrices, strict=True))))
        for matrices in (plain, turned_)
    ]
    assert found[0] == found[1]


def test_random_data_sets_are_orbits() -> None:
    """A loss of predicting 0 is that of the start: the states all have its length."""
    setting = uniform("unitary", Gaussian("x_1", eye(d)))
    values = Values({"d": 3, "T": 4})
    found = DataSets(setting, values, 50, 0).losses(blocks_of(values))[0]
    by_length = DataSets(attention(x := Orbit("x", by=Torus(d), start=Gaussian("x_1", eye(d))), (x,)), values, 50, 0)
    assert abs(found - by_length.losses(blocks_of(values))[0]).max() < 1e-9


def test_what_is_beyond_reach_is_told_in_words() -> None:
    setting = uniform("orthogonal")
    with pytest.raises(OutOfReach, match=r"a number is missing for d, T"):
        _ = Derived(setting).terms
    with pytest.raises(OutOfReach, match=r"split into up to \d+ products, more than 500000"):
        Derived(setting).loss_at(Values({"d": 1, "T": 50}, laws={"x_1": point(setting, 1, 3).laws["x_1"]}))
    W = Haar(d, "orthogonal")
    x, y = Orbit("x", by=W, start=AnyLaw(d)), Orbit("y", by=W, start=AnyLaw(d, "y_1"))
    with pytest.raises(OutOfReach, match="several starts, x_1 and y_1"):
        Derived(attention_to(x, y)).loss_at(Values({"d": 1, "T": 3}, laws=dict.fromkeys(("x_1", "y_1"), None)))
    complex_ = uniform("orthogonal", Gaussian("x_1", eye(d), field="complex"))
    with pytest.raises(OutOfReach, match="a complex start that the orthogonal W turns"):
        Derived(complex_).loss_at(Values({"d": 1, "T": 3}))
    with pytest.raises(gauss_rules.OutOfReach, match="no rational points"):
        exact_loss(setting, point(setting, 1, 3))
    with pytest.raises(gauss_rules.OutOfReach, match="in 3 dimensions has no rule"):
        loss(uniform("unitary", Gaussian("x_1", eye(d))), Values({"d": 3, "T": 3}))
    x, y = Orbit("x", by=Haar(d, "unitary"), start=AnyLaw(d)), Orbit("y", by=Torus(d, "V"), start=AnyLaw(d, "y_1"))
    with pytest.raises(OutOfReach, match="two random unitary matrices, V and W"):
        Derived(attention_to(x, y)).loss_at(Values({"d": 1, "T": 3}, laws=dict.fromkeys(("x_1", "y_1"), None)))


def test_what_is_no_uniform_matrix_is_refused() -> None:
    with pytest.raises(Untraceable, match="'orthogonal' or 'unitary'; given 'symplectic'"):
        Haar(d, "symplectic")
    with pytest.raises(Untraceable, match="turns an orbit"):
        _ = Haar(d, "unitary") @ AnyLaw(d)
