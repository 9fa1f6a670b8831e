"""Altered claims: the exact side decides the altered part, the second route compares the numbers it claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import sympy

from mesaproof import departure, runner
from mesaproof.compare import Outcomes, compared, run
from mesaproof.mutants import Mutant, mutants
from mesaproof.selftest.mutant import DomainMutant, Kind, Reading
from mesaproof.selftest.mutant import compared as read
from mesaproof.verifying import FALSE_ALARM
from numeric_check.agreement import Budget
from proofs.catalogue import crosschecks_of, every_claim, find
from proofs.claim import Claim, CrossCheck, Equality, LineInvariant, Outcome, Part, Sample, Verdict

PER_PART = 8
"""So many alterations of one part are taken, evenly spaced over the kinds of alteration."""

REFUTED_ALREADY = "this part of the unaltered claim is not proved, so that refusing an altered one shows nothing"


def claim_mutants() -> Iterator[DomainMutant]:
    """Altered parts and dropped hypotheses of every claim."""
    for claim in every_claim():
        yield from mutants_of(claim.key)


def mutants_of(key: str) -> Iterator[DomainMutant]:
    """Those of one claim; raises `UnknownClaim`."""
    return (_mutant(find(key), number, mutant) for number, mutant in enumerate(chosen(key)))


@cache
def chosen(key: str) -> tuple[Mutant, ...]:
    """The alterations of a claim that are taken."""
    by_part: dict[int | None, list[Mutant]] = {}
    for mutant in mutants(find(key)):
        by_part.setdefault(mutant.part, []).append(mutant)
    return tuple(mutant for group in by_part.values() for mutant in _spaced(group))


def _spaced(group: list[Mutant]) -> list[Mutant]:
    count = min(PER_PART, len(group))
    return [group[n * len(group) // count] for n in range(count)]


def _mutant(claim: Claim, number: int, mutant: Mutant) -> DomainMutant:
    part = None if mutant.part is None else claim.parts[mutant.part]
    line = part is None or isinstance(part, LineInvariant)
    numeric = Trained(claim.key, number) if line else Numbers(claim.key, number)
    return DomainMutant(
        f"claim/{claim.key}/{mutant.change.replace(' ', '-')}",
        Kind.CLAIM,
        f"{claim.key}, {mutant.change}",
        Decided(claim.key, number),
        numeric,
        exact_control=Stated(claim.key, mutant.part),
        numeric_control=numeric.control(),
        without_control=REFUTED_ALREADY,
    )


@dataclass(frozen=True)
class Stated:
    """One unaltered part of a claim (None: the whole of a claim about the line), decided by itself."""

    key: str
    part: int | None

    def __call__(self) -> tuple[Reading, ...]:
        return (_reading(_decided(find(self.key), self.part)),)


@dataclass(frozen=True)
class Decided:
    """An altered part, or the same part under fewer hypotheses, decided by itself; anything but PROVED is a refusal."""

    key: str
    number: int

    def __call__(self) -> tuple[Reading, ...]:
        return (_reading(self.verdict()),)

    def verdict(self) -> Verdict:
        """What the runner decides; the left side, which is not altered, is derived once."""
        mutant = chosen(self.key)[self.number]
        return _decided(mutant.claim, mutant.part, _left(self.key, mutant.part))


def _decided(claim: Claim, part: int | None, left: sympy.Expr | None = None) -> Verdict:
    parts: tuple[Part, ...] = claim.parts if part is None else (claim.parts[part],)
    if left is not None and isinstance(parts[0], Equality):
        parts = (replace(parts[0], left=lambda: left),)
    return runner.prove(replace(claim, parts=parts, uses=(), derive=tuple))


@lru_cache(maxsize=512)
def _left(key: str, part: int | None) -> sympy.Expr | None:
    whole = None if part is None else find(key).parts[part]
    return whole.left() if isinstance(whole, Equality) else None


def _reading(found: Verdict) -> Reading:
    refused = found.outcome is not Outcome.PROVED
    return Reading(f"{found.outcome}: {found.reason}" if refused else "proved", refused, float(refused), 0.0)


@dataclass(frozen=True)
class Numbers:
    """The numbers that an altered part claims, compared by the claim's own cross-checks; -1: the unaltered claim."""

    key: str
    number: int
    name: str = ""

    def control(self) -> Numbers:
        """The same numbers of the unaltered claim."""
        return Numbers(self.key, -1, self._name)

    @property
    def _name(self) -> str:
        part = chosen(self.key)[self.number].part
        return self.name or ("" if part is None else find(self.key).parts[part].name)

    def checks(self) -> list[CrossCheck]:
        """The cross-checks that compute a number of the part."""
        return [check for check in crosschecks_of(find(self.key)) if self._name in _names(self.key, check.kind)]

    def __call__(self) -> tuple[Reading, ...]:
        claim = find(self.key) if self.number < 0 else chosen(self.key)[self.number].claim
        outcomes = [
            replace(one, found={name: x for name, x in one.found.items() if self._wanted(name, x)})
            for check in self.checks()
            for one in run(replace(check, claim=claim, function=_Remembered(self.key, check.kind)), 0)
            if isinstance(one, Outcomes) and self._name in one.found
        ]
        numbers = (one for one in compared(outcomes, Budget(FALSE_ALARM)) if one.name == self._name)
        return tuple(read(f"{n.name} at {n.case}", n.comparison) for n in numbers)

    def _wanted(self, name: str, value: Any) -> bool:
        """The part's own number, and the other computed ones, which say how large a rounding error may be."""
        return name == self._name or not isinstance(value, Sample)


@lru_cache(maxsize=256)
def _names(key: str, kind: str) -> frozenset[str]:
    """The numbers that a cross-check of a claim computes."""
    found = (run(check, 0) for check in crosschecks_of(find(key)) if check.kind == kind)
    return frozenset(name for outcomes in found for one in outcomes if isinstance(one, Outcomes) for name in one.found)


@dataclass(frozen=True)
class _Remembered:
    """A cross-check's own function. What it computes without being told a claimed number is computed once."""

    key: str
    kind: str

    def __call__(self, law: Any, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, Any]:
        check = next(check for check in crosschecks_of(find(self.key)) if check.kind == self.kind)
        if check.at_claimed:
            return check.function(law, d, T, parameters, rng)
        at = (self.key, self.kind, law.description, d, T, tuple(parameters.items()))
        if at not in _FOUND:
            _FOUND[at] = check.function(law, d, T, parameters, rng)
        return _FOUND[at]


_FOUND: dict[tuple[Any, ...], Mapping[str, Any]] = {}


@dataclass(frozen=True)
class Trained:
    """An altered claim of an invariant line, seen in the full model trained at the law that the exact side found.

    The altered claim says that the line is kept for every law that meets fewer hypotheses; so each speed at which an
    entry leaves it is claimed to be zero.
    """

    key: str
    number: int

    def control(self) -> Kept:
        """The unaltered claim at a law that meets all of its hypotheses."""
        return Kept(self.key)

    def __call__(self) -> tuple[Reading, ...]:
        found = Decided(self.key, self.number).verdict()
        if found.witness_law is None or found.witness_T is None:
            return ()
        return tuple(_kept(found.witness_law, found.witness_T))


@dataclass(frozen=True)
class Kept:
    """The full model trained from the line at the law of a claim's own cross-check: no entry may leave it."""

    key: str

    def __call__(self) -> tuple[Reading, ...]:
        from mesaproof.law_spec import law_at

        case = crosschecks_of(find(self.key))[0].cases[0]
        return tuple(_kept(law_at(case.law, case.d), case.T))


def _kept(law: Any, T: int) -> Iterator[Reading]:
    """Speeds off the line at its point (a, b), each against zero."""
    from numeric_check import training, trajectory
    from numeric_check.agreement import close
    from numeric_check.forward import on_line
    from numeric_check.population import Population

    point = on_line(law.d, departure.START[0], departure.START[1])
    rates = training.initial_rates(Population(law, T), point)
    scale = max(float(abs(block).max()) for block in rates.values())
    for name, block in trajectory.off_line_part(rates).items():
        yield read(f"speed of {name} off the line", close(0.0, float(abs(block).max()), scale))
