"""Products of matrices and vectors as words: `tr(Λ U Λ Uᵀ)`, `vᵀ Λ w`, `Λ^2 U Λ`, `v wᵀ Λ`.

A word reads a graph whose indices all join two things: factors, open ends, or the vector of ones where an index is met
once. Words are the same for equal graphs, whatever the numbering: a trace is read from the place and in the direction,
and a quadratic form in the direction, that has the fewest transposes and then the first letters.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from symbolic.model.graphs import SYMMETRIC, Graph
from symbolic.model.terms import Kind
from symbolic.typeset.letter_names import NOTHING, Formula, collected, name, product

ONES = Formula("ones", r"\mathbf{1}")
"""The vector of ones."""

IDENTITY = Formula("I", "I")


@dataclass(frozen=True, order=True)
class Letter:
    """A matrix or a vector in a word, as it is or transposed, its entries conjugate or not.

    With `mean` it is a moment of a draw: `E[x xᵀ]`, or `E[x]` as a vector.
    """

    matrix: str
    flipped: bool = False
    conjugate: bool = False
    symmetric: bool = False
    mean: bool = False

    @property
    def turned(self) -> Letter:
        """The transpose."""
        return self if self.symmetric else replace(self, flipped=not self.flipped)

    @property
    def formula(self) -> Formula:
        base = _moment(self) if self.mean else name(self.matrix)
        if self.flipped:
            text, tex = ("ᴴ", r"\dagger") if self.conjugate else ("ᵀ", r"\top")
            inner = f"{{{base.latex}}}" if "^" in base.latex else base.latex
            return Formula(base.text + text, f"{inner}^{{{tex}}}")
        return Formula(f"conj({base.text})", rf"\overline{{{base.latex}}}") if self.conjugate else base


def _moment(letter: Letter) -> Formula:
    draw = name(letter.matrix.removesuffix("_1"))
    inside = product(draw, Formula(f"{draw.text}ᵀ", f"{draw.latex}^{{\\top}}")) if letter.symmetric else draw
    return Formula(f"E[{inside.text}]", rf"\mathbb{{E}}[{inside.latex}]")


Vector = Letter | None
"""A vector at the end of a word, unturned where it stands as a column; none is the vector of ones."""


@dataclass(frozen=True)
class Path:
    """Letters between two ends: a vector, or the number of an open index."""

    start: Vector | int
    letters: tuple[Letter, ...]
    end: Vector | int

    @property
    def reversed(self) -> Path:
        return Path(self.end, _transposed(self.letters), self.start)


@dataclass(frozen=True)
class Words:
    """What a graph says: factors that are numbers, and the matrix or vector that its open indices make."""

    scalars: tuple[Formula, ...]
    open: Formula | None = None


def in_words(graph: Graph, rows: Collection[str] = (), row: bool = False) -> Words | None:
    """The graph in words; none where an index joins more than two things or coordinates are to be distinct.

    `rows` names the vectors that stand as rows; `row` says that a single open index is that of a row.

    >>> from symbolic.model.terms import Factor
    >>> from symbolic.setting.affine import Affine
    >>> d = Affine.of({"d": 1})
    >>> square = tuple(Factor(Kind.ENTRY, "U", (0, n)) for n in (1, 1))
    >>> in_words(Graph((d, d), square)).scalars[0].text
    'tr(U Uᵀ)'
    """
    ends = _Ends(graph, rows)
    if graph.distinct or any(len(f.indices) > 2 for f in graph.factors) or any(len(met) > 2 for met in ends.slots):
        return None
    paths, cycles = ends.taken_apart()
    forms = [_form(path) for path in paths if not _open_ends(path)]
    products = sorted([*map(_trace, cycles), *forms], key=lambda formula: formula.text)
    return Words(tuple(products), _opened([path for path in paths if _open_ends(path)], row))


Slot = tuple[int, int]
"""A factor and the place of an index in it; open ends have the factor -1, the vector of ones -2."""

OPEN, ALONE = -1, -2


class _Ends:
    """What meets at every index of a graph."""

    def __init__(self, graph: Graph, rows: Collection[str]) -> None:
        self.graph, self.rows = graph, rows
        self.slots: list[list[Slot]] = [[] for _ in graph.dimensions]
        for n, factor in enumerate(graph.factors):
            for place, index in enumerate(factor.indices):
                self.slots[index].append((n, place))
        for place, index in enumerate(graph.open):
            self.slots[index].append((OPEN, place))
        for met in self.slots:
            if len(met) == 1:
                met.append((ALONE, 0))
        self.left = {n for n, f in enumerate(graph.factors) if len(f.indices) == 2}

    def taken_apart(self) -> tuple[list[Path], list[tuple[Letter, ...]]]:
        """Paths from end to end, then cycles."""
        paths: list[Path] = []
        done: set[tuple[int, Slot]] = set()
        for index, met in enumerate(self.slots):
            for slot in met:
                if self._is_end(slot) and (index, slot) not in done:
                    path, arrived = self._walked(index, slot)
                    done |= {(index, slot), arrived}
                    paths.append(path)
        cycles = []
        while self.left:
            cycles.append(self._cycle(min(self.left)))
        return paths, cycles

    def _is_end(self, slot: Slot) -> bool:
        return slot[0] < 0 or len(self.graph.factors[slot[0]].indices) == 1

    def _end(self, slot: Slot) -> Vector | int:
        if slot[0] == OPEN:
            return slot[1]
        if slot[0] == ALONE:
            return None
        factor = self.graph.factors[slot[0]]
        return Letter(factor.name, factor.name in self.rows, factor.conjugate, mean=factor.kind is Kind.MOMENT)

    def _walked(self, index: int, slot: Slot) -> tuple[Path, tuple[int, Slot]]:
        start = self._end(slot)
        letters: list[Letter] = []
        while not self._is_end(slot := self._other(index, slot)):
            letter, index, slot = self._crossed(slot)
            letters.append(letter)
        return Path(start, tuple(letters), self._end(slot)), (index, slot)

    def _other(self, index: int, slot: Slot) -> Slot:
        one, other = self.slots[index]
        return other if one == slot else one

    def _crossed(self, slot: Slot) -> tuple[Letter, int, Slot]:
        """The letter behind a slot, and where it leads."""
        n, place = slot
        factor = self.graph.factors[n]
        self.left.discard(n)
        symmetric = factor.kind in SYMMETRIC
        letter = Letter(
            factor.name, place == 1 and not symmetric, factor.conjugate, symmetric, factor.kind is Kind.MOMENT
        )
        return letter, factor.indices[1 - place], (n, 1 - place)

    def _cycle(self, n: int) -> tuple[Letter, ...]:
        slot: Slot = (n, 0)
        letters: list[Letter] = []
        while slot[0] in self.left:
            letter, index, slot = self._crossed(slot)
            letters.append(letter)
            slot = self._other(index, slot)
        return tuple(letters)


def _transposed(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    return tuple(letter.turned for letter in reversed(letters))


def _preferred(letters: Sequence[Letter]) -> tuple[int, list[tuple[bool, Letter]]]:
    return sum(letter.flipped for letter in letters), [(not letter.symmetric, letter) for letter in letters]


def _trace(cycle: tuple[Letter, ...]) -> Formula:
    """Read from the best place in the better direction."""
    starts = [(*word[n:], *word[:n]) for word in (cycle, _transposed(cycle)) for n in range(len(word))]
    inside = collected([letter.formula for letter in min(starts, key=_preferred)])
    return Formula(f"tr({inside.text})", rf"\operatorname{{tr}}({inside.latex})")


def _open_ends(path: Path) -> list[int]:
    return [end for end in (path.start, path.end) if isinstance(end, int)]


def _form(path: Path) -> Formula:
    """`vᵀ M w`, in the better direction."""
    best = min((path, path.reversed), key=lambda one: _preferred(_spelled(one)))
    return collected([_as_row(best.start), *(letter.formula for letter in best.letters), _as_column(best.end)])


def _spelled(path: Path) -> list[Letter]:
    start = [path.start.turned] if isinstance(path.start, Letter) else []
    return [*start, *path.letters, *([path.end] if isinstance(path.end, Letter) else [])]


def _as_column(end: Vector | int) -> Formula:
    if isinstance(end, int):
        return NOTHING
    return ONES if end is None else end.formula


def _as_row(end: Vector | int) -> Formula:
    if isinstance(end, int):
        return NOTHING
    return Formula(f"{ONES.text}ᵀ", rf"{ONES.latex}^{{\top}}") if end is None else end.turned.formula


def _opened(paths: Sequence[Path], row: bool) -> Formula | None:
    """The matrix or vector between the open ends: `M` from row to column, or a column times a row."""
    if not paths:
        return None
    from_row = next(path if path.start == 0 else path.reversed for path in paths if 0 in _open_ends(path))
    if from_row.end == 1:
        return collected([letter.formula for letter in from_row.letters]) or IDENTITY
    to_column = [path if path.end == 1 else path.reversed for path in paths if 1 in _open_ends(path)]
    if not to_column and row:
        return collected(_row_parts(from_row.reversed))
    column = [*(letter.formula for letter in from_row.letters), _as_column(from_row.end)]
    return collected([*column, *(part for path in to_column for part in _row_parts(path))])


def _row_parts(path: Path) -> list[Formula]:
    return [_as_row(path.start), *(letter.formula for letter in path.letters)]
