"""Attacks on the rules of arithmetic: poles, captured variables of means, edited certificates; a search for holes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from symbolic.core.expressions import Expression, Node, Refused, Variable, written
from symbolic.core.rules.arithmetic import field, sign, square_root
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    FALSE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    for_all,
    law,
    less,
    mean,
    member,
    moments,
    negation,
    normal,
    real,
    root,
    total,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

x, y, z = map(real, "xyz")
μ, ν = map(law, "μν")
ONE = written(1)
X_NONZERO, Y_POSITIVE, Y_NEGATIVE = negation(equal(x, 0)), less(0, y), less(y, 0)
FOUR = member(μ, moments(4))


def rational(goal: Expression, *known: Expression) -> Theorem:
    """A goal as an identity under what is known."""
    return field(goal, (), (), tuple(map(assume, known)))


def modulo(goal: Expression, equation: Expression, multiplier: Number, *known: Expression) -> Theorem:
    """A goal as an identity modulo a multiple of an equation."""
    return field(goal, (assume(equation),), (written(multiplier),), tuple(map(assume, known)))


FIELD: Honest = {
    "an identity": (
        lambda: rational(equal((x + y) ** 2, x**2 + 2 * x * y + y**2)),
        equal((x + y) ** 2, x**2 + 2 * x * y + y**2),
    ),
    "a quotient": (lambda: rational(equal(x / x, 1), X_NONZERO), given(equal(x / x, 1), X_NONZERO)),
    "a positive divisor": (
        lambda: rational(equal(1 / (x / y), y / x), X_NONZERO, Y_POSITIVE, negation(equal(x / y, 0))),
        given(equal(1 / (x / y), y / x), X_NONZERO, Y_POSITIVE, negation(equal(x / y, 0))),
    ),
    "a negative divisor": (lambda: rational(equal(y / y, 1), Y_NEGATIVE), given(equal(y / y, 1), Y_NEGATIVE)),
    "a number divides": (lambda: rational(equal(x / 2 + x / 2, x)), equal(x / 2 + x / 2, x)),
    "modulo an equation": (
        lambda: modulo(equal(x**2, y**2), equal(x, y), x + y),
        given(equal(x**2, y**2), equal(x, y)),
    ),
    "no summands": (lambda: rational(equal(Node("add"), 0)), equal(Node("add"), 0)),
    "no factors": (lambda: rational(equal(Node("multiply"), 1)), equal(Node("multiply"), 1)),
    "the power 0": (lambda: rational(equal(written(0) ** 0, 1)), equal(written(0) ** 0, 1)),
    "a root is an atom": (lambda: rational(equal(root(x) - root(x), 0)), equal(root(x) - root(x), 0)),
    "means are linear": (
        lambda: rational(equal(mean(x, μ, (x + y) ** 2), mean(x, μ, x**2) + 2 * y * mean(z, μ, z) + y**2), FOUR),
        given(equal(mean(x, μ, (x + y) ** 2), mean(x, μ, x**2) + 2 * y * mean(z, μ, z) + y**2), FOUR),
    ),
    "a power of a quotient": (
        lambda: rational(equal((x / y) ** 3, x**3 / (y * y * y)), Y_POSITIVE, negation(equal(y * y * y, 0))),
        given(equal((x / y) ** 3, x**3 / (y * y * y)), Y_POSITIVE, negation(equal(y * y * y, 0))),
    ),
    "the highest moment": (
        lambda: rational(equal(mean(x, μ, 2 * x**4), 2 * mean(x, μ, x**4)), FOUR),
        given(equal(mean(x, μ, 2 * x**4), 2 * mean(x, μ, x**4)), FOUR),
    ),
    "a mean in a mean": (
        lambda: rational(equal(mean(x, μ, x * mean(y, μ, x + y)), mean(x, μ, x**2) + mean(x, μ, x) ** 2), FOUR),
        given(equal(mean(x, μ, x * mean(y, μ, x + y)), mean(x, μ, x**2) + mean(x, μ, x) ** 2), FOUR),
    ),
    "the mean of 1": (lambda: rational(equal(mean(x, μ, 1), 1), FOUR), given(equal(mean(x, μ, 1), 1), FOUR)),
    "a mean with an outer divisor": (
        lambda: rational(equal(mean(x, μ, x / y), mean(x, μ, x) / y), FOUR, Y_POSITIVE),
        given(equal(mean(x, μ, x / y), mean(x, μ, x) / y), FOUR, Y_POSITIVE),
    ),
}

_0 = real("_0")
"""A free variable called as the checker calls the variables of means."""

IN_FIELD: Attacks = {
    "another number": lambda: rational(equal(x + 1, x)),
    "a formula of another form": lambda: rational(at_most(x, x)),
    "0/0": lambda: rational(equal(x / x, 1)),
    "a pole that cancels": lambda: rational(equal((x**2 - 1) / (x - 1), x + 1)),
    "a pole that is added and taken away": lambda: rational(equal(y / x - y / x, 0)),
    "division by 0": lambda: rational(equal(x / 0, x / 0 + 0)),
    "division by a 0 that is assumed not to be": lambda: rational(
        equal(x / 0, x / 0 + 0), negation(equal(written(0), 0))
    ),
    "division by another term": lambda: rational(equal(y / y, 1), X_NONZERO),
    "division by what is at most 0": lambda: rational(equal(y / y, 1), at_most(0, y)),
    "division by what is not 1": lambda: rational(equal(y / y, 1), negation(equal(y, 1))),
    "division by what is not the power 0": lambda: rational(equal(y / y, 1), negation(equal(y, x**0))),
    "division by what is greater than -1": lambda: rational(equal(y / y, 1), less(-1, y)),
    "a nested pole": lambda: rational(equal(1 / (1 / x), x), negation(equal(1 / x, 0))),
    "a nested pole, inside": lambda: rational(equal(1 / (1 / x), x), X_NONZERO),
    "a pole in the multiplier": lambda: modulo(equal(x, y), equal(z * x, z * y), 1 / z),
    "a pole in the equation": lambda: modulo(equal(y / x - y / x, 0), equal(y / x, 0), 0),
    "an equation without multiplier": lambda: field(equal(x, y), (assume(equal(x, y)),), (), ()),
    "a multiplier without equation": lambda: field(equal(x, x), (), (ONE,), ()),
    "an order as equation": lambda: modulo(equal(x, y), at_most(x, y), 1),
    "another multiplier": lambda: modulo(equal(x**2, y**2), equal(x, y), x),
    "an open multiplier": lambda: field(equal(x, y), (assume(equal(x, y)),), (Node("total", (x, x)),), ()),
    "something else that is known": lambda: rational(equal(x, x), less(1, 2)),
    "means without moments": lambda: rational(equal(mean(x, μ, 2 * x), 2 * mean(x, μ, x))),
    "means without enough moments": lambda: rational(
        equal(mean(x, μ, x**5 + x), mean(x, μ, x**5) + mean(x, μ, x)), FOUR
    ),
    "a power of a quotient, with another divisor": lambda: rational(
        equal((x / y) ** 3, x**3 / y**2), Y_POSITIVE, less(0, y**2)
    ),
    "means with moments of order 0": lambda: rational(
        equal(mean(x, μ, 2 * x), 2 * mean(x, μ, x)), member(μ, moments(0))
    ),
    "means of another law": lambda: rational(equal(mean(x, ν, 2 * x), 2 * mean(x, ν, x)), FOUR),
    "means are not products": lambda: rational(equal(mean(x, μ, x**2), mean(x, μ, x) ** 2), FOUR),
    "means of a quotient": lambda: rational(equal(mean(x, μ, x / x), 1), FOUR),
    "means of a quotient by a variable of the same name": lambda: rational(
        equal(mean(x, μ, _0 / x), mean(x, μ, _0 / x) + 0), FOUR, negation(equal(_0, 0)), negation(equal(x, 0))
    ),
    "means of a quotient by what hides the variable": lambda: rational(
        equal(mean(x, μ, x / (x**2 + 1)), 0), FOUR, less(0, x**2 + 1), less(0, _0**2 + 1)
    ),
    "means of a root": lambda: rational(equal(mean(x, μ, root(x) - root(x)), 0), FOUR),
    "means of a law that moves along": lambda: rational(
        equal(mean(x, μ, mean(y, normal(x), y)), 0), FOUR, member(normal(_0), moments(4)), member(normal(x), moments(4))
    ),
    "sums are atoms": lambda: rational(equal(total(x, 1, 2, x), 3)),
    "sums are not linear here": lambda: rational(equal(total(x, 1, y, 2 * x), 2 * total(x, 1, y, x))),
    "roots are atoms": lambda: rational(equal(root(x**2), x)),
}


def by_certificate(
    goal: Expression,
    signs: tuple[Expression, ...],
    summands: tuple[tuple[Fraction, Number, tuple[int, ...]], ...],
    equations: tuple[Expression, ...] = (),
    multipliers: tuple[Number, ...] = (),
    known: tuple[Expression, ...] = (),
) -> Theorem:
    """The rule `sign`, with assumed premises."""
    return sign(
        goal,
        tuple(map(assume, signs)),
        tuple((c, written(square), factors) for c, square, factors in summands),
        tuple(map(assume, equations)),
        tuple(map(written, multipliers)),
        tuple(map(assume, known)),
    )


I, HALF = Fraction(1), Fraction(1, 2)
P, Q, N = less(0, x), less(0, y), at_most(0, z)

SIGN: Honest = {
    "a square": (lambda: by_certificate(at_most(0, x**2), (), ((I, 1, (0,)), (I, x, ()))), at_most(0, x**2)),
    "a product": (
        lambda: by_certificate(less(0, x * y), (P, Q), ((I, 1, (0, 1)), (I, 1, (2,)))),
        given(less(0, x * y), P, Q),
    ),
    "a contradiction": (
        lambda: by_certificate(FALSE, (P, less(x, 0)), ((I, 1, (0,)), (I, 1, (1,)))),
        given(FALSE, P, less(x, 0)),
    ),
    "a number": (lambda: by_certificate(less(0, 2), (), ((I, 1, (0,)), (Fraction(2), 1, ()))), less(0, 2)),
    "an equality": (
        lambda: by_certificate(equal(x, y), (at_most(x, y), at_most(y, x)), ((I, 1, (2,)), (I, 1, (0, 1)))),
        given(equal(x, y), at_most(x, y), at_most(y, x)),
    ),
    "other than": (
        lambda: by_certificate(negation(equal(x, 0)), (P,), ((I, 1, (0,)),), (), (-1,)),
        given(negation(equal(x, 0)), P),
    ),
    "modulo an equation": (
        lambda: by_certificate(less(0, y), (P,), ((I, 1, (0,)), (I, 1, (1,))), (equal(x, y),), (-1,)),
        given(less(0, y), P, equal(x, y)),
    ),
    "other than a number": (
        lambda: by_certificate(negation(equal(x, 5)), (less(5, x),), ((I, 1, (0,)),), (), (-1,)),
        given(negation(equal(x, 5)), less(5, x)),
    ),
    "what is known is a hypothesis": (
        lambda: by_certificate(at_most(0, x / x), (), ((I, 1, (0,)), (I, 1, ())), (), (), (X_NONZERO,)),
        given(at_most(0, x / x), X_NONZERO),
    ),
    "a quotient": (
        lambda: by_certificate(less(0, 1 / x), (P,), ((I, 1, (0, 1)), (I, 1, ())), (), (), (P,)),
        given(less(0, 1 / x), P),
    ),
}

IN_SIGN: Attacks = {
    "a negative coefficient": lambda: by_certificate(at_most(1, x**2), (), ((I, 1, (0,)), (I, x, ()), (-I, 1, ()))),
    "the coefficient 0": lambda: by_certificate(FALSE, (), ((Fraction(0), 1, ()),)),
    "no summand": lambda: by_certificate(FALSE, (), ()),
    "no certain summand": lambda: by_certificate(less(0, x**2), (), ((I, 1, (0,)), (I, x, ()))),
    "certain but for a square": lambda: by_certificate(less(0, x**2 * y), (Q,), ((I, 1, (1,)), (I, x, (0,)))),
    "a sign taken for a strict one": lambda: by_certificate(less(0, z), (N,), ((I, 1, (0,)), (I, 1, (1,)))),
    "strict only in one factor": lambda: by_certificate(less(0, x * z), (P, N), ((I, 1, (0, 1)), (I, 1, (2,)))),
    "the denied order taken for a strict one": lambda: by_certificate(less(0, z - z), (), ((I, 1, (0,)),)),
    "a sign that is not there": lambda: by_certificate(less(0, y), (P,), ((I, 1, (0,)), (I, 1, (2,)))),
    "a sign from the end": lambda: by_certificate(less(0, x), (P,), ((I, 1, (-1,)), (I, 1, (-2,)))),
    "another identity": lambda: by_certificate(at_most(1, x**2), (), ((I, 1, (0,)), (I, x, ()))),
    "an edited coefficient": lambda: by_certificate(less(0, x * y), (P, Q), ((HALF, 1, (0, 1)), (I, 1, (2,)))),
    "a pole": lambda: by_certificate(less(0, x / x), (), ((I, 1, (0,)), (I, 1, ()))),
    "a pole in a square": lambda: by_certificate(less(0, 1), (), ((Fraction(2), 1, (0,)), (I, x / x, ()), (I, 1, ()))),
    "a divisor that is at most 0": lambda: by_certificate(
        less(0, 1 / z), (N,), ((I, 1, (0, 1)), (I, 1, ())), (), (), (N,)
    ),
    "an equation as a sign": lambda: by_certificate(at_most(0, x), (equal(x, 0),), ((I, 1, (0,)), (I, 1, (1,)))),
    "a denial as a sign": lambda: by_certificate(less(0, x), (negation(equal(x, 0)),), ((I, 1, (0,)), (I, 1, (1,)))),
    "a goal of another form": lambda: by_certificate(conjunction(), (), ((I, 1, ()),)),
    "a goal that is an existence": lambda: by_certificate(for_all(x, REALS, P), (P,), ((I, 1, (0,)),)),
    "a multiplier too few": lambda: by_certificate(negation(equal(x, 0)), (P,), ((I, 1, (0,)),)),
    "a multiplier too many": lambda: by_certificate(at_most(0, x**2), (), ((I, 1, (0,)), (I, x, ())), (), (1,)),
    "a denied order as an equation": lambda: by_certificate(less(0, x), (), ((I, 1, ()),), (less(0, x),), (1,)),
    "a coefficient that is an integer": lambda: by_certificate(at_most(0, 0), (), ((untyped(1), 1, ()),)),
    "a coefficient that is not a number": lambda: by_certificate(at_most(0, 0), (), ((untyped(0.5), 1, ()),)),
    "a sign by a truth value": lambda: by_certificate(less(0, x), (P,), ((I, 1, (untyped(False),)), (I, 1, (1,)))),
    "a root without its sign": lambda: square_root(assume(at_most(1, x))),
    "a root of what is positive or not": lambda: square_root(assume(at_most(x, 0))),
    "a root of an equation": lambda: square_root(assume(equal(x, 0))),
}


def untyped(value: Any) -> Any:
    """A value that no type checker looks at."""
    return value


@pytest.mark.parametrize(("use", "expected"), [*FIELD.values(), *SIGN.values()], ids=[*FIELD, *SIGN])
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", [*IN_FIELD.values(), *IN_SIGN.values()], ids=[*IN_FIELD, *IN_SIGN])
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


def test_the_root_of_what_is_not_negative() -> None:
    found = square_root(assume(at_most(0, x))).sequent
    assert found == given(conjunction(at_most(0, root(x)), equal(root(x) ** 2, x)), at_most(0, x))


def value(term: Expression, at: dict[str, Fraction]) -> Fraction | None:
    """A term without atoms but variables, at a point; None where something is divided by 0; not by the core."""
    if isinstance(term, Variable):
        return at[term.name]
    assert isinstance(term, Node)
    parts = [value(part, at) for part in term.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    match term.head, term.value:
        case "number", Fraction() as number:
            return number
        case "add", _:
            return sum(known, Fraction(0))
        case "negate", _:
            return -known[0]
        case "multiply", _:
            product = Fraction(1)
            for factor in known:
                product *= factor
            return product
        case "power", int(exponent):
            return known[0] ** exponent
        case "divide", _:
            return known[0] / known[1] if known[1] else None
    raise AssertionError(term)


LEAVES = st.one_of(st.sampled_from((x, y)), st.integers(-2, 2).map(written))
TERMS = st.recursive(
    LEAVES,
    lambda inside: st.one_of(
        st.builds(lambda a, b: a + b, inside, inside),
        st.builds(lambda a, b: a * b, inside, inside),
        st.builds(lambda a, b: a / b, inside, inside),
        st.builds(lambda a: -a, inside),
        st.builds(lambda a: a**2, inside),
    ),
    max_leaves=8,
)
POINTS = [{"x": Fraction(a, 3), "y": Fraction(b, 2)} for a in (-4, 1, 5) for b in (-3, 1, 7)]


def divisors(term: Expression) -> set[Expression]:
    """All terms that something is divided by."""
    if not isinstance(term, Node):
        return set()
    found = set().union(*map(divisors, term.parts)) if term.parts else set()
    return found | ({term.parts[1]} if term.head == "divide" else set())


@drawn(TERMS, TERMS)
def test_what_the_checker_calls_equal_is_equal_wherever_nothing_is_divided_by_0(
    one: Expression, other: Expression
) -> None:
    goal = equal(one, other)
    known = tuple(assume(negation(equal(divisor, 0))) for divisor in divisors(one) | divisors(other))
    same = [(value(one, at), value(other, at)) for at in POINTS]
    comparable = [(a, b) for a, b in same if a is not None and b is not None]
    try:
        field(goal, (), (), known)
    except Refused:
        return
    assert all(a == b for a, b in comparable)


@drawn(TERMS)
def test_a_term_is_equal_to_itself_and_not_to_its_successor(term: Expression) -> None:
    known = tuple(assume(negation(equal(divisor, 0))) for divisor in divisors(term))
    if any(value(term, at) is not None for at in POINTS):
        assert field(equal(term, term), (), (), known).conclusion == equal(term, term)
        with pytest.raises(Refused):
            field(equal(term, term + 1), (), (), known)
