"""Attacks on flows of matrices: shapes that are not known or do not fit, entries that move, other sorts and slopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.facts import bounded_flow, flow_on_family, gradient_converges, sign_kept_near
from symbolic.core.rules.flows import conserved, decreasing, flow_shape, flow_start, stays_above, stays_positive
from symbolic.core.rules.logic import assume
from symbolic.core.signatures import Signature
from symbolic.core.sorts import sort_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Model,
    System,
    at_most,
    cell,
    conjunction,
    equal,
    equal_matrices,
    exists,
    exponential,
    for_all,
    function,
    identity_matrix,
    implies,
    integers_between,
    integers_from,
    law,
    less,
    matrices,
    matrix,
    matrix_letter,
    member,
    multiple,
    product,
    real,
    sum_of_matrices,
    trace,
    transpose,
    zeros,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

u, a, t, s, m, n, k, j, l = map(real, ("u", "a", "t", "s", "m", "n", "k", "j", "l"))
p, q = real("_0"), real("_1")
"""Called as the checkers call their own variables."""
X, A, L = map(matrix_letter, ("X", "A", "L"))
PULL, PUSH = -trace(product(transpose(L), X)), multiple(u, L)
FLOW = System((u, X), (PULL, PUSH), (a, A))
"""`u' = −tr(Lᵀ X)`, `X' = u L`: `u² + ‖X‖²` is kept."""
U, Y = FLOW.at(t)
U0, Y0 = FLOW.at(0)
GLOBAL = FLOW.is_global
LONG, WIDE = member(A, matrices(m, n)), member(L, matrices(m, n))
SHAPES = assume(LONG), assume(WIDE)
FOLLOWED = (assume(GLOBAL), *SHAPES)


def square(of: Expression) -> Expression:
    """`‖X‖²`."""
    return trace(product(transpose(of), of))


def rate(of: Expression, by: Expression) -> Expression:
    """The derivative of `‖X‖²`, as the rules write it."""
    return trace(sum_of_matrices(product(transpose(by), of), product(transpose(of), by)))


HEIGHT = function(u, X, body=u**2 + square(X))
SINKING = 2 * u**1 * PULL + rate(X, PUSH)


SHAPED = matrices(m, n)


def everywhere(formula: Expression, domain: Expression = SHAPED) -> Expression:
    """At all numbers and all matrices of a shape."""
    return for_all(u, REALS, for_all(X, domain, formula))


LEVEL = everywhere(at_most(SINKING, 0))
WITHIN = everywhere(implies(at_most(u**2 + square(X), a**2 + square(A)), at_most(Node("add", (u**2, square(X))), k)))


def bounded(
    goal: Expression = GLOBAL,
    height: Expression = HEIGHT,
    level: Expression = LEVEL,
    within: Expression = WITHIN,
    shapes: tuple[Theorem, ...] = SHAPES,
) -> Theorem:
    """`bounded_flow`, everything assumed."""
    return bounded_flow(goal, height, assume(level), assume(within), *shapes)


BODY = U**2 + square(Y)
MOVES = 2 * U**1 * -trace(product(transpose(L), Y)) + rate(Y, multiple(U, L))


def always(formula: Expression) -> Theorem:
    """A formula at all times, assumed."""
    return assume(for_all(t, NONNEGATIVE, formula))


STILL, SINKS = always(equal(MOVES, 0)), always(at_most(MOVES, 0))
SLOW = always(at_most(MOVES**2, trace(product(transpose(L), Y)) * BODY**2))
RISES = always(implies(less(t, k), implies(less(BODY, 0), at_most(0, MOVES))))
EARLIER = FLOW.at(s)[0] ** 2 + square(FLOW.at(s)[1])
BEFORE = for_all(s, NONNEGATIVE, implies(less(s, t), less(0, EARLIER)))
CROSSES = always(implies(BEFORE, implies(equal(BODY, 0), less(0, MOVES))))
AT_0 = U0**2 + square(Y0)

MODEL = Model(Signature("m", (), (("x", law("μ").sort),), ("A", "B")))


def point(number: Expression, of: Expression) -> tuple[Expression, ...]:
    """A law, with a block of one entry and one of the shape m × n."""
    return law("μ"), matrix(j, l, (1, 1), number), matrix(j, l, (m, n), cell(of, j, l))


FUNCTIONS = function(u, X, j, l, body=u), function(u, X, j, l, body=cell(X, j, l))


def falls(
    block: str,
    velocity: Expression,
    shape: tuple[Expression, Expression],
    at: tuple[Expression, ...] = point(u, X),
    domain: Expression = SHAPED,
) -> Theorem:
    """That the gradient by a block is opposite to the velocity, assumed."""
    entry = equal(cell(MODEL.gradient(block, *at), j, l), -velocity)
    rows, columns = (integers_between(1, length) for length in shape)
    return assume(everywhere(for_all(j, rows, for_all(l, columns, entry)), domain))


ONES = written(1), written(1)
SLOPES = ("A", PULL, ONES), ("B", cell(PUSH, j, l), (m, n))
FALLS = tuple(falls(*each) for each in SLOPES)
GOAL = MODEL.flows(*point(a, A))
REGULAR = assume(Node("regular", GOAL.parts))


def followed(block: str, value: Expression, shape: tuple[Expression, Expression]) -> Expression:
    """What a block is along the flow."""
    entry = equal(cell(MODEL.trajectory(block, *point(a, A), t), j, l), value)
    rows, columns = (integers_between(1, length) for length in shape)
    return for_all(j, rows, for_all(l, columns, entry))


def on_family(
    functions: tuple[Expression, ...] = FUNCTIONS,
    slopes: tuple[Theorem, ...] = FALLS,
    shapes: tuple[Theorem, ...] = SHAPES[:1],
    goal: Node = GOAL,
) -> Theorem:
    """`flow_on_family`, everything assumed."""
    regular = assume(Node("regular", goal.parts))
    return flow_on_family(goal, functions, regular, assume(GLOBAL), slopes, *shapes)


def other_family(block: int, value: Expression, velocity: Expression) -> Theorem:
    """`flow_on_family` with another value of an entry of a block."""
    functions = [*FUNCTIONS]
    functions[block] = function(u, X, j, l, body=value)

    def here(number: Expression, of: Expression) -> tuple[Expression, ...]:
        shapes = ONES, (m, n)
        values = (opened(each.parts[0], (number, of, j, l)) for each in functions)
        return law("μ"), *(matrix(j, l, shape, each) for shape, each in zip(shapes, values, strict=True))

    slopes = [*SLOPES]
    slopes[block] = (slopes[block][0], velocity, slopes[block][2])
    fall = tuple(falls(*each, at=here(u, X)) for each in slopes)
    return on_family(tuple(functions), fall, goal=MODEL.flows(*here(a, A)))


HONEST: Honest = {
    "the start of a number": (lambda: flow_start(U0, assume(GLOBAL)), given(equal(U0, a), GLOBAL)),
    "the start of a matrix": (lambda: flow_start(Y0, assume(GLOBAL)), given(equal_matrices(Y0, A), GLOBAL)),
    "the shape of a matrix": (
        lambda: flow_shape(Y, assume(GLOBAL), assume(member(t, NONNEGATIVE)), SHAPES[0]),
        given(member(Y, matrices(m, n)), GLOBAL, member(t, NONNEGATIVE), LONG),
    ),
    "conserved": (
        lambda: conserved(function(t, body=BODY), STILL, *FOLLOWED),
        given(for_all(t, NONNEGATIVE, equal(BODY, AT_0)), STILL.conclusion, GLOBAL, LONG, WIDE),
    ),
    "stays above": (
        lambda: stays_above(function(t, body=BODY), k, RISES, *FOLLOWED),
        given(
            implies(at_most(0, AT_0), for_all(t, NONNEGATIVE, implies(at_most(t, k), at_most(0, BODY)))),
            RISES.conclusion,
            GLOBAL,
            LONG,
            WIDE,
        ),
    ),
    "stays positive": (
        lambda: stays_positive(function(t, body=BODY), CROSSES, *FOLLOWED),
        given(implies(less(0, AT_0), for_all(t, NONNEGATIVE, less(0, BODY))), CROSSES.conclusion, GLOBAL, LONG, WIDE),
    ),
    "sign kept": (
        lambda: sign_kept_near(
            function(t, body=BODY), function(t, body=trace(product(transpose(L), Y))), SLOW, *FOLLOWED
        ),
        given(implies(less(0, AT_0), for_all(t, NONNEGATIVE, less(0, BODY))), SLOW.conclusion, GLOBAL, LONG, WIDE),
    ),
    "bounded": (bounded, given(GLOBAL, LEVEL, WITHIN, LONG, WIDE)),
    "on a family": (
        on_family,
        given(
            conjunction(
                GOAL,
                for_all(
                    t,
                    NONNEGATIVE,
                    conjunction(followed("A", U, ONES), followed("B", cell(Y, j, l), (m, n))),
                ),
            ),
            GLOBAL,
            LONG,
            REGULAR.conclusion,
            *(each.conclusion for each in FALLS),
        ),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Any) -> None:
    check_proved(use, expected)


def test_a_flow_of_matrices_is_defined_where_velocities_have_the_shapes_of_starts() -> None:
    here = for_all(
        u,
        REALS,
        for_all(
            X,
            matrices(p, q),
            conjunction(*_conjuncts(defined(PULL)), member(PULL, REALS), member(PUSH, matrices(p, q))),
        ),
    )
    whole = conjunction(member(a, REALS), member(A, matrices(p, q)), here)
    assert defined(GLOBAL) == exists(p, integers_from(0), exists(q, integers_from(0), whole))


def _conjuncts(formula: Expression) -> tuple[Expression, ...]:
    return formula.parts if isinstance(formula, Node) and formula.head == "and" else (formula,)


def system(pull: Expression, push: Expression) -> System:
    """Another field."""
    return System((u, X), (pull, push), (a, A))


def field(flow: System, *shapes: Theorem) -> Theorem:
    """`bounded_flow` of another field, its slope as the rules write it."""
    pull, push = flow.velocities
    level = everywhere(at_most(2 * u**1 * pull + rate(X, push), 0))
    return bounded(flow.is_global, level=level, shapes=(*SHAPES, *shapes))


def of(body: Expression, slope: Expression, *more: Theorem, known: tuple[Theorem, ...] = FOLLOWED) -> Theorem:
    """`decreasing` for a function of time."""
    return decreasing(function(t, body=body), always(at_most(slope, 0)), *known, *more)


SQUARE = assume(member(matrix_letter("S"), matrices(k, k)))
S = matrix_letter("S")
NAMED = assume(member(matrix_letter("S"), matrices(m, n)))
CALLED = System((u, X), (PULL, PUSH), (a, multiple(p, A)))

ATTACKS: Attacks = {
    "the start of a flow that may end": lambda: flow_start(Y0, SHAPES[0]),
    "the start at another time": lambda: flow_start(Y, assume(GLOBAL)),
    "a shape of a flow that may end": lambda: flow_shape(Y, SHAPES[0], assume(member(t, NONNEGATIVE)), SHAPES[0]),
    "a shape before the start": lambda: flow_shape(Y, assume(GLOBAL), assume(member(t, REALS)), SHAPES[0]),
    "a shape at another time": lambda: flow_shape(Y, assume(GLOBAL), assume(member(s, NONNEGATIVE)), SHAPES[0]),
    "the shape of another matrix": lambda: flow_shape(Y, assume(GLOBAL), assume(member(t, NONNEGATIVE)), SHAPES[1]),
    "the shape of a number": lambda: flow_shape(U, assume(GLOBAL), assume(member(t, NONNEGATIVE)), SHAPES[0]),
    "that a start is symmetric": lambda: flow_shape(
        Y, assume(GLOBAL), assume(member(t, NONNEGATIVE)), assume(member(A, Node("symmetric", (m,))))
    ),
    "a matrix as a number": lambda: sort_of(equal(Y, 0)),
    "a number that moves a matrix": lambda: sort_of(System((u, X), (PULL, PULL), (a, A)).is_global),
    "a matrix that moves a number": lambda: sort_of(System((u, X), (PUSH, PUSH), (a, A)).is_global),
    "a law that flows": lambda: sort_of(Node("global", (law("μ"), law("μ")))),
    "an abstraction of laws": lambda: sort_of(Node("abstraction", (u,), "LAW")),
    "an abstraction of numbers by name": lambda: sort_of(Node("abstraction", (u,), "REAL,REAL")),
    "no shape of the start": lambda: of(BODY, MOVES, known=(assume(GLOBAL), SHAPES[1])),
    "no shape of what does not move": lambda: of(
        trace(product(transpose(L), Y)), trace(product(transpose(L), multiple(U, L))), known=(assume(GLOBAL), SHAPES[0])
    ),
    "a flow that may end": lambda: of(BODY, MOVES, known=SHAPES),
    "another slope": lambda: of(BODY, -MOVES),
    "an entry that moves": lambda: of(cell(Y, 1, 1), cell(multiple(U, L), 1, 1)),
    "an exponential of an entry": lambda: of(
        exponential(cell(Y, 1, 1)), exponential(cell(Y, 1, 1)) * cell(multiple(U, L), 1, 1)
    ),
    "an exponential of what does not fit": lambda: of(
        exponential(trace(product(Y, L))), exponential(trace(product(Y, L))) * trace(product(multiple(U, L), L))
    ),
    "an entry of a transpose": lambda: of(cell(transpose(Y), 1, 1), cell(transpose(multiple(U, L)), 1, 1)),
    "a trace of what is not square": lambda: of(trace(Y), trace(multiple(U, L))),
    "a product that does not fit": lambda: of(
        trace(product(Y, Y)), trace(sum_of_matrices(product(multiple(U, L), Y), product(Y, multiple(U, L))))
    ),
    "a sum that does not fit": lambda: of(
        trace(sum_of_matrices(S, product(transpose(Y), Y))),
        trace(
            sum_of_matrices(
                multiple(0, S),
                sum_of_matrices(product(transpose(multiple(U, L)), Y), product(transpose(Y), multiple(U, L))),
            )
        ),
        SQUARE,
    ),
    "a factor that does not fit": lambda: of(
        trace(multiple(trace(product(Y, Y)), S)),
        trace(multiple(trace(sum_of_matrices(product(multiple(U, L), Y), product(Y, multiple(U, L)))), S)),
        SQUARE,
    ),
    "a shape of what moves, as it is called": lambda: of(
        trace(product(S, Y)),
        trace(product(S, multiple(U, L))),
        assume(member(product(S, FLOW.at(p)[1]), matrices(1, 1))),
    ),
    "a size that moves": lambda: of(trace(identity_matrix(U)), written(0)),
    "zeros of a size that moves": lambda: of(trace(zeros(U, U)), written(0)),
    "a written matrix that moves": lambda: of(trace(matrix(j, l, (1, 1), U)), trace(matrix(j, l, (1, 1), U))),
    "above by a slope at one time": lambda: stays_above(
        function(t, body=BODY), k, assume(implies(less(BODY, 0), at_most(0, MOVES))), *FOLLOWED
    ),
    "above by a slope that may be negative": lambda: stays_above(function(t, body=BODY), k, SINKS, *FOLLOWED),
    "above where a slope is known above": lambda: stays_above(
        function(t, body=BODY), k, always(implies(less(t, k), implies(less(0, BODY), at_most(0, MOVES)))), *FOLLOWED
    ),
    "above by slopes until another time": lambda: stays_above(function(t, body=BODY), n, RISES, *FOLLOWED),
    "above until a time that is called as the checker does": lambda: stays_above(
        function(t, body=t), p, always(implies(less(t, t), implies(less(t, 0), at_most(0, 1))))
    ),
    "above along a flow that may end": lambda: stays_above(function(t, body=BODY), k, RISES, *SHAPES),
    "above, an entry": lambda: stays_above(
        function(t, body=cell(Y, 1, 1)),
        k,
        always(implies(less(t, k), implies(less(cell(Y, 1, 1), 0), at_most(0, cell(multiple(U, L), 1, 1))))),
        *FOLLOWED,
    ),
    "positive by a slope that may be 0": lambda: stays_positive(
        function(t, body=BODY), always(implies(BEFORE, implies(equal(BODY, 0), at_most(0, MOVES)))), *FOLLOWED
    ),
    "positive by a slope elsewhere": lambda: stays_positive(
        function(t, body=BODY), always(implies(BEFORE, implies(less(0, BODY), less(0, MOVES)))), *FOLLOWED
    ),
    "positive by what is supposed of its own time": lambda: stays_positive(
        function(t, body=BODY),
        always(
            implies(
                for_all(s, NONNEGATIVE, implies(at_most(s, t), less(0, EARLIER))),
                implies(equal(BODY, 0), less(0, MOVES)),
            )
        ),
        *FOLLOWED,
    ),
    "positive by what is supposed of later times": lambda: stays_positive(
        function(t, body=BODY),
        always(
            implies(
                for_all(s, NONNEGATIVE, implies(less(t, s), less(0, EARLIER))),
                implies(equal(BODY, 0), less(0, MOVES)),
            )
        ),
        *FOLLOWED,
    ),
    "positive along a flow that may end": lambda: stays_positive(function(t, body=BODY), CROSSES, *SHAPES),
    "positive, of a root": lambda: stays_positive(
        function(t, body=Node("root", (t,))), always(implies(BEFORE, implies(equal(Node("root", (t,)), 0), less(0, 1))))
    ),
    "a sign kept by a slope alone": lambda: sign_kept_near(
        function(t, body=BODY),
        function(t, body=trace(product(transpose(L), Y))),
        always(at_most(MOVES, trace(product(transpose(L), Y)) * BODY**2)),
        *FOLLOWED,
    ),
    "a sign kept by a root": lambda: sign_kept_near(
        function(t, body=BODY),
        function(t, body=Node("root", (t,))),
        always(at_most(MOVES**2, Node("root", (t,)) * BODY**2)),
        *FOLLOWED,
    ),
    "a sign kept by a pole": lambda: sign_kept_near(
        function(t, body=BODY), function(t, body=1 / t), always(at_most(MOVES**2, 1 / t * BODY**2)), *FOLLOWED
    ),
    "a sign kept near a value": lambda: sign_kept_near(
        function(t, body=BODY),
        function(t, body=trace(product(transpose(L), Y))),
        always(at_most(MOVES**2, trace(product(transpose(L), Y)) * BODY)),
        *FOLLOWED,
    ),
    "a rate that does not fit": lambda: sign_kept_near(
        function(t, body=BODY),
        function(t, body=trace(Y)),
        always(at_most(MOVES**2, trace(Y) * BODY**2)),
        *FOLLOWED,
    ),
    "bounded, no shape of the start": lambda: bounded(shapes=SHAPES[1:]),
    "bounded, no shape of what pushes": lambda: bounded(shapes=SHAPES[:1]),
    "bounded for matrices of another shape": lambda: bounded(
        level=everywhere(at_most(SINKING, 0), matrices(n, m)),
    ),
    "bounded for square matrices": lambda: bounded(
        within=for_all(
            u,
            REALS,
            for_all(
                X,
                matrices(m, m),
                implies(at_most(u**2 + square(X), a**2 + square(A)), at_most(Node("add", (u**2, square(X))), k)),
            ),
        )
    ),
    "a bound of the number alone": lambda: bounded(
        within=everywhere(implies(at_most(u**2 + square(X), a**2 + square(A)), at_most(Node("add", (u**2,)), k)))
    ),
    "a bound of the trace": lambda: bounded(
        within=everywhere(
            implies(at_most(u**2 + square(X), a**2 + square(A)), at_most(Node("add", (u**2, trace(X))), k))
        )
    ),
    "a bound that moves": lambda: bounded(
        within=everywhere(
            implies(at_most(u**2 + square(X), a**2 + square(A)), at_most(Node("add", (u**2, square(X))), square(X)))
        )
    ),
    "a height of numbers": lambda: bounded(height=function(u, a, body=u**2 + a**2)),
    "a height with its arguments exchanged": lambda: bounded(height=function(X, u, body=u**2 + square(X))),
    "a velocity of another shape": lambda: field(system(PULL, transpose(PUSH))),
    "a velocity of a shape that is not known to be this": lambda: field(
        system(PULL, multiple(u, S)), assume(member(S, matrices(m, k)))
    ),
    "a velocity by an entry": lambda: field(system(-cell(X, 1, 1), PUSH)),
    "a velocity by a factor that does not fit": lambda: field(system(PULL, multiple(trace(product(X, X)), L))),
    "a velocity by a trace that does not fit": lambda: field(system(-trace(product(X, X)), PUSH)),
    "a velocity with a pole": lambda: field(system(PULL, multiple(1 / u, L))),
    "a velocity that is written": lambda: field(system(PULL, matrix(j, l, (m, n), u))),
    "a velocity after a number of steps": lambda: field(
        system(PULL, Node("iterated", (product(L, transpose(L)), X, u)))
    ),
    "convergence of a matrix": lambda: gradient_converges(
        HEIGHT,
        (written(1), written(1)),
        (assume(less(0, 1)),) * 2,
        (assume(LEVEL),) * 2,
        assume(GLOBAL),
        always(at_most(Node("add", (U**2, square(Y))), k)),
    ),
    "a family without a shape": lambda: on_family(shapes=()),
    "a family by another shape": lambda: on_family(
        slopes=tuple(falls(*each, domain=matrices(n, m)) for each in SLOPES),
        shapes=(assume(member(A, matrices(n, m))),),
    ),
    "a family by a transposed entry": lambda: other_family(1, cell(X, l, j), cell(PUSH, l, j)),
    "a family by one entry": lambda: other_family(1, cell(X, 1, 1), cell(PUSH, 1, 1)),
    "a family in a block of another shape": lambda: other_family(0, cell(X, j, l), cell(PUSH, j, l)),
    "a family by a trace": lambda: other_family(0, trace(X), trace(PUSH)),
    "a slope at matrices of another shape": lambda: on_family(
        slopes=(FALLS[0], assume(for_all(u, REALS, for_all(X, matrices(m, m), less(0, 1)))))
    ),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
