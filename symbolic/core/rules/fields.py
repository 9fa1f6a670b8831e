"""The checker of fields: systems at a point, each component any number or any matrix of the shape it starts with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, fresh, opened
from symbolic.core.rules.derivatives import factors_fit, fits, polynomial_in
from symbolic.core.rules.noncommutative import Letters
from symbolic.core.sorts import components
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, for_all, matrices, product, trace, transpose


@dataclass(frozen=True)
class Field:
    """Variables for the components of a system, with domains, velocities there, and the shapes of all matrices."""

    variables: tuple[Variable, ...]
    domains: tuple[Node, ...]
    velocities: tuple[Expression, ...]
    letters: Letters

    @staticmethod
    def of(system: tuple[Expression, ...], shapes: tuple[Theorem, ...], *around: Expression) -> Field:
        """A system, from shapes of what its matrices start from; its variables are new to these and to all around."""
        size, letters = len(system) // 2, Letters.by(shapes)
        taken = (Node("global", system), *around, *(theorem.conclusion for theorem in shapes))
        variables: tuple[Variable, ...] = ()
        domains: tuple[Node, ...] = ()
        known = dict(letters.shapes)
        for start, sort in zip(system[size:], components(Node("global", system)), strict=True):
            variable = fresh(sort, *taken, *variables)
            domain = REALS
            if sort is Sort.MATRIX:
                if start not in letters.shapes:
                    raise Refused(f"it is not known what shape a matrix starts with: {start}")
                known[variable] = letters.shapes[start]
                domain = matrices(*letters.shapes[start])
            variables, domains = (*variables, variable), (*domains, domain)
        velocities = tuple(opened(velocity, variables) for velocity in system[:size])
        return Field(variables, domains, velocities, replace(letters, shapes=known))

    def check(self) -> None:
        """Refuse velocities that are not polynomials, or do not have the shapes of what moves."""
        for variable, velocity in zip(self.variables, self.velocities, strict=True):
            polynomial_in(velocity, self.variables)
            if variable.sort is not Sort.MATRIX:
                fits(velocity, frozenset(self.variables), self.letters)
                continue
            factors_fit(velocity, frozenset(self.variables), self.letters)
            if self.letters.of(velocity).shape != self.letters.shapes[variable]:
                raise Refused(f"a velocity has another shape than what moves: {velocity}")

    @property
    def squares(self) -> Node:
        """The sum of the squares of all numbers and of all entries of matrices."""
        return Node(
            "add",
            tuple(
                trace(product(transpose(each), each)) if each.sort is Sort.MATRIX else each**2
                for each in self.variables
            ),
        )

    def everywhere(self, formula: Expression) -> Expression:
        """A formula at all points."""
        for variable, domain in zip(reversed(self.variables), reversed(self.domains), strict=True):
            formula = for_all(variable, domain, formula)
        return formula
