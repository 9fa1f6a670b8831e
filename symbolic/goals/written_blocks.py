"""Blocks on a family as formulas write them: entry by entry, in scalars, matrices and vectors of the family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from symbolic.core.expressions import Expression, Node, Refused, Variable, written
from symbolic.core.vocabulary import (
    POSITIVE,
    REALS,
    cell,
    equal,
    indicator,
    matrices,
    matrix_letter,
    real,
    total,
)
from symbolic.goals.model_data import affine_term, long_sides, restricted, shape_of
from symbolic.model.restriction import Replacements, replacements
from symbolic.model.terms import COLUMN, ROW, Kind, Term
from symbolic.setting.affine import Affine
from symbolic.setting.setting import Setting
from symbolic.setting.weights import Monomial

RESERVED = ("j", "k", "r", "s", "r2", "s2", "r3", "s3", "r4", "s4", "i")
"""What formulas call entries and what is summed over; sizes and letters have other names."""

ENTRY = real(RESERVED[0]), real(RESERVED[1])
"""Row and column of an entry of a block."""

SUMMED = tuple(map(real, RESERVED[2:-1]))
"""What is summed over."""


@dataclass(frozen=True)
class Held:
    """A setting whose blocks are held to one of its families."""

    setting: Setting
    family: str

    @cached_property
    def _letters(self) -> dict[str, tuple[Affine, Affine]]:
        """The matrices and vectors of the family, with rows and columns."""
        return {name: shape_of(each) for name, each in self.setting.families[self.family].letters.items()}

    @cached_property
    def matrix_domains(self) -> dict[Variable, Node]:
        """These, with all matrices of their shapes."""
        return {
            matrix_letter(name): matrices(affine_term(rows), affine_term(columns))
            for name, (rows, columns) in self._letters.items()
        }

    @cached_property
    def scalar_domains(self) -> dict[Variable, Node]:
        """The scalars of the family: all real numbers, or the positive ones where a block is divided by it."""
        weights = [term.weight for terms in self._terms.values() for term in terms]
        below = {name for weight in weights for name in restricted(weight)}
        names = self.setting.families[self.family].scalars
        return {real(name): POSITIVE if name in below else REALS for name in names}

    @cached_property
    def _terms(self) -> Replacements:
        return replacements(self.setting, self.setting.families[self.family])

    def entry(self, block: str) -> Expression:
        """The entry `j, k` of a block."""
        parts = tuple(map(self._summand, self._terms[block]))
        return parts[0] if len(parts) == 1 else Node("add", parts)

    def _summand(self, term: Term) -> Expression:
        """A summand of an entry, summed over what products inside it are summed over."""
        if term.ranges or len(term.dimensions) > len(SUMMED):
            raise Refused("a block that is a sum over labels, or over many indices, is not written as a formula yet")
        summed = {index: label for (index, _), label in zip(term.dimensions, SUMMED, strict=False)}
        places = {**summed, ROW: ENTRY[0], COLUMN: ENTRY[1]}
        found: Expression = Node("multiply", (*self._weight(term.weight), *self._factors(term, places)))
        for index, size in reversed(term.dimensions):
            found = total(summed[index], 1, affine_term(size), found)
        return found

    def _weight(self, weight: Monomial) -> Iterator[Expression]:
        """A rational, and sizes and letters to their powers."""
        if weight.rational != 1:
            yield written(weight.rational)
        for base, exponent in weight.affine:
            if exponent < 0 and not self._is_positive(base):
                raise Refused(f"a block is divided by {base}, which is not seen to be positive")
            yield _power(affine_term(base), exponent)
        for name, of_letter in weight.scalars:
            if of_letter.slopes:
                raise Refused(f"the letter {name} to a power that is no number")
            yield _power(real(name), of_letter.constant)

    def _is_positive(self, base: Affine) -> bool:
        least = {size.name: size.at_least for size in self.setting.sizes}
        return all(name in least and slope > 0 for name, slope in base.slopes) and base.value(least) > 0

    def _factors(self, term: Term, places: Mapping[int, Expression]) -> Iterator[Expression]:
        """Entries of matrices and vectors, and where the diagonal is."""
        for factor in term.factors:
            if factor.kind is Kind.DELTA and set(factor.indices) == {ROW, COLUMN}:
                yield indicator(equal(*ENTRY))
            elif factor.kind is Kind.ENTRY and not factor.conjugate:
                long = long_sides(self._letters[factor.name])
                yield cell_at(matrix_letter(factor.name), long, [places[index] for index in factor.indices])
            else:
                raise Refused("a block that is not made of letters, identities and ones is not written yet")


def _power(base: Expression, exponent: int) -> Expression:
    raised = base if abs(exponent) == 1 else base ** abs(exponent)
    return 1 / raised if exponent < 0 else raised


def cell_at(matrix: Expression, long: Sequence[bool], places: Iterable[Expression]) -> Node:
    """An entry of a matrix, the places being along its sides that are longer than 1."""
    ahead = iter(places)
    return cell(matrix, *(next(ahead) if each else 1 for each in long))
