"""Terms of sequences, matrices, indicators and models: which are well formed, and what each needs to be defined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Index, Node, Refused, Sort, Variable, written
from symbolic.core.rules.logic import assume, reflexive
from symbolic.core.signatures import Signature
from symbolic.core.sorts import sort_of
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    REALS,
    SEQUENCES,
    TRUE,
    Model,
    at_most,
    cell,
    conjunction,
    entry,
    equal,
    for_all,
    has_cell,
    implies,
    independent,
    indicator,
    integers_between,
    integers_from,
    law,
    less,
    listed,
    matrices,
    matrix,
    mean,
    member,
    mixture,
    moments,
    negation,
    normal,
    point,
    real,
    sequence,
    vector,
    vector_law,
    vector_moments,
)

i, j, k, n, t = map(real, "ijknt")
a, b, r = map(real, ("_0", "_1", "_2"))
"""Called as the checkers call their own variables."""

x, v = vector("x"), vector("v")
μ, ν = law("μ"), vector_law("ν")
M = Variable("M", Sort.MATRIX)

LINE = Model(Signature("line", ("T",), (("x_1", Sort.VECTOR_LAW), ("c", Sort.REAL)), ("P", "K")))
P = matrix(j, k, (n, 2), a * indicator(equal(j, k)))
K = matrix(j, k, (3, n), written(0))
GIVEN = written(7), ν, r, P, K
SPREAD = Model(Signature("spread", (), (("Λ", Sort.MATRIX),), ("P",)))

made: Any = Node

MALFORMED: dict[str, Callable[[], Any]] = {
    "an entry of a number": lambda: entry(a, 1),
    "an entry of a law": lambda: entry(ν, 1),
    "an entry of a matrix": lambda: entry(M, 1),
    "a cell of a sequence": lambda: cell(x, 1, 1),
    "a cell with one place": lambda: Node("cell", (M, written(1))),
    "an entry at a sequence": lambda: entry(x, x),
    "an entry that carries its place": lambda: Node("entry", (x, written(1)), 1),
    "a sequence of sequences": lambda: Node("entry", (Node("vector", (n, x)), written(1))),
    "a sequence of formulas": lambda: entry(Node("vector", (n, TRUE)), 1),
    "a sequence without a length": lambda: entry(Node("vector", (a,)), 1),
    "a sequence with a place in its length": lambda: entry(Node("vector", (Index(0), a)), 1),
    "an index beyond what a sequence binds": lambda: entry(Node("vector", (n, Index(1))), 1),
    "an index beyond what a matrix binds": lambda: cell(Node("matrix", (n, n, Index(2))), 1, 1),
    "an index in the rows of a matrix": lambda: cell(Node("matrix", (Index(0), n, a)), 1, 1),
    "an index in the columns of a matrix": lambda: cell(Node("matrix", (n, Index(0), a)), 1, 1),
    "a matrix without columns": lambda: cell(Node("matrix", (n, a)), 1, 1),
    "matrices compared": lambda: equal(M, M),
    "sequences compared": lambda: equal(x, x),
    "matrices added": lambda: cell(Node("add", (M, M)), 1, 1),
    "an indicator of a number": lambda: indicator(a),
    "an indicator of an open formula": lambda: indicator(equal(Index(0), 0)),
    "independent sequences": lambda: member(independent(ν), vector_moments(1)),
    "independent numbers as a law of numbers": lambda: member(independent(μ), moments(1)),
    "a law of sequences among laws of numbers": lambda: member(ν, moments(1)),
    "a law of numbers among laws of sequences": lambda: member(μ, vector_moments(1)),
    "a number among sequences": lambda: member(a, SEQUENCES),
    "a sequence among numbers": lambda: member(x, REALS),
    "a sequence variable for a number": lambda: for_all(x, REALS, less(0, entry(x, 1))),
    "a real variable for a sequence": lambda: for_all(a, SEQUENCES, less(0, a)),
    "a mean of numbers over sequences": lambda: equal(mean(a, ν, a), 0),
    "a mean of sequences over numbers": lambda: equal(mean(x, μ, entry(x, 1)), 0),
    "a mean over a sequence": lambda: mean(x, v, entry(x, 1)),
    "a mixture of numbers and sequences": lambda: mean(a, mixture(a, μ, ν), 1),
    "a mixture of sequences": lambda: mean(x, mixture(a, v, v), 1),
    "the law of a matrix": lambda: mean(x, point(M), 1),
    "the law of a law": lambda: mean(x, point(ν), 1),
    "the sequence of nothing": lambda: entry(sequence(), 1),
    "a sequence that begins with a sequence": lambda: entry(sequence(a, x), 1),
    "a sequence that begins with an index": lambda: entry(sequence(a, Index(0)), 1),
    "a sequence that begins in some way and carries something": lambda: entry(made("sequence", (a,), 1), 1),
    "the law of a sequence as one of numbers": lambda: member(point(sequence(a)), moments(1)),
    "matrices without columns": lambda: for_all(M, made("matrices", (n,)), TRUE),
    "matrices of a shape that is a sequence": lambda: for_all(M, matrices(n, x), TRUE),
    "a number among matrices": lambda: member(a, matrices(n, n)),
    "a matrix among numbers": lambda: member(M, REALS),
    "a number variable for a matrix": lambda: for_all(a, matrices(n, n), less(0, a)),
    "an entry that a sequence has": lambda: has_cell(x, 1, 1),
    "an entry that a matrix has at one place": lambda: made("has_cell", (M, a)),
    "that a matrix has an entry, as a number": lambda: less(0, has_cell(M, 1, 1)),
    "sequences with something to carry": lambda: member(x, Node("sequences", (), 1)),
    "moments of sequences of a negative order": lambda: member(ν, vector_moments(-1)),
    "moments of sequences of an order that is a truth value": lambda: member(ν, vector_moments(True)),
    "a limit along sequences": lambda: Node("tends", (SEQUENCES, a, written(0))),
    "a sum to a sequence": lambda: Node("total", (written(1), x, a)),
    "a variable for a model": lambda: Node("loss", (Variable("m", Sort.MODEL), *GIVEN)),
    "a model as a term": lambda: Node("model", (), LINE.signature.text),
    "a loss of nothing": lambda: Node("loss"),
    "a loss without a model": lambda: Node("loss", GIVEN),
    "a loss without blocks": lambda: LINE.loss(*GIVEN[:3]),
    "a loss of one block": lambda: LINE.loss(*GIVEN[:4]),
    "a loss of three blocks": lambda: LINE.loss(*GIVEN, K),
    "a loss of blocks that are numbers": lambda: LINE.loss(*GIVEN[:3], a, K),
    "a loss over numbers": lambda: LINE.loss(written(7), μ, r, P, K),
    "a loss with its data exchanged": lambda: LINE.loss(written(7), r, ν, P, K),
    "a loss with something to carry": lambda: made("loss", LINE.loss(*GIVEN).parts, 0),
    "a gradient as a number": lambda: LINE.gradient("P", *GIVEN),
    "a gradient by no block": lambda: cell(made("gradient", LINE.loss(*GIVEN).parts, 2), 1, 1),
    "a gradient by a block from the end": lambda: cell(made("gradient", LINE.loss(*GIVEN).parts, -1), 1, 1),
    "a gradient by a truth value": lambda: cell(made("gradient", LINE.loss(*GIVEN).parts, True), 1, 1),
    "a gradient by a covariance": lambda: cell(made("gradient", SPREAD.loss(K, P).parts, 1), 1, 1),
    "a covariance that is a number": lambda: SPREAD.loss(a, P),
    "a gradient that carries nothing": lambda: cell(made("gradient", LINE.loss(*GIVEN).parts), 1, 1),
    "a trajectory without a time": lambda: cell(LINE.trajectory("P", *GIVEN), 1, 1),
    "a trajectory at two times": lambda: cell(LINE.trajectory("P", *GIVEN, t, t), 1, 1),
    "a flow of a model at a time": lambda: LINE.flows(*GIVEN, t),
    "a model that is a number": lambda: made("loss", (Node("model", (), 3), *GIVEN)),
    "a model with parts": lambda: made("loss", (Node("model", (a,), LINE.signature.text), *GIVEN)),
    "another block": lambda: LINE.gradient("Q", *GIVEN),
}


@pytest.mark.parametrize("make", MALFORMED.values(), ids=MALFORMED)
def test_what_is_not_well_formed_is_refused_at_the_door(make: Callable[[], Any]) -> None:
    for rule in (assume, reflexive):
        with pytest.raises(Refused):
            rule(make())


SIGNATURES = (
    *("", "line", "line||", "line||||", "|T||P", "line|T,|x:LAW|P", "line|T|x|P", "line|T|x:DOMAIN|P"),
    *("line|T|x:|P", "line|T|:LAW|P", "line|T|x:LAW,|P", "line|T|x:LAW|P,,K", "line|T|x:LAW:LAW|P"),
)


@pytest.mark.parametrize("text", SIGNATURES)
def test_what_is_the_text_of_no_signature(text: str) -> None:
    with pytest.raises(Refused):
        Signature.read(text)
    with pytest.raises(Refused):
        sort_of(Node("model", (), text))


def test_a_signature_is_read_as_it_is_written() -> None:
    for signature in (LINE.signature, Signature("bare", (), (), ())):
        assert Signature.read(signature.text) == signature
    assert LINE.signature.sorts == (Sort.REAL, Sort.VECTOR_LAW, Sort.REAL, Sort.MATRIX, Sort.MATRIX)


WELL_FORMED = (
    for_all(x, SEQUENCES, less(0, entry(x, 1))),
    for_all(ν, vector_moments(2), less(0, mean(x, ν, entry(x, 1) * entry(x, 2)))),
    member(mixture(a, point(x), independent(normal(1))), vector_moments(3)),
    equal(cell(P, 1, 1) + indicator(for_all(j, REALS, less(0, j))), entry(listed(j, n, j), 1)),
    LINE.regular(*GIVEN),
    LINE.flows(*GIVEN),
    less(0, LINE.loss(*GIVEN) + cell(LINE.gradient("K", *GIVEN), 1, 1) + cell(LINE.trajectory("P", *GIVEN, t), 1, 1)),
)


@pytest.mark.parametrize("formula", WELL_FORMED)
def test_what_is_well_formed_is_taken(formula: Expression) -> None:
    assert assume(formula).conclusion == formula


LENGTH = member(n, INTEGERS)
THREE = member(written(3), INTEGERS)
TWO = member(written(2), INTEGERS)
REGULAR = LINE.regular(*GIVEN)
SHAPES = LENGTH, TWO, THREE


def within(place: Expression | int, length: Expression | int) -> Expression:
    """That a place is from 1 to a length."""
    return member(place, integers_between(1, length))


DEFINED = {
    "an entry": (equal(entry(x, a / b), 0), conjunction(negation(equal(b, 0)), member(a / b, integers_from(1)))),
    "an entry of each sequence": (
        for_all(x, SEQUENCES, less(0, entry(x, a))),
        for_all(x, SEQUENCES, member(a, integers_from(1))),
    ),
    "an indicator": (
        equal(indicator(equal(a / b, 1)) * a, 0),
        negation(equal(b, 0)),
    ),
    "an indicator that guards": (
        equal(indicator(conjunction(negation(equal(b, 0)), equal(a / b, 1))), 0),
        implies(negation(equal(b, 0)), negation(equal(b, 0))),
    ),
    "a mean over sequences": (
        equal(mean(x, ν, entry(x, a) ** 3 * entry(x, 2) + entry(x, 1)), 0),
        conjunction(
            for_all(
                x,
                SEQUENCES,
                conjunction(
                    member(a, integers_from(1)),
                    member(written(2), integers_from(1)),
                    member(written(1), integers_from(1)),
                ),
            ),
            member(ν, vector_moments(4)),
        ),
    ),
    "a mean of an entry whose place is drawn": (
        equal(mean(x, ν, entry(x, entry(x, 1))), 0),
        conjunction(
            for_all(x, SEQUENCES, conjunction(member(1, integers_from(1)), member(entry(x, 1), integers_from(1)))),
            FALSE,
        ),
    ),
    "a mean of a sum over entries": (
        equal(mean(x, ν, Node("total", (written(1), n, entry(x, 1)))), 0),
        conjunction(
            for_all(
                x,
                SEQUENCES,
                conjunction(
                    member(1, INTEGERS), LENGTH, for_all(i, integers_between(1, n), member(1, integers_from(1)))
                ),
            ),
            FALSE,
        ),
    ),
    "a mixture of laws of sequences": (
        equal(mean(x, mixture(a, ν, ν), 1), 0),
        conjunction(at_most(0, a), at_most(a, 1), member(mixture(a, ν, ν), vector_moments(0))),
    ),
    "an entry beyond the length": (
        equal(entry(listed(i, n, 1 / (i - 3)), 3), 0),
        conjunction(
            LENGTH, for_all(i, integers_from(1), negation(equal(i - 3, 0))), member(written(3), integers_from(1))
        ),
    ),
    "an entry beyond the length, of the values of a law": (
        equal(mean(x, point(listed(i, n, 1 / (i - 3))), entry(x, 3)), 0),
        conjunction(
            LENGTH,
            for_all(i, integers_from(1), negation(equal(i - 3, 0))),
            for_all(x, SEQUENCES, member(written(3), integers_from(1))),
            member(point(listed(i, n, 1 / (i - 3))), vector_moments(1)),
        ),
    ),
    "a cell": (equal(cell(P, a, b), 0), conjunction(*SHAPES[:2], within(a, n), within(b, 2))),
    "a cell of what is not defined everywhere": (
        equal(cell(matrix(i, j, (n, 2), 1 / (i - r * j)), 1, 1), 0),
        conjunction(
            *SHAPES[:2],
            for_all(i, integers_between(1, n), for_all(j, integers_between(1, 2), negation(equal(i - r * j, 0)))),
            within(1, n),
            within(1, 2),
        ),
    ),
    "a cell of a matrix without a shape": (equal(cell(M, a, 1), 0), has_cell(M, a, 1)),
    "a loss": (equal(LINE.loss(*GIVEN), 0), conjunction(*SHAPES, REGULAR)),
    "a loss at what is not defined": (
        equal(LINE.loss(a / b, ν, r, P, K), 0),
        conjunction(negation(equal(b, 0)), *SHAPES, LINE.regular(a / b, ν, r, P, K)),
    ),
    "that a loss is a polynomial": (REGULAR, conjunction(*SHAPES)),
    "that there is a gradient flow": (LINE.flows(*GIVEN), conjunction(*SHAPES, REGULAR)),
    "a gradient, in its block": (
        equal(cell(LINE.gradient("K", *GIVEN), a, b), 0),
        conjunction(*SHAPES, REGULAR, within(a, 3), within(b, n)),
    ),
    "a gradient, in the other block": (
        equal(cell(LINE.gradient("P", *GIVEN), a, b), 0),
        conjunction(*SHAPES, REGULAR, within(a, n), within(b, 2)),
    ),
    "a trajectory, in its block": (
        equal(cell(LINE.trajectory("K", *GIVEN, t), a, b), 0),
        conjunction(*SHAPES, at_most(0, t), REGULAR, LINE.flows(*GIVEN), within(a, 3), within(b, n)),
    ),
    "a gradient by a block without a shape": (
        equal(cell(LINE.gradient("K", *GIVEN[:4], M), a, b), 0),
        conjunction(*SHAPES[:2], LINE.regular(*GIVEN[:4], M), has_cell(LINE.gradient("K", *GIVEN[:4], M), a, b)),
    ),
    "a gradient at a gradient": (
        equal(cell(LINE.gradient("P", *GIVEN[:3], LINE.gradient("K", *GIVEN), K), a, b), 0),
        conjunction(
            *SHAPES,
            REGULAR,
            LINE.regular(*GIVEN[:3], LINE.gradient("K", *GIVEN), K),
            within(a, 3),
            within(b, n),
        ),
    ),
}


@pytest.mark.parametrize(("formula", "needs"), DEFINED.values(), ids=DEFINED)
def test_what_a_formula_needs(formula: Expression, needs: Expression) -> None:
    assert defined(formula) == needs
