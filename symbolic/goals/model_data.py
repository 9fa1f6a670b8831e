"""What the data of a setting are drawn by, as formulas name it: laws that may be any, and numbers with domains."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from symbolic.core.expressions import Expression, Node, Refused, Sort, written
from symbolic.core.vocabulary import POSITIVE, REALS, real, semidefinite
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import Scaled
from symbolic.setting.randomness import AnyLawDraw, Draw, GaussianDraw
from symbolic.setting.setting import Setting
from symbolic.setting.weights import Monomial


def sort_of_draw(draw: Draw) -> Sort | None:
    """What a model is given for a draw: the law of one that may have any; for a normal one, covariances and means.

    Raises `Refused` for draws that formulas cannot name yet.
    """
    match draw:
        case AnyLawDraw():
            return Sort.VECTOR_LAW
        case GaussianDraw():
            return None
    raise Refused(
        f"formulas about models with draws such as {draw.name} are not written yet: its law is any law, or normal"
    )


def covariance_domains(setting: Setting) -> dict[str, Node]:
    """The covariances by name, each with its domain; raises `Refused` where a setting is given other matrices."""
    if setting.given:
        raise Refused(f"formulas about models with given matrices such as {min(setting.given)} are not written yet")
    return {name: semidefinite(affine_term(size)) for name, size in setting.covariances.items()}


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
