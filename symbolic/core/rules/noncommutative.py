"""The checker of identities of matrices: blocks of polynomials in letters that do not commute, shapes checked.

A word is a path: the columns of each letter are the rows of the next. The empty word is an identity. Matrices that
stand above each other or beside each other are blocks, and are multiplied block by block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.expressions import Expression, Node, Refused, written
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import ARITHMETIC, Known, Quotients
from symbolic.core.sorts import OF_MATRICES
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import identity_matrix, product, trace, transpose

Sizes = tuple[Expression, ...]
"""How many rows, or columns, blocks have, in order."""

Letter = tuple[Expression, bool]
"""A matrix whose shape is given, and whether it is transposed."""

Word = tuple[Letter, ...]
Place = tuple[int, int]
"""Row and column of a block."""

Polynomial = Mapping[Word, Expression]
"""Words with coefficients."""

ONE = written(1)


@dataclass(frozen=True)
class Blocks:
    """Polynomials by their place, those that are missing being 0; most matrices have one block."""

    rows: Sizes
    columns: Sizes
    at: Mapping[Place, Polynomial]

    @property
    def coefficients(self) -> Iterator[Expression]:
        """Those of all words in all blocks."""
        return (number for inside in self.at.values() for number in inside.values())

    @property
    def shape(self) -> tuple[Expression, Expression]:
        """All rows and all columns together."""
        return together(self.rows), together(self.columns)


def together(sizes: Sizes) -> Expression:
    """The sum of sizes."""
    return sizes[0] if len(sizes) == 1 else Node("add", sizes)


@dataclass(frozen=True)
class Letters:
    """The shapes of matrices, which of them are symmetric, and the lengths that occur, which are natural numbers."""

    shapes: Mapping[Expression, tuple[Expression, Expression]]
    symmetric: frozenset[Expression]
    natural: frozenset[Expression]

    @staticmethod
    def by(theorems: Iterable[Theorem]) -> Letters:
        """From theorems `A ∈ ℝᵐˣⁿ`, or that A is symmetric, semidefinite, definite or invertible; refuses any other."""
        shapes: dict[Expression, tuple[Expression, Expression]] = {}
        symmetric: set[Expression] = set()
        for theorem in theorems:
            match parts(theorem.conclusion, "member"):
                case of, Node(head=head, parts=lengths) if head in OF_MATRICES:
                    shapes[of] = (lengths[0], lengths[-1])
                    if head not in ("matrices", "invertible"):
                        symmetric.add(of)
                case _:
                    raise Refused(f"that a matrix has a shape is expected, not {theorem.conclusion}")
        natural = frozenset(length for shape in shapes.values() for length in shape)
        return Letters(shapes, frozenset(symmetric), natural)

    def of(self, matrix: Expression) -> Blocks:
        """A matrix in blocks; raises `Refused` where a shape is not known, or sums, products or blocks do not fit."""
        if matrix in self.shapes:
            rows, columns = self.shapes[matrix]
            return Blocks((rows,), (columns,), {(0, 0): {((matrix, False),): ONE}})
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
                case "stacked", inside:
                    return self._stacked([self.of(each) for each in inside])
                case "beside", inside:
                    turned = self._stacked([self._transposed(self.of(each)) for each in inside])
                    return self._transposed(turned)
                case "identity", (size,):
                    return Blocks((size,), (size,), {(0, 0): {(): ONE}})
                case "zeros", (rows, columns):
                    return Blocks((rows,), (columns,), {})
        raise Refused(f"its shape is not known: {matrix}")

    def _transposed(self, of: Blocks) -> Blocks:
        at = {(k, j): {self.reversed(word): c for word, c in inside.items()} for (j, k), inside in of.at.items()}
        return Blocks(of.columns, of.rows, at)

    def reversed(self, word: Word) -> Word:
        """The transpose of a word."""
        return tuple((letter, letter not in self.symmetric and not turned) for letter, turned in reversed(word))

    def _stacked(self, parts_: list[Blocks]) -> Blocks:
        """One above the other; all lengths are natural numbers, so that each entry is in one block."""
        rows: Sizes = ()
        at: dict[Place, Polynomial] = {}
        for each in parts_:
            if each.columns != parts_[0].columns:
                raise Refused(f"{each.columns} columns stand below {parts_[0].columns}")
            at |= {(j + len(rows), k): inside for (j, k), inside in each.at.items()}
            rows += each.rows
        for size in (*rows, *parts_[0].columns):
            if size not in self.natural and not _natural(size):
                raise Refused(f"it is not known to be a natural number: {size}")
        return Blocks(rows, parts_[0].columns, at)

    def traces(self, term: Expression) -> Expression:
        """A term with the traces in it as combinations of traces of words, one for all rotations and transposes."""
        match term:
            case Node(head="trace", parts=(matrix,)):
                found = self.of(matrix)
                if found.rows != found.columns:
                    raise Refused("a trace is that of a square matrix")
                return Node("add", tuple(self._traces(found)))
            case Node(head=head, parts=inside) if head in ARITHMETIC:
                return Node(head, tuple(map(self.traces, inside)), term.value)
        return term

    def vanish(self, terms: Iterable[Expression], known: Iterable[Theorem]) -> bool:
        """Whether terms are 0, as quotients also in traces, wherever the conclusions of theorems hold."""
        inside, given = tuple(map(self.traces, terms)), Known.by(known)
        quotients = Quotients(Known(frozenset(map(self.traces, given.nonzero)), given.orders), *inside)
        return all(map(quotients.vanishes, inside))

    def _traces(self, of: Blocks) -> Iterator[Expression]:
        for n, size in enumerate(of.rows):
            for word, coefficient in of.at.get((n, n), {}).items():
                yield self.traces(coefficient) * self._trace(word, size)

    def _trace(self, word: Word, size: Expression) -> Expression:
        if not word:
            return trace(identity_matrix(size))
        turns = [each[n:] + each[:n] for each in (word, self.reversed(word)) for n in range(len(word))]
        first, *_ = sorted(turns, key=self._place)
        factors = tuple(transpose(letter) if turned else letter for letter, turned in first)
        return trace(factors[0] if len(factors) == 1 else product(*factors))

    def _place(self, word: Word) -> list[tuple[int, bool]]:
        order = {letter: n for n, letter in enumerate(self.shapes)}
        return [(order[letter], turned) for letter, turned in word]


def _natural(size: Expression) -> bool:
    match size:
        case Node(head="number", value=Fraction(denominator=1) as number):
            return number >= 0
    return False


def _sum(summands: list[Blocks]) -> Blocks:
    first = summands[0]
    at: dict[Place, dict[Word, Expression]] = {}
    for each in summands:
        if (each.rows, each.columns) != (first.rows, first.columns):
            raise Refused(f"a sum of matrices of the shapes {first.shape} and {each.shape}")
        for place, inside in each.at.items():
            _add(at.setdefault(place, {}), inside)
    return Blocks(first.rows, first.columns, at)


def _add(found: dict[Word, Expression], more: Polynomial) -> None:
    for word, coefficient in more.items():
        found[word] = found[word] + coefficient if word in found else coefficient


def _product(factors: list[Blocks]) -> Blocks:
    found = factors[0]
    for each in factors[1:]:
        if found.columns != each.rows:
            raise Refused(f"a product of matrices of the shapes {found.shape} and {each.shape}")
        at: dict[Place, dict[Word, Expression]] = {}
        for (j, middle), one in found.at.items():
            for (again, k), other in each.at.items():
                if again == middle:
                    _add(at.setdefault((j, k), {}), _multiplied(one, other))
        found = Blocks(found.rows, each.columns, at)
    return found


def _multiplied(one: Polynomial, other: Polynomial) -> Polynomial:
    found: dict[Word, Expression] = {}
    for left, coefficient in one.items():
        _add(found, {left + right: _times(coefficient, factor) for right, factor in other.items()})
    return found


def _scaled(number: Expression, of: Blocks) -> Blocks:
    at = {place: {word: _times(number, c) for word, c in inside.items()} for place, inside in of.at.items()}
    return Blocks(of.rows, of.columns, at)


def _times(one: Expression, other: Expression) -> Expression:
    return other if one == ONE else one if other == ONE else one * other
