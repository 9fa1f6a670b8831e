"""The checker of families of parameters that are linear in their letters: that gradients and flows are among them."""

from __future__ import annotations

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, free, fresh, written
from symbolic.core.rules.family_flow import Curve
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import cell, conjunction, equal, exists


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
