"""A claim that states a formula: it is replayed apart, and the verdict contradicts neither its parts nor the rules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from types import ModuleType

import pytest

from mesaproof.documents import formal_words
from mesaproof.documents.formal_words import formula_of, rows_of
from mesaproof.documents.json_records import verdict_record
from mesaproof.running.formal_runs import with_replay
from proofs.catalogue import find
from proofs.claim import Claim
from proofs.formal_statements import formal_statement
from proofs.verdict import Outcome, Verdict
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Refused
from symbolic.core.rules.logic import assume, conjoin, contradict, deny, instantiate
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import FALSE, REALS, at_most, equal, for_all, less, member, negation, real
from symbolic.tactics.signs import NotFound, signed
from symbolic.tactics.steps import belonging, proved, under
from symbolic.typeset.kernel_formulas import text

x = real("x")
TRUE_GOAL = for_all(x, REALS, at_most(0, x**2))
FALSE_GOAL = for_all(x, REALS, less(0, x**2))
AT_ZERO = for_all(x, REALS, equal(x / x, 1))


def truth() -> Proof:
    square = under(signed(at_most(0, x**2), squares=(x,)), member(x, REALS))
    return Proof(TRUE_GOAL, square, proved(defined(TRUE_GOAL)))


@pytest.fixture
def stated(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Claim]:
    """A claim of the paper that states a formula with what settles it, in a module made for it."""

    def made(goal: Expression, **ways: Callable[[], object]) -> Claim:
        module = ModuleType("proofs.zheng2024.formal.made_up")
        module.__dict__.update(goal=lambda: goal, **ways)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return replace(find("zheng2024/gradient"), formal="made_up", parts=())

    return made


def verdict(claim: Claim, outcome: Outcome = Outcome.UNDECIDED) -> Verdict:
    return with_replay(Verdict(claim, outcome, ()))


def test_a_formula_alone_is_proved(stated: Callable[..., Claim]) -> None:
    found = verdict(stated(TRUE_GOAL, proof=truth))
    assert (found.outcome, found.replay and found.replay.goal) == (Outcome.PROVED, "∀x ∈ ℝ: 0 ≤ x²")
    assert found.replay is not None
    assert found.replay.words.endswith("it names no setting and no law")


def of_truth(goal: Expression) -> Callable[[], Proof]:
    """The proof of the true goal, passed off as one of another."""
    return lambda: Proof(goal, truth().theorem, truth().definedness)


def not_positive_at_zero() -> Proof:
    """`0 < x²` fails at 0."""
    denied = negation(FALSE_GOAL)
    at_zero = instantiate(assume(FALSE_GOAL), belonging(0, REALS))
    refuted = deny(FALSE_GOAL, signed(FALSE, (at_zero,)))
    return Proof(denied, refuted, proved(defined(denied)))


def undefined_at_zero() -> Theorem:
    """`x/x` is not defined at 0."""
    formula = defined(AT_ZERO)
    apart = instantiate(assume(formula), belonging(0, REALS))
    return deny(formula, contradict(signed(equal(0, 0)), apart))


def test_a_false_formula_is_refuted_and_an_undefined_one_too(stated: Callable[..., Claim]) -> None:
    assert verdict(stated(FALSE_GOAL, refutation=not_positive_at_zero)).outcome is Outcome.REFUTED
    assert verdict(stated(AT_ZERO, ill_posed=undefined_at_zero)).outcome is Outcome.REFUTED


def lost() -> Proof:
    raise NotFound("no certificate of degree 2")


WRONG: dict[str, tuple[Expression, dict[str, Callable[[], object]], str]] = {
    "another formula": (FALSE_GOAL, {"proof": truth}, "neither the formula that the claim states nor its negation"),
    "passed off": (FALSE_GOAL, {"proof": of_truth(FALSE_GOAL)}, "the goal is not what is proved"),
    "assumed": (
        FALSE_GOAL,
        {"proof": lambda: Proof(FALSE_GOAL, assume(FALSE_GOAL), conjoin())},
        "the goal is proved under 1 hypotheses",
    ),
    "not defined": (
        AT_ZERO,
        {"proof": lambda: Proof(AT_ZERO, assume(AT_ZERO), assume(defined(AT_ZERO)))},
        "the goal is proved under 1 hypotheses",
    ),
    "search ended": (TRUE_GOAL, {"proof": lost}, "no certificate of degree 2"),
    "a proof for a refutation": (TRUE_GOAL, {"refutation": truth}, "neither the formula that the claim states"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_settled_is_undecided(stated: Callable[..., Claim], name: str) -> None:
    goal, ways, reason = WRONG[name]
    for before in (Outcome.PROVED, Outcome.REFUTED, Outcome.UNDECIDED):
        found = verdict(stated(goal, **ways), before)
        assert (found.outcome, found.evidence) == (Outcome.UNDECIDED, ())
        assert reason in found.reason


def test_parts_and_formula_do_not_contradict_each_other(stated: Callable[..., Claim]) -> None:
    claim = replace(stated(TRUE_GOAL, proof=truth), parts=find("zheng2024/gradient").parts)
    found = verdict(claim, Outcome.REFUTED)
    assert (found.outcome, found.reason) == (
        Outcome.UNDECIDED,
        "its parts are REFUTED, and its formula is PROVED",
    )
    assert verdict(claim, Outcome.UNDECIDED).outcome is Outcome.UNDECIDED
    assert verdict(claim, Outcome.PROVED).outcome is Outcome.PROVED


def altered(formula: Expression) -> Iterator[Expression]:
    """A formula with one node altered: a number, an exponent, a domain, a quantifier, a relation, a connective."""
    if not isinstance(formula, Node):
        return
    yield from (replace(formula, head=head) for head in OTHER_HEADS.get(formula.head, ()))
    if formula.head in ("number", "power", "moments", "vector_moments"):
        assert isinstance(formula.value, int | Fraction)
        yield replace(formula, value=formula.value + 1)
    if formula.head in ("and", "or", "add", "multiply") and formula.parts:
        yield replace(formula, parts=formula.parts[1:])
    for n, part in enumerate(formula.parts):
        yield from (
            replace(formula, parts=(*formula.parts[:n], other, *formula.parts[n + 1 :])) for other in altered(part)
        )


OTHER_HEADS = {
    "for_all": ("exists",),
    "exists": ("for_all",),
    "and": ("or",),
    "implies": ("iff",),
    "less": ("at_most", "equal"),
    "equal": ("at_most",),
    "reals": ("nonnegative",),
    "nonnegative": ("reals", "positive"),
    "positive": ("nonnegative",),
}


@pytest.mark.parametrize("goal", list(altered(TRUE_GOAL)), ids=text)
def test_a_claim_whose_goal_is_altered_is_never_settled_by_its_proof(
    stated: Callable[..., Claim], goal: Expression
) -> None:
    for ways in ({"proof": truth}, {"proof": of_truth(goal)}, {"refutation": truth}):
        found = verdict(stated(goal, **ways), Outcome.PROVED)
        assert (found.outcome, found.evidence) == (Outcome.UNDECIDED, ())
        assert found.replay is not None
        assert found.replay.goal == text(goal) != text(TRUE_GOAL)


def test_a_claim_of_the_paper_whose_goal_is_altered_is_never_proved(stated: Callable[..., Claim]) -> None:
    """The proof is that of the goal as it is; each goal with one node altered is another, and shown as such."""
    goal, reason = formal_statement(find("zheng2024/theorem-4.1-repaired")), "neither the formula that the claim states"
    assert goal is not None
    others = list(dict.fromkeys(altered(goal.goal)))
    assert len(others) > 100
    for one in others[:: len(others) // 8]:
        found = verdict(stated(one, proof=lambda: Proof(goal.goal, truth().theorem, truth().definedness)))
        assert found.outcome is Outcome.UNDECIDED
        assert reason in found.reason
        assert found.replay is not None
        assert found.replay.goal != text(goal.goal)


def test_editing_a_docstring_does_not_change_what_is_shown_as_proved(stated: Callable[..., Claim]) -> None:
    claim = stated(TRUE_GOAL, proof=truth)
    edited = replace(claim, statement="For every x: `0 < x²`.\n\nAnd the trained point is a global minimum.")
    one, other = verdict(claim), verdict(edited)
    assert (one.outcome, one.replay, one.evidence) == (other.outcome, other.replay, other.evidence)
    assert shown_as_proved(one) == shown_as_proved(other)
    assert formula_of(edited) == "∀x ∈ ℝ: 0 ≤ x²"


def shown_as_proved(found: Verdict) -> tuple[object, ...]:
    """What each view prints as the formula and as what settles it."""
    record = verdict_record(found)
    return formula_of(found.claim), rows_of(found.claim), formal_words.stated(found), record["goal"], record["replay"]


@pytest.mark.parametrize("ways", [{}, {"proof": truth, "refutation": truth}])
def test_a_module_settles_its_formula_in_one_way(stated: Callable[..., Claim], ways: dict[str, object]) -> None:
    with pytest.raises(Refused, match="has one of proof, refutation, ill_posed"):
        verdict(stated(TRUE_GOAL, **ways))
