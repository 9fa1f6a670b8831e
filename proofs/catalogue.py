"""Find claims: those that papers declare, by key, and claims in a file of the user's."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import proofs
from proofs.claim import Claim
from proofs.crosschecks import CrossCheck
from proofs.paper import Paper


class UnknownClaim(KeyError):
    """No claim has this key; `known` lists those that exist."""

    def __init__(self, key: str, known: tuple[str, ...]) -> None:
        super().__init__(key)
        self.key, self.known = key, known


@cache
def papers() -> dict[str, Paper]:
    """Every folder of the package that declares a paper, by key."""
    folders = (import_module(f"proofs.{one.name}") for one in pkgutil.iter_modules(proofs.__path__) if one.ispkg)
    return {found.key: found for folder in folders if (found := getattr(folder, "PAPER", None))}


def paper_of(claim: Claim) -> Paper:
    """The paper to whose setting a claim belongs: that of its key, else the one that its source cites.

    One in a file of the user's that names neither may belong to the first that licenses rules for derivations.
    """
    listed = papers()
    known = (listed.get(key) for key in (claim.key.partition("/")[0], claim.source.bib))
    licensing = (paper for paper in listed.values() if "rules" in paper.answers)
    return next((paper for paper in known if paper), None) or next(licensing)


def settings() -> dict[str, Paper]:
    """By the key of every setting of the package, the paper that declares it."""
    return {key: paper for paper in papers().values() for key in paper.settings}


def claim_modules(*of: Paper) -> Iterator[ModuleType]:
    """Every module that a paper names as declaring a claim, in the paper's order; of all papers where none is given."""
    for paper in of or papers().values():
        yield from dict.fromkeys(paper.module(name) for name in paper.claims)


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


def claims_of(paper: str) -> tuple[Claim, ...]:
    """The claims of a paper, by its key, in the order of all; none where there is no such paper, or it has none."""
    return tuple(claim for claim in every_claim() if claim.key in papers()[paper].keys) if paper in papers() else ()


def of_paper(claim: Claim) -> Iterator[Claim]:
    """The claims that the paper declares whose key a claim of the package has; no other paper is imported."""
    for module in claim_modules(papers()[claim.key.partition("/")[0]]):
        yield from declared(module)


def find(key: str) -> Claim:
    """The claim with this key; raises `UnknownClaim`."""
    folder, _, name = key.partition("/")
    paper = papers().get(folder)
    if paper and name in paper.claims:
        for claim in declared(paper.module(name)):
            if claim.key == key:
                return claim
    raise UnknownClaim(key, tuple(claim.key for claim in every_claim()))


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
