"""Altered claims that must be refused: another coefficient, index range, sign, relation, number or hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mesaproof.selftest.claims.altered_conditions import altered_conditions, says_already, says_the_same
from mesaproof.selftest.claims.altered_expressions import altered_expressions
from mesaproof.selftest.claims.altered_line import (
    altered_conclusions,
    altered_requirements,
    follows,
    moments_vanish,
    repair_of,
    required,
)
from mesaproof.selftest.claims.altered_statements import altered_inequalities, altered_statements
from mesaproof.selftest.claims.true_as_well import reason_for
from proofs.catalogue import paper_of
from proofs.claim import Claim
from proofs.parts import Equality, Follows, Invariant, Part, Positive, Settled
from symbolic.decide.conditions import Condition
from symbolic.decide.hypotheses import Hypotheses
from symbolic.typeset.derivation import Rule, apply

MULTIPLE = "each of these moments vanishes by itself, whatever its coefficient"
SAID = "another hypothesis of the claim says what was dropped or altered"
IMPLIED = "the other hypotheses force every equation between moments that the claim takes from them"
NOT_ASKED = "no part, rule or premise of the claim asks for this condition, and it is proved without it"


@dataclass(frozen=True)
class Mutant:
    """A claim altered in one place, and what was altered: the number of a part, or None for a hypothesis.

    `unaltered` is what it is an alteration of. Of a false claim about the line that is the claim with its repair, or,
    as of any claim about the line, with one requirement in the place of all. `equivalent` is the reason why the
    alteration changes nothing.
    """

    claim: Claim
    change: str
    unaltered: Claim
    kind: str
    part: int | None = None
    equivalent: str = ""


def mutants(claim: Claim) -> tuple[Mutant, ...]:
    """Every alteration of a claim's own data that changes what it says, and a few that do not, with the reason.

    An alteration that leaves an expression identical (the same after expansion) is not returned.
    """
    return (*_of_parts(claim), *_of_hypotheses(claim))


def _of_parts(claim: Claim) -> Iterator[Mutant]:
    for n, part in enumerate(claim.parts):
        if isinstance(part, Invariant):
            yield from _of_line(claim, n)
        for altered, change, kind in _altered(part):
            text = f"{part.name}: {change}"
            yield Mutant(_with_part(claim, n, altered), text, claim, kind, n, reason_for(claim.key, text))


def _with_part(claim: Claim, n: int, part: Part) -> Claim:
    return replace(claim, parts=(*claim.parts[:n], part, *claim.parts[n + 1 :]))


def _altered(part: Part) -> Iterator[tuple[Part, str, str]]:
    match part:
        case Equality():
            for right, change, kind in altered_expressions(part.right):
                yield replace(part, given=right), change, kind
        case Positive():
            for expression, change, kind in altered_inequalities(part.expression):
                yield replace(part, expression=expression), change, kind
        case Follows():
            for altered, change in altered_conclusions(part):
                yield altered, change, "right side"
        case Settled():
            for statement, change in altered_statements(part.statement):
                yield replace(part, statement=statement), change, change.rpartition(".")[2].partition(" (")[0]


def _of_line(claim: Claim, n: int) -> Iterator[Mutant]:
    """The requirements of an invariant line one by one, each altered in its right side and in its coefficients."""
    for requirement, altered, change, kind in altered_requirements():
        whole, part = (required(one) for one in (requirement, altered))
        same = kind == "coefficient" and moments_vanish(claim.hypotheses, requirement)
        unaltered = _with_part(claim, n, whole)
        yield Mutant(_with_part(claim, n, part), f"line: {change}", unaltered, kind, n, MULTIPLE if same else "")


def _of_hypotheses(claim: Claim) -> Iterator[Mutant]:
    """Hypotheses dropped, or altered where the claim decides from them; of a false one, of those that its repair adds.

    To drop a hypothesis of a false claim shows nothing: what refutes the claim refutes it without the hypothesis.
    """
    line, repair = any(isinstance(part, Invariant) for part in claim.parts), repair_of(claim)
    if repair:
        yield from _partial_repairs(claim, repair) if line else ()
        return
    for n, condition in enumerate(claim.hypotheses.conditions):
        if line:
            yield from _of_condition(claim, n)
        else:
            dropped = claim.hypotheses.without(n)
            yield _under(claim, dropped, f"dropped: {condition.text}", _still_proved(claim, condition, dropped))


def _partial_repairs(claim: Claim, repair: Claim) -> Iterator[Mutant]:
    """The claim with what its repair adds, one added condition dropped or altered."""
    whole = replace(claim, hypotheses=claim.hypotheses & repair.hypotheses)
    for n in range(len(claim.hypotheses.conditions), len(whole.hypotheses.conditions)):
        for mutant in _of_condition(whole, n):
            if set(mutant.claim.hypotheses.conditions) != set(claim.hypotheses.conditions):
                because = SAID if says_already(claim.hypotheses, whole.hypotheses.conditions[n]) else ""
                yield replace(mutant, change=f"repair, {mutant.change}", equivalent=mutant.equivalent or because)


def _of_condition(claim: Claim, n: int) -> Iterator[Mutant]:
    """One condition dropped, or in its place another that is not among the hypotheses."""
    conditions = claim.hypotheses.conditions
    yield _under(claim, claim.hypotheses.without(n), f"dropped: {conditions[n].text}")
    for other in altered_conditions(conditions[n]):
        if other not in conditions and not says_already(claim.hypotheses, other):
            kept = (*conditions[:n], other, *conditions[n + 1 :])
            altered = Hypotheses(f"{claim.hypotheses.name}, altered", kept)
            reason = says_the_same(claim.hypotheses, altered)
            yield _under(claim, altered, f"altered: {conditions[n].text}, now {other.text}", reason)


def _under(claim: Claim, hypotheses: Hypotheses, change: str, equivalent: str = "") -> Mutant:
    kind = "hypothesis dropped" if change.startswith("dropped") else "hypothesis altered"
    return Mutant(replace(claim, hypotheses=hypotheses), change, claim, kind, None, equivalent)


def _still_proved(claim: Claim, condition: Condition, others: Hypotheses) -> str:
    """Why a claim holds without a condition, or nothing."""
    taken = [part for part in claim.parts if isinstance(part, Follows)]
    if _asked_for(claim, condition) or not all(follows(others, part) for part in taken):
        return ""
    return IMPLIED if taken else NOT_ASKED


def _asked_for(claim: Claim, condition: Condition) -> bool:
    """Whether a premise needs the condition, or a rule that the runner applies to a side of an equality."""
    if any(condition in used.hypotheses.conditions for used in claim.uses):
        return True
    known: tuple[Rule, ...] = paper_of(claim).answer("rules") or ()
    rules = tuple(rule for rule in known if getattr(condition, "pattern", None) in rule.needs)
    sides = (side for part in claim.parts if isinstance(part, Equality) for side in (part.left(), part.right))
    return bool(rules) and any(apply(side, rules) != side for side in sides)
