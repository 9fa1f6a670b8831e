"""Alter one name of the toolkit in memory, for the length of a `with` block, and forget what was computed under it."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

PACKAGES = ("symbolic", "numeric_check", "proofs", "mesaproof")
OWN = "mesaproof.selftest."
"""The mutation score itself is never altered, and what it remembers is never the altered side's."""

IMPORT = re.compile(rf"^\s*(?:from|import) ((?:{'|'.join(PACKAGES)})(?:\.\w+)*)(?: import (.+))?", re.M)


@dataclass(frozen=True)
class Patch:
    """`owner.name` (a module's or a class's) becomes `value`."""

    owner: Any
    name: str
    value: Any


@contextmanager
def altered(patches: Sequence[Patch]) -> Iterator[None]:
    """Apply the patches; on leaving, restore every name and forget every result that was remembered under them.

    Raises LookupError where an owner does not itself define the name.
    """
    before = [(patch.owner, patch.name, _present(patch)) for patch in patches]
    stale = _importing(frozenset(_home(patch.owner) for patch in patches))
    _forget(stale)
    try:
        for patch in patches:
            setattr(patch.owner, patch.name, patch.value)
        yield
    finally:
        for owner, name, value in reversed(before):
            setattr(owner, name, value)
        _forget(stale)


def everywhere(original: Any, value: Any) -> tuple[Patch, ...]:
    """Patches that put `value` in the place of an object under every name by which a module of the toolkit knows it."""
    return tuple(
        Patch(module, name, value)
        for module in _modules().values()
        for name, known in list(vars(module).items())
        if known is original
    )


def _present(patch: Patch) -> Any:
    if patch.name not in vars(patch.owner):
        raise LookupError(f"{patch.owner!r} has no {patch.name!r} of its own that could be altered")
    return vars(patch.owner)[patch.name]


def _home(owner: Any) -> str:
    return str(owner.__name__ if isinstance(owner, ModuleType) else owner.__module__)


def _importing(homes: frozenset[str]) -> frozenset[str]:
    """The altered modules and every loaded one that imports them, directly or not, at the top or inside a function."""
    found, grown = frozenset[str](), homes
    while grown != found:
        found = grown
        grown = found | {name for name in _modules() if _imported(name) & found}
    return found


@cache
def _imported(name: str) -> frozenset[str]:
    source = inspect.getsource(sys.modules[name])
    places = [(place, names or "") for place, names in IMPORT.findall(source)]
    inside = {f"{place}.{word}" for place, names in places for word in re.findall(r"\w+", names)}
    return frozenset(inside | {place for place, _ in places})


def _forget(names: frozenset[str]) -> None:
    """Empty the caches of all functions that the modules define."""
    for name in names:
        for known in list(vars(sys.modules[name]).values()):
            if hasattr(known, "cache_clear") and getattr(known, "__module__", "") == name:
                known.cache_clear()


def _modules() -> dict[str, ModuleType]:
    found = list(sys.modules.items())
    return {
        name: module
        for name, module in found
        if name.split(".")[0] in PACKAGES and not name.startswith(OWN) and getattr(module, "__file__", None)
    }
