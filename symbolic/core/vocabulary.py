"""How formulas and terms are written: a function for every head, in which a bound variable is a free one first."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, bound, written
from symbolic.core.signatures import Signature
from symbolic.core.sorts import EVERY

Number = Expression | int | Fraction

REALS = Node("reals")
NONNEGATIVE = Node("nonnegative")
POSITIVE = Node("positive")
INTEGERS = Node("integers")

SEQUENCES = Node("sequences")

TRUE = Node("and")
FALSE = Node("or")


def real(name: str) -> Variable:
    """A free variable for a real number."""
    return Variable(name, Sort.REAL)


def matrix_letter(name: str) -> Variable:
    """A free variable for a matrix."""
    return Variable(name, Sort.MATRIX)


def law(name: str) -> Variable:
    """A free variable for a probability law on the real line."""
    return Variable(name, Sort.LAW)


def vector(name: str) -> Variable:
    """A free variable for a sequence of real numbers."""
    return Variable(name, Sort.VECTOR)


def vector_law(name: str) -> Variable:
    """A free variable for a probability law of sequences."""
    return Variable(name, Sort.VECTOR_LAW)


def integers_from(least: Number) -> Node:
    """The integers that are not below a number."""
    return Node("integers_from", (written(least),))


def integers_between(least: Number, greatest: Number) -> Node:
    """The integers from one number to another, both included; there may be none."""
    return Node("integers_between", (written(least), written(greatest)))


def moments(order: float) -> Node:
    """The laws with a finite absolute moment of an order, which is an integer; of infinite order, of every one."""
    return _of_order("moments", order)


def vector_moments(order: float) -> Node:
    """The laws of sequences all of whose entries have a finite absolute moment of an order, as in `moments`."""
    return _of_order("vector_moments", order)


def _of_order(head: str, order: float) -> Node:
    if isinstance(order, int):
        return Node(head, (), order)
    if order != inf:
        raise Refused(f"an order of moments is an integer, or infinite, not {order}")
    return Node(head, (), EVERY)


def matrices(rows: Number, columns: Number) -> Node:
    """The matrices of a shape."""
    return Node("matrices", (written(rows), written(columns)))


def equal(left: Number, right: Number) -> Node:
    """`left = right`."""
    return Node("equal", (written(left), written(right)))


def at_most(left: Number, right: Number) -> Node:
    """`left ≤ right`."""
    return Node("at_most", (written(left), written(right)))


def less(left: Number, right: Number) -> Node:
    """`left < right`."""
    return Node("less", (written(left), written(right)))


def member(element: Number, domain: Expression) -> Node:
    """`element ∈ domain`."""
    return Node("member", (written(element), domain))


def negation(formula: Expression) -> Node:
    """Not."""
    return Node("not", (formula,))


def conjunction(*formulas: Expression) -> Node:
    """And; of no formula, true."""
    return Node("and", formulas)


def disjunction(*formulas: Expression) -> Node:
    """Or; of no formula, false."""
    return Node("or", formulas)


def implies(premise: Expression, conclusion: Expression) -> Node:
    """`premise ⇒ conclusion`."""
    return Node("implies", (premise, conclusion))


def iff(left: Expression, right: Expression) -> Node:
    """`left ⇔ right`."""
    return Node("iff", (left, right))


def for_all(variable: Variable, domain: Expression, formula: Expression) -> Node:
    """`∀ variable ∈ domain: formula`."""
    return Node("for_all", (domain, bound(formula, (variable,))), None, (variable.name,))


def exists(variable: Variable, domain: Expression, formula: Expression) -> Node:
    """`∃ variable ∈ domain: formula`."""
    return Node("exists", (domain, bound(formula, (variable,))), None, (variable.name,))


def tends(variable: Variable, domain: Expression, term: Expression, limit: Number) -> Node:
    """`term → limit` as the variable goes to infinity in a domain without upper bound."""
    return Node("tends", (domain, bound(term, (variable,)), written(limit)), None, (variable.name,))


def total(variable: Variable, least: Number, greatest: Number, term: Expression) -> Node:
    """`Σ term` over the integers from one number to another, both included; 0 if there are none."""
    return Node("total", (written(least), written(greatest), bound(term, (variable,))), None, (variable.name,))


def mean(variable: Variable, of: Expression, term: Number) -> Node:
    """`E term` where the variable has a law, of numbers or of sequences."""
    return Node("mean", (of, bound(written(term), (variable,))), None, (variable.name,))


def almost_every(variable: Variable, of: Expression, formula: Expression) -> Node:
    """The formula holds for almost every draw of a law: outside of a set that the law gives the probability 0."""
    return Node("almost_every", (of, bound(formula, (variable,))), None, (variable.name,))


def raised(base: Number, exponent: Number) -> Node:
    """The power of a number to a term that is a natural number; `base ** n` is that to a given number n."""
    return Node("raised", (written(base), written(exponent)))


def root(term: Number) -> Node:
    """The square root that is not negative."""
    return Node("root", (written(term),))


def exponential(term: Number) -> Node:
    """`e^term`."""
    return Node("exponential", (written(term),))


def logarithm(term: Number) -> Node:
    """The natural logarithm, of a positive number."""
    return Node("logarithm", (written(term),))


def normal(deviation: Number) -> Node:
    """The law of `deviation · Z` with a standard normal Z."""
    return Node("normal", (written(deviation),))


def point(value: Number) -> Node:
    """The law of a constant, a number or a sequence."""
    return Node("point", (written(value),))


def mixture(weight: Number, one: Expression, other: Expression) -> Node:
    """`weight · one + (1 − weight) · other`, of laws."""
    return Node("mixture", (written(weight), one, other))


def average(variable: Variable, count: Number, of: Expression) -> Node:
    """The law `(μ₁ + … + μₙ)/n`: each of n laws is as likely, the variable being its number."""
    return Node("average", (written(count), bound(of, (variable,))), None, (variable.name,))


def independent(of: Expression) -> Node:
    """The law of sequences of independent numbers with one law."""
    return Node("independent", (of,))


def entry(sequence: Expression, place: Number) -> Node:
    """An entry of a sequence; the first one is at 1."""
    return Node("entry", (sequence, written(place)))


def listed(variable: Variable, length: Number, body: Number) -> Node:
    """The sequence whose entry at the variable is a term; beyond its length, which says what matters, it goes on."""
    return Node("vector", (written(length), bound(written(body), (variable,))), None, (variable.name,))


def sequence(*entries: Number) -> Node:
    """The sequence that begins with some entries; beyond these it goes on in some way."""
    return Node("sequence", tuple(map(written, entries)))


def matrix(row: Variable, column: Variable, shape: tuple[Number, Number], body: Number) -> Node:
    """The matrix of a shape whose entry at row and column is a term."""
    rows, columns = map(written, shape)
    names = row.name, column.name
    return Node("matrix", (rows, columns, bound(written(body), (row, column))), None, names)


def cell(of: Expression, row: Number, column: Number) -> Node:
    """An entry of a matrix."""
    return Node("cell", (of, written(row), written(column)))


def has_cell(of: Expression, row: Number, column: Number) -> Node:
    """Row and column are among those of a matrix."""
    return Node("has_cell", (of, written(row), written(column)))


def sum_of_matrices(*summands: Expression) -> Node:
    """`A + B + …`, of at least one matrix."""
    return Node("sum_of_matrices", summands)


def product(*factors: Expression) -> Node:
    """`A B …`, the product of at least one matrix."""
    return Node("product", factors)


def difference(one: Expression, other: Expression) -> Node:
    """`A − B`, of matrices."""
    return sum_of_matrices(one, multiple(-1, other))


def stacked(*blocks: Expression) -> Node:
    """Matrices one above the other, at least one."""
    return Node("stacked", blocks)


def beside(*blocks: Expression) -> Node:
    """Matrices one beside the other, at least one."""
    return Node("beside", blocks)


def multiple(number: Number, of: Expression) -> Node:
    """A number times a matrix."""
    return Node("multiple", (written(number), of))


def transpose(of: Expression) -> Node:
    """The transpose of a matrix."""
    return Node("transpose", (of,))


def identity_matrix(size: Number) -> Node:
    """The identity of a size."""
    return Node("identity", (written(size),))


def zeros(rows: Number, columns: Number) -> Node:
    """The matrix of a shape that is zero everywhere."""
    return Node("zeros", (written(rows), written(columns)))


def trace(of: Expression) -> Node:
    """The sum of the diagonal of a matrix."""
    return Node("trace", (of,))


def equal_matrices(left: Expression, right: Expression) -> Node:
    """Two matrices have one shape and the same entries."""
    return Node("equal_matrices", (left, right))


def iterated(state: Variable, step: Variable, made: Expression, start: Expression, count: Number) -> Node:
    """The matrix after steps 1, …, count from a start, where a step makes of the state, and of its number, another."""
    return Node("iterated", (bound(made, (state, step)), start, written(count)), None, (state.name, step.name))


def symmetric(size: Number) -> Node:
    """The symmetric matrices of a size."""
    return Node("symmetric", (written(size),))


def semidefinite(size: Number) -> Node:
    """The symmetric matrices A of a size with `0 ≤ xᵀ A x` for all columns x."""
    return Node("semidefinite", (written(size),))


def definite(size: Number) -> Node:
    """The symmetric matrices A of a size with `0 < xᵀ A x` for all columns x that are not zero."""
    return Node("definite", (written(size),))


def invertible(size: Number) -> Node:
    """The matrices of a size that have an inverse on both sides."""
    return Node("invertible", (written(size),))


def indicator(formula: Expression) -> Node:
    """1 where a formula holds, else 0."""
    return Node("indicator", (formula,))


def constant(name: str, *arguments: Number) -> Node:
    """A number or a function of numbers of which nothing but the name is known."""
    return Node("constant", tuple(map(written, arguments)), name)


def function(*variables: Variable, body: Number) -> Node:
    """`λ variables. body`, a function or a predicate of numbers, and of matrices; only arguments of rules are these."""
    names = tuple(variable.name for variable in variables)
    sorts = tuple(variable.sort for variable in variables)
    value = ",".join(sort.name for sort in sorts) if Sort.MATRIX in sorts else len(sorts)
    return Node("abstraction", (bound(written(body), variables),), value, names)


@dataclass(frozen=True)
class Model:
    """A setting of which nothing but its signature is known; what is said of it is applied to all that it names."""

    signature: Signature

    def _applied(self, head: str, given: tuple[Expression, ...], value: int | None = None) -> Node:
        return Node(head, (Node("model", (), self.signature.text), *given), value)

    def _place(self, block: str) -> int:
        if block not in self.signature.blocks:
            raise Refused(f"the blocks are {', '.join(self.signature.blocks)}, not {block}")
        return self.signature.blocks.index(block)

    def loss(self, *given: Expression) -> Node:
        """The population loss; given are sizes, data and blocks, in the order of the signature."""
        return self._applied("loss", given)

    def gradient(self, block: str, *given: Expression) -> Node:
        """The gradient of the population loss by the entries of a block."""
        return self._applied("gradient", given, self._place(block))

    def regular(self, *given: Expression) -> Node:
        """The blocks have the shapes of the model's, and the population loss is a polynomial in their entries."""
        return self._applied("regular", given)

    def flows(self, *given: Expression) -> Node:
        """From the blocks there is exactly one gradient flow on [0, ∞)."""
        return self._applied("flows", given)

    def trajectory(self, block: str, *given: Expression) -> Node:
        """A block along the gradient flow from the blocks, at the time that is given last."""
        return self._applied("trajectory", given, self._place(block))


@dataclass(frozen=True)
class System:
    """The initial value problem `variables' = velocities`, `variables(0) = start`, of numbers and of matrices."""

    variables: tuple[Variable, ...]
    velocities: tuple[Expression, ...]
    start: tuple[Expression, ...]

    @property
    def _parts(self) -> tuple[Expression, ...]:
        return (*(bound(velocity, self.variables) for velocity in self.velocities), *self.start)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(variable.name for variable in self.variables)

    def at(self, time: Number) -> tuple[Node, ...]:
        """The components of the solution at a time."""
        parts = (*self._parts, written(time))
        return tuple(Node("flow", parts, component, self._names) for component in range(len(self.variables)))

    @property
    def is_global(self) -> Node:
        """There is exactly one differentiable solution on [0, ∞); matrices keep the shapes that they start with."""
        return Node("global", self._parts, None, self._names)
