"""What the engine derives, as terms of the kernel: sums over distinct coordinates of moments, with coefficients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.core.expressions import Expression, Node, Refused, Variable, written
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    cell,
    conjunction,
    entry,
    equal,
    exists,
    identity_matrix,
    indicator,
    matrix,
    matrix_letter,
    mean,
    multiple,
    negation,
    product,
    raised,
    real,
    sum_of_matrices,
    total,
    trace,
    transpose,
    vector,
    zeros,
)
from symbolic.expectation.characters import OutOfReach
from symbolic.goals.model_data import Sides, affine_term, long_sides
from symbolic.goals.stated import ENTRY, RESERVED, Stated
from symbolic.goals.written_blocks import SUMMED as SUMMED
from symbolic.goals.written_blocks import cell_at
from symbolic.model.graphs import Graph
from symbolic.model.letters import Combined, Equals, Geometric, Named, PowerSum, Residue, Shifted, TimeTotal
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind
from symbolic.model.traced import Oriented, words_of
from symbolic.setting.affine import Affine
from symbolic.setting.nodes import ONE

SEQUENCE = vector("x")
COUNTED = real(RESERVED[-1])

Laws = Mapping[str, Expression]
"""The law of each draw by its name."""


Lettered = Mapping[str, tuple[Expression, Sides]]
"""Matrices by name, each with the sides along which it has indices."""


@dataclass(frozen=True)
class Called:
    """What formulas call the laws of draws, blocks whose entries stand in what is derived, and other matrices."""

    laws: Laws
    blocks: Lettered = field(default_factory=dict)
    letters: Lettered = field(default_factory=dict)
    dimensions: Mapping[str, Affine] = field(default_factory=dict)
    moments_of_numbers: Mapping[str, Expression] = field(default_factory=dict)
    summed: tuple[Variable, ...] = SUMMED
    in_words: bool = False

    def cell(self, name: str, places: Sequence[Expression]) -> Expression:
        """An entry of a matrix: the places are along its sides that are longer than 1."""
        return cell_at(*self._lettered(name), places)

    def factor(self, factor: Factor, turned: bool) -> Expression:
        """A matrix of a word, or a vector as a matrix of one column; what is turned is transposed."""
        if factor.kind is Kind.COVARIANCE:
            return matrix_letter(factor.name)
        if factor.kind is Kind.MOMENT:
            return _transposed(self.moments(factor), turned and len(factor.indices) == 1)
        matrix, long = self._lettered(factor.name)
        return _transposed(matrix, turned != (long == (False, True)))

    def moments(self, factor: Factor) -> Node:
        """`E x xᵀ`, or `E x` as a matrix of one column, where x is a draw of any law.

        Also `E (v·x)(w·x) x xᵀ`, by its entries `Σ v[r] w[s] E x[r] x[s] x[j] x[k]`.
        """
        along = factor.along if isinstance(factor, Contracted) else ()
        vectors = tuple(lambda place, name=name: self.cell(name, (place,)) for name in along)
        size = affine_term(self.dimensions[factor.name])
        return moment_matrix(self.laws[factor.name], size, len(factor.indices), vectors, self.summed)

    def scalar(self, coefficient: Laurent) -> Expression:
        """A coefficient in sizes, letters and harmonic sums."""
        parts = tuple(_monomial(exponents, number, self) for exponents, number in coefficient.coefficients.items())
        return parts[0] if len(parts) == 1 else Node("add", parts)

    def atom(self, atom: Atom) -> Expression:
        """A number that coefficients are made of."""
        match atom:
            case Shifted(name=name, shift=shift):
                return affine_term(Affine.of({name: 1}, shift))
            case Named(name=name):
                return self.moments_of_numbers.get(name) or real(name)
            case Combined(base=base):
                return affine_term(base)
            case Geometric(base=base, exponent=exponent):
                return raised(real(base), real(exponent))
            case PowerSum(exponent=exponent, upper=upper, ratios=()) if exponent < 0:
                return power_sum(affine_term(upper), -exponent)
            case PowerSum(exponent=0, upper=upper, ratios=ratios) if ratios and all(order > 0 for _, order in ratios):
                return geometric_sum(affine_term(upper), *((real(ratio), order) for ratio, order in ratios))
            case TimeTotal(label=label, low=low, high=high, summand=summand):
                return total(real(label), low, affine_term(high), self.scalar(summand))
            case Residue(name=name, order=order, remainder=remainder):
                return leaves(real(name), order, remainder)
            case Equals(name=name, at=at):
                return indicator(equal(real(name), at))
        raise Refused(f"{atom.text} does not stand in formulas yet")

    def _lettered(self, name: str) -> tuple[Expression, Sides]:
        if name not in self.blocks and name not in self.letters:
            raise Refused(f"an entry of the block {name} does not stand in formulas yet")
        return self.blocks.get(name) or self.letters[name]


def _transposed(matrix: Expression, turned: bool) -> Expression:
    return transpose(matrix) if turned else matrix


def on_family(stated: Stated) -> Called:
    """How formulas call what stands on a family: laws, matrices that are given, and those of the family."""
    letters = {name: (matrix_letter(name), sides) for name, sides in stated.sides.items()}
    dimensions = {draw.name: draw.axis[0] for draw in stated.setting.drawn if draw.axis}
    return Called(stated.laws_by_draw, {}, letters, dimensions, stated.moments_of_coordinates)


def at_all_blocks(stated: Stated, in_words: bool = False) -> Called:
    """How formulas about all blocks call these; coordinates are counted by letters that nothing else is called.

    Blocks stand in words where they should, or where one of them has a single row or column; else by their entries.
    """
    long = map(long_sides, stated.setting.blocks.values())
    blocks = dict(zip(stated.setting.blocks, zip(stated.any_blocks, long, strict=True), strict=True))
    summed = tuple(_unused(letter, stated.own) for letter in SUMMED)
    vectors = any(len({*sides}) > 1 for _, sides in blocks.values())
    return replace(on_family(stated), blocks=blocks, summed=summed, in_words=in_words or vectors)


def _unused(letter: Variable, taken: Collection[str]) -> Variable:
    """A letter, or the same with a number where it is taken.

    >>> _unused(real("r"), {"r"}).name
    'r0'
    """
    return next(
        real(name) for name in (letter.name, *(f"{letter.name}{n}0" for n in ("", *range(1, 9)))) if name not in taken
    )


def mixed_moment(law: Expression, *powers: tuple[Number, int]) -> Node:
    """`E x[j₁]ⁿ¹ ⋯ x[jₘ]ⁿᵐ`, as all formulas write it.

    >>> from symbolic.core.vocabulary import vector_law
    >>> j = real("j")
    >>> mixed_moment(vector_law("μ"), (j, 4)).head
    'mean'
    """
    factors = tuple(entry(SEQUENCE, place) ** order for place, order in powers)
    return mean(SEQUENCE, law, Node("multiply", factors))


Entries = Callable[[Expression], Expression]
"""The entries of a vector by their place."""


def moment_matrix(
    law: Expression, size: Expression, sides: int, vectors: Sequence[Entries] = (), summed: Sequence[Variable] = SUMMED
) -> Node:
    """`E x` or, of two sides, `E x xᵀ` as a matrix; with vectors `E (v·x)(w·x) x xᵀ`, by its entries.

    >>> from symbolic.core.vocabulary import vector_law
    >>> moment_matrix(vector_law("μ"), real("d"), 1).parts[1] == written(1)
    True
    """
    places, summed = ENTRY[:sides], summed[: len(vectors)]
    body: Expression = mixed_moment(law, *((place, 1) for place in (*summed, *places)))
    if vectors:
        body = Node("multiply", (*(of(place) for of, place in zip(vectors, summed, strict=True)), body))
    for place in reversed(summed):
        body = total(place, 1, size, body)
    return matrix(*ENTRY, (size, size if sides == 2 else 1), body)


def apart(*places: Expression) -> Expression:
    """That the first of some places is none of the others."""
    first, *others = places
    different = tuple(negation(equal(first, other)) for other in others)
    return different[0] if len(different) == 1 else conjunction(*different)


def polynomial(terms: Terms, called: Called, places: Sequence[Expression] = ()) -> Expression:
    """A loss, or an entry of a gradient, as a sum; the places are those of an entry, none along a side of dimension 1.

    Raises `Refused` for what formulas do not hold yet.
    """
    by_words = of_matrices(terms, set(called.blocks)) or called.in_words
    parts = tuple(_summand(graph, coefficient, called, places, by_words) for graph, coefficient in terms.items())
    return parts[0] if len(parts) == 1 else Node("add", parts)


def _summand(
    graph: Graph, coefficient: Laurent, called: Called, places: Sequence[Expression], by_words: bool
) -> Expression:
    if by_words and joins_pairs(words := contracted(graph)):
        return Node("multiply", (called.scalar(coefficient), *_traces(words, called)))
    known = dict(zip(graph.open, places, strict=True))
    on_diagonal = len(known) < len(places)
    if on_diagonal:
        known = dict.fromkeys(graph.open, places[0])
    where = (indicator(equal(*places)),) if on_diagonal else ()
    if graph.off_diagonal:
        where = (indicator(apart(*places)),)
    summed = (_summed(graph, known, called),) if graph.factors else ()
    return Node("multiply", (called.scalar(coefficient), *where, *summed))


def word_matrix(terms: Terms, shape: tuple[Expression, Expression], called: Called) -> Node:
    """A gradient of a shape as a sum of words of matrices, with traces of words among their coefficients.

    Raises `Refused` for what is no such sum.
    """
    words = tuple(_word(graph, coefficient, shape, called) for graph, coefficient in terms.items())
    return sum_of_matrices(*words) if words else zeros(*shape)


def _word(graph: Graph, coefficient: Laurent, shape: tuple[Expression, Expression], called: Called) -> Node:
    if set(graph.open) & graph.distinct:
        raise Refused("an entry of a gradient that is no entry of a word of matrices is not written yet")
    paired = replace(graph, factors=(*graph.factors, Factor(Kind.ENTRY, PAIR, graph.open)), open=())
    numbers, words = _parts(paired)
    (through,) = (word for word in words if any(factor.name == PAIR for factor, _ in word))
    others = _numbers(numbers, [word for word in words if word is not through], called)
    path = _from_pair(through)
    found = _product_of_word(path, called) if path else identity_matrix(shape[0])
    weight = Node("multiply", (called.scalar(coefficient), *others)) if others else called.scalar(coefficient)
    return multiple(weight, _transposed(found, len(graph.open) == 1 and shape[0] == ONE_ROW))


PAIR = "pair#"
"""A letter that stands for any matrix: it closes the path from the row to the column of an entry."""

ONE_ROW = affine_term(ONE)


def _from_pair(word: Oriented) -> Oriented:
    """The path from row to column, where `tr(Pᵀ path)` is a word with the letter P."""
    place = next(n for n, (factor, _) in enumerate(word) if factor.name == PAIR)
    (_, turned), *path = [*word[place:], *word[:place]]
    return path if turned else [(factor, not each) for factor, each in reversed(path)]


def _parts(graph: Graph) -> tuple[list[Factor], list[Oriented]]:
    """Factors without indices, and the words that the others make; raises `Refused` where they make none."""
    if any(f.kind not in (Kind.COVARIANCE, Kind.ENTRY, Kind.MOMENT) or f.conjugate for f in graph.factors):
        raise Refused("what is neither a matrix nor a moment does not stand beside matrices in formulas yet")
    numbers = [factor for factor in graph.factors if not factor.indices]
    try:
        return numbers, words_of(replace(graph, factors=tuple(f for f in graph.factors if f.indices)))
    except OutOfReach as reason:
        raise Refused(str(reason)) from reason


def _traces(graph: Graph, called: Called) -> list[Expression]:
    """The numbers whose product a closed graph is."""
    return _numbers(*_parts(graph), called)


def _numbers(entries: list[Factor], words: list[Oriented], called: Called) -> list[Expression]:
    """Entries of blocks of one entry, and traces of words."""
    return [*(called.cell(each.name, ()) for each in entries), *(trace(_product_of_word(w, called)) for w in words)]


def _product_of_word(word: Oriented, called: Called) -> Expression:
    factors = tuple(called.factor(factor, turned) for factor, turned in word)
    return factors[0] if len(factors) == 1 else product(*factors)


def of_matrices(terms: Terms, blocks: Collection[str] = ()) -> bool:
    """Whether covariances, given matrices or those of a family are among the factors, and not only entries of blocks.

    Blocks beside such matrices stand in words, not by their entries.
    """
    factors = (factor for graph in terms for factor in graph.factors)
    return any(f.kind is Kind.COVARIANCE or (f.kind is Kind.ENTRY and f.name not in blocks) for f in factors)


@dataclass(frozen=True)
class Contracted(Factor):
    """A moment of which some indices are summed over beside vectors."""

    along: tuple[str, ...] = ()


def contracted(graph: Graph) -> Graph:
    """Vectors that stand with moments of more than two coordinates are made part of these."""
    met = Counter(index for factor in graph.factors for index in factor.indices)
    vectors = {f.indices[0]: f for f in graph.factors if f.kind is Kind.ENTRY and len(f.indices) == 1}
    for moment in graph.factors:
        if moment.kind is Kind.MOMENT and len(moment.indices) > 2:
            gone = [index for index in moment.indices if index in vectors and met[index] == 2]
            if len(moment.indices) - len(gone) in (1, 2):
                return contracted(_without(graph, moment, {index: vectors[index] for index in gone}))
    return graph


def _without(graph: Graph, moment: Factor, vectors: Mapping[int, Factor]) -> Graph:
    """The graph in which the vectors at some indices of a moment belong to it."""
    number = {n: k for k, n in enumerate(n for n in range(len(graph.dimensions)) if n not in vectors)}
    kept = tuple(index for index in moment.indices if index not in vectors)
    along = tuple(sorted(vector.name for vector in vectors.values()))
    whole = Contracted(moment.kind, moment.name, kept, along=along)
    ends = [id(each) for each in vectors.values()]
    factors = (whole if f is moment else f for f in graph.factors if id(f) not in ends)
    return Graph(
        tuple(graph.dimensions[n] for n in number),
        tuple(replace(f, indices=tuple(number[n] for n in f.indices)) for f in factors),
        frozenset(number[n] for n in graph.distinct),
        tuple(number[n] for n in graph.open),
    )


def joins_pairs(graph: Graph) -> bool:
    """Whether every index joins two factors of at most two, so that these make traces of words."""
    met = Counter(index for factor in graph.factors for index in factor.indices)
    pairs = all(len(factor.indices) <= 2 for factor in graph.factors) and all(n == 2 for n in met.values())
    return pairs and not graph.distinct and not graph.open


def _summed(graph: Graph, places: dict[int, Expression], called: Called) -> Expression:
    """The factors summed over the indices that are not open, each over what those before it leave."""
    left = [index for index in range(len(graph.dimensions)) if index not in places]
    if not left:
        return _product(graph.factors, places, called)
    if len(graph.dimensions) > len(called.summed):
        raise Refused(f"there are letters for {len(called.summed)} indices, not for {len(graph.dimensions)}")
    index, label = left[0], called.summed[len(graph.dimensions) - len(left)]
    taken = [place for other, place in places.items() if {index, other} <= graph.distinct]
    inner = _summed(graph, {**places, index: label}, called)
    body = Node("multiply", (indicator(apart(label, *dict.fromkeys(taken))), inner)) if taken else inner
    return total(label, 1, affine_term(graph.dimensions[index]), body)


def _product(factors: Sequence[Factor], places: Mapping[int, Expression], called: Called) -> Expression:
    found = tuple(_factor(factor, places, called) for factor in factors)
    return found[0] if len(found) == 1 else Node("multiply", found)


def _factor(factor: Factor, places: Mapping[int, Expression], called: Called) -> Expression:
    match factor.kind:
        case Kind.MOMENT:
            return _moment(factor, places, called)
        case Kind.ENTRY:
            return called.cell(factor.name, [places[index] for index in factor.indices])
        case Kind.COVARIANCE:
            return cell(matrix_letter(factor.name), *(places[index] for index in factor.indices))
    raise Refused(f"a {factor.kind} does not stand in formulas yet")


def _moment(factor: Factor, places: Mapping[int, Expression], called: Called) -> Expression:
    orders: dict[Expression, int] = {}
    for index in factor.indices:
        orders[places[index]] = orders.get(places[index], 0) + 1
    rank = [*ENTRY, *called.summed]
    ordered = sorted(orders.items(), key=lambda item: rank.index(item[0]) if isinstance(item[0], Variable) else -1)
    return mixed_moment(called.laws[factor.name], *ordered)


def _monomial(exponents: Exponents, number: Fraction, called: Called) -> Expression:
    above = [written(number)] if number != 1 or not any(n > 0 for _, n in exponents) else []
    above += [_raised(called.atom(atom), n) for atom, n in exponents if n > 0]
    below = [_raised(called.atom(atom), -n) for atom, n in exponents if n < 0]
    found = above[0] if len(above) == 1 else Node("multiply", tuple(above))
    return found / (below[0] if len(below) == 1 else Node("multiply", tuple(below))) if below else found


def _raised(term: Expression, exponent: int) -> Expression:
    return term if exponent == 1 else term**exponent


def leaves(number: Expression, order: int, remainder: int) -> Node:
    """`1[∃i ∈ ℤ: n = m i + r]`, that a number leaves a remainder r when it is divided by m."""
    return indicator(exists(COUNTED, INTEGERS, equal(number, order * COUNTED + remainder)))


def geometric_sum(count: Number, *ratios: tuple[Expression, int]) -> Node:
    """`Σ qᵏⁱ` over i from 1 to n, of one ratio q with its exponent k or of the product of several."""
    powers = tuple(raised(ratio if order == 1 else ratio**order, COUNTED) for ratio, order in ratios)
    return total(COUNTED, 1, count, powers[0] if len(powers) == 1 else Node("multiply", powers))


def power_sum(count: Number, order: int = 1) -> Node:
    """`1 + 1/2ᵏ + … + 1/nᵏ`, for k = 1 the harmonic number."""
    return total(COUNTED, 1, count, 1 / (COUNTED if order == 1 else COUNTED**order))
