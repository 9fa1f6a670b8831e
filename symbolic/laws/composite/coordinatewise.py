"""Affine images of a family, coordinate by coordinate."""

from __future__ import annotations

from fractions import Fraction

from symbolic.laws import IID, LawFamily, Ones, Sparse
from symbolic.laws.composite.dependence import Comonotone, Equicorrelated, ScaleMixture, Sphere
from symbolic.laws.composite.mixtures import Mixture, mixture
from symbolic.laws.composite.shifts import Shifted
from symbolic.laws.coordinates import Finite
from symbolic.laws.coordinates.derived import affine


def transformed(family: LawFamily, factor: Fraction, shift: Fraction = Fraction(0)) -> LawFamily:
    """The law of `factor · x_1 + shift`, coordinate by coordinate, in its one form.

    >>> transformed(Sparse(), Fraction(1, 2)).description
    'sparse(c=1/2)'
    """
    if isinstance(family, Mixture):
        return mixture([(transformed(law, factor, shift), w) for law, w in family.parts])
    if factor == 0:
        return IID(Finite(((shift, Fraction(1)),)))
    match family:
        case IID(coordinate=coordinate):
            return IID(affine(coordinate, factor, shift))
        case Ones():
            return IID(Finite(((factor + shift, Fraction(1)),))) if factor != 1 or shift else family
        case Comonotone(coordinate=coordinate):
            return Comonotone(affine(coordinate, factor, shift))
        case Shifted(base=base, shift=before):
            return transformed(base, factor, factor * before + shift)
    scaled = _scaled(family, abs(factor))
    return Shifted(scaled, shift) if shift else scaled


def _scaled(family: LawFamily, factor: Fraction) -> LawFamily:
    """A multiple of a family that sign flips leave unchanged, or of a Gaussian."""
    match family:
        case Sparse(c=c):
            return Sparse(factor * abs(c))
        case Sphere(radius=radius):
            return Sphere(factor * radius)
        case Equicorrelated(sigma=sigma, rho=rho):
            return Equicorrelated(factor * sigma, rho)
        case ScaleMixture(base=base, mixing=mixing):
            return ScaleMixture(base, affine(mixing, factor))
    raise TypeError(f"no affine image is known of a family of class {type(family).__name__}: {family!r}")
