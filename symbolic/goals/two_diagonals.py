"""The trusted procedure `diagonals`: the loss of two diagonal blocks, and that all other entries only add to it.

The loss is the mean of the square of a residual. A list of squares, which a paper gives for one of its settings, is the
certificate; nothing is searched for. Checked is, in the terms of the derived loss: (1) What is left of the residual
where all blocks but two are zero is orthogonal to the rest, for every law, so that the loss is at least that of the two
blocks. (2) The loss of the two blocks is that of their diagonals, plus half the squares with their weights, plus terms
with moments that vanish. Squares and weights are never negative.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from symbolic.core.expressions import Expression, Node, Refused, nodes
from symbolic.core.rules.procedures import procedure, trusted
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    cell,
    conjunction,
    equal,
    for_all,
    implies,
    indicator,
    integers_between,
    matrices,
    matrix,
)
from symbolic.goals.called_terms import at_all_blocks
from symbolic.goals.derived_terms import polynomial
from symbolic.goals.energy_squares import Squares, negated, split, told
from symbolic.goals.engine import declared
from symbolic.goals.model_data import affine_term
from symbolic.goals.stated import ENTRY, Stated, derived_of
from symbolic.goals.usual_terms import apart, mixed_moment
from symbolic.goals.written_blocks import SUMMED
from symbolic.model.index_form import negative
from symbolic.model.population_loss import Population, Terms, collected
from symbolic.model.terms import Factor, Kind, Term, without_deltas

DIAGONALS = "diagonals"

_squares: dict[str, Callable[[], Squares]] = {}


def declare_squares(key: str, squares: Callable[[], Squares]) -> None:
    """Give a setting its squares; raises `Refused` where it already has others."""
    if _squares.setdefault(key, squares) is not squares:
        raise Refused(f"the setting {key!r} already has squares")


@dataclass(frozen=True)
class Diagonal:
    """What formulas say of a setting with two blocks that are diagonal or any."""

    stated: Stated
    squares: Squares

    @staticmethod
    @cache
    def of(key: str) -> Diagonal:
        if key not in _squares:
            raise Refused(f"no squares are declared for the setting {key!r}")
        setting = declared(key)
        return Diagonal(Stated(setting, next(iter(setting.families))), _squares[key]())

    @property
    def _kept(self) -> tuple[str, str]:
        return self.squares.value, self.squares.key

    @property
    def blocks(self) -> tuple[Node, ...]:
        """All blocks, those two with what any blocks have on their diagonals, the others zero."""
        names = zip(self.stated.setting.blocks, self.stated.any_blocks, strict=True)
        entries = ((n, indicator(equal(*ENTRY)) * cell(of, *ENTRY) if n in self._kept else 0) for n, of in names)
        return tuple(matrix(*ENTRY, self.stated.shape(name), entry) for name, entry in entries)

    @property
    def loss(self) -> Node:
        """The loss of these diagonals."""
        return self.stated.model.loss(*self.stated.given, *self.blocks)

    @property
    def anywhere(self) -> Node:
        """The loss at any blocks."""
        return self.stated.model.loss(*self.stated.given, *self.stated.any_blocks)

    @property
    def vanish(self) -> Node:
        """`E x_j x_k³ = 0` and so on, of different coordinates, one by one."""
        return conjunction(*map(self._vanishes, self.squares.vanishing))

    def _vanishes(self, exponents: tuple[int, ...]) -> Expression:
        places = (*ENTRY, SUMMED[0])[: len(exponents)]
        (law,), size = self.stated.laws, affine_term(self.stated.setting.blocks[self.squares.key][0])
        formula: Expression = equal(mixed_moment(law, *zip(places, exponents, strict=True)), 0)
        for n in reversed(range(1, len(places))):
            formula = implies(apart(places[n], *places[:n]), formula)
            formula = for_all(places[n], integers_between(1, size), formula)
        return for_all(places[0], integers_between(1, size), formula)

    @property
    def value_formula(self) -> Expression:
        """For all sizes, laws and pairs of blocks: the loss of their diagonals, as the engine has it."""
        entries = dict(zip(self.stated.setting.blocks, self.stated.any_blocks, strict=True))
        formula: Expression = equal(self.loss, polynomial(self.derived, at_all_blocks(self.stated)))
        for name in reversed(self._kept):
            formula = for_all(entries[name], matrices(*self.stated.shape(name)), formula)
        return self.stated.for_all_data(formula)

    @property
    def bound_formula(self) -> Expression:
        """For all sizes, laws whose moments vanish, and blocks: the loss is not below that of the diagonals."""
        bound = self.stated.for_all_blocks(at_most(self.loss, self.anywhere))
        return self.stated.for_all_data(implies(self.vanish, bound))

    @property
    def _population(self) -> Population:
        return derived_of(self.stated.setting).population

    @property
    def _together(self) -> tuple[Term, ...]:
        """The residual where the other blocks are zero."""
        return tuple(term for term in self._population.residual if self._blocks_in(term) <= {*self._kept})

    @staticmethod
    def _blocks_in(term: Term) -> set[str]:
        return {factor.name for factor in term.factors if factor.kind is Kind.ENTRY}

    @property
    def derived(self) -> Terms:
        """The loss of the diagonals, as derived."""
        return self._population.mean_square(tuple(map(_on_diagonal, self._together)))

    def check(self) -> None:
        """Refuse where the other entries are not seen to add to the loss."""
        self._check_setting()
        self.squares.require_weights()
        population, together = self._population, self._together
        rest = (*population.residual, *map(negative, together))
        if met := population.mean_product(together, rest):
            raise Refused(f"the two blocks meet the others in {told(next(iter(met)))}")
        (moment,), size = self.stated.laws_by_draw, self.stated.setting.blocks[self.squares.value][0]
        squared = negated(self.squares.multiplied_out(moment, size))
        whole = split(population.mean_square(together))
        for graph in collected((*whole, *negated(split(self.derived)), *squared)):
            if not self.squares.are_zero(graph):
                raise Refused(f"the squares do not add up to the loss in {told(graph)}")

    def _check_setting(self) -> None:
        setting, (name, shift) = self.stated.setting, self.squares.size
        if any(weight.rational < 0 or weight.affine or weight.scalars for weight in setting.factor.monomials):
            raise Refused("the weight of the loss is no number that is not negative")
        if setting.complex_blocks or len({*self._kept}) < 2 or not {*self._kept} <= {*setting.blocks}:
            raise Refused("two blocks of real matrices are expected")
        if {size.name: size.at_least for size in setting.sizes}[name] + shift < 1:
            raise Refused(f"{name} + {shift} is not always positive")


def _on_diagonal(term: Term) -> Term:
    """A summand of the residual with every entry of a block replaced by that on the diagonal, times δ."""
    factors: list[Factor] = []
    for factor in term.factors:
        if factor.kind is Kind.ENTRY:
            row, _ = factor.indices
            factors += [factor.on((row, row)), Factor(Kind.DELTA, "", factor.indices)]
        else:
            factors.append(factor)
    return without_deltas(replace(term, factors=tuple(factors)))


@procedure(DIAGONALS)
def diagonals(formula: Expression) -> None:
    """Return where a formula is what is derived of the loss of two diagonal blocks of a setting.

    Or where it is that the loss at any blocks is not below that of the diagonals, if certain moments vanish.
    """
    about = next((node for node in nodes(formula) if node.head == "loss"), None)
    if about is None:
        raise Refused("it is about the loss of no model")
    found = Diagonal.of(signature_of(about).key)
    if formula == found.bound_formula:
        found.check()
    elif formula != found.value_formula:
        raise Refused(f"the loss of diagonals of {found.stated.setting.key} is not derived so")


def derived_loss_of_diagonals(key: str) -> Theorem:
    """The loss of the diagonals, as a theorem that trusts the procedure."""
    return trusted(DIAGONALS, Diagonal.of(key).value_formula)


def not_below_diagonals(key: str) -> Theorem:
    """That the loss is not below that of the diagonals, as a theorem that trusts the procedure."""
    return trusted(DIAGONALS, Diagonal.of(key).bound_formula)
