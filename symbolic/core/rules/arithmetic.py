"""The rules of arithmetic: identities of quotients of polynomials, and signs by certificates."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symbolic.core.expressions import Expression, Node, Refused, written
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import vanishes
from symbolic.core.theorems import Formula, Sequent, Term, Theorem, rule, sequent
from symbolic.core.vocabulary import at_most, conjunction, equal, root

Summand = tuple[Fraction, Term, tuple[int, ...]]
"""A number, a term that is squared, and which of the signs are multiplied with it."""


def combination(equations: tuple[Theorem, ...], multipliers: tuple[Expression, ...]) -> Iterator[Expression]:
    """`mᵢ · (lᵢ − rᵢ)` for equations `lᵢ = rᵢ`."""
    if len(equations) != len(multipliers):
        raise Refused("each equation needs one multiplier")
    for equation, multiplier in zip(equations, multipliers, strict=True):
        left, right = parts(equation.conclusion, "equal")
        yield multiplier * (left - right)


@rule
def field(
    goal: Formula, equations: tuple[Theorem, ...], multipliers: tuple[Term, ...], known: tuple[Theorem, ...]
) -> Sequent:
    """From `Γᵢ ⊢ lᵢ = rᵢ`, `… ⊢ l = r` where `l − r − Σ mᵢ (lᵢ − rᵢ)` is 0 as a quotient of polynomials.

    Every divisor has to be known to be other than 0 (`¬ t = 0`, `0 < t` or `t < 0`, the literal divisor t being the one
    in the terms). Means are linear: where a law is known to have the moments, `E Σ cₖ xᵏ = Σ cₖ E xᵏ` and `E 1 = 1`.
    """
    left, right = parts(goal, "equal")
    terms = (left, -right, *(-term for term in combination(equations, multipliers)))
    if not vanishes(Node("add", terms), *known):
        raise Refused("the two sides differ as quotients of polynomials")
    return sequent(goal, *equations, *known)


@rule
def sign(
    goal: Formula,
    signs: tuple[Theorem, ...],
    summands: tuple[Summand, ...],
    equations: tuple[Theorem, ...],
    multipliers: tuple[Term, ...],
    known: tuple[Theorem, ...],
) -> Sequent:
    """From signs `Γᵢ ⊢ pᵢ ≤ qᵢ`, `Γᵢ ⊢ pᵢ < qᵢ` and equations, by contradiction, `… ⊢ g`; g is about a sign, or false.

    The denial of g joins the signs as the last of them (`r < l` for `l ≤ r`, `r ≤ l` for `l < r`, `0 < (l − r)²` for
    `l = r`) or the equations (`l = r` for `¬ l = r`). The certificate (Positivstellensatz) is an identity
    `Σ c s² Π (qᵢ − pᵢ) + Σ mⱼ (lⱼ − rⱼ) = 0` of quotients with every `c > 0`, where at least one summand is positive:
    its s is 1 and its signs, if any, are strict. Divisors and means are as in `field`.
    """
    positive, equal_sides = with_denial(goal, signs)
    terms = [multiplier * difference for multiplier, difference in _equations(equal_sides, equations, multipliers)]
    certain = False
    for coefficient, square, factors in summands:
        if coefficient <= 0 or not all(0 <= n < len(positive) for n in factors):
            raise Refused("a summand is not made of a positive number and known signs")
        certain |= square == written(1) and all(positive[n][1] for n in factors)
        terms.append(Node("multiply", (written(coefficient), square**2, *(positive[n][0] for n in factors))))
    if not certain:
        raise Refused("no summand is certainly positive")
    if not vanishes(Node("add", tuple(terms)), *known):
        raise Refused("the certificate is not an identity")
    return sequent(goal, *signs, *equations, *known)


def with_denial(goal: Expression, signs: tuple[Theorem, ...]) -> tuple[list[tuple[Expression, bool]], list[Expression]]:
    """Terms that are not negative, with whether they are positive, and terms that are 0, with the goal denied."""
    found = [_difference(theorem.conclusion) for theorem in signs]
    match goal:
        case Node(head="or", parts=()):
            return found, []
        case Node(head="not", parts=(Node(head="equal", parts=(left, right)),)):
            return found, [left - right]
        case Node(head="equal", parts=(left, right)):
            return [*found, ((left - right) ** 2, True)], []
        case Node(head="at_most", parts=(left, right)):
            return [*found, (left - right, True)], []
        case Node(head="less", parts=(left, right)):
            return [*found, (left - right, False)], []
    raise Refused("no statement about a sign")


def _difference(formula: Expression) -> tuple[Expression, bool]:
    match formula:
        case Node(head="at_most", parts=(left, right)):
            return right - left, False
        case Node(head="less", parts=(left, right)):
            return right - left, True
    raise Refused("no statement about a sign")


def _equations(
    denied: list[Expression], equations: tuple[Theorem, ...], multipliers: tuple[Expression, ...]
) -> Iterator[tuple[Expression, Expression]]:
    """Multipliers with terms that are 0; where the denied goal is an equation its multiplier is the last."""
    zero = [left - right for left, right in (parts(equation.conclusion, "equal") for equation in equations)] + denied
    if len(zero) != len(multipliers):
        raise Refused("each equation needs one multiplier")
    return zip(multipliers, zero, strict=True)


@rule
def square_root(sign_of_radicand: Theorem) -> Sequent:
    """From `Γ ⊢ 0 ≤ t`, `Γ ⊢ 0 ≤ √t ∧ √t² = t`."""
    zero, radicand = parts(sign_of_radicand.conclusion, "at_most")
    if zero != written(0):
        raise Refused("that the radicand is not negative is expected")
    return sequent(conjunction(at_most(0, root(radicand)), equal(root(radicand) ** 2, radicand)), sign_of_radicand)
