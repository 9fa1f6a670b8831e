"""Do hypotheses on the law of `x_1` force a conclusion that is linear in moments?

First the support is confined by what the hypotheses say of squares (`confine`). Each requirement of the conclusion is
then looked for in the span of the hypotheses' instances, for every d at once (`span`); dimensions at which that
certificate has no value are looked at one by one. What does not follow is attacked by `refute`: a finitely supported
rational law that satisfies every hypothesis and breaks the requirement. Otherwise the answer is undecided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from symbolic.decide.certify import certificates_of
from symbolic.decide.conclusions import Conclusion, Requirement
from symbolic.decide.conditions import SideCondition
from symbolic.decide.conditions.supports import Support
from symbolic.decide.confine import confined
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.known_laws import model, on_no_table
from symbolic.decide.refute import TRIED, Refutation, refutation
from symbolic.decide.residues import residues
from symbolic.decide.search.allowance import ENTRIES, Allowance
from symbolic.decide.spans.span import Certificate
from symbolic.expectation.moments import Pattern
from symbolic.laws import Law
from symbolic.progress import told

__all__ = ["Decision", "Proof", "Refutation", "Undecided", "Vacuous", "decide", "decide_at", "leftover"]


@dataclass(frozen=True)
class Proof:
    """Every requirement follows, for every d; `model` satisfies the hypotheses, so that they are not vacuous.

    `supports` are the squares with mean zero that confine the support, and moments that follow by cases, where the
    certificates use such.
    """

    certificates: tuple[Certificate, ...]
    model: Law
    supports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vacuous:
    """The hypotheses contradict each other: no law satisfies them, and they prove nothing."""

    reason: str


@dataclass(frozen=True)
class Undecided:
    """Neither a certificate nor a witness: what is left over, and what was tried; `ended` if there was more to try."""

    leftover: tuple[str, ...]
    reason: str
    ended: bool = False


Decision = Proof | Refutation | Vacuous | Undecided

LARGEST_SINGLE = 8
"""Single dimensions up to this one are decided."""


def decide(hypotheses: Hypotheses, conclusion: Conclusion) -> Decision:
    """Whether the hypotheses force the conclusion in every dimension d >= 2.

    >>> from symbolic.decide.conclusions import moment_is
    >>> from symbolic.decide.conditions.symmetries import SignFlips
    >>> from symbolic.expectation.moments import Pattern
    >>> type(decide(Hypotheses("H", (SignFlips(),)), moment_is(Pattern((1, 2))))).__name__
    'Proof'
    """
    return in_dimension(hypotheses, conclusion, None)


def decide_at(hypotheses: Hypotheses, conclusion: Conclusion, d: int) -> Decision:
    """The same question in one dimension d >= 2.

    A requirement about coordinates that do not all exist there holds by default. Raises ValueError for a hypothesis
    about more coordinates than there are.
    """
    for condition in hypotheses.conditions:
        if (needed := _coordinates(condition)) > d:
            raise ValueError(f"the hypothesis {condition.text}, about {needed} coordinates, with d = {d}")
    return in_dimension(hypotheses, conclusion, d)


@lru_cache(maxsize=256)
def in_dimension(hypotheses: Hypotheses, conclusion: Conclusion, d: int | None) -> Decision:
    """The answer for every d >= 2 (None) or in one dimension; conditions on more coordinates than d say nothing."""
    known = confined(hypotheses, d, conclusion.homogeneous)
    if known.absurd:
        return Vacuous(known.absurd)
    if known.only is not None:
        return _in_few(hypotheses, conclusion, known.only)
    if impossible := impossible_aside(hypotheses):
        return Undecided((), f"no {impossible}")
    told("a certificate" if d is None else f"a certificate in d = {d}")
    certificates, missing = certificates_of(known.hypotheses, conclusion, d)
    left = _lacking(known.hypotheses, missing, d)
    searched = None if d is None else (d,)
    allowance = Allowance()
    for requirement in missing:
        if found := refutation(hypotheses, known.hypotheses, requirement, allowance, searched):
            return replace(found, leftover=left)
    if missing:
        return Undecided(left, _unbroken(hypotheses, allowance, d), allowance.ended)
    satisfying = model(known.hypotheses) if d is None else model(known.hypotheses, (d,))
    if satisfying is None or not hypotheses.of(satisfying).holds:
        return Undecided((), "no law that satisfies the hypotheses was found: they may be contradictory")
    return Proof(certificates, satisfying, known.steps)


def _unbroken(hypotheses: Hypotheses, allowance: Allowance, d: int | None) -> str:
    """What was tried in vain, and what was not."""
    where = "d = 2, 3 and for every larger d" if d is None else f"d = {d}"
    if on_no_table(hypotheses):
        named = "no law on finitely many values satisfies the hypotheses, and others are not searched"
        return f"no certificate; {named}, but for independent copies of a law that they name"
    ended = f"; the search ended at {ENTRIES} entries of linear programs, with more to try" if allowance.ended else ""
    return f"no certificate, and in {where} none of these breaks it: {TRIED}{ended}"


def _in_few(hypotheses: Hypotheses, conclusion: Conclusion, sizes: tuple[int, ...]) -> Decision:
    """The answer for every d where no law satisfies the hypotheses outside a few dimensions."""
    where = f"laws that satisfy the hypotheses exist in d = {', '.join(map(str, sizes))} at most"
    if sizes[-1] > LARGEST_SINGLE:
        return Undecided((), where)
    found = [in_dimension(hypotheses, conclusion, d) for d in sizes]
    for kind in (Refutation, Undecided):
        if answer := next((one for one in found if isinstance(one, kind)), None):
            return answer
    proofs = [one for one in found if isinstance(one, Proof)]
    certificates = tuple(certificate for one in proofs for certificate in one.certificates)
    if proofs:
        return replace(proofs[0], certificates=certificates)
    return Vacuous(f"{where}; there {next(one.reason for one in found if isinstance(one, Vacuous))}")


def impossible_aside(hypotheses: Hypotheses) -> str:
    """Conditions on something else than the law that nothing known satisfies together; they change nothing else."""
    aside = [c for c in hypotheses.conditions if isinstance(c, SideCondition)]
    kinds: list[type[SideCondition]] = list(dict.fromkeys(map(type, aside)))
    for kind in kinds:
        alike = [c for c in aside if type(c) is kind]
        if not kind.jointly_possible(alike):
            return (
                f"{alike[0].about.removeprefix('the ')} was found that satisfies {' and '.join(c.text for c in alike)}"
            )
    return ""


def _coordinates(condition: object) -> int:
    """How many distinct coordinates a condition names."""
    if isinstance(condition, Support):
        return condition.size
    pattern = getattr(condition, "pattern", None)
    return len(pattern.free) if isinstance(pattern, Pattern) else 0


def leftover(hypotheses: Hypotheses, conclusion: Conclusion, d: int | None = None) -> tuple[str, ...]:
    """What the hypotheses lack, as a canonical reduced basis: with these equations added, the conclusion follows."""
    known = confined(hypotheses, d, conclusion.homogeneous).hypotheses
    return _lacking(known, certificates_of(known, conclusion, d)[1], d)


def _lacking(hypotheses: Hypotheses, missing: tuple[Requirement, ...], d: int | None) -> tuple[str, ...]:
    found = tuple(residue.text for residue in residues(hypotheses, missing, d))
    return found or tuple(requirement.name for requirement in missing)


def families_used(hypotheses: Hypotheses, conclusion: Conclusion) -> tuple[Pattern, ...]:
    """The moments of the conclusion that a family of equations strikes out: all that is used of infinitely many."""
    occurring = {pattern for requirement in conclusion.requirements for pattern, _ in requirement.combination}
    return tuple(sorted(pattern for pattern in occurring if hypotheses.covers(pattern)))
