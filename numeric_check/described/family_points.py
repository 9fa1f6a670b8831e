"""A point of a family of parameters as a point of all of them: its letters become blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Exactly, Numbers
from numeric_check.described.arithmetic.gaussian_rationals import GaussianRational, objects
from numeric_check.described.evaluated_weights import evaluated
from numeric_check.described.interpreter import Interpreter, World
from symbolic.setting.nodes import Array
from symbolic.setting.point import Matrix, Values, WrongValues
from symbolic.setting.randomness import Draw, Haar, Torus
from symbolic.setting.setting import Setting
from symbolic.setting.weights import Weight

Value = TypeVar("Value")


def on_family(setting: Setting, name: str, values: Values) -> Values:
    """The values at which the blocks are what the family says, its letters taken from scalars and matrices.

    Letters that only the family has are left out of what is returned. Raises WrongValues for an unknown family, for a
    letter without a value, and where a parameter block is given as well.

    >>> from symbolic.setting import AnyLaw, Family, eye, parameter, scalar, size
    >>> d = size("d")
    >>> x, W = AnyLaw(d, "x"), parameter("W", [d])
    >>> multiples = {"multiples": Family(W=scalar("a") * eye(d))}
    >>> linear = Setting(
    ...     "linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x,
    ...     families=multiples,
    ... )
    >>> on_family(linear, "multiples", Values({"d": 1}, scalars={"a": Fraction(1, 2)})).parameters
    {'W': ((Fraction(1, 2),),)}
    """
    if name not in setting.families:
        known = f"known: {', '.join(setting.families)}" if setting.families else "the setting has none"
        raise WrongValues(f"there is no family {name}; {known}")
    family = setting.families[name]
    _require("scalar", family.scalars, values.scalars)
    _require("matrix", family.letters, {**values.matrices, **values.imaginary})
    if given := next(iter([*values.parameters, *(values.imaginary.keys() - family.complex_names)]), None):
        raise WrongValues(f"the family {name} says what the blocks are, and {given} is given as well")
    tables = {block: _entries(what, values) for block, what in family.blocks.items()}
    return replace(
        values,
        scalars=_without(values.scalars, set(family.scalars) - set(setting.scalars)),
        matrices=_without(values.matrices, set(family.letters) - set(setting.given)),
        parameters={block: _part(table, "real") for block, table in tables.items()},
        imaginary={block: _part(tables[block], "imag") for block in tables if block in setting.complex_blocks},
    )


def _without(named: Mapping[str, Value], left_out: set[str]) -> dict[str, Value]:
    return {name: value for name, value in named.items() if name not in left_out}


def _require(what: str, letters: Mapping[str, object] | tuple[str, ...], values: Mapping[str, object]) -> None:
    if missing := [letter for letter in letters if letter not in values]:
        raise WrongValues(f"a value is missing for the {what} {missing[0]}")


def _entries(what: Array | Weight, values: Values) -> list[list[Fraction | GaussianRational]]:
    if isinstance(what, Weight):
        return [[evaluated(what, values.sizes, values.scalars)]]
    letters = {name: _letter(name, values)[None, None] for name in values.matrices.keys() | values.imaginary.keys()}
    world = World(Exactly(), values.sizes, values.scalars, values.dimension, letters, _no_draw, _no_turn)
    table: list[list[Fraction | GaussianRational]] = Interpreter(world).value(what, values.sizes)[0, 0].tolist()
    return table


def _letter(name: str, values: Values) -> Numbers:
    """A matrix with the imaginary part that it may have."""
    real, imaginary = values.matrices.get(name), values.imaginary.get(name)
    if imaginary is None:
        return objects(values.matrices[name])
    turned = objects(imaginary) * GaussianRational.of(0, 1)
    return turned if real is None else np.asarray(objects(real) + turned)


def _part(table: list[list[Fraction | GaussianRational]], part: str) -> Matrix:
    """Real parts, or imaginary ones; those of a whole number are in `numbers.Rational` as well."""
    return tuple(tuple(Fraction(getattr(entry, part)) for entry in row) for row in table)


def _no_draw(draw: Draw, label: int | None) -> Numbers:
    raise WrongValues(f"a family is not random, and {draw.name} is")


def _no_turn(turn: Torus | Haar) -> Numbers:
    raise WrongValues(f"a family is not random, and {turn.name} is")
