"""What the engine derives, as terms of the kernel: sums over distinct coordinates of moments, with coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.core.expressions import Expression, Node, Refused, Variable, written
from symbolic.core.vocabulary import (
    INTEGERS,
    Number,
    conjunction,
    entry,
    equal,
    exists,
    identity_matrix,
    indicator,
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
from symbolic.goals.model_data import affine_term
from symbolic.goals.stated import ENTRY, RESERVED, Stated
from symbolic.goals.written_blocks import SUMMED as SUMMED
from symbolic.goals.written_blocks import cell_at, long_sides
from symbolic.model.graphs import Graph
from symbolic.model.letters import Combined, Geometric, Named, PowerSum, Residue, Shifted, TimeTotal
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind
from symbolic.model.traced import Oriented, words_of
from symbolic.setting.affine import Affine

SEQUENCE = vector("x")
COUNTED = real(RESERVED[-1])

Laws = Mapping[str, Expression]
"""The law of each draw by its name."""


@dataclass(frozen=True)
class Called:
    """What formulas call the laws of draws, and blocks whose entries stand in what is derived, each with its sides."""

    laws: Laws
    blocks: Mapping[str, tuple[Expression, tuple[bool, ...]]] = field(default_factory=dict)
    summed: tuple[Variable, ...] = SUMMED

    def cell(self, block: str, places: Sequence[Expression]) -> Expression:
        """An entry of a block: the places are along its sides that are longer than 1."""
        if block not in self.blocks:
            raise Refused(f"an entry of the block {block} does not stand in formulas yet")
        return cell_at(*self.blocks[block], places)

    def letter(self, name: str) -> Expression:
        """A matrix of words: a block that has rows and columns, or a covariance, or a matrix of a family."""
        matrix, long = self.blocks.get(name, (matrix_letter(name), (True, True)))
        if not all(long):
            raise Refused(f"the block {name} beside covariances does not stand in formulas yet: it is no matrix")
        return matrix


OF_FAMILY = Called({})
"""Covariances and matrices of a family, by their names."""


def at_all_blocks(stated: Stated) -> Called:
    """How formulas about all blocks call these; coordinates are counted by letters that nothing else is called."""
    setting = stated.setting
    own = {*(size.name for size in setting.sizes), *setting.scalars, *setting.covariances}
    long = map(long_sides, setting.blocks.values())
    blocks = dict(zip(setting.blocks, zip(stated.any_blocks, long, strict=True), strict=True))
    return Called(stated.laws_by_draw, blocks, tuple(_unused(letter, own) for letter in SUMMED))


def _unused(letter: Variable, taken: set[str]) -> Variable:
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


def apart(*places: Expression) -> Expression:
    """That the first of some places is none of the others."""
    first, *others = places
    different = tuple(negation(equal(first, other)) for other in others)
    return different[0] if len(different) == 1 else conjunction(*different)


def polynomial(terms: Terms, called: Called, places: Sequence[Expression] = ()) -> Expression:
    """A loss, or an entry of a gradient, as a sum; the places are those of an entry, none along a side of dimension 1.

    Raises `Refused` for what formulas do not hold yet.
    """
    by_words = has_covariances(terms) if called.blocks else of_matrices(terms)
    parts = tuple(_summand(graph, coefficient, called, places, by_words) for graph, coefficient in terms.items())
    return parts[0] if len(parts) == 1 else Node("add", parts)


def _summand(
    graph: Graph, coefficient: Laurent, called: Called, places: Sequence[Expression], by_words: bool
) -> Expression:
    if by_words and not graph.open and of_matrices({graph: coefficient}):
        return Node("multiply", (scalar(coefficient), *(_trace(word, called) for word in _words(graph))))
    known = dict(zip(graph.open, places, strict=True))
    on_diagonal = len(known) < len(places)
    if on_diagonal:
        known = dict.fromkeys(graph.open, places[0])
    where = (indicator(equal(*places)),) if on_diagonal else ()
    if graph.off_diagonal:
        where = (indicator(apart(*places)),)
    summed = (_summed(graph, known, called),) if graph.factors else ()
    return Node("multiply", (scalar(coefficient), *where, *summed))


def word_matrix(terms: Terms, shape: tuple[Expression, Expression]) -> Node:
    """A gradient of a shape as a sum of words of matrices, with traces of words among their coefficients.

    Raises `Refused` for what is no such sum.
    """
    words = tuple(_word(graph, coefficient, shape) for graph, coefficient in terms.items())
    return sum_of_matrices(*words) if words else zeros(*shape)


def _word(graph: Graph, coefficient: Laurent, shape: tuple[Expression, Expression]) -> Node:
    if set(graph.open) & set(graph.distinct) or len(graph.open) != 2:
        raise Refused("an entry of a gradient that is no entry of a word of matrices is not written yet")
    if graph.open[0] == graph.open[1]:
        if graph.factors:
            raise Refused("a diagonal of a gradient with factors is not written yet")
        return multiple(scalar(coefficient), identity_matrix(shape[0]))
    paired = Graph(graph.dimensions, (*graph.factors, Factor(Kind.ENTRY, PAIR, graph.open)))
    words = _words(paired)
    (through,) = (word for word in words if any(factor.name == PAIR for factor, _ in word))
    others = tuple(_trace(word, OF_FAMILY) for word in words if word is not through)
    weight = Node("multiply", (scalar(coefficient), *others)) if others else scalar(coefficient)
    return multiple(weight, _product_of_word(_from_pair(through), OF_FAMILY))


PAIR = "pair#"
"""A letter that stands for any matrix: it closes the path from the row to the column of an entry."""


def _from_pair(word: Oriented) -> Oriented:
    """The path from row to column, where `tr(Pᵀ path)` is a word with the letter P."""
    place = next(n for n, (factor, _) in enumerate(word) if factor.name == PAIR)
    (_, turned), *path = [*word[place:], *word[:place]]
    return path if turned else [(factor, not each) for factor, each in reversed(path)]


def _words(graph: Graph) -> list[Oriented]:
    """The words of a graph whose factors are matrices; raises `Refused` where they make none."""
    if any(factor.kind not in (Kind.COVARIANCE, Kind.ENTRY) or factor.conjugate for factor in graph.factors):
        raise Refused("moments beside matrices do not stand in formulas yet")
    try:
        found = words_of(graph)
    except OutOfReach as reason:
        raise Refused(str(reason)) from reason
    if any(len(factor.indices) != 2 for word in found for factor, _ in word):
        raise Refused("vectors of a family do not stand in formulas yet")
    return found


def _trace(word: Oriented, called: Called) -> Node:
    return trace(_product_of_word(word, called))


def _product_of_word(word: Oriented, called: Called) -> Expression:
    letters = ((called.letter(factor.name), turned and factor.kind is Kind.ENTRY) for factor, turned in word)
    factors = tuple(transpose(letter) if turned else letter for letter, turned in letters)
    return factors[0] if len(factors) == 1 else product(*factors)


def of_matrices(terms: Terms) -> bool:
    """Whether covariances or matrices of a family are among the factors."""
    return any(factor.kind in (Kind.COVARIANCE, Kind.ENTRY) for graph in terms for factor in graph.factors)


def has_covariances(terms: Terms) -> bool:
    """Whether covariances are among the factors: then blocks beside them stand in words, not by their entries."""
    return any(factor.kind is Kind.COVARIANCE for graph in terms for factor in graph.factors)


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
    raise Refused(f"a {factor.kind} does not stand in formulas yet")


def _moment(factor: Factor, places: Mapping[int, Expression], called: Called) -> Expression:
    orders: dict[Expression, int] = {}
    for index in factor.indices:
        orders[places[index]] = orders.get(places[index], 0) + 1
    rank = [*ENTRY, *called.summed]
    ordered = sorted(orders.items(), key=lambda item: rank.index(item[0]) if isinstance(item[0], Variable) else -1)
    return mixed_moment(called.laws[factor.name], *ordered)


def scalar(coefficient: Laurent) -> Expression:
    """A coefficient in sizes, letters and harmonic sums."""
    parts = tuple(_monomial(exponents, number) for exponents, number in coefficient.coefficients.items())
    return parts[0] if len(parts) == 1 else Node("add", parts)


def _monomial(exponents: Exponents, number: Fraction) -> Expression:
    above = [written(number)] if number != 1 or not any(n > 0 for _, n in exponents) else []
    above += [_raised(atom, n) for atom, n in exponents if n > 0]
    below = [_raised(atom, -n) for atom, n in exponents if n < 0]
    found = above[0] if len(above) == 1 else Node("multiply", tuple(above))
    return found / (below[0] if len(below) == 1 else Node("multiply", tuple(below))) if below else found


def _raised(atom: Atom, exponent: int) -> Expression:
    term = _atom(atom)
    return term if exponent == 1 else term**exponent


def _atom(atom: Atom) -> Expression:
    match atom:
        case Shifted(name=name, shift=shift):
            return affine_term(Affine.of({name: 1}, shift))
        case Named(name=name):
            return real(name)
        case Combined(base=base):
            return affine_term(base)
        case Geometric(base=base, exponent=exponent):
            return raised(real(base), real(exponent))
        case PowerSum(exponent=exponent, upper=upper, ratios=()) if exponent < 0:
            return power_sum(affine_term(upper), -exponent)
        case PowerSum(exponent=0, upper=upper, ratios=ratios) if ratios and all(order > 0 for _, order in ratios):
            return geometric_sum(affine_term(upper), *((real(ratio), order) for ratio, order in ratios))
        case TimeTotal(label=label, low=low, high=high, summand=summand):
            return total(real(label), low, affine_term(high), scalar(summand))
        case Residue(name=name, order=order, remainder=remainder):
            return leaves(real(name), order, remainder)
    raise Refused(f"{atom.text} does not stand in formulas yet")


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
