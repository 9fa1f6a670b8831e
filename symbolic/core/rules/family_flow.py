"""The checker of gradient flows on families: what a curve of parameters has to satisfy."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, free, fresh, opened
from symbolic.core.rules.derivatives import along_field, polynomial_in
from symbolic.core.rules.fields import Field
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import ARITHMETIC, vanishes
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import cell, equal, for_all, integers_between, matrix


class Curve:
    """A family of parameters along the solution of a system."""

    def __init__(
        self,
        goal: Expression,
        functions: tuple[Expression, ...],
        system: tuple[Expression, ...],
        known: tuple[Theorem, ...] = (),
    ) -> None:
        inside = parts(goal, "flows")
        count = len(signature_of(goal).blocks)
        self.given, self.blocks = inside[: len(inside) - count], inside[len(inside) - count :]
        self.shapes = tuple(parts(block, "matrix")[:2] for block in self.blocks)
        self.size = len(system) // 2
        self.system, self.functions = system, functions
        self.field = Field.of(system, known, goal, *functions)
        self.variables = self.field.variables
        around = (goal, *functions, Node("global", system), *(theorem.conclusion for theorem in known))
        for _ in range(3):
            self.variables += (fresh(Sort.REAL, *around, *self.variables),)
        if len(functions) != count:
            raise Refused("each block needs a function")
        self._starts(system[self.size :])

    def _starts(self, start: tuple[Expression, ...]) -> None:
        """Refuse blocks whose entries are not `fₙ(s, j, k)` as polynomials."""
        places = self.variables[self.size : self.size + 2]
        for number, block in enumerate(self.blocks):
            entry = opened(parts(block, "matrix")[2], places)
            value = self._value(number, start)
            if value != entry and not vanishes(value - entry):
                raise Refused(f"a block is not that of the family at the start: {block}")

    def _value(self, number: int, point: tuple[Expression, ...]) -> Expression:
        """`fₙ(p, j, k)`."""
        (body,) = parts(self.functions[number], "abstraction")
        row, column = self.variables[self.size : self.size + 2]
        return opened(body, (*point, row, column))

    def _at(self, point: tuple[Expression, ...]) -> tuple[Node, ...]:
        """The blocks at a point of the family."""
        row, column = self.variables[self.size : self.size + 2]
        return tuple(matrix(row, column, (n, m), self._value(k, point)) for k, (n, m) in enumerate(self.shapes))

    def _in_range(self, number: int, formula: Expression) -> Expression:
        row, column = self.variables[self.size : self.size + 2]
        rows, columns = self.shapes[number]
        return for_all(row, integers_between(1, rows), for_all(column, integers_between(1, columns), formula))

    def slope(self, number: int) -> Expression:
        """That the gradient on the family is opposite to the velocity of the family."""
        point = self.variables[: self.size]
        row, column = self.variables[self.size : self.size + 2]
        value = self._value(number, point)
        polynomial_in(value, point)
        self._in_entries(number, value)
        gradient = Node("gradient", (*self.given, *self._at(point)), number)
        along = along_field(value, point, self.field.velocities)
        return self.field.everywhere(self._in_range(number, equal(cell(gradient, row, column), -along)))

    def _in_entries(self, number: int, term: Expression) -> None:
        """Refuse a matrix that is otherwise than by its entry at row and column, in a block of its own shape."""
        row, column = self.variables[self.size : self.size + 2]
        moving = {each for each in self.field.variables if each.sort is Sort.MATRIX}
        if moving.isdisjoint(free(term)):
            return
        match term:
            case Node(head="cell", parts=(Variable() as of, *place)) if of in moving and place == [row, column]:
                if self.field.letters.shapes[of] != self.shapes[number]:
                    raise Refused(f"a matrix is in a block of another shape: {of}")
            case Node(head=head, parts=inside) if head in ARITHMETIC:
                for part in inside:
                    self._in_entries(number, part)
            case _:
                raise Refused(f"a matrix is in a block otherwise than by its entries: {term}")

    def followed(self, number: int, time: Variable) -> Expression:
        """That a block along the flow is that of the family along the solution."""
        solution = tuple(Node("flow", (*self.system, time), n) for n in range(self.size))
        row, column = self.variables[self.size : self.size + 2]
        along = Node("trajectory", (*self.given, *self.blocks, time), number)
        return self._in_range(number, equal(cell(along, row, column), self._value(number, solution)))
