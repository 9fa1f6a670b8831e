"""What the engine derives, as terms of the kernel: sums over distinct coordinates of moments, with coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from symbolic.algebra.laurent import Atom, Exponents, Laurent
from symbolic.core.expressions import Expression, Node, Refused, Variable, written
from symbolic.core.vocabulary import (
    Number,
    cell,
    conjunction,
    entry,
    equal,
    indicator,
    mean,
    negation,
    raised,
    real,
    total,
    vector,
)
from symbolic.goals.stated import ENTRY, RESERVED, affine_term
from symbolic.model.graphs import Graph
from symbolic.model.letters import Combined, Geometric, Named, PowerSum, Shifted
from symbolic.model.population_loss import Terms
from symbolic.model.terms import Factor, Kind
from symbolic.setting.affine import Affine

SEQUENCE = vector("x")
SUMMED = tuple(map(real, RESERVED[2:7]))
COUNTED = real(RESERVED[7])

Laws = Mapping[str, Expression]
"""The law of each draw by its name, and each block that may be any matrix of its shape."""


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


def polynomial(terms: Terms, laws: Laws, places: Sequence[Expression] = ()) -> Expression:
    """A loss, or an entry of a gradient, as a sum; the places are those of an entry, none along a side of dimension 1.

    Raises `Refused` for what formulas do not hold yet.
    """
    parts = tuple(_summand(graph, coefficient, laws, places) for graph, coefficient in terms.items())
    return parts[0] if len(parts) == 1 else Node("add", parts)


def _summand(graph: Graph, coefficient: Laurent, laws: Laws, places: Sequence[Expression]) -> Expression:
    known = dict(zip(graph.open, places, strict=True))
    on_diagonal = len(known) < len(places)
    if on_diagonal:
        known = dict.fromkeys(graph.open, places[0])
    where = (indicator(equal(*places)),) if on_diagonal else ()
    if graph.off_diagonal:
        where = (indicator(apart(*places)),)
    summed = (_summed(graph, known, laws),) if graph.factors else ()
    return Node("multiply", (scalar(coefficient), *where, *summed))


def _summed(graph: Graph, places: dict[int, Expression], laws: Laws) -> Expression:
    """The factors summed over the indices that are not open, each over what those before it leave."""
    left = [index for index in range(len(graph.dimensions)) if index not in places]
    if not left:
        return _product(graph.factors, places, laws)
    index, label = left[0], SUMMED[len(graph.dimensions) - len(left)]
    taken = [place for other, place in places.items() if {index, other} <= graph.distinct]
    inner = _summed(graph, {**places, index: label}, laws)
    body = Node("multiply", (indicator(apart(label, *dict.fromkeys(taken))), inner)) if taken else inner
    return total(label, 1, affine_term(graph.dimensions[index]), body)


def _product(factors: Sequence[Factor], places: Mapping[int, Expression], laws: Laws) -> Expression:
    found = tuple(_factor(factor, places, laws) for factor in factors)
    return found[0] if len(found) == 1 else Node("multiply", found)


def _factor(factor: Factor, places: Mapping[int, Expression], laws: Laws) -> Expression:
    """A moment, or an entry of a block that stands among the laws."""
    if factor.kind is Kind.ENTRY and factor.name in laws:
        row, column = (places[index] for index in factor.indices)
        return cell(laws[factor.name], row, column)
    return _moment(factor, places, laws)


def _moment(factor: Factor, places: Mapping[int, Expression], laws: Laws) -> Expression:
    if factor.kind is not Kind.MOMENT:
        raise Refused(f"a {factor.kind} does not stand in formulas yet")
    orders: dict[Expression, int] = {}
    for index in factor.indices:
        orders[places[index]] = orders.get(places[index], 0) + 1
    return mixed_moment(laws[factor.name], *sorted(orders.items(), key=lambda item: _rank(item[0])))


def _rank(place: Expression) -> int:
    """Row and column first, then what is summed over."""
    return [*ENTRY, *SUMMED].index(place) if isinstance(place, Variable) else -1


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
        case PowerSum(exponent=0, upper=upper, ratios=((ratio, order),)) if order > 0:
            return geometric_sum(real(ratio), affine_term(upper), order)
    raise Refused(f"{atom.text} does not stand in formulas yet")


def geometric_sum(ratio: Expression, count: Number, order: int = 1) -> Node:
    """`qᵏ + q²ᵏ + … + qⁿᵏ`."""
    return total(COUNTED, 1, count, raised(ratio if order == 1 else ratio**order, COUNTED))


def power_sum(count: Number, order: int = 1) -> Node:
    """`1 + 1/2ᵏ + … + 1/nᵏ`, for k = 1 the harmonic number."""
    return total(COUNTED, 1, count, 1 / (COUNTED if order == 1 else COUNTED**order))
