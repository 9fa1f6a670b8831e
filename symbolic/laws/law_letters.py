"""The letters in a law: a size that is kept as a symbol, such as the σ of `gaussian(sigma)`."""

from __future__ import annotations

from typing import Any

from symbolic.laws.coordinates import MomentDoesNotExist
from symbolic.laws.law import FamilyLaw, Law, LawFamily

A_DIMENSION = 2
"""Letters are those of the law of a coordinate, the same in every dimension."""


def law_letters(law: LawFamily | Law) -> tuple[Any, ...]:
    """The symbols among the parameters of a law, seen in its second moment; the dimension is none of them.

    >>> import sympy
    >>> from symbolic.laws import IID
    >>> from symbolic.laws.coordinates import Gaussian
    >>> law_letters(IID(Gaussian(sympy.Symbol("sigma", positive=True)))), law_letters(IID(Gaussian()))
    ((sigma,), ())
    """
    family: Any = law.family if isinstance(law, FamilyLaw) else law
    if not hasattr(family, "mixed_moment"):
        return ()
    try:
        second = family.mixed_moment((2,), A_DIMENSION)
    except MomentDoesNotExist:
        return ()
    return tuple(sorted(getattr(second, "free_symbols", ()), key=str))
