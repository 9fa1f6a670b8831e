"""Exact matrices for every letter: a covariance with rational eigenvectors, its root and inverses, and any others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import flint
import sympy

from proofs.zhang2024.trace_values import gamma_of
from symbolic.algebra.rationals import to_flint, to_fraction, to_sympy
from symbolic.algebra.traces import Rows, at_matrices, inverse

Matrix = flint.fmpq_mat


def letters(size: int, N: int, seed: int) -> dict[str, Rows]:
    """By name; the first column of a rational rotation is v, an eigenvector of Λ."""
    random = Random(seed)
    roots = [Fraction(random.randint(1, 5), random.randint(1, 4)) for _ in range(size)]
    rotation = _rotation(size, random)
    covariance = _from_eigenvalues(rotation, [root**2 for root in roots])
    found = {
        "Λ": covariance,
        "B": _from_eigenvalues(rotation, roots),
        "K": _from_eigenvalues(rotation, [1 / root for root in roots]),
        "R": inverse(gamma_of(covariance, N)),
        "v": tuple((to_fraction(rotation[k, 0]),) for k in range(size)),
    }
    for name in ("U", "Z", "X"):
        found[name] = tuple(tuple(Fraction(random.randint(-5, 5), 3) for _ in range(size)) for _ in range(size))
    for name in ("w", "b", "p"):
        found[name] = tuple((Fraction(random.randint(-5, 5), 2),) for _ in range(size))
    square = found["X"]
    found["S"] = tuple(tuple(square[k][m] + square[m][k] for m in range(size)) for k in range(size))
    return found | _of_other_laws(size, N, Matrix([list(map(to_flint, row)) for row in covariance]), random)


def _of_other_laws(size: int, N: int, known: Matrix, random: Random) -> dict[str, Rows]:
    """Moments of covariates and of a query that are not normal: J is the root of S, with which F is given."""
    second, other = (
        [
            [to_flint(Fraction(random.randint(1, 9), 4)) if k >= m else flint.fmpq(0) for m in range(size)]
            for k in range(size)
        ]
        for _ in range(2)
    )
    root, spread = (Matrix(rows) * Matrix(rows).transpose() for rows in (second, other))
    square = root * root
    found = {"J": root, "T": square.inv(), "L": spread, "Q": spread * spread, "F": square * N - known * known * (N - 1)}
    return {name: _rows(matrix) for name, matrix in found.items()}


def _rows(matrix: Matrix) -> Rows:
    return tuple(tuple(to_fraction(entry) for entry in row) for row in matrix.tolist())


def first_eigenvalue(found: Mapping[str, Rows]) -> Fraction:
    """Of v."""
    row = next(k for k, (entry,) in enumerate(found["v"]) if entry)
    image = sum(found["Λ"][row][k] * found["v"][k][0] for k in range(len(found["v"])))
    return Fraction(image / found["v"][row][0])


def number(expression: sympy.Expr, size: int, N: int, seed: int) -> sympy.Expr:
    """The expression with every trace, size and symbol replaced by an exact number."""
    return with_numbers(expression, size, N, letters(size, N, seed))


def with_numbers(expression: sympy.Expr, size: int, N: int, found: Mapping[str, Rows]) -> sympy.Expr:
    """The same with these letters, v an eigenvector among them."""
    special = {"d": Fraction(size), "N": Fraction(N), "g": 1 + Fraction(1, N), "lambda": first_eigenvalue(found)}
    formal = at_matrices(expression, found)
    names = {symbol: symbol.name for symbol in formal.free_symbols}
    known = {one: special.get(name) or Fraction(Random(name).randint(1, 9), 4) for one, name in names.items()}
    return formal.xreplace({one: to_sympy(value) for one, value in known.items()})


def _rotation(size: int, random: Random) -> Matrix:
    """A Householder reflection, times one of the first axis."""
    axis = Matrix([[random.randint(1, 4)] for _ in range(size)])
    length = (axis.transpose() * axis)[0, 0]
    outer = axis * axis.transpose()
    identity = [[flint.fmpq(int(k == m)) for m in range(size)] for k in range(size)]
    return Matrix([[identity[k][m] - 2 * outer[k, m] / length for m in range(size)] for k in range(size)])


def _from_eigenvalues(rotation: Matrix, eigenvalues: list[Fraction]) -> Rows:
    size = len(eigenvalues)
    middle = Matrix([[to_flint(eigenvalues[k] * (k == m)) for m in range(size)] for k in range(size)])
    product = rotation * middle * rotation.transpose()
    return _rows(product)
