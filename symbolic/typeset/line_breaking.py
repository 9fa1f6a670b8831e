"""Long formulas over several rows: broken before signs and relations, and, where a term is too long, inside it.

A fraction that does not fit becomes a product with a power -1, a root a power 1/2; delimiters that are opened on one
row and closed on another keep one size. The rows together are the same formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symbolic.typeset.formulas import (
    FUNCTIONS,
    OPERATORS,
    RELATIONS,
    SIGNS,
    Call,
    Fence,
    Group,
    Mark,
    Node,
    Row,
    Scripts,
    Words,
    nodes,
    parse,
    width,
)

INDENT = 2.0
"""What a row after the first is moved to the right, in em."""


DIFFERENTIALS = frozenset((Mark("d"), Mark("\\partial")))
"""What numerator and divisor of a derivative begin with."""


@dataclass(frozen=True)
class _Piece:
    """A part that stays on one row; `factor` means that it multiplies what stands before it."""

    tex: str
    width: float
    factor: bool = False


def rows(tex: str, room: float) -> tuple[str, ...]:
    r"""A formula as rows of at most `room` em, where that can be done; a formula that fits is returned as it is.

    >>> rows("a + b", 40)
    ('a + b',)
    >>> rows(r"\left(a + b\right) \left(c + d\right)", 6)
    ('\\left(a + b\\right)', '{}\\cdot \\left(c + d\\right)')
    >>> rows(r"x \left(a + b + c + d\right)", 7)
    ('x \\bigl( a + b + c', '{} + d \\bigr)')
    """
    tree = parse(tex)
    return (tex,) if width(tree) <= room else tuple(_filled(tuple(_pieces(tree, room - INDENT)), room))


def _filled(pieces: tuple[_Piece, ...], room: float) -> Iterator[str]:
    """Pieces put on rows, as many on each as fit."""
    row, used = [pieces[0].tex], pieces[0].width
    for piece in pieces[1:]:
        if used + piece.width > room:
            yield " ".join(row)
            row, used = [r"{}\cdot" if piece.factor else "{}"], INDENT + 0.5
        row.append(piece.tex)
        used += piece.width
    yield " ".join(row)


def _pieces(row: Row, room: float) -> Iterator[_Piece]:
    for term in _terms(row):
        if width(term) <= room:
            yield _piece(term)
        else:
            yield from _factors(term, room)


def _piece(term: Row, factor: bool = False) -> _Piece:
    return _Piece(" ".join(node.tex for node in term), width(term), factor)


def _terms(row: Row) -> Iterator[Row]:
    """Split before signs and relations (not before the sign of a first factor), before words, and after commas."""
    term: list[Node] = []
    for node in row:
        if term and (isinstance(node, Words) or term[-1] == Mark(",") or (_joins(node) and not _joins(term[-1]))):
            yield tuple(term)
            term = []
        term.append(node)
    yield tuple(term)


def _joins(node: Node) -> bool:
    return isinstance(node, Mark) and (node.tex in RELATIONS or node.tex in SIGNS)


def _factors(term: Row, room: float) -> Iterator[_Piece]:
    """Factors of a term that is too long; a function or a sum stays with the factor after it."""
    factor: list[Node] = []
    first = True
    for n, node in enumerate(term):
        factor.append(node)
        if _binds(node, term[n + 1 :]):
            continue
        yield from _opened(tuple(factor), room, not first)
        factor, first = [], False
    if factor:
        yield _piece(tuple(factor), not first)


def _binds(node: Node, after: Row) -> bool:
    """Whether nothing may come between a node and what follows: an operator, a function, a letter before brackets."""
    match node:
        case Mark(tex) | Scripts(base=Mark(tex)) if (
            tex in OPERATORS or tex in FUNCTIONS or tex in "()[]|" or _joins(node)
        ):
            return True
        case Call(name="mathbb" | "operatorname"):
            return True
        case Call(name="frac", arguments=((first, *_), (second, *_))) if {first, second} <= DIFFERENTIALS:
            return True
        case Mark(tex) if tex[0] == "\\" and not tex[1:].isalpha():
            return True
    return bool(after) and (isinstance(after[0], Fence) or _follows(after[0])) and not isinstance(node, Fence | Call)


def _follows(node: Node) -> bool:
    return isinstance(node, Scripts) and isinstance(node.base, Fence)


def _opened(factor: Row, room: float, times: bool) -> Iterator[_Piece]:
    """A factor that is too long, as pieces of what its last node holds."""
    *before, last = factor
    inner = list(_inside(last, room)) if width(factor) > room else []
    if not inner:
        yield _piece(factor, times)
        return
    head = _piece(tuple(before))
    yield replace(inner[0], tex=f"{head.tex} {inner[0].tex}".strip(), width=head.width + inner[0].width, factor=times)
    yield from inner[1:]


def _inside(node: Node, room: float) -> Iterator[_Piece]:
    match node:
        case Fence(left=left, right=right, body=body) if "." not in (left, right):
            yield from _between(left, right, body, "", room)
        case Scripts(base=Fence(left=left, right=right, body=body)) if "." not in (left, right):
            parts = (("_", node.below), ("^", node.above))
            scripts = "".join(f"{sign}{{{_piece(part).tex}}}" for sign, part in parts if part)
            yield from _between(left, right, body, scripts, room)
        case Call(name="sqrt", arguments=(body,), option=()):
            yield from _between("(", ")", body, "^{1/2}", room)
        case Call(name="frac", arguments=(above, below)):
            yield from _quotient(above, below, room)
        case Group(body=body) if body:
            yield from _pieces(body, room)


def _quotient(above: Row, below: Row, room: float) -> Iterator[_Piece]:
    """The numerator times the denominator to the power -1; a denominator that fits stays under a 1."""
    if width(below) <= room / 2:
        yield _Piece(rf"\frac{{1}}{{{_piece(below).tex}}}", width(below) + 0.3)
        yield from _as_factor(_between("(", ")", above, "", room))
    else:
        yield from _between("(", ")", above, "", room) if width(above) > 1 else (_piece(above),)
        yield from _as_factor(_between("(", ")", below, "^{-1}", room))


def _as_factor(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    yield replace(next(pieces), factor=True)
    yield from pieces


def _between(left: str, right: str, body: Row, power: str, room: float) -> Iterator[_Piece]:
    """The pieces of a body, the first with the opening delimiter and the last with the closing one."""
    tall = any((isinstance(node, Call) and node.name == "frac") or node.tex == "\\sum" for node in nodes(body))
    size = "bigg" if tall else "big"
    pieces = list(_pieces(body, room - 2.5))
    pieces[0] = replace(pieces[0], tex=rf"\{size}l{left} {pieces[0].tex}", width=pieces[0].width + 0.6)
    last = pieces[-1]
    pieces[-1] = replace(last, tex=rf"{last.tex} \{size}r{right}{power}", width=last.width + (2.0 if power else 0.6))
    yield from pieces
