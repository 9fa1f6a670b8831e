"""How long the context has to be, for independent coordinates: the relative deviation of ab from κ1/κ2."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.lemmas.coordinate_moments import moments_ordered, moments_positive
from proofs.zheng2024.formal.lemmas.defined_terms import settled
from proofs.zheng2024.formal.lemmas.independent_starts import (
    COORDINATE,
    SYMMETRIC,
    at_start,
    constants,
    line_conditions,
    of_coordinate,
    start,
)
from proofs.zheng2024.formal.lemmas.trained_product import FADING, FLOWS, LENGTHS, LIMIT, overlap_fades, trained_at
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, d, kappa1, kappa2, kappa3
from proofs.zheng2024.formal.on_line.trained_line import MOVES, PRODUCT, STARTS, τ
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import apply, assume, both_ways, choose, conjoin, discharge, parts, reflexive, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    iff,
    implies,
    integers_from,
    less,
    member,
    real,
    tends,
)
from symbolic.tactics.harmonic_numbers import at_least_1, beyond_every_number, harmonic
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    modulo,
    other_than_0,
    proved,
    quantified,
    replaced,
    under,
    witnessed,
)

w, z, s, ε, n, N, limit = map(real, ("w", "z", "s", "ε", "k", "N", "l"))
M2, M4, M6 = map(of_coordinate, (2, 4, 6))
SHAPE = M2 * M4 / M6
"""`E y² E y⁴ / E y⁶`, for one coordinate y."""

SIZE = (d - 1) * OVERLAP / (T - 2)
"""`(d − 1) H(T − 2)/(T − 2)`."""

SIGNAL = less(0, M2)
KAPPA1, KAPPA2, KAPPA3, TRAINED = map(at_start, (kappa1(), kappa2(), kappa3(), PRODUCT))


def rise(size: Number, shape: Expression = SHAPE) -> Expression:
    """`wz/(1 + wz)`."""
    return shape * size / (1 + shape * size)


def same_smallness(shape: Expression, size: Expression) -> Expression:
    """`wz/(1 + wz) ≤ ε` exactly if `z ≤ ε/(w (1 − ε))`."""
    return iff(at_most(rise(size, shape), ε), at_most(size, ε / (shape * (1 - ε))))


def grows(shape: Expression) -> Expression:
    """`wz/(1 + wz)` increases strictly."""
    return quantified(implies(less(s, z), less(rise(s, shape), rise(z, shape))), SOME_SIZE, SCALE)


BELOW_1 = conjunction(at_most(0, ε), less(ε, 1))
IN_PROPORTION = equal(d - 1, s * (T - 2))


COUNT, LONG, SCALE = member(n, integers_from(0)), member(T, integers_from(N)), member(s, NONNEGATIVE)
POSITIVE_SHAPE, SOME_SIZE = member(w, POSITIVE), member(z, NONNEGATIVE)
AT_LEAST = implies(IN_PROPORTION, at_most(rise(s * (n / 2)), rise(SIZE)))
FAR = exists(
    N,
    integers_from(3),
    quantified(conjunction(at_most(n / 2, OVERLAP), quantified(AT_LEAST, SCALE, SIZES[0])), LONG),
)
"""`H(T − 2)` passes every number, and in proportion to the length the deviation passes every number below 1."""


def goal(
    deviation: Expression | None = None,
    coordinates: Expression = SYMMETRIC,
    signal: Expression = SIGNAL,
    moves: Expression = MOVES,
    longest: Number = 0,
) -> Expression:
    """For every symmetric coordinate with a sixth moment, other than 0: the deviation, and when it is small."""
    goes = tends(τ, NONNEGATIVE, 1 - TRAINED * KAPPA2 / KAPPA1, deviation or rise(SIZE))
    trained = conjunction(at_start(FLOWS), implies(moves, goes))
    of_sizes = conjunction(
        equal(KAPPA3, (d - 1) * M2 * M4),
        quantified(trained, *STARTS),
        for_all(ε, REALS, implies(BELOW_1, same_smallness(SHAPE, SIZE))),
        at_most((d - 1) / (T - 2), SIZE),
        for_all(s, NONNEGATIVE, implies(at_most(s, SIZE), at_most(rise(s), rise(SIZE)))),
        for_all(s, NONNEGATIVE, implies(IN_PROPORTION, equal(rise(SIZE), rise(s * OVERLAP)))),
    )
    of_coordinates = conjunction(
        conjunction(less(0, SHAPE), at_most(SHAPE, 1)),
        grows(SHAPE),
        quantified(of_sizes, *SIZES[:2]),
        quantified(tends(T, LENGTHS, rise(SIZE), longest), SIZES[0]),
        quantified(FAR, COUNT),
    )
    return quantified(implies(coordinates, implies(signal, of_coordinates)), COORDINATE)


SMALLER = at_most(s, z)


def smallness() -> Theorem:
    """`∀w > 0 ∀z ≥ 0 ∀ε: 0 ≤ ε < 1 ⇒ (wz/(1 + wz) ≤ ε ⇔ z ≤ ε/(w (1 − ε)))`."""
    facts = assumed(POSITIVE_SHAPE, SOME_SIZE, BELOW_1)
    shape, size, (_, below) = facts[1], facts[3], facts[4:]
    whole = signed(less(0, 1 + w * z), (shape, size), products=((shape, size),))
    left, right = parts(same_smallness(w, z), "iff")
    room = signed(less(0, 1 - ε), (below,))
    used = shape, size, whole, room
    one = signed(right, (*used, assume(left)), products=((assume(left), whole), (shape, room)))
    other = signed(left, (*used, assume(right)), products=((assume(right), shape, room), (whole,)))
    found = both_ways(discharge(left, one), discharge(right, other))
    return under(found, POSITIVE_SHAPE, SOME_SIZE, member(ε, REALS), BELOW_1)


def growing(order: Expression = SMALLER) -> Theorem:
    """`∀w > 0 ∀z ≥ 0 ∀s ≥ 0: s ≤ z ⇒ ws/(1 + ws) ≤ wz/(1 + wz)`, or with strict inequalities."""
    facts = assumed(POSITIVE_SHAPE, SOME_SIZE, SCALE, order)
    shape, size, scale, ordered = facts[1], facts[3], facts[5], facts[6]
    wholes = tuple(
        signed(less(0, 1 + w * each), (shape, sign), products=((shape, sign),))
        for each, sign in ((z, size), (s, scale))
    )
    used = shape, ordered, *wholes
    compared = replaced(replaced(order, s, rise(s, w)), z, rise(z, w))
    found = signed(compared, used, products=((shape, ordered), wholes))
    return under(found, POSITIVE_SHAPE, SOME_SIZE, SCALE, order)


def growing_strictly() -> Theorem:
    """`∀z ≥ 0 ∀s ≥ 0: s < z ⇒ ws/(1 + ws) < wz/(1 + wz)`, at the w of a coordinate."""
    return at(growing(less(s, z)), belonging(SHAPE, POSITIVE, (signs()[-1],)))


GIVEN = COORDINATE, SYMMETRIC, SIGNAL


@cache
def signs() -> Facts:
    """`0 < E y²`, `0 < E y⁴`, `0 < E y⁶` and `0 < w`."""
    signal = assume(SIGNAL)
    fourth, sixth = moments_positive(assume(COORDINATE), signal)
    return signal, fourth, sixth, positive(SHAPE, (signal, fourth, sixth))


@cache
def sizes() -> Facts:
    """`0 ≤ d − 1`, `0 < T − 2`, `1 ≤ H(T − 2)` and `0 ≤ z`."""
    facts = assumed(*SIZES[:2])
    others, length = signed(at_most(0, d - 1), facts), signed(less(0, T - 2), facts)
    overlap = at(at_least_1(), belonging(T - 2, integers_from(1), facts))
    size = signed(at_most(0, SIZE), (others, length, overlap), products=((length,), (others, overlap), (others,)))
    return others, length, overlap, size


@cache
def whole() -> Theorem:
    """`0 < 1 + wz`."""
    shape, size = signs()[-1], sizes()[-1]
    return signed(less(0, 1 + SHAPE * SIZE), (*signs(), *sizes()), products=((shape, size),))


def shape_and_size(theorem: Theorem) -> Theorem:
    """What holds for all w and z, at those of a coordinate."""
    return at(theorem, belonging(SHAPE, POSITIVE, (signs()[-1],)), belonging(SIZE, NONNEGATIVE, (sizes()[-1],)))


def bounded_shape() -> Theorem:
    """`0 < w` and `w ≤ 1`."""
    ordered, (_, _, sixth, shape) = moments_ordered(assume(COORDINATE), assume(SIGNAL)), signs()
    return conjoin(shape, signed(at_most(SHAPE, 1), (ordered, sixth), products=((sixth,),)))


def of_training() -> Theorem:
    """From every start on the line the deviation of ab tends to `wz/(1 + wz)`."""
    flows, goes = trained_at(start(), line_conditions(), first_signal())
    value, reached = (1 - each * KAPPA2 / KAPPA1 for each in (TRAINED, at_start(LIMIT)))
    goes = continuity(tends(τ, NONNEGATIVE, value, reached), (goes,), (first_signal(),))
    known = (*signs(), *sizes(), whole(), denominator())
    equation = modulo(equal(reached, rise(SIZE)), constants()[:3], known)
    goes = rewrite(function(limit, body=tends(τ, NONNEGATIVE, value, limit)), equation, goes)
    return under(conjoin(flows, under(goes, MOVES)), *STARTS)


@cache
def first_signal() -> Theorem:
    """`0 < κ1`."""
    return signed(less(0, KAPPA1), (signs()[1], constants()[0]))


@cache
def denominator() -> Theorem:
    """`0 < E y⁶ + (d − 1) E y² E y⁴/(T − 2) H(T − 2)`."""
    (signal, fourth, sixth, _), (others, length, overlap, _) = signs(), sizes()
    bottom = M6 + (d - 1) * M2 * M4 / (T - 2) * OVERLAP
    terms = (others, signal, fourth, overlap), (others, signal, fourth), (sixth, length), (length,)
    return signed(less(0, bottom), (signal, fourth, sixth, others, length, overlap), products=terms)


def in_proportion() -> Theorem:
    """Where `d − 1 = s (T − 2)` the deviation is that at `s H(T − 2)`."""
    same = identity(SIZE, s * OVERLAP, sizes(), ((assume(IN_PROPORTION), OVERLAP / (T - 2)),))
    shape = function(z, body=equal(rise(SIZE), rise(z)))
    found = rewrite(shape, same, reflexive(rise(SIZE)))
    return under(found, SCALE, IN_PROPORTION)


def much_longer() -> Theorem:
    """`(d − 1)/(T − 2) ≤ z`."""
    others, length, overlap, _ = sizes()
    used = others, length, overlap
    return signed(at_most((d - 1) / (T - 2), SIZE), used, products=((length,), (others, overlap)))


def of_sizes() -> Theorem:
    """What is claimed at each d and T."""
    facts = (
        constants()[2],
        of_training(),
        shape_and_size(smallness()),
        much_longer(),
        shape_and_size(growing()),
        in_proportion(),
    )
    return under(conjoin(*facts), *SIZES[:2])


def of_long_sequences() -> Theorem:
    """In a fixed dimension the deviation tends to 0."""
    value, reached = rise((d - 1) * FADING), rise((d - 1) * 0)
    known = signed(less(0, 1 + SHAPE * ((d - 1) * 0)), signs())
    goes = continuity(tends(T, LENGTHS, value, reached), (overlap_fades(),), (known,))
    goes = rewrite(function(limit, body=tends(T, LENGTHS, value, limit)), identity(reached, 0, (*signs(), known)), goes)
    same = identity((d - 1) * FADING, SIZE, sizes())
    later = rewrite(function(z, body=equal(value, rise(z))), same, reflexive(value))
    later = under(discharge(at_most(3, T), later), SIZES[1])
    return under(eventually(tends(T, LENGTHS, rise(SIZE), 0), goes, later), SIZES[0])


def far() -> Theorem:
    """Beyond some length `k/2 ≤ H(T − 2)`, so that in proportion the deviation is at least that at `s k/2`."""
    m, length = real("m"), real("n")
    place = member(m, integers_from(1))
    since = for_all(length, integers_from(m), at_most(n / 2, harmonic(length)))
    longer = member(T, integers_from(m + 2))
    facts = assumed(place, longer)
    over = at(assume(since), belonging(T - 2, integers_from(m), facts))
    found = under(conjoin(over, from_length(under(in_that_proportion(over), SCALE, SIZES[0]), facts)), longer)
    found = witnessed(FAR, found, m + 2, facts=assumed(place))
    return under(choose(m, at(beyond_every_number(), assume(COUNT)), found), COUNT)


def from_length(theorem: Theorem, facts: Facts) -> Theorem:
    """What holds from length 3 on, where the length is known to be at least that."""
    return apply(discharge(SIZES[1], theorem), belonging(T, integers_from(3), facts))


def in_that_proportion(over: Theorem) -> Theorem:
    """From `k/2 ≤ H(T − 2)`, where `d − 1 = s (T − 2)`, `ws k/2/(1 + ws k/2) ≤ wz/(1 + wz)`."""
    (_, scale), count = assumed(SCALE), signed(at_most(0, n), assumed(COUNT))
    same = identity(SIZE, s * OVERLAP, sizes(), ((assume(IN_PROPORTION), OVERLAP / (T - 2)),))
    below = signed(at_most(s * (n / 2), SIZE), (same, over, scale, *sizes()), products=((scale, over),))
    least = belonging(s * (n / 2), NONNEGATIVE, (signed(at_most(0, s * (n / 2)), (scale, count), degree=2),))
    found = at(shape_and_size(growing()), least)
    return discharge(IN_PROPORTION, apply(found, below))


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(bounded_shape(), growing_strictly(), of_sizes(), of_long_sequences(), far())
    return Proof(goal(), under(found, *GIVEN), definedness())


def long_enough(theorem: Theorem, facts: Facts) -> Theorem:
    """A theorem from length 3 on, where the facts say that the length is at least that."""
    found = (
        other_than_0(theorem) if isinstance(theorem.conclusion, Node) and theorem.conclusion.head == "less" else theorem
    )
    return from_length(found, facts) if SIZES[1] in found.hypotheses else found


def not_negative(size: Expression, facts: Facts) -> Theorem:
    """`0 ≤ z` for the sizes that stand in the goal."""
    if size in (SIZE, OVERLAP):
        own = sizes()[3] if size == SIZE else signed(at_most(0, OVERLAP), sizes()[2:3])
        return from_length(own, facts)
    match size:
        case Node(head="multiply", parts=(scale, other)):
            signs_of = not_negative(scale, facts), not_negative(other, facts)
            return signed(at_most(0, size), signs_of, products=(signs_of,))
    return signed(at_most(0, size), plain(facts))


def plain(facts: Facts) -> Facts:
    """The facts that say of one variable that it is not negative."""
    return tuple(fact for fact in facts if fact.conclusion in (at_most(0, s), at_most(0, z), at_most(0, n)))


def definedness() -> Theorem:
    """The goal is defined."""

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        match formula:
            case Node(head="not", parts=(Node(head="equal", parts=(Node(head="add", parts=(one, risen)), _)),)) if (
                one == written(1) and _times_shape(risen)
            ):
                size = not_negative(parts(risen, "multiply")[1], facts)
                used = *signs(), *sizes(), size
                return long_enough(signed(less(0, 1 + risen), used, products=((signs()[-1], size),)), facts)
        found = known(formula, facts)
        return found and long_enough(found, facts)

    known = settled(lambda facts: (*signs(), *sizes(), first_signal()))
    return proved(defined(goal()), solve=solve)


def _times_shape(term: Expression) -> bool:
    return isinstance(term, Node) and term.head == "multiply" and term.parts[0] == SHAPE
