"""What a setting refuses: matrices with one name, a factor with a loose label, imaginary parts of what is real."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symbolic.setting import (
    AnyLaw,
    Gaussian,
    Orbit,
    Setting,
    Torus,
    Untraceable,
    Values,
    WrongValues,
    parameter,
    size,
    time,
    total,
)
from symbolic.setting.point import check_values

d, t = size("d"), time("t")
ONE = ((Fraction(1),),)


def two_orbits(first: Torus, second: Torus) -> Setting:
    x, y = Orbit("x", by=first, start=AnyLaw(d)), Orbit("y", by=second, start=AnyLaw(d, "y_1"))
    A = parameter("A", [d])
    return Setting("two", sizes=(d,), draws=(x, y), parameters=(A,), prediction=lambda: A @ x[2], target=lambda: y[2])


def test_two_matrices_have_two_names() -> None:
    with pytest.raises(Untraceable, match="two matrices of the setting two have one name"):
        two_orbits(Torus(d), Torus(d))
    two_orbits(Torus(d), Torus(d, "V"))
    two_orbits(shared := Torus(d), shared)


def test_a_label_is_not_called_as_a_size_is() -> None:
    N, label, A = size("N"), time("N"), parameter("A", [], [])
    x = Gaussian("x", 1).each(time("i"))
    with pytest.raises(Untraceable, match="two things of the setting sums are named 'N'"):
        Setting(
            "sums",
            sizes=(N,),
            draws=(x,),
            parameters=(A,),
            prediction=lambda: A * total(x[label], label, 1, 2),
            target=lambda: x[N + 1],
        )


def linear(field: str) -> Setting:
    x, A = AnyLaw(1, "x"), parameter("A", [1], field=field)
    return Setting("linear", sizes=(), draws=(x,), parameters=(A,), prediction=lambda: A @ x, target=lambda: x)


def test_a_factor_names_sizes_and_the_time_of_the_loss_only() -> None:
    x, A = AnyLaw(1, "x"), parameter("A", [1])
    with pytest.raises(Untraceable, match="the size t is used in the model and not listed"):
        Setting(
            "linear",
            sizes=(),
            draws=(x,),
            parameters=(A,),
            prediction=lambda: A @ x,
            target=lambda: x,
            factor=1 / t,
        )


def test_imaginary_parts_belong_to_complex_parameters() -> None:
    values = Values({}, laws={"x": object()}, parameters={"A": ONE}, imaginary={"A": ONE})
    check_values(linear("complex"), values)
    with pytest.raises(WrongValues, match="no complex parameter block A; the setting has none"):
        check_values(linear("real"), values)
    with pytest.raises(WrongValues, match="the block A is 1 x 1 here; given 1 x 2"):
        check_values(linear("complex"), Values({}, laws={"x": object()}, imaginary={"A": ((Fraction(1),) * 2,)}))
