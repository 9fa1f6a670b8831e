"""Exact values of losses at numbers: regressions."""

from __future__ import annotations

from fractions import Fraction

from symbolic.model.contraction import Numbers
from symbolic.model.derived_model import Derived
from symbolic.setting import Family, Gaussian, Setting, Values, covariance, given, parameter, size


def test_a_letter_that_is_a_row_is_read_along_its_columns() -> None:
    """It was read as a column, and a value with one row raised IndexError."""
    d = size("d")
    x, u = Gaussian("x", covariance("S", d)), parameter("u", [], [d])
    setting = Setting(
        "row", sizes=(d,), draws=(x,), parameters=(u,), prediction=lambda: u @ x, target=lambda: 0 * (u @ x)
    )
    held = Derived(setting).on(Family(u=given("g", [], [d])))
    one, two = Fraction(1), Fraction(2)
    values = Values({"d": 2}, {"S": ((two, one), (one, two))}, matrices={"g": ((one, two),)})
    assert Numbers(setting, values).loss(held.terms) == Fraction(7)
