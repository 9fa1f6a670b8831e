"""Find claims: every file of a paper's folder that declares one, by key, and claims in a file of the user's."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import proofs
from proofs.claim import Claim, CrossCheck


class UnknownClaim(KeyError):
    """No claim has this key; `known` lists those that exist."""

    def __init__(self, key: str, known: tuple[str, ...]) -> None:
        super().__init__(key)
        self.key, self.known = key, known


def module_name(key: str) -> str:
    """Where a key lives: in the file name, `-` and `.` become `_`.

    >>> module_name("zheng2024/theorem-4.1")
    'proofs.zheng2024.theorem_4_1'
    """
    paper, _, name = key.partition("/")
    return f"proofs.{paper}.{re.sub('[-.]', '_', name)}"


def claim_modules() -> Iterator[ModuleType]:
    """Every module of the package that declares a claim, in the order of their names."""
    for paper in pkgutil.iter_modules(proofs.__path__):
        if paper.ispkg:
            folder = importlib.import_module(f"proofs.{paper.name}")
            for file in pkgutil.iter_modules(folder.__path__):
                module = importlib.import_module(f"proofs.{paper.name}.{file.name}")
                if declared(module):
                    yield module


def declared(module: ModuleType) -> tuple[Claim, ...]:
    """The claims a module declares itself, not those it imports: their derivation was defined in it."""
    found = (value for value in vars(module).values() if isinstance(value, Claim))
    return tuple(claim for claim in found if claim.derive.__module__ == module.__name__)


def every_claim() -> tuple[Claim, ...]:
    """All claims of the package, a claim after those it uses."""
    ordered: dict[str, Claim] = {}
    for module in claim_modules():
        for claim in declared(module):
            _place(claim, ordered)
    return tuple(ordered.values())


def _place(claim: Claim, ordered: dict[str, Claim]) -> None:
    for used in claim.uses:
        _place(used, ordered)
    if claim.repairs:
        _place(claim.repairs, ordered)
    ordered.setdefault(claim.key, claim)


def find(key: str) -> Claim:
    """The claim with this key; raises `UnknownClaim`."""
    if re.fullmatch(r"[a-z0-9]+/[a-z0-9.-]+", key) and _exists(module_name(key)):
        for claim in declared(importlib.import_module(module_name(key))):
            if claim.key == key:
                return claim
    raise UnknownClaim(key, tuple(claim.key for claim in every_claim()))


def _exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def claims_in_file(path: Path) -> tuple[Claim, ...]:
    """The claims declared in a Python file outside the package."""
    return declared(module_of_file(path))


def module_of_file(path: Path) -> ModuleType:
    """A Python file outside the package as a module; it is run, as `python FILE` would. Raises whatever it raises."""
    name = f"claims_of_{re.sub(r'[^0-9A-Za-z]', '_', str(path.resolve()))}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def crosschecks_of(claim: Claim) -> tuple[CrossCheck, ...]:
    """The second routes attached to a claim in its own file."""
    module = sys.modules[claim.derive.__module__]
    return tuple(value for value in vars(module).values() if isinstance(value, CrossCheck) and value.claim is claim)
