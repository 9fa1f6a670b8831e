"""Squared Frobenius norms of the blocks of a family as text, and their sums with weights."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm

from symbolic.model.block_shapes import HeldBlock, Letter, Shape
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import Parameter

Norm = tuple[tuple[Fraction, str], ...]
"""Products of letters, each with the number before it."""


def squared_norm(block: HeldBlock, sides: tuple[Affine, Affine], matrices: Mapping[str, Parameter]) -> Norm:
    """`‖B‖²` of a block of these dimensions, in letters; those of `α I + β 11ᵀ` are mixed.

    >>> d = Affine.of({"d": 1})
    >>> squared_norm(HeldBlock(Shape.DIAGONAL, (Letter("u", Fraction(3)),)), (d, d), {})
    ((Fraction(9, 1), 'd u^2'),)
    """
    if block.shape is Shape.EXCHANGEABLE:
        return _mixed(*block.letters, d=sides[0])
    (first,) = block.letters
    square = first.factor**2, _square(first, matrices)
    if block.shape is Shape.ONES:
        return (_times(sides[0], 2, *square),) if sides[0] == sides[1] else (_times_both(sides, *square),)
    return (_times(sides[0], int(block.shape is Shape.DIAGONAL), *square),)


def _mixed(one: Letter, other: Letter, *, d: Affine) -> Norm:
    """`d α² + 2 d α β + d² β²`, where both letters are in α and β."""
    parts = []
    for times, product, left, right in (
        (1, f"{one.name}^2", one, one),
        (2, f"{one.name} {other.name}", one, other),
        (1, f"{other.name}^2", other, other),
    ):
        linear = left.factor * right.factor + left.factor * right.ones + left.ones * right.factor
        parts += [_times(d, 1, times * linear, product)] if linear else []
        square = times * left.ones * right.ones
        parts += [_times(d, 2, square, product)] if square else []
    return tuple(parts)


def _times_both(sides: tuple[Affine, Affine], factor: Fraction, product: str) -> tuple[Fraction, str]:
    """With both dimensions."""
    inner, text = _times(sides[1], 1, factor, product)
    return _times(sides[0], 1, inner, text)


def _times(dimension: Affine, power: int, factor: Fraction, product: str) -> tuple[Fraction, str]:
    """With a power of a dimension, which belongs to the number where it is one."""
    if not dimension.slopes or not power:
        return factor * dimension.constant**power, product
    base = f"({dimension})" if len(dimension.slopes) > 1 or dimension.constant else str(dimension).replace("*", " ")
    if power == 1:
        return factor, f"{base} {product}"
    return factor, f"({base})^2 {product}" if " " in base and "(" not in base else f"{base}^2 {product}"


def _square(letter: Letter, matrices: Mapping[str, Parameter]) -> str:
    name, matrix, turned = letter.name, matrices.get(letter.name), "ᴴ" if letter.complex_ else "ᵀ"
    if matrix is None or matrix.is_scalar:
        return f"{name} conj({name})" if letter.complex_ else f"{name}^2"
    if matrix.rows and matrix.columns:
        return f"tr({name} {name}{turned})"
    return f"{name}{turned} {name}" if matrix.rows else f"{name} {name}{turned}"


def sum_of_norms(weights: Mapping[str, int], norms: Mapping[str, Norm]) -> str:
    """Norms by block, each with its weight, as coprime integers.

    >>> sum_of_norms({"A": 1, "B": -1}, {"A": ((Fraction(1, 4), "u^2"),), "B": ((Fraction(1), "v^2"),)})
    'u^2 - 4 v^2'
    """
    parts = [(weight * factor, product) for block, weight in weights.items() for factor, product in norms[block]]
    denominator = lcm(*(factor.denominator for factor, _ in parts))
    common = gcd(*(int(factor * denominator) for factor, _ in parts))
    whole = [(int(factor * denominator) // common, product) for factor, product in parts]
    (first, text), *rest = [(n < 0, product if abs(n) == 1 else f"{abs(n)} {product}") for n, product in whole]
    return ("-" if first else "") + text + "".join(f" {'-' if minus else '+'} {part}" for minus, part in rest)
