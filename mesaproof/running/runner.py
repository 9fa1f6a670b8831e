"""Run claims: check every line, decide, and compare with the second route under one false-alarm budget."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace

from mesaproof.running.claim_equalities import agreement, equal, licensed, positive
from mesaproof.running.claim_hypotheses import contradictory, satisfied_by
from mesaproof.running.formal_runs import with_replay
from mesaproof.running.found import Found
from mesaproof.running.grades import grade
from proofs.catalogue import paper_of
from proofs.claim import Claim
from proofs.parts import Equality, Follows, Invariant, Part, Positive, Settled
from proofs.verdict import Outcome, Verdict
from symbolic.algebra.equality import Same, same
from symbolic.algebra.notation import d
from symbolic.decide import decision
from symbolic.decide.dimensions import dimensions
from symbolic.decide.hypotheses import Hypotheses
from symbolic.decide.outcomes import Fails, Holds, Unknown
from symbolic.expectation.moments import MomentSymbol, at_law
from symbolic.typeset.derivation import Chain, Derivation, Fault, Rule


def prove(claim: Claim, known: Mapping[Claim, Outcome] | None = None) -> Verdict:
    """Verdict from the exact side alone; a claim that uses an unproved one is not PROVED.

    `known` holds what other claims came out as earlier in the same run; they are not run again as premises. A premise
    that has parts is decided by these: its formula is not replayed for the sake of another claim.
    """
    started = time.perf_counter()
    verdict = with_replay(_by_its_parts(claim, known or {}))
    return replace(verdict, seconds=time.perf_counter() - started)


def _by_its_parts(claim: Claim, known: Mapping[Claim, Outcome]) -> Verdict:
    consistent = satisfied_by(claim)
    if consistent.outcome is Outcome.VACUOUS:
        return _combined(claim, [consistent])
    if consistent.outcome is Outcome.PROVED:
        return replace(_checked(claim, known, []), satisfied=consistent.text)
    return _checked(claim, known, [consistent])


def _checked(claim: Claim, known: Mapping[Claim, Outcome], before: list[Found]) -> Verdict:
    derivation, parts = claim.derivation(), [(part, _part(claim, part)) for part in claim.parts]
    found = [
        *(found for _, found in parts),
        *_chains(claim, derivation),
        *(_fault(fault) for fault in derivation.faults()),
        *_rules(claim, derivation),
        *_premises(claim, known),
    ] or [Found(Outcome.UNDECIDED, "the claim states nothing")]
    verdict = _combined(claim, [*before, *found])
    if verdict.outcome is not Outcome.REFUTED:
        return verdict
    witness = next(one for one in found if one.outcome is Outcome.REFUTED)
    return replace(verdict, grade=grade(claim, witness, parts, lambda one, also: _outcome_of(one, {**known, **also})))


def _outcome_of(claim: Claim, known: Mapping[Claim, Outcome]) -> Outcome:
    """What a premise comes out as; where its parts settle it, its formula is replayed when it is asked for itself."""
    if claim in known:
        return known[claim]
    return (_by_its_parts(claim, known) if claim.parts else prove(claim, known)).outcome


def _combined(claim: Claim, found: list[Found]) -> Verdict:
    """What is found weighs in this order; a claim of which all is proved is so up to the steps that are assumed."""
    rests, steps = _rests_on(claim), claim.steps
    for outcome in (Outcome.VACUOUS, Outcome.REFUTED, Outcome.UNDECIDED):
        if one := next((item for item in found if item.outcome is outcome), None):
            told = (claim, outcome, (), one.text, one.witness, one.leftover)
            return Verdict(*told, rests_on=rests, witness_law=one.law, witness_T=one.T)
    proved = Outcome.PROVED_MODULO if steps else Outcome.PROVED
    return Verdict(claim, proved, tuple(item.text for item in found), rests_on=rests, assumed=steps)


def _chains(claim: Claim, derivation: Derivation) -> Iterator[Found]:
    equalities = {part.name: part for part in claim.parts if isinstance(part, Equality)}
    for chain in derivation.chains:
        if equality := equalities.get(chain.name):
            yield from _ends(claim, equality, chain)
        else:
            yield Found(Outcome.UNDECIDED, f"chain {chain.name!r} belongs to no equality of the claim")


def _ends(claim: Claim, part: Equality, chain: Chain) -> Iterator[Found]:
    """A derivation cannot prove something else: its two ends are the claim's own sides."""
    for side, stated, shown in (("starts", part.left(), chain.first), ("ends", part.right, chain.last)):
        found = agreement(claim, part.name, stated, shown)
        if found.outcome is not Outcome.PROVED:
            yield replace(found, text=f"the chain {side} elsewhere than the claim: {found.text}")


def _part(claim: Claim, part: Part) -> Found:
    match part:
        case Equality():
            return equal(claim, part.name, part.left(), part.right)
        case Positive():
            return positive(claim, part)
        case Invariant():
            return _invariant(part, claim.hypotheses)
        case Follows():
            return _follows(part, claim.hypotheses)
        case Settled():
            return _settled(part, claim)


def _settled(part: Settled, claim: Claim) -> Found:
    match part.settle(part.statement):
        case Holds(because):
            return Found(Outcome.PROVED, f"{part.name}: {because}")
        case Fails() as fails:
            return _fails(part, fails, claim.hypotheses)
        case Unknown(reason):
            return Found(Outcome.UNDECIDED, f"{part.name}: {reason}")


def _fails(part: Settled, fails: Fails, hypotheses: Hypotheses) -> Found:
    """Refuted where a witness is exhibited; a law has to satisfy the claim's hypotheses."""
    text = f"{part.name}: {fails.because}"
    if not fails.witness:
        return Found(Outcome.UNDECIDED, f"{text}; no witness is exhibited")
    if fails.law is not None and not hypotheses.of(fails.law).holds:
        return Found(Outcome.UNDECIDED, f"{text}; {fails.witness} does not satisfy the hypotheses")
    return Found(
        Outcome.REFUTED,
        text,
        fails.witness,
        law=fails.law,
        point=fails.point,
        exhibited=fails.law is not None or bool(fails.point),
        undefined=fails.undefined,
    )


def _invariant(part: Invariant, hypotheses: Hypotheses) -> Found:
    answer = decision.decide(hypotheses, part.set.conclusion())
    found = _forced(answer)
    if not isinstance(answer, decision.Refutation):
        return found
    T = part.set.first_departure(answer.law)
    where = "" if answer.every_d else f"; the conclusion {dimensions(hypotheses, part.set.conclusion()).text}"
    return replace(found, witness=f"{answer.text}{where}, seen from T={T} on", T=T)


def _follows(part: Follows, hypotheses: Hypotheses) -> Found:
    """The first refutation; else the first answer that is neither; else a proof; else that there is no law at all."""
    asked = (decision.decide_at(hypotheses, part.conclusion, d) for d in part.at)
    answers = [*asked] if part.at else [decision.decide(hypotheses, part.conclusion)]
    for kind in (decision.Refutation, decision.Undecided, decision.Proof, decision.Vacuous):
        if answer := next((one for one in answers if isinstance(one, kind)), None):
            found = _forced(answer)
            break
    return replace(found, text=f"{part.name}: {found.text}{_empty(part, answers)}")


def _empty(part: Follows, answers: list[decision.Decision]) -> str:
    """What demands nothing in a dimension that was asked for: its coordinates do not all exist there, or no law."""
    names = [f"{one.name} at d = {d}" for d in part.at for one in part.conclusion.requirements if one.frame > d]
    pairs = zip(part.at, answers, strict=False)
    names += [f"d = {d}, where no law satisfies the hypotheses" for d, a in pairs if isinstance(a, decision.Vacuous)]
    return f"; empty: {', '.join(names)}" if names else ""


def _forced(answer: decision.Decision) -> Found:
    match answer:
        case decision.Proof():
            count = len({certificate.requirement for certificate in answer.certificates})
            text = f"{count} moment requirements follow from the hypotheses, which {answer.model.description} satisfies"
            return Found(Outcome.PROVED, text)
        case decision.Refutation():
            reason = f"{answer.requirement.name} does not follow"
            return Found(Outcome.REFUTED, reason, answer.text, answer.leftover, answer.law, exhibited=True)
        case decision.Vacuous(reason):
            return Found(Outcome.VACUOUS, contradictory(reason))
        case decision.Undecided():
            return Found(Outcome.UNDECIDED, answer.reason, leftover=answer.leftover)


def _fault(fault: Fault) -> Found:
    """A wrong line shows that the derivation is none, and nothing of the claim."""
    return Found(Outcome.UNDECIDED, f"{fault.chain}, line {fault.line}: {fault.message}")


def _rules(claim: Claim, derivation: Derivation) -> Iterator[Found]:
    """A line may use a known rule that the hypotheses license, or the exact moments of the claim's own family."""
    known = licensed(claim)
    for rule in derivation.rules:
        if rule not in known and not _is_moment_of_family(rule, claim):
            yield Found(Outcome.UNDECIDED, f"no hypothesis licenses the rule {rule.left} = {rule.right}")


def _is_moment_of_family(rule: Rule, claim: Claim) -> bool:
    if claim.family is None or not isinstance(rule.left, MomentSymbol):
        return False
    return isinstance(same(at_law(rule.left, claim.family.at(d)), rule.right), Same)


def _premises(claim: Claim, known: Mapping[Claim, Outcome]) -> Iterator[Found]:
    """Every claim that is used must be proved, and its hypotheses must follow from this claim's."""
    for used in claim.uses:
        outcome = _outcome_of(used, known)
        taken = Outcome.PROVED if outcome.proved else Outcome.UNDECIDED
        yield Found(taken, f"uses {used.key}: {outcome.words}")
        if not _implied(claim, used.hypotheses):
            yield Found(Outcome.UNDECIDED, f"uses {used.key}, whose hypotheses do not follow from this claim's")


def _implied(claim: Claim, needed: Hypotheses) -> bool:
    if claim.family is not None:
        return needed.of(claim.family.at(d)).holds is True
    return set(needed.conditions) <= set(claim.hypotheses.conditions)


def _rests_on(claim: Claim) -> tuple[str, ...]:
    own = (*claim.rests_on, *(fact for used in claim.uses for fact in _rests_on(used)))
    return tuple(sorted(dict.fromkeys((*paper_of(claim).rests_on, *own))))
