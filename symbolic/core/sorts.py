"""Which expressions are well formed, and what each denotes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symbolic.core.expressions import Expression, Index, Node, Refused, Sort, Variable
from symbolic.core.signatures import Signature

REAL, LAW, VECTOR, VECTOR_LAW, MATRIX, MODEL, DOMAIN, FORMULA, FUNCTION, PREDICATE = Sort

FREE = (REAL, LAW, VECTOR, VECTOR_LAW, MATRIX)
"""The sorts of free variables."""

FIXED: Mapping[str, tuple[tuple[Sort, ...], Sort]] = {
    "divide": ((REAL, REAL), REAL),
    "raised": ((REAL, REAL), REAL),
    "negate": ((REAL,), REAL),
    "root": ((REAL,), REAL),
    "exponential": ((REAL,), REAL),
    "logarithm": ((REAL,), REAL),
    "normal": ((REAL,), LAW),
    "independent": ((LAW,), VECTOR_LAW),
    "entry": ((VECTOR, REAL), REAL),
    "cell": ((MATRIX, REAL, REAL), REAL),
    "vector": ((REAL, REAL), VECTOR),
    "matrix": ((REAL, REAL, REAL), MATRIX),
    "multiple": ((REAL, MATRIX), MATRIX),
    "transpose": ((MATRIX,), MATRIX),
    "identity": ((REAL,), MATRIX),
    "zeros": ((REAL, REAL), MATRIX),
    "trace": ((MATRIX,), REAL),
    "equal_matrices": ((MATRIX, MATRIX), FORMULA),
    "indicator": ((FORMULA,), REAL),
    "has_cell": ((MATRIX, REAL, REAL), FORMULA),
    "matrices": ((REAL, REAL), DOMAIN),
    "symmetric": ((REAL,), DOMAIN),
    "semidefinite": ((REAL,), DOMAIN),
    "definite": ((REAL,), DOMAIN),
    "invertible": ((REAL,), DOMAIN),
    "sequences": ((), DOMAIN),
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

EVERY = "every"
"""What the domain of the laws with moments of every order carries in the place of an order."""

UNBOUNDED = ("reals", "nonnegative", "positive", "integers", "integers_from")
"""Domains with elements above every bound: along these a limit is meant."""

Context = tuple[Sort, ...]
"""The sorts of the bound variables 0, 1, …"""

_CLOSED: Mapping[Sort, tuple[Context, Sort]] = {sort: ((), sort) for sort in Sort}
"""What is known of a closed node, the same object for all of a sort."""


def sort_of(expression: Expression, context: Context = ()) -> Sort:
    """What an expression denotes; without a context it has to be closed.

    Raises `Refused` where it is not well formed.
    """
    if type(expression) is Node and type(expression.parts) is tuple:
        inside, known = context[: expression.loose], expression.known
        if known is not None and known[0] == inside:
            return known[1]
        found = _sort_of_node(expression, context)
        object.__setattr__(expression, "known", (inside, found) if inside else _CLOSED[found])
        return found
    if type(expression) is Variable and type(expression.name) is str and expression.sort in FREE:
        return expression.sort
    if type(expression) is Index and type(expression.number) is int and 0 <= expression.number < len(context):
        return context[expression.number]
    raise Refused(f"{expression} is not well formed: an index may be loose")


def members(domain: Expression) -> Sort:
    """The sort of the elements of a domain."""
    return _MEMBERS.get(domain.head, REAL) if isinstance(domain, Node) else REAL


OF_MATRICES = ("matrices", "symmetric", "semidefinite", "definite", "invertible")
"""Domains whose elements are matrices."""

_MEMBERS = {
    "moments": LAW,
    "vector_moments": VECTOR_LAW,
    "sequences": VECTOR,
    **dict.fromkeys(OF_MATRICES, MATRIX),
}


def values(law: Expression, context: Context = ()) -> Sort:
    """The sort of the values of a law."""
    return VECTOR if sort_of(law, context) is VECTOR_LAW else REAL


def _sort_of_node(node: Node, context: Context) -> Sort:
    if any(node.bound):
        bound = _bound(node, context)
        parts = tuple([sort_of(part, bound[:n] + context) for part, n in zip(node.parts, node.bound, strict=True)])
    else:
        parts = tuple([sort_of(part, context) for part in node.parts])
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


def _bound(node: Node, context: Context) -> Context:
    """The sorts of what a node binds."""
    if node.head in ("for_all", "exists"):
        return (members(node.parts[0]),)
    if node.head in ("mean", "almost_every"):
        return (values(node.parts[0], context),)
    if node.head == "iterated":
        return MATRIX, REAL
    if node.head in ("flow", "global"):
        return components(node, context)
    if node.head == "abstraction" and isinstance(node.value, str):
        return _arguments(node.value)
    return (REAL,) * max(node.bound, default=0)


def components(system: Node, context: Context = ()) -> Context:
    """The sorts of the components of a system, or of a solution of one: those of what it starts from."""
    size = len(system.parts) // 2
    found = tuple(sort_of(part, context) for part in system.parts[size : 2 * size])
    if not {REAL, MATRIX}.issuperset(found):
        raise Refused("numbers and matrices flow, and nothing else")
    return found


def argument_sorts(function: Node) -> Context:
    """The sorts of the arguments of a function."""
    return _bound(function, ())


def _arguments(names: str) -> Context:
    """The sorts of the arguments of a function, by their names; where all are numbers they are counted instead."""
    known = {"REAL": REAL, "MATRIX": MATRIX}
    found = tuple(known.get(name, FORMULA) for name in names.split(","))
    if MATRIX not in found or FORMULA in found:
        raise Refused(f"functions are of numbers and matrices, not of {names}")
    return found


def _of_binder(node: Node, parts: Context) -> tuple[Context, Sort]:
    match node.head:
        case "for_all" | "exists":
            return (DOMAIN, FORMULA), FORMULA
        case "member" if len(parts) == 2:
            return (members(node.parts[1]), DOMAIN), FORMULA
        case "tends" if getattr(node.parts[0], "head", "") in UNBOUNDED:
            return (DOMAIN, REAL, REAL), FORMULA
        case "global" if parts and len(parts) % 2 == 0:
            return parts[len(parts) // 2 :] * 2, FORMULA
        case "total":
            return (REAL, REAL, REAL), REAL
        case "mean" if parts:
            return (_law(parts[0]), REAL), REAL
        case "almost_every" if parts:
            return (_law(parts[0]), FORMULA), FORMULA
        case "point" if parts in ((REAL,), (VECTOR,)):
            return parts, VECTOR_LAW if parts == (VECTOR,) else LAW
        case "sum_of_matrices" | "product" | "stacked" | "beside" if parts:
            return (MATRIX,) * len(parts), MATRIX
        case "iterated":
            return (MATRIX, MATRIX, REAL), MATRIX
        case "sequence" if parts:
            return (REAL,) * len(parts), VECTOR
        case "mixture" if parts:
            return (REAL, _law(parts[-1]), _law(parts[-1])), _law(parts[-1])
        case "average" if parts:
            return (REAL, _law(parts[-1])), _law(parts[-1])
        case "loss" | "flows" | "regular":
            return _of_model(node, 0), REAL if node.head == "loss" else FORMULA
    raise Refused(f"no expression is made by {node.head!r} of {len(parts)} parts")


def _law(sort: Sort) -> Sort:
    return VECTOR_LAW if sort is VECTOR_LAW else LAW


def _of_model(node: Node, more: int) -> Context:
    """The sorts of what a term about a model is applied to: the model, all that it names, and further numbers."""
    return (MODEL, *signature_of(node).sorts, *(REAL,) * more)


def signature_of(term: Expression) -> Signature:
    """The signature of the model that a term or formula is about."""
    match term:
        case Node(parts=(Node(head="model", value=str(text)), *_)):
            return Signature.read(text)
    raise Refused(f"it is about no model: {term}")


def _with_value(node: Node, parts: Context) -> tuple[Context, Sort]:
    value = node.value
    match node.head:
        case "number" if type(value) is Fraction:
            return (), REAL
        case "power" if type(value) is int and value >= 0:
            return (REAL,), REAL
        case "moments" | "vector_moments" if value == EVERY or (type(value) is int and value >= 0):
            return (), DOMAIN
        case "model" if type(value) is str:
            Signature.read(value)
            return (), MODEL
        case "gradient" | "trajectory" if type(value) is int:
            expected = _of_model(node, int(node.head == "trajectory"))
            if not 0 <= value < len(signature_of(node).blocks):
                raise Refused(f"the model has no block {value}")
            return expected, MATRIX
        case "flow" if type(value) is int and 0 <= value < len(parts) // 2 and len(parts) % 2:
            starts = parts[len(parts) // 2 : -1]
            return (*starts, *starts, REAL), starts[value]
        case "constant" if type(value) is str:
            return (REAL,) * len(parts), REAL
        case "abstraction" if type(value) is str or (type(value) is int and value > 0):
            return (REAL,), FUNCTION
    raise Refused(f"{node.head!r} does not carry {value!r}")
