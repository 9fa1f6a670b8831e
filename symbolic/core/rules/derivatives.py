"""The checker of derivatives: of polynomials in time and solutions, and of polynomials along a field.

Exponentials of polynomials may stand in both, and in the exponents again: all of these are analytic.

Matrices that move stand inside of traces, where all sums and products fit, which `fits` refuses otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping

from symbolic.core.expressions import Expression, Node, Refused, Sort, Variable, free, nodes, opened, written
from symbolic.core.rules.noncommutative import Letters
from symbolic.core.rules.rational_functions import ARITHMETIC
from symbolic.core.sorts import sort_of
from symbolic.core.vocabulary import multiple, product, sum_of_matrices, trace


def derivative(term: Expression, by: Mapping[Expression, Expression], variables: frozenset[Variable]) -> Expression:
    """The derivative of a polynomial in terms that depend on variables, given the derivatives of these terms.

    Exponentials of such polynomials are among the terms.

    An entry of a multiple `c A` is `c A[j, k]`, wherever it is. Raises `Refused` for a term that depends on the
    variables in another way.
    """
    if not variables & free(term):
        return written(0)
    if term in by:
        return by[term]
    if not isinstance(term, Node):
        raise Refused(f"its derivative is not known: {term}")
    match term.head, term.parts:
        case "add", parts:
            return Node("add", tuple(derivative(part, by, variables) for part in parts))
        case "negate", (part,):
            return -derivative(part, by, variables)
        case "multiply", parts:
            moving = tuple(n for n, part in enumerate(parts) if variables & free(part))
            slopes = tuple(_one_factor(parts, n, by, variables) for n in moving)
            return slopes[0] if len(slopes) == 1 else Node("add", slopes)
        case "power", (part,) if isinstance(term.value, int) and term.value > 0:
            return term.value * part ** (term.value - 1) * derivative(part, by, variables)
        case "divide", (numerator, divisor) if not variables & free(divisor):
            return derivative(numerator, by, variables) / divisor
        case "exponential", (exponent,):
            return term * derivative(exponent, by, variables)
        case "cell", (Node(head="multiple", parts=(number, of)), *place) if not variables & free(of, *place):
            return derivative(number, by, variables) * Node("cell", (of, *place))
        case "cell", (of, *place) if of in by and not variables & free(*place):
            return Node("cell", (by[of], *place))
        case "trace", (of,):
            return trace(of_matrix(of, by, variables))
    raise Refused(f"not a polynomial in what has a known derivative: {term}")


def of_matrix(term: Expression, by: Mapping[Expression, Expression], variables: frozenset[Variable]) -> Expression:
    """The derivative of a polynomial in matrices and numbers that depend on variables, entry by entry.

    It has the shape of the polynomial, where sums and products fit and derivatives have the shapes of what moves.
    """
    if not variables & free(term):
        return multiple(0, term)
    if term in by:
        return by[term]
    if not isinstance(term, Node):
        raise Refused(f"its derivative is not known: {term}")
    match term.head, term.parts:
        case "sum_of_matrices", parts:
            return sum_of_matrices(*(of_matrix(part, by, variables) for part in parts))
        case "product", parts:
            moving = tuple(n for n, part in enumerate(parts) if variables & free(part))
            return _added(*(product(*parts[:n], of_matrix(parts[n], by, variables), *parts[n + 1 :]) for n in moving))
        case "transpose", (part,):
            return Node("transpose", (of_matrix(part, by, variables),))
        case "multiple", (number, of) if not variables & free(of):
            return multiple(derivative(number, by, variables), of)
        case "multiple", (number, of) if not variables & free(number):
            return multiple(number, of_matrix(of, by, variables))
        case "multiple", (number, of):
            slope = derivative(number, by, variables)
            return sum_of_matrices(multiple(slope, of), multiple(number, of_matrix(of, by, variables)))
    raise Refused(f"not a polynomial in matrices with a known derivative: {term}")


def _added(*summands: Expression) -> Expression:
    return summands[0] if len(summands) == 1 else sum_of_matrices(*summands)


def fits(term: Expression, variables: frozenset[Variable], letters: Letters) -> None:
    """Refuse a number that depends on variables by matrices outside of traces, or by sums and products that do not fit.

    The shapes of the matrices that move are among those of the letters, and no other letter depends on the variables.
    """
    if not variables & free(term) or not isinstance(term, Node) or term.head == "flow":
        return
    match term.head, term.parts:
        case "trace", _:
            letters.traces(term)
            factors_fit(term, variables, letters)
        case "cell", (Node(head="multiple", parts=(number, of)), *_) if not variables & free(of):
            fits(number, variables, letters)
        case head, inside if head in (*ARITHMETIC, "exponential"):
            for part in inside:
                fits(part, variables, letters)
        case _:
            raise Refused(f"a matrix that moves stands outside of a trace: {term}")


def factors_fit(term: Expression, variables: frozenset[Variable], letters: Letters) -> None:
    """Refuse matrices by what they are multiplied with: numbers of which `fits` refuses one."""
    for each in nodes(term):
        if each.head == "multiple":
            fits(each.parts[0], variables, letters)


def _one_factor(
    factors: tuple[Expression, ...], n: int, by: Mapping[Expression, Expression], variables: frozenset[Variable]
) -> Expression:
    """A product with one factor replaced by its derivative."""
    slope = derivative(factors[n], by, variables)
    return Node("multiply", (*factors[:n], slope, *factors[n + 1 :]))


def in_time(term: Expression, time: Variable) -> tuple[Expression, frozenset[Expression]]:
    """The derivative of a polynomial in time and in solutions at that time, and which solutions have to be global."""
    by: dict[Expression, Expression] = {time: written(1)}
    needed = set()
    for node in flows_in(term, time):
        size = len(node.parts) // 2
        at = tuple(Node("flow", node.parts, n, node.hints) for n in range(size))
        by |= {each: opened(velocity, at) for each, velocity in zip(at, node.parts, strict=False)}
        needed.add(Node("global", node.parts[:-1], None, node.hints))
    return derivative(term, by, frozenset((time,))), frozenset(needed)


def flows_in(term: Expression, time: Variable) -> list[Node]:
    """The solutions at a time in a term; the time does not stand in their field and start."""
    if not isinstance(term, Node):
        return []
    if term.head == "flow" and term.parts[-1] == time and time not in free(*term.parts[:-1]):
        return [term]
    return [found for part in term.parts for found in flows_in(part, time)]


def along_field(term: Expression, variables: tuple[Variable, ...], velocities: tuple[Expression, ...]) -> Expression:
    """The derivative of a polynomial in variables along the field that gives these their velocities."""
    by: dict[Expression, Expression] = dict(zip(variables, velocities, strict=True))
    return derivative(term, by, frozenset(variables))


def polynomial_in(term: Expression, variables: tuple[Variable, ...]) -> None:
    """Refuse what is not a polynomial in variables, and exponentials of such, with coefficients without them."""
    slope = of_matrix if sort_of(term) is Sort.MATRIX else derivative
    slope(term, dict(zip(variables, variables, strict=True)), frozenset(variables))


def continuous(term: Expression, variable: Variable) -> None:
    """Refuse what is not made by sums, products, exponentials and powers of a variable and of what is without it."""
    if term == variable or variable not in free(term):
        return
    match term:
        case Node(head="add" | "negate" | "multiply" | "power" | "exponential", parts=parts):
            for part in parts:
                continuous(part, variable)
        case Node(head="divide" | "raised", parts=(part, other)) if variable not in free(other):
            continuous(part, variable)
        case _:
            raise Refused(f"it is not known to be continuous: {term}")
