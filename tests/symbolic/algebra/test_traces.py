"""Normal forms of traces against products of exact matrices, of several sizes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.traces import (
    IDENTITY,
    Letter,
    Matrices,
    Rows,
    Rules,
    Trace,
    derivative,
    matrix,
    of_letter,
    reduced,
    substituted,
    trace,
    unpaired,
    value,
)

A, B = matrix("A"), matrix("B", symmetric=True)
x, y = matrix("x", vector=True), matrix("y", vector=True)
LETTERS = (A, A.T, B)


def random_letters(random: Random, size: int) -> dict[str, Rows]:
    def rows(columns: int) -> list[list[Fraction]]:
        return [[Fraction(random.randint(-4, 4), random.randint(1, 3)) for _ in range(columns)] for _ in range(size)]

    square = rows(size)
    symmetric = [[square[i][j] + square[j][i] for j in range(size)] for i in range(size)]
    found = {"A": rows(size), "B": symmetric, "x": rows(1), "y": rows(1), "Z": rows(size)}
    return {name: tuple(map(tuple, matrix)) for name, matrix in found.items()}


def number(expression: sympy.Expr, letters: dict[str, Rows], size: int) -> sympy.Expr:
    known = {s: to_sympy(value(s.word, letters)) for s in expression.free_symbols if isinstance(s, Trace)}
    return expression.xreplace({**known, d: sympy.Integer(size)})


def random_word(random: Random, length: int) -> Matrices:
    out = IDENTITY
    for _ in range(length):
        out = out @ random.choice(LETTERS)
    return out


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_trace_is_that_of_the_product(size: int) -> None:
    random = Random(size)
    letters = random_letters(random, size)
    for length in (1, 2, 3, 5, 7):
        word = random_word(random, length)
        (letters_of_word,) = word.terms
        assert number(trace(word), letters, size) == to_sympy(value(letters_of_word, letters))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_trace_has_one_name_however_it_is_read(size: int) -> None:
    random = Random(10 + size)
    word = random_word(random, 4) @ random_word(random, 3)
    (letters_of_word,) = word.terms
    turned = Matrices({(*letters_of_word[3:], *letters_of_word[:3]): sympy.Integer(1)})
    assert trace(word) == trace(turned) == trace(word.T)


def test_forms_are_cut_where_a_column_meets_a_row() -> None:
    letters = random_letters(Random(5), 3)
    both = trace(A @ x @ y.T @ B @ y @ x.T)
    assert {s.name for s in both.free_symbols} == {"(yᵀ B y)", "(xᵀ A x)"}
    assert number(both, letters, 3) == number(trace(x.T @ A @ x), letters, 3) * number(trace(y.T @ B @ y), letters, 3)


def test_a_rule_is_used_around_the_end_and_inside_forms() -> None:
    inverse = matrix("C", symmetric=True)
    ((b,), (c,)) = (next(iter(one.terms)) for one in (B, inverse))
    rules: Rules = {(b, c): IDENTITY, (c, b): IDENTITY}
    assert trace(B @ A @ inverse, rules) == trace(A)
    assert trace(x.T @ B @ inverse @ y, rules) == trace(x.T @ y)
    assert trace(B @ inverse, rules) == d
    assert reduced(A @ B @ inverse @ A, rules) == A @ A


def test_a_rule_of_three_letters() -> None:
    word = next(iter((A @ B @ A.T).terms))
    assert trace(A @ B @ A.T @ B, {word: B}) == trace(B @ B)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_derivative_is_the_difference(size: int) -> None:
    letters = random_letters(Random(20 + size), size)
    expression = trace(A @ B @ A.T) + 3 * trace(A @ A) * trace(A @ B)
    moved = [substituted(expression, {"A": A + matrix("Z") * step}) for step in (1, -1, 2, -2)]
    one, back, two, far = (number(each, letters, size) for each in moved)
    exact = (8 * (one - back) - (two - far)) / 12
    assert number(derivative(expression, "A", matrix("Z")), letters, size) == exact


def test_what_is_paired_is_found_again() -> None:
    gradient = A @ B * 2 - B @ A.T @ A * sympy.Symbol("u")
    assert unpaired(trace(matrix("Z").T @ gradient), "Z") == gradient


def test_letters_that_differ_beyond_their_name_are_different_unknowns() -> None:
    """Two papers may call different matrices V: one unknown for both kept the letter of the first that was made."""
    plain, inverse = (trace(matrix("V", latex, symmetric=True) @ B) for latex in ("", r"\Lambda^{-1}"))
    assert plain != inverse
    assert str(plain) == str(inverse)
    assert sympy.latex(plain) != sympy.latex(inverse)


def test_different_words_have_different_names() -> None:
    assert trace(A @ A @ B) != trace(A @ B @ A.T)
    assert Letter("A") != Letter("A", symmetric=True)
    assert trace(of_letter(Letter("A"))) == trace(of_letter(Letter("A")).T)
