"""The line for independent coordinates with one law: formulas about its moments, and its mixed moments as products."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from proofs.zheng2024.formal.line.gradient import entries
from proofs.zheng2024.formal.on_line.line_flow import PLACES, POINT, SIZES
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, a, b, d, j, μ
from proofs.zheng2024.formal.on_line.line_statements import BLOCKS, INVARIANT, KEY_BLOCK, VALUE_BLOCK
from symbolic.core.expressions import Expression, Node, loose
from symbolic.core.rules.entries import independent_mean, independent_moments
from symbolic.core.rules.logic import assume, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    conjunction,
    equal,
    implies,
    independent,
    integers_from,
    law,
    mean,
    member,
    moments,
    negation,
    real,
)
from symbolic.tactics.finite_sums import constant_sum, sum_of_others, where_counted
from symbolic.tactics.signs import Facts, NotFound, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    quantified,
    replaced,
    turned_round,
    under,
)

ν, y = law("ν"), real("y")
COPIES = member(ν, moments(6))
DOMAINS = (*SIZES[:2], COPIES)
FACTS = assumed(*DOMAINS)


def power(order: int) -> Expression:
    """`E yⁿ` of a coordinate."""
    return mean(y, ν, y**order)


CENTRED = equal(mean(y, ν, y), 0)
UNSKEWED = conjunction(CENTRED, equal(power(3), 0))


def copies(formula: Expression) -> Expression:
    """A formula or term about a law of sequences, about that of independent coordinates with the law ν."""
    return replaced(formula, μ, independent(ν))


def for_all_laws(hypotheses: Expression, *conclusions: Expression) -> Expression:
    """For all sizes and laws of a coordinate with conditions, the line is invariant, and further conclusions."""
    found = conjunction(copies(INVARIANT), *conclusions) if conclusions else copies(INVARIANT)
    return quantified(implies(hypotheses, found), *DOMAINS)


@cache
def gradient_entries() -> dict[str, tuple[Theorem, Theorem]]:
    """What the entries of the gradient by each block are at `(a, b)`, on the diagonal and off it."""
    found = at(under(entries(), *SIZES), *map(assume, DOMAINS[:2]), independent_moments(assume(COPIES)))
    both = iter(conjuncts(at(found, *map(assume, POINT))))
    return {block: (next(both), next(both)) for block in BLOCKS}


def means(term: Expression, known: Facts) -> Facts:
    """The means in a term, each as a product of moments of a coordinate, from what is known of the places."""
    if not isinstance(term, Node) or loose(term):
        return ()
    if term.head != "mean" or term.parts[0] != independent(ν):
        return tuple(fact for inner in term.parts for fact in means(inner, known))
    factors = parts(term.parts[1], "multiply")
    places = tuple(parts(parts(factor, "power")[0], "entry")[1] for factor in factors)
    belong = tuple(belonging(place, integers_from(1), known) for place in places)
    apart = tuple(_differ(*pair, known) for pair in combinations(places, 2))
    return (independent_mean(term, assume(COPIES), belong, apart),)


def _differ(one: Expression, other: Expression, known: Facts) -> Theorem:
    for fact in known:
        if fact.conclusion == negation(equal(one, other)):
            return fact
        if fact.conclusion == negation(equal(other, one)):
            return turned_round(fact)
    raise NotFound("that the places differ is not known")


def sums(term: Expression, known: Facts, value: Expression, zeros: Facts = ()) -> Facts:
    """The sums in a term over coordinates other than j, `Σ_r 1[r ≠ j] E … = (d − 1) c`; with zeros, 0."""
    if not isinstance(term, Node) or loose(term):
        return ()
    if term.head != "total" or term.parts[1] != d:
        return tuple(fact for inner in term.parts for fact in sums(inner, known, value, zeros))

    def products(summand: Expression, here: Facts) -> Facts:
        return (*means(summand, (*known, *here)), *zeros)

    return (where_counted(term, 0 if zeros else value, products), *_added(value, zeros))


def _added(value: Expression, zeros: Facts) -> Facts:
    count = belonging(d, integers_from(0), FACTS)
    if zeros:
        return (at(constant_sum(), 0, count),)
    low, high = (signed(order, assumed(PLACES[0])) for order in (at_most(1, j), at_most(j, d)))
    place = belonging(j, integers_from(1), (*assumed(PLACES[0]), low))
    return at(sum_of_others(), value, place, count), *indicated(high)


FORCE = (T - 2) * power(4) - a * b * ((T - 2) * power(6) + (d - 1) * OVERLAP * power(2) * power(4))
DIAGONAL = {VALUE_BLOCK: -a * FORCE, KEY_BLOCK: -b * FORCE}
"""The entries `j, j` of the gradient, the same for every j."""
