"""In which order several processes run claims: one after those it rests on, and the longest way to the end first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from statistics import fmean

from proofs.claim import Claim

SECONDS = {True: 4.0, False: 1.0}
"""What claims need of which no run is known: those that state a formula, of which a proof is replayed, and others."""


def premises(claim: Claim) -> Iterator[Claim]:
    """The claims that a claim uses, and those that they use."""
    for used in claim.uses:
        yield used
        yield from premises(used)


def needs(claims: Sequence[Claim]) -> dict[Claim, frozenset[Claim]]:
    """For each claim those of its premises that stand before it: one process would know what they came out as."""
    places = {claim: n for n, claim in enumerate(claims)}
    return {
        claim: frozenset(one for one in premises(claim) if places.get(one, len(claims)) < n)
        for claim, n in places.items()
    }


def longest_first(claims: Sequence[Claim], spent: Callable[[Claim], float | None]) -> list[Claim]:
    """The claims by the seconds from their start to the end of all that waits for them; the order given breaks ties.

    A claim whose seconds are not known is taken to need as many as the others of its kind do on average.
    """
    known = {claim: seconds for claim in claims if (seconds := spent(claim)) is not None}
    usual = {kind: _usual(kind, known) for kind in SECONDS}
    waiting = _waiting(needs(claims))

    @cache
    def ahead(claim: Claim) -> float:
        return known.get(claim, usual[bool(claim.formal)]) + max(map(ahead, waiting[claim]), default=0.0)

    return sorted(claims, key=ahead, reverse=True)


def _usual(kind: bool, known: Mapping[Claim, float]) -> float:
    alike = [seconds for claim, seconds in known.items() if bool(claim.formal) is kind]
    return fmean(alike) if alike else SECONDS[kind]


def _waiting(needed: Mapping[Claim, frozenset[Claim]]) -> dict[Claim, list[Claim]]:
    """For each claim those that wait for it."""
    return {claim: [one for one, before in needed.items() if claim in before] for claim in needed}
