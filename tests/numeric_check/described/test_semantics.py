"""What every verb, draw and label means, each by a loss that is known by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numeric_check.described import exact_gradient, exact_loss, gradient, loss
from numeric_check.laws.gauss_rules import OutOfReach
from symbolic import laws
from symbolic.laws import Atoms, Ones
from symbolic.laws.coordinates import Gaussian as Normal
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Covariance,
    Gaussian,
    Orbit,
    Setting,
    Torus,
    Values,
    Weight,
    block,
    covariance,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)
from symbolic.setting.point import Matrix
from symbolic.setting.randomness import Source
from symbolic.setting.symbols import Size

F = Fraction
HALF = F(1, 2)

d, N, T, t, i = size("d"), size("N"), size("T"), time("t"), time("i")
a = parameter("a", [], [])
"""A scalar parameter."""


def single(*rows: tuple[int | Fraction, ...]) -> Matrix:
    return tuple(tuple(map(Fraction, row)) for row in rows)


def at(value: int | Fraction) -> Matrix:
    return single((value,))


def one_prediction(
    prediction: Array, target: Array, draws: tuple[Source, ...], sizes: tuple[Size, ...] = (), parameters: Any = (a,)
) -> Setting:
    return Setting(
        "one",
        sizes=sizes,
        draws=draws,
        parameters=parameters,
        prediction=lambda: prediction,
        target=lambda: target,
    )


def both(setting: Setting, values: Values) -> Fraction:
    """The exact loss, equal to that in floats up to rounding."""
    exact = exact_loss(setting, values)
    assert loss(setting, values) == pytest.approx(float(exact), rel=1e-12, abs=1e-12)
    return exact


x = Gaussian("x", 4).each(i)


def test_copies_at_equal_labels_are_equal_and_at_different_ones_independent() -> None:
    values = Values({}, parameters={"a": at(3)})
    assert both(one_prediction(a * x[1], x[1], (x,)), values) == F(1, 2) * 4 * (3 - 1) ** 2
    assert both(one_prediction(a * x[1], x[2], (x,)), values) == F(1, 2) * 4 * (9 + 1)
    assert both(one_prediction(a * x[0], x[-1], (x,)), values) == F(1, 2) * 4 * (9 + 1)


def test_a_label_is_what_its_value_is() -> None:
    setting = one_prediction(a * x[N + 1], x[2 * N - 1], (x,), (N,))
    assert both(setting, Values({"N": 2}, parameters={"a": at(3)})) == F(1, 2) * 4 * (3 - 1) ** 2
    assert both(setting, Values({"N": 3}, parameters={"a": at(3)})) == F(1, 2) * 4 * (9 + 1)


@pytest.mark.parametrize(
    ("low", "high", "length"), [(1, N, 3), (0, N, 4), (1, N - 1, 2), (-N, -1, 3), (2, 2, 1), (N + 1, N, 0)]
)
def test_both_ends_of_a_range_are_included(low: Any, high: Any, length: int) -> None:
    setting = one_prediction(a * total(x[i], i, low, high), x[99] * N, (x,), (N,))
    expected = F(1, 2) * 4 * (25 * length + 9)
    assert both(setting, Values({"N": 3}, parameters={"a": at(5)})) == expected


def test_an_empty_sum_is_zero() -> None:
    setting = one_prediction(a * total(x[i], i, 1, N - 1), x[1], (x,), (N,))
    assert both(setting, Values({"N": 1}, parameters={"a": at(7)})) == 2
    assert both(setting, Values({"N": 2}, parameters={"a": at(7)})) == F(1, 2) * 4 * 36


def test_a_sum_in_a_sum_has_labels_of_its_own() -> None:
    j = time("j")
    inner = total(x[j], j, 1, i)
    setting = one_prediction(a * total(inner, i, 1, N), x[1], (x,), (N,))
    counts = [3, 2, 1]  # of x_1, x_2, x_3 in the sum over i of x_1 + … + x_i
    expected = F(4, 2) * sum((2 * n - (k == 0)) ** 2 for k, n in enumerate(counts))
    assert both(setting, Values({"N": 3}, parameters={"a": at(2)})) == expected


def test_draws_are_independent_of_each_other() -> None:
    y = Gaussian("y", 9)
    setting = one_prediction(a * y, x[1], (x, y))
    assert both(setting, Values({}, parameters={"a": at(2)})) == F(1, 2) * (4 * 9 + 4)


def orbit_loss(prediction: Any, target: Any, value: int, over: Any = (t, 2, T), factor: Any = HALF) -> Fraction:
    s = Orbit("s", by=Torus(1), start=AnyLaw(1, "s_1"))
    setting = Setting(
        "orbit",
        sizes=(T,),
        draws=(s,),
        parameters=(a,),
        prediction=lambda t: prediction(s, t),
        target=lambda t: target(s, t),
        over=over,
        factor=factor,
    )
    law = Atoms.of([[1], [-3]], [F(1, 2), F(1, 2)])  # E s_1² = 5
    return both(setting, Values({"T": 4}, laws={"s_1": law}, parameters={"a": at(value)}))


def test_an_orbit_is_zero_before_its_start() -> None:
    assert orbit_loss(lambda s, t: a * s[t - 4], lambda s, t: s[t], 3) == F(5, 2) * 3
    assert orbit_loss(lambda s, t: a * s[t - 3], lambda s, t: s[t], 3) == F(5, 2) * (1 + 1 + (1 + 9))
    assert orbit_loss(lambda s, t: a * s[1], lambda s, t: s[t - 1], 3) == F(5, 2) * ((3 - 1) ** 2 + 10 + 10)


def test_states_at_different_times_differ_by_turns() -> None:
    """`E s[2] conj(s[1]) = 0` and `|s[t]| = |s[1]|`; a product with a conjugate undoes turns."""
    assert orbit_loss(lambda s, t: a * s[t], lambda s, t: s[t + 1], 3) == F(5, 2) * 3 * (9 + 1)
    turned = orbit_loss(lambda s, t: a * (s[t] @ (s[t - 1].H @ s[1])), lambda s, t: s[2] * 7, 1)
    fourth, sixth = F(1 + 81, 2), F(1 + 729, 2)
    assert turned == F(1, 2) * 3 * (sixth - 14 * fourth + 49 * 5)


def test_only_the_last_time_counts_where_the_range_is_one_time() -> None:
    assert orbit_loss(lambda s, t: a * s[t], lambda s, t: s[t], 3, over=(t, T, T)) == F(5, 2) * 4


def test_the_factor_may_name_sizes_and_the_time() -> None:
    def off(factor: Any) -> Fraction:
        return orbit_loss(lambda s, t: a * s[t], lambda s, t: s[t], 3, factor=factor)

    assert off(1) == 5 * 4 * 3
    assert off(1 / (2 * (T - 1))) == F(5, 6) * 4 * 3
    assert off(1 / (t - 1)) == 5 * 4 * (1 + F(1, 2) + F(1, 3))


gamma = scalar("gamma")


@pytest.mark.parametrize(
    ("weight", "scalars", "numbers"),
    [
        (1 / i, {}, (1, F(1, 2), F(1, 3))),
        (i.weight(), {}, (1, 2, 3)),
        (gamma ** (N - i), {"gamma": F(1, 3)}, (F(1, 9), F(1, 3), 1)),
        (gamma ** (N - i), {"gamma": F(0)}, (0, 0, 1)),
        ((N - i) ** 2, {}, (4, 1, 0)),
    ],
)
def test_weights_of_a_sum(weight: Weight, scalars: dict[str, Fraction], numbers: tuple[Fraction, ...]) -> None:
    setting = one_prediction(a * total(x[i] * weight, i, 1, N), x[9], (x,), (N,))
    expected = F(4, 2) * (4 * sum(n**2 for n in numbers) + 1)
    assert both(setting, Values({"N": 3}, scalars=scalars, parameters={"a": at(2)})) == expected


def test_a_weight_that_divides_by_zero_is_named() -> None:
    setting = one_prediction(a * total(x[i] / (i - 2), i, 1, N), x[9], (x,), (N,))
    with pytest.raises(OutOfReach, match=r"the weight \(i - 2\)\*\*\(-1\) divides by zero at i = 2"):
        loss(setting, Values({"N": 3}, parameters={"a": at(2)}))


def test_noise_has_the_variance_that_it_is_given() -> None:
    sigma = scalar("sigma")
    noise = Gaussian("eps", sigma**2)
    y = x[1] + noise
    setting = one_prediction(a * y, x[1], (x, noise))
    assert both(setting, Values({}, scalars={"sigma": F(1, 2)}, parameters={"a": at(3)})) == F(4 * 4, 2) + F(9, 8)
    added = one_prediction(a * (x[1] + sigma * (noise := Gaussian("eps", 1))), x[1], (x, noise))
    assert both(added, Values({}, scalars={"sigma": F(1, 2)}, parameters={"a": at(3)})) == F(4 * 4, 2) + F(9, 8)


SPREADS: list[tuple[Any, Mapping[str, Matrix], tuple[tuple[int, ...], ...]]] = [
    (covariance("C", 2), {"C": single((4, 2), (2, 3))}, ((4, 2), (2, 3))),
    (covariance("C", 2) * 3, {"C": single((4, 2), (2, 1))}, ((12, 6), (6, 3))),
    (covariance("C", 2), {"C": single((0, 0), (0, 5))}, ((0, 0), (0, 5))),
    (covariance("C", 2), {"C": single((0, 0), (0, 0))}, ((0, 0), (0, 0))),
    (eye(2) * 5, {}, ((5, 0), (0, 5))),
]


@pytest.mark.parametrize(("spread", "covariances", "expected"), SPREADS)
@pytest.mark.parametrize("field", ["real", "complex"])
def test_a_normal_vector_has_its_covariance_and_mean(
    spread: Covariance, covariances: Any, expected: tuple[tuple[int, ...], ...], field: str
) -> None:
    """`v.H z` with a vector parameter v: the loss is half of `v C v + (v·m)²`, whether C is singular or not."""
    v, m = parameter("v", [2], []), given("m", [2], [])
    z = Gaussian("z", spread, mean=m, field=field)
    setting = one_prediction(v.H @ z, (zero(2).H @ z), (z,), parameters=(v,))
    values = Values({}, covariances, matrices={"m": single((1,), (-2,))}, parameters={"v": single((2,), (3,))})
    wanted = np.array([2, 3]) @ np.array(expected) @ np.array([2, 3]) + (2 - 6) ** 2
    assert both(setting, values) == F(int(wanted), 2)


def test_a_circular_number_has_the_fourth_moment_of_one() -> None:
    for field, fourth in (("real", 3), ("complex", 2)):
        z = Gaussian("z", F(3, 2), field=field)
        setting = one_prediction(a * (z.H @ z), z.H @ z, (z,))
        assert both(setting, Values({}, parameters={"a": at(3)})) == F(1, 2) * 4 * fourth * F(9, 4)


def test_the_square_of_a_circular_number_has_no_mean() -> None:
    z, y = Gaussian("z", 1, field="complex"), Gaussian("y", 1)
    setting = one_prediction(a * (z @ z), y @ y, (z, y))
    assert both(setting, Values({}, parameters={"a": at(1)})) == F(1, 2) * (2 + 3)


def test_the_adjoint_conjugates_parameters_and_draws() -> None:
    """With `c = 1 + 2i`: `|2 Re c - 1|²` where one of two is conjugated, `|2c - 1|²` where not."""
    c = parameter("c", [], [], field="complex")
    y = Gaussian("y", 2)
    values = Values({}, parameters={"c": at(1)}, imaginary={"c": at(2)})
    conjugated = one_prediction((c + c.H) @ y, y, (y,), parameters=(c,))
    assert both(conjugated, values) == F(1, 2) * 2 * 1
    assert both(one_prediction((c + c) @ y, y, (y,), parameters=(c,)), values) == F(1, 2) * 2 * (1 + 16)
    assert exact_gradient(conjugated, values) == {"c": at(4), "c.imag": at(0)}
    found = gradient(conjugated, values)
    assert found["c"].item() == pytest.approx(4, rel=1e-12)
    assert found["c.imag"].item() == pytest.approx(0, abs=1e-12)


def test_the_gradient_by_a_complex_entry() -> None:
    c = parameter("c", [1], [1], field="complex")
    z = Gaussian("z", eye(1) * 2, field="complex")
    setting = one_prediction(c @ z, z, (z,), parameters=(c,))
    values = Values({}, parameters={"c": at(3)}, imaginary={"c": at(5)})
    assert both(setting, values) == 4 + 25
    assert exact_gradient(setting, values) == {"c": at(4), "c.imag": at(10)}


def test_laws_of_coordinates_and_of_vectors() -> None:
    biased = Atoms.of([[1], [-2]], [F(2, 3), F(1, 3)])
    z = AnyLaw(1, "z")
    first = block(z, 1)
    setting = one_prediction(a * first, first @ first, (z,))
    moments = [sum(w * p[0] ** n for p, w in biased.atoms) for n in range(5)]
    expected = F(1, 2) * (4 * moments[2] - 4 * moments[3] + moments[4])
    assert both(setting, Values({}, laws={"z": biased}, parameters={"a": at(2)})) == expected


def test_a_law_may_be_given_for_one_coordinate_or_as_a_family() -> None:
    z = IID("z", d)
    v = parameter("v", [d], [])
    setting = one_prediction(v.H @ z, ones(d).H @ z, (z,), (d,), (v,))
    point = {"v": single((1,), (3,))}
    for law in (Normal(F(3)), laws.IID(Normal(F(3))), laws.IID(Normal(F(3))).at(2)):
        assert both(setting, Values({"d": 2}, laws={"z": law}, parameters=point)) == F(1, 2) * 9 * 4


def test_one_coordinate_with_a_law_of_its_own_at_each_label() -> None:
    c = IID("c").each(i)
    setting = one_prediction(a * total(c[i], i, 1, N), c[N], (c,), (N,))
    law = Normal(F(1, 2))
    assert both(setting, Values({"N": 3}, laws={"c": law}, parameters={"a": at(3)})) == F(1, 8) * (9 * 2 + 4)


def test_a_constant_start() -> None:
    z = AnyLaw(d, "z")
    v = parameter("v", [d], [])
    setting = one_prediction(v.H @ z, ones(d).H @ z, (z,), (d,), (v,))
    values = Values({"d": 2}, laws={"z": Ones()}, parameters={"v": single((5,), (3,))})
    assert both(setting, values) == F(1, 2) * (8 - 2) ** 2


def test_stacks_blocks_and_constants() -> None:
    """A matrix of blocks times a stacked vector, cut again."""
    W = parameter("W", [2, 1], [1, 2])
    y = Gaussian("y", 1)
    vector = stack(y, ones(2) * y)
    setting = one_prediction(block(W @ vector, 1), zero(2) * y, (y,), parameters=(W,))
    point = {"W_11": single((2,), (3,)), "W_12": single((1, 4), (5, 6)), "W_21": at(100)}
    assert both(setting, Values({}, parameters=point)) == F(1, 2) * ((2 + 5) ** 2 + (3 + 11) ** 2)
    scalars = one_prediction(block(W @ vector, 2), y, (y,), parameters=(W,))
    assert both(scalars, Values({}, parameters=point)) == F(1, 2) * 99**2


def test_blocks_of_matrices() -> None:
    y = Gaussian("y", 1)
    vector = stack(y, ones(2) * y)
    outer = vector @ vector.H * a
    assert both(one_prediction(block(outer, 2, 1), ones(2), (y,)), Values({}, parameters={"a": at(2)})) == 2 * F(
        1, 2
    ) * (4 * 3 - 4 + 1)
    assert both(one_prediction(block(outer, 1, 1), y @ y, (y,)), Values({}, parameters={"a": at(2)})) == F(3, 2)


def test_two_heads_are_a_sum() -> None:
    A, B = parameter("A", [2]), parameter("B", [2])
    C, D = parameter("C", [2]), parameter("D", [2])
    z = Gaussian("z", eye(2))
    heads = one_prediction(A @ B @ z + C @ D @ z, z, (z,), parameters=(A, B, C, D))
    point = {
        "A": single((1, 2), (0, 1)),
        "B": single((1, 0), (3, 1)),
        "C": single((0, 1), (1, 0)),
        "D": single((2, 0), (0, F(1, 2))),
    }
    matrices = {name: np.array(rows, dtype=float) for name, rows in point.items()}
    rest = matrices["A"] @ matrices["B"] + matrices["C"] @ matrices["D"] - np.eye(2)
    assert float(both(heads, Values({}, parameters=point))) == 0.5 * float(np.sum(rest**2))
    by_A = rest @ matrices["B"].T
    np.testing.assert_array_equal(np.array(exact_gradient(heads, Values({}, parameters=point))["A"], float), by_A)


def test_tied_weights_have_degree_four() -> None:
    y = Gaussian("y", 1)
    setting = one_prediction(a * (a * y), y, (y,))
    values = Values({}, parameters={"a": at(3)})
    assert both(setting, values) == F(1, 2) * 64
    assert exact_gradient(setting, values) == {"a": at(8 * 6)}
    assert gradient(setting, values)["a"].item() == pytest.approx(48, rel=1e-12)


def test_a_gradient_of_too_high_a_degree_is_refused() -> None:
    y = Gaussian("y", 1)
    power: Array = y
    for _ in range(7):
        power = a * power
    setting = one_prediction(power, y, (y,))
    assert both(setting, Values({}, parameters={"a": at(1)})) == 0
    with pytest.raises(OutOfReach, match="degree 14 in an entry of a, and differences are taken up to 12"):
        gradient(setting, Values({}, parameters={"a": at(1)}))


def test_a_weight_is_a_sum() -> None:
    weight: Weight = 1 + N * scalar("c")
    setting = one_prediction(a * (x[1] * weight), x[1], (x,), (N,))
    assert both(setting, Values({"N": 4}, scalars={"c": F(1, 2)}, parameters={"a": at(1)})) == F(1, 2) * 4 * 4
