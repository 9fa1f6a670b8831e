"""Traces and entries of words of matrices of explicit shapes, in the entries of their letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from symbolic.core.expressions import Expression, Node, nodes, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.logic import parts, reflexive
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, trace_of_cells
from symbolic.core.rules.rational_functions import ARITHMETIC
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import equal
from symbolic.tactics.evaluated import equations
from symbolic.tactics.signs import Facts, identity
from symbolic.tactics.small_ranges import number_of, written_out
from symbolic.tactics.steps import modulo, rewritten
from symbolic.tactics.whole_matrices.explicit_cells import number_at
from symbolic.tactics.whole_matrices.matrix_letters import shaped

ZERO = written(0)


@dataclass(frozen=True)
class WrittenCells:
    """What entries of some letters are, by entry, and facts that tell the shapes of all."""

    facts: Facts
    known: Mapping[Expression, Theorem] = field(default_factory=dict)
    done: dict[Expression, Theorem] = field(default_factory=dict)

    def without_traces(self, theorem: Theorem) -> Theorem:
        """A theorem with the value of each trace in its place."""
        for each in dict.fromkeys(node for node in nodes(theorem.conclusion) if node.head == "trace"):
            theorem = rewritten(self.trace(each), theorem)
        return theorem

    def trace(self, term: Expression) -> Theorem:
        """`tr(A) = …`."""
        if term not in self.done:
            (matrix,) = parts(term, "trace")
            self.done[term] = self._summed(trace_of_cells(term, shaped(matrix, self.facts)))
        return self.done[term]

    def cell(self, term: Expression) -> Theorem:
        """`A[j, k] = …` for explicit j and k."""
        if term not in self.done:
            self.done[term] = self.known[term] if term in self.known else self._cell(term)
        return self.done[term]

    def _cell(self, term: Expression) -> Theorem:
        matrix, _, _ = parts(term, "cell")
        match matrix:
            case Node(head="product", parts=(first, *_)):
                return self._summed(cell_of_product(term, shaped(first, self.facts)))
            case Node(head="transpose" | "multiple" | "sum_of_matrices"):
                return self.valued(cell_of_word(term))
            case Node(head="matrix"):
                return self.valued(cell_of_matrix(term))
            case Node(head="zeros" | "identity"):
                return number_at(term, self.facts)
        return reflexive(term)

    def _summed(self, equation: Theorem) -> Theorem:
        """An equation whose right side is a sum over explicit places."""
        term, total = parts(equation.conclusion, "equal")
        least, greatest, _ = parts(total, "total")
        if number_of(greatest) < number_of(least):
            return equation
        whole = written_out(total)
        return self.valued(identity(term, parts(whole.conclusion, "equal")[1], using=((equation, 1), (whole, 1))))

    def valued(self, equation: Theorem) -> Theorem:
        """An equation with the values of all entries and traces on its right side."""
        term, right = parts(equation.conclusion, "equal")
        found = {each: self._value(each) for each in _atoms(right)}
        values: dict[Expression, Expression] = {
            each: parts(theorem.conclusion, "equal")[1] for each, theorem in found.items()
        }
        changed = tuple(theorem for each, theorem in found.items() if values[each] != each)
        return modulo(equal(term, _with(right, values)), (equation, *changed), self.facts)

    def _value(self, atom: Node) -> Theorem:
        match atom.head:
            case "cell":
                return self.cell(atom)
            case "trace":
                return self.trace(atom)
        (found,) = equations(atom)
        return found


def _atoms(term: Expression) -> tuple[Node, ...]:
    """The entries, traces and indicators that a number is made of."""
    if not isinstance(term, Node):
        return ()
    if term.head in ("cell", "trace", "indicator"):
        return (term,)
    inside = term.parts if term.head in ARITHMETIC else ()
    return tuple(dict.fromkeys(each for part in inside for each in _atoms(part)))


def _with(term: Expression, values: Mapping[Expression, Expression]) -> Expression:
    """The term with values of entries, what is multiplied by 0 left out."""
    if term in values:
        return values[term]
    if not isinstance(term, Node) or term.head not in ARITHMETIC:
        return term
    inside = [_with(each, values) for each in term.parts]
    if term.head == "multiply" and ZERO in inside:
        return ZERO
    if term.head == "add":
        inside = [each for each in inside if each != ZERO] or [ZERO]
        return inside[0] if len(inside) == 1 else Node("add", tuple(inside))
    return Node(term.head, tuple(inside), term.value, term.hints)
