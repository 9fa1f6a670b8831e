"""Are two matrices of a description the same for all sizes, wherever the inverses in them exist?

*Yes* is shown by words: an inverse of M is a fresh letter R with `R M = M R = 1`, and both sides may be multiplied by
M, which has an inverse. *No* is shown by rational matrices of a size at which all inverses exist and the sides differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import count, product
from math import prod
from operator import add

import flint
import sympy

from symbolic.algebra.rationals import to_flint, to_fraction
from symbolic.algebra.rectangular import Rectangular, eye, inverse_rules, rectangular, simplified, symmetric, zero
from symbolic.algebra.traces import Matrices, Rules, Word
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.expectation.characters import OutOfReach
from symbolic.model.closed_sums.label_sums import monomial_laurent
from symbolic.model.letters import affine_expression
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import Adjoint, Array, Axis, Constant, Inverse, Parameter, Product, Scaled, Sum, nodes
from symbolic.setting.randomness import Sample
from symbolic.setting.valueless import Untraceable
from symbolic.setting.weights import Weight

MOST_PRODUCTS = 60
"""So many multiples of the difference are tried."""

LARGEST_SIZES = 27
"""Sizes from 1 to 3 are tried up to this product: three sizes all of them, more sizes the smaller ones."""


def same_matrices(left: Array, right: Array) -> Answer:
    """Whether both are one matrix for all sizes, at every point where the inverses in them exist.

    Raises Untraceable for two shapes, and OutOfReach for a node that is neither a matrix by name, the identity, zero, a
    sum, a product, a transpose, a multiple nor an inverse.

    >>> from symbolic.setting import eye, given, inverse, size
    >>> n, s = size("n"), size("s")
    >>> B, C = given("B", [n], [s]), given("C", [s], [n])
    >>> type(same_matrices(inverse(eye(n) + B @ C) @ B, B @ inverse(eye(s) + C @ B))).__name__
    'Holds'
    """
    if (left.rows, left.columns) != (right.rows, right.columns):
        raise Untraceable(f"{left.shape} and {right.shape} are compared: both sides need one shape")
    words = _Words()
    difference = words.of(left) - words.of(right)
    if shown := _vanishes(difference, words):
        return Holds(shown)
    if found := _apart(left, right):
        return Fails("the sides differ", found)
    return Unknown("words do not show it, and rational matrices of sizes up to 3 do not refute it")


@dataclass(frozen=True)
class _Words:
    """Arrays as words, and the inverses met in them: letter, matrix and the word that is solved for."""

    inverses: list[tuple[Rectangular, Rectangular, Rectangular]] = field(default_factory=list)

    def of(self, array: Array) -> Rectangular:
        match array:
            case Parameter() | Sample():
                return _letter(array)
            case Constant(kind="eye"):
                return eye(_side(array.rows))
            case Constant(kind="zero"):
                return zero(_side(array.rows), _side(array.columns))
            case Adjoint(of=of):
                return self.of(of).T
            case Product(left=left, right=right):
                return self.of(left) @ self.of(right)
            case Sum(parts=(first, *others)):
                total: Rectangular = reduce(add, map(self.of, others), self.of(first))
                return total
            case Scaled(weight=weight, of=of):
                multiple: Rectangular = self.of(of) * _number(weight)
                return multiple
            case Inverse(of=of):
                return self._inverse(self.of(of))
        raise OutOfReach(f"a {type(array).__name__.lower()} in an identity of matrices: named matrices were expected")

    def _inverse(self, matrix: Rectangular) -> Rectangular:
        matrix = simplified(matrix, self.rules())
        for known, of, _ in self.inverses:
            if of.words.terms == matrix.words.terms and of.rows == matrix.rows:
                return known
        if set(matrix.words.terms) <= {()}:
            if not matrix.words.terms:
                raise OutOfReach("the inverse of zero")
            alone: Rectangular = eye(matrix.rows) * (1 / matrix.words.terms[()])
            return alone
        name = f"R{len(self.inverses) + 1}⁻"
        alike = matrix.words.terms == matrix.T.words.terms
        letter = symmetric(name, matrix.rows) if alike else rectangular(name, matrix.rows, matrix.rows)
        leading = max((word for word in matrix.words.terms if word), key=_order)
        solved = Rectangular(Matrices({leading: sympy.Integer(1)}), matrix.rows, matrix.rows)
        self.inverses.append((letter, matrix, solved))
        return letter

    def rules(self) -> Rules:
        """What every inverse does to what it is the inverse of, also transposed."""
        found: dict[Word, Matrices] = {}
        for letter, matrix, leading in self.inverses:
            found |= inverse_rules(letter, matrix, leading)
            found |= inverse_rules(letter.T, matrix.T, leading.T)
        return found


def _order(word: Word) -> tuple[int, tuple[str, ...]]:
    """Rules take the largest word by length, then by letters, and so they come to an end."""
    return len(word), tuple(letter.text for letter in word)


def _letter(array: Parameter | Sample) -> Rectangular:
    if len(array.rows) > 1 or len(array.columns) > 1 or (isinstance(array, Sample) and array.label is not None):
        raise OutOfReach("a matrix of several blocks, or a copy of a draw, in an identity of matrices")
    name = array.name if isinstance(array, Parameter) else array.draw.name
    rows, columns = _side(array.rows), _side(array.columns)
    if rows == 1 and columns != 1:
        return rectangular(name, columns, rows).T
    return rectangular(name, rows, columns) if rows != 1 else Rectangular(rectangular(name, 2, 1).words, 1, 1)


def _side(axis: Axis) -> sympy.Expr:
    return affine_expression(axis[0]) if axis else sympy.Integer(1)


def _number(weight: Weight) -> sympy.Expr:
    return sympy.Add(*(monomial_laurent(monomial, {}).expression() for monomial in weight.monomials))


def _vanishes(difference: Rectangular, words: _Words) -> str:
    """How it is shown that a matrix is zero: by words, after factors that have inverses; empty where it is not."""
    rules = words.rules()
    start = simplified(difference, rules)
    left = [(start, 0)]
    for matrix, factors in left:
        if all(sympy.cancel(c) == 0 for c in matrix.words.terms.values()):
            after = f" after multiplying by {factors} matrices with inverses" if factors else ""
            return f"both sides have the same words{after}"
        if len(left) < MOST_PRODUCTS:
            left += [(simplified(more, rules), factors + 1) for more in _multiples(matrix, words)]
    return ""


def _multiples(matrix: Rectangular, words: _Words) -> Iterator[Rectangular]:
    for letter, of, _ in words.inverses:
        for inverse, factor in ((letter, of), (letter.T, of.T)):
            ((word, _),) = inverse.words.terms.items()
            if any(w[:1] == word for w in matrix.words.terms) and factor.columns == matrix.rows:
                yield factor @ matrix
            if any(w[-1:] == word for w in matrix.words.terms) and factor.rows == matrix.columns:
                yield matrix @ factor


def _apart(left: Array, right: Array) -> str:
    """Sizes at which fixed rational matrices tell both sides apart; empty where none of those tried does."""
    sizes = sorted({name for array in (*nodes(left), *nodes(right)) for name in _names(array)})
    for seed, values in zip(count(), product((1, 2, 3), repeat=len(sizes)), strict=False):
        if prod(values) <= LARGEST_SIZES:
            at = _Numbers(dict(zip(sizes, values, strict=True)), _small(seed), {})
            try:
                if at.of(left) != at.of(right):
                    return at.text
            except ZeroDivisionError:
                continue
    return ""


def _names(array: Array) -> Iterator[str]:
    for axis in (array.rows, array.columns):
        for dimension in axis:
            yield from dimension.names
    if isinstance(array, Scaled):
        yield from (name for monomial in array.weight.monomials for name in monomial.names)


def _small(seed: int) -> Iterator[int]:
    """Whole numbers from -3 to 3, without a pattern that is seen at once."""
    state = seed + 1
    while True:
        state = 48271 * state % 2147483647
        yield state // 1000 % 7 - 3


@dataclass(frozen=True)
class _Numbers:
    """Arrays at sizes, their letters matrices of small whole numbers from a fixed sequence."""

    sizes: Mapping[str, int]
    entries: Iterator[int]
    known: dict[str, flint.fmpq_mat]

    def of(self, array: Array) -> flint.fmpq_mat:
        match array:
            case Parameter(name=name):
                return self._drawn(name, array)
            case Sample(draw=draw):
                return self._drawn(draw.name, array)
            case Constant(kind=kind):
                rows, columns = self._shape(array)
                return flint.fmpq_mat([[int(kind == "eye" and r == c) for c in range(columns)] for r in range(rows)])
            case Adjoint(of=of):
                return self.of(of).transpose()
            case Product(left=left, right=right):
                return self.of(left) * self.of(right)
            case Sum(parts=(first, *others)):
                return reduce(add, (self.of(other) for other in others), self.of(first))
            case Scaled(weight=weight, of=of):
                return self.of(of) * self._value(weight)
            case Inverse(of=of):
                return self.of(of).inv()
        raise OutOfReach(f"a {type(array).__name__.lower()} in an identity of matrices")

    @property
    def text(self) -> str:
        """Sizes and the matrices drawn at them."""
        letters = (
            f"{name} = {[[str(x) for x in row] for row in m.tolist()]}".replace("'", "")
            for name, m in self.known.items()
        )
        return ", ".join([*(f"{name} = {value}" for name, value in self.sizes.items()), *letters])

    def _drawn(self, name: str, array: Array) -> flint.fmpq_mat:
        if name not in self.known:
            rows, columns = self._shape(array)
            entries = [[next(self.entries) for _ in range(columns)] for _ in range(rows)]
            self.known[name] = flint.fmpq_mat(entries)
        return self.known[name]

    def _value(self, weight: Weight) -> flint.fmpq:
        names = sorted({name for monomial in weight.monomials for name, _ in monomial.scalars})
        for name in names:
            self.known.setdefault(name, flint.fmpq_mat([[4 + next(self.entries)]]))
        scalars = {name: to_fraction(self.known[name][0, 0]) for name in names}
        return to_flint(sum(monomial.value(self.sizes, scalars) for monomial in weight.monomials))

    def _shape(self, array: Array) -> tuple[int, int]:
        return self._length(array.rows), self._length(array.columns)

    def _length(self, axis: tuple[Affine, ...]) -> int:
        return axis[0].value(self.sizes) if axis else 1
