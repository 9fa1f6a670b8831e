"""Population loss and gradient of a setting from its description alone: no formula is derived on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from numeric_check.arrays import Real
from numeric_check.described.arithmetic.arithmetics import Numbers
from numeric_check.described.degrees import loss_degree
from numeric_check.described.enumeration import LIMIT, exact_mean, float_mean
from numeric_check.described.joint_points import exact_points, float_points
from numeric_check.described.placed import Blocks, blocks_of, named_blocks, shapes
from numeric_check.described.stencils import differences, moved
from symbolic.setting.point import IMAGINARY, Matrix, Values, check_values
from symbolic.setting.setting import Setting


def loss(setting: Setting, values: Values, limit: int = LIMIT) -> float:
    """The population loss, exact up to rounding: Gauss rules and roots of unity.

    Raises WrongValues for values that do not fit the setting, and OutOfReach, in words, for more than `limit`
    combinations of points, a law without an accurate rule, and a weight that divides by zero.

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> round(loss(linear, Values({"d": 3})), 12)
    1.5
    """
    check_values(setting, values)
    blocks = blocks_of(values)
    points = float_points(setting, values, named_blocks(setting, blocks))
    return float(float_mean(points, _in_floats(blocks), limit=limit)[0])


def exact_loss(setting: Setting, values: Values, limit: int = LIMIT) -> Fraction:
    """The population loss as a fraction; raises as `loss`, and OutOfReach for laws neither finite nor normal.

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> exact_loss(linear, Values({"d": 1}, parameters={"W": ((Fraction(1, 3),),)}))
    Fraction(2, 9)
    """
    check_values(setting, values)
    blocks = blocks_of(values)
    found: Fraction = exact_mean(exact_points(setting, values, named_blocks(setting, blocks)), blocks, limit=limit)[0]
    return found


def gradient(setting: Setting, values: Values, limit: int = LIMIT) -> dict[str, Real]:
    """The derivative of the population loss by every real entry, block by block, exact up to rounding.

    A complex block has two: by its real parts under its name, and by its imaginary parts, with `.imag` behind it. The
    differences that are taken are exact for the degree of the loss in one entry. Raises as `loss`, and OutOfReach for
    too high a degree.

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> gradient(linear, Values({"d": 1}))["W"].round(12).tolist()
    [[-1.0]]
    """
    points = float_points(setting, values, set(setting.blocks))
    return _gradient(setting, values, _in_floats(blocks_of(values)), lambda b: float_mean(points, b, limit=limit))


def exact_gradient(setting: Setting, values: Values, limit: int = LIMIT) -> dict[str, Matrix]:
    """The same as fractions; raises as `exact_loss` and `gradient`.

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> exact_gradient(linear, Values({"d": 1}, parameters={"W": ((Fraction(1, 3),),)}))
    {'W': ((Fraction(-2, 3),),)}
    """
    points = exact_points(setting, values, set(setting.blocks))
    found = _gradient(setting, values, blocks_of(values), lambda b: exact_mean(points, b, limit=limit), exact=True)
    return {name: tuple(map(tuple, block.tolist())) for name, block in found.items()}


def combinations(setting: Setting, values: Values) -> int:
    """How many combinations of points `loss` runs over.

    >>> from symbolic.setting import Gaussian, eye, parameter, size
    >>> d = size("d")
    >>> x, W = Gaussian("x", eye(d)), parameter("W", [d])
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> combinations(linear, Values({"d": 3}))
    8
    """
    check_values(setting, values)
    return float_points(setting, values, named_blocks(setting, blocks_of(values))).count


def _gradient(
    setting: Setting, values: Values, blocks: Blocks, mean: Callable[[Blocks], Numbers], exact: bool = False
) -> dict[str, Numbers]:
    check_values(setting, values)
    degree = loss_degree(setting, values.sizes, values.scalars, set(setting.blocks))
    found = {}
    for name, shape in shapes(setting, values.sizes).items():
        n = degree.in_block(name.removesuffix(IMAGINARY))
        found[name] = differences(mean(moved(blocks, name, shape, n, exact)), shape, n) if n else _none(shape, exact)
    return found


def _none(shape: tuple[int, ...], exact: bool) -> Numbers:
    """The derivative by a block on which the loss does not depend."""
    return np.full(shape, Fraction(0)) if exact else np.zeros(shape)


def _in_floats(blocks: Mapping[str, Numbers]) -> dict[str, Numbers]:
    return {name: block.astype(np.float64) for name, block in blocks.items()}
