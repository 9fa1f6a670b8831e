"""Losses at all blocks, vectors and numbers among them, as words: the values of an enumeration."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import proofs.declared_settings  # noqa: F401
from numeric_check.described import exact_loss
from symbolic.goals.engine import declared, loss_anywhere_formula
from symbolic.goals.stated import Stated
from symbolic.setting import Values
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
