"""The language in which a model is written: sizes, times, draws, parameters and a dozen verbs.

The modules of this room hold descriptions only: nothing here is a number, a derivation or an expectation, so that both
routes may read them.
"""

from symbolic.setting.family import Family
from symbolic.setting.nodes import Array, Parameter
from symbolic.setting.point import Values, WrongValues
from symbolic.setting.randomness import IID, AnyLaw, Covariance, Gaussian, Haar, Orbit, Torus, covariance
from symbolic.setting.recursion import recursion
from symbolic.setting.setting import Setting
from symbolic.setting.symbols import Size, Time, size, time
from symbolic.setting.valueless import Untraceable
from symbolic.setting.verbs import block, diagonal, eye, given, inverse, ones, parameter, stack, total, zero
from symbolic.setting.weights import Weight, scalar

__all__ = [
    "IID",
    "AnyLaw",
    "Array",
    "Covariance",
    "Family",
    "Gaussian",
    "Haar",
    "Orbit",
    "Parameter",
    "Setting",
    "Size",
    "Time",
    "Torus",
    "Untraceable",
    "Values",
    "Weight",
    "WrongValues",
    "block",
    "covariance",
    "diagonal",
    "eye",
    "given",
    "inverse",
    "ones",
    "parameter",
    "recursion",
    "scalar",
    "size",
    "stack",
    "time",
    "total",
    "zero",
]
