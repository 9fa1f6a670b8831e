"""Equalities and signs that a claim states: identical, forced by its hypotheses, broken by a witness, or open.

A formal point, at which moments have values that perhaps no law has, refutes nothing: it is named, and the answer stays
open.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from mesaproof.running.case_values import law_of, matrices_of, number
from mesaproof.running.found import Found
from proofs.catalogue import crosschecks_of, paper_of
from proofs.claim import Claim
from proofs.crosschecks import Case
from proofs.parts import Positive
from proofs.verdict import Outcome
from symbolic.algebra.equality import Different, Same, same
from symbolic.algebra.limits import LimitUnknown
from symbolic.algebra.notation import d
from symbolic.algebra.operators import CannotResolve
from symbolic.algebra.rationals import to_sympy
from symbolic.decide.equalities.breaking import Breaking, breaking, breaking_in_family
from symbolic.decide.equalities.forced import forced_from
from symbolic.decide.equalities.formal_sides import FormalSides, Relation
from symbolic.expectation.moments import at_law
from symbolic.laws import Law
from symbolic.typeset.derivation import Rule, apply

NO_WITNESS = "no law that satisfies the hypotheses was found at which they do"
NO_MATRICES = "at no case of the second routes do they"


def equal(claim: Claim, name: str, left: sympy.Expr, right: sympy.Expr) -> Found:
    """Whether the hypotheses, or the claim's family, make two sides equal; refuted by a verified witness alone."""
    found = agreement(claim, name, left, right)
    if found.outcome is Outcome.PROVED:
        return found
    try:
        witness = _witness(claim, sides_of(claim, left, right))
    except (CannotResolve, LimitUnknown) as error:
        return Found(Outcome.UNDECIDED, f"{name}: {error}")
    if witness is None:
        return found
    by = f"the sides differ by {sympy.N(witness.violation, 6)} at {witness.text}"
    return _refuted(f"{name}: {by}", witness)


def agreement(claim: Claim, name: str, left: sympy.Expr, right: sympy.Expr) -> Found:
    """The same without a search for a witness: PROVED or UNDECIDED, with the formal point at which the sides differ."""
    try:
        answer = same(in_context(claim, left), in_context(claim, right))
        if isinstance(answer, Same):
            return Found(Outcome.PROVED, f"{name}: both sides are identical")
        sides = sides_of(claim, left, right)
        start = forced_from(claim.hypotheses, sides) if claim.family is None and sides.patterns else None
        if start is not None:
            where = "" if start == 1 else f" in every d >= {start}"
            return Found(Outcome.PROVED, f"{name}: both sides are equal under the hypotheses{where}")
    except (CannotResolve, LimitUnknown) as error:
        return Found(Outcome.UNDECIDED, f"{name}: {error}")
    if not isinstance(answer, Different):
        return Found(Outcome.UNDECIDED, f"{name}: {answer.reason}")
    found = NO_MATRICES if sides.traces else NO_WITNESS if sides.patterns else ""
    formal = f"formally {answer}" + (f"; {found}" if found else "")
    return Found(Outcome.UNDECIDED, f"{name}: {formal}")


def positive(claim: Claim, part: Positive) -> Found:
    """Whether the signs of its symbols make an expression positive; refuted by a witness at which it is not."""
    expression = part.expression()
    text = f"{part.name}: {expression} > 0"
    if expression.is_positive:
        return Found(Outcome.PROVED, text)
    try:
        witness = _witness(claim, sides_of(claim, expression, sympy.Integer(0), Relation.GREATER))
    except (CannotResolve, LimitUnknown) as error:
        return Found(Outcome.UNDECIDED, f"{text}: {error}")
    if witness is None:
        return Found(Outcome.UNDECIDED, text)
    return _refuted(f"{text} fails by {sympy.N(witness.violation, 6)} at {witness.text}", witness)


def _refuted(text: str, witness: Breaking) -> Found:
    return Found(Outcome.REFUTED, text, witness.text, law=witness.law, point=witness.values, exhibited=True)


def _witness(claim: Claim, sides: FormalSides) -> Breaking | None:
    if sides.traces:
        return next(_at_cases(claim, sides), None)
    if claim.family is not None:
        return breaking_in_family(claim.hypotheses, claim.family, sides)
    return breaking(claim.hypotheses, sides)


def _at_cases(claim: Claim, sides: FormalSides) -> Iterator[Breaking]:
    """The cases of the second routes at which sides in traces are not related as is said, with their matrices."""
    for case in dict.fromkeys(case for check in crosschecks_of(claim) for case in check.cases):
        law = law_of(case)
        allowed = not claim.hypotheses.conditions if law is None else claim.hypotheses.of(law).holds
        left, right = (number(claim, side, law, case) for side in (sides.left, sides.right))
        if left is not None and right is not None and allowed and _apart(sides, left - right):
            yield Breaking(law, tuple(_point(claim, sides, law, case)), left - right)


def _apart(sides: FormalSides, difference: sympy.Expr) -> bool:
    wrong = difference.is_zero if sides.relation is Relation.EQUAL else difference.is_positive
    return wrong is False


def _point(claim: Claim, sides: FormalSides, law: Law | None, case: Case) -> Iterator[tuple[sympy.Symbol, sympy.Basic]]:
    """Sizes, parameters and matrices at a case, as far as the sides depend on them."""
    known = matrices_of(claim, law, case)
    given = [(name, value) for name, value in (*case.sizes, *case.parameters) if law is None or name != "d"]
    yield from ((sympy.Symbol(name), sympy.Rational(value)) for name, value in given)
    for name in sorted({letter.name for trace in sides.traces for letter in trace.word} & set(known)):
        yield sympy.Symbol(name), sympy.Tuple(*(sympy.Tuple(*map(to_sympy, row)) for row in known[name]))


def sides_of(claim: Claim, left: sympy.Expr, right: sympy.Expr, relation: Relation = Relation.EQUAL) -> FormalSides:
    """Two sides with what the letters of the claim's paper stand for."""
    meaning = tuple((rule.right, rule.left) for rule in paper_of(claim).answer("definitions") or ())
    return FormalSides(left, right, meaning, relation)


def in_context(claim: Claim, expression: sympy.Expr) -> sympy.Expr:
    """The expression with what the claim assumes: licensed rules, and the exact moments of its family."""
    ruled = apply(expression, licensed(claim))
    return ruled if claim.family is None else at_law(ruled, claim.family.at(d))


def licensed(claim: Claim) -> tuple[Rule, ...]:
    """The known rules whose needs the claim's hypotheses meet."""
    known: tuple[Rule, ...] = paper_of(claim).answer("rules") or ()
    return tuple(rule for rule in known if all(claim.hypotheses.constant(pattern) for pattern in rule.needs))
