"""Sums over two and three different coordinates of mean products of squares, which are not negative"""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.line_loss import pairs_not_negative, sums_positive
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import d, moment, μ
from symbolic.core.expressions import Expression, Node, Variable, opened
from symbolic.core.rules.integers import ordered_sums
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, parts
from symbolic.core.rules.means import mean_of_constant, ordered_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    SEQUENCES,
    at_most,
    entry,
    indicator,
    integers_between,
    integers_from,
    mean,
    member,
    total,
)
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.goals.written_blocks import SUMMED
from symbolic.tactics.finite_sums import constant_sum
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    under,
    whichever,
)

SIZE, _, LAW = SIZES

r, s, u = SUMMED[:3]


def over_others(place: Variable, *taken: Expression, inner: Expression) -> Expression:
    """A sum over the coordinates that are none of those before."""
    return total(place, 1, d, Node("multiply", (indicator(apart(place, *taken)), inner)))


S22 = total(r, 1, d, over_others(s, r, inner=moment((r, 2), (s, 2))))
S222 = total(r, 1, d, over_others(s, r, inner=over_others(u, r, s, inner=moment((r, 2), (s, 2), (u, 2)))))
"""Sums over two and over three different coordinates of products of squares."""


def curvature_signs() -> Facts:
    """`0 < Σ E x⁶`, `0 ≤ S42` and `0 ≤ S222`."""
    return sixth(), pairs_not_negative(), triples_not_negative()


@cache
def sixth() -> Theorem:
    """`0 < Σ E x⁶`, where the start is not 0."""
    return sums_positive()[1]


@cache
def triples_not_negative() -> Theorem:
    """`0 ≤ S222`."""
    return not_negative(S222, ())


def not_negative(term: Expression, places: tuple[Expression, ...]) -> Theorem:
    """`0 ≤ E` of a product of squares, or of a sum of such over coordinates."""
    if isinstance(term, Node) and term.head == "mean":
        root = Node("multiply", tuple(entry(SEQUENCE, place) for place in places))
        body = opened(term.parts[1], (SEQUENCE,))
        above = signed(at_most(0, body), squares=(root,))
        ordered = ordered_means(under(above, member(SEQUENCE, SEQUENCES)), assume(LAW))
        return signed(at_most(0, term), (ordered, mean_of_constant(mean(SEQUENCE, μ, 0))))
    _, _, body = parts(term, "total")
    place = SUMMED[len(places)]
    summand, label = opened(body, (place,)), member(place, integers_between(1, d))
    nothing = at(constant_sum(), 0, belonging(d, integers_from(0), assumed(SIZE)))
    each = ordered_sums(under(_summand(summand, (*places, place)), label))
    return signed(at_most(0, term), (each, nothing))


def _summand(summand: Expression, places: tuple[Expression, ...]) -> Theorem:
    """The same of what is summed, with or without the condition that a coordinate is another one."""
    if len(places) == 1:
        return not_negative(summand, places)
    counts, inner = parts(summand, "multiply")
    above = not_negative(inner, places)

    def case(facts: Facts) -> Theorem:
        said = facts[0] if len(facts) == 1 else conjoin(*facts)
        return signed(at_most(0, summand), (above, *indicated(said)), scales=(1, inner))

    return whichever(at_most(0, summand), excluded_middle(parts(counts, "indicator")[0]), case, case)
