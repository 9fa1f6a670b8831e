"""Attacks on the flow of a model on a family: another block, model or law, a start off the family, other slopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Node, Sort, Variable, bound, opened, written
from symbolic.core.rules.facts import flow_on_family
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.signatures import Signature
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    INTEGERS,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Model,
    System,
    cell,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    indicator,
    integers_between,
    integers_from,
    law,
    less,
    matrix,
    real,
    root,
    vector_law,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

u, v, j, k, n, t = map(real, "uvjknt")
p, q, r, s = map(real, ("_0", "_1", "_2", "_3"))
"""The checker calls its own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""

ν, other_law = map(vector_law, "νρ")
Blocks = tuple[Expression, Expression]

LINE = Model(Signature("line", ("T",), (("x_1", Sort.VECTOR_LAW),), ("P", "K")))
OTHER = Model(Signature("plane", ("T",), (("x_1", Sort.VECTOR_LAW),), ("P", "K")))
SWAPPED = Model(Signature("line", ("T",), (("x_1", Sort.VECTOR_LAW),), ("K", "P")))
BARE = Model(Signature("bare", ("T",), (("x_1", Sort.VECTOR_LAW),), ()))

GIVEN = r, ν
F, G = function(u, v, j, k, body=u**2 * indicator(equal(j, k))), function(u, v, j, k, body=s * v + u * j)
"""The blocks on the family, as functions of u, v, row and column."""

FIELD = System((u, v), (v, -s * u), (p, q))
GLOBAL = FIELD.is_global
SHAPES = (n, written(2)), (written(3), n)


def blocks(a: Expression, b: Expression) -> Blocks:
    """The blocks at a point of the family."""
    first, second = a**2 * indicator(equal(j, k)), s * b + a * j
    return matrix(j, k, SHAPES[0], first), matrix(j, k, SHAPES[1], second)


START = blocks(p, q)
GOAL = LINE.flows(*GIVEN, *START)
REGULAR = LINE.regular(*GIVEN, *START)

SLOPES = (
    -((2 * u**1 * v) * indicator(equal(j, k))),
    -(s * (-s * u) + v * j),
)
"""What the gradient has to be: opposite to the derivative of the blocks along the field."""


def in_block(number: int, formula: Expression, shapes: Any = SHAPES) -> Expression:
    """For all entries of a block."""
    rows, columns = shapes[number]
    return for_all(j, integers_between(1, rows), for_all(k, integers_between(1, columns), formula))


def on_family(formula: Expression, domain: Expression = REALS) -> Expression:
    """For all points of the family."""
    return for_all(u, domain, for_all(v, REALS, formula))


def slope(number: int, value: Expression | None = None, model: Model = LINE, **changed: Any) -> Expression:
    """That the gradient by a block is what it has to be; `changed` are its data, its blocks and by which it is."""
    by = changed.get("by", "PK"[number])
    at = changed.get("at", blocks(u, v))
    gradient = model.gradient(by, *changed.get("given", GIVEN), *at)
    wanted = SLOPES[number] if value is None else value
    return on_family(in_block(number, equal(cell(gradient, j, k), wanted)))


BOTH = slope(0), slope(1)
AT_T = FIELD.at(t)
FOLLOWED = for_all(
    t,
    NONNEGATIVE,
    conjunction(
        in_block(
            0,
            equal(cell(LINE.trajectory("P", *GIVEN, *START, t), j, k), AT_T[0] ** 2 * indicator(equal(j, k))),
        ),
        in_block(1, equal(cell(LINE.trajectory("K", *GIVEN, *START, t), j, k), s * AT_T[1] + AT_T[0] * j)),
    ),
)


def flow(
    goal: Expression = GOAL,
    functions: tuple[Expression, ...] = (F, G),
    regular: Expression = REGULAR,
    existence: Expression = GLOBAL,
    slopes: tuple[Expression, ...] = BOTH,
) -> Theorem:
    """The rule, with its premises assumed."""
    return flow_on_family(goal, functions, assume(regular), assume(existence), tuple(map(assume, slopes)))


def written_otherwise(first: Expression) -> Theorem:
    """`flow_on_family` where the first block at the start has another entry in writing."""
    start = matrix(j, k, SHAPES[0], first), START[1]
    return flow(LINE.flows(*GIVEN, *start), regular=LINE.regular(*GIVEN, *start))


def otherwise(first: Expression) -> tuple[Expression, ...]:
    """What the rule concludes there."""
    start = matrix(j, k, SHAPES[0], first), START[1]
    ends = (AT_T[0] ** 2 * indicator(equal(j, k)), s * AT_T[1] + AT_T[0] * j)
    along = (equal(cell(LINE.trajectory(b, *GIVEN, *start, t), j, k), end) for b, end in zip("PK", ends, strict=True))
    followed = for_all(t, NONNEGATIVE, conjunction(*(in_block(n, each) for n, each in enumerate(along))))
    goal = LINE.flows(*GIVEN, *start)
    return conjunction(goal, followed), LINE.regular(*GIVEN, *start), GLOBAL, *BOTH


THE_SAME = 0 * q + p * indicator(equal(j, k)) * p

HONEST: Honest = {
    "flow_on_family": (flow, given(conjunction(GOAL, FOLLOWED), REGULAR, GLOBAL, *BOTH)),
    "a start written otherwise": (lambda: written_otherwise(THE_SAME), given(*otherwise(THE_SAME))),
    "a model without blocks": (
        lambda: flow(BARE.flows(*GIVEN), (), BARE.regular(*GIVEN), GLOBAL, ()),
        given(
            conjunction(BARE.flows(*GIVEN), for_all(t, NONNEGATIVE, conjunction())),
            BARE.regular(*GIVEN),
            GLOBAL,
        ),
    ),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


def with_functions(first: Expression, value: Expression) -> Theorem:
    """The first block as another function of the family, with a slope that would follow."""
    at = matrix(j, k, SHAPES[0], opened_at(first, u, v)), blocks(u, v)[1]
    start = matrix(j, k, SHAPES[0], opened_at(first, p, q)), START[1]
    return flow(
        LINE.flows(*GIVEN, *start),
        (function(u, v, j, k, body=first), G),
        LINE.regular(*GIVEN, *start),
        slopes=(slope(0, value, at=at), slope(1, at=at)),
    )


def opened_at(body: Expression, a: Expression, b: Expression) -> Expression:
    """A term in u and v at a point."""
    return opened(bound(body, (u, v)), (a, b))


def test_the_family_of_the_attacks_is_honest() -> None:
    """So what is refused below is refused for what is altered."""
    first = u**2 * indicator(equal(j, k))
    assert with_functions(first, SLOPES[0]).conclusion == conjunction(GOAL, FOLLOWED)
    assert steepest(on_family(in_block(0, DOWNHILL))).conclusion == conjunction(GOAL, FOLLOWED)


DOWNHILL = equal(cell(LINE.gradient("P", *GIVEN, *blocks(u, v)), j, k), SLOPES[0])
"""That an entry of the gradient by the first block is what it has to be."""


def steepest(first: Expression) -> Theorem:
    """The rule with another premise about the gradient by the first block."""
    return flow(slopes=(first, BOTH[1]))


MOVED = blocks(p, q + 1)
M = Variable("M", Sort.MATRIX)
TIMED = System((u, v), (v * t, -s * u), (p, q))
DOWN = System((u, v), (v, s * u), (p, q))

ALONG = function(u, j, k, body=u * indicator(equal(j, k))), function(u, j, k, body=written(0))


def straight(existence: Expression) -> Theorem:
    """A family of one letter that moves with the velocity q, from p."""

    def at(a: Expression) -> Blocks:
        return matrix(j, k, SHAPES[0], a * indicator(equal(j, k))), matrix(j, k, SHAPES[1], 0)

    wanted = -(q * indicator(equal(j, k))), -written(0)
    slopes = (
        for_all(u, REALS, in_block(n, equal(cell(LINE.gradient("PK"[n], *GIVEN, *at(u)), j, k), wanted[n])))
        for n in range(2)
    )
    return flow(LINE.flows(*GIVEN, *at(p)), ALONG, LINE.regular(*GIVEN, *at(p)), existence, tuple(slopes))


def test_a_family_of_one_letter_is_honest() -> None:
    assert straight(System((u,), (q,), (p,)).is_global).hypotheses >= {System((u,), (q,), (p,)).is_global}


ATTACKS: Attacks = {
    "an equation in the place of a solution": lambda: straight(equal(q, p)),
    "a start off the family": lambda: flow(
        LINE.flows(*GIVEN, MOVED[0], matrix(j, k, SHAPES[1], s)), regular=LINE.regular(*GIVEN, *MOVED)
    ),
    "a start elsewhere on the family": lambda: flow(LINE.flows(*GIVEN, *MOVED), regular=LINE.regular(*GIVEN, *MOVED)),
    "a start of the solution elsewhere": lambda: flow(existence=System((u, v), (v, -s * u), (q, p)).is_global),
    "a start of another shape": lambda: flow(
        LINE.flows(*GIVEN, matrix(j, k, (2, n), p**2 * indicator(equal(j, k))), START[1]),
        regular=LINE.regular(*GIVEN, matrix(j, k, (2, n), p**2 * indicator(equal(j, k))), START[1]),
    ),
    "a start that is a variable": lambda: flow(
        LINE.flows(*GIVEN, M, START[1]), regular=LINE.regular(*GIVEN, M, START[1])
    ),
    "starts exchanged": lambda: flow(LINE.flows(*GIVEN, *START[::-1]), regular=LINE.regular(*GIVEN, *START[::-1])),
    "a goal that is something else": lambda: flow(REGULAR),
    "a goal about a solution": lambda: flow(GLOBAL),
    "without regularity": lambda: flow(regular=less(0, 1)),
    "regular at another point": lambda: flow(regular=LINE.regular(*GIVEN, *MOVED)),
    "regular by another law": lambda: flow(regular=LINE.regular(r, other_law, *START)),
    "regular at another size": lambda: flow(regular=LINE.regular(s, ν, *START)),
    "regular as another model": lambda: flow(regular=OTHER.regular(*GIVEN, *START)),
    "regular as the same model with blocks in another order": lambda: flow(regular=SWAPPED.regular(*GIVEN, *START)),
    "a flow in the place of regularity": lambda: flow(regular=GOAL),
    "without a solution": lambda: flow(existence=less(0, 1)),
    "a flow in the place of a solution": lambda: flow(existence=GOAL),
    "the solution of another field": lambda: flow(existence=DOWN.is_global),
    "a field that depends on time": lambda: flow(existence=TIMED.is_global),
    "a solution of one variable": lambda: flow(existence=System((u,), (-s * u,), (p,)).is_global),
    "a solution of three variables": lambda: flow(
        existence=System((u, v, t), (v, -s * u, written(0)), (p, q, q)).is_global
    ),
    "one slope": lambda: flow(slopes=BOTH[:1]),
    "no slopes": lambda: flow(slopes=()),
    "a slope twice": lambda: flow(slopes=(BOTH[0], BOTH[0])),
    "three slopes": lambda: flow(slopes=(*BOTH, BOTH[1])),
    "slopes exchanged": lambda: flow(slopes=BOTH[::-1]),
    "one function": lambda: flow(functions=(F,)),
    "three functions": lambda: flow(functions=(F, G, G)),
    "functions exchanged": lambda: flow(functions=(G, F)),
    "one function and one slope": lambda: flow(functions=(F,), slopes=BOTH[:1]),
    "no function and no slope": lambda: flow(functions=(), slopes=()),
    "the gradient by another block": lambda: flow(slopes=(slope(0, by="K"), BOTH[1])),
    "the gradient by another block, both": lambda: flow(slopes=(slope(0, by="K"), slope(1, by="P"))),
    "the gradient of another model": lambda: flow(slopes=(slope(0, model=OTHER), BOTH[1])),
    "the gradients of another model": lambda: flow(slopes=(slope(0, model=OTHER), slope(1, model=OTHER))),
    "the gradient of a model with its blocks in another order": lambda: flow(
        slopes=(slope(0, model=SWAPPED), slope(1, model=SWAPPED))
    ),
    "another model in the goal": lambda: flow(OTHER.flows(*GIVEN, *START), regular=OTHER.regular(*GIVEN, *START)),
    "the gradient by another law": lambda: flow(slopes=(slope(0, given=(r, other_law)), BOTH[1])),
    "the gradient at another size": lambda: flow(slopes=(slope(0, given=(s, ν)), BOTH[1])),
    "the gradient at other blocks": lambda: flow(slopes=(slope(0, at=(blocks(u, v)[0], START[1])), BOTH[1])),
    "the gradient at the start": lambda: flow(slopes=(slope(0, at=START), slope(1, at=START))),
    "the gradient with the variables exchanged": lambda: flow(slopes=(slope(0, at=blocks(v, u)), BOTH[1])),
    "the gradient of blocks of another shape": lambda: flow(
        slopes=(slope(0, at=(matrix(j, k, (n, n), u**2 * indicator(equal(j, k))), blocks(u, v)[1])), BOTH[1])
    ),
    "the gradient with its sign": lambda: flow(slopes=(slope(0, 2 * u**1 * v * indicator(equal(j, k))), BOTH[1])),
    "a gradient that vanishes": lambda: flow(slopes=(slope(0, written(0)), BOTH[1])),
    "a gradient along a field upwards": lambda: flow(slopes=(BOTH[0], slope(1, -(s * (s * u) + v * j)))),
    "a gradient at its transpose": lambda: steepest(
        on_family(in_block(0, equal(cell(LINE.gradient("P", *GIVEN, *blocks(u, v)), k, j), SLOPES[0])))
    ),
    "a gradient at one entry": lambda: steepest(
        on_family(in_block(0, equal(cell(LINE.gradient("P", *GIVEN, *blocks(u, v)), 1, 1), SLOPES[0])))
    ),
    "a gradient in part of its block": lambda: steepest(
        on_family(
            in_block(
                0,
                DOWNHILL,
                ((written(1), written(2)), SHAPES[1]),
            )
        )
    ),
    "a gradient with rows and columns exchanged": lambda: steepest(
        on_family(
            in_block(
                0,
                DOWNHILL,
                ((written(2), n), SHAPES[1]),
            )
        )
    ),
    "a gradient at some entry": lambda: steepest(
        on_family(
            exists(
                j,
                integers_between(1, n),
                for_all(
                    k,
                    integers_between(1, 2),
                    DOWNHILL,
                ),
            )
        )
    ),
    "a gradient on part of the family": lambda: steepest(on_family(in_block(0, DOWNHILL), POSITIVE)),
    "a gradient at whole points of the family": lambda: steepest(on_family(in_block(0, DOWNHILL), INTEGERS)),
    "a gradient at one point of the family": lambda: steepest(
        in_block(0, equal(cell(LINE.gradient("P", *GIVEN, *START), j, k), opened_at(SLOPES[0], p, q)))
    ),
    "another start": lambda: written_otherwise(THE_SAME + s - p),
    "a start that is the same where a divisor is not 0": lambda: written_otherwise(THE_SAME * q / q),
    "a start that is the same on the diagonal": lambda: written_otherwise(p**2),
    "a start that is the same at equal numbers": lambda: written_otherwise(p * q * indicator(equal(j, k))),
    "a root": lambda: with_functions(root(u) * indicator(equal(j, k)), written(0)),
    "a quotient by the family": lambda: with_functions(1 / u, written(0)),
    "an indicator of the family": lambda: with_functions(indicator(equal(u, 0)), written(0)),
    "a sum over the family": lambda: with_functions(Node("total", (written(1), u, written(1))), written(0)),
    "a function of which nothing is known": lambda: with_functions(Node("constant", (u,), "f"), written(0)),
    "a cell of the family": lambda: with_functions(cell(matrix(j, k, (1, 1), u), 1, 1), -v),
    "a function that captures the row": lambda: flow(
        functions=(function(u, v, j, t, body=u**2 * indicator(equal(j, k))), G)
    ),
    "a function that captures what the checker calls its variables": lambda: flow(
        functions=(function(u, v, j, k, body=real("_4") ** 2 * indicator(equal(j, k))), G)
    ),
    "a function of row and column first": lambda: flow(
        functions=(function(j, k, u, v, body=u**2 * indicator(equal(j, k))), G)
    ),
    "a function of one letter": lambda: flow(functions=(function(u, j, k, body=u**2 * indicator(equal(j, k))), G)),
    "a function of too many letters": lambda: flow(
        functions=(function(u, v, t, j, k, body=u**2 * indicator(equal(j, k))), G)
    ),
    "a predicate": lambda: flow(functions=(function(u, v, j, k, body=less(0, u)), G)),
    "a matrix in the place of a function": lambda: flow(functions=(START[0], G)),
    "a theorem that holds by a hypothesis that is discharged": lambda: flow_on_family(
        GOAL, (F, G), assume(REGULAR), conjoin(), tuple(map(assume, BOTH))
    ),
    "all entries of an unbounded block": lambda: steepest(
        on_family(
            for_all(
                j,
                integers_from(1),
                for_all(
                    k,
                    integers_from(1),
                    DOWNHILL,
                ),
            )
        )
    ),
    "a law of numbers": lambda: flow(LINE.flows(r, law("μ"), *START)),
}


def along(velocity: Expression) -> tuple[Expression, Expression]:
    """The slopes for another velocity of u."""
    return slope(0, -((2 * u**1 * velocity) * indicator(equal(j, k)))), slope(1, -(s * (-s * u) + velocity * j))


OWN = tuple(real(f"_{number}") for number in range(4, 9))
"""What the checker calls letters, row, column and time here, where `_0` to `_3` are taken."""


@pytest.mark.parametrize(("own", "caught"), [*zip(OWN, (u, v, j, k, t), strict=True)])
def test_a_field_is_not_caught_by_what_the_checker_binds(own: Expression, caught: Expression) -> None:
    field = System((u, v), (v * own, -s * u), (p, q))
    assert flow(existence=field.is_global, slopes=along(v * own)).hypotheses == {
        REGULAR,
        field.is_global,
        *along(v * own),
    }
    check_refused(lambda: flow(existence=field.is_global, slopes=along(v * caught)))


@pytest.mark.parametrize("own", OWN)
def test_a_function_is_not_caught_by_what_the_checker_binds(own: Expression) -> None:
    check_refused(lambda: flow(functions=(function(u, v, j, k, body=u**2 * indicator(equal(own, k))), G)))
    check_refused(lambda: flow(functions=(function(u, v, j, k, body=u**2 * indicator(equal(j, own))), G)))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
