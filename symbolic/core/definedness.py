"""What has to hold for a formula to mean what it says: no division by 0, no root of a negative number, no empty limit.

Every head denotes something for all arguments, so that the rules are sound without any of this: `s/t` is s times the
inverse of t, where 0 has some number as its inverse; the root of a negative number, the logarithm of one that is not
positive, the mean of what is not integrable, the flow that does not exist and the entries of a matrix outside its shape
are some numbers too, a power to what is no natural number is 1, and a mixture with a weight that is none, or an average
of no laws, some law. A sum of matrices of other shapes has the shape of the first, a product sums over the columns of
its left factor. A goal counts as proved only together with this formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf

from symbolic.core.expressions import Expression, Node, Sort, Variable, bound, free, fresh, opened
from symbolic.core.sorts import components, members, signature_of, sort_of, values
from symbolic.core.vocabulary import (
    FALSE,
    INTEGERS,
    REALS,
    SEQUENCES,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    implies,
    integers_between,
    integers_from,
    less,
    matrices,
    member,
    moments,
    negation,
    vector_moments,
)


def defined(formula: Expression) -> Node:
    """The formula that says that a closed formula or term is defined, read from left to right.

    In `A ∧ B` and `A ⇒ B` what B needs may use A, in `A ∨ B` it may use not A; a quantifier, that for the draws of
    a law too, a sum, a mean and a limit need their body defined on the whole of their domain.

    >>> from symbolic.core.vocabulary import equal, real
    >>> x = real("x")
    >>> defined(equal(1 / x, 1)) == negation(equal(x, 0))
    True
    """
    sort_of(formula)
    _known.append({})
    try:
        return _all(_needs(formula))
    finally:
        _known.pop()


_known: list[dict[int, tuple[Expression, tuple[Node, ...]]]] = []
"""What expressions need, by their identities, with these: what stands in several places is looked at once."""


def _all(needs: Iterable[Node]) -> Node:
    found = tuple(dict.fromkeys(needs))
    return found[0] if len(found) == 1 else conjunction(*found)


def _needs(expression: Expression) -> tuple[Node, ...]:
    """The conjuncts of `defined`, for a closed expression, each once."""
    if not isinstance(expression, Node):
        return ()
    found = _known[-1].get(id(expression))
    if found is None:
        found = _known[-1][id(expression)] = expression, tuple(dict.fromkeys(_needed(expression)))
    return found[1]


def _needed(expression: Node) -> Iterator[Node]:
    parts, hints = expression.parts, expression.hints
    match expression.head:
        case "and" | "or" | "implies":
            yield from _one_after_another(expression.head, parts)
        case "for_all" | "exists":
            yield from _needs(parts[0])
            yield from _everywhere(parts[1], parts[:1], hints)
        case "tends":
            yield from _needs(parts[0])
            yield from _needs(parts[2])
            yield from _everywhere(parts[1], parts[:1], hints)
        case "total":
            yield from _of_total(expression)
        case "mean":
            yield from _of_mean(expression)
        case "almost_every":
            yield from _needs(parts[0])
            yield from _everywhere(parts[1], (where(parts[0]),), hints)
        case "average":
            yield from _needs(parts[0])
            yield member(parts[0], integers_from(1))
            yield from _everywhere(parts[1], (integers_between(1, parts[0]),), hints)
        case "flow" | "global":
            yield from _of_flow(expression)
        case "vector" | "matrix":
            yield from _of_table(expression)
        case "iterated":
            yield from _of_iteration(expression)
        case _:
            for part in parts:
                yield from _needs(part)
            yield from _own(expression)


def _own(node: Node) -> Iterator[Node]:
    match node.head:
        case "divide":
            yield negation(equal(node.parts[1], 0))
        case "raised":
            yield member(node.parts[1], integers_from(0))
        case "root":
            yield at_most(0, node.parts[0])
        case "logarithm":
            yield less(0, node.parts[0])
        case "mixture":
            yield at_most(0, node.parts[0])
            yield at_most(node.parts[0], 1)
        case "entry":
            yield member(node.parts[1], integers_from(1))
        case "cell":
            yield from _of_cell(*node.parts)
        case "identity" | "zeros":
            for length in node.parts:
                yield member(length, integers_from(0))
        case "trace":
            yield _fitting(((node.parts[0], 0, 0),))
        case "sum_of_matrices" if node.parts[1:]:
            yield _fitting(tuple((part, 0, 1) for part in node.parts))
        case "product" if node.parts[1:]:
            yield _fitting(tuple((part, n, n + 1) for n, part in enumerate(node.parts)))
        case "stacked" if node.parts[1:]:
            yield _fitting(tuple((part, n + 1, 0) for n, part in enumerate(node.parts)))
        case "beside" if node.parts[1:]:
            yield _fitting(tuple((part, 0, n + 1) for n, part in enumerate(node.parts)))
        case "loss" | "gradient" | "flows":
            yield Node("regular", node.parts)
        case "trajectory":
            yield at_most(0, node.parts[-1])
            yield Node("regular", node.parts[:-1])
            yield Node("flows", node.parts[:-1])


def _of_cell(matrix: Expression, *places: Expression) -> Iterator[Node]:
    """That an entry lies within the shape of its matrix, of which something has to be known where it is not written."""
    shape = _shape(matrix)
    if not shape:
        yield Node("has_cell", (matrix, *places))
    for place, length in zip(places, shape, strict=False):
        yield member(place, integers_between(1, length))


def _shape(matrix: Expression) -> tuple[Expression, ...]:
    """Rows and columns, of a gradient or along a flow those of the block; none where they are not written."""
    match matrix:
        case Node(head="matrix"):
            return matrix.parts[:-1]
        case Node(head="gradient" | "trajectory", value=int(number)):
            inside = matrix.parts[:-1] if matrix.head == "trajectory" else matrix.parts
            return _shape(inside[len(inside) - len(signature_of(matrix).blocks) + number])
    return ()


def _fitting(matrices_with_sides: tuple[tuple[Expression, int, int], ...]) -> Node:
    """That there are natural numbers of rows and columns, by their places among all, that matrices have."""
    lengths: tuple[Variable, ...] = ()
    for _ in range(1 + max(side for _, *sides in matrices_with_sides for side in sides)):
        lengths += (fresh(Sort.REAL, *lengths, *(each for each, _, _ in matrices_with_sides)),)
    shapes = [member(each, matrices(lengths[rows], lengths[columns])) for each, rows, columns in matrices_with_sides]
    found = _all(shapes)
    for length in reversed(lengths):
        found = exists(length, integers_from(0), found)
    return found


def _of_iteration(node: Node) -> Iterator[Node]:
    """What is made of the matrix before a step has to be defined at every step, from 1 to the last one.

    That this matrix is defined is part of it: it is made by the steps before.
    """
    body, start, count = node.parts
    yield from _needs(start)
    yield from _needs(count)
    yield member(count, integers_from(0))
    step = fresh(Sort.REAL, node)
    state = fresh(Sort.MATRIX, node, step)
    before = Node("iterated", (body, start, step - 1), None, node.hints)
    if needs := _needs(opened(body, (state, step))):
        needed = opened(bound(_all(needs), (state,)), (before,))
        yield for_all(step, integers_between(1, count), needed)


def _one_after_another(head: str, parts: tuple[Expression, ...]) -> Iterator[Node]:
    before: tuple[Expression, ...] = ()
    for part in parts:
        if needs := _needs(part):
            yield from (implies(_all_of(before), _all(needs)),) if before else needs
        before += (negation(part) if head == "or" else part,)


def _all_of(formulas: tuple[Expression, ...]) -> Expression:
    return formulas[0] if len(formulas) == 1 else conjunction(*formulas)


def _everywhere(body: Expression, domains: tuple[Expression, ...], hints: tuple[str, ...]) -> Iterator[Node]:
    """What a body needs, for all values of its bound variables, each of which has a domain."""
    variables: tuple[Variable, ...] = ()
    for domain in domains:
        variables += (fresh(members(domain), body, *domains, *variables),)
    if needs := _needs(opened(body, variables)):
        found = _all(needs)
        for n in reversed(range(len(domains))):
            found = Node("for_all", (domains[n], bound(found, (variables[n],))), None, hints[n : n + 1])
        yield found


def _of_total(node: Node) -> Iterator[Node]:
    least, greatest, body = node.parts
    yield from _needs(least)
    yield from _needs(greatest)
    yield member(least, INTEGERS)
    yield member(greatest, INTEGERS)
    yield from _everywhere(body, (integers_between(least, greatest),), node.hints)


def _of_table(node: Node) -> Iterator[Node]:
    """Lengths are whole; a matrix ends with its shape, a sequence, as the value of a law too, goes on for ever."""
    *lengths, body = node.parts
    for length in lengths:
        yield from _needs(length)
        yield member(length, INTEGERS)
    ends = tuple(integers_between(1, length) for length in lengths)
    yield from _everywhere(body, ends if node.head == "matrix" else (integers_from(1),), node.hints)


def _of_mean(node: Node) -> Iterator[Node]:
    law, body = node.parts
    of_vectors = values(law) is Sort.VECTOR
    yield from _needs(law)
    yield from _everywhere(body, (where(law),), node.hints)
    variable = fresh(values(law), body)
    order = degree(opened(body, (variable,)), variable)
    yield FALSE if order is None else member(law, vector_moments(order) if of_vectors else moments(order))


def where(law: Expression) -> Node:
    """The domain of the values of a law: the numbers, or the sequences."""
    return SEQUENCES if values(law) is Sort.VECTOR else REALS


def _of_flow(node: Node) -> Iterator[Node]:
    size = len(node.parts) // 2
    for part in node.parts[size:]:
        yield from _needs(part)
    if Sort.MATRIX in components(node):
        yield _of_matrix_field(node, node.parts[size : 2 * size])
    else:
        for velocity in node.parts[:size]:
            yield from _everywhere(velocity, (REALS,) * size, node.hints)
    if node.head == "flow":
        yield at_most(0, node.parts[-1])
        yield Node("global", node.parts[:-1], None, node.hints)


def _of_matrix_field(node: Node, starts: tuple[Expression, ...]) -> Node:
    """That matrices start with shapes which velocities have too, at all matrices of these, and are defined there."""
    lengths: tuple[Variable, ...] = ()
    domains: tuple[Node, ...] = ()
    point: tuple[Variable, ...] = ()
    for start in starts:
        if sort_of(start) is not Sort.MATRIX:
            domains += (REALS,)
            continue
        for _ in range(2):
            lengths += (fresh(Sort.REAL, node, *lengths),)
        domains += (matrices(*lengths[-2:]),)
    for start in starts:
        point += (fresh(sort_of(start), node, *lengths, *point),)
    here = tuple(opened(velocity, point) for velocity in node.parts[: len(starts)])
    inside = [need for velocity in here for need in _needs(velocity)]
    inside += (member(*each) for each in zip(here, domains, strict=True))
    everywhere: Expression = _all(inside)
    for variable, domain in zip(reversed(point), reversed(domains), strict=True):
        everywhere = for_all(variable, domain, everywhere)
    found: Expression = conjunction(*(member(*each) for each in zip(starts, domains, strict=True)), everywhere)
    for length in reversed(lengths):
        found = exists(length, integers_from(0), found)
    assert isinstance(found, Node)
    return found


def degree(term: Expression, variable: Variable) -> float | None:
    """A bound on the degree of a term as a polynomial in a variable, or in the entries of a sequence.

    A modulus `√(f²)` of a polynomial f counts as one of the same degree: so far it grows, and it is continuous. None
    where a term does not have the form of one; infinity where a power of the variable has an exponent that is no given
    number.
    """
    if variable not in free(term):
        return 0
    if isinstance(term, Variable):
        return 1
    assert isinstance(term, Node)
    if term.head == "entry" and term.parts[0] == variable and variable not in free(term.parts[1]):
        return 1
    if term.head == "divide" and variable not in free(term.parts[1]):
        return degree(term.parts[0], variable)
    if term.head == "raised" and variable not in free(term.parts[1]):
        return None if degree(term.parts[0], variable) is None else inf
    if (
        term.head == "root"
        and isinstance(square := term.parts[0], Node)
        and (square.head, square.value) == ("power", 2)
    ):
        return degree(square.parts[0], variable)
    degrees = [degree(part, variable) for part in term.parts] if term.head in _POLYNOMIAL else [None]
    known = [each for each in degrees if each is not None]
    if len(known) < len(degrees):
        return None
    match term.head:
        case "multiply":
            return sum(known)
        case "power" if isinstance(term.value, int):
            return term.value * known[0] if term.value else 0
    return max(known)


_POLYNOMIAL = ("add", "negate", "multiply", "power")
