"""LaTeX formulas as trees: the part of LaTeX that SymPy and the claims write, with an estimate of its width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.S)

_ARGUMENTS = {
    "frac": 2,
    "dfrac": 2,
    "tfrac": 2,
    "binom": 2,
    "sqrt": 1,
    "text": 1,
    "mathbb": 1,
    "mathcal": 1,
} | dict.fromkeys(
    ("mathbf", "mathrm", "operatorname", "overline", "bar", "hat", "tilde", "dot", "ddot", "vec", "widetilde"), 1
)
"""Commands with arguments in braces, and how many."""

SIZES = tuple(f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("l", "r", ""))


@dataclass(frozen=True)
class Mark:
    """A character, a number, a command without arguments, or a delimiter with its size."""

    tex: str


@dataclass(frozen=True)
class Words:
    """Text inside a formula; `body` is LaTeX text."""

    tex: str
    body: str


@dataclass(frozen=True)
class Call:
    """A command with arguments; `option` is that of a root."""

    tex: str
    name: str
    arguments: tuple[Row, ...]
    option: Row = ()


@dataclass(frozen=True)
class Group:
    """What stands in braces."""

    tex: str
    body: Row


@dataclass(frozen=True)
class Scripts:
    """A base with what stands below and above it."""

    tex: str
    base: Node
    below: Row = ()
    above: Row = ()


@dataclass(frozen=True)
class Fence:
    """A body between `\\left` and `\\right` delimiters."""

    tex: str
    left: str
    right: str
    body: Row


@dataclass(frozen=True)
class Table:
    """Cells of `cases`, `matrix` and the like."""

    tex: str
    kind: str
    rows: tuple[tuple[Row, ...], ...]


Node = Mark | Words | Call | Group | Scripts | Fence | Table
Row = tuple[Node, ...]


class NotAFormula(ValueError):
    """The text is not of the form read here; the message says where."""


def parse(tex: str) -> Row:
    r"""The tree of a formula; raises NotAFormula where braces or delimiters do not match.

    >>> [type(node).__name__ for node in parse(r"a \left(T - 2\right)^{2} \frac{1}{b}")]
    ['Mark', 'Scripts', 'Call']
    """
    reader = _Reader(tex)
    row = reader.row(())
    if reader.peek():
        raise NotAFormula(f"{reader.peek()} does not belong to anything in {tex}")
    return row


class _Reader:
    """Reads tokens from left to right; each node keeps the text it was read from."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.tokens = _TOKEN.findall(tex)
        self.at = 0

    def peek(self) -> str:
        """The next token that is not a space; empty at the end."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise NotAFormula(f"{expected or 'more'} is missing in {self.tex}")
        self.at += 1
        return str(token)

    def source(self, start: int) -> str:
        return "".join(self.tokens[start : self.at]).strip()

    def row(self, ends: tuple[str, ...]) -> Row:
        nodes: list[Node] = []
        while (token := self.peek()) and token not in ("}", "\\right", "&", "\\\\", "\\end", *ends):
            nodes.append(self.scripted())
        return tuple(nodes)

    def scripted(self) -> Node:
        self.peek()
        start = self.at
        base = Group("{}", ()) if self.peek() in ("^", "_") else self.node()
        found: dict[str, Row] = {"_": (), "^": ()}
        while (token := self.peek()) in ("^", "_", "'"):
            self.take()
            found["^" if token == "'" else token] += (Mark("\\prime"),) if token == "'" else self.argument()
        return Scripts(self.source(start), base, found["_"], found["^"]) if any(found.values()) else base

    def argument(self) -> Row:
        if self.peek() != "{":
            return (self.node(),)
        self.take("{")
        row = self.row(())
        self.take("}")
        return row

    def node(self) -> Node:
        self.peek()
        start, token = self.at, self.take()
        name = token[1:] if token[0] == "\\" and token[1:].isalpha() else ""
        if token == "{":
            self.at = start
            body = self.argument()
            return Group(self.source(start), body)
        if token == "\\left":
            return self.fence(start)
        if token == "\\begin":
            return self.table(start)
        if name == "text":
            return Words(body=self.raw(), tex=self.source(start))
        if token in SIZES:
            return Mark(token + self.take())
        return self.call(start, name) if name in _ARGUMENTS else Mark(token)

    def call(self, start: int, name: str) -> Call:
        option: Row = ()
        if name == "sqrt" and self.peek() == "[":
            self.take("[")
            option = self.row(("]",))
            self.take("]")
        arguments = tuple(self.argument() for _ in range(_ARGUMENTS[name]))
        return Call(self.source(start), name, arguments, option)

    def raw(self) -> str:
        """An argument as it is written, spaces included."""
        self.take("{")
        start, depth = self.at, 1
        while depth:
            if self.at == len(self.tokens):
                raise NotAFormula(f"}} is missing in {self.tex}")
            depth += {"{": 1, "}": -1}.get(self.tokens[self.at], 0)
            self.at += 1
        return "".join(self.tokens[start : self.at - 1])

    def fence(self, start: int) -> Fence:
        left = self.take()
        body = self.row(())
        self.take("\\right")
        right = self.take()
        return Fence(self.source(start), left, right, body)

    def table(self, start: int) -> Table:
        kind = self.raw()
        rows = [[self.row(())]]
        while (token := self.take()) != "\\end":
            if token == "&":
                rows[-1].append(self.row(()))
            else:
                rows.append([self.row(())])
        self.raw()
        return Table(self.source(start), kind, tuple(tuple(cells) for cells in rows))


RELATIONS = frozenset(
    ["=", "<", ">", "\\le", "\\ge", "\\leq", "\\geq", "\\ne", "\\neq", "\\to", "\\in", "\\notin", "\\approx", "\\sim"]
)
SIGNS = frozenset(["+", "-", "\\pm", "\\mp", "\\wedge", "\\vee"])
OPERATORS = frozenset(["\\sum", "\\prod", "\\lim", "\\int", "\\min", "\\max", "\\sup", "\\inf"])
FUNCTIONS = frozenset(
    ["\\ln", "\\log", "\\exp", "\\sin", "\\cos", "\\tan", "\\sinh", "\\cosh", "\\tanh", "\\det", "\\arg"]
)
_SPACES = {"\\,": 0.17, "\\:": 0.22, "\\;": 0.28, "\\ ": 0.33, "~": 0.33, "\\quad": 1.0, "\\qquad": 2.0, "\\!": 0.0}


def width(row: Row) -> float:
    """About the width of a displayed formula, in em; rather too much than too little.

    >>> 3 < width(parse("a + b")) - width(parse("a")) + 2 < 4
    True
    """
    return sum(map(_width, row))


def _width(node: Node) -> float:
    match node:
        case Mark(tex):
            return _mark_width(tex)
        case Words(body=body):
            return 0.5 * len(re.sub(r"\\[a-z]+|[{}$]", "", body))
        case Group(body=body):
            return width(body)
        case Scripts(base=Mark(tex), below=below, above=above) if tex in OPERATORS:
            return 0.3 + max(_mark_width(tex), 0.75 * width(below), 0.75 * width(above))
        case Scripts(base=base, below=below, above=above):
            return _width(base) + 0.05 + 0.75 * max(width(below), width(above))
        case Fence(body=body):
            return 1.3 + width(body)
        case Call(name="sqrt", arguments=(body,)):
            return 1.1 + width(body)
        case Call(name=name, arguments=arguments):
            return max(map(width, arguments)) + (0.3 if name.endswith("frac") else 0.1)
        case Table(rows=rows):
            return 2.0 + max(sum(2.0 + width(cell) for cell in cells) for cells in rows)


def _mark_width(tex: str) -> float:
    if tex in _SPACES:
        return _SPACES[tex]
    if tex in RELATIONS or tex in SIGNS:
        return 1.35
    if tex in OPERATORS or tex in FUNCTIONS:
        return 1.7
    if tex in "()[]|,.;/'" or tex in ("\\{", "\\}"):
        return 0.45
    if tex[0].isdigit():
        return 0.5 * len(tex)
    return 0.8 if tex.isupper() else 0.6


def nodes(row: Row) -> Iterator[Node]:
    """Every node of a formula, from the outside in."""
    for node in row:
        yield node
        match node:
            case Group(body=body) | Fence(body=body):
                yield from nodes(body)
            case Scripts(base=base, below=below, above=above):
                yield from nodes((base, *below, *above))
            case Call(arguments=arguments, option=option):
                for part in (*arguments, option):
                    yield from nodes(part)
            case Table(rows=rows):
                for cells in rows:
                    for cell in cells:
                        yield from nodes(cell)
