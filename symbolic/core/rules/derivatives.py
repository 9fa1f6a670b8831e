"""The checker of derivatives: of polynomials in time and solutions, and of polynomials along a field."""

from __future__ import annotations

from collections.abc import Mapping

from symbolic.core.expressions import Expression, Node, Refused, Variable, free, opened, written


def derivative(term: Expression, by: Mapping[Expression, Expression], variables: frozenset[Variable]) -> Expression:
    """The derivative of a polynomial in terms that depend on variables, given the derivatives of these terms.

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
        case "cell", (Node(head="multiple", parts=(number, of)), *place) if not variables & free(of, *place):
            return derivative(number, by, variables) * Node("cell", (of, *place))
    raise Refused(f"not a polynomial in what has a known derivative: {term}")


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
    for node in _flows(term, time):
        size = len(node.parts) // 2
        at = tuple(Node("flow", node.parts, n, node.hints) for n in range(size))
        by |= {each: opened(velocity, at) for each, velocity in zip(at, node.parts, strict=False)}
        needed.add(Node("global", node.parts[:-1], None, node.hints))
    return derivative(term, by, frozenset((time,))), frozenset(needed)


def _flows(term: Expression, time: Variable) -> list[Node]:
    """The solutions at a time in a term; the time does not stand in their field and start."""
    if not isinstance(term, Node):
        return []
    if term.head == "flow" and term.parts[-1] == time and time not in free(*term.parts[:-1]):
        return [term]
    return [found for part in term.parts for found in _flows(part, time)]


def along_field(term: Expression, variables: tuple[Variable, ...], velocities: tuple[Expression, ...]) -> Expression:
    """The derivative of a polynomial in variables along the field that gives these their velocities."""
    by: dict[Expression, Expression] = dict(zip(variables, velocities, strict=True))
    return derivative(term, by, frozenset(variables))


def polynomial_in(term: Expression, variables: tuple[Variable, ...]) -> None:
    """Refuse a term that is not a polynomial in variables with coefficients that do not depend on them."""
    along_field(term, variables, (written(0),) * len(variables))
