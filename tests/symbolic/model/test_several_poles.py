"""Weights with several denominators in one size or time, 1/t beside 1/(t-1): the engine against enumeration."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from numeric_check.described import exact_loss
from symbolic.algebra.laurent import Laurent
from symbolic.laws.atoms import Atoms
from symbolic.model.closed_sums.label_sums import monomial_laurent
from symbolic.model.closed_sums.partial_fractions import with_one_pole_each
from symbolic.model.derived_model import Derived
from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Orbit,
    Setting,
    Torus,
    Values,
    Weight,
    eye,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.setting.affine import Affine
from symbolic.setting.weights import Monomial

d, T, t, i = size("d"), size("T", at_least=3), time("t"), time("i")
TWO = Atoms.of([(Fraction(2), Fraction(1)), (Fraction(-1), Fraction(3))], [Fraction(1, 3), Fraction(2, 3)], "two")


def attention(weight: Callable[[Any], Weight], factor: Weight | Fraction) -> Setting:
    x, P, K = Orbit("x", by=Torus(d), start=AnyLaw(d)), parameter("P", [d]), parameter("K", [d])

    def prediction(t: Any) -> Array:
        answer: Array = P @ total(x[i] @ x[i - 1].H, i, 1, t) @ K @ x[t]
        return answer * weight(t)

    return Setting("poles", sizes=(d, T), draws=(x,), parameters=(P, K), prediction=prediction,
                   target=lambda t: x[t + 1], over=(t, 2, T - 1), factor=factor,
                   families={"line": Family(P=scalar("b") * eye(d), K=scalar("a") * eye(d))})  # fmt: skip


WEIGHTS: dict[str, tuple[Callable[[Any], Weight], Weight | Fraction]] = {
    "sum": (lambda t: 1 / (t - 1) + 1 / t, Fraction(1, 2)),
    "product": (lambda t: 1 / (t - 1) / (t + 2) * (t + 1) + t**-2, 1 / (t + 1)),
    "mean": (lambda t: 1 / t / (t - 1), 1 / (T - 1) + 1 / T),
}


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("length", [3, 4, 6])
def test_losses_with_several_poles(name: str, length: int) -> None:
    setting = attention(*WEIGHTS[name])
    blocks = {"P": ((Fraction(1), Fraction(1, 2)), (Fraction(2), Fraction(-1))), "K": ((Fraction(1),) * 2,) * 2}
    values = Values({"d": 2, "T": length}, laws={"x_1": TWO}, parameters=blocks)
    assert Derived(setting).loss_at(values) == exact_loss(setting, values)


def powers(*factors: tuple[int, int]) -> Laurent:
    """A product of powers of `t + n`."""
    return monomial_laurent(Monomial(affine=tuple((Affine.of({"t": 1}, n), k) for n, k in factors)), {"t": -1})


def test_equal_functions_have_one_form() -> None:
    whole = with_one_pole_each(powers((-1, -2), (0, -1), (3, -2)) * powers((2, 1)))
    for value in (Fraction(5), Fraction(7, 3), Fraction(-11, 2)):
        assert whole.value({"t": value}) == (value + 2) / ((value - 1) ** 2 * value * (value + 3) ** 2)
    assert all(sum(n < 0 for _, n in exponents) <= 1 for exponents in whole.coefficients)
    difference = powers((-1, -1)) - powers((0, -1)) - powers((-1, -1), (0, -1))
    assert difference
    assert not with_one_pole_each(difference)
