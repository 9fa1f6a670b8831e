"""A setting at numbers for some of its sizes, as formulas are about it: where W is uniform on a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property

from symbolic.core.expressions import Expression, Node, Refused, opened, written
from symbolic.core.sorts import signature_of
from symbolic.core.vocabulary import function, integers_from, member, real
from symbolic.goals.closed_values import integer
from symbolic.goals.model_data import affine_term
from symbolic.goals.stated import Stated
from symbolic.setting.affine import Affine
from symbolic.setting.setting import Setting

Numbers = tuple[tuple[str, int], ...]
"""Sizes by name, each with its number."""


@dataclass(frozen=True)
class StatedAt(Stated):
    """A setting with a family, where some sizes are numbers, and the others are at least `least`."""

    numbers: Numbers = ()
    least: int = 1

    @cached_property
    def domains(self) -> tuple[Node, ...]:
        """Memberships of the sizes that are left, of laws and letters, in the order in which formulas bind them."""
        sizes = {real(size.name): size for size in self.setting.sizes}
        found = []
        for membership in super().domains:
            variable, domain = membership.parts
            if variable in sizes:
                size = sizes[variable]
                if size.name in dict(self.numbers):
                    continue
                domain = integers_from(max(size.at_least, self.least))
            found.append(member(variable, self.placed(domain)))
        return tuple(found)

    @property
    def given(self) -> tuple[Expression, ...]:
        """Sizes, laws, covariances and numbers of the data, as the model takes them."""
        return tuple(map(self.placed, super().given))

    def shape(self, block: str) -> tuple[Expression, Expression]:
        """Rows and columns of a block."""
        there = {name: Affine((), number) for name, number in self.numbers}
        rows, columns = (affine_term(side.at(there)) for side in self.setting.blocks[block])
        return rows, columns

    def everywhere(self, formula: Expression) -> Expression:
        """A formula for all sizes that are left, laws and letters."""
        return super().everywhere(self.placed(formula))

    def placed(self, expression: Expression) -> Expression:
        """With the numbers in the places of sizes."""
        for name, number in self.numbers:
            expression = opened(function(real(name), body=expression).parts[0], (written(number),))
        return expression


@cache
def from_dimension(stated: Stated, least: int) -> Stated:
    """The same where sizes that are left are at least that; all of them where none is a number."""
    return replace(stated, least=least) if isinstance(stated, StatedAt) else stated


def numbers_in(setting: Setting, about: Node) -> Numbers:
    """The sizes that are numbers in a term about a model whose W is uniform on a group; none of other models.

    Raises `Refused` where one is no number that the size may be.
    """
    if not setting.haar:
        return ()
    names = signature_of(about).sizes
    given = zip(names, about.parts[1 : 1 + len(names)], strict=True)
    found = tuple((name, integer(size)) for name, size in given if isinstance(size, Node) and size.head == "number")
    least = {size.name: size.at_least for size in setting.sizes}
    if wrong := [name for name, number in found if number < least[name]]:
        raise Refused(f"{wrong[0]} is no size of {setting.key}")
    return found
