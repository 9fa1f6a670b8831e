"""What formulas call what is derived: the laws of draws, blocks, other matrices, and the numbers in coefficients."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.core.expressions import Expression, Node, Refused, Variable, written
from symbolic.core.vocabulary import (
    equal,
    indicator,
    matrix_letter,
    raised,
    real,
    total,
    transpose,
)
from symbolic.goals.model_data import Sides, affine_term, long_sides
from symbolic.goals.stated import Stated
from symbolic.goals.usual_terms import geometric_sum, leaves, moment_matrix, power_sum
from symbolic.goals.written_blocks import SUMMED, cell_at
from symbolic.model.letters import Combined, Equals, Geometric, Named, PowerSum, Residue, Shifted, TimeTotal
from symbolic.model.terms import Factor, Kind
from symbolic.setting.affine import Affine

Laws = Mapping[str, Expression]
"""The law of each draw by its name."""

Lettered = Mapping[str, tuple[Expression, Sides]]
"""Matrices by name, each with the sides along which it has indices."""


@dataclass(frozen=True)
class Contracted(Factor):
    """A moment of which some indices are summed over beside vectors, and others in pairs."""

    along: tuple[str, ...] = ()
    pairs: int = 0


@dataclass(frozen=True)
class Called:
    """What formulas call the laws of draws, blocks whose entries stand in what is derived, and other matrices."""

    laws: Laws
    blocks: Lettered = field(default_factory=dict)
    letters: Lettered = field(default_factory=dict)
    dimensions: Mapping[str, Affine] = field(default_factory=dict)
    moments_of_numbers: Mapping[str, Expression] = field(default_factory=dict)
    summed: tuple[Variable, ...] = SUMMED
    in_words: bool = False

    def cell(self, name: str, places: Sequence[Expression]) -> Expression:
        """An entry of a matrix: the places are along its sides that are longer than 1."""
        return cell_at(*self._lettered(name), places)

    def factor(self, factor: Factor, turned: bool) -> Expression:
        """A matrix of a word, or a vector as a matrix of one column; what is turned is transposed."""
        if factor.kind is Kind.COVARIANCE:
            return matrix_letter(factor.name)
        if factor.kind is Kind.MOMENT:
            return where_turned(self.moments(factor), turned and len(factor.indices) == 1)
        matrix, long = self._lettered(factor.name)
        return where_turned(matrix, turned != (long == (False, True)))

    def moments(self, factor: Factor) -> Node:
        """`E x xᵀ`, or `E x` as a matrix of one column, where x is a draw of any law.

        Also `E (v·x)(w·x) x xᵀ`, by its entries `Σ v[r] w[s] E x[r] x[s] x[j] x[k]`, and `E ‖x‖² x xᵀ`.
        """
        along, pairs = (factor.along, factor.pairs) if isinstance(factor, Contracted) else ((), 0)
        vectors = tuple(lambda place, name=name: self.cell(name, (place,)) for name in along)
        size = affine_term(self.dimensions[factor.name])
        return moment_matrix(self.laws[factor.name], size, len(factor.indices), vectors, self.summed, pairs)

    def scalar(self, coefficient: Laurent) -> Expression:
        """A coefficient in sizes, letters and harmonic sums."""
        parts = tuple(_monomial(exponents, number, self) for exponents, number in coefficient.coefficients.items())
        return parts[0] if len(parts) == 1 else Node("add", parts)

    def atom(self, atom: Atom) -> Expression:
        """A number that coefficients are made of."""
        match atom:
            case Shifted(name=name, shift=shift):
                return affine_term(Affine.of({name: 1}, shift))
            case Named(name=name):
                return self.moments_of_numbers.get(name) or real(name)
            case Combined(base=base):
                return affine_term(base)
            case Geometric(base=base, exponent=exponent):
                return raised(real(base), real(exponent))
            case PowerSum(exponent=exponent, upper=upper, ratios=()) if exponent < 0:
                return power_sum(affine_term(upper), -exponent)
            case PowerSum(exponent=0, upper=upper, ratios=ratios) if ratios and all(order > 0 for _, order in ratios):
                return geometric_sum(affine_term(upper), *((real(ratio), order) for ratio, order in ratios))
            case TimeTotal(label=label, low=low, high=high, summand=summand):
                return total(real(label), low, affine_term(high), self.scalar(summand))
            case Residue(name=name, order=order, remainder=remainder):
                return leaves(real(name), order, remainder)
            case Equals(name=name, at=at):
                return indicator(equal(real(name), at))
        raise Refused(f"{atom.text} does not stand in formulas yet")

    def _lettered(self, name: str) -> tuple[Expression, Sides]:
        if name not in self.blocks and name not in self.letters:
            raise Refused(f"an entry of the block {name} does not stand in formulas yet")
        return self.blocks.get(name) or self.letters[name]


def where_turned(matrix: Expression, turned: bool) -> Expression:
    """A matrix, or its transpose where it is turned."""
    return transpose(matrix) if turned else matrix


def on_family(stated: Stated) -> Called:
    """How formulas call what stands on a family: laws, matrices that are given, and those of the family."""
    letters = {name: (matrix_letter(name), sides) for name, sides in stated.sides.items()}
    dimensions = {draw.name: draw.axis[0] for draw in stated.setting.drawn if draw.axis}
    return Called(stated.laws_by_draw, {}, letters, dimensions, stated.moments_of_coordinates)


def at_all_blocks(stated: Stated, in_words: bool = False) -> Called:
    """How formulas about all blocks call these; coordinates are counted by letters that nothing else is called.

    Blocks stand in words where they should, or where one of them has a single row or column; else by their entries.
    """
    long = map(long_sides, stated.setting.blocks.values())
    blocks = dict(zip(stated.setting.blocks, zip(stated.any_blocks, long, strict=True), strict=True))
    summed = tuple(_unused(letter, stated.own) for letter in SUMMED)
    vectors = any(len({*sides}) > 1 for _, sides in blocks.values())
    return replace(on_family(stated), blocks=blocks, summed=summed, in_words=in_words or vectors)


def _unused(letter: Variable, taken: Collection[str]) -> Variable:
    """A letter, or the same with a number where it is taken.

    >>> _unused(real("r"), {"r"}).name
    'r0'
    """
    return next(
        real(name) for name in (letter.name, *(f"{letter.name}{n}0" for n in ("", *range(1, 9)))) if name not in taken
    )


def _monomial(exponents: Exponents, number: Fraction, called: Called) -> Expression:
    above = [written(number)] if number != 1 or not any(n > 0 for _, n in exponents) else []
    above += [_raised(called.atom(atom), n) for atom, n in exponents if n > 0]
    below = [_raised(called.atom(atom), -n) for atom, n in exponents if n < 0]
    found = above[0] if len(above) == 1 else Node("multiply", tuple(above))
    return found / (below[0] if len(below) == 1 else Node("multiply", tuple(below))) if below else found


def _raised(term: Expression, exponent: int) -> Expression:
    return term if exponent == 1 else term**exponent
