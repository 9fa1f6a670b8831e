"""A setting as a model of the kernel: what it is applied to, with domains, and its blocks on a family as matrices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, opened
from symbolic.core.signatures import Signature
from symbolic.core.vocabulary import (
    Model,
    conjunction,
    equal,
    for_all,
    function,
    implies,
    integers_between,
    integers_from,
    matrices,
    matrix,
    matrix_letter,
    mean,
    member,
    moments,
    real,
    vector_moments,
)
from symbolic.goals.model_data import (
    Sides,
    affine_term,
    long_sides,
    matrix_domains,
    scalar_domains,
    shape_of,
    sort_of_draw,
    vanishing_orders,
)
from symbolic.goals.written_blocks import ENTRY as ENTRY
from symbolic.goals.written_blocks import RESERVED as RESERVED
from symbolic.goals.written_blocks import Held
from symbolic.model.derived_model import Derived
from symbolic.model.terms import Kind
from symbolic.setting.nodes import ONE
from symbolic.setting.randomness import IIDDraw, Orbit
from symbolic.setting.setting import Setting

COORDINATE = real("y")
"""What formulas call a coordinate of a draw whose coordinates are independent."""

DRAWN = (Kind.DRAW, Kind.STATE)
"""What is random."""

LAWS = ("μ", "ν", "ρ")
"""What formulas call laws of draws."""


@dataclass(frozen=True)
class Stated:
    """A setting with a family of its parameters, or with all of these, as far as formulas are about it.

    Raises `Refused` for draws and blocks that formulas cannot name yet.
    """

    setting: Setting
    family: str = ""

    def __post_init__(self) -> None:
        own = self.own
        if not self.family:
            return self._check_blocks(own)
        family = self.setting.families[self.family]
        letters = {*family.scalars, *family.letters}
        if taken := sorted((own | letters) & set(RESERVED)):
            raise Refused(
                f"formulas call entries and summed indices {', '.join(RESERVED)}: {taken[0]} needs a new name"
            )
        if shared := sorted(own & letters):
            raise Refused(f"a letter of the family and something of the setting are both called {shared[0]}")

    def _check_blocks(self, own: frozenset[str]) -> None:
        """That blocks, and what sums in coefficients count by, are called otherwise than sizes and numbers."""
        names = (*(block.name for block in self.any_blocks), RESERVED[-1])
        if shared := sorted(own & set(names)):
            raise Refused(f"a block or a counter and something of the setting are both called {shared[0]}")

    @property
    def own(self) -> frozenset[str]:
        """What sizes, numbers and matrices of the data are called."""
        setting = self.setting
        names = (size.name for size in setting.sizes), setting.scalars, setting.covariances, setting.given
        return frozenset(name for each in names for name in each)

    @cached_property
    def model(self) -> Model:
        """The model, by its signature."""
        return model_of(self.setting)

    @cached_property
    def orders(self) -> dict[str, int]:
        """By draw, the order of moments that the loss needs at any parameters: twice the degree of what is squared."""
        residual = derived_of(self.setting).population.residual
        drawn = {source.name: source.start.draw.name for source in self.setting.draws if isinstance(source, Orbit)}
        counted = [Counter(drawn.get(f.name, f.name) for f in term.factors if f.kind in DRAWN) for term in residual]
        return {draw.name: 2 * max(each[draw.name] for each in counted) for draw in self.setting.drawn}

    @property
    def order(self) -> int:
        """The greatest of these."""
        return max(self.orders.values())

    @cached_property
    def laws_by_draw(self) -> dict[str, Variable]:
        """A variable for the law of each draw that may have any, or for that of its coordinates."""
        sorts = {draw.name: sort_of_draw(draw) for draw in self.setting.drawn}
        free = [(name, sort) for name, sort in sorts.items() if sort]
        if len(free) > len(LAWS):
            raise Refused(f"there are letters for {len(LAWS)} laws, not for {len(free)}")
        return {name: Variable(letter, sort) for (name, sort), letter in zip(free, LAWS, strict=False)}

    def moment_of_coordinate(self, draw: IIDDraw, order: int) -> Node:
        """A moment of the law of each coordinate of a draw."""
        return mean(COORDINATE, self.laws_by_draw[draw.name], COORDINATE**order)

    @property
    def moments_of_coordinates(self) -> dict[str, Node]:
        """All that a loss may hold, by the names that derivations give them."""
        orders = range(1, self.order + 1)
        return {
            f"m{n}({draw.name})": self.moment_of_coordinate(draw, n) for draw in self._of_coordinates for n in orders
        }

    @property
    def _of_coordinates(self) -> Iterator[IIDDraw]:
        return (draw for draw in self.setting.drawn if isinstance(draw, IIDDraw))

    @cached_property
    def conditions(self) -> tuple[Node, ...]:
        """What is known of laws: that moments of coordinates are 0 where the setting says so."""
        return tuple(
            equal(self.moment_of_coordinate(draw, order), 0)
            for draw in self._of_coordinates
            for order in vanishing_orders(draw, self.orders[draw.name])
        )

    @property
    def laws(self) -> tuple[Variable, ...]:
        """These variables, in order."""
        return tuple(self.laws_by_draw.values())

    @cached_property
    def scalars(self) -> dict[Variable, Node]:
        """The numbers that the data depend on, with their domains."""
        return {real(name): domain for name, domain in scalar_domains(self.setting).items()}

    @cached_property
    def matrices(self) -> dict[Variable, Node]:
        """The covariances of normal data, all symmetric positive semidefinite matrices, and what else is given."""
        return {matrix_letter(name): domain for name, domain in matrix_domains(self.setting).items()}

    @cached_property
    def sides(self) -> dict[str, Sides]:
        """Along which of their sides matrices and vectors that are given, or stand for the family, have indices."""
        letters = {**self.setting.given, **(self.setting.families[self.family].letters if self.family else {})}
        return {name: long_sides(shape_of(letter)) for name, letter in letters.items()}

    @cached_property
    def letters(self) -> tuple[Variable, ...]:
        """The scalars of the family."""
        return tuple(self.letter_domains)

    @cached_property
    def letter_domains(self) -> dict[Variable, Node]:
        """These with their domains."""
        return self.held.scalar_domains if self.family else {}

    @cached_property
    def held(self) -> Held:
        """What the blocks are on the family."""
        return Held(self.setting, self.family)

    @cached_property
    def matrix_letters(self) -> dict[Variable, Node]:
        """The matrices and vectors of the family, with their domains; a vector has one column, or one row."""
        return self.held.matrix_domains if self.family else {}

    @cached_property
    def domains(self) -> tuple[Node, ...]:
        """Memberships of all sizes, laws and letters, in the order in which formulas bind them."""
        sizes = (member(real(size.name), integers_from(size.at_least)) for size in self.setting.sizes)
        laws = (
            member(law, (moments if law.sort is Sort.LAW else vector_moments)(self.orders[name]))
            for name, law in self.laws_by_draw.items()
        )
        known = {**self.matrices, **self.scalars, **self.letter_domains, **self.matrix_letters}
        return (*sizes, *laws, *(member(letter, domain) for letter, domain in known.items()))

    @property
    def given(self) -> tuple[Expression, ...]:
        """Sizes, laws, covariances, given matrices and numbers of the data, as the model takes them."""
        return (*(real(size.name) for size in self.setting.sizes), *self.laws, *self.matrices, *self.scalars)

    def values(self, block: str) -> Expression:
        """The entry `j, k` of a block on the family."""
        return self.held.entry(block)

    def shape(self, block: str) -> tuple[Expression, Expression]:
        """Rows and columns of a block."""
        rows, columns = self.setting.blocks[block]
        return affine_term(rows), affine_term(columns)

    def places(self, block: str) -> tuple[Variable, ...]:
        """Row and column of an entry of a block; none along a side of dimension 1."""
        sides = zip(ENTRY, self.setting.blocks[block], strict=True)
        return tuple(place for place, size in sides if size != ONE)

    @cached_property
    def blocks(self) -> tuple[Node, ...]:
        """All blocks on the family, as matrices."""
        return tuple(matrix(*ENTRY, self.shape(block), self.values(block)) for block in self.setting.blocks)

    def loss(self) -> Node:
        """The loss on the family, or at all parameters."""
        return self.model.loss(*self.given, *self.blocks)

    def gradient(self, block: str) -> Node:
        """The gradient by a block there."""
        return self.model.gradient(block, *self.given, *self.blocks)

    def blocks_at(self, *point: Expression) -> tuple[Node, ...]:
        """All blocks at a point of the family, the letters having these values."""
        functions = zip(self.functions, self.setting.blocks, strict=True)
        return tuple(
            matrix(*ENTRY, self.shape(block), opened(function.parts[0], (*point, *ENTRY)))
            for function, block in functions
        )

    @property
    def functions(self) -> tuple[Node, ...]:
        """Each block as a function of the letters, of row and column."""
        return tuple(function(*self.letters, *ENTRY, body=self.values(block)) for block in self.setting.blocks)

    @cached_property
    def any_blocks(self) -> tuple[Variable, ...]:
        """A variable for each block, by its short name, unless another block has that too."""
        blocks = tuple(self.setting.blocks)
        short = tuple(map(_short, blocks))
        return tuple(Variable(name, Sort.MATRIX) for name in (short if len({*short}) == len(short) else blocks))

    def for_all_blocks(self, formula: Expression) -> Expression:
        """A formula for all blocks of the model's shapes."""
        for variable, block in zip(reversed(self.any_blocks), reversed(self.setting.blocks), strict=True):
            formula = for_all(variable, matrices(*self.shape(block)), formula)
        return formula

    def entries(self, block: str, formula: Expression) -> Expression:
        """A formula for all entries `j, k` of a block."""
        for variable, length in zip(reversed(ENTRY), reversed(self.shape(block)), strict=True):
            formula = for_all(variable, integers_between(1, length), formula)
        return formula

    def everywhere(self, formula: Expression) -> Expression:
        """A formula for all sizes, laws and letters, under the conditions on laws."""
        return self._bound(self._conditional(formula), self.domains)

    def for_all_data(self, formula: Expression) -> Expression:
        """A formula for all sizes and laws, under the conditions on these."""
        return self._bound(self._conditional(formula), self.domains[: len(self.given)])

    def _conditional(self, formula: Expression) -> Expression:
        return implies(conjunction(*self.conditions), formula) if self.conditions else formula

    @staticmethod
    def _bound(formula: Expression, memberships: tuple[Node, ...]) -> Expression:
        for membership in reversed(memberships):
            variable, domain = membership.parts
            assert isinstance(variable, Variable)
            formula = for_all(variable, domain, formula)
        return formula


@cache
def derived_of(setting: Setting) -> Derived:
    """What is derived of a setting, once."""
    return Derived(setting)


def model_of(setting: Setting) -> Model:
    """A setting as a model of the kernel; raises `Refused` for draws that formulas cannot name yet."""
    sorts = ((draw.name, sort_of_draw(draw)) for draw in setting.drawn)
    laws = tuple((name, sort) for name, sort in sorts if sort)
    scalars = tuple((name, Sort.REAL) for name in setting.scalars)
    sizes = tuple(size.name for size in setting.sizes)
    matrices_ = tuple((name, Sort.MATRIX) for name in matrix_domains(setting))
    return Model(Signature(setting.key, sizes, (*laws, *matrices_, *scalars), tuple(setting.blocks)))


def _short(block: str) -> str:
    """A letter and a number, as names of variables are.

    >>> _short("A_BC_12"), _short("C")
    ('B12', 'C')
    """
    words = [part for part in block.split("_") if not part.isdigit()]
    return words[-1][0] + "".join(part for part in block.split("_") if part.isdigit())
