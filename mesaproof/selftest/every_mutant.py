"""Every mutant, by kind and by id, and a seeded sample over all kinds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from mesaproof.selftest.mutant import DomainMutant, Kind

CLAIMS_OF_A_SAMPLE = 3


@cache
def every_mutant() -> tuple[DomainMutant, ...]:
    """The whole catalogue; raises ValueError where two mutants share an id."""
    from mesaproof.selftest.claims.of_claims import claim_mutants

    found = (*claim_mutants(), *of_toolkit())
    if twice := [id for id, times in Counter(mutant.id for mutant in found).items() if times > 1]:
        raise ValueError(f"{len(twice)} ids occur more than once, for instance {twice[0]}")
    return found


@cache
def of_toolkit() -> tuple[DomainMutant, ...]:
    """The mutants that alter the toolkit, not a claim."""
    return tuple(mutant for source in _sources() for mutant in source())


def _sources() -> Iterator[Callable[[], Iterator[DomainMutant]]]:
    from mesaproof.selftest.toolkit.of_conventions import convention_mutants
    from mesaproof.selftest.toolkit.of_counts import count_mutants
    from mesaproof.selftest.toolkit.of_descriptions import range_function_mutants
    from mesaproof.selftest.toolkit.of_functions import function_mutants
    from mesaproof.selftest.toolkit.of_moments import moment_mutants
    from mesaproof.selftest.toolkit.of_ranges import coefficient_range_mutants
    from mesaproof.selftest.toolkit.of_samplers import sampler_mutants
    from mesaproof.selftest.toolkit.of_second_route import second_route_mutants
    from mesaproof.selftest.toolkit.of_turns import turn_mutants
    from mesaproof.selftest.toolkit.of_uniform_matrices import matrix_mutants
    from mesaproof.selftest.toolkit.of_variances import variance_mutants

    yield from (moment_mutants, count_mutants, function_mutants, coefficient_range_mutants, range_function_mutants)
    yield from (convention_mutants, second_route_mutants, sampler_mutants, turn_mutants)
    yield from (matrix_mutants, variance_mutants)


@cache
def of_claim(key: str) -> tuple[DomainMutant, ...]:
    """The mutants of one claim; raises `UnknownClaim`."""
    from mesaproof.selftest.claims.of_claims import mutants_of

    return tuple(mutants_of(key))


def by_claim() -> dict[str, tuple[DomainMutant, ...]]:
    """The mutants of every claim, by its key; those that are excluded have their reason without being run."""
    from proofs.catalogue import every_claim

    return {claim.key: of_claim(claim.key) for claim in every_claim()}


def find(id: str) -> DomainMutant | None:
    """The mutant with this id; of the claims only the one that the id names is altered."""
    from proofs.catalogue import UnknownClaim

    known = of_toolkit()
    if id.startswith("claim/"):
        try:
            known = of_claim("/".join(id.split("/")[1:3]))
        except UnknownClaim:
            return None
    return next((mutant for mutant in known if mutant.id == id), None)


def sample(count: int, seed: int) -> tuple[DomainMutant, ...]:
    """So many mutants that count, as many of each kind as possible, chosen by the seed."""
    rng = random.Random(f"selftest {seed}")
    decks = [_of_some_claims(rng)] + [[m for m in of_toolkit() if m.kind is kind and not m.excluded] for kind in Kind]
    decks = [deck for deck in decks if deck]
    for deck in decks:
        rng.shuffle(deck)
    rounds = (deck[n] for n in range(max(map(len, decks))) for deck in decks if n < len(deck))
    return tuple(mutant for mutant, _ in zip(rounds, range(count), strict=False))


def _of_some_claims(rng: random.Random) -> list[DomainMutant]:
    """The mutants of a few claims, chosen by the generator; to alter all claims takes longer than a sample should."""
    from proofs.catalogue import every_claim

    keys = sorted(claim.key for claim in every_claim())
    return [mutant for key in rng.sample(keys, min(CLAIMS_OF_A_SAMPLE, len(keys))) for mutant in of_claim(key)]
