"""The checker of identities of matrices: polynomials in letters that do not commute, shapes checked on the way.

A word is a path: the columns of each letter are the rows of the next. The empty word is an identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from symbolic.core.expressions import Expression, Node, Refused, written
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import ARITHMETIC, Known, Quotients
from symbolic.core.sorts import OF_MATRICES
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import identity_matrix, product, trace, transpose

Shape = tuple[Expression, Expression]
"""Rows and columns."""

Letter = tuple[Expression, bool]
"""A matrix that is no sum and no product, and whether it is transposed."""

Word = tuple[Letter, ...]

ONE = written(1)


@dataclass(frozen=True)
class MatrixPolynomial:
    """Words with coefficients, all of one shape."""

    shape: Shape
    terms: Mapping[Word, Expression]


@dataclass(frozen=True)
class Letters:
    """The shapes of matrices, and which of them are symmetric."""

    shapes: Mapping[Expression, Shape]
    symmetric: frozenset[Expression]

    @staticmethod
    def by(theorems: Iterable[Theorem]) -> Letters:
        """From theorems `A ∈ ℝᵐˣⁿ`, or that A is symmetric, semidefinite, definite or invertible; refuses any other."""
        shapes: dict[Expression, Shape] = {}
        symmetric: set[Expression] = set()
        for theorem in theorems:
            of, domain = parts(theorem.conclusion, "member")
            if not isinstance(domain, Node) or domain.head not in OF_MATRICES:
                raise Refused(f"that a matrix has a shape is expected, not {theorem.conclusion}")
            shapes[of] = (domain.parts[0], domain.parts[-1])
            if domain.head not in ("matrices", "invertible"):
                symmetric.add(of)
        return Letters(shapes, frozenset(symmetric))

    def of(self, matrix: Expression) -> MatrixPolynomial:
        """A matrix as a polynomial; raises `Refused` where a shape is not known, or sums or products do not fit."""
        if isinstance(matrix, Node):
            match matrix.head, matrix.parts:
                case "sum_of_matrices", inside:
                    return _sum([self.of(each) for each in inside])
                case "product", inside:
                    return _product([self.of(each) for each in inside])
                case "multiple", (number, inside):
                    return _scaled(number, self.of(inside))
                case "transpose", (inside,):
                    return self._transposed(self.of(inside))
                case "identity", (size,):
                    return MatrixPolynomial((size, size), {(): ONE})
                case "zeros", (rows, columns):
                    return MatrixPolynomial((rows, columns), {})
        if matrix not in self.shapes:
            raise Refused(f"its shape is not known: {matrix}")
        return MatrixPolynomial(self.shapes[matrix], {((matrix, False),): ONE})

    def _transposed(self, of: MatrixPolynomial) -> MatrixPolynomial:
        rows, columns = of.shape
        return MatrixPolynomial((columns, rows), {self.reversed(word): term for word, term in of.terms.items()})

    def reversed(self, word: Word) -> Word:
        """The transpose of a word."""
        return tuple((letter, letter not in self.symmetric and not turned) for letter, turned in reversed(word))

    def traces(self, term: Expression) -> Expression:
        """A term with the traces in it as combinations of traces of words, one for all rotations and transposes."""
        match term:
            case Node(head="trace", parts=(matrix,)):
                found = self.of(matrix)
                if found.shape[0] != found.shape[1]:
                    raise Refused("a trace is that of a square matrix")
                words = [coefficient * self._trace(word, found.shape[0]) for word, coefficient in found.terms.items()]
                return Node("add", tuple(words))
            case Node(head="divide", parts=(numerator, divisor)):
                return self.traces(numerator) / divisor
            case Node(head=head, parts=inside) if head in ARITHMETIC:
                return Node(head, tuple(map(self.traces, inside)), term.value)
        return term

    def _trace(self, word: Word, size: Expression) -> Expression:
        if not word:
            return trace(identity_matrix(size))
        turns = [each[n:] + each[:n] for each in (word, self.reversed(word)) for n in range(len(word))]
        first = min(turns, key=self._place)
        return trace(product(*(transpose(letter) if turned else letter for letter, turned in first)))

    def _place(self, word: Word) -> list[tuple[int, bool]]:
        order = {letter: n for n, letter in enumerate(self.shapes)}
        return [(order[letter], turned) for letter, turned in word]


def vanishing(polynomial: MatrixPolynomial, known: Iterable[Theorem]) -> bool:
    """Whether all coefficients are 0, as quotients, wherever the conclusions of theorems hold."""
    coefficients = tuple(polynomial.terms.values())
    quotients = Quotients(Known.by(known), *coefficients)
    return all(map(quotients.vanishes, coefficients))


def _sum(summands: list[MatrixPolynomial]) -> MatrixPolynomial:
    found: dict[Word, Expression] = {}
    for each in summands:
        if each.shape != summands[0].shape:
            raise Refused(f"a sum of matrices of the shapes {summands[0].shape} and {each.shape}")
        for word, coefficient in each.terms.items():
            found[word] = found[word] + coefficient if word in found else coefficient
    return MatrixPolynomial(summands[0].shape, found)


def _product(factors: list[MatrixPolynomial]) -> MatrixPolynomial:
    found = factors[0]
    for each in factors[1:]:
        if found.shape[1] != each.shape[0]:
            raise Refused(f"a product of matrices of the shapes {found.shape} and {each.shape}")
        terms: dict[Word, Expression] = {}
        for left, one in found.terms.items():
            for right, other in each.terms.items():
                word, coefficient = left + right, _times(one, other)
                terms[word] = terms[word] + coefficient if word in terms else coefficient
        found = MatrixPolynomial((found.shape[0], each.shape[1]), terms)
    return found


def _scaled(number: Expression, of: MatrixPolynomial) -> MatrixPolynomial:
    return MatrixPolynomial(of.shape, {word: _times(number, coefficient) for word, coefficient in of.terms.items()})


def _times(one: Expression, other: Expression) -> Expression:
    return other if one == ONE else one if other == ONE else one * other
