"""Errors that are derived of the settings of `shifted_settings`, in traces and quadratic forms."""

from __future__ import annotations

from functools import cache

import sympy

from proofs.garg2022.notation import SHIFTED, gamma
from proofs.zhang2024.setting import d
from symbolic.model.derived_model import Derived
from symbolic.model.traced import in_traces
from symbolic.setting import Family, Setting, eye, scalar

MULTIPLES = Family(A=scalar("a") * eye(d))


@cache
def error(setting: Setting) -> sympy.Expr:
    """The mean squared error where A is a matrix R."""
    return in_traces(Derived(setting).on(setting.families["trained"]).terms, SHIFTED)


@cache
def error_at_identity(setting: Setting) -> sympy.Expr:
    """The same after training with `Λ = I`, where A is `1/γ`, with moments of coordinates as unknowns."""
    found = in_traces(Derived(setting).on(MULTIPLES).terms, SHIFTED)
    return sympy.expand(found.xreplace({sympy.Symbol("a", real=True): 1 / gamma}))
