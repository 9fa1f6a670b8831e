"""What the engine derives, as terms of the kernel: sums over distinct coordinates of moments, with coefficients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from symbolic.algebra.laurent import Laurent
from symbolic.core.expressions import Expression, Node, Refused, Variable
from symbolic.core.vocabulary import (
    cell,
    equal,
    identity_matrix,
    indicator,
    matrix_letter,
    multiple,
    product,
    sum_of_matrices,
    total,
    trace,
    zeros,
)
from symbolic.expectation.characters import OutOfReach
from symbolic.goals.called_terms import Called, Contracted, where_turned
from symbolic.goals.model_data import affine_term
from symbolic.goals.stated import ENTRY
from symbolic.goals.usual_terms import apart, mixed_moment
from symbolic.model.graphs import Graph
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind
from symbolic.model.traced import Oriented, words_of
from symbolic.setting.nodes import ONE


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
    numbers, words = _parts(contracted(paired))
    (through,) = (word for word in words if any(factor.name == PAIR for factor, _ in word))
    others = _numbers(numbers, [word for word in words if word is not through], called)
    path = _from_pair(through)
    found = _product_of_word(path, called) if path else identity_matrix(shape[0])
    weight = Node("multiply", (called.scalar(coefficient), *others)) if others else called.scalar(coefficient)
    return multiple(weight, where_turned(found, len(graph.open) == 1 and shape[0] == ONE_ROW))


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


def contracted(graph: Graph) -> Graph:
    """Vectors that stand with moments of more than two coordinates are made part of these, and so are their pairs."""
    met = Counter(index for factor in graph.factors for index in factor.indices) + Counter(graph.open)
    vectors = {
        f.indices[0]: f for f in graph.factors if f.kind is Kind.ENTRY and len(f.indices) == 1 and f.name != PAIR
    }
    for moment in graph.factors:
        if moment.kind is Kind.MOMENT and len(moment.indices) > 2:
            gone = [index for index in moment.indices if index in vectors and met[index] == 2]
            twice = [index for index in _pairs(moment) if met[index] == 2 and index not in graph.distinct]
            if (gone or twice) and len(moment.indices) - len(gone) - 2 * len(twice) in (1, 2):
                return contracted(_without(graph, moment, {index: vectors[index] for index in gone}, twice))
    return graph


def _pairs(moment: Factor) -> list[int]:
    """The indices that a moment has twice."""
    return [index for index, count in Counter(moment.indices).items() if count == 2]


def _without(graph: Graph, moment: Factor, vectors: Mapping[int, Factor], twice: Collection[int]) -> Graph:
    """The graph in which the vectors at some indices of a moment, and its pairs, belong to it."""
    gone = {*vectors, *twice}
    number = {n: k for k, n in enumerate(n for n in range(len(graph.dimensions)) if n not in gone)}
    kept = tuple(index for index in moment.indices if index not in gone)
    along = tuple(sorted(vector.name for vector in vectors.values()))
    whole = Contracted(moment.kind, moment.name, kept, along=along, pairs=len(twice))
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
