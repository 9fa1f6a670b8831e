"""Rows of a table of an expectation: what is told of a part, parts that tell the same added up, tables cut to pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import sympy

from symbolic.algebra.laurent import Laurent
from symbolic.model.graphs import Graph
from symbolic.model.letters import Shifted
from symbolic.typeset.article.elements import Grid, Words, lines_of
from symbolic.typeset.coefficient_formulas import by_scalars, factored, scalar_parts, signed_summands
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.population_formulas import Written
from symbolic.typeset.printing import latex

LINES_OF_A_PAGE = 38.0
"""Of a table that has more, the rest is a table of its own."""

WIDE = 9.0
"""In em: a sum of two that is narrower stands in one piece."""


@dataclass(frozen=True)
class Told:
    """A row: its first cells, and the product that it adds to the whole; `ways` are the parts that it adds up."""

    cells: tuple[str, ...]
    graph: Graph
    coefficient: Laurent
    ways: int = 1


def gathered(rows: Iterable[Told]) -> list[Told]:
    """Rows that tell the same of the same product added up, in the order of the first ones."""
    return _added_up(rows, lambda row: (row.cells, row.graph))


def first_of_each_product(rows: Iterable[Told], apart: int = 0) -> list[Told]:
    """Rows with the same product, and the same scalars, added up and told by the first of them.

    Rows of which one of the first cells is another one, so many as are to be told `apart`, are not added up.
    """
    return _added_up(rows, lambda row: (row.cells[:apart], row.graph, _scalars_of(row) if apart else None))


def _scalars_of(row: Told) -> frozenset[str]:
    return frozenset(str(scalars) for scalars, _ in scalar_parts(row.coefficient))


def _added_up(rows: Iterable[Told], key: Callable[[Told], object]) -> list[Told]:
    groups: dict[object, list[Told]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return [row for group in groups.values() if (row := _sum(group)).coefficient]


def _sum(group: Sequence[Told]) -> Told:
    ways = sum(row.ways for row in group)
    return replace(group[0], coefficient=Laurent.total(row.coefficient for row in group), ways=ways)


@lru_cache(maxsize=2**10)
def count_of(solutions: Laurent) -> str:
    """A number of labels, in factors where it is a polynomial; without scalars that a variance multiplies."""
    ((_, count),) = scalar_parts(solutions)
    polynomial = all(isinstance(atom, Shifted) for atom in count.atoms)
    if polynomial and len(count.coefficients) > 1:
        return f"${latex(sympy.factor(count.expression()))}$"
    return " ".join(_pieces(count, ""))


def grids(label: str, caption: Words, heads: Sequence[str], rows: Sequence[Told], written: Written) -> Iterator[Grid]:
    """The rows as tables that a page has room for; how many parts a row adds up is told where any adds up several."""
    several = any(row.ways > 1 for row in rows)
    titles = (*heads[:-1], "ways", heads[-1]) if several else tuple(heads)
    told = [(*row.cells, *([f"${row.ways}$"] * several), _contribution(row, written)) for row in rows]
    cells = tuple(tuple((cell,) for cell in row) for row in told)
    whole = Grid(label, caption, tuple((title,) for title in titles), cells)
    pages = _pages(whole)
    for n, page in enumerate(pages, 1):
        part: Words = (f" Part {n} of {len(pages)}.",) if len(pages) > 1 else ()
        yield replace(whole, label=f"{label}:{n}" if n > 1 else label, caption=(*caption, *part), rows=tuple(page))


def _pages(grid: Grid) -> list[list[tuple[Words, ...]]]:
    """The rows of a table, so many together as a page has lines for."""
    pages: list[list[tuple[Words, ...]]] = [[]]
    used = 0.0
    for row, lines in zip(grid.rows, lines_of(grid), strict=True):
        if pages[-1] and used + lines > LINES_OF_A_PAGE:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += lines
    return pages


def _contribution(row: Told, written: Written) -> str:
    """The coefficient with its product, in pieces between which a line may be broken.

    Where every product of scalars is multiplied by the same, up to a number, they are a sum in brackets.
    """
    parts = scalar_parts(row.coefficient)
    (_, first), *others = parts
    ratios = [Fraction(1), *(_ratio(part, first) for _, part in others)]
    if len(parts) > 1 and all(ratios):
        minus = factored(first).negative
        opened, *more = _bracketed(parts, ratios)
        each = _signed(row.graph, first * (-1 if minus else 1), written, r"\cdot ")
        return " ".join([f"$-{opened[1:]}" if minus else opened, *more, *each])
    terms = by_scalars(row.coefficient)
    return " ".join(p for n, part in enumerate(terms) for p in _signed(row.graph, part, written, "+ " if n else ""))


def _bracketed(parts: Sequence[tuple[Laurent, Laurent]], ratios: Sequence[Fraction]) -> list[str]:
    pieces = [factored(scalars * abs(ratio)).magnitude.latex for (scalars, _), ratio in zip(parts, ratios, strict=True)]
    signs = ["-" if ratio < 0 else "+" for ratio in ratios]
    inside = [f"{sign if n else ''} {piece}" for n, (sign, piece) in enumerate(zip(signs, pieces, strict=True))]
    inside[0], inside[-1] = f"({inside[0].strip()}", f"{inside[-1]})"
    return [f"${piece}$" for piece in inside]


def _signed(graph: Graph, coefficient: Laurent, written: Written, plus: str) -> list[str]:
    """A coefficient times a product; a sum that is one of its factors in pieces."""
    alone = written.term(graph, Laurent.number(1))[1].latex
    pieces = _pieces(coefficient, "-" if factored(coefficient).negative else plus)
    if pieces == [f"${plus}1$"] and alone:
        return [f"${plus}{alone}$"]
    return [*pieces[:-1], f"{pieces[-1][:-1]} {alone}$"] if alone else pieces


def _pieces(coefficient: Laurent, sign: str) -> list[str]:
    """The magnitude of a coefficient with a sign before it: a sum of three, or one that is wide, in pieces."""
    found = factored(coefficient)
    whole = found.magnitude.latex or "1"
    if len(found.summands) < 2 or (len(found.summands) == 2 and width(parse(whole)) < WIDE):
        return [f"${sign}{whole}$"]
    around = replace(found, summands=()).magnitude.latex
    signed = signed_summands(found.summands)
    told = [f"{'-' if minus else '+' if n else ''} {one.latex or '1'}" for n, (minus, one) in enumerate(signed)]
    return [f"${piece.strip()}$" for piece in (f"{sign}{around} ({told[0].strip()}", *told[1:-1], f"{told[-1]})")]


def _ratio(one: Laurent, other: Laurent) -> Fraction:
    """By which number the one is a multiple of the other; 0 where it is none."""
    exponents, c = next(iter(other.coefficients.items()))
    ratio = one.coefficients.get(exponents, Fraction(0)) / c
    return ratio if one == other * ratio else Fraction(0)
