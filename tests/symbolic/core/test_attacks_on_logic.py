"""Attacks on the rules of logic: captured variables, other formulas, cases left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Index, Node, Sort, Variable, free
from symbolic.core.rules.arithmetic import field
from symbolic.core.rules.logic import (
    apply,
    assume,
    both_ways,
    cases,
    choose,
    conjoin,
    contradict,
    deny,
    discharge,
    either,
    excluded_middle,
    generalise,
    instantiate,
    one_way,
    part,
    reflexive,
    rewrite,
    witness,
)
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    TRUE,
    at_most,
    conjunction,
    disjunction,
    equal,
    exists,
    for_all,
    function,
    iff,
    implies,
    integers_between,
    integers_from,
    law,
    less,
    mean,
    member,
    negation,
    real,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, y, z = map(real, "xyz")
A, B, C = equal(x, 0), less(y, 1), at_most(z, 2)
a, b, c = assume(A), assume(B), assume(C)
IN = member(x, POSITIVE)
ALL = for_all(x, POSITIVE, less(y, x))
SOME = exists(x, POSITIVE, less(x, y))

HONEST: Honest = {
    "assume": (lambda: a, given(A, A)),
    "discharge": (lambda: discharge(A, a), implies(A, A)),
    "discharge what is not assumed": (lambda: discharge(B, a), given(implies(B, A), A)),
    "apply": (lambda: apply(assume(implies(A, B)), a), given(B, A, implies(A, B))),
    "conjoin": (lambda: conjoin(a, b), given(conjunction(A, B), A, B)),
    "conjoin nothing": (lambda: conjoin(), TRUE),
    "part": (lambda: part(1, conjoin(a, b)), given(B, A, B)),
    "the first part": (lambda: part(0, conjoin(a, b)), given(A, A, B)),
    "either": (lambda: either(disjunction(B, A), a), given(disjunction(B, A), A)),
    "cases": (
        lambda: cases(C, assume(disjunction(A, B)), assume(implies(A, C)), assume(implies(B, C))),
        given(C, disjunction(A, B), implies(A, C), implies(B, C)),
    ),
    "from false, everything": (lambda: cases(C, assume(FALSE)), given(C, FALSE)),
    "deny": (lambda: deny(A, contradict(a, assume(negation(A)))), given(negation(A), negation(A))),
    "contradict": (lambda: contradict(a, assume(negation(A))), given(FALSE, A, negation(A))),
    "excluded_middle": (lambda: excluded_middle(A), disjunction(A, negation(A))),
    "both_ways": (
        lambda: both_ways(assume(implies(A, B)), assume(implies(B, A))),
        given(iff(A, B), implies(A, B), implies(B, A)),
    ),
    "one_way": (lambda: one_way(assume(iff(A, B))), given(conjunction(implies(A, B), implies(B, A)), iff(A, B))),
    "generalise": (lambda: generalise(IN, assume(IN)), for_all(x, POSITIVE, IN)),
    "instantiate": (
        lambda: instantiate(assume(ALL), assume(member(z, POSITIVE))),
        given(less(y, z), ALL, member(z, POSITIVE)),
    ),
    "witness": (
        lambda: witness(SOME, assume(member(z, POSITIVE)), assume(less(z, y))),
        given(SOME, member(z, POSITIVE), less(z, y)),
    ),
    "choose, and use it": (
        lambda: choose(z, assume(SOME), witness(SOME, assume(member(z, POSITIVE)), assume(less(z, y)))),
        given(SOME, SOME),
    ),
    "reflexive": (lambda: reflexive(x / 0), equal(x / 0, x / 0)),
    "rewrite": (
        lambda: rewrite(function(x, body=less(x, 1)), assume(equal(y, z)), b),
        given(less(z, 1), B, equal(y, z)),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


EMPTY = integers_between(1, 0)

ATTACKS: Attacks = {
    "apply to another premise": lambda: apply(assume(implies(A, B)), b),
    "apply what is no implication": lambda: apply(assume(iff(A, B)), a),
    "apply backwards": lambda: apply(assume(implies(A, B)), assume(B)),
    "a part that is not there": lambda: part(2, conjoin(a, b)),
    "a part from the end": lambda: part(-1, conjoin(a, b)),
    "a part of a disjunction": lambda: part(0, assume(disjunction(A, B))),
    "a part of true": lambda: part(0, conjoin()),
    "a part by a truth value": lambda: part(True, conjoin(a, b)),
    "a disjunct that is not there": lambda: either(disjunction(B, C), a),
    "a conjunction from one part": lambda: either(conjunction(A, B), a),
    "a case left out": lambda: cases(C, assume(disjunction(A, B)), assume(implies(A, C))),
    "a case of another conclusion": lambda: cases(
        C, assume(disjunction(A, B)), assume(implies(A, C)), assume(implies(B, A))
    ),
    "cases in another order": lambda: cases(C, assume(disjunction(A, B)), assume(implies(B, C)), assume(implies(A, C))),
    "cases of a conjunction": lambda: cases(C, assume(conjunction())),
    "deny without contradiction": lambda: deny(A, b),
    "deny by true": lambda: deny(A, conjoin()),
    "contradict with another denial": lambda: contradict(a, assume(negation(B))),
    "contradict with a double denial": lambda: contradict(assume(negation(A)), a),
    "both ways from one way": lambda: both_ways(assume(implies(A, B)), assume(implies(A, B))),
    "one way from an implication": lambda: one_way(assume(implies(A, B))),
    "generalise what is assumed of x": lambda: generalise(IN, a),
    "generalise over a domain that depends on x": lambda: generalise(
        member(x, integers_from(x)), assume(member(x, integers_from(x)))
    ),
    "generalise under another membership of x": lambda: generalise(member(x, REALS), assume(IN)),
    "generalise over a term": lambda: generalise(member(x + 1, POSITIVE), a),
    "generalise over a number": lambda: generalise(member(0, POSITIVE), conjoin()),
    "generalise by another formula": lambda: generalise(A, a),
    "instantiate by a member of another domain": lambda: instantiate(assume(ALL), assume(member(z, NONNEGATIVE))),
    "instantiate an existence": lambda: instantiate(assume(SOME), assume(member(z, POSITIVE))),
    "instantiate by what is no membership": lambda: instantiate(assume(ALL), assume(less(0, z))),
    "a witness of another domain": lambda: witness(SOME, assume(member(z, REALS)), assume(less(z, y))),
    "a witness of another formula": lambda: witness(SOME, assume(member(z, POSITIVE)), assume(less(y, z))),
    "a witness that is another one": lambda: witness(SOME, assume(member(z, POSITIVE)), assume(less(x, y))),
    "an existence in an empty domain": lambda: witness(exists(x, EMPTY, TRUE), assume(member(z, REALS)), conjoin()),
    "a universal by a witness": lambda: witness(ALL, assume(member(z, POSITIVE)), assume(less(y, z))),
    "choose a variable of the conclusion": lambda: choose(z, assume(SOME), assume(less(z, y))),
    "choose a variable of the hypotheses": lambda: choose(x, assume(SOME), contradict(a, assume(negation(A)))),
    "choose a variable of the existence": lambda: choose(y, assume(SOME), conjoin(conjoin())),
    "choose from a universal": lambda: choose(x, assume(ALL), conjoin()),
    "rewrite by the converse": lambda: rewrite(function(x, body=less(x, 1)), assume(equal(z, y)), b),
    "rewrite by an order": lambda: rewrite(function(x, body=less(x, 1)), assume(at_most(y, z)), b),
    "rewrite another formula": lambda: rewrite(function(x, body=less(x, 2)), assume(equal(y, z)), b),
    "rewrite by a function": lambda: rewrite(function(x, body=x), assume(equal(y, z)), b),
    "rewrite by a predicate of two": lambda: rewrite(function(x, z, body=less(x, 1)), assume(equal(y, z)), b),
    "rewrite below a predicate that is open": lambda: rewrite(
        Node("abstraction", (less(Index(1), 1),), 1), assume(equal(y, z)), b
    ),
    "assume a term": lambda: assume(x),
    "assume a domain": lambda: assume(REALS),
    "reflexivity of a formula": lambda: reflexive(A),
    "reflexivity of a loose index": lambda: reflexive(-Index(0)),
    "choose something that is no variable": lambda: raw(choose)(x + 1, assume(SOME), conjoin()),
    "choose a variable for a domain": lambda: raw(choose)(Variable("D", Sort.DOMAIN), assume(SOME), conjoin()),
    "a premise that is no theorem": lambda: raw(discharge)(A, a.sequent),
    "premises in a list": lambda: raw(conjoin)([a, b]),
    "a premise in the place of a list of them": lambda: raw(field)(equal(x, x), a, (), ()),
    "a list in the place of premises": lambda: raw(field)(equal(x, x), [], (), ()),
    "formulas in the place of terms": lambda: raw(field)(equal(x, x), (a,), (A,), ()),
    "a premise too many": lambda: raw(apply)(assume(implies(A, B)), a, a),
    "a premise too few": lambda: raw(apply)(assume(implies(A, B))),
}


def raw(rule: Any) -> Any:
    """A rule that no type checker looks at."""
    return rule


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


def test_the_variable_of_a_real_and_of_a_law_are_two() -> None:
    """A law called x among the hypotheses does not hinder generalising over a number called x, nor is it bound."""
    about_law = less(0, mean(y, law("x"), y))
    found = generalise(IN, assume(about_law))
    assert found.sequent == given(for_all(x, POSITIVE, about_law), about_law)
    assert free(found.conclusion) == {law("x")}
