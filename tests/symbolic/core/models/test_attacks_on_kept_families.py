"""Attacks on gradient flows that exist and stay: other bounds, families that are not linear, gradients elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.expressions import Expression, Sort, Variable, bound, opened, written
from symbolic.core.rules.facts import descent_exists, family_kept
from symbolic.core.rules.logic import assume
from symbolic.core.signatures import Signature
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Model,
    at_most,
    cell,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    indicator,
    integers_between,
    less,
    matrices,
    matrix,
    member,
    real,
    vector_law,
)
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

u, v, j, k, n, t = map(real, "uvjknt")
p, q, r, s = map(real, ("_0", "_1", "_2", "_3"))
"""The checker calls its own variables `_0`, `_1`, …: so are these, which no rule may mix up with them."""
M, K, Q = (Variable(name, Sort.MATRIX) for name in ("M", "_4", "Q"))
ν = vector_law("ν")
Letters = tuple[Expression, Expression]

LINE = Model(Signature("line", ("T",), (("x_1", Sort.VECTOR_LAW),), ("P", "K")))
OTHER = Model(Signature("plane", ("T",), (("x_1", Sort.VECTOR_LAW),), ("P", "K")))
GIVEN = r, ν
F = function(u, v, j, k, body=u * indicator(equal(j, k)) + s * v)
G = function(u, v, j, k, body=v / n)
SHAPES = (n, real("m")), (n, n)


def blocks(a: Expression, b: Expression) -> Letters:
    """The blocks at a point of the family."""
    return matrix(j, k, SHAPES[0], a * indicator(equal(j, k)) + s * b), matrix(j, k, SHAPES[1], b / n)


START = blocks(p, q)
FLOWS, REGULAR = LINE.flows(*GIVEN, *START), LINE.regular(*GIVEN, *START)


def of_each(number: int, formula: Expression, shapes: Any = SHAPES) -> Expression:
    """For all entries of a block."""
    rows, columns = shapes[number]
    return for_all(j, integers_between(1, rows), for_all(k, integers_between(1, columns), formula))


a, b = real("a"), real("b")


def somewhere(first: Expression, second: Expression, values: Letters | None = None) -> Expression:
    """Two matrices are those of a point of the family."""
    one, other = values or (a * indicator(equal(j, k)) + s * b, b / n)
    both = conjunction(of_each(0, equal(cell(first, j, k), one)), of_each(1, equal(cell(second, j, k), other)))
    return exists(a, REALS, exists(b, REALS, both))


def tangent(at: Letters | None = None, model: Model = LINE, domain: Expression = REALS, **changed: Any) -> Expression:
    """That the gradient is of the family at all its points."""
    there = (*GIVEN, *(at or blocks(u, v)))
    first, second = (model.gradient(block, *there) for block in "PK")
    return for_all(u, domain, for_all(v, REALS, somewhere(first, second, **changed)))


STAYS = for_all(
    t, NONNEGATIVE, somewhere(LINE.trajectory("P", *GIVEN, *START, t), LINE.trajectory("K", *GIVEN, *START, t))
)


def kept(
    functions: tuple[Expression, ...] = (F, G),
    start: tuple[Expression, ...] = (p, q),
    flows: Expression = FLOWS,
    regular: Expression = REGULAR,
    gradient: Expression | None = None,
) -> Theorem:
    """The rule, with its premises assumed."""
    premises = (flows, regular, tangent() if gradient is None else gradient)
    return family_kept(functions, start, *map(assume, premises))


def bounded(low: Expression = q, loss: Expression | None = None, shapes: Any = SHAPES) -> Expression:
    """That the loss is not below a number."""
    formula: Expression = at_most(low, LINE.loss(*GIVEN, M, Q) if loss is None else loss)
    return for_all(M, matrices(*shapes[0]), for_all(Q, matrices(*shapes[1]), formula))


def exists_from(regular: Expression = REGULAR, below: Expression | None = None) -> Theorem:
    """The rule, with its premises assumed."""
    return descent_exists(assume(regular), assume(bounded() if below is None else below))


def consistent(body: Expression) -> Theorem:
    """The rule with another function for the first block, and premises that are about it."""

    def first(one: Expression, other: Expression) -> Expression:
        return opened(bound(body, (u, v)), (one, other))

    def at(one: Expression, other: Expression) -> Letters:
        return matrix(j, k, SHAPES[0], first(one, other)), blocks(one, other)[1]

    start = at(p, q)
    return kept(
        (function(u, v, j, k, body=body), G),
        flows=LINE.flows(*GIVEN, *start),
        regular=LINE.regular(*GIVEN, *start),
        gradient=tangent(at=at(u, v), values=(first(a, b), b / n)),
    )


DIAGONAL = function(M, j, k, body=indicator(equal(j, k)) * cell(M, j, k)), function(M, j, k, body=written(0))
SQUARE = n, n
SHAPED = assume(member(K, matrices(*SQUARE)))


def of_matrix(functions: tuple[Expression, ...] = DIAGONAL, shape: Theorem = SHAPED) -> Theorem:
    """A family whose letter is a matrix."""

    def at(letter: Expression) -> Letters:
        first = indicator(equal(j, k)) * cell(letter, j, k)
        return matrix(j, k, SQUARE, first), matrix(j, k, SQUARE, written(0))

    shapes, start = (SQUARE, SQUARE), at(K)
    gradients = tuple(cell(LINE.gradient(block, *GIVEN, *at(M)), j, k) for block in "PK")
    values = indicator(equal(j, k)) * cell(Q, j, k), written(0)
    both = conjunction(*(of_each(m, equal(gradients[m], values[m]), shapes) for m in range(2)))
    premise = for_all(M, matrices(*SQUARE), exists(Q, matrices(*SQUARE), both))
    known = assume(LINE.flows(*GIVEN, *start)), assume(LINE.regular(*GIVEN, *start)), assume(premise)
    return family_kept(functions, (K,), *known, shape)


BY_FIRST = LINE.gradient("P", *GIVEN, *blocks(u, v))

HONEST: Honest = {
    "a flow stays": (kept, given(STAYS, FLOWS, REGULAR, tangent())),
    "a flow exists": (exists_from, given(FLOWS, REGULAR, bounded())),
}

ATTACKS: Attacks = {
    "a flow that need not exist": lambda: kept(flows=REGULAR),
    "a flow from elsewhere": lambda: kept(flows=LINE.flows(*GIVEN, *blocks(p, q + 1))),
    "a flow of another model": lambda: kept(flows=OTHER.flows(*GIVEN, *START)),
    "a loss that is regular elsewhere": lambda: kept(regular=LINE.regular(*GIVEN, *blocks(q, p))),
    "another start": lambda: kept(start=(q, p)),
    "a start of one letter": lambda: kept(start=(p,)),
    "a gradient at positive letters": lambda: kept(gradient=tangent(domain=POSITIVE)),
    "a gradient at the start alone": lambda: kept(gradient=tangent(at=START)),
    "a gradient of another model": lambda: kept(gradient=tangent(model=OTHER)),
    "a gradient of another family": lambda: kept(gradient=tangent(values=(a * indicator(equal(j, k)), b / n))),
    "a gradient by one block": lambda: kept(
        gradient=for_all(u, REALS, for_all(v, REALS, somewhere(BY_FIRST, BY_FIRST)))
    ),
    "one function": lambda: kept(functions=(F,)),
    "functions exchanged": lambda: kept(functions=(G, F)),
    "a family that is a parabola": lambda: consistent(u**2),
    "a family that is not through 0": lambda: consistent(u + 1),
    "a family of one point": lambda: consistent(n),
    "a product of letters": lambda: consistent(u * v),
    "a quotient by a letter": lambda: consistent(u / v),
    "a letter in an indicator": lambda: consistent(indicator(equal(u, 0))),
    "a bound that is the loss": lambda: exists_from(below=bounded(low=LINE.loss(*GIVEN, M, Q))),
    "a bound above": lambda: exists_from(
        below=for_all(M, matrices(*SHAPES[0]), for_all(Q, matrices(*SHAPES[1]), at_most(LINE.loss(*GIVEN, M, Q), q)))
    ),
    "a bound that is strict": lambda: exists_from(
        below=for_all(M, matrices(*SHAPES[0]), for_all(Q, matrices(*SHAPES[1]), less(q, LINE.loss(*GIVEN, M, Q))))
    ),
    "a bound of another loss": lambda: exists_from(below=bounded(loss=OTHER.loss(*GIVEN, M, Q))),
    "a bound for other data": lambda: exists_from(below=bounded(loss=LINE.loss(p, ν, M, Q))),
    "a bound at other shapes": lambda: exists_from(below=bounded(shapes=SHAPES[::-1])),
    "a bound on a diagonal": lambda: exists_from(below=bounded(loss=LINE.loss(*GIVEN, M, M))),
    "a bound at the start": lambda: exists_from(below=at_most(q, LINE.loss(*GIVEN, *START))),
    "a bound of what is exchanged": lambda: exists_from(below=bounded(loss=LINE.loss(*GIVEN, Q, M))),
    "a loss that need not be a polynomial": lambda: exists_from(regular=FLOWS),
    "a family of a matrix whose entries change places": lambda: of_matrix(
        (function(M, j, k, body=indicator(equal(j, k)) * cell(M, k, j)), DIAGONAL[1])
    ),
    "a family of a matrix of another shape": lambda: of_matrix(shape=assume(member(K, matrices(n, n + 1)))),
    "a matrix of no shape": lambda: of_matrix(shape=assume(member(Q, matrices(*SQUARE)))),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


def test_other_linear_functions_are_honest() -> None:
    assert len(consistent(3 * u - v / s).hypotheses) == 3


def test_a_matrix_may_be_a_letter() -> None:
    assert len(of_matrix().hypotheses) == 4


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)
