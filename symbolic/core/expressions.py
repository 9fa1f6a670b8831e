"""Terms, domains and formulas: trees with heads, free variables by name and bound ones by number."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

Value = Fraction | int | str | None
"""What a head carries: a number, an exponent, an order of moments, a component, a name."""


class Refused(ValueError):
    """What is asked for does not follow, or is not well formed; the text says why."""


class Sort(Enum):
    """What an expression denotes. Every sort has an element, so that a free variable always denotes something."""

    REAL = "real number"
    LAW = "probability law on the real line"
    VECTOR = "sequence of real numbers"
    VECTOR_LAW = "probability law of sequences of real numbers"
    MATRIX = "matrix"
    MODEL = "model"
    DOMAIN = "domain"
    FORMULA = "formula"
    FUNCTION = "function of real numbers, or of matrices too"
    PREDICATE = "predicate of real numbers"

    __hash__ = object.__hash__


class Expression:
    """A variable, an index or a node; equality is of structure, the names of bound variables do not count."""

    __slots__ = ()

    def __add__(self, other: Expression | int | Fraction) -> Expression:
        return Node("add", (self, written(other)))

    def __radd__(self, other: int | Fraction) -> Expression:
        return Node("add", (written(other), self))

    def __sub__(self, other: Expression | int | Fraction) -> Expression:
        return Node("add", (self, Node("negate", (written(other),))))

    def __rsub__(self, other: int | Fraction) -> Expression:
        return Node("add", (written(other), Node("negate", (self,))))

    def __mul__(self, other: Expression | int | Fraction) -> Expression:
        return Node("multiply", (self, written(other)))

    def __rmul__(self, other: int | Fraction) -> Expression:
        return Node("multiply", (written(other), self))

    def __truediv__(self, other: Expression | int | Fraction) -> Expression:
        return Node("divide", (self, written(other)))

    def __rtruediv__(self, other: int | Fraction) -> Expression:
        return Node("divide", (written(other), self))

    def __neg__(self) -> Expression:
        return Node("negate", (self,))

    def __pow__(self, exponent: int) -> Expression:
        return Node("power", (self,), exponent)

    def __str__(self) -> str:
        return _in_short(self, SHOWN)


SHOWN = 4
"""So many heads deep an expression stands in messages; what is deeper is left out."""


def _in_short(expression: Expression, depth: int) -> str:
    """Heads with what they are applied to; bound variables by number."""
    if isinstance(expression, Variable):
        return str(expression.name)
    if not isinstance(expression, Node):
        return f"#{expression.number}" if isinstance(expression, Index) else repr(expression)
    if expression.head == "number":
        return str(expression.value)
    head = f"{expression.head} {expression.value}" if type(expression.value) is int else expression.head
    inside = ", ".join(_in_short(part, depth - 1) for part in expression.parts) if depth else "…"
    return f"{head}({inside})" if expression.parts else head


@dataclass(frozen=True, init=False, slots=True)
class Variable(Expression):
    """A free variable; its name and its sort together say which."""

    name: str
    sort: Sort
    hashed: int = field(init=False, compare=False, repr=False)

    def __new__(cls, name: str, sort: Sort) -> Variable:
        plain = cls is Variable and type(name) is str and type(sort) is Sort
        found = _named.get((name, sort)) if plain else None
        if found is None:
            found = object.__new__(cls)
            for attribute, value in (("name", name), ("sort", sort), ("hashed", hash((name, sort)))):
                object.__setattr__(found, attribute, value)
            if plain:
                _named[name, sort] = found
        return found

    def __hash__(self) -> int:
        return self.hashed


_named: dict[tuple[str, Sort], Variable] = {}
"""Every variable that was made, which is the same one when it is made again."""


@dataclass(frozen=True, slots=True)
class Index(Expression):
    """A bound variable: 0, 1, … are those of the innermost binder around it, then those of the next one."""

    number: int

    def __post_init__(self) -> None:
        if type(self.number) is not int or self.number < 0:
            raise Refused("an index is a natural number")

    def __hash__(self) -> int:
        return self.number


@dataclass(frozen=True, init=False, slots=True)
class Node(Expression):
    """A head applied to parts; `binders` says how many variables it binds in each, `hints` what to call them."""

    head: str
    parts: tuple[Expression, ...] = ()
    value: Value = None
    hints: tuple[str, ...] = field(default=(), compare=False, repr=False)
    loose: int = field(init=False, compare=False, repr=False)
    hashed: int = field(init=False, compare=False, repr=False)
    variables: frozenset[Variable] = field(init=False, compare=False, repr=False)
    bound: tuple[int, ...] = field(init=False, compare=False, repr=False)
    """How many variables it binds in each part."""
    known: tuple[tuple[Sort, ...], Sort] | None = field(init=False, compare=False, repr=False, default=None)
    """What it denotes among bound variables of some sorts, once that has been found out."""

    def __new__(
        cls, head: str, parts: tuple[Expression, ...] = (), value: Value = None, hints: tuple[str, ...] = ()
    ) -> Node:
        if not _written or cls is not Node or type(parts) is not tuple:
            return _node(cls, head, parts, value, hints)
        key = head, hints, value, value.__class__, *map(id, parts)  # parts of a node that is kept are kept with it
        found = _written[-1].get(key)
        if found is None:
            found = _written[-1][key] = _node(cls, head, parts, value, hints)
        return found

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Node):
            return self is other
        alike = self.hashed == other.hashed and self.head == other.head and self.value == other.value
        return alike and self.parts == other.parts

    def __hash__(self) -> int:
        return self.hashed


def _node(kind: type[Node], head: str, parts: tuple[Expression, ...], value: Value, hints: tuple[str, ...]) -> Node:
    made: Node = object.__new__(kind)
    _head(made, head)
    _parts(made, parts)
    _value(made, value)
    _hints(made, hints)
    _known(made, None)
    _hashed(made, hash((head, value, *[part.hashed if type(part) is Node else hash(part) for part in parts])))
    bound = binders(made)
    _bound_in(made, bound)
    loose, variables = _open_in(parts, bound) if parts else (0, _NONE)
    _loose(made, loose)
    _variables(made, _shared(variables) if variables else _NONE)
    return made


_head, _parts, _value, _hints, _loose, _hashed, _variables, _bound_in, _known = (
    vars(Node)[one.name].__set__ for one in fields(Node)
)
"""What sets each attribute of a node that is being made: proofs make many, `object.__setattr__` is slower."""


Done = dict[tuple[int, int], Expression]
"""What has become of parts, by their identity and depth: what is shared stays shared."""

Begun = dict[tuple[int, ...], tuple[tuple[Expression, ...], list[Expression], Done]]
"""What has become of parts with some values, by the identities of these; the values and the wholes are kept with it."""

_written: list[dict[Hashable, Node]] = []
_sets: list[dict[frozenset[Variable], frozenset[Variable]]] = []
_openings: list[Begun] = []
_bindings: list[Begun] = []


def _shared(variables: frozenset[Variable]) -> frozenset[Variable]:
    """The set that was there before, inside `each_once`: a proof has few sets of variables, each many times."""
    return _sets[-1].setdefault(variables, variables) if _sets else variables


@contextmanager
def each_once() -> Iterator[None]:
    """Inside, a node that is written again is the one that was written before: what is found out of it stays known.

    It is the same where its head, its value with its type, its names of bound variables and its very parts are.
    """
    memories: tuple[list[Any], ...] = _written, _sets, _openings, _bindings
    for memory in memories:
        memory.append({})
    try:
        yield
    finally:
        for memory in memories:
            memory.pop()


def _done(memory: list[Begun], values: tuple[Expression, ...], whole: Expression) -> Done:
    """What has become of parts with these very values, inside `each_once`; the whole is kept as long as that is."""
    if not memory:
        return {}
    found = memory[-1].get(tuple(map(id, values)))
    if found is None:
        found = memory[-1][tuple(map(id, values))] = values, [], {}
    found[1].append(whole)
    return found[2]


def written(number: Expression | int | Fraction) -> Expression:
    """A number as a term; a term as itself."""
    if isinstance(number, Expression):
        return number
    return Node("number", (), _fraction(number) if type(number) is int else Fraction(number))


_fraction = lru_cache(maxsize=2**10)(Fraction)
"""A whole number as a fraction; proofs are full of the same few."""


def binders(node: Node) -> tuple[int, ...]:
    """How many variables a node binds in each of its parts."""
    parts = len(node.parts)
    if node.head not in _BINDING:
        return _NOTHING[parts] if parts < len(_NOTHING) else (0,) * parts
    match node.head:
        case "matrix":
            found: tuple[int, ...] = (0, 0, 2)
        case "iterated":
            found = (2, 0, 0)
        case "tends":
            found = (0, 1, 0)
        case "total":
            found = (0, 0, 1)
        case "abstraction":
            found = (arguments,) if (arguments := _arguments(node.value)) else ()
        case "flow":
            found = (parts // 2,) * (parts // 2) + (0,) * (parts // 2 + 1)
        case "global":
            found = (parts // 2,) * (parts // 2) + (0,) * (parts // 2)
        case _:
            found = (0, 1)
    if len(found) != parts:
        raise Refused(f"{node.head} does not have {parts} parts")
    return found


def _arguments(value: Value) -> int:
    """How many arguments a function has, which carries that number, or their sorts where some are no numbers."""
    if isinstance(value, str):
        return value.count(",") + 1
    return max(value, 0) if type(value) is int else 0


_NOTHING = tuple((0,) * parts for parts in range(16))
"""That no part binds anything, by the number of parts; the same tuple for all nodes."""

_BINDING = frozenset(
    (
        "for_all",
        "exists",
        "mean",
        "almost_every",
        "average",
        "vector",
        "matrix",
        "iterated",
        "tends",
        "total",
        "abstraction",
        "flow",
        "global",
    )
)
"""The heads that bind variables."""


def _open_in(parts: tuple[Expression, ...], bound: tuple[int, ...]) -> tuple[int, frozenset[Variable]]:
    """What is open in parts that are bound in: the least n above all loose indices, and the free variables."""
    depth, found = 0, _NONE
    for part, n in zip(parts, bound, strict=True):
        if type(part) is Node or isinstance(part, Node):
            if part.loose - n > depth:
                depth = part.loose - n
            variables = part.variables
            if variables is not found and not variables <= found:
                found = found | variables if found else variables
        elif isinstance(part, Index):
            depth = max(depth, part.number + 1 - n)
        elif isinstance(part, Variable) and part not in found:
            found |= {part}
    return depth, found


_NONE: frozenset[Variable] = frozenset()


def loose(expression: Expression) -> int:
    """The least n such that all indices that no binder catches are below n; 0 for a closed expression."""
    if isinstance(expression, Index):
        return expression.number + 1
    return expression.loose if isinstance(expression, Node) else 0


def opened(body: Expression, values: tuple[Expression, ...]) -> Expression:
    """The part of a closed node in which `len(values)` variables are bound, with closed terms in their places.

    Closed terms hold no index that a binder on the way could catch. Raises `Refused` where one is not closed.
    """
    if any(loose(value) for value in values) or loose(body) > len(values):
        raise Refused("an index is loose")
    if not loose(body):
        return body
    return _opened(body, values, 0, _done(_openings, values, body))


def _opened(body: Expression, values: tuple[Expression, ...], depth: int, done: Done) -> Expression:
    """What has become of a part that holds a variable of the binder, which is `depth` binders away."""
    if isinstance(body, Index):
        return values[body.number - depth]
    assert isinstance(body, Node)
    found = done.get((id(body), depth))
    if found is None:
        parts = [
            _opened(part, values, depth + n, done)
            if (part.loose if type(part) is Node else loose(part)) > depth + n
            else part
            for part, n in zip(body.parts, body.bound, strict=True)
        ]
        found = done[id(body), depth] = Node(body.head, tuple(parts), body.value, body.hints)
    return found


def bound(expression: Expression, variables: tuple[Variable, ...]) -> Expression:
    """A closed expression with free variables turned into those of a binder that is to be put around it."""
    if loose(expression):
        raise Refused("an index is loose")
    among = frozenset(variables)
    if free(expression).isdisjoint(among):
        return expression
    return _bound(expression, variables, among, 0, _done(_bindings, variables, expression))


def _bound(
    expression: Expression, variables: tuple[Variable, ...], among: frozenset[Variable], depth: int, done: Done
) -> Expression:
    """What has become of a part in which some of the variables occur."""
    if isinstance(expression, Variable):
        return _index(depth + variables.index(expression))
    assert isinstance(expression, Node)
    found = done.get((id(expression), depth))
    if found is None:
        parts = [
            part
            if (part.variables if type(part) is Node else free(part)).isdisjoint(among)
            else _bound(part, variables, among, depth + n, done)
            for part, n in zip(expression.parts, expression.bound, strict=True)
        ]
        found = done[id(expression), depth] = Node(expression.head, tuple(parts), expression.value, expression.hints)
    return found


@cache
def _index(number: int) -> Index:
    return Index(number)


def free(*expressions: Expression) -> frozenset[Variable]:
    """The free variables of expressions."""
    found: frozenset[Variable] = frozenset()
    for each in expressions:
        if isinstance(each, Node):
            if not each.variables <= found:
                found = found | each.variables if found else each.variables
        elif isinstance(each, Variable):
            found |= {each}
    return found


def nodes(expression: Expression) -> Iterator[Node]:
    """A node and all that are inside it, each once, from the outside in."""
    ahead, seen = [expression], set[Expression]()
    while ahead:
        if isinstance(each := ahead.pop(), Node) and each not in seen:
            seen.add(each)
            yield each
            ahead += reversed(each.parts)


def fresh(sort: Sort, *expressions: Expression) -> Variable:
    """A variable that occurs in none of the expressions."""
    names = {variable.name for variable in free(*expressions)}
    return next(Variable(f"_{n}", sort) for n in range(len(names) + 1) if f"_{n}" not in names)
