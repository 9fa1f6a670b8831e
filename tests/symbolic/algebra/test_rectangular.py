"""Words of rectangular matrices against exact matrices of several sizes; sizes that do not fit are refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sympy

from numeric_check.model.rational_matrices import Rational, fixed, identity, inverse, product, rows_of, trace
from symbolic.algebra.block_words import Blocks, beside, stacked
from symbolic.algebra.rationals import to_sympy
from symbolic.algebra.rectangular import (
    Rectangular,
    SizesDiffer,
    eye,
    form,
    inverse_rules,
    paired,
    rectangular,
    simplified,
    symmetric,
    zero,
)
from symbolic.algebra.traces import at_matrices, derivative
from symbolic.algebra.traces import trace as trace_of
from symbolic.algebra.vanishing_powers import contracting

m, n = sympy.symbols("m n", integer=True, positive=True)
A, B = rectangular("A", m, n), rectangular("B", n, m)
R, Q = rectangular("R", m, m), rectangular("Q", n, n)
k = rectangular("k", n, 1)
OF_R, OF_Q = inverse_rules(R, eye(m) + A @ B, A @ B), inverse_rules(Q, eye(n) + B @ A, B @ A)

SIZES = ((1, 1), (1, 3), (2, 3), (4, 2))


def numbers(rows: int, columns: int) -> Mapping[str, Rational]:
    one, other = fixed("A", rows, columns), fixed("B", columns, rows)
    inverses = {"R": inverse(identity(rows) + one @ other), "Q": inverse(identity(columns) + other @ one)}
    return {"A": one, "B": other, "k": fixed("k", columns, 1), "Z": fixed("Z", rows, columns), **inverses}


MISFITS = {
    "a sum": lambda: A + B,
    "a difference": lambda: A @ B - eye(n),
    "a product": lambda: A @ A,
    "an identity": lambda: A @ eye(m),
    "a number": lambda: form(A @ B),
    "one row": lambda: rectangular("x", 1, n),
    "a block": lambda: stacked(A, A).T @ stacked(A, B),
    "blocks added": lambda: stacked(A, A) + stacked(A, B),
}


@pytest.mark.parametrize("made", MISFITS.values(), ids=MISFITS)
def test_sizes_that_do_not_fit_are_refused(made: object) -> None:
    assert callable(made)
    with pytest.raises(SizesDiffer):
        made()


@pytest.mark.parametrize("sizes", SIZES)
def test_a_pairing_is_the_trace_of_a_product(sizes: tuple[int, int]) -> None:
    at = numbers(*sizes)
    words = A @ B @ A - A * 3
    found = product(at["A"], at["B"], at["A"]) - 3 * at["A"]
    assert at_matrices(paired(words), rows_of(at)) == to_sympy(trace(at["Z"].T @ found))


@pytest.mark.parametrize("sizes", SIZES)
def test_an_inverse_is_pushed_through(sizes: tuple[int, int]) -> None:
    """`R A = A Q` for `R = (1 + AB)⁻¹`, `Q = (1 + BA)⁻¹`: the word `R A (1 + BA) Q` is reduced in two ways."""
    between = R @ A @ (eye(n) + B @ A) @ Q
    assert paired(between, OF_Q) == paired(R @ A)
    assert paired(between, OF_R) == paired(A @ Q)
    at = numbers(*sizes)
    assert at_matrices(paired(R @ A) - paired(A @ Q), rows_of(at)) == 0


def test_without_a_rule_words_stay_apart() -> None:
    assert paired(R @ A) != paired(A @ Q)
    assert simplified(R @ A @ B, OF_R) == eye(m) - R
    assert simplified(A @ B @ R, OF_R) == eye(m) - R


def test_rules_with_coefficients() -> None:
    ridge = sympy.Symbol("lambda", positive=True)
    S = symmetric("S", m)
    rules = inverse_rules(S, A @ A.T * 2 + eye(m) * (1 / ridge), A @ A.T)
    matrix = A @ A.T * 2 + eye(m) * (1 / ridge)
    assert simplified(S @ matrix, rules) == simplified(matrix @ S, rules) == eye(m)


def test_a_form_is_a_number_in_a_product() -> None:
    outer = k @ k.T
    assert paired(outer @ outer) == sympy.expand(form(k.T @ k) * paired(outer))


def test_a_slope_of_a_square_of_words_of_all_sizes() -> None:
    off = (A @ rectangular("X", n, m) - eye(m)).words
    loss = trace_of(off.T @ off, dimension=m) / 2
    slope = derivative(loss, "X", rectangular("Z", n, m).words)
    assert sympy.expand(slope - paired(A.T @ (A @ rectangular("X", n, m) - eye(m)))) == 0


def test_blocks_multiply_as_their_matrices_do() -> None:
    tokens = beside(stacked(A, A * 2), stacked(eye(m), zero(m, m)))
    assert [[block.size for block in row] for row in tokens.rows] == [["m x n", "m x m"], ["m x n", "m x m"]]
    squares = tokens @ tokens.T
    assert squares.rows[0][0] == A @ A.T + eye(m)
    assert squares.rows[1][0] == A @ A.T * 2
    assert (tokens * 3 + tokens).rows[1][0] == A * 8
    assert isinstance(squares.T, Blocks)


def test_the_range_of_a_contraction() -> None:
    x = sympy.Symbol("x", real=True)
    assert contracting(1 - 2 * x, x) == sympy.Interval.open(0, 1)
    assert contracting(3 + x, x) == sympy.Interval.open(-4, -2)
    for factor in (x**2, sympy.Symbol("c", real=True) * x, sympy.Integer(1)):
        with pytest.raises(ValueError, match="affine"):
            contracting(factor, x)


def test_a_singular_matrix_has_no_inverse() -> None:
    with pytest.raises(ZeroDivisionError):
        inverse(fixed("A", 3, 1) @ fixed("B", 1, 3))


def test_pairing_tells_sizes_apart() -> None:
    assert isinstance(eye(m), Rectangular)
    assert eye(m) != eye(n)
    assert zero(m, n) + A == A
