"""What definedness needs of models and divisors: losses are polynomials, divisors are not 0."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import apply, discharge
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.goals.engine import declared, derived_regularity
from symbolic.goals.stated import Stated
from symbolic.tactics.signs import Facts, NotFound, nonzero
from symbolic.tactics.steps import Solver, at, belonging, other_than_0


def settled(divisors: Callable[[Facts], Facts], *theorems: Theorem) -> Solver:
    """A solver that knows theorems, models on their families, and divisors from what is positive under the facts."""

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        for theorem in theorems:
            if theorem.conclusion == formula:
                return theorem
        match formula:
            case Node(head="regular"):
                return regular(formula, facts)
            case Node(head="not", parts=(Node(head="equal", parts=(divisor, zero)),)) if zero == written(0):
                found = _other_than_0(divisor, (*facts, *divisors(facts)))
                return found and supplied(found, facts)
        return None

    return solve


def supplied(theorem: Theorem, facts: Facts) -> Theorem:
    """A theorem whose hypotheses are those of facts, as far as the facts conclude them."""
    for hypothesis in theorem.hypotheses:
        fact = next((each for each in facts if each.conclusion == hypothesis), None)
        if fact and hypothesis not in fact.hypotheses:
            theorem = apply(discharge(hypothesis, theorem), fact)
    return theorem


def _other_than_0(divisor: Expression, facts: Facts) -> Theorem | None:
    try:
        return other_than_0(nonzero(divisor, facts))
    except NotFound:
        return None


def regular(formula: Node, facts: Facts) -> Theorem:
    """That the loss is a polynomial at a point of the first family, whose letters are read off the blocks."""
    stated = of_key(signature_of(formula).key)
    given = formula.parts[1 : 1 + len(stated.given)]
    letters = letters_of(stated, formula.parts[1 + len(given) :])
    domains = [membership.parts[1] for membership in stated.domains[: len(given)]]
    memberships = (belonging(each, domain, facts) for each, domain in zip(given, domains, strict=True))
    return at(derived_regularity(stated.setting.key, stated.family), *memberships, *letters)


@cache
def of_key(key: str) -> Stated:
    """A setting that is declared, on its first family."""
    setting = declared(key)
    return Stated(setting, next(iter(setting.families)))


def letters_of(stated: Stated, blocks: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """The values of the letters in blocks that are these letters times the identity."""
    values = dict(zip((stated.values(block) for block in stated.setting.blocks), blocks, strict=True))
    found = []
    for letter in stated.letters:
        block = next(given for value, given in values.items() if letter in _factors(value))
        assert isinstance(block, Node)
        found.append(_factors(block.parts[2])[0])
    return tuple(found)


def _factors(value: Expression) -> tuple[Expression, ...]:
    return value.parts if isinstance(value, Node) and value.head == "multiply" else (value,)
