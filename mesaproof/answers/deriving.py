"""Loss and gradient of a setting: derived for symbolic sizes, on a family, and exact where everything is a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaproof.errors import ModelError
from mesaproof.reading.setting_files import read_family, read_setting
from mesaproof.reading.values_file import read_values
from symbolic.algebra.rationals import to_flint
from symbolic.expectation.characters import OutOfReach
from symbolic.flow.field import expression
from symbolic.laws.coordinates import MomentDoesNotExist
from symbolic.model.contraction import IrrationalMoment, Numbers
from symbolic.model.derived_model import Derived, OnFamily
from symbolic.model.graphs import Graph
from symbolic.model.letters import Geometric, PowerSum, TimeTotal
from symbolic.model.population_loss import Terms
from symbolic.setting import Family, Setting, Values
from symbolic.setting.point import IMAGINARY, Matrix
from symbolic.typeset.displays import Equation
from symbolic.typeset.population_formulas import (
    Written,
    gradient_equations,
    legend,
    loss_equation,
    vanishing,
    written_for,
)
from symbolic.views import Shown

if TYPE_CHECKING:
    import sympy

At = str | Path | Mapping[str, Any] | Values | None
"""Values, a file of them, or a mapping of the same form; none leaves everything symbolic."""

MOST_PRODUCTS = 4_000_000
"""Entries multiplied for an exact value; more are refused before the work starts."""

OF_COMPLEX = "2 ∂L/∂conj(B) = ∂L/∂Re B + i ∂L/∂Im B for a complex block B"

LONGEST_SUM, LONGEST_TOTAL = 5_000, 1_000
"""Times of a harmonic number, and of a sum without closed form, that is evaluated."""


@dataclass(frozen=True, eq=False, repr=False)
class PopulationLoss(Shown):
    """The population loss of a setting, on a family where one is named; `value` is exact, or None without numbers."""

    setting: Setting
    family: str | None
    terms: int
    equation: Equation
    value: Fraction | None = None
    legend: tuple[str, ...] = ()
    derived: Terms = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The formula in one line."""
        return self.equation.text

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return self.equation.latex

    @property
    def expression(self) -> sympy.Expr:
        """The formula in SymPy, for the left side of a claim: letters and traces are real, sizes positive integers.

        Raises InputError without a family of which all letters are numbers.
        """
        if self.family is None or self.setting.families[self.family].letters:
            raise ModelError(self.setting.key, "the loss has an expression on a family whose letters are numbers")
        with _within_reach(self.setting):
            return expression(self.derived)

    def __repr__(self) -> str:
        return "\n".join(self.equation.lines()) if self.value is None else f"L = {to_flint(self.value)}"


@dataclass(frozen=True, eq=False, repr=False)
class PopulationGradient(Shown):
    """The gradient by the entries of every block; `blocks` are exact, or None without numbers.

    Where entries on and off the diagonal differ, a block has an equation for each.
    """

    setting: Setting
    family: str | None
    terms: Mapping[str, int]
    equations: Mapping[str, tuple[Equation, ...]]
    blocks: Mapping[str, Matrix] | None = None
    legend: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Equation, ...]:
        """The equations of all blocks, those by which the gradient is zero in one."""
        zero = [block for block, terms in self.terms.items() if not terms]
        others = [equation for block, each in self.equations.items() if self.terms[block] for equation in each]
        return (*others, *([vanishing(zero)] if zero else []))

    @property
    def text(self) -> str:
        """The formulas, a line each."""
        return "\n".join(equation.text for each in self.equations.values() for equation in each)

    @property
    def latex(self) -> str:
        """The formulas in LaTeX, a line each."""
        return "\n".join(equation.latex for each in self.equations.values() for equation in each)

    def __repr__(self) -> str:
        if self.blocks is not None:
            shown = ((name, [[str(to_flint(x)) for x in row] for row in rows]) for name, rows in self.blocks.items())
            return "\n".join(f"{name} = {rows}" for name, rows in shown)
        return "\n".join(line for equation in self.shown for line in equation.lines())


def loss(setting: Setting | str, family: str | None = None, at: At = None) -> PopulationLoss:
    """The population loss, with sizes as symbols; its exact value where values are given.

    `setting` may be the key of one of the package or a FILE.py, which is run. Raises InputError for what is unknown or
    does not fit, and for a setting that is beyond what can be derived.

    >>> loss("zhang2024", family="reduced").terms
    4
    """
    asked = _asked(read_setting(setting), family, at)
    with _within_reach(asked.setting):
        terms = asked.found.terms
        value = None if asked.values is None else asked.numbers({"": terms}).loss(terms)
        equation = loss_equation(terms, asked.written)
        return PopulationLoss(asked.setting, family, len(terms), equation, value, tuple(legend([terms])), terms)


def gradient(setting: Setting | str, family: str | None = None, at: At = None) -> PopulationGradient:
    """The gradient of the population loss by the entries of every block, on a family where one is named.

    By a complex block it is `∂L/∂Re + i ∂L/∂Im`, twice the derivative by the conjugate entries; as numbers these are
    two blocks, by real parts under the name, by imaginary parts with `.imag` behind it. Raises InputError as `loss`.

    >>> print(gradient("zhang2024", family="reduced").equations["W_KQ_11"][0].text)
    ∂L/∂W_KQ_11 = u^2 (1 + 1/N) Λ^2 U Λ + (1/N) u^2 tr(Λ) Λ U Λ - u Λ^2
    """
    asked = _asked(read_setting(setting), family, at)
    model = asked.setting
    with _within_reach(model):
        terms: dict[str, Terms] = {block: asked.found.gradient.get(block, {}) for block in model.blocks}
        equations = gradient_equations(terms, model.blocks, asked.written, model.complex_blocks)
        blocks = None if asked.values is None else _entries(asked, terms)
    counts = {block: len(each) for block, each in terms.items()}
    told = [*legend(terms.values()), *([OF_COMPLEX] if model.complex_blocks else [])]
    return PopulationGradient(model, family, counts, equations, blocks, tuple(told))


def _entries(asked: _Asked, terms: Mapping[str, Terms]) -> dict[str, Matrix]:
    numbers, found = asked.numbers(terms), {}
    for block, shape in asked.setting.blocks.items():
        found[block] = numbers.matrix(terms[block], shape)
        if block in asked.setting.complex_blocks:
            found[block + IMAGINARY] = numbers.matrix(terms[block], shape, imaginary=True)
    return found


@dataclass(frozen=True)
class _Asked:
    """What is asked of a setting, read."""

    setting: Setting
    family: Family | None
    values: Values | None

    @cached_property
    def found(self) -> Derived | OnFamily:
        derived = Derived(self.setting, self.values.sizes if self.values else {})
        return derived.on(self.family) if self.family else derived

    @property
    def written(self) -> Written:
        return written_for(self.setting, self.family)

    def numbers(self, terms: Mapping[str, Terms]) -> Numbers:
        """The values, ready for evaluation; raises InputError where that would take too long."""
        assert self.values is not None
        for each in terms.values():
            _require_affordable(each, self.values)
        return Numbers(self.setting, self.values)


def _asked(setting: Setting, family: str | None, at: At) -> _Asked:
    held = read_family(setting, family)
    return _Asked(setting, held, None if at is None else read_values(at, setting, held))


@contextmanager
def _within_reach(setting: Setting) -> Iterator[None]:
    """What is beyond reach, or has no exact value, as an error of the input."""
    try:
        yield
    except (OutOfReach, IrrationalMoment, MomentDoesNotExist) as error:
        raise ModelError(setting.key, str(error)) from error


def _require_affordable(terms: Terms, values: Values) -> None:
    products = sum(_products(graph, values) for graph in terms)
    if products > MOST_PRODUCTS:
        sizes = ", ".join(f"{name} = {n}" for name, n in values.sizes.items())
        raise ModelError(sizes, f"the exact value takes about {products} products, more than {MOST_PRODUCTS}")
    for kinds, most in (((PowerSum, Geometric), LONGEST_SUM), ((TimeTotal,), LONGEST_TOTAL)):
        names = {name for c in terms.values() for atom in c.atoms if isinstance(atom, kinds) for name in atom.names}
        for name in sorted(names & set(values.sizes)):
            if values.sizes[name] > most:
                raise ModelError(f"{name} = {values.sizes[name]}", f"sums over times are evaluated up to {most}")


def _products(graph: Graph, values: Values) -> int:
    """About how many entries are multiplied: indices of different coordinates together, all others three at a time."""
    dimensions = sorted((values.dimension(axis) for axis in graph.dimensions), reverse=True)
    return prod(dimensions if graph.distinct else dimensions[:3]) * max(1, len(graph.factors))
