"""Run claims: check every line, decide, and compare with the second route under one false-alarm budget."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import sympy

from proofs.catalogue import paper_of
from proofs.claim import Claim, Equality, Follows, Invariant, Outcome, Part, Positive, Settled, Verdict
from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.limits import LimitUnknown
from symbolic.algebra.notation import d
from symbolic.algebra.operators import CannotResolve
from symbolic.decide import decision
from symbolic.decide.dimensions import dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.expectation.moments import MomentSymbol, at_law
from symbolic.laws import Law
from symbolic.typeset.derivation import Chain, Derivation, Fault, Rule, apply


@dataclass(frozen=True)
class Found:
    """What checking one part, one line or one premise found."""

    outcome: Outcome
    text: str
    witness: str = ""
    leftover: tuple[str, ...] = ()
    law: Law | None = None
    T: int | None = None


def prove(claim: Claim, known: Mapping[Claim, Outcome] | None = None) -> Verdict:
    """Verdict from the exact side alone; a claim that uses an unproved one is not PROVED.

    `known` holds what other claims came out as earlier in the same run; they are not run again as premises.
    """
    started = time.perf_counter()
    derivation = claim.derivation()
    found = [
        *_parts(claim, derivation),
        *(_fault(fault) for fault in derivation.faults()),
        *_rules(claim, derivation),
        *_premises(claim, known or {}),
    ] or [Found(Outcome.UNDECIDED, "the claim states nothing")]
    return replace(_combined(claim, found), seconds=time.perf_counter() - started)


def _combined(claim: Claim, found: list[Found]) -> Verdict:
    for outcome in (Outcome.REFUTED, Outcome.UNDECIDED):
        for item in found:
            if item.outcome is outcome:
                return Verdict(
                    claim,
                    outcome,
                    (),
                    item.text,
                    item.witness,
                    item.leftover,
                    rests_on=_rests_on(claim),
                    witness_law=item.law,
                    witness_T=item.T,
                )
    evidence = tuple(item.text for item in found)
    return Verdict(claim, Outcome.PROVED, evidence, rests_on=_rests_on(claim))


def _parts(claim: Claim, derivation: Derivation) -> Iterator[Found]:
    for part in claim.parts:
        yield _part(claim, part)
    equalities = {part.name: part for part in claim.parts if isinstance(part, Equality)}
    for chain in derivation.chains:
        if equality := equalities.get(chain.name):
            yield from _ends(claim, equality, chain)
        else:
            yield Found(Outcome.UNDECIDED, f"chain {chain.name!r} belongs to no equality of the claim")


def _ends(claim: Claim, part: Equality, chain: Chain) -> Iterator[Found]:
    """A derivation cannot prove something else: its two ends are the claim's own sides."""
    for side, stated, shown in (("starts", part.left(), chain.first), ("ends", part.right, chain.last)):
        found = _equal(claim, part.name, stated, shown)
        if found.outcome is not Outcome.PROVED:
            yield replace(found, text=f"the chain {side} elsewhere than the claim: {found.text}")


def _part(claim: Claim, part: Part) -> Found:
    match part:
        case Equality():
            return _equal(claim, part.name, part.left(), part.right)
        case Positive():
            return _positive(part)
        case Invariant():
            return _invariant(part, claim.hypotheses)
        case Follows():
            return _follows(part, claim.hypotheses)
        case Settled():
            return _settled(part)


def _settled(part: Settled) -> Found:
    match part.settle(part.statement):
        case Holds(because):
            return Found(Outcome.PROVED, f"{part.name}: {because}")
        case Fails(because, witness, law):
            return Found(Outcome.REFUTED, f"{part.name}: {because}", witness, law=law)
        case Unknown(reason):
            return Found(Outcome.UNDECIDED, f"{part.name}: {reason}")


def _positive(part: Positive) -> Found:
    expression = part.expression()
    outcome = Outcome.PROVED if expression.is_positive else Outcome.UNDECIDED
    return Found(Outcome.REFUTED if expression.is_nonpositive else outcome, f"{part.name}: {expression} > 0")


def _equal(claim: Claim, name: str, left: sympy.Expr, right: sympy.Expr) -> Found:
    try:
        answer = same(_in_context(claim, left), _in_context(claim, right))
    except (CannotResolve, LimitUnknown) as error:
        return Found(Outcome.UNDECIDED, f"{name}: {error}")
    if isinstance(answer, Same):
        return Found(Outcome.PROVED, f"{name}: both sides are identical")
    outcome = Outcome.REFUTED if isinstance(answer, Different) else Outcome.UNDECIDED
    return Found(outcome, f"{name}: {answer if isinstance(answer, Different) else answer.reason}")


def _invariant(part: Invariant, hypotheses: Hypotheses) -> Found:
    answer = decision.decide(hypotheses, part.set.conclusion())
    found = _forced(answer)
    if not isinstance(answer, decision.Refutation):
        return found
    T = part.set.first_departure(answer.law)
    where = "" if answer.every_d else f"; the conclusion {dimensions(hypotheses, part.set.conclusion()).text}"
    return replace(found, witness=f"{answer.text}{where}, seen from T={T} on", T=T)


def _follows(part: Follows, hypotheses: Hypotheses) -> Found:
    """The first refutation; else the first answer that is no proof; else the last one."""
    asked = (decision.decide_at(hypotheses, part.conclusion, d) for d in part.at)
    answers = [*asked] if part.at else [decision.decide(hypotheses, part.conclusion)]
    for kind in (decision.Refutation, decision.Undecided | decision.Vacuous, decision.Proof):
        if answer := next((one for one in answers if isinstance(one, kind)), None):
            found = _forced(answer)
            break
    return replace(found, text=f"{part.name}: {found.text}{_empty(part)}")


def _empty(part: Follows) -> str:
    """What demands nothing in a dimension that was asked for, because its coordinates do not all exist there."""
    names = [f"{one.name} at d = {d}" for d in part.at for one in part.conclusion.requirements if one.frame > d]
    return f"; empty: {', '.join(names)}" if names else ""


def _forced(answer: decision.Decision) -> Found:
    match answer:
        case decision.Proof():
            count = len({certificate.requirement for certificate in answer.certificates})
            text = f"{count} moment requirements follow from the hypotheses, which {answer.model.description} satisfies"
            return Found(Outcome.PROVED, text)
        case decision.Refutation():
            reason = f"{answer.requirement.name} does not follow"
            return Found(Outcome.REFUTED, reason, answer.text, answer.leftover, answer.law)
        case decision.Vacuous(reason):
            return Found(Outcome.UNDECIDED, f"vacuous: {reason}")
        case decision.Undecided():
            return Found(Outcome.UNDECIDED, answer.reason, leftover=answer.leftover)


def _fault(fault: Fault) -> Found:
    text = f"{fault.chain}, line {fault.line}: {fault.message}"
    return Found(Outcome.REFUTED if fault.refuted else Outcome.UNDECIDED, text)


def _in_context(claim: Claim, expression: sympy.Expr) -> sympy.Expr:
    """The expression with what the claim assumes: licensed rules, and the exact moments of its family."""
    ruled = apply(expression, _licensed(claim))
    return ruled if claim.family is None else at_law(ruled, claim.family.at(d))


def _licensed(claim: Claim) -> tuple[Rule, ...]:
    """The known rules whose needs the claim's hypotheses meet."""
    known: tuple[Rule, ...] = paper_of(claim).answer("rules") or ()
    return tuple(rule for rule in known if all(claim.hypotheses.constant(pattern) for pattern in rule.needs))


def _rules(claim: Claim, derivation: Derivation) -> Iterator[Found]:
    """A line may use a known rule that the hypotheses license, or the exact moments of the claim's own family."""
    licensed = _licensed(claim)
    for rule in derivation.rules:
        if rule not in licensed and not _is_moment_of_family(rule, claim):
            yield Found(Outcome.UNDECIDED, f"no hypothesis licenses the rule {rule.left} = {rule.right}")


def _is_moment_of_family(rule: Rule, claim: Claim) -> bool:
    if claim.family is None or not isinstance(rule.left, MomentSymbol):
        return False
    return isinstance(same(at_law(rule.left, claim.family.at(d)), rule.right), Same)


def _premises(claim: Claim, known: Mapping[Claim, Outcome]) -> Iterator[Found]:
    """Every claim that is used must be proved, and its hypotheses must follow from this claim's."""
    for used in claim.uses:
        outcome = known[used] if used in known else prove(used, known).outcome
        yield Found(outcome if outcome is Outcome.PROVED else Outcome.UNDECIDED, f"uses {used.key}: {outcome}")
        if not _implied(claim, used.hypotheses):
            yield Found(Outcome.UNDECIDED, f"uses {used.key}, whose hypotheses do not follow from this claim's")


def _implied(claim: Claim, needed: Hypotheses) -> bool:
    if claim.family is not None:
        return needed.of(claim.family.at(d)).holds is True
    return set(needed.conditions) <= set(claim.hypotheses.conditions)


def _rests_on(claim: Claim) -> tuple[str, ...]:
    own = (*claim.rests_on, *(fact for used in claim.uses for fact in _rests_on(used)))
    return tuple(sorted(dict.fromkeys((*paper_of(claim).rests_on, *own))))
