"""A loss or a gradient in print: words of matrices where there are any, else sums over indices, with coefficients."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from symbolic.algebra.laurent import Laurent
from symbolic.algebra.partitions import connected
from symbolic.model.graphs import Graph
from symbolic.model.letters import Named
from symbolic.model.population_loss import Terms
from symbolic.setting.affine import Affine
from symbolic.setting.family import Family
from symbolic.setting.nodes import ONE
from symbolic.setting.setting import Setting
from symbolic.typeset.coefficient_formulas import by_scalars, factored
from symbolic.typeset.displays import Equation, Signed
from symbolic.typeset.index_sums import OPEN_INDICES, Places, index_sum
from symbolic.typeset.letter_names import Formula, entry, name, power, product
from symbolic.typeset.matrix_words import IDENTITY, in_words


@dataclass(frozen=True)
class Written:
    """How graphs of a setting are written: `row_vectors` are the names that stand as rows."""

    row_vectors: frozenset[str]

    def term(self, graph: Graph, coefficient: Laurent, row: bool = False) -> Signed:
        """A term in words where it can be, the open part last."""
        return self._signed(coefficient, *self._numbers(graph), self._opened(graph, row))

    def entry_term(self, graph: Graph, coefficient: Laurent, letters: Sequence[str]) -> Signed:
        """A term of one entry of a block, whose indices have these letters."""
        where = [letters[n] for n in range(len(graph.open))]
        return self._signed(coefficient, *self._numbers(graph), *self._entry(graph, where))

    def is_in_words(self, graph: Graph) -> bool:
        return all(in_words(part, self.row_vectors) is not None for part in components(graph) if part.open)

    def _signed(self, coefficient: Laurent, *factors: Formula) -> Signed:
        found = factored(coefficient)
        counted = [(factor, power(factor, count)) for factor, count in Counter(filter(None, factors)).items()]
        last = counted[-1:]
        apart = [_held_together(factor, raised) for factor, raised in counted[:-1]]
        return found.negative, product(found.magnitude, *apart, *(raised for _, raised in last))

    def _numbers(self, graph: Graph) -> list[Formula]:
        """Factors without open indices."""
        scalars = [entry(f.name, (), f.conjugate) for f in graph.factors if not f.indices]
        closed = [self._closed(part) for part in components(graph) if not part.open]
        return [*scalars, *sorted(closed, key=lambda f: (not f.text.startswith("tr("), f.text))]

    def _closed(self, part: Graph) -> Formula:
        words = in_words(part, self.row_vectors)
        return product(*words.scalars) if words else index_sum(part)

    def _opened(self, graph: Graph, row: bool) -> Formula:
        parts = [part for part in components(graph) if part.open]
        if not parts:
            return Formula("", "")
        words = in_words(parts[0], self.row_vectors, row)
        return index_sum(parts[0]) if words is None or words.open is None else words.open

    def _entry(self, graph: Graph, letters: Sequence[str]) -> Iterator[Formula]:
        for part in components(graph):
            if part.open:
                words = in_words(part, self.row_vectors)
                if words is not None and words.open is not None:
                    yield _entry_of(words.open, letters)
                else:
                    yield from _conditions(part, letters)
                    yield index_sum(part, Places.of(part, letters))


def _held_together(factor: Formula, raised: Formula) -> Formula:
    """A quadratic form or a sum in brackets, where other factors follow."""
    if " " not in factor.text or factor != raised or factor.text.startswith(("tr(", "E[", "[")):
        return raised
    return Formula(f"({factor.text})", rf"\left({factor.latex}\right)")


def _entry_of(word: Formula, letters: Sequence[str]) -> Formula:
    if word == IDENTITY:
        return _one_index(letters)
    if word == name(word.text):
        return entry(word.text, letters)
    return Formula(f"({word.text})[{','.join(letters)}]", rf"\left({word.latex}\right)_{{{''.join(letters)}}}")


def _conditions(part: Graph, letters: Sequence[str]) -> Iterator[Formula]:
    """That two open indices are one, or are different coordinates."""
    if len(part.open) == 2 and part.open[0] == part.open[1]:
        yield _one_index(letters)
    elif len(part.open) == 2 and set(part.open) <= part.distinct:
        yield Formula(f"[{letters[0]} != {letters[1]}]", rf"[{letters[0]} \neq {letters[1]}]")


def _one_index(letters: Sequence[str]) -> Formula:
    return Formula(*2 * (f"[{letters[0]} = {letters[1]}]",))


def components(graph: Graph) -> list[Graph]:
    """The parts of a graph that share no index; open indices stay together, and so do those that are to be distinct."""
    parts = connected([*(set(f.indices) for f in graph.factors), set(graph.open), graph.distinct])
    return [_part(graph, sorted(part)) for part in sorted(parts, key=min)]


def _part(graph: Graph, indices: Sequence[int]) -> Graph:
    number = {index: n for n, index in enumerate(indices)}
    return replace(
        graph,
        dimensions=tuple(graph.dimensions[index] for index in indices),
        factors=tuple(f.at(number) for f in graph.factors if f.indices and f.indices[0] in number),
        distinct=frozenset(number[index] for index in graph.distinct if index in number),
        open=tuple(number[index] for index in graph.open if index in number),
    )


def written_for(setting: Setting, family: Family | None = None) -> Written:
    """How the graphs of a setting are written; a block of one row is a row."""
    shapes = dict(setting.blocks)
    letters = [*setting.given.values(), *(family.letters.values() if family else ())]
    for letter in letters:
        shapes |= letter.blocks
    return Written(frozenset(block for block, shape in shapes.items() if _is_row(shape)))


def _is_row(shape: tuple[Affine, Affine]) -> bool:
    return shape[0] == ONE and shape[1] != ONE


def loss_equation(terms: Terms, written: Written) -> Equation:
    """`L = …`, terms of the highest degree first."""
    return Equation(name("L"), _in_order(terms, written.term))


def velocity_equations(
    field: Mapping[str, Terms], shapes: Mapping[str, tuple[Affine, Affine]], written: Written
) -> dict[str, tuple[Equation, ...]]:
    """`letter' = …` by letter: the flow of a family, of scalars, vectors and matrices."""
    return {
        letter: tuple(_block(letter, terms, shapes.get(letter, (ONE, ONE)), written, _velocity))
        for letter, terms in field.items()
    }


def _velocity(of: Formula) -> Formula:
    return Formula(f"{of.text}'", rf"\dot{{{of.latex}}}")


def _in_order(terms: Terms, write: Callable[[Graph, Laurent], Signed]) -> tuple[Signed, ...]:
    """A term for each graph and each product of scalars: higher degrees first, then single words before products."""
    parts = [(graph, part) for graph, coefficient in terms.items() for part in by_scalars(coefficient)]
    found = [(-graph.degree - _degree(c), len(components(graph)), write(graph, c)) for graph, c in parts]
    return tuple(signed for _, _, signed in sorted(found, key=lambda item: (*item[:2], item[2][1].text)))


def _degree(coefficient: Laurent) -> int:
    """The degree in scalars by name."""
    return max(sum(n for atom, n in e if isinstance(atom, Named)) for e in coefficient.coefficients)


def gradient_equations(
    gradient: Mapping[str, Terms],
    shapes: Mapping[str, tuple[Affine, Affine]],
    written: Written,
    complex_blocks: Collection[str] = (),
) -> dict[str, tuple[Equation, ...]]:
    """`∂L/∂block = …` by block, of a complex one `2 ∂L/∂conj(block) = …`.

    There is more than one equation where entries on and off the diagonal differ.
    """
    return {
        block: tuple(_block(block, terms, shapes[block], written, _by_conjugate if block in complex_blocks else None))
        for block, terms in gradient.items()
    }


def _block(
    block: str,
    terms: Terms,
    shape: tuple[Affine, Affine],
    written: Written,
    left: Callable[[Formula], Formula] | None = None,
) -> Iterator[Equation]:
    left = left or _derivative
    if all(map(written.is_in_words, terms)):
        right = _in_order(terms, lambda graph, c: written.term(graph, c, _is_row(shape)))
        yield Equation(left(name(block)), right)
        return
    kinds: dict[tuple[str, ...], list[Graph]] = defaultdict(list)
    for graph in terms:
        kinds[Places.of(graph).at(graph.open)].append(graph)
    apart = all(set(graph.open) <= graph.distinct for graph in terms)
    if (len(kinds) > 1 or any(map(written.is_in_words, terms))) and not apart:
        letters = OPEN_INDICES[: len(next(iter(kinds)))]
        right = _in_order(terms, lambda graph, c: written.entry_term(graph, c, letters))
        yield Equation(left(entry(block, letters)), right)
        return
    for letters in sorted(kinds):
        right = _in_order({graph: terms[graph] for graph in kinds[letters]}, written.term)
        yield Equation(left(entry(block, letters)), right)


def _derivative(of: Formula) -> Formula:
    return Formula(f"∂L/∂{of.text}", rf"\frac{{\partial L}}{{\partial {of.latex}}}")


def _by_conjugate(of: Formula) -> Formula:
    return Formula(f"2 ∂L/∂conj({of.text})", rf"2 \frac{{\partial L}}{{\partial \overline{{{of.latex}}}}}")


def closed_formula(graph: Graph, written: Written) -> Formula:
    """A graph without open indices: traces, quadratic forms, moments."""
    return written.term(graph, Laurent.number(1))[1]


def legend(terms: Iterable[Terms]) -> list[str]:
    """What letters of sums and moments stand for, where there are any."""
    listed = [(graph, coefficient) for each in terms for graph, coefficient in each.items()]
    sums = [graph for graph, _ in listed if any(in_words(part) is None for part in components(graph))]
    orders = {atom.name for _, c in listed for atom in c.atoms if isinstance(atom, Named) and "(" in atom.name}
    found = ["j, k, r, s, … are different coordinates"] if any(len(graph.distinct) > 1 for graph in sums) else []
    if any(set(range(len(graph.dimensions))) - graph.distinct for graph in sums):
        found.append("p, q, m, n, … run over all coordinates")
    return found + ([f"{min(orders)}, …: moments of one coordinate"] if orders else [])


def vanishing(blocks: Sequence[str]) -> Equation:
    """That the gradient by these blocks is zero."""
    names = [name(block) for block in blocks]
    listed = Formula(", ".join(n.text for n in names), ",\\ ".join(n.latex for n in names))
    left = _derivative(Formula("B", "B"))
    return Equation(left, ((False, Formula(f"0 for B = {listed.text}", rf"0 \text{{ for }} B = {listed.latex}")),))
