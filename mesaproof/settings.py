"""Everything that a model of one's own is written with, in one place, and what is derived of it.

>>> from mesaproof.settings import Gaussian, Setting, covariance, loss, parameter, size
>>> d = size("d")
>>> x, y = Gaussian("x", covariance("S", d)), Gaussian("y", 1)
>>> w = parameter("w", [d], [])
>>> ridge = Setting(
...     "noise", sizes=(d,), draws=(x, y), parameters=(w,), prediction=lambda: w.H @ x, target=lambda: y
... )
>>> loss(ridge)
L = 1/2 wᵀ S w + 1/2
"""

from __future__ import annotations

from mesaproof import show_in_notebooks
from mesaproof.answers.deriving import PopulationGradient, PopulationLoss, gradient, loss
from mesaproof.answers.family_flows import FamilyFlow, family_flow, stays_on
from mesaproof.answers.setting_runs import SettingRun
from mesaproof.answers.setting_training import train
from mesaproof.answers.simulating import Simulation, simulate
from symbolic.decide.matrix_identities import same_matrices as identical
from symbolic.setting import (
    IID,
    AnyLaw,
    Array,
    Covariance,
    Family,
    Gaussian,
    Haar,
    Orbit,
    Parameter,
    Setting,
    Size,
    Time,
    Torus,
    Untraceable,
    Values,
    Weight,
    WrongValues,
    block,
    covariance,
    diagonal,
    eye,
    given,
    inverse,
    ones,
    parameter,
    recursion,
    scalar,
    size,
    stack,
    time,
    total,
    zero,
)

show_in_notebooks()

__all__ = [
    "IID",
    "AnyLaw",
    "Array",
    "Covariance",
    "Family",
    "FamilyFlow",
    "Gaussian",
    "Haar",
    "Orbit",
    "Parameter",
    "PopulationGradient",
    "PopulationLoss",
    "Setting",
    "SettingRun",
    "Simulation",
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
    "family_flow",
    "given",
    "gradient",
    "identical",
    "inverse",
    "loss",
    "ones",
    "parameter",
    "recursion",
    "scalar",
    "simulate",
    "size",
    "stack",
    "stays_on",
    "time",
    "total",
    "train",
    "zero",
]
