"""Which expressions are well formed, and what each denotes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symbolic.core.expressions import Expression, Index, Node, Refused, Sort, Variable, binders

REAL, LAW, DOMAIN, FORMULA, FUNCTION, PREDICATE = Sort

FIXED: Mapping[str, tuple[tuple[Sort, ...], Sort]] = {
    "divide": ((REAL, REAL), REAL),
    "negate": ((REAL,), REAL),
    "root": ((REAL,), REAL),
    "normal": ((REAL,), LAW),
    "point": ((REAL,), LAW),
    "mixture": ((REAL, LAW, LAW), LAW),
    "reals": ((), DOMAIN),
    "nonnegative": ((), DOMAIN),
    "positive": ((), DOMAIN),
    "integers": ((), DOMAIN),
    "integers_from": ((REAL,), DOMAIN),
    "integers_between": ((REAL, REAL), DOMAIN),
    "equal": ((REAL, REAL), FORMULA),
    "at_most": ((REAL, REAL), FORMULA),
    "less": ((REAL, REAL), FORMULA),
    "not": ((FORMULA,), FORMULA),
    "implies": ((FORMULA, FORMULA), FORMULA),
    "iff": ((FORMULA, FORMULA), FORMULA),
}
"""Heads that carry nothing and bind nothing: the sorts of their parts and their own."""

REPEATED = {"add": REAL, "multiply": REAL, "and": FORMULA, "or": FORMULA}
"""Heads of any number of parts, all of their own sort; of none, they are 0, 1, true and false."""

UNBOUNDED = ("reals", "nonnegative", "positive", "integers", "integers_from")
"""Domains with elements above every bound: along these a limit is meant."""

Context = tuple[Sort, ...]
"""The sorts of the bound variables 0, 1, …"""


def sort_of(expression: Expression, context: Context = ()) -> Sort:
    """What an expression denotes; without a context it has to be closed.

    Raises `Refused` where it is not well formed.
    """
    match expression:
        case Variable(name, sort) if type(expression) is Variable and type(name) is str and sort in (REAL, LAW):
            return sort
        case Index(number=int(number)) if type(expression) is Index and 0 <= number < len(context):
            return context[number]
        case Node() if type(expression) is Node and type(expression.parts) is tuple:
            return _sort_of_node(expression, context)
    raise Refused(f"{expression} is not well formed: an index may be loose")


def members(domain: Expression) -> Sort:
    """The sort of the elements of a domain."""
    return LAW if isinstance(domain, Node) and domain.head == "moments" else REAL


def _sort_of_node(node: Node, context: Context) -> Sort:
    parts = tuple(sort_of(part, _bound(node)[:n] + context) for part, n in zip(node.parts, binders(node), strict=True))
    if node.value is None and node.head in FIXED:
        expected, found = FIXED[node.head]
    elif node.value is None and node.head in REPEATED:
        expected, found = (REPEATED[node.head],) * len(parts), REPEATED[node.head]
    elif node.value is None:
        expected, found = _of_binder(node, parts)
    else:
        expected, found = _with_value(node, parts)
    if node.head == "abstraction" and parts == (FORMULA,):
        return PREDICATE
    if parts != expected:
        raise Refused(f"{node.head} of {', '.join(part.value for part in parts)}")
    return found


def _bound(node: Node) -> Context:
    """The sorts of what a node binds."""
    if node.head in ("for_all", "exists"):
        return (members(node.parts[0]),)
    return (REAL,) * max(binders(node), default=0)


def _of_binder(node: Node, parts: Context) -> tuple[Context, Sort]:
    match node.head:
        case "for_all" | "exists":
            return (DOMAIN, FORMULA), FORMULA
        case "member" if len(parts) == 2:
            return (members(node.parts[1]), DOMAIN), FORMULA
        case "tends" if getattr(node.parts[0], "head", "") in UNBOUNDED:
            return (DOMAIN, REAL, REAL), FORMULA
        case "global" if parts and len(parts) % 2 == 0:
            return (REAL,) * len(parts), FORMULA
        case "total":
            return (REAL, REAL, REAL), REAL
        case "mean":
            return (LAW, REAL), REAL
    raise Refused(f"no expression is made by {node.head!r} of {len(parts)} parts")


def _with_value(node: Node, parts: Context) -> tuple[Context, Sort]:
    value = node.value
    match node.head:
        case "number" if type(value) is Fraction:
            return (), REAL
        case "power" if type(value) is int and value >= 0:
            return (REAL,), REAL
        case "moments" if type(value) is int and value >= 0:
            return (), DOMAIN
        case "flow" if type(value) is int and 0 <= value < len(parts) // 2 and len(parts) % 2:
            return (REAL,) * len(parts), REAL
        case "constant" if type(value) is str:
            return (REAL,) * len(parts), REAL
        case "abstraction" if type(value) is int and value > 0:
            return (REAL,), FUNCTION
    raise Refused(f"{node.head!r} does not carry {value!r}")
