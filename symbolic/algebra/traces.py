"""Polynomials in matrices that do not commute, and their traces as unknowns of SymPy expressions.

A word is a product of letters: matrices, as they are or transposed, and vectors, columns where they are not transposed.
A trace reads its word from the place and in the direction with the fewest transposes, so that equal traces are equal
symbols; a quadratic form `vᵀ M w` is the trace of a word with vectors. An equation between matrices is one between
traces: it is paired with a letter that stands for any matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import flint
import sympy

from symbolic.algebra.notation import d
from symbolic.algebra.rationals import to_flint, to_fraction, to_sympy


@dataclass(frozen=True, order=True)
class Letter:
    """A matrix or a vector; a symmetric one is its own transpose. `latex` is its name in print."""

    name: str
    latex: str = ""
    symmetric: bool = False
    vector: bool = False
    turned: bool = False

    @property
    def transposed(self) -> Letter:
        return self if self.symmetric else replace(self, turned=not self.turned)

    @property
    def text(self) -> str:
        return f"{self.name}ᵀ" if self.turned else self.name

    @property
    def tex(self) -> str:
        name = self.latex or self.name
        return f"{name}^{{\\top}}" if self.turned else name


Word = tuple[Letter, ...]


def transposed(word: Word) -> Word:
    return tuple(letter.transposed for letter in reversed(word))


@dataclass(frozen=True)
class Matrices:
    """A linear combination of words of one shape; the empty word is the identity.

    >>> A, B = matrix("A"), matrix("B", symmetric=True)
    >>> trace((A + B) @ B - B @ A)
    tr(B^2)
    """

    terms: Mapping[Word, sympy.Expr]

    def __add__(self, other: Matrices) -> Matrices:
        return _collected([*self.terms.items(), *other.terms.items()])

    def __sub__(self, other: Matrices) -> Matrices:
        return self + other * -1

    def __mul__(self, factor: sympy.Expr | int) -> Matrices:
        return _collected([(word, sympy.expand(c * factor)) for word, c in self.terms.items()])

    __rmul__ = __mul__

    def __matmul__(self, other: Matrices) -> Matrices:
        products = [(v + w, sympy.expand(b * c)) for v, b in self.terms.items() for w, c in other.terms.items()]
        return _collected(products)

    @property
    def T(self) -> Matrices:
        """The transpose."""
        return Matrices({transposed(word): c for word, c in self.terms.items()})


def _collected(terms: list[tuple[Word, sympy.Expr]]) -> Matrices:
    found: dict[Word, sympy.Expr] = {}
    for word, c in terms:
        found[word] = found.get(word, sympy.Integer(0)) + c
    return Matrices({word: c for word, c in found.items() if c != 0})


def matrix(name: str, latex: str = "", *, symmetric: bool = False, vector: bool = False) -> Matrices:
    """One letter."""
    return of_letter(Letter(name, latex, symmetric, vector))


def of_letter(letter: Letter) -> Matrices:
    return Matrices({(letter,): sympy.Integer(1)})


IDENTITY = Matrices({(): sympy.Integer(1)})


class Trace(sympy.Symbol):
    """The trace of a word as an unknown that prints as the trace; equal words give equal symbols."""

    word: Word

    def __new__(cls, word: Word) -> Trace:
        symbol: Trace = sympy.Symbol.__xnew__(cls, _text(word), real=True)
        symbol.word = word
        return symbol

    def __getnewargs_ex__(self) -> tuple[tuple[Word], dict[str, Any]]:
        return (self.word,), {}

    def _hashable_content(self) -> tuple[Any, ...]:
        """Letters of one name that differ otherwise, in two papers, are different unknowns."""
        return (self.word, *super()._hashable_content())

    def _latex(self, printer: Any) -> str:
        inside = " ".join(_power(letter.tex, n) for letter, n in _runs(self.word))
        return f"({inside})" if _is_form(self.word) else rf"\operatorname{{tr}}({inside})"


def _is_form(word: Word) -> bool:
    return bool(word) and word[0].vector


def _text(word: Word) -> str:
    inside = " ".join(letter.text if n == 1 else f"{letter.text}^{n}" for letter, n in _runs(word))
    return f"({inside})" if _is_form(word) else f"tr({inside})"


def _runs(word: Word) -> list[tuple[Letter, int]]:
    """Equal neighbours counted."""
    return [(letter, len(list(run))) for letter, run in groupby(word)]


def _power(tex: str, n: int) -> str:
    if n == 1:
        return tex
    return f"{tex}^{{{n}}}" if "^" not in tex else rf"({tex})^{{{n}}}"


Rules = Mapping[Word, Matrices]
"""What two letters or more beside each other are equal to, by hypothesis: `R M = 1`."""


def reduced(matrices: Matrices, rules: Rules) -> Matrices:
    """With every rule used wherever it fits; the rules must come to an end."""
    left, done = list(matrices.terms.items()), []
    while left:
        word, c = left.pop()
        found = _place(word, rules)
        if found is None:
            done.append((word, c))
        else:
            start, end = found
            new = rules[word[start:end]]
            left += [(word[:start] + w + word[end:], sympy.expand(c * k)) for w, k in new.terms.items()]
    return _collected(done)


def _place(word: Word, rules: Rules) -> tuple[int, int] | None:
    """Where the first rule fits."""
    lengths = sorted({len(key) for key in rules})
    spans = ((n, n + length) for n in range(len(word)) for length in lengths if n + length <= len(word))
    return next(((n, end) for n, end in spans if word[n:end] in rules), None)


def trace(matrices: Matrices, rules: Rules | None = None, dimension: sympy.Expr = d) -> sympy.Expr:
    """The trace as an expression in `Trace` symbols, after the rules; `dimension` is that of the identity."""
    total = sympy.Integer(0)
    for word, c in reduced(matrices, rules or {}).terms.items():
        total += c * _traced(word, rules or {}, dimension)
    return sympy.expand(total)


def _traced(word: Word, rules: Rules, dimension: sympy.Expr) -> sympy.Expr:
    if not word:
        return dimension
    for start in range(1, len(word)):
        turned = (*word[start:], *word[:start])
        if not _crosses_a_cut(word, start) and _place(turned, rules) is not None:
            return trace(Matrices({turned: sympy.Integer(1)}), rules, dimension)
    parts = _parts(word)
    return sympy.Mul(*(Trace(_canonical(part)) for part in parts))


def _crosses_a_cut(word: Word, start: int) -> bool:
    """Whether a cyclic word with vectors is read across the place where it falls into several forms."""
    return any(letter.vector for letter in word) and not (word[start].vector and word[start].turned)


def _parts(word: Word) -> list[Word]:
    """A cyclic word cut where a column meets a row; one without vectors is whole."""
    rows = [n for n, letter in enumerate(word) if letter.vector and letter.turned]
    if not rows:
        return [word]
    word = (*word[rows[0] :], *word[: rows[0]])
    starts = [n for n, letter in enumerate(word) if letter.vector and letter.turned]
    return [word[start:end] for start, end in zip(starts, [*starts[1:], len(word)], strict=True)]


def _canonical(word: Word) -> Word:
    """Read from the best place in the better direction; a form from its row."""
    readings = [word, transposed(word)]
    if not _is_form(word):
        readings = [(*one[n:], *one[:n]) for one in readings for n in range(len(word))]
    return min(readings, key=lambda one: (sum(letter.turned for letter in one), [(not x.symmetric, x) for x in one]))


def substituted(expression: sympy.Expr, values: Mapping[str, Matrices], rules: Rules | None = None) -> sympy.Expr:
    """With letters, by name, replaced by polynomials in every trace.

    >>> A, B = matrix("A"), matrix("B", symmetric=True)
    >>> substituted(trace(A @ A.T), {"A": A + B})
    tr(A Aᵀ) + 2*tr(B A) + tr(B^2)
    """
    return _mapped(expression, lambda word: trace(_product(word, values), rules))


def _mapped(expression: sympy.Expr, change: Callable[[Word], sympy.Expr]) -> sympy.Expr:
    symbols = [symbol for symbol in expression.free_symbols if isinstance(symbol, Trace)]
    return sympy.expand(expression.xreplace({symbol: change(symbol.word) for symbol in symbols}))


def _product(word: Word, values: Mapping[str, Matrices]) -> Matrices:
    out = IDENTITY
    for letter in word:
        value = values.get(letter.name)
        out = out @ (of_letter(letter) if value is None else value.T if letter.turned else value)
    return out


def derivative(expression: sympy.Expr, name: str, direction: Matrices, rules: Rules | None = None) -> sympy.Expr:
    """How the expression changes, to first order, where a letter moves in a direction.

    >>> A, Z = matrix("A"), matrix("Z")
    >>> derivative(trace(A @ A.T), "A", Z)
    2*tr(A Zᵀ)
    """
    symbols = [symbol for symbol in expression.free_symbols if isinstance(symbol, Trace)]
    changes = (sympy.diff(expression, symbol) * _changed(symbol.word, name, direction, rules) for symbol in symbols)
    return sympy.expand(sympy.Add(*changes))


def _changed(word: Word, name: str, direction: Matrices, rules: Rules | None) -> sympy.Expr:
    return sympy.Add(*(trace(one, rules) for one in _moved(word, name, direction)))


def _moved(word: Word, name: str, direction: Matrices) -> Iterator[Matrices]:
    for n, letter in enumerate(word):
        if letter.name == name:
            moved = direction.T if letter.turned else direction
            yield Matrices({word[:n]: sympy.Integer(1)}) @ moved @ Matrices({word[n + 1 :]: sympy.Integer(1)})


def unpaired(expression: sympy.Expr, name: str) -> Matrices:
    """The G of an expression `tr(Zᵀ G)` in which the letter Z stands once in every term.

    >>> A, Z = matrix("A"), matrix("Z")
    >>> trace(unpaired(trace(A @ A @ Z.T), "Z"))
    tr(A^2)
    """
    terms: list[tuple[Word, sympy.Expr]] = []
    for term in sympy.Add.make_args(sympy.expand(expression)) if expression != 0 else ():
        (met,) = (s for s in term.free_symbols if isinstance(s, Trace) and name in {x.name for x in s.word})
        (at,) = (n for n, letter in enumerate(met.word) if letter.name == name)
        rest = (*met.word[at + 1 :], *met.word[:at])
        terms.append((rest if met.word[at].turned else transposed(rest), term / met))
    return _collected(terms)


Rows = tuple[tuple[Any, ...], ...]


def value(word: Word, matrices: Mapping[str, Rows]) -> Any:
    """The trace of a word of exact matrices, each given as rows; a vector is one column."""
    product: Rows | None = None
    for letter in word:
        rows = matrices[letter.name]
        rows = tuple(zip(*rows, strict=True)) if letter.turned else rows
        product = rows if product is None else _times(product, rows)
    return sum(row[n] for n, row in enumerate(product or ()))


def at_matrices(expression: sympy.Expr, matrices: Mapping[str, Rows]) -> sympy.Expr:
    """An expression with the value of every trace all of whose letters are among the matrices, by name.

    Entries are rational numbers, or expressions.

    >>> A = matrix("A")
    >>> at_matrices(2 * trace(A @ A.T), {"A": ((1, 2), (0, 3))})
    28
    """
    traces = (symbol for symbol in expression.free_symbols if isinstance(symbol, Trace))
    found = (one for one in traces if {letter.name for letter in one.word} <= set(matrices))
    return expression.xreplace({one: _number(value(one.word, matrices)) for one in found})


def _number(found: Any) -> sympy.Expr:
    return found if isinstance(found, sympy.Expr) else to_sympy(found)


def inverse(rows: Rows) -> Rows:
    """The inverse of a matrix of rational numbers; raises ZeroDivisionError for a singular one.

    >>> inverse(((2, 0), (1, 1)))
    ((Fraction(1, 2), Fraction(0, 1)), (Fraction(-1, 2), Fraction(1, 1)))
    """
    found = flint.fmpq_mat([[to_flint(entry) for entry in row] for row in rows]).inv()
    return tuple(tuple(to_fraction(found[i, j]) for j in range(len(rows))) for i in range(len(rows)))


def _times(left: Rows, right: Rows) -> Rows:
    columns = tuple(zip(*right, strict=True))
    return tuple(tuple(sum(x * y for x, y in zip(row, column, strict=True)) for column in columns) for row in left)
