"""The checker of Borel sets of pairs of numbers: by which formulas they may be given."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, free, fresh, opened
from symbolic.core.rules.derivatives import polynomial_in
from symbolic.core.sorts import components
from symbolic.core.vocabulary import REALS, for_all

CONNECTIVES = ("and", "or", "not", "implies", "iff")
RELATIONS = ("equal", "at_most", "less")
MADE = ("add", "negate", "multiply", "power", "divide")
"""By what terms are made of measurable ones; a quotient is measurable, whatever the inverse of 0 is."""


@dataclass(frozen=True)
class Pairs:
    """Two numbers, and the solutions that are known to exist for all times, for all values of these numbers."""

    numbers: tuple[Variable, Variable]
    existence: frozenset[Expression]

    def check_formula(self, formula: Expression) -> None:
        """Refuse a formula by which the set of pairs that satisfy it need not be a Borel set."""
        if not self._among(formula):
            return
        if not isinstance(formula, Node) or formula.head not in (*CONNECTIVES, *RELATIONS):
            raise Refused(f"the pairs with this need not be a Borel set: {formula}")
        for part in formula.parts:
            (self.check_formula if formula.head in CONNECTIVES else self.check_term)(part)

    def check_term(self, term: Expression) -> None:
        """Refuse a term that need not be a Borel function of the numbers."""
        if not self._among(term) or isinstance(term, Variable):
            return
        if isinstance(term, Node) and term.head == "flow":
            self._check_solution(term)
        elif isinstance(term, Node) and term.head in MADE:
            for part in term.parts:
                self.check_term(part)
        else:
            raise Refused(f"this need not be a Borel function: {term}")

    def _among(self, expression: Expression) -> tuple[Variable, ...]:
        """Which of the numbers occur."""
        return tuple(each for each in self.numbers if each in free(expression))

    def _check_solution(self, term: Node) -> None:
        """Refuse a solution that need not be continuous in the numbers, or need not exist."""
        *system, time = term.parts
        size = len(system) // 2
        if components(term) != (Sort.REAL,) * size:
            raise Refused("only solutions that are numbers are known to be continuous")
        match time:
            case Node(head="number", value=Fraction() as value) if value >= 0:
                pass
            case _:
                raise Refused("an explicit time is expected, that is not negative")
        state: tuple[Variable, ...] = ()
        for _ in range(size):
            state += (fresh(Sort.REAL, term, *self.numbers, *state),)
        for velocity in system[:size]:
            polynomial_in(opened(velocity, state), (*state, *self.numbers))
        for start in system[size:]:
            polynomial_in(start, self.numbers)
        exists: Expression = Node("global", tuple(system))
        for number in reversed(self._among(exists)):
            exists = for_all(number, REALS, exists)
        if exists not in self.existence:
            raise Refused("a solution is not known to exist for all times")
