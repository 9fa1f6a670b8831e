"""Every way to alter one token of a module: an operator, a comparison, a number, a condition that is dropped.

What is only shown, and what only limits how long something is looked for, is left as it is: texts and their methods,
what is raised, annotations, constants of a module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "//",
    ast.Pow: "*",
    ast.BitAnd: "|",
    ast.BitOr: "&",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
WRITTEN: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
CALLS = {"all": "any", "any": "all", "min": "max", "max": "min"}
SHOWN = ("text", "latex", "description", "reason", "__str__", "__repr__", "_sympystr")
"""Methods that only write; so do those whose names end in one of these words."""


@dataclass(frozen=True)
class TokenMutant:
    """One stretch of a source, replaced; lines count from 1, columns from 0 in bytes, as `ast` counts them."""

    module: str
    function: str
    change: str
    number: int
    start: tuple[int, int]
    end: tuple[int, int]
    replaced: str

    @property
    def id(self) -> str:
        """Module, function, alteration, and its number among those alike."""
        return f"source/{self.module}/{self.function}/{self.change}/{self.number}"

    def applied(self, source: str) -> str:
        """The altered source."""
        lines = source.encode().splitlines(keepends=True)
        before = b"".join(lines[: self.start[0] - 1]) + lines[self.start[0] - 1][: self.start[1]]
        after = lines[self.end[0] - 1][self.end[1] :] + b"".join(lines[self.end[0] :])
        return (before + self.replaced.encode() + after).decode()


def token_mutants(module: str, source: str) -> tuple[TokenMutant, ...]:
    """Every mutant of a module, in the order of its source.

    >>> for m in token_mutants("m", "def f(x):\\n    return x < 3 and all(x)"):
    ...     print(m.id, m.replaced, sep=": ")
    source/m/f/drop left/1: all(x)
    source/m/f/drop right/1: x < 3
    source/m/f/and to or/1: ((x < 3) or (all(x)))
    source/m/f/< to <=/1: ((x) <= (3))
    source/m/f/3 to 4/1: 4
    source/m/f/all to any/1: any
    """
    counts: dict[tuple[str, str], int] = {}
    found = []
    for node, function, change, replaced in _alterations(ast.parse(source), source):
        number = counts[function, change] = counts.get((function, change), 0) + 1
        start, end = (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)
        found.append(TokenMutant(module, function, change, number, start, end, replaced))
    return tuple(found)


Alteration = tuple[ast.expr, str, str, str]
"""The node that is replaced, the function it stands in, the change in words, what stands there instead."""


def _alterations(tree: ast.Module, source: str) -> Iterator[Alteration]:
    for function, node in _altered_nodes(tree, ""):
        for change, replaced in _changes(node, source):
            yield node, function or "module", change, replaced


def _altered_nodes(node: ast.AST, function: str) -> Iterator[tuple[str, ast.expr]]:
    """Expressions whose value is used to decide something, outside first, with the function they stand in."""
    for child in ast.iter_child_nodes(node):
        if _left_alone(node, child):
            continue
        inside = f"{function}.{child.name}".lstrip(".") if isinstance(child, _NAMED) else function
        if isinstance(child, ast.expr):
            yield inside, child
        yield from _altered_nodes(child, inside)


_NAMED = (ast.FunctionDef, ast.ClassDef)


def _left_alone(parent: ast.AST, child: ast.AST) -> bool:
    match child:
        case ast.Raise() | ast.JoinedStr() | ast.arguments() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign() | ast.AnnAssign():
            return isinstance(parent, ast.Module)
        case ast.FunctionDef(name=name):
            return name.endswith(SHOWN)
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    match parent:
        case ast.FunctionDef(returns=returns, decorator_list=decorators):
            return child is returns or child in decorators
        case ast.ClassDef(decorator_list=decorators):
            return child in decorators
        case ast.AnnAssign(annotation=annotation):
            return child is annotation
    return False


def _changes(node: ast.expr, source: str) -> Iterator[tuple[str, str]]:
    def text(part: ast.expr) -> str:
        return ast.get_source_segment(source, part) or ""

    match node:
        case ast.BoolOp(op=op, values=values):
            names = ("left", "right") if len(values) == 2 else tuple(map(str, range(1, len(values) + 1)))
            word, opposite = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
            for n, name in enumerate(names):
                rest = [text(v) for m, v in enumerate(values) if m != n]
                yield f"drop {name}", rest[0] if len(rest) == 1 else f"({f' {word} '.join(f'({r})' for r in rest)})"
            yield f"{word} to {opposite}", f"({f' {opposite} '.join(f'({text(v)})' for v in values)})"
        case ast.Compare(left=left, ops=ops, comparators=others):
            for n, altered in enumerate(ops):
                words = [WRITTEN[type(one)] if m != n else OPERATORS[type(one)] for m, one in enumerate(ops)]
                parts = (f" {word} ({text(right)})" for word, right in zip(words, others, strict=True))
                yield f"{WRITTEN[type(altered)]} to {words[n]}", f"(({text(left)}){''.join(parts)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS and not _of_text(node):
            other = OPERATORS[type(op)]
            yield f"{WRITTEN[type(op)]} to {other}", f"(({text(left)}) {other} ({text(right)}))"
            if isinstance(op, ast.Add | ast.Sub):
                yield f"drop what follows {WRITTEN[type(op)]}", f"({text(left)})"
        case ast.UnaryOp(op=ast.Not() | ast.USub() as op, operand=operand):
            yield f"without {'not' if isinstance(op, ast.Not) else '-'}", f"({text(operand)})"
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            yield f"{value} to {value + 1}", str(value + 1)
        case ast.Constant(value=bool(value)):
            yield f"{value} to {not value}", str(not value)
        case ast.Name(id=name) if name in CALLS:
            yield f"{name} to {CALLS[name]}", CALLS[name]


def _of_text(node: ast.BinOp) -> bool:
    """Whether texts are put together."""
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )
