"""How formulas and terms are written: a function for every head, in which a bound variable is a free one first."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symbolic.core.expressions import Expression, Node, Sort, Variable, bound, written

Number = Expression | int | Fraction

REALS = Node("reals")
NONNEGATIVE = Node("nonnegative")
POSITIVE = Node("positive")
INTEGERS = Node("integers")

TRUE = Node("and")
FALSE = Node("or")


def real(name: str) -> Variable:
    """A free variable for a real number."""
    return Variable(name, Sort.REAL)


def law(name: str) -> Variable:
    """A free variable for a probability law on the real line."""
    return Variable(name, Sort.LAW)


def integers_from(least: Number) -> Node:
    """The integers that are not below a number."""
    return Node("integers_from", (written(least),))


def integers_between(least: Number, greatest: Number) -> Node:
    """The integers from one number to another, both included; there may be none."""
    return Node("integers_between", (written(least), written(greatest)))


def moments(order: int) -> Node:
    """The laws with a finite absolute moment of an order."""
    return Node("moments", (), order)


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
    """`E term` where the variable has a law."""
    return Node("mean", (of, bound(written(term), (variable,))), None, (variable.name,))


def root(term: Number) -> Node:
    """The square root that is not negative."""
    return Node("root", (written(term),))


def normal(deviation: Number) -> Node:
    """The law of `deviation · Z` with a standard normal Z."""
    return Node("normal", (written(deviation),))


def point(value: Number) -> Node:
    """The law of a constant."""
    return Node("point", (written(value),))


def mixture(weight: Number, one: Expression, other: Expression) -> Node:
    """`weight · one + (1 − weight) · other`, of laws."""
    return Node("mixture", (written(weight), one, other))


def constant(name: str, *arguments: Number) -> Node:
    """A number or a function of numbers of which nothing but the name is known."""
    return Node("constant", tuple(map(written, arguments)), name)


def function(*variables: Variable, body: Number) -> Node:
    """`λ variables. body`, a function or a predicate; only arguments of rules are these."""
    names = tuple(variable.name for variable in variables)
    return Node("abstraction", (bound(written(body), variables),), len(variables), names)


@dataclass(frozen=True)
class System:
    """The initial value problem `variables' = velocities`, `variables(0) = start`."""

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
        """There is exactly one differentiable solution on [0, ∞)."""
        return Node("global", self._parts, None, self._names)
