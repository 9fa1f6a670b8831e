"""What is looked for in formulas before they are written: solutions, points of models, signs, well-known sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from symbolic.core.expressions import Expression, Index, Node, Variable, free, loose, nodes, written
from symbolic.core.signatures import Signature
from symbolic.typeset.kernel_formulas.styles import plain

System = tuple[Expression, ...]
"""The field and the start of a flow."""

Point = tuple[Expression, ...]
"""A model and what it is applied to."""

ONE = written(1)


def hint(node: Node, number: int) -> str:
    """What a bound variable would like to be called; x, where no person has named it."""
    found = node.hints[number] if number < len(node.hints) else ""
    return "x" if re.fullmatch(r"(_\d+)?", found) else found


def systems(expression: Expression) -> Iterator[tuple[System, tuple[str, ...]]]:
    """The closed systems whose solutions stand in an expression, with the names of their variables."""
    for node in nodes(expression):
        if node.head == "flow" and not loose(Node("global", node.parts[:-1])):
            yield node.parts[:-1], node.hints


def points(expression: Expression) -> Iterator[Point]:
    """The closed points at which models stand in an expression."""
    for node in nodes(expression):
        point = point_of(node)
        if point and not any(map(loose, point)):
            yield point


def point_of(node: Node) -> Point:
    """The model with what it is applied to; nothing, where a node is about no model."""
    if node.head in ("loss", "gradient", "regular", "flows"):
        return node.parts
    return node.parts[:-1] if node.head == "trajectory" else ()


def moving(expression: Expression) -> set[Point]:
    """The points from which a block is followed along the gradient flow."""
    return {node.parts[:-1] for node in nodes(expression) if node.head == "trajectory"}


def without_minus(term: Expression) -> Expression | None:
    """A term without the minus of the number that it begins with; None, where it begins with no negative number."""
    match term:
        case Node(head="number", value=Fraction() as number) if number < 0:
            return written(-number)
        case Node(head="multiply", parts=(first, *others)) if (inner := without_minus(first)) is not None:
            factors = (*others,) if inner == ONE and others else (inner, *others)
            return factors[0] if len(factors) == 1 else Node("multiply", factors)
        case Node(head="divide", parts=(above, below)) if (inner := without_minus(above)) is not None:
            return inner / below
    return None


def harmonic(node: Node) -> int:
    """The k of a sum `1 + 1/2ᵏ + … + 1/nᵏ`; 0 for another one."""
    match node:
        case Node(head="total", parts=(least, _, Node(head="divide", parts=(above, below)))) if least == above == ONE:
            if below == Index(0):
                return 1
            match below:
                case Node(head="power", parts=(Index(number=0),), value=int(order)):
                    return order
    return 0


def turned(system: System) -> Expression | None:
    """The φ of `u' = −φ v`, `v' = φ u` from `(1, 0)`, of which cosine and sine are the solution at the time 1."""
    match system:
        case (_, Node(head="multiply", parts=(angle, Index(number=0))), *start) if start == [ONE, written(0)]:
            return angle if system[0] == -(angle * Index(1)) else None
    return None


def is_turned(node: Node) -> bool:
    """Whether a term is a cosine or a sine."""
    return node.head == "flow" and node.parts[-1] == ONE and turned(node.parts[:-1]) is not None


def diagonal(body: Expression) -> Expression | None:
    """The a of an entry `a · 1[j = k]`, where row and column j and k are bound outermost and a is without them."""
    on_diagonal = [Node("indicator", (Node("equal", each),)) for each in permutations((Index(0), Index(1)))]
    factors = body.parts if isinstance(body, Node) and body.head == "multiply" else (body,)
    others = tuple(factor for factor in factors if factor not in on_diagonal)
    if len(others) != len(factors) - 1 or any(map(loose, others)):
        return None
    return others[0] if len(others) == 1 else Node("multiply", others)


def is_zero(matrix: Expression) -> bool:
    """Whether a matrix is written as one of zeros."""
    return isinstance(matrix, Node) and matrix.head == "matrix" and matrix.parts[-1] in (Node("add"), written(0))


def names(expression: Expression) -> frozenset[str]:
    """What is called by a name in an expression: free variables and constants, in plain form."""
    constants = (node.value for node in nodes(expression) if node.head == "constant")
    called = {variable.name for variable in free(expression)} | {name for name in constants if isinstance(name, str)}
    return frozenset(map(plain, called))


def labels(expression: Expression) -> frozenset[str]:
    """What the models in an expression call their sizes, data and blocks, in plain form."""
    signatures = [
        Signature.read(key) for key in {str(node.value) for node in nodes(expression) if node.head == "model"}
    ]
    of_data = {name for signature in signatures for name, _ in signature.data}
    return frozenset(map(plain, of_data.union(*((*one.sizes, *one.blocks) for one in signatures))))


def shared(expression: Expression) -> frozenset[str]:
    """The names that free variables of two sorts have."""
    found: list[str] = [plain(variable.name) for variable in sorted(free(expression), key=_named)]
    return frozenset(name for name in found if found.count(name) > 1)


def _named(variable: Variable) -> str:
    return variable.name
