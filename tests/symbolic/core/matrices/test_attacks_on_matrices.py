"""Attacks on whole matrices: letters that change places, transposes that are dropped, shapes that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Index, Node, Refused, written
from symbolic.core.replay import in_fresh_process
from symbolic.core.rules.logic import assume, conjoin
from symbolic.core.rules.matrix_algebra import (
    cell_of_product,
    cell_of_word,
    cells_of_equal,
    equal_in_cells,
    equal_transposes,
    next_iteration,
    shape_of_equal,
    shape_of_word,
    start_of_iteration,
    trace_of_cells,
    trace_of_identity,
    traces,
    words,
)
from symbolic.core.rules.membership import belongs, meant
from symbolic.core.sorts import sort_of
from symbolic.core.theorems import Sequent, Theorem
from symbolic.core.vocabulary import (
    REALS,
    beside,
    cell,
    conjunction,
    definite,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    implies,
    indicator,
    integers_between,
    integers_from,
    invertible,
    iterated,
    less,
    matrices,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    semidefinite,
    stacked,
    sum_of_matrices,
    symmetric,
    total,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import NotFound
from symbolic.tactics.steps import quantified, under
from symbolic.tactics.whole_matrices.matrix_letters import fits
from tests.symbolic.core.attacks import Attacks, Honest, check_proved, check_refused, given

m, n, c, j, k, l, x, y = map(real, "mncjklxy")
A, B, C, X, S, R = map(matrix_letter, "ABCXSR")
WIDE, TALL, SQUARE, INVERSE = matrices(m, n), matrices(n, m), matrices(n, n), matrices(n, n)
a, b, s, r, x_ = (
    assume(member(letter, shape))
    for letter, shape in ((A, WIDE), (B, TALL), (S, symmetric(n)), (R, SQUARE), (X, SQUARE))
)
NATURAL = assume(member(m, integers_from(0))), assume(member(n, integers_from(0)))
I = identity_matrix(n)
RIGHT = assume(equal_matrices(product(X, R), I))
LEFT = assume(equal_matrices(product(R, X), I))
NONZERO = assume(negation(equal(c, 0)))
AS_ONE = (0, written(1), I, I)


def minus(one: Expression, other: Expression) -> Node:
    """The difference of two matrices."""
    return sum_of_matrices(one, multiple(-1, other))


def plain(left: Expression, right: Expression, *shapes: Theorem, known: tuple[Theorem, ...] = ()) -> Theorem:
    """Two words that are equal by themselves."""
    return words(equal_matrices(left, right), (), (), shapes, known)


def about(left: Expression | int, right: Expression | int, *shapes: Theorem) -> Theorem:
    """Two numbers that are equal by themselves."""
    return traces(equal(left, right), (), (), shapes, ())


def using(goal: Node, *multipliers: tuple[int, Expression, Expression, Expression], by: Theorem = RIGHT) -> Theorem:
    """A goal from one equation, X and R being square."""
    return words(goal, (by,), multipliers, (x_, r), ())


STEP = iterated(X, k, product(X, multiple(k, A)), B, n + 1)
BEFORE = iterated(X, k, product(X, multiple(k, A)), B, n)
CELLS = for_all(
    j, integers_between(1, m), for_all(k, integers_between(1, n), equal(cell(A, j, k), cell(transpose(B), j, k)))
)
TURNED = assume(member(transpose(B), WIDE))
EQUAL = assume(equal_matrices(A, transpose(B)))
ROW, COLUMN = assume(member(j, integers_between(1, m))), assume(member(k, integers_between(1, n)))

HONEST: Honest = {
    "a square": (
        lambda: plain(product(minus(I, X), minus(I, X)), sum_of_matrices(I, multiple(-2, X), product(X, X)), x_),
        given(
            equal_matrices(product(minus(I, X), minus(I, X)), sum_of_matrices(I, multiple(-2, X), product(X, X))),
            x_.conclusion,
        ),
    ),
    "a product turned": (
        lambda: plain(transpose(product(A, B)), product(transpose(B), transpose(A)), a, b),
        given(
            equal_matrices(transpose(product(A, B)), product(transpose(B), transpose(A))), a.conclusion, b.conclusion
        ),
    ),
    "a symmetric letter": (
        lambda: plain(transpose(S), S, s),
        given(equal_matrices(transpose(S), S), s.conclusion),
    ),
    "coefficients": (
        lambda: plain(multiple((c**2 - 1) / c, A), minus(multiple(c, A), multiple(1 / c, A)), a, known=(NONZERO,)),
        given(
            equal_matrices(multiple((c**2 - 1) / c, A), minus(multiple(c, A), multiple(1 / c, A))),
            a.conclusion,
            NONZERO.conclusion,
        ),
    ),
    "nothing": (
        lambda: plain(minus(A, A), zeros(m, n), a),
        given(equal_matrices(minus(A, A), zeros(m, n)), a.conclusion),
    ),
    "zero alone": (
        lambda: plain(zeros(m, n), multiple(0, zeros(m, n))),
        equal_matrices(zeros(m, n), multiple(0, zeros(m, n))),
    ),
    "an equation between others": (
        lambda: using(equal_matrices(product(R, X, R), R), (0, written(1), R, I)),
        given(equal_matrices(product(R, X, R), R), RIGHT.conclusion, x_.conclusion, r.conclusion),
    ),
    "blocks": (
        lambda: plain(product(beside(A, A), stacked(B, B)), multiple(2, product(A, B)), a, b),
        given(
            equal_matrices(product(beside(A, A), stacked(B, B)), multiple(2, product(A, B))),
            a.conclusion,
            b.conclusion,
        ),
    ),
    "one block and one summand": (
        lambda: plain(stacked(A), sum_of_matrices(A), a),
        given(equal_matrices(stacked(A), sum_of_matrices(A)), a.conclusion),
    ),
    "blocks without rows": (
        lambda: plain(stacked(zeros(0, n), zeros(1, n), A), multiple(1, stacked(zeros(0, n), zeros(1, n), A)), a),
        given(
            equal_matrices(stacked(zeros(0, n), zeros(1, n), A), multiple(1, stacked(zeros(0, n), zeros(1, n), A))),
            a.conclusion,
        ),
    ),
    "blocks that are turned": (
        lambda: plain(transpose(stacked(A, identity_matrix(n))), beside(transpose(A), I), a),
        given(equal_matrices(transpose(stacked(A, I)), beside(transpose(A), I)), a.conclusion),
    ),
    "a matrix of blocks as a whole": (
        lambda: plain(
            multiple(2, stacked(A, C)),
            sum_of_matrices(stacked(A, C), stacked(A, C)),
            assume(member(stacked(A, C), SQUARE)),
        ),
        given(
            equal_matrices(multiple(2, stacked(A, C)), sum_of_matrices(stacked(A, C), stacked(A, C))),
            member(stacked(A, C), SQUARE),
        ),
    ),
    "the trace of blocks": (
        lambda: about(
            trace(stacked(beside(X, R), beside(zeros(n, n), X))),
            2 * trace(X),
            x_,
            r,
        ),
        given(equal(trace(stacked(beside(X, R), beside(zeros(n, n), X))), 2 * trace(X)), x_.conclusion, r.conclusion),
    ),
    "the shape of blocks": (
        lambda: shape_of_word(stacked(A, I), (a,), NATURAL),
        given(member(stacked(A, I), matrices(m + n, n)), a.conclusion, *(each.conclusion for each in NATURAL)),
    ),
    "a trace that is rotated": (
        lambda: about(trace(product(A, B)), trace(product(B, A)), a, b),
        given(equal(trace(product(A, B)), trace(product(B, A))), a.conclusion, b.conclusion),
    ),
    "a trace that is turned": (
        lambda: about(trace(product(X, R, S)), trace(product(S, transpose(R), transpose(X))), x_, r, s),
        given(
            equal(trace(product(X, R, S)), trace(product(S, transpose(R), transpose(X)))),
            *(each.conclusion for each in (x_, r, s)),
        ),
    ),
    "traces among coefficients": (
        lambda: plain(multiple(trace(product(A, B)), X), multiple(trace(product(B, A)), X), a, b, x_),
        given(
            equal_matrices(multiple(trace(product(A, B)), X), multiple(trace(product(B, A)), X)),
            *(each.conclusion for each in (a, b, x_)),
        ),
    ),
    "traces of multiples by traces": (
        lambda: about(trace(multiple(trace(transpose(X)), R)), trace(X) * trace(R), x_, r),
        given(equal(trace(multiple(trace(transpose(X)), R)), trace(X) * trace(R)), x_.conclusion, r.conclusion),
    ),
    "traces that divide": (
        lambda: plain(
            multiple(trace(product(B, A)) / trace(product(A, B)), X),
            X,
            *(a, b, x_),
            known=(assume(negation(equal(trace(product(A, B)), 0))),),
        ),
        given(
            equal_matrices(multiple(trace(product(B, A)) / trace(product(A, B)), X), X),
            *(each.conclusion for each in (a, b, x_)),
            negation(equal(trace(product(A, B)), 0)),
        ),
    ),
    "traces in a polynomial": (
        lambda: about(
            trace(sum_of_matrices(X, R)) ** 2, trace(X) ** 2 + 2 * trace(X) * trace(R) + trace(R) ** 2, x_, r
        ),
        given(
            equal(trace(sum_of_matrices(X, R)) ** 2, trace(X) ** 2 + 2 * trace(X) * trace(R) + trace(R) ** 2),
            x_.conclusion,
            r.conclusion,
        ),
    ),
    "a trace with an equation": (
        lambda: traces(equal(trace(product(X, R)), trace(I)), (RIGHT,), (AS_ONE,), (x_, r), ()),
        given(equal(trace(product(X, R)), trace(I)), RIGHT.conclusion, x_.conclusion, r.conclusion),
    ),
    "transposes of what is equal": (
        lambda: equal_transposes(RIGHT),
        given(equal_matrices(transpose(product(X, R)), transpose(I)), RIGHT.conclusion),
    ),
    "a shape": (
        lambda: shape_of_word(sum_of_matrices(product(A, B), identity_matrix(m)), (a, b), NATURAL),
        given(
            member(sum_of_matrices(product(A, B), identity_matrix(m)), matrices(m, m)),
            *(each.conclusion for each in (a, b, *NATURAL)),
        ),
    ),
    "a shape by an equation": (
        lambda: shape_of_equal(assume(equal_matrices(C, A)), a),
        given(member(C, WIDE), equal_matrices(C, A), a.conclusion),
    ),
    "entries that are equal": (
        lambda: equal_in_cells(assume(CELLS), a, TURNED),
        given(EQUAL.conclusion, CELLS, a.conclusion, TURNED.conclusion),
    ),
    "an entry of what is equal": (
        lambda: cells_of_equal(EQUAL, a, ROW, COLUMN),
        given(equal(cell(A, j, k), cell(transpose(B), j, k)), *(t.conclusion for t in (EQUAL, a, ROW, COLUMN))),
    ),
    "an entry of a sum": (
        lambda: cell_of_word(cell(sum_of_matrices(A, C), j, k)),
        equal(cell(sum_of_matrices(A, C), j, k), cell(A, j, k) + cell(C, j, k)),
    ),
    "an entry of a multiple": (
        lambda: cell_of_word(cell(multiple(c, A), j, k)),
        equal(cell(multiple(c, A), j, k), c * cell(A, j, k)),
    ),
    "an entry of a transpose": (
        lambda: cell_of_word(cell(transpose(A), j, k)),
        equal(cell(transpose(A), j, k), cell(A, k, j)),
    ),
    "an entry of the identity": (
        lambda: cell_of_word(cell(I, j, k)),
        equal(cell(I, j, k), indicator(equal(j, k))),
    ),
    "an entry of zero": (lambda: cell_of_word(cell(zeros(m, n), j, k)), equal(cell(zeros(m, n), j, k), 0)),
    "an entry of a product": (
        lambda: cell_of_product(cell(product(A, B, C), j, k), a),
        given(
            equal(cell(product(A, B, C), j, k), total(l, 1, n, cell(A, j, l) * cell(product(B, C), l, k))),
            a.conclusion,
        ),
    ),
    "a trace by its entries": (
        lambda: trace_of_cells(trace(R), r),
        given(equal(trace(R), total(j, 1, n, cell(R, j, j))), r.conclusion),
    ),
    "the trace of the identity": (
        lambda: trace_of_identity(NATURAL[1]),
        given(equal(trace(I), n), NATURAL[1].conclusion),
    ),
    "no step": (
        lambda: start_of_iteration(iterated(X, k, product(X, X), A, 0)),
        equal_matrices(iterated(X, k, product(X, X), A, 0), A),
    ),
    "a step": (
        lambda: next_iteration(STEP, NATURAL[1]),
        given(equal_matrices(STEP, product(BEFORE, multiple(n + 1, A))), NATURAL[1].conclusion),
    ),
    "what symmetric means": (
        lambda: meant(s),
        given(conjunction(member(S, SQUARE), equal_matrices(transpose(S), S)), s.conclusion),
    ),
    "what definite means": (
        lambda: meant(assume(member(S, definite(n)))),
        given(
            conjunction(
                member(S, SQUARE),
                equal_matrices(transpose(S), S),
                for_all(
                    X,
                    matrices(n, 1),
                    implies(negation(equal_matrices(X, zeros(n, 1))), less(0, trace(product(transpose(X), S, X)))),
                ),
            ),
            member(S, definite(n)),
        ),
    ),
    "what invertible means": (
        lambda: belongs(member(X, invertible(n)), assume(meant(assume(member(X, invertible(n)))).conclusion)),
        given(
            member(X, invertible(n)),
            conjunction(
                member(X, SQUARE),
                exists(R, SQUARE, conjunction(equal_matrices(product(X, R), I), equal_matrices(product(R, X), I))),
            ),
        ),
    ),
}

ATTACKS: Attacks = {
    "letters that change places": lambda: plain(product(X, R), product(R, X), x_, r),
    "a square of a sum as of numbers": lambda: plain(
        product(sum_of_matrices(X, R), sum_of_matrices(X, R)),
        sum_of_matrices(product(X, X), multiple(2, product(X, R)), product(R, R)),
        x_,
        r,
    ),
    "a transpose that is dropped": lambda: plain(transpose(X), X, x_),
    "a product turned in its order": lambda: plain(
        transpose(product(X, R)), product(transpose(X), transpose(R)), x_, r
    ),
    "an invertible letter as a symmetric one": lambda: plain(transpose(X), X, assume(member(X, invertible(n)))),
    "the transpose of a symmetric product": lambda: plain(
        transpose(product(X, R)), product(X, R), x_, r, assume(member(product(R, X), symmetric(n)))
    ),
    "a shape that is not known": lambda: plain(A, A),
    "a shape that is that of another letter": lambda: plain(A, A, b),
    "a sum that does not fit": lambda: plain(minus(A, A), minus(B, B), a, b),
    "a sum inside that does not fit": lambda: plain(
        multiple(0, sum_of_matrices(A, B)), multiple(0, sum_of_matrices(A, B)), a, b
    ),
    "a product that does not fit": lambda: plain(product(A, A), product(A, A), a),
    "a product with zero that does not fit": lambda: plain(product(A, zeros(m, n)), zeros(m, n), a),
    "zeros of other shapes": lambda: plain(zeros(m, n), zeros(n, m)),
    "an identity of another size": lambda: plain(product(identity_matrix(n), A), A, a),
    "identities of two sizes": lambda: plain(identity_matrix(m), identity_matrix(n)),
    "sizes that are only equal": lambda: plain(identity_matrix(n + n), identity_matrix(2 * n)),
    "a number in the place of a shape": lambda: plain(A, A, assume(member(m, REALS))),
    "a coefficient that differs": lambda: plain(multiple(c, A), A, a),
    "coefficients in other traces": lambda: plain(
        multiple(trace(product(X, R)), A), multiple(trace(X) * trace(R), A), x_, r, a
    ),
    "a trace that may be 0 as a divisor": lambda: plain(
        multiple(trace(X) / trace(X), R), R, x_, r, known=(assume(negation(equal(trace(R), 0))),)
    ),
    "a divisor that may be 0": lambda: plain(multiple(c / c, A), A, a),
    "a divisor that is 0 with zero": lambda: plain(multiple(1 / written(0), zeros(m, n)), multiple(1 / c, A), a),
    "an equation without its multiplier": lambda: using(equal_matrices(product(R, X, R), R)),
    "a multiplier on the other side": lambda: using(
        equal_matrices(product(R, X, R), R), (0, written(1), I, R), by=assume(equal_matrices(product(X, X), I))
    ),
    "an inverse on one side used on the other": lambda: using(equal_matrices(product(R, X), I), AS_ONE),
    "a multiplier with another number": lambda: using(
        equal_matrices(product(R, X, R), R), (0, written(Fraction(1, 2)), R, I)
    ),
    "a multiplier of an equation that is not there": lambda: using(
        equal_matrices(product(R, X, R), R), (1, written(1), R, I)
    ),
    "a multiplier of the equation before the first": lambda: using(
        equal_matrices(product(R, X, R), R), (-1, written(1), R, I)
    ),
    "a multiplier that does not fit": lambda: words(
        equal_matrices(product(R, X), I), (LEFT,), ((0, written(1), A, I),), (a, x_, r), ()
    ),
    "an equation of numbers": lambda: words(equal_matrices(X, R), (assume(equal(c, 0)),), (AS_ONE,), (x_, r), ()),
    "an equation between shapes that differ": lambda: words(
        equal_matrices(A, A), (assume(equal_matrices(A, B)),), ((0, written(0), identity_matrix(m), I),), (a, b), ()
    ),
    "a multiplier that is a number": lambda: words(
        equal_matrices(X, R),
        (assume(equal_matrices(X, R)),),
        ((0, written(1), c, I),),
        (x_, r),
        (),
    ),
    "a goal about numbers": lambda: words(equal(c, c), (), (), (), ()),
    "blocks that change places": lambda: plain(stacked(A, C), stacked(C, A), a, assume(member(C, WIDE))),
    "blocks multiplied crosswise": lambda: plain(
        product(beside(X, R), stacked(X, R)), multiple(2, product(X, R)), x_, r
    ),
    "blocks that do not fit": lambda: plain(stacked(A, B), stacked(A, B), a, b),
    "blocks beside each other that do not fit": lambda: plain(beside(A, B), beside(A, B), a, b),
    "blocks of other heights": lambda: plain(product(beside(A, transpose(B)), stacked(B, A)), product(A, B), a, b),
    "blocks with a length that is no number of rows": lambda: plain(
        product(beside(A, zeros(m, c)), stacked(B, zeros(c, m))), product(A, B), a, b
    ),
    "blocks with half a row": lambda: plain(
        stacked(zeros(Fraction(1, 2), n), A), stacked(zeros(Fraction(1, 2), n), A), a
    ),
    "blocks with half a column": lambda: plain(
        stacked(zeros(1, Fraction(1, 2)), zeros(1, Fraction(1, 2))), zeros(2, Fraction(1, 2))
    ),
    "blocks of columns that are not natural": lambda: plain(
        stacked(zeros(1, c), zeros(1, c)), stacked(zeros(1, c), zeros(1, c))
    ),
    "blocks with a negative number of rows": lambda: plain(stacked(zeros(-1, n), A), stacked(zeros(-1, n), A), a),
    "blocks as one of its blocks": lambda: plain(stacked(A, zeros(m, n)), A, a),
    "a whole matrix beside its blocks": lambda: plain(
        product(beside(A, A), stacked(B, B)),
        product(beside(A, A), stacked(B, B)),
        a,
        b,
        assume(member(stacked(B, B), matrices(n + n, m))),
    ),
    "the shape of blocks with one that is not natural": lambda: shape_of_word(stacked(A, I), (a,), NATURAL[1:]),
    "blocks of nothing": lambda: sort_of(stacked()),
    "blocks of numbers": lambda: sort_of(beside(c, c)),
    "a trace of a product turned halfway": lambda: about(trace(product(X, R, S)), trace(product(X, S, R)), x_, r, s),
    "a trace with a transpose dropped": lambda: about(trace(product(X, R)), trace(product(transpose(X), R)), x_, r),
    "a trace of a product as a product": lambda: about(trace(product(X, R)), trace(X) * trace(R), x_, r),
    "a trace that is not square": lambda: about(trace(A), trace(A), a),
    "a trace that is zero and not square": lambda: about(trace(zeros(m, n)), 0),
    "the trace of the identity as its size": lambda: about(trace(I), n),
    "traces of identities of two sizes": lambda: about(trace(I), trace(identity_matrix(m))),
    "an equation of another trace": lambda: traces(
        equal(trace(product(X, R)), trace(X)), (RIGHT,), (AS_ONE,), (x_, r), ()
    ),
    "the shape of an identity that has none": lambda: shape_of_word(I, (), ()),
    "transposes of numbers": lambda: equal_transposes(assume(equal(c, c))),
    "a shape with one side that is natural": lambda: shape_of_word(product(A, I), (a,), NATURAL[1:]),
    "a shape of a letter that is not known": lambda: shape_of_word(A, (), NATURAL),
    "a shape by the other side": lambda: shape_of_equal(assume(equal_matrices(A, C)), a),
    "a kind by an equation": lambda: shape_of_equal(assume(equal_matrices(C, S)), s),
    "entries by the wrong range": lambda: equal_in_cells(
        assume(
            for_all(j, integers_between(1, n), for_all(k, integers_between(1, n), equal(cell(A, j, k), cell(C, j, k))))
        ),
        a,
        assume(member(C, WIDE)),
    ),
    "entries that are turned": lambda: equal_in_cells(
        assume(
            for_all(j, integers_between(1, n), for_all(k, integers_between(1, n), equal(cell(X, k, j), cell(R, j, k))))
        ),
        x_,
        r,
    ),
    "entries on the diagonal": lambda: equal_in_cells(
        assume(
            for_all(j, integers_between(1, n), for_all(k, integers_between(1, n), equal(cell(X, j, j), cell(R, j, j))))
        ),
        x_,
        r,
    ),
    "entries of two shapes": lambda: equal_in_cells(assume(CELLS), a, b),
    "entries of a kind": lambda: equal_in_cells(assume(CELLS), a, assume(member(transpose(B), symmetric(n)))),
    "entries beyond the shape": lambda: cells_of_equal(EQUAL, a, COLUMN, ROW),
    "entries of the other side": lambda: cells_of_equal(EQUAL, TURNED, ROW, COLUMN),
    "an entry of a letter": lambda: cell_of_word(cell(A, j, k)),
    "an entry of a product without its shape": lambda: cell_of_word(cell(product(A, B), j, k)),
    "an entry by another shape": lambda: cell_of_product(cell(product(A, B), j, k), b),
    "an entry of one factor": lambda: cell_of_product(cell(product(A), j, k), a),
    "an entry by a kind": lambda: cell_of_product(cell(product(S, X), j, k), s),
    "a trace by entries of what is not square": lambda: trace_of_cells(trace(A), a),
    "a trace by another shape": lambda: trace_of_cells(trace(X), r),
    "a trace of an identity that has no size": lambda: trace_of_identity(assume(member(n, REALS))),
    "a trace of an identity of a negative size": lambda: trace_of_identity(assume(member(n, integers_from(-1)))),
    "a start after a step": lambda: start_of_iteration(iterated(X, k, product(X, X), A, 1)),
    "a step that is none": lambda: next_iteration(STEP, assume(member(n, REALS))),
    "a step from before the start": lambda: next_iteration(STEP, assume(member(n, integers_from(-1)))),
    "a step of another number": lambda: next_iteration(BEFORE, NATURAL[1]),
    "a step of a letter": lambda: next_iteration(A, NATURAL[1]),
    "symmetric without its shape": lambda: belongs(member(S, symmetric(n)), assume(equal_matrices(transpose(S), S))),
    "definite from semidefinite": lambda: belongs(member(S, definite(n)), meant(assume(member(S, semidefinite(n))))),
    "invertible from one side": lambda: belongs(
        member(X, invertible(n)),
        assume(conjunction(member(X, SQUARE), exists(R, SQUARE, equal_matrices(product(X, R), I)))),
    ),
    "that all matrices of a shape mean something": lambda: meant(a),
    "a product of nothing": lambda: sort_of(product()),
    "a sum of nothing": lambda: sort_of(sum_of_matrices()),
    "a sum of a number and a matrix": lambda: sort_of(sum_of_matrices(A, c)),
    "a matrix in a sum of numbers": lambda: sort_of(A + B),
    "matrices that are equal as numbers": lambda: sort_of(equal(A, B)),
    "numbers that are equal as matrices": lambda: sort_of(equal_matrices(c, c)),
    "a trace of a number": lambda: sort_of(trace(c)),
    "a number among definite matrices": lambda: sort_of(member(c, definite(n))),
    "a matrix with a name": lambda: sort_of(Node("transpose", (A,), "T")),
    "a power of a matrix": lambda: sort_of(A**2),
    "a step that is a number": lambda: sort_of(Node("iterated", (Index(1), A, n))),
    "a step with a loose index": lambda: sort_of(Node("iterated", (Index(2), A, n))),
    "an iteration of two parts": lambda: sort_of(Node("iterated", (Index(0), A))),
}


@pytest.mark.parametrize(("use", "expected"), HONEST.values(), ids=HONEST)
def test_honest_use(use: Callable[[], Theorem], expected: Expression | Sequent) -> None:
    check_proved(use, expected)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attack_is_refused(attack: Callable[[], Any]) -> None:
    check_refused(attack)


def sides(*lengths: Expression) -> Expression:
    """That there are natural numbers of rows and columns; given are variables and, last, what is said of them."""
    *variables, said = lengths
    for variable in reversed(variables):
        said = exists(variable, integers_from(0), said)  # type: ignore[arg-type]
    return said


STEPS = iterated(X, k, product(X, A), B, n)
NEEDS: dict[str, tuple[Expression, Expression]] = {
    "an identity": (equal_matrices(I, I), member(n, integers_from(0))),
    "a trace": (equal(trace(A), 0), sides(x, member(A, matrices(x, x)))),
    "a sum": (
        equal_matrices(sum_of_matrices(A, B), A),
        sides(x, y, conjunction(member(A, matrices(x, y)), member(B, matrices(x, y)))),
    ),
    "a product": (
        equal_matrices(product(A, B), A),
        sides(x, y, j, conjunction(member(A, matrices(x, y)), member(B, matrices(y, j)))),
    ),
    "blocks above": (
        equal_matrices(stacked(A, B), A),
        sides(j, x, y, conjunction(member(A, matrices(x, j)), member(B, matrices(y, j)))),
    ),
    "blocks beside": (
        equal_matrices(beside(A, B), A),
        sides(j, x, y, conjunction(member(A, matrices(j, x)), member(B, matrices(j, y)))),
    ),
    "a multiple": (equal_matrices(multiple(1 / c, A), A), negation(equal(c, 0))),
    "a transpose": (equal_matrices(transpose(A), A), conjunction()),
    "an entry of a transpose": (equal(cell(transpose(A), j, k), 0), Node("has_cell", (transpose(A), j, k))),
    "steps": (
        equal_matrices(STEPS, A),
        conjunction(
            member(n, integers_from(0)),
            for_all(
                l,
                integers_between(1, n),
                sides(
                    x,
                    y,
                    j,
                    conjunction(
                        member(iterated(X, k, product(X, A), B, l - 1), matrices(x, y)), member(A, matrices(y, j))
                    ),
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize(("formula", "needed"), NEEDS.values(), ids=NEEDS)
def test_what_matrices_need_to_be_defined(formula: Expression, needed: Expression) -> None:
    assert defined(formula) == needed


def test_what_does_not_fit_is_not_defined() -> None:
    with pytest.raises(NotFound, match="do not fit"):
        fits(defined(equal_matrices(product(A, A), A)), (a, *NATURAL))


def associated() -> Proof:
    """`A ∈ ℝᵐˣⁿ ∧ B ∈ ℝⁿˣᵐ ⇒ (A B)ᵀ = Bᵀ Aᵀ`, for all sizes and matrices."""
    hypotheses = [each.conclusion for each in (*NATURAL, a, b)]
    equation = equal_matrices(transpose(product(A, B)), product(transpose(B), transpose(A)))
    goal = quantified(equation, *hypotheses)
    return Proof(goal, under(plain(equation.parts[0], equation.parts[1], a, b), *hypotheses), fits(defined(goal)))


def test_a_certificate_replays() -> None:
    (found,) = in_fresh_process(associated())
    assert (found.proved, found.trusts, found.facts) == (True, (), {})


EDITED = {
    "another head": ('"transpose"', '"transposed"'),
    "another rule": ('"rule": "words"', '"rule": "traces"'),
    "another domain": ('"matrices"', '"symmetric"'),
}


@pytest.mark.parametrize(("old", "new"), EDITED.values(), ids=EDITED)
def test_an_edited_certificate_does_not_replay(old: str, new: str) -> None:
    text = certificate(associated())
    with pytest.raises(Refused):
        read(text.replace(old, new))


def test_an_equation_of_matrices_that_no_rule_made_does_not_replay() -> None:
    made = object.__new__(Theorem)
    nonsense = Sequent(frozenset(), equal_matrices(identity_matrix(0), identity_matrix(1)))
    values = {"sequent": nonsense, "rule": "words", "arguments": (nonsense.conclusion, (), (), (), ())}
    for name, value in values.items():
        object.__setattr__(made, name, value)
    with pytest.raises(Refused):
        read(certificate(Proof(nonsense.conclusion, made, conjoin())))
