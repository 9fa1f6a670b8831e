"""The numbers of a setting in the shapes that a description needs: blocks put into whole matrices."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate

import numpy as np

from numeric_check.arrays import Shapes
from numeric_check.described.arithmetic.arithmetics import Arithmetic, Numbers
from numeric_check.described.arithmetic.gaussian_rationals import GaussianRational, objects
from numeric_check.described.interpreter import Copies, Turns, World
from symbolic.setting.nodes import ONE, Axis, Parameter
from symbolic.setting.point import IMAGINARY, Values
from symbolic.setting.setting import Setting

Blocks = Mapping[str, Numbers]
"""Real blocks by name, `(rows, columns)` or `(points, rows, columns)`; a missing block is zero."""


def shapes(setting: Setting, sizes: Mapping[str, int]) -> Shapes:
    """All real blocks that are trained, in order; a complex block is two of them.

    >>> from symbolic.setting import AnyLaw, parameter, size
    >>> d = size("d")
    >>> x, W = AnyLaw(d, "x"), parameter("W", [d], field="complex")
    >>> linear = Setting("linear", sizes=(d,), draws=(x,), parameters=(W,), prediction=lambda: W @ x, target=lambda: x)
    >>> shapes(linear, {"d": 2})
    {'W': (2, 2), 'W.imag': (2, 2)}
    """
    found = {}
    for parameter in setting.parameters:
        for part in ("", IMAGINARY) if parameter.complex_ else ("",):
            for name, (rows, columns) in parameter.blocks.items():
                found[name + part] = (rows.value(sizes), columns.value(sizes))
    return found


def blocks_of(values: Values) -> dict[str, Numbers]:
    """The point of the parameters, exactly."""
    real = {name: objects(matrix) for name, matrix in values.parameters.items()}
    return real | {name + IMAGINARY: objects(matrix) for name, matrix in values.imaginary.items()}


def world(
    setting: Setting, values: Values, arithmetic: Arithmetic, blocks: Blocks, copies: Copies, turns: Turns
) -> World:
    """The world in which parameters are these blocks; those of the values are not looked at."""
    matrices = {p.name: arithmetic.made(_whole(p, values.sizes, blocks))[..., None, :, :] for p in setting.parameters}
    for name, matrix in values.matrices.items():
        matrices[name] = arithmetic.made(objects(matrix))[..., None, None, :, :]
    return World(arithmetic, values.sizes, values.scalars, values.dimension, matrices, copies, turns)


def parts_of_blocks(parameter: Parameter, sizes: Mapping[str, int], whole: Numbers) -> dict[str, Numbers]:
    """The real blocks of what has the shape of a parameter, `(…, rows, columns)`: the inverse of putting together."""
    rows, columns = (_ends(axis, sizes) for axis in (parameter.rows, parameter.columns))
    found = {}
    for r in range(1, len(rows)):
        for c in range(1, len(columns)):
            block = whole[..., rows[r - 1] : rows[r], columns[c - 1] : columns[c]]
            found[parameter.block_name(r, c)] = np.real(block)
            if parameter.complex_:
                found[parameter.block_name(r, c) + IMAGINARY] = np.imag(block)
    return found


def _ends(axis: Axis, sizes: Mapping[str, int]) -> list[int]:
    """Where the blocks along one side begin, and where the last one ends."""
    return [*accumulate((dimension.value(sizes) for dimension in axis or (ONE,)), initial=0)]


def named_blocks(setting: Setting, blocks: Blocks) -> set[str]:
    """Names of the blocks that are not zero, those of complex ones without their parts."""
    return {name.removesuffix(IMAGINARY) for name, block in blocks.items() if np.any(block != 0)}


def _whole(parameter: Parameter, sizes: Mapping[str, int], blocks: Blocks) -> Numbers:
    """All blocks of a parameter as one matrix, `(points, rows, columns)`."""
    given = {name: _complex(name, blocks) for name in parameter.blocks}
    floats = any(block is not None and block.dtype != object for block in given.values())
    rows = []
    for r in range(1, len(parameter.rows or (1,)) + 1):
        names = [parameter.block_name(r, c) for c in range(1, len(parameter.columns or (1,)) + 1)]
        dimensions = [(m.value(sizes), n.value(sizes)) for m, n in (parameter.blocks[name] for name in names)]
        rows.append([_filled(given[name], shape, floats) for name, shape in zip(names, dimensions, strict=True)])
    points = max(len(block) for row in rows for block in row)
    return np.concatenate(
        [np.concatenate([np.broadcast_to(b, (points, *b.shape[1:])) for b in row], axis=2) for row in rows], axis=1
    )


def _complex(name: str, blocks: Blocks) -> Numbers | None:
    real, imag = blocks.get(name), blocks.get(name + IMAGINARY)
    if imag is None:
        return real
    unit = GaussianRational.of(0, 1) if imag.dtype == object else 1j
    return np.asarray(imag * unit if real is None else real + imag * unit)


def _filled(block: Numbers | None, shape: tuple[int, int], floats: bool) -> Numbers:
    if block is None:
        return np.zeros((1, *shape)) if floats else np.full((1, *shape), Fraction(0))
    return block.reshape(-1, *shape)
