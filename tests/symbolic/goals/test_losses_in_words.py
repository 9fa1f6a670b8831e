"""Losses at all blocks, vectors and numbers among them, as words: the values of an enumeration."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import partial
from typing import Any

import pytest

import proofs.declared_settings  # noqa: F401
from numeric_check.described import exact_loss
from symbolic.core.expressions import Refused, written
from symbolic.core.rules.procedures import trusted
from symbolic.core.vocabulary import at_most
from symbolic.goals.engine import ENGINE, declare, declared, loss_anywhere_formula, nonnegative_formula
from symbolic.goals.stated import Stated
from symbolic.setting import Gaussian, Setting, Values, eye, parameter, scalar, size
from symbolic.tactics.steps import replaced
from tests.proofs.matrix_instances import drawn
from tests.proofs.zhang2024.formal.test_velocities_at_random import covariance
from tests.symbolic.formula_values import value
from tests.symbolic.goals.test_formula_values import sides

SIZES: dict[str, dict[str, int]] = {
    "mahankali2023": {"d": 2, "N": 1},
    "ahn2023": {"d": 1, "n": 2},
    "li2024": {"d": 1, "N": 1},
    "zhang2024b": {"d": 2, "N": 1},
    "xie2025": {"d": 1, "N": 2},
}


@pytest.mark.parametrize("key", SIZES)
def test_a_loss_at_all_blocks_has_the_value_of_an_enumeration(key: str) -> None:
    source, sizes, setting = random.Random(1), SIZES[key], declared(key)
    known: dict[str, Any] = {name: Fraction(size) for name, size in sizes.items()}
    known |= {name: Fraction(source.randint(1, 5), 3) for name in setting.scalars}
    known |= {name: covariance(sizes["d"], source) for name in setting.covariances}
    given = {name: drawn((sizes["d"], 1), source) for name in setting.given}
    blocks = {}
    for name, variable in zip(setting.blocks, Stated(setting).any_blocks, strict=True):
        shape = tuple(side.value(sizes) for side in setting.blocks[name])
        blocks[name] = known[variable.name] = drawn((shape[0], shape[1]), source)
    known |= given
    scalars = {name: known[name] for name in setting.scalars}
    covariances = {name: known[name] for name in setting.covariances}
    equation, names = sides(loss_anywhere_formula(key), known)
    at = Values(sizes, covariances, scalars, given, {}, blocks)
    assert value(equation.parts[1], names) == exact_loss(setting, at) != 0


d, s = size("d"), scalar("s")
x, A = Gaussian("x", eye(d)), parameter("A", [d])


def with_factor(key: str, factor: Any) -> Setting:
    """A linear model whose squares are multiplied by something."""
    return Setting(
        key, sizes=(d,), draws=(x,), parameters=(A,), prediction=lambda: A @ x, target=lambda: x, factor=factor
    )


FACTORS = {
    "a-third": Fraction(1, 3),
    "a-letter": s,
    "a-difference": s - s * s,
    "a-size": d - 2,
    "minus-one": Fraction(-1),
}
for _name, _factor in FACTORS.items():
    declare(f"times-{_name}", partial(with_factor, f"times-{_name}", _factor))


def test_a_mean_of_squares_is_not_negative_where_its_factor_is_a_positive_number() -> None:
    formula = nonnegative_formula("times-a-third")
    assert trusted(ENGINE, formula).conclusion == formula
    with pytest.raises(Refused):
        trusted(ENGINE, replaced(formula, written(0), written(1)))
    for name in FACTORS.keys() - {"a-third"}:
        with pytest.raises(Refused):
            nonnegative_formula(f"times-{name}")
        stated = Stated(declared(f"times-{name}"))
        loss = stated.model.loss(*stated.given, *stated.any_blocks)
        with pytest.raises(Refused):
            trusted(ENGINE, stated.for_all_data(stated.for_all_blocks(at_most(0, loss))))


def test_words_and_entries_are_told_apart() -> None:
    words, entries = (loss_anywhere_formula("times-a-third", each) for each in (True, False))
    assert words != entries
    for formula in (words, entries):
        assert trusted(ENGINE, formula).conclusion == formula
        with pytest.raises(Refused):
            trusted(ENGINE, replaced(formula, written(Fraction(1, 3)), written(3)))
