"""Words of rectangular matrices: every sum and product is refused where the sizes do not fit.

Sizes are symbols or numbers, so that an identity between words is one of matrices of all sizes. The identity of every
size is the empty word, the zero of every size has none; here both know their size. An inverse is a letter R with
`R M = M R = 1`: rules say so, and whoever uses them shows that it exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy

from symbolic.algebra.traces import IDENTITY, Letter, Matrices, Rules, Word, of_letter, reduced, trace


class SizesDiffer(ValueError):
    """Matrices that are added or multiplied although their sizes do not fit."""


@dataclass(frozen=True)
class Rectangular:
    """A linear combination of words of `rows` by `columns`.

    >>> m, n = sympy.symbols("m n", integer=True, positive=True)
    >>> A = rectangular("A", m, n)
    >>> (A @ A.T).rows, (A.T @ A).rows
    (m, n)
    """

    words: Matrices
    rows: sympy.Expr | int
    columns: sympy.Expr | int

    def __add__(self, other: Rectangular) -> Rectangular:
        if (self.rows, self.columns) != (other.rows, other.columns):
            raise SizesDiffer(f"{self.size} and {other.size} are added")
        return Rectangular(self.words + other.words, self.rows, self.columns)

    def __sub__(self, other: Rectangular) -> Rectangular:
        return self + other * -1

    def __neg__(self) -> Rectangular:
        return self * -1

    def __mul__(self, factor: sympy.Expr | int) -> Rectangular:
        return Rectangular(self.words * factor, self.rows, self.columns)

    __rmul__ = __mul__

    def __matmul__(self, other: Rectangular) -> Rectangular:
        if self.columns != other.rows:
            raise SizesDiffer(f"{self.size} and {other.size} are multiplied")
        return Rectangular(self.words @ other.words, self.rows, other.columns)

    @property
    def T(self) -> Rectangular:
        """The transpose."""
        return Rectangular(self.words.T, self.columns, self.rows)

    @property
    def size(self) -> str:
        return f"{self.rows} x {self.columns}"


def rectangular(name: str, rows: sympy.Expr | int, columns: sympy.Expr | int, latex: str = "") -> Rectangular:
    """A letter; one with a single column is a vector. Raises SizesDiffer for a single row: transpose a column."""
    if rows == 1:
        raise SizesDiffer(f"{name} has one row: write the transpose of a column")
    return Rectangular(of_letter(Letter(name, latex, vector=columns == 1)), rows, columns)


def symmetric(name: str, size: sympy.Expr | int, latex: str = "") -> Rectangular:
    """A letter that is its own transpose."""
    return Rectangular(of_letter(Letter(name, latex, symmetric=True)), size, size)


def eye(size: sympy.Expr | int) -> Rectangular:
    return Rectangular(IDENTITY, size, size)


def zero(rows: sympy.Expr | int, columns: sympy.Expr | int) -> Rectangular:
    return Rectangular(Matrices({}), rows, columns)


def paired(matrix: Rectangular, rules: Rules | None = None, name: str = "Z") -> sympy.Expr:
    """`tr(Zᵀ M)` for the letter Z, which stands for any matrix of the size of M: it says all of M.

    >>> n = sympy.Symbol("n", integer=True, positive=True)
    >>> paired(rectangular("A", n, n) - eye(n))
    tr(A Zᵀ) - tr(Z)
    """
    other = rectangular(name, matrix.rows, matrix.columns)
    return trace((other.T @ matrix).words, rules)


def form(matrix: Rectangular, rules: Rules | None = None) -> sympy.Expr:
    """A matrix of one row and one column as a number; raises SizesDiffer for another."""
    if (matrix.rows, matrix.columns) != (1, 1):
        raise SizesDiffer(f"a {matrix.size} matrix is no number")
    return trace(matrix.words, rules)


def letter_of(matrix: Rectangular) -> Letter:
    """The letter that a matrix is; raises ValueError where it is more than one."""
    (((letter,), _),) = matrix.words.terms.items()
    return letter


def word_of(matrix: Rectangular) -> Word:
    """The word that a matrix is a multiple of; raises ValueError where it has several."""
    ((word, _),) = matrix.words.terms.items()
    return word


def inverse_rules(inverse: Rectangular, matrix: Rectangular, leading: Rectangular) -> Rules:
    """`R M = 1` and `M R = 1`, solved for R times the leading word of M, and for that word times R.

    >>> n = sympy.Symbol("n", integer=True, positive=True)
    >>> A, R = rectangular("A", n, n), rectangular("R", n, n)
    >>> rules = inverse_rules(R, eye(n) + A, A)
    >>> paired(R @ A - A @ R, rules)
    0
    """
    one, (rest, factor) = eye(matrix.rows), _without(matrix, word_of(leading))
    R, word = letter_of(inverse), word_of(leading)
    return {
        (R, *word): ((one - inverse @ rest) * (1 / factor)).words,
        (*word, R): ((one - rest @ inverse) * (1 / factor)).words,
    }


def _without(matrix: Rectangular, word: Word) -> tuple[Rectangular, sympy.Expr]:
    """A matrix without one of its words, and the coefficient of that word."""
    terms = dict(matrix.words.terms)
    factor = terms.pop(word)
    return Rectangular(Matrices(terms), matrix.rows, matrix.columns), factor


def as_rules(equations: Mapping[Word, Rectangular]) -> Rules:
    """Words and what they are equal to."""
    return {word: matrix.words for word, matrix in equations.items()}


def simplified(matrix: Rectangular, rules: Rules) -> Rectangular:
    """With the rules used wherever they fit."""
    return Rectangular(reduced(matrix.words, rules), matrix.rows, matrix.columns)
