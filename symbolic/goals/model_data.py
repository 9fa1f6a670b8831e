"""What the data of a setting are drawn by, as formulas name it: laws that may be any, and numbers with domains."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from symbolic.core.expressions import Expression, Node, Refused, Sort, written
from symbolic.core.vocabulary import POSITIVE, REALS, matrices, real, semidefinite
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE, Parameter, Scaled
from symbolic.setting.randomness import AnyLawDraw, Draw, GaussianDraw, IIDDraw
from symbolic.setting.setting import Setting
from symbolic.setting.weights import Monomial

Sides = tuple[bool, ...]
"""Along which of its sides a matrix has indices."""


def sort_of_draw(draw: Draw) -> Sort | None:
    """What a model is given for a draw: its law, or that of each coordinate; for a normal one, covariances and means.

    Raises `Refused` for draws that formulas cannot name yet.
    """
    match draw:
        case AnyLawDraw():
            return Sort.VECTOR_LAW
        case IIDDraw():
            return Sort.LAW
        case GaussianDraw():
            return None
    raise Refused(
        f"formulas about models with draws such as {draw.name} are not written yet: its law is any law, that of "
        "independent coordinates, or normal"
    )


def vanishing_orders(draw: IIDDraw, most: int) -> range:
    """The orders, up to one, of moments that are 0.

    >>> [list(vanishing_orders(IIDDraw("x", (), symmetric=True), 6)), list(vanishing_orders(IIDDraw("x", ()), 6))]
    [[1, 3, 5], [1]]
    """
    return range(1, most + 1, 2) if draw.symmetric else range(1, 1 + draw.centred)


def matrix_domains(setting: Setting) -> dict[str, Node]:
    """Covariances, then the matrices and vectors that a setting is given, by name, each with its domain.

    A vector is a matrix of one column, or of one row where it is given so. Raises `Refused` for a matrix in blocks.
    """
    spreads = {name: semidefinite(affine_term(size)) for name, size in setting.covariances.items()}
    return spreads | {name: matrices(*map(affine_term, shape_of(each))) for name, each in setting.given.items()}


def shape_of(letter: Parameter) -> tuple[Affine, Affine]:
    """Rows and columns of a real matrix that is given or stands for a family; raises `Refused` for one in blocks.

    >>> from symbolic.setting import given
    >>> [str(side) for side in shape_of(given("w", [3], []))]
    ['3', '1']
    """
    if letter.complex_ or len(letter.blocks) != 1:
        raise Refused(f"{letter.name} is no real matrix of one block: formulas cannot name it yet")
    return letter.blocks[letter.name]


def long_sides(shape: tuple[Affine, Affine]) -> Sides:
    """Along which sides a matrix has indices: none along one of dimension 1.

    >>> long_sides((Affine.of({"d": 1}), ONE))
    (True, False)
    """
    return tuple(side != ONE for side in shape)


def affine_term(affine: Affine) -> Expression:
    """An integer combination of sizes as a term, in variables that are called like the sizes.

    >>> affine_term(Affine.of({"T": 1}, -2)) == real("T") - 2
    True
    """
    parts = [real(name) if slope == 1 else slope * real(name) for name, slope in affine.slopes]
    if not parts:
        return written(affine.constant)
    found = reduce(lambda one, other: one + other, parts)
    if affine.constant < 0:
        return found - -affine.constant
    return found + affine.constant if affine.constant else found


def scalar_domains(setting: Setting) -> dict[str, Node]:
    """The numbers that the data and the loss depend on, each with the domain for which formulas state something.

    All real ones, or where a covariance with a negative one would be none, a power has a size in its exponent, or
    something is divided by it, the positive ones.
    """
    if any(parameter.complex_ for parameter in setting.parameters):
        raise Refused("the entries of matrices are real, and this setting has complex parameters")
    positive = {name for weight in _weights(setting) for name in restricted(weight)}
    positive |= {name for weight in _spreads(setting) for name in _odd(weight)}
    return {name: POSITIVE if name in positive else REALS for name in setting.scalars}


def _weights(setting: Setting) -> Iterator[Monomial]:
    yield from setting.factor.monomials
    for array in setting.arrays:
        if isinstance(array, Scaled):
            yield from array.weight.monomials
    yield from _spreads(setting)


def _spreads(setting: Setting) -> Iterator[Monomial]:
    """What the identity is multiplied with in covariances; raises `Refused` where it may be negative."""
    for draw in setting.drawn:
        if isinstance(draw, GaussianDraw):
            for monomial in draw.covariance.factor.monomials:
                if monomial.rational < 0 or monomial.affine:
                    raise Refused(f"the covariance of {draw.name} is not seen to be positive semidefinite: {monomial}")
                yield monomial


def restricted(weight: Monomial) -> Iterator[str]:
    """Scalars to a power that is no given natural number."""
    return (name for name, exponent in weight.scalars if exponent.slopes or exponent.constant < 0)


def _odd(weight: Monomial) -> Iterator[str]:
    """Scalars to a power that is not even."""
    return (name for name, exponent in weight.scalars if exponent.slopes or exponent.constant % 2)
