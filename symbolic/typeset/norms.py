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


def squared_norm(block: HeldBlock, dimension: Affine, matrices: Mapping[str, Parameter]) -> Norm:
    """`‖B‖²` of a block, in letters; those of `α I + β 11ᵀ` are mixed.

    >>> squared_norm(HeldBlock(Shape.DIAGONAL, (Letter("u", Fraction(3)),)), Affine.of({"d": 1}), {})
    ((Fraction(9, 1), 'd u^2'),)
    """
    first, *others = block.letters
    one = _square(first, matrices)
    if not others:
        return (_times(dimension, int(block.shape is Shape.DIAGONAL), first.factor**2, one),)
    (second,) = others
    return (
        _times(dimension, 1, first.factor**2, one),
        _times(dimension, 1, 2 * first.factor * second.factor, f"{first.name} {second.name}"),
        _times(dimension, 2, second.factor**2, _square(second, matrices)),
    )


def _times(dimension: Affine, power: int, factor: Fraction, product: str) -> tuple[Fraction, str]:
    """With a power of a dimension, which belongs to the number where it is one."""
    if not dimension.slopes or not power:
        return factor * dimension.constant**power, product
    base = f"({dimension})" if len(dimension.slopes) > 1 or dimension.constant else str(dimension).replace("*", " ")
    if power == 1:
        return factor, f"{base} {product}"
    return factor, f"({base})^2 {product}" if " " in base and "(" not in base else f"{base}^2 {product}"


def _square(letter: Letter, matrices: Mapping[str, Parameter]) -> str:
    name, matrix = letter.name, matrices.get(letter.name)
    if matrix is None or matrix.is_scalar:
        return f"{name}^2"
    if matrix.rows and matrix.columns:
        return f"tr({name} {name}ᵀ)"
    return f"{name}ᵀ {name}" if matrix.rows else f"{name} {name}ᵀ"


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
