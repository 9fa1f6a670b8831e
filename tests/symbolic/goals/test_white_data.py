"""Formulas about models with normal data of covariance cI, and with numbers that the data depend on."""

from __future__ import annotations

from fractions import Fraction

import pytest

import proofs.declared_settings  # noqa: F401
from numeric_check.described import exact_loss
from numeric_check.described.family_points import on_family
from proofs.catalogue import papers
from symbolic.core.expressions import Refused, written
from symbolic.core.rules.procedures import trusted
from symbolic.core.vocabulary import POSITIVE, REALS, equal, real
from symbolic.goals.engine import ENGINE, gradient_formula, loss_formula
from symbolic.goals.explicit_values import exact_value
from symbolic.goals.model_data import scalar_domains
from symbolic.goals.stated import Stated
from symbolic.setting import Gaussian, Setting, Values, eye, parameter, scalar, size
from symbolic.tactics.steps import replaced
from tests.symbolic.formula_values import value
from tests.symbolic.goals.test_formula_values import sides

POINTS: dict[str, tuple[str, dict[str, int], dict[str, Fraction], dict[str, Fraction]]] = {
    "variants-circular": (
        "line",
        {"d": 2, "T": 4},
        {"sigma": Fraction(2, 3)},
        {"a": Fraction(1, 2), "b": Fraction(-3)},
    ),
    "variants-noisy": ("line", {"d": 1, "T": 4}, {"sigma": Fraction(3, 2)}, {"a": Fraction(1, 2), "b": Fraction(2, 5)}),
    "jiang2025": ("step", {"d": 2, "N": 2}, {"alpha": Fraction(1, 3)}, {"c": Fraction(5, 2)}),
    "zhang2025-white": ("multiples", {"d": 2, "N": 2}, {}, {"u": Fraction(2, 3), "v": Fraction(-1, 2)}),
}
"""A family, sizes, numbers of the data, and letters."""


def setting(key: str) -> Setting:
    return next(paper for paper in papers().values() if key in paper.settings).setting(key)


SLOW = {"variants-noisy": pytest.mark.slow}


@pytest.mark.parametrize("key", [pytest.param(key, marks=SLOW.get(key, ())) for key in POINTS])
def test_what_is_stated_of_a_loss_is_the_mean_over_all_pairings(key: str) -> None:
    family, sizes, scalars, letters = POINTS[key]
    known = {name: Fraction(each) for name, each in sizes.items()} | scalars | letters
    equation, names = sides(loss_formula(key, family), known)
    point = on_family(setting(key), family, Values(sizes, scalars={**scalars, **letters}))
    assert value(equation.parts[1], names) == exact_loss(setting(key), point) != 0


@pytest.mark.parametrize("key", ["variants-circular", "jiang2025"])
def test_a_changed_number_is_no_theorem(key: str) -> None:
    formula = loss_formula(key, POINTS[key][0])
    assert trusted(ENGINE, formula).conclusion == formula
    for number in (written(2), written(1)):
        with pytest.raises(Refused):
            trusted(ENGINE, replaced(formula, number, written(3)))
    with pytest.raises(Refused):
        trusted(ENGINE, replaced(formula, REALS, POSITIVE))
    slope = gradient_formula("variants-circular", "line", "W_PV_12")
    with pytest.raises(Refused):
        trusted(ENGINE, replaced(slope, written(2), written(4)))


def test_numbers_are_positive_where_powers_need_it() -> None:
    assert scalar_domains(setting("variants-circular")) == {"sigma": REALS}
    assert scalar_domains(setting("jiang2025")) == {"alpha": POSITIVE}


def test_a_loss_at_numbers_is_exact() -> None:
    sizes, scalars = {"d": 2, "T": 4}, {"sigma": Fraction(2, 3)}
    stated = Stated(setting("variants-circular"), "line")
    data = [written(each) for each in sizes.values()] + [written(each) for each in scalars.values()]
    blocks = stated.blocks_at(written(Fraction(1, 2)), written(-3))
    loss = stated.model.loss(*data, *(replaced(each, real("d"), written(2)) for each in blocks))
    letters = {"a": Fraction(1, 2), "b": Fraction(-3)}
    point = on_family(stated.setting, "line", Values(sizes, scalars={**scalars, **letters}))
    assert exact_value(loss).conclusion == equal(loss, exact_loss(stated.setting, point))


d = size("d")
w = parameter("w", [d], [])


def test_a_deviation_that_is_no_square_is_positive() -> None:
    x = Gaussian("x", scalar("c") * eye(d))
    of = Setting("of-x", sizes=(d,), draws=(x,), parameters=(w,), prediction=lambda: w.H @ x, target=lambda: w.H @ x)
    assert scalar_domains(of) == {"c": POSITIVE}
