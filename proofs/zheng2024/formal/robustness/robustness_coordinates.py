"""How the products at each coordinate move where the moments of independent coordinates differ a little."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.landscape.diagonal_sums import PLACE, r, s
from proofs.zheng2024.formal.lemmas.all_blocks import regular
from proofs.zheng2024.formal.lemmas.coordinate_moments import moments_ordered, moments_positive
from proofs.zheng2024.formal.lemmas.independent_starts import COORDINATE
from proofs.zheng2024.formal.lemmas.line_loss import count
from proofs.zheng2024.formal.lemmas.trained_product import FADING, LENGTHS, overlap_fades
from proofs.zheng2024.formal.on_line.line_flow import SIZES
from proofs.zheng2024.formal.on_line.line_formulas import OVERLAP, T, d
from proofs.zheng2024.formal.robustness import robustness
from proofs.zheng2024.formal.robustness.coordinates_stated import (
    ALIKE,
    APART,
    AT_REST,
    COORDINATES,
    DEVIATIONS,
    EQUAL_PRODUCT,
    MOMENTS,
    NO_MEAN,
    NOT_CONSTANT,
    OTHER,
    OWN,
    POINT,
    POSITIVE_PARTS,
    REGULAR,
    SCALED,
    SHARED_CHANGE,
    WHOLE,
    Powers,
    a,
    b,
    changes,
    difference,
    e,
    first_order,
    goal,
    m2,
    m4,
    m6,
    of_second_order,
    product,
    t,
    told,
    u,
    whole_changes,
    δ0,
    φ0,
    ψ0,
)
from proofs.zheng2024.formal.robustness.diagonal_slopes import (
    along,
    column,
    key_slope,
    products_of_powers,
    row,
    value_slope,
    α,
    β,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.expressions import bound as with_bound
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import assume, conjoin, discharge, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    SEQUENCES,
    at_most,
    equal,
    integers_between,
    integers_from,
    less,
    member,
    tends,
    total,
)
from symbolic.tactics.finite_sums import combined_sum, constant_sum
from symbolic.tactics.harmonic_numbers import at_most_count
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    modulo,
    other_than_0,
    proved,
    replaced,
    rewritten_limit,
    under,
    whichever,
    witnessed,
)

LEFT_OUT = (
    "that both matrices stay diagonal for symmetric coordinates, and that there are critical points near the trained "
    "one"
)


@cache
def divisors() -> Facts:
    """`0 < A − K` and `0 < 2 (A − K)`."""
    return _apart(assume(REGULAR))


def _apart(regular_: Theorem) -> Facts:
    apart = signed(less(0, OWN - OTHER), (regular_,))
    return apart, signed(less(0, 2 * (OWN - OTHER)), (apart,))


@cache
def divisors_of_both() -> Facts:
    """The same, and `0 < A + (d − 1) K`."""
    least, regular_ = conjuncts(assume(POSITIVE_PARTS))
    wide = signed(at_most(0, d - 1), assumed(SIZES[0]))
    whole = signed(less(0, WHOLE), (least, regular_, wide), products=((least, wide),))
    return (*_apart(regular_), whole)


def key_change(place: Expression) -> Expression:
    """The relative change of `a_j`."""
    return (product(*changes(place)) + SHARED_CHANGE - difference(*changes(place))) / 2


def value_change(place: Expression) -> Expression:
    """The relative change of `b_j`."""
    return (product(*changes(place)) + SHARED_CHANGE + difference(*changes(place))) / 2


def entries(place: Expression) -> Facts:
    """The moments of a coordinate, and its entries of the diagonals."""
    return conjuncts(at(assume(told()), assume(member(place, integers_between(1, d)))))


def _squared(change: Expression, deviation: Expression) -> Powers:
    """`(1 + e x)² (1 + e δ)` in powers of e."""
    return written(1), 2 * change + deviation, change**2 + 2 * (change * deviation), change**2 * deviation


def over_all(term: Expression, scale: Expression, change: Expression, deviation: Expression) -> Theorem:
    """`Σ_s b_s² E x_s² = b² m2 (d + e d σ1 + e² σ2 + e³ σ3)`, and the like for keys: deviations add up to 0."""
    inside = opened(parts(term, "total")[2], (s,))
    powers = _squared(change, deviation)
    numbers = tuple(scale * e**m if m else scale for m in range(4))
    bodies = Node("add", tuple(number * each for number, each in zip(numbers, powers, strict=True)))
    sums = tuple(total(s, 1, d, each) for each in powers)
    each = modulo(equal(inside, bodies), entries(s), divisors_of_both())
    found = combined_sum(term, numbers, sums, count(), s, each, divisors_of_both())
    ones = at(constant_sum(), 1, count())
    value = scale * (d + e * (d * mean_of(powers[1])) + e**2 * sums[2] + e**3 * sums[3])
    return modulo(equal(term, value), (found, ones, _mean(sums[1], powers[1])), divisors_of_both())


def mean_of(linear: Expression) -> Expression:
    """A linear term in the changes of a coordinate without deviations."""
    return _at_changes(linear, tuple(map(written, (0, 0, 0))))


def _mean(term: Expression, linear: Expression) -> Theorem:
    """`Σ_s (2 x_s + δ_s)` is d times what it is without deviations, as the rest is a combination of these."""
    inside = opened(parts(term, "total")[2], (s,))
    units = tuple(map(written, (1, 0, 0))), tuple(map(written, (0, 1, 0))), tuple(map(written, (0, 0, 1)))
    mean = mean_of(linear)
    numbers = (*(_at_changes(inside, each) - mean for each in units), mean)
    each_of = (*changes(s), written(1))
    sums = tuple(total(s, 1, d, each) for each in each_of)
    bodies = Node("add", tuple(number * each for number, each in zip(numbers, each_of, strict=True)))
    same = identity(inside, bodies, divisors_of_both())
    found = combined_sum(term, numbers, sums, count(), s, same, divisors_of_both())
    ones = at(constant_sum(), 1, count())
    return modulo(equal(term, d * mean), (found, ones, *conjuncts(assume(NO_MEAN))), divisors_of_both())


def _at_changes(term: Expression, values: tuple[Expression, ...]) -> Expression:
    """A term in the changes of the moments of a coordinate, at other ones."""
    for old, new in zip(changes(s), values, strict=True):
        term = replaced(term, old, new)
    return term


def slope_powers(which: str) -> Powers:
    """The slope at coordinate r in powers of e, over b for the key and over a for the value."""
    x, y = key_change(r), value_change(r)
    two, four, six = whole_changes(r)
    one, u = written(1), a * b
    moved, other, scale = (x, y, four) if which == "key" else (y, x, two)
    sums = _of_key() if which == "key" else _of_value()
    inner = _squared(other, two if which == "key" else four)
    others = (d - 1, d * sums[0] - inner[1], sums[1] - inner[2], sums[2] - inner[3])
    sixth = products_of_powers(products_of_powers((one, moved), (one, 2 * other, other**2)), (one, six))
    mixed = products_of_powers(products_of_powers((one, moved), (one, scale)), others)
    fourth = products_of_powers((one, other), (one, four))
    found = []
    for order in range(6):
        terms = [OWN * u * sixth[order]] if order < len(sixth) else []
        terms += [OTHER * u * mixed[order]]
        terms += [-((T - 2) * m4 * fourth[order])] if order < len(fourth) else []
        found.append(Node("add", tuple(terms)))
    return tuple(found)


def _of_key() -> Powers:
    return _summed(_squared(value_change(s), whole_changes(s)[0]))


def _of_value() -> Powers:
    return _summed(_squared(key_change(s), whole_changes(s)[1]))


def _summed(powers: Powers) -> Powers:
    """What is linear in e has without deviations, and the sums of what is not."""
    return mean_of(powers[1]), *(total(s, 1, d, each) for each in powers[2:])


def second_order(which: str) -> Theorem:
    """The slope is of second order."""
    key = which == "key"
    slope, beside = (key_slope(), b) if key else (value_slope(), a)
    powers = slope_powers(which)
    change, deviation = (value_change(s), whole_changes(s)[0]) if key else (key_change(s), whole_changes(s)[1])
    scale, term = (b**2 * m2, row()) if key else (a**2 * m4, column())
    sums = over_all(term, scale, change, deviation)
    value = beside * Node("add", tuple(c * e**m if m else c for m, c in enumerate(powers)))
    plain = modulo(equal(slope, value), (sums, *entries(r)), divisors_of_both())
    rest = assume(AT_REST)
    none = identity(powers[0], 0, divisors_of_both(), ((rest, 1),))
    linear = identity(
        powers[1], 0, divisors_of_both(), ((rest, whole_changes(r)[1] + (value_change(r) if key else key_change(r))),)
    )
    terms = tuple(beside * each for each in powers[2:])
    short = e**2 * Node("add", tuple(k * e**n if n else k for n, k in enumerate(terms)))
    found = identity(slope, short, divisors_of_both(), ((plain, 1), (none, beside), (linear, beside * e)))
    given = SIZES[2], member(α, SEQUENCES), member(β, SEQUENCES)
    every = under(under(found, told()), member(e, REALS), *given)
    return witnessed(of_second_order(slope, told()), every, *terms)


@cache
def answered() -> Theorem:
    """At the diagonals that answer small changes all slopes are of second order."""
    both = under(conjoin(second_order("key"), second_order("value")), PLACE)
    found = under(under(both, NO_MEAN), *DEVIATIONS, *ALIKE)
    return under(under(under(under(found, AT_REST), *POINT), POSITIVE_PARTS), *SIZES[:2], *MOMENTS)


def follows() -> Theorem:
    """The product of equal coordinates follows a change that they share."""
    mixed, linear = (d - 1) * OTHER * δ0 * φ0, OWN * ψ0 + (d - 1) * OTHER * (δ0 + φ0)
    terms = u * (mixed + SHARED_CHANGE * linear), u * SHARED_CHANGE * mixed
    body = first_order()
    for each in terms:
        body = opened(parts(body, "exists")[1], (each,))
    left, right = parts(opened(parts(body, "for_all")[1], (e,)), "equal")
    found = identity(left, right, divisors_of_both(), ((assume(EQUAL_PRODUCT), 1 + e * φ0),))
    there = witnessed(first_order(), under(found, member(e, REALS)), *terms)
    return under(under(there, POSITIVE_PARTS, EQUAL_PRODUCT), *SIZES[:2], *MOMENTS, member(u, REALS), *ALIKE)


def scaled() -> Theorem:
    """What a scale does."""
    found = identity(product(2 * t, 4 * t, 6 * t), SCALED, divisors())
    return under(under(found, REGULAR), *SIZES[:2], *MOMENTS, member(t, REALS))


@cache
def room() -> Facts:
    """`0 < T − 2`, `0 < A − K` and `0 < E x⁶ − E x² E x⁴ H(T − 2)/(T − 2)`."""
    facts, (least, apart) = assumed(SIZES[1]), conjuncts(assume(APART))
    most = at(at_most_count(), belonging(T - 2, integers_from(0), facts))
    length, over = signed(less(0, T - 2), facts), signed(at_most(0, T - 2 - OVERLAP), (most,))
    whole = signed(less(0, OWN - OTHER), (least, apart, length, over), products=((length, apart), (least, over)))
    scaled_ = signed(less(0, m6 - m2 * m4 * FADING), (whole, length), products=((length,), (whole,)), scales=(1, T - 2))
    return length, whole, scaled_


def at_long_sequences() -> Theorem:
    """What a scale does for long sequences."""
    least, apart = conjuncts(assume(APART))

    def value(share: Expression) -> Expression:
        return -t * (2 * m6 - (d + 2) * (m2 * m4) * share) / (m6 - m2 * m4 * share)

    limit, above = value(written(0)), signed(less(0, m6 - m2 * m4 * written(0)), (least, apart))
    goes = continuity(tends(T, LENGTHS, value(FADING), limit), (overlap_fades(),), (above,))
    goes = rewritten_limit(identity(limit, -(2 * t), (above,)), goes)
    later = under(discharge(at_most(3, T), identity(value(FADING), SCALED, room())), SIZES[1])
    found = eventually(tends(T, LENGTHS, SCALED, -(2 * t)), goes, later)
    return under(under(found, APART), SIZES[0], *MOMENTS, member(t, REALS))


def of_law() -> Theorem:
    """`A > K`."""
    finite, signal = assume(COORDINATE), assume(less(0, COORDINATES[0]))
    fourth, _ = moments_positive(finite, signal)
    facts = assumed(SIZES[1])
    length = T - 2
    most = at(at_most_count(), belonging(length, integers_from(0), facts))
    spread = moments_ordered(finite, signal)
    two, four, six = COORDINATES
    goal_ = opened(with_bound(REGULAR, (m2, m4, m6)), COORDINATES)
    positive = signed(less(0, length), facts)

    def case(strict: Facts) -> Theorem:
        longer = strict[0].conclusion == less(3, T)
        room = robustness.longer(strict[0]) if longer else signed(at_most(0, length - OVERLAP), (most,))
        apart = signed(at_most(0, six - two * four), (spread, finite))
        if not longer:
            apart = signed(less(0, six - two * four), (strict[0], finite))
        known = signal, fourth, room, apart, positive, finite
        return signed(goal_, known, products=((positive, apart), (room, signal, fourth)))

    found = whichever(goal_, assume(NOT_CONSTANT), case, case)
    return under(under(found, less(0, two), NOT_CONSTANT), SIZES[1], COORDINATE)


def proof() -> Proof:
    """The goal and its definedness."""
    found = conjoin(under(along(), *SIZES), answered(), follows(), scaled(), at_long_sequences(), of_law())

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        if isinstance(formula, Node) and formula.head == "regular":
            return regular(formula, facts)
        known = room() if any(fact.conclusion == less(m2 * m4, m6) for fact in facts) else divisors()
        known = divisors_of_both() if any(fact.conclusion == at_most(0, OTHER) for fact in facts) else known
        return next((other_than_0(each) for each in known if other_than_0(each).conclusion == formula), None)

    return Proof(goal(), found, proved(defined(goal()), solve=solve))
