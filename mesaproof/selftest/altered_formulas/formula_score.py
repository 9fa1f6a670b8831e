"""Every mutant of the formulas of claims: whether its proof carries over, and whether it is false somewhere."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from mesaproof.errors import InputError, quoted
from mesaproof.reading.claim_files import named
from mesaproof.reading.sizes import whole
from mesaproof.running.claim_runs import unswept
from mesaproof.selftest.altered_formulas.altered_places import Mutant, mutants, weaker_at
from mesaproof.selftest.altered_formulas.carried_over import Stops, carried_over
from mesaproof.selftest.altered_formulas.formula_places import Kind, places
from mesaproof.selftest.altered_formulas.learned import learned
from mesaproof.selftest.altered_formulas.one_instance import Instance
from mesaproof.selftest.altered_formulas.redefined import NOT_KNOWN, defined_as_well
from proofs.catalogue import every_claim
from proofs.claim import Claim
from proofs.formal_statements import FormalStatement, formal_statement
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression
from symbolic.core.theorems import Theorem

SAMPLE = 2
"""Formulas of a sampled run."""

MOST = 60
"""Mutants of each of them."""

INSTANCES = 24
"""So many instances are looked at of each formula, unless the time for it is over."""

SECONDS = 3.0
"""Processor time for the instances of one formula; an instance that is begun is finished."""

ASKED = 6
"""So many mutants of a formula that are proved are asked for whether they are defined: that is a proof each."""

DEEP = 10**5
"""Proofs are carried over along lemmas of lemmas."""


class How(StrEnum):
    """What became of a mutant; what shows most comes first."""

    FALSE = "false at an instance"
    MEANINGLESS = "means nothing at an instance"
    CONTRADICTED = "contradicts the theorem at an instance"
    STOPS = "its proof stops"
    PROVED = "proved as well"


@dataclass(frozen=True)
class Altered:
    """One mutant, with what became of it; `instance` replays it, `rule` and `reason` say where its proof stops."""

    claim: str
    mutant: Mutant
    how: How
    instance: int | None
    rule: str
    reason: str
    fault: str = ""

    @property
    def id(self) -> str:
        """Its name: the claim, the path to the place, and what is done there."""
        return f"{self.claim}/{'.'.join(map(str, self.mutant.path))}/{self.mutant.change}"


@dataclass(frozen=True)
class OfFormula:
    """The mutants of one formula; `weaker` alterations are implied by it, and `places` are all that it has."""

    claim: str
    refuted: bool
    places: dict[Kind, int]
    weaker: int
    found: tuple[Altered, ...]
    seconds: float
    fault: str = ""


def chosen(everything: bool, size: int, seed: int, only: Sequence[str]) -> tuple[Claim, ...]:
    """The claims whose formulas are altered: all, those that keys name, or so many of all, by a seed.

    Raises InputError for a key of nothing, and of a claim that is stated as no formula.
    """
    if only:
        return tuple(claim for key in only for claim in _named(key))
    known = tuple(claim for claim in every_claim() if claim.formal)
    whole(size, "count", 1, "at least one formula")
    return known if everything else tuple(random.Random(f"formulas {seed}").sample(known, min(size, len(known))))


def _named(key: str) -> tuple[Claim, ...]:
    found = tuple(claim for claim in named(key) if claim.formal)
    if not found:
        raise InputError(f"the claim {quoted(key)}", "a claim that is stated as a formula", "see `mesaproof show`")
    return found


def score(
    claims: Sequence[Claim], most: int | None = None, seed: int = 0, told: Callable[[str], None] = lambda _: None
) -> Iterator[OfFormula]:
    """The mutants of the formulas of claims, or so many of each, formula by formula."""
    for number, claim in enumerate(claims, 1):
        told(f"{number} of {len(claims)} formulas: {claim.key}")
        statement = formal_statement(claim)
        if statement is not None:
            yield of_formula(claim, statement, most, seed)


def of_formula(claim: Claim, statement: FormalStatement, most: int | None = None, seed: int = 0) -> OfFormula:
    """What becomes of the mutants of one formula, or of so many of them, chosen by the seed."""
    started = time.process_time()
    goal = statement.settled
    every = tuple(mutants(goal))
    chosen = every if most is None else random.Random(seed).sample(every, min(most, len(every)))
    proved = _Proved(claim, statement, statement.make().theorem)
    false, fault = false_somewhere(goal, chosen)
    with unswept():
        found = tuple(_altered(proved, mutant, false.get(n)) for n, mutant in enumerate(chosen))
    listed = tuple(places(goal))
    kinds = {kind: sum(place.kind is kind for place in listed) for kind in Kind}
    weaker = sum(map(weaker_at, listed))
    return OfFormula(
        claim.key, statement.settled != statement.goal, kinds, weaker, found, time.process_time() - started, fault
    )


Where = tuple[How, int]
"""What a mutant is at which instance."""


def false_somewhere(goal: Expression, chosen: Sequence[Mutant]) -> tuple[dict[int, Where], str]:
    """Instances at which mutants are false or mean nothing, by their number; and where the goal itself is, a fault."""
    altered = {n: mutant.of(goal) for n, mutant in enumerate(chosen)}
    found: dict[int, Where] = {}
    ends = time.process_time() + SECONDS
    for seed in range(INSTANCES):
        here = Instance(seed)
        if here.refuted(goal) or here.undefined:
            return found, f"the formula itself is false, or means nothing, at instance {seed}"
        there = Instance(seed, learned(goal, seed))
        for n in altered.keys() - found.keys():
            if how := _at(altered[n], here, there):
                found[n] = how, seed
        if time.process_time() > ends:
            break
    return found, ""


def _at(formula: Expression, here: Instance, there: Instance) -> How | None:
    """What a mutant is at an instance, by itself and with what the theorem says there."""
    here.undefined = False
    if here.refuted(formula):
        return How.FALSE
    if here.undefined:
        return How.MEANINGLESS
    return How.CONTRADICTED if there.refuted(formula) else None


def _altered(of: _Proved, mutant: Mutant, where: Where | None) -> Altered:
    """What became of one mutant; whether it is defined is asked of the first ones that are proved of a formula."""
    key = of.claim.key
    try:
        again = _deep(lambda: carried_over(of.theorem, mutant.path, mutant.alter))
    except Stops as reason:
        how, instance = where or (How.STOPS, None)
        return Altered(key, mutant, how, instance, reason.rule, str(reason))
    if where:
        fault = "" if where[0] is How.MEANINGLESS else "proved, and yet false at an instance"
        return Altered(key, mutant, *where, "", "", fault)
    if of.statement.goal != of.statement.settled or next(of.asked) >= ASKED:
        return Altered(key, mutant, How.PROVED, None, "", "whether it is defined is not asked")
    lacking = defined_as_well(of.claim, of.statement, Proof(mutant.of(of.statement.settled), again, again))
    if lacking is None:
        return Altered(key, mutant, How.PROVED, None, "", NOT_KNOWN)
    return Altered(key, mutant, How.STOPS if lacking else How.PROVED, None, "definedness" if lacking else "", lacking)


@dataclass(frozen=True)
class _Proved:
    """A claim with its theorem, and how often it was asked whether a mutant is defined."""

    claim: Claim
    statement: FormalStatement
    theorem: Theorem
    asked: Iterator[int] = field(default_factory=count)


def _deep(made: Callable[[], Theorem]) -> Theorem:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(DEEP)
    try:
        return made()
    finally:
        sys.setrecursionlimit(before)
