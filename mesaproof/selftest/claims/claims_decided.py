"""Altered claims, decided by the runner: a part by itself, or the claim under other hypotheses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sympy

from mesaproof.running import runner
from mesaproof.selftest.claims.claims_taken import chosen
from mesaproof.selftest.mutant import How, Reading
from proofs.catalogue import find
from proofs.claim import Claim
from proofs.parts import Equality, Follows, Invariant, Part
from proofs.verdict import Outcome, Verdict


def line_of(claim: Claim) -> int | None:
    """The number of the part that says that the hypotheses keep the line, if there is one."""
    return next((n for n, part in enumerate(claim.parts) if isinstance(part, Invariant)), None)


@lru_cache(maxsize=1024)
def stated(key: str, part: int) -> tuple[Reading, ...]:
    """An unaltered part of a claim, decided by itself."""
    return (_reading(decided(find(key), part)),)


@dataclass(frozen=True)
class Stated:
    """What a mutant is an alteration of, decided in the same way; all mutants of one part share it."""

    key: str
    number: int

    def __call__(self) -> tuple[Reading, ...]:
        mutant = chosen(self.key)[self.number]
        if mutant.part is not None and mutant.unaltered == find(self.key):
            return stated(self.key, mutant.part)
        return (_reading(decided(mutant.unaltered, mutant.part)),)


@dataclass(frozen=True)
class Decided:
    """An altered part, or a claim under other hypotheses, decided by itself; anything but PROVED is a refusal."""

    key: str
    number: int

    def __call__(self) -> tuple[Reading, ...]:
        return (_reading(self.verdict()),)

    def verdict(self) -> Verdict:
        """What the runner decides; the left side, which is not altered, is derived once."""
        mutant = chosen(self.key)[self.number]
        return decided(mutant.claim, mutant.part, _left(self.key, mutant.part))


def decided(claim: Claim, part: int | None, left: sympy.Expr | None = None) -> Verdict:
    """A part alone, under other hypotheses the line; else the whole of a claim, its premises taken as proved.

    That the hypotheses of the premises follow is not taken for granted.
    """
    part = line_of(claim) if part is None else part
    if part is None:
        taken = tuple(one for one in claim.parts if isinstance(one, Follows))
        found = runner.prove(_unaided(claim, parts=taken, uses=()))
        if taken and found.outcome is not Outcome.PROVED:
            return found
        return runner.prove(_unaided(claim), dict.fromkeys(claim.uses, Outcome.PROVED))
    whole: Part = claim.parts[part]
    if left is not None and isinstance(whole, Equality):
        whole = replace(whole, left=lambda: left)
    return runner.prove(_unaided(claim, parts=(whole,), uses=()))


def _unaided(claim: Claim, **changes: Any) -> Claim:
    """A claim with nothing but its parts: no formula, no derivation, and no step that it assumes."""
    return replace(claim, derive=tuple, formal="", assumed=(), **changes)


@lru_cache(maxsize=512)
def _left(key: str, part: int | None) -> sympy.Expr | None:
    whole = None if part is None else find(key).parts[part]
    return whole.left() if isinstance(whole, Equality) else None


def _reading(found: Verdict) -> Reading:
    refused = found.outcome is not Outcome.PROVED
    how = How.REFUTED if found.outcome is Outcome.REFUTED else How.UNDECIDED
    return Reading(f"{found.outcome}: {found.reason}" if refused else "proved", refused, float(refused), 0.0, how=how)
