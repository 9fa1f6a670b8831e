"""Altered claims, compared with the second route: by their own cross-checks, or in the full model off the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from mesaproof.answers.asking import PAPER, answer
from mesaproof.running.comparisons import Outcomes, compared, run
from mesaproof.selftest.claims.altered_line import repair_of
from mesaproof.selftest.claims.claims_decided import Decided
from mesaproof.selftest.claims.claims_taken import chosen
from mesaproof.selftest.mutant import Reading
from mesaproof.selftest.mutant import compared as read
from numeric_check.compare import FALSE_ALARM
from numeric_check.compare.agreement import Budget
from proofs.catalogue import crosschecks_of, find
from proofs.crosschecks import Case, CrossCheck, Sample
from proofs.parts import Follows
from symbolic.decide.conclusions import Requirement

LINE_DEGREE = 6
"""The largest degree of the moments that an invariant line requires."""


@dataclass(frozen=True)
class Means:
    """The means that an altered requirement of the line is about, at the laws of the claim's own cross-checks."""

    key: str
    number: int
    unaltered: bool = False

    def control(self) -> Means:
        """The same means in the requirement as it is."""
        return replace(self, unaltered=True)

    def __call__(self) -> tuple[Reading, ...]:
        mutant = chosen(self.key)[self.number]
        part = (mutant.unaltered if self.unaltered else mutant.claim).parts[mutant.part or 0]
        stated = part.conclusion.requirements if isinstance(part, Follows) else ()
        cases = dict.fromkeys(case for check in crosschecks_of(find(self.key)) for case in check.cases)
        return tuple(_mean(requirement, case) for requirement in stated for case in cases)


def _mean(requirement: Requirement, case: Case) -> Reading:
    """The mean of the requirement's polynomial over quadrature nodes, against its right side."""
    import numpy as np

    from mesaproof.reading.law_spec import law_at
    from numeric_check.compare.agreement import close
    from numeric_check.model.node_means import nodes

    points, weights = nodes(law_at(case.law, case.size("d")), LINE_DEGREE)
    polynomial = requirement.polynomial(case.size("d"))
    found = sum(float(c) * float(weights @ np.prod(points**powers, axis=1)) for powers, c in polynomial.items())
    scale = max(1.0, float((weights @ abs(points) ** LINE_DEGREE).max()))
    return read(f"mean at {case}", close(float(requirement.value), found, scale))


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
        """The cross-checks that compute a number of the part; what they compute unaltered is remembered."""
        every = enumerate(crosschecks_of(find(self.key)))
        return [replace(c, function=_Remembered(self.key, n)) for n, c in every if self._name in _names(self.key, n)]

    def __call__(self) -> tuple[Reading, ...]:
        claim = find(self.key) if self.number < 0 else chosen(self.key)[self.number].claim
        outcomes = [
            replace(one, found={name: x for name, x in one.found.items() if self._wanted(name, x)})
            for check in self.checks()
            for one in run(replace(check, claim=claim), 0)
            if isinstance(one, Outcomes) and self._name in one.found
        ]
        numbers = (one for one in compared(outcomes, Budget(FALSE_ALARM)) if one.name == self._name)
        return tuple(read(f"{n.name} at {n.case}", n.comparison) for n in numbers)

    def _wanted(self, name: str, value: Any) -> bool:
        """The part's own number, and the other computed ones, which say how large a rounding error may be."""
        return name == self._name or not isinstance(value, Sample)


@lru_cache(maxsize=256)
def _names(key: str, place: int) -> frozenset[str]:
    """The numbers that a cross-check of a claim computes."""
    found = run(crosschecks_of(find(key))[place], 0)
    return frozenset(name for one in found if isinstance(one, Outcomes) for name in one.found)


@dataclass(frozen=True)
class _Remembered:
    """A cross-check's own function. What it computes without being told a claimed number is computed once."""

    key: str
    place: int

    def __call__(self, law: Any, *given: Any) -> Mapping[str, Any]:
        """`given` are the sizes of the case, its parameters and a generator."""
        check = crosschecks_of(find(self.key))[self.place]
        if check.at_claimed:
            return check.function(law, *given)
        *sizes, parameters, _ = given
        at = (self.key, self.place, getattr(law, "description", ""), *sizes, tuple(parameters.items()))
        if at not in _FOUND:
            _FOUND[at] = check.function(law, *given)
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
        repair = repair_of(find(self.key))
        return Kept(repair.key if repair else self.key)

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
        from mesaproof.reading.law_spec import law_at

        case = crosschecks_of(find(self.key))[0].cases[0]
        return tuple(_kept(law_at(case.law, case.size("d")), case.size("T")))


def _kept(law: Any, T: int) -> Iterator[Reading]:
    """Speeds off the line at its point (a, b), each against zero."""
    from numeric_check.compare.agreement import close

    speeds, scale = answer(PAPER, "speeds off the line")(law, T)
    for name, speed in speeds.items():
        yield read(f"speed of {name} off the line", close(0.0, speed, scale))
