"""Models that differ in one verb or draw: what is derived is what an enumeration gives, loss and gradient, exactly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from numeric_check.described import exact_gradient, exact_loss
from symbolic.expectation.characters import OutOfReach
from symbolic.laws.atoms import Atoms
from symbolic.model.contraction import Numbers
from symbolic.model.derived_model import Derived
from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Gaussian,
    Orbit,
    Setting,
    Torus,
    Untraceable,
    Values,
    covariance,
    diagonal,
    eye,
    given,
    parameter,
    size,
    stack,
    time,
    total,
)
from symbolic.setting.point import Matrix
from symbolic.setting.symbols import Arithmetic

d, N, T, t, i = size("d"), size("N"), size("T", at_least=3), time("t"), time("i")


def numbers(seed: str, rows: int, columns: int) -> Matrix:
    draw = Random(seed)
    return tuple(tuple(Fraction(draw.choice([-3, -1, 1, 2]), 2) for _ in range(columns)) for _ in range(rows))


def atoms(dimension: int) -> Atoms:
    points = [*numbers(f"atoms {dimension}", 2, dimension)]
    return Atoms.of(points, [Fraction(1, 3), Fraction(2, 3)], "two atoms")


def both_routes_agree(setting: Setting, values: Values) -> None:
    derived = Derived(setting)
    assert derived.loss_at(values) == exact_loss(setting, values)
    found = derived.gradient_at(values)
    assert found == exact_gradient(setting, values)
    assert any(entry for block in found.values() for row in block for entry in row)


def attention(field: str) -> Setting:
    x = Orbit("x", by=Torus(d), start=AnyLaw(d))
    P, K = parameter("P", [d], 2 * [d], field=field), parameter("K", 2 * [d], field=field)

    def token(s: Arithmetic) -> Array:
        return stack(x[s], x[s - 1])

    def prediction(t: Arithmetic) -> Array:
        return P @ total(token(i) @ token(i).H, i, 1, t) @ K @ token(t) / (t - 1)

    return Setting(
        field,
        sizes=(d, T),
        draws=(x,),
        parameters=(P, K),
        prediction=prediction,
        target=lambda t: x[t + 1],
        over=(t, 2, T - 1),
    )


def continuation() -> Setting:
    """With two complex parameters of one block each."""
    x = Orbit("x", by=Torus(d), start=AnyLaw(d))
    P, K = parameter("P", [d], field="complex"), parameter("K", [d], field="complex")

    def prediction(t: Arithmetic) -> Array:
        return P @ total(x[i + 1] @ x[i].H, i, 1, t - 1) @ K @ x[t] / (t - 1)

    return Setting(
        "complex",
        sizes=(d, T),
        draws=(x,),
        parameters=(P, K),
        prediction=prediction,
        target=lambda t: x[t + 1],
        over=(t, 2, T - 1),
    )


def test_a_complex_parameter_beside_itself_and_its_conjugate() -> None:
    """Of a higher degree than one layer, so that the derivative has conjugates in it, with a real parameter beside."""
    w, C, B = Gaussian("w", 2, field="complex"), parameter("C", [], [], field="complex"), parameter("B", [], [])
    setting = Setting(
        "conjugates",
        sizes=(N,),
        draws=(w,),
        parameters=(C, B),
        prediction=lambda: C @ C @ w + B @ C.H @ w / N + w.H @ C,
        target=lambda: w,
    )
    point = {"C": numbers("C", 1, 1), "B": numbers("B", 1, 1)}
    values = Values({"N": 2}, parameters=point, imaginary={"C": numbers("C turned", 1, 1)})
    both_routes_agree(setting, values)


@pytest.mark.parametrize(
    "described", [continuation, pytest.param(lambda: attention("complex"), marks=pytest.mark.slow)]
)
def test_complex_parameters(described: Callable[[], Setting]) -> None:
    setting = described()
    blocks = {name: numbers(name, 2, 2) for name in setting.blocks}
    turned = {name: numbers(f"{name} turned", 2, 2) for name in setting.blocks}
    values = Values({"d": 2, "T": 3}, laws={"x_1": atoms(2)}, parameters=blocks, imaginary=turned)
    both_routes_agree(setting, values)


def test_sequences_with_complex_parameters_on_a_family() -> None:
    """On a family as at its blocks, where the gradient is derived from the loss at arbitrary parameters."""
    setting, c = continuation(), given("c", [], [], field="complex")
    derived = Derived(setting)
    held = derived.on(Family(P=c * eye(d), K=3 * (c.H * eye(d))))
    common: dict[str, Any] = {"sizes": {"d": 2, "T": 3}, "laws": {"x_1": atoms(2)}}
    real, turned = Fraction(3, 5), Fraction(4, 5)
    letters = Numbers(setting, Values(**common, matrices={"c": ((real,),)}, imaginary={"c": ((turned,),)}))
    at = Values(
        **common,
        parameters={"P": multiple(real), "K": multiple(3 * real)},
        imaginary={"P": multiple(turned), "K": multiple(-3 * turned)},
    )
    assert letters.loss(held.terms) == derived.loss_at(at)
    expected = derived.gradient_at(at)
    for name, shape in setting.blocks.items():
        assert letters.matrix(held.gradient[name], shape) == expected[name]
        assert letters.matrix(held.gradient[name], shape, imaginary=True) == expected[f"{name}.imag"]


def multiple(number: Fraction) -> Matrix:
    return (number, Fraction(0)), (Fraction(0), number)


def test_a_diagonal_of_parameters_and_of_data() -> None:
    x, v = Gaussian("x", covariance("L", d)), parameter("v", [d], [])
    setting = Setting(
        "gated",
        sizes=(d,),
        draws=(x,),
        parameters=(v,),
        prediction=lambda: diagonal(v) @ diagonal(x) @ x,
        target=lambda: x,
    )
    spread = ((Fraction(2), Fraction(1)), (Fraction(1), Fraction(3)))
    both_routes_agree(setting, Values({"d": 2}, {"L": spread}, parameters={"v": numbers("v", 2, 1)}))


def test_two_ranges_of_one_sample_meet_in_their_minimum() -> None:
    x, W, M = Gaussian("x", eye(d)).each(i), parameter("W", [d]), size("M")
    setting = Setting(
        "ranges",
        sizes=(d, N, M),
        draws=(x,),
        parameters=(W,),
        prediction=lambda: W @ total(x[i], i, 1, N),
        target=lambda: total(x[i], i, 1, M),
    )
    for n, m in ((1, 2), (2, 2), (3, 1)):
        both_routes_agree(setting, Values({"d": 1, "N": n, "M": m}, parameters={"W": numbers("W", 1, 1)}))


def test_means_given_matrices_and_circular_draws() -> None:
    mean, B = given("m", [d], []), given("B", [d])
    x, z, W = Gaussian("x", covariance("L", d), mean=mean), Gaussian("z", eye(d), field="complex"), parameter("W", [d])
    setting = Setting(
        "shifted",
        sizes=(d,),
        draws=(x, z),
        parameters=(W,),
        prediction=lambda: W @ (x + z) * (z.H @ z),
        target=lambda: B @ x + z,
    )
    spread = ((Fraction(2), Fraction(1)), (Fraction(1), Fraction(3)))
    shift = {"m": numbers("m", 2, 1), "B": numbers("B", 2, 2)}
    both_routes_agree(setting, Values({"d": 2}, {"L": spread}, matrices=shift, parameters={"W": numbers("W", 2, 2)}))


def test_different_coordinates_that_nothing_else_joins_are_counted() -> None:
    """`|x_t|² x_t` against `x_{t+1}` for a normal start: sums over two or three different coordinates of ones."""
    x, c = Orbit("x", by=Torus(d), start=Gaussian("x_1", eye(d))), parameter("c", [], [])
    setting = Setting(
        "cubic",
        sizes=(d, T),
        draws=(x,),
        parameters=(c,),
        prediction=lambda t: x[t] * (x[t - 1].H @ x[t]) * c,
        target=lambda t: x[t + 1],
        over=(t, 2, T - 1),
    )
    for dimension in (1, 2, 3):
        both_routes_agree(setting, Values({"d": dimension, "T": 4}, parameters={"c": ((Fraction(2, 3),),)}))


def test_a_weight_that_divides_by_zero_is_refused_in_words() -> None:
    x, W = Gaussian("x", eye(d)).each(i), parameter("W", [d])
    setting = Setting(
        "unbiased",
        sizes=(d, N),
        draws=(x,),
        parameters=(W,),
        prediction=lambda: W @ total(x[i], i, 1, N) / (N - 1),
        target=lambda: x[N],
    )
    both_routes_agree(setting, Values({"d": 2, "N": 3}, parameters={"W": numbers("W", 2, 2)}))
    with pytest.raises(OutOfReach, match="divides by zero at d = 2, N = 1"):
        Derived(setting).loss_at(Values({"d": 2, "N": 1}, parameters={"W": numbers("W", 2, 2)}))


def test_two_unitary_matrices_are_refused_and_have_two_names() -> None:
    W = parameter("W", [d])

    def setting(second: Torus) -> Setting:
        x, y = Orbit("x", by=Torus(d), start=AnyLaw(d)), Orbit("y", by=second, start=AnyLaw(d, "y_1"))
        return Setting(
            "two", sizes=(d,), draws=(x, y), parameters=(W,), prediction=lambda: W @ x[2], target=lambda: y[2]
        )

    with pytest.raises(Untraceable, match="Torus"):
        setting(Torus(d))
    with pytest.raises(OutOfReach, match="two random unitary matrices"):
        _ = Derived(setting(Torus(d, "V"))).terms


def test_deep_products_are_refused_before_they_are_multiplied_out() -> None:
    x, W = Gaussian("x", eye(d)), parameter("W", [d])

    def prediction() -> Array:
        layer: Array = W @ x + x
        for _ in range(12):
            layer = layer * (layer.H @ layer)
        return layer

    setting = Setting("deeper", sizes=(d,), draws=(x,), parameters=(W,), prediction=prediction, target=lambda: x)
    with pytest.raises(OutOfReach, match="a product of sums"):
        _ = Derived(setting).terms


def test_the_last_term_alone_is_the_loss_at_the_last_time() -> None:
    """Written as a sum over one time, and with the time in its place."""
    x, P, K = Orbit("x", by=Torus(d), start=AnyLaw(d)), parameter("P", [d]), parameter("K", [d])

    def prediction(t: Arithmetic) -> Array:
        return P @ total(x[i + 1] @ x[i].H, i, 1, t - 1) @ K @ x[t] / (t - 1)

    def setting(**loss: Any) -> Setting:
        return Setting("last", sizes=(d, T), draws=(x,), parameters=(P, K), **loss)

    summed = setting(prediction=prediction, target=lambda t: x[t + 1], over=(t, T - 1, T - 1))
    placed = setting(prediction=lambda: prediction(T - 1), target=lambda: x[T])
    assert Derived(summed).terms == Derived(placed).terms
    values = Values({"d": 2, "T": 4}, laws={"x_1": atoms(2)}, parameters={n: numbers(n, 2, 2) for n in "PK"})
    both_routes_agree(summed, values)


def test_what_is_too_large_is_refused_before_the_work_starts() -> None:
    x, W = Gaussian("x", eye(d)), parameter("W", [d])

    def prediction() -> Array:
        out: Array = x
        for _ in range(9):
            out = W @ x * (x.H @ out)
        return out

    setting = Setting("deep", sizes=(d,), draws=(x,), parameters=(W,), prediction=prediction, target=lambda: x)
    with pytest.raises(OutOfReach, match="more than 2000000; fewer layers"):
        _ = Derived(setting).terms
