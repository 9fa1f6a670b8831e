"""Weights on labels beside signs and other roots of unity: as enumeration has them."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from numeric_check.described import exact_gradient, exact_loss
from symbolic.expectation.characters import OutOfReach
from symbolic.laws.atoms import Atoms
from symbolic.model.derived_model import Derived
from symbolic.setting import (
    AnyLaw,
    Array,
    Orbit,
    Setting,
    Torus,
    Values,
    Weight,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.setting.symbols import Arithmetic

d, T, t, i = size("d"), size("T", at_least=3), time("t"), time("i")
gamma = scalar("gamma")
LAWS = {n: Atoms.of([(1,) * n, (2, -1)[:n]], [Fraction(1, 3), Fraction(2, 3)], "two atoms") for n in (1, 2)}

WEIGHTS: dict[str, Callable[[Arithmetic], Weight]] = {
    "1/i": lambda _: Fraction(1) / i,
    "i": lambda _: Fraction(1) * i,
    "γ^(t-i)": lambda last: gamma ** (last - i),
    "1/(i+1)²": lambda _: 1 / (i + 1) ** 2,
}


def attention(weight: str, order: int, last: bool) -> Setting:
    x = Orbit("x", by=Torus(d, order=order), start=AnyLaw(d))
    P, K = parameter("P", [d]), parameter("K", [d])

    def prediction(at: Arithmetic) -> Array:
        summand = x[i + 1] @ x[i].H
        weighted: Weight = WEIGHTS[weight](at)
        return P @ total(summand * weighted, i, 1, at - 1) @ K @ x[at]

    key = f"{weight}-{order}".translate(str.maketrans("/^()+²γ-", "________")).strip("_")
    over = None if last else (t, 2, T - 1)
    return Setting(
        f"w_{key}", sizes=(d, T), draws=(x,), parameters=(P, K), over=over,
        prediction=(lambda: prediction(T - 1)) if last else prediction,
        target=(lambda: x[T]) if last else (lambda t: x[t + 1]),
    )  # fmt: skip


def point(setting: Setting, d: int, T: int) -> Values:
    rng = random.Random(f"{setting.key} {d} {T}")
    matrices = {
        name: tuple(tuple(Fraction(rng.choice([-3, -1, 1, 2]), 2) for _ in range(d)) for _ in range(d))
        for name in setting.blocks
    }
    scalars = {name: Fraction(1, 2) for name in setting.scalars}
    return Values({"d": d, "T": T}, scalars=scalars, laws={"x_1": LAWS[d]}, parameters=matrices)


CASES = [
    (weight, order, last, sizes)
    for weight in WEIGHTS
    for order in (2, 3)
    for last in (False, True)
    for sizes in ((1, 3), (1, 6), (2, 4))
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("weight", "order", "last", "sizes"), CASES)
def test_weights_beside_roots_of_unity(weight: str, order: int, last: bool, sizes: tuple[int, int]) -> None:
    setting = attention(weight, order, last)
    values, derived = point(setting, *sizes), Derived(setting)
    assert derived.loss_at(values) == exact_loss(setting, values) != 0
    assert derived.gradient_at(values) == exact_gradient(setting, values)


def test_a_weight_that_divides_by_zero_is_refused() -> None:
    x, P = Orbit("x", by=Torus(d, order=2), start=AnyLaw(d)), parameter("P", [d])
    setting = Setting(
        "zero", sizes=(d, T), draws=(x,), parameters=(P,), target=lambda: x[T],
        prediction=lambda: P @ total(x[i] / (i - 1), i, 1, T - 1),
    )  # fmt: skip
    with pytest.raises(OutOfReach, match=r"division by zero|a divisor that grows"):
        Derived(setting).loss_at(point(setting, 1, 3))
