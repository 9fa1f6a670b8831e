"""Families of laws of `x_1` made of others, for every d: mixtures, scale mixtures, spheres, equal coordinates.

All are exchangeable. A mixture draws its part once for the whole vector; a mixture drawn anew for each coordinate is a
coordinate law (`symbolic.laws.coordinates.derived`). `transformed` gives the law of `factor · x_1 + shift`.
"""

from symbolic.laws.composite.coordinatewise import transformed
from symbolic.laws.composite.dependence import Comonotone, Composite, Equicorrelated, ScaleMixture, Sphere
from symbolic.laws.composite.mixtures import Mixture, marginal, mixture
from symbolic.laws.composite.shifts import Shifted

__all__ = [
    "Comonotone",
    "Composite",
    "Equicorrelated",
    "Mixture",
    "ScaleMixture",
    "Shifted",
    "Sphere",
    "marginal",
    "mixture",
    "transformed",
]
