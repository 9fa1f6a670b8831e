"""Exact matrices for every letter: a covariance with rational eigenvectors, inverses, the samples, and any others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import flint
import sympy

from proofs.ahn2023.matrices_at_cases import KEPT, inverse_of_gamma
from proofs.ahn2023.one_layer.every_parameter import LINEAR, RELU
from symbolic.algebra.rationals import to_flint, to_fraction, to_sympy
from symbolic.algebra.traces import Rows, at_matrices

Matrix = flint.fmpq_mat

SQUARE = ("U", "Z", "A", "A_0", "A_1", "A_2")
SYMMETRIC = ("S", "S_0", "S_1", "S_2", "M", "F", "G")
VECTORS = ("p", "v", "a", "w", "q", "f", "z")


def letters(size: int, n: int, seed: int) -> dict[str, Rows]:
    """By name, with `Σ = V D Vᵀ`, Ω its inverse, and C that of B."""
    random = Random(seed)
    axis = [Fraction(random.randint(1, 4)) for _ in range(size)]
    rotation = _plain(_reflection(axis))
    eigenvalues = [Fraction(random.randint(1, 5), random.randint(1, 4)) for _ in range(size)]
    diagonal = _diagonal(eigenvalues)
    covariance, opposite = _turned(rotation, diagonal), _turned(rotation, _diagonal([1 / each for each in eigenvalues]))
    found: dict[str, Rows] = {"V": rotation, "D": diagonal, "Σ": covariance, "Ω": opposite}
    found |= {"B": _turned(rotation, _diagonal([each**2 for each in eigenvalues]))}
    found |= {"C": _turned(rotation, _diagonal([1 / each**2 for each in eigenvalues]))}
    found["E"] = inverse_of_gamma(diagonal, n, KEPT["R"])
    found |= {name: inverse_of_gamma(covariance, n, kept) for name, kept in KEPT.items()}
    found |= {name: _random(random, size, size) for name in SQUARE} | {"X": _random(random, size, n)}
    found |= {name: _random(random, size, 1) for name in VECTORS} | {"e": _random(random, n, 1)}
    for name in SYMMETRIC:
        square = _random(random, size, size)
        found[name] = tuple(tuple(square[i][j] + square[j][i] for j in range(size)) for i in range(size))
    return found


def number(expression: sympy.Expr, size: int, n: int, seed: int, kept: Fraction = Fraction(1)) -> sympy.Expr:
    """The expression with every trace, size and symbol replaced by an exact number."""
    found = letters(size, n, seed)
    formal = at_matrices(expression, found)
    return formal.xreplace({symbol: _scalar(symbol.name, size, n, kept) for symbol in formal.free_symbols})


def probability(key: str) -> Fraction:
    """With which the claim's layer keeps a sample."""
    kept = RELU.kept if key.endswith("relu") else LINEAR.kept
    return Fraction(str(kept))


def _scalar(name: str, size: int, n: int, kept: Fraction) -> sympy.Expr:
    special = {"d": Fraction(size), "n": Fraction(n), "g": kept + (2 - kept) / n}
    return to_sympy(special.get(name) or Fraction(Random(name).randint(1, 9), 4))


def _diagonal(entries: list[Fraction]) -> Rows:
    return tuple(tuple(entry * (i == j) for j in range(len(entries))) for i, entry in enumerate(entries))


def _turned(rotation: Rows, diagonal: Rows) -> Rows:
    return _times(_times(rotation, diagonal), tuple(zip(*rotation, strict=True)))


def _random(random: Random, height: int, width: int) -> Rows:
    return tuple(tuple(Fraction(random.randint(-5, 5), 3) for _ in range(width)) for _ in range(height))


def _reflection(axis: list[Fraction]) -> Matrix:
    """That of Householder."""
    column = Matrix([[to_flint(entry)] for entry in axis])
    length = (column.transpose() * column)[0, 0]
    outer = column * column.transpose()
    size = len(axis)
    return Matrix([[int(i == j) - 2 * outer[i, j] / length for j in range(size)] for i in range(size)])


def _plain(matrix: Matrix) -> Rows:
    return tuple(tuple(to_fraction(matrix[i, j]) for j in range(matrix.ncols())) for i in range(matrix.nrows()))


def _times(left: Rows, right: Rows) -> Rows:
    columns: Mapping[int, tuple[Fraction, ...]] = dict(enumerate(zip(*right, strict=True)))
    return tuple(
        tuple(sum((x * y for x, y in zip(row, columns[j], strict=True)), Fraction(0)) for j in columns) for row in left
    )
