"""Means over a uniform W in an open dimension, against those in each dimension, which another system gives."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs.variants.setting import on_group
from symbolic.expectation.characters import OutOfReach
from symbolic.laws.atoms import Atoms
from symbolic.model.contraction import Numbers
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.setting.point import Values
from symbolic.setting.setting import Setting

POINTS = ((1, -2, 3), (0, 3, -1), (2, 1, 1))
GROUPS = ("orthogonal", "unitary")


def on_line(setting: Setting, **sizes: int) -> OnFamily:
    return Derived(setting, sizes).on(setting.families["line"])


def numbers(setting: Setting, d: int, T: int) -> Numbers:
    law = Atoms.of([[Fraction(x) for x in point[:d]] for point in POINTS], [Fraction(1, n) for n in (2, 3, 6)])
    scalars = {"a": Fraction(1, 3), "b": Fraction(-2, 5)}
    return Numbers(setting, Values({"d": d, "T": T}, scalars=scalars, laws={"x_1": law}))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("T", [3, 4])
def test_losses_are_those_in_each_dimension(group: str, T: int) -> None:
    setting = on_group(group)
    whole = on_line(setting, T=T)
    assert whole.least_dimension() == T - 2
    for d in range(T - 2, 4):
        at = numbers(setting, d, T)
        assert at.loss(whole.terms) == at.loss(on_line(setting, d=d, T=T).terms)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("T", [3, pytest.param(4, marks=pytest.mark.slow)])
def test_gradients_are_those_in_each_dimension(group: str, T: int) -> None:
    setting = on_group(group)
    whole = on_line(setting, T=T)
    for block in ("W_KQ_32", "W_PV_12", "W_KQ_23", "W_KQ_22"):
        for d in range(whole.least_dimension(block), 4):
            at, shape = numbers(setting, d, T), setting.blocks[block]
            alone = on_line(setting, d=d, T=T).derivative(block)
            assert at.matrix(whole.derivative(block), shape) == at.matrix(alone, shape), (block, d)


def test_in_a_smaller_dimension_the_loss_is_another_one() -> None:
    setting = on_group("unitary")
    at = numbers(setting, 1, 4)
    assert at.loss(on_line(setting, T=4).terms) != at.loss(on_line(setting, d=1, T=4).terms)


def test_at_arbitrary_parameters_states_are_not_joined() -> None:
    with pytest.raises(OutOfReach, match="multiplied with each other in pairs"):
        Derived(on_group("orthogonal"), {"T": 3}).terms  # noqa: B018


def test_a_length_is_needed() -> None:
    with pytest.raises(OutOfReach, match="a number is missing for T"):
        on_line(on_group("orthogonal"), d=2).terms  # noqa: B018
