"""What is long and stands several times has a letter, told once at its end: `0 < c ∧ c ≤ 1, where c = …`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from symbolic.core.expressions import Expression, Node, Sort, Variable, free, loose, nodes
from symbolic.core.sorts import sort_of
from symbolic.typeset.kernel_formulas.patterns import point_of

ARITHMETIC = frozenset(("add", "negate", "multiply", "divide", "power", "root", "total", "mean"))
LAWS = frozenset(("normal", "point", "independent", "average", "mixture"))
MATRICES = frozenset(("matrix", "sum_of_matrices", "product", "multiple", "iterated"))
LONG, SAVED, SHORT = 18, 20, 14
"""Characters of a term that is called by a letter, characters that it saves, and a term that is none with others."""


Letters = tuple[tuple[Variable, Expression], ...]
"""What is told, each by those before it."""

Length = Callable[[Expression], int]
"""How many characters a term has in print."""


def abbreviated(formula: Expression, length: Length) -> tuple[Expression, Letters]:
    """A formula in which long terms are letters, under names that nothing else has, and what these are."""
    length, letters = cache(length), list[Variable]()
    parts: tuple[Expression, ...] = (formula,)
    while term := _worth_a_letter(parts, length):
        letters.append(Variable(f"c#{len(letters)}", sort_of(term)))
        parts = (*(replaced(part, term, letters[-1]) for part in parts), term)
    for letter in letters[::-1]:
        now = parts[1 + letters.index(letter)]
        if length(now) < SHORT:
            parts = tuple(replaced(part, letter, now) for n, part in enumerate(parts) if n != 1 + letters.index(letter))
            letters.remove(letter)
    return parts[0], tuple(zip(letters, parts[1:], strict=True))[::-1]


def _worth_a_letter(parts: tuple[Expression, ...], length: Length) -> Node | None:
    """The longest closed term that stands there several times, so that a letter for it saves a lot.

    What is said of a matrix is not hidden by a letter: sides of equations between matrices have none.
    """
    counted = Counter(term for part in parts for term in _terms(part))
    sides = {side for part in parts for node in nodes(part) if node.head == "equal_matrices" for side in node.parts}
    lengths = {term: length(term) for term, times in counted.items() if times > 1 and term not in sides}
    good = [term for term, n in lengths.items() if n >= LONG and counted[term] * (n - 1) - n - len("c = ") >= SAVED]
    return max(good, key=lambda term: lengths[term], default=None)


def _terms(expression: Expression, heads: frozenset[str] = ARITHMETIC | LAWS | MATRICES) -> Iterator[Node]:
    """Closed terms that are numbers, laws or matrices, wherever they stand; the blocks of a model have names."""
    if not isinstance(expression, Node):
        return
    if expression.head in heads and not loose(expression):
        yield expression
    inside = heads - MATRICES if point_of(expression) else heads
    for part in expression.parts:
        yield from _terms(part, inside)


def replaced(formula: Expression, term: Expression, by: Expression) -> Expression:
    """A formula with one term in place of another; both are closed."""
    keeps_points = isinstance(by, Variable) and by.sort is Sort.MATRIX
    needed, done = free(term), dict[int, Expression]()

    def found(part: Expression) -> Expression:
        if part == term:
            return by
        if not isinstance(part, Node) or not needed <= part.variables or (keeps_points and point_of(part)):
            return part
        if id(part) not in done:
            parts = tuple([found(each) for each in part.parts])
            changed = any(new is not old for new, old in zip(parts, part.parts, strict=True))
            done[id(part)] = replace(part, parts=parts) if changed else part
        return done[id(part)]

    return found(formula)
