"""Which adapter an object needs: told by what it is, never by running it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mesaproof.errors import InputError, quoted
from symbolic.laws import IID, Law, LawFamily

WHAT = "a law description, a distribution of SciPy or SymPy, a table of atoms, a dataset, or a law"

INTERVALS = "mesaproof.check_sample(…) answers with intervals, uncertified"


def law_of(given: Any) -> LawFamily | Law:
    """The exact law of an object: a coordinate law or a distribution of one number gives independent copies of it.

    A mapping with the keys atoms and weights is a table; a path, an array or a list of rows is a dataset. Raises
    InputError for a law without exact moments here (a sampler, an unknown distribution), with what to do instead.
    """
    if hasattr(given, "moments_below") and hasattr(given, "symmetric"):
        return IID(given)
    package = type(given).__module__.split(".")[0]
    if package == "scipy" or _draws(given):
        from mesaproof.reading.adapters.scipy_law import from_scipy

        return from_scipy(given)
    if package == "sympy":
        from mesaproof.reading.adapters.sympy_law import from_sympy

        return from_sympy(given)
    return _of_data(given)


def _draws(given: Any) -> bool:
    """Whether it has the methods of SciPy's distributions, as a class of one's own that is derived from them has."""
    return any(callable(getattr(given, name, None)) for name in ("rvs", "icdf"))


def _of_data(given: Any) -> Law:
    if isinstance(given, Mapping):
        return _of_mapping(given)
    if callable(given):
        raise InputError(
            f"a function, {quoted(getattr(given, '__name__', repr(given)))}",
            WHAT,
            f"samples have no exact moments: {INTERVALS}",
        )
    if isinstance(given, (Path, list, tuple)) or hasattr(given, "__array__"):
        from mesaproof.reading.adapters.dataset import empirical

        return empirical(given)
    hint = f"nobody knows its law: {INTERVALS}" if type(given).__name__ == "Sampled" else ""
    raise InputError(f"an object of class {type(given).__name__}", WHAT, hint)


def _of_mapping(given: Mapping[Any, Any]) -> Law:
    from mesaproof.reading.adapters.table import atoms_of

    if set(given) != {"atoms", "weights"}:
        keys = ", ".join(sorted(map(str, given))) or "none"
        raise InputError(f"a mapping with the keys {keys}", "the keys atoms and weights")
    return atoms_of(given["atoms"], given["weights"])
