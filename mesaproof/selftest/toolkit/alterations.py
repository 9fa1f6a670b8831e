"""One altered function, constant or description: how it becomes a mutant, and where it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mesaproof.selftest.altering import Patch
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading
from mesaproof.selftest.toolkit.checks import ExactGradient, ExactLoss, NumericGradient, NumericLoss, Together
from mesaproof.selftest.toolkit.of_counts import coefficients
from mesaproof.selftest.toolkit.places import dense, scattered

Patches = Callable[[], tuple[Patch, ...]]

GENERIC = scattered("table", 3, 5), dense("twopoint(2:1/3, -3:2/3)", 2, 5), dense("ones", 2, 3)
"""Where alterations of the whole derivation are looked at."""


@dataclass(frozen=True)
class Alteration:
    """One altered function or constant; `harmless` is the reason why it changes no number."""

    change: str
    patches: Patches
    harmless: str = ""

    def mutant(self, kind: Kind, room: str) -> DomainMutant:
        """As a mutant, seen in losses and gradients at generic parameters."""
        exact = (*map(ExactLoss, GENERIC), ExactGradient(GENERIC[1]), *((EveryCount(),) if self.harmless else ()))
        numeric = Together((*map(NumericLoss, GENERIC), NumericGradient(GENERIC[1])))
        id = f"{room}/{self.change.replace(' ', '-')}"
        return DomainMutant(
            id,
            kind,
            self.change,
            Together(exact),
            numeric,
            self.patches,
            excluded=self.harmless,
            equivalent=bool(self.harmless),
        )


@dataclass(frozen=True)
class EveryCount:
    """Every count of the derivation against solutions listed one by one, for t up to 6; one reading where all agree."""

    def __call__(self) -> tuple[Reading, ...]:
        counts = {one.system: one.system.counted() for one in coefficients()}
        wrong = [(system, t) for system in counts for t in range(2, 7) if system.listed(t) != counts[system].at(t)]
        return (Reading(f"counts that differ: {wrong[:3]}" if wrong else "every count", bool(wrong), len(wrong), 0.0),)


def one(owner: Any, name: str, value: Any) -> Patches:
    """One name altered."""
    return lambda: (Patch(owner, name, value),)
