"""The alterations of a claim that are taken: spread over its parts, its hypotheses and the kinds of alteration."""

from __future__ import annotations

from collections import Counter
from functools import cache

from mesaproof.selftest.claims.claim_mutants import Mutant, mutants
from proofs.catalogue import find

PER_PART = 8
"""So many alterations of one part, and of the hypotheses, are taken, spread over the kinds of alteration."""


@cache
def chosen(key: str) -> tuple[Mutant, ...]:
    """The alterations of a claim that are taken."""
    by_part: dict[int | None, list[Mutant]] = {}
    for mutant in mutants(find(key)):
        by_part.setdefault(mutant.part, []).append(mutant)
    return tuple(mutant for group in by_part.values() for mutant in _taken(group))


def _taken(group: list[Mutant]) -> list[Mutant]:
    """At most `PER_PART` that change something, each kind of alteration as often as possible, and all others."""
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in group:
        by_kind.setdefault("" if mutant.equivalent else mutant.kind, []).append(mutant)
    same = by_kind.pop("", [])
    turns = [kind for n in range(PER_PART) for kind, found in by_kind.items() if n < len(found)][:PER_PART]
    return [mutant for kind, times in Counter(turns).items() for mutant in _spaced(by_kind[kind], times)] + same


def _spaced(group: list[Mutant], count: int) -> list[Mutant]:
    return [group[n * len(group) // count] for n in range(count)]
