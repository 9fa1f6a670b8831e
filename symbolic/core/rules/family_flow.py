"""The checker of gradient flows on families: along a curve of parameters, and within what is linear in its letters."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, free, fresh, opened, written
from symbolic.core.rules.derivatives import along_field, polynomial_in
from symbolic.core.rules.fields import Field
from symbolic.core.rules.logic import parts
from symbolic.core.rules.rational_functions import ARITHMETIC, vanishes
from symbolic.core.sorts import signature_of
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import cell, conjunction, equal, exists, for_all, integers_between, matrix


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


class LinearFamily(Curve):
    """A family of parameters, each block linear in the letters, and a start on it; letters do not move here."""

    def __init__(
        self,
        goal: Expression,
        functions: tuple[Expression, ...],
        start: tuple[Expression, ...],
        shapes: tuple[Theorem, ...],
    ) -> None:
        super().__init__(goal, functions, (*start, *start), shapes)
        for number in range(len(functions)):
            _linear(
                self._value(number, self.variables[: self.size]), frozenset(self.variables[: self.size]), self._place
            )
            self._in_entries(number, self._value(number, self.variables[: self.size]))

    @property
    def _place(self) -> tuple[Variable, ...]:
        return self.variables[self.size : self.size + 2]

    def _somewhere(self, blocks: tuple[Expression, ...]) -> Expression:
        """There are letters with which the family has the entries of matrices."""
        letters: tuple[Variable, ...] = ()
        for each in self.variables[: self.size]:
            letters += (fresh(each.sort, *blocks, *self.functions, *self.variables, *letters),)
        found: Expression = conjunction(
            *(
                self._in_range(number, equal(cell(block, *self._place), self._value(number, letters)))
                for number, block in enumerate(blocks)
            )
        )
        for letter, domain in zip(reversed(letters), reversed(self.field.domains), strict=True):
            found = exists(letter, domain, found)
        return found

    def tangent(self) -> Expression:
        """At all points of the family the gradient is of it."""
        given = (*self.given, *self._at(self.variables[: self.size]))
        return self.field.everywhere(
            self._somewhere(tuple(Node("gradient", given, n) for n in range(len(self.blocks))))
        )

    def kept(self, time: Variable) -> Expression:
        """The blocks at a time along the gradient flow are of the family."""
        given = (*self.given, *self.blocks, time)
        return self._somewhere(tuple(Node("trajectory", given, n) for n in range(len(self.blocks))))


def _linear(term: Expression, letters: frozenset[Variable], place: tuple[Variable, ...]) -> None:
    """Refuse what is not linear in letters; of a matrix stands the entry at a place."""
    match term:
        case Variable() if term in letters and term.sort is Sort.REAL:
            return
        case Node(head="cell", parts=(Variable() as of, *at)) if of in letters and tuple(at) == place:
            return
        case Node(head="add" | "negate", parts=parts):
            for part in parts:
                _linear(part, letters, place)
        case Node(head="multiply", parts=parts) if sum(bool(letters & free(part)) for part in parts) == 1:
            for part in parts:
                if letters & free(part):
                    _linear(part, letters, place)
        case Node(head="divide", parts=(part, divisor)) if not letters & free(divisor):
            _linear(part, letters, place)
        case _ if term != written(0):
            raise Refused(f"it is not linear in the letters of the family: {term}")
