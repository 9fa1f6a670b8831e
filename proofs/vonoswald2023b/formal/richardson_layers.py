"""From which steps layers tend to the solution of the ridge regression: exactly for `0 < β < 2/(‖S‖² + 1/λ)`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from proofs.vonoswald2023b.formal.richardson_goal import (
    ALONG_S,
    COLUMN,
    CURVATURE,
    DATA,
    DEPTH,
    FACTOR,
    INVERSE,
    IS_NORM,
    LARGEST,
    LONGEST,
    MOVED,
    NATURAL,
    NORM,
    NOTHING,
    OFF,
    ONE,
    REACHED,
    ROW,
    SIZES,
    SOLVES,
    SQUARE,
    STEP,
    L,
    R,
    S,
    alternates,
    at_distance,
    goal,
    j,
    layers,
    n,
    residual,
    rests,
    s,
    v,
    x,
    β,
    λ,
    σ,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.convergence import eventually
from symbolic.core.rules.logic import apply, assume, both_ways, cases, choose, conjoin, contradict, part, parts, witness
from symbolic.core.rules.matrix_algebra import cells_of_equal
from symbolic.core.rules.membership import trichotomy
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    at_most,
    cell,
    conjunction,
    difference,
    equal,
    equal_matrices,
    exists,
    integers_between,
    less,
    member,
    multiple,
    negation,
    product,
    raised,
    sum_of_matrices,
    tends,
    transpose,
    zeros,
)
from symbolic.tactics.dynamics.fading_powers import made_of, powers_fade, powers_fade_only
from symbolic.tactics.dynamics.step_sizes import contracting, contracts, in_range, in_the_range
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    modulo,
    other_than_0,
    proved,
    rewritten_limit,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, entries, place_of
from symbolic.tactics.whole_matrices.eigenvectors import below_largest
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import of_matrices, shaped
from symbolic.tactics.whole_matrices.singular_values import (
    no_negative_eigenvalue,
    norm_exists,
    spectrum_of_gram,
)
from symbolic.tactics.whole_matrices.spectra import power
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

FACTS = assumed(*SIZES, *DATA)
SPECTRUM = spectrum_of_gram(S, n, FACTS)
INSIDE = (*FACTS, *assumed(SOLVES, INVERSE, NORM, IS_NORM, STEP))


def contraction(place: Expression) -> Expression:
    """`1 − β (λ_r + 1/λ)`."""
    return 1 - β * (SPECTRUM.eigenvalue(place) + 1 / λ)


@cache
def powers() -> Theorem:
    """`∀L: (1 − βA)^L = V diag(…) Vᵀ`."""
    diagonal = SPECTRUM.diagonal(SPECTRUM.eigenvalue)
    of_diagonal = difference(ONE, multiple(β, sum_of_matrices(diagonal, multiple(1 / λ, ONE))))
    same = by_entries(
        equal_matrices(SPECTRUM.diagonal(contraction), of_diagonal),
        SPECTRUM.known,
    )
    return SPECTRUM.powers(SPECTRUM.in_basis(FACTOR, contraction, same), contraction)


def inverse_exists() -> Theorem:
    """`∃R: A R = R A = I`: `R = V diag(1/(λ_r + 1/λ)) Vᵀ`."""

    def curvature(place: Expression) -> Expression:
        return SPECTRUM.eigenvalue(place) + 1 / λ

    def apart(place: Theorem) -> Theorem:
        return signed(
            less(0, curvature(place_of(place))),
            (*positive(), *assumed(DATA[1]), no_negative_eigenvalue(SPECTRUM, S, place)),
        )

    diagonal = SPECTRUM.diagonal(SPECTRUM.eigenvalue)
    of_diagonal = sum_of_matrices(diagonal, multiple(1 / λ, ONE))
    same = by_entries(equal_matrices(SPECTRUM.diagonal(curvature), of_diagonal), SPECTRUM.known)
    back, found = SPECTRUM.inverse(SPECTRUM.in_basis(CURVATURE, curvature, same), curvature, apart)
    return SPECTRUM.decided(witness(exists(R, SQUARE, INVERSE), shaped(back, SPECTRUM.known), found))


SOLVED = part(0, assume(INVERSE))


def distance() -> Theorem:
    """`∀L: x_L = R s + (1 − βA)^L (x − R s)`."""
    known = (*INSIDE, *assumed(*MOVED[:2]))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*known, *facts)
        made = next_step(layers(L), L, inside), next_step(power(FACTOR, n, L), L, inside)
        return rewritten_words(at_distance(L + 1), inside, [*made, before, SOLVED])

    base = [start(layers(0)), start(power(FACTOR, n, 0))]
    return over_steps(at_distance, L, rewritten_words(at_distance(0), known, base), step)


def left_over() -> Theorem:
    """`∀L: A x_L = s − (1 − βA)^L s`, from 0 on."""
    known = (*INSIDE, *assumed(MOVED[0]))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*known, *facts)
        made = next_step(layers(L, NOTHING), L, inside), next_step(power(FACTOR, n, L), L, inside)
        return rewritten_words(residual(L + 1), inside, [*made, before])

    base = [start(layers(0, NOTHING)), start(power(FACTOR, n, 0))]
    return over_steps(residual, L, rewritten_words(residual(0), known, base), step)


def resting() -> Theorem:
    """`∀L: x_L = x` for `β = 0`."""
    known = (*FACTS, *assumed(*MOVED[:2]))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*known, *facts)
        return rewritten_words(rests(L + 1), inside, [next_step(layers(L, step=0), L, inside), before])

    return over_steps(rests, L, rewritten_words(rests(0), known, [start(layers(0, step=0))]), step)


def alternating() -> Theorem:
    """What happens at the upper end of the range, to an s along the largest eigenvalue."""
    known = (*FACTS, *assumed(NORM, MOVED[0]), positive()[1])

    def both(even: Theorem, count: Expression, facts: Facts) -> Theorem:
        inside = (*known, *facts)
        odd = next_step(layers(2 * count, NOTHING, step=LONGEST), 2 * count, inside)
        return conjoin(even, rewritten_words(parts(alternates(count), "and")[1], inside, [odd, even]))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside, odd = (*known, *facts), part(1, before)
        made = next_step(layers(2 * L + 1, NOTHING, step=LONGEST), 2 * L + 1, inside)
        even = rewritten_words(
            equal_matrices(layers(2 * L + 1 + 1, NOTHING, step=LONGEST), NOTHING), inside, [made, odd, assume(ALONG_S)]
        )
        even = recounted(
            lambda count: equal_matrices(layers(count, NOTHING, step=LONGEST), NOTHING),
            identity(2 * L + 1 + 1, 2 * (L + 1)),
            even,
        )
        return both(even, L + 1, facts)

    begun = recounted(
        lambda count: equal_matrices(layers(count, NOTHING, step=LONGEST), NOTHING),
        identity(0, 2 * written(0)),
        start(layers(0, NOTHING, step=LONGEST)),
    )
    return over_steps(alternates, L, both(begun, written(0), ()), step)


def positive() -> tuple[Theorem, Theorem]:
    """`0 < 1/λ` and `0 < σ² + 1/λ`."""
    ridge = signed(less(0, 1 / λ), (known := assumed(DATA[1])), products=((known[-1],),))
    return ridge, signed(less(0, LARGEST), (ridge, known[-1]), squares=(σ,))


def fading(place: Theorem, wanted: Expression) -> Theorem:
    """The part along an eigenvector fades where β is in the range."""
    r = place_of(place)
    ridge, large = positive()
    value, none = SPECTRUM.eigenvalue(r) + 1 / λ, no_negative_eigenvalue(SPECTRUM, S, place)
    known = assumed(DATA[1])
    small = signed(less(0, value), (ridge, none, *known))
    order = signed(at_most(value, LARGEST), (below_largest(SPECTRUM, assume(IS_NORM), place), *known))
    contracted = contracting(β, value, LARGEST, large, assume(in_range(β, LARGEST)), small, order)
    return made_of(wanted, apply(at(powers_fade(), contraction(r)), contracted))


def reached() -> Theorem:
    """`x_L → R s`, entry by entry, where β is in the range."""
    data = assumed(member(s, COLUMN), member(x, COLUMN), ROW)
    known = (*INSIDE, *data)
    place = assume(ROW), belonging(1, integers_between(1, 1))
    moved = product(power(FACTOR, n, L), OFF)
    V, diagonal = SPECTRUM.basis, SPECTRUM.diagonal(lambda r: raised(contraction(r), L))
    turned = product(V, product(diagonal, product(transpose(V), OFF)))
    count = assumed(DEPTH)
    same = rewritten_words(equal_matrices(moved, turned), (*SPECTRUM.known, *known, *count), [at(powers(), count[0])])
    spread = replace(SPECTRUM, facts=known)
    gone = spread.fades(under(same, DEPTH), place, fading)
    at_depth = at(distance(), count[0])
    state = layers(L)
    cells = cells_of_equal(at_depth, shaped(state, (*known, *count)), *place)
    apart = entries(parts(cells.conclusion, "equal")[1], (*known, *count))
    limit, rest = cell(product(R, s), j, 1), cell(moved, j, 1)
    both = made_of(tends(L, NATURAL, limit + rest, limit), gone)
    equation = modulo(equal(limit + rest, cell(state, j, 1)), (cells, *apart))
    found = eventually(tends(L, NATURAL, cell(state, j, 1), limit), both, under(equation, DEPTH, at_most(0, L)))
    found = under(SPECTRUM.decided(found), member(s, COLUMN), member(x, COLUMN), ROW)
    return under(found, in_range(β, LARGEST))


ALONG = conjunction(*parts(opened(parts(parts(IS_NORM, "and")[0], "exists")[1], (v,)), "and"))
"""v is an eigenvector of the largest eigenvalue."""

RATIO = 1 - β * LARGEST


def stretched() -> Theorem:
    """`∀L: x_L = (1 − βμ)^L v` for `s = 0`, from v on."""
    known, nothing = (*INSIDE, *assumed(member(v, COLUMN), ALONG)), zeros(n, 1)

    def says(factor: Expression, count: Expression = L) -> Expression:
        return equal_matrices(layers(count, v, nothing), multiple(factor, v))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside = (*known, *facts)
        made = next_step(layers(L, v, nothing), L, inside)
        found = rewritten_words(says(raised(RATIO, L) * RATIO, L + 1), inside, [made, before, part(1, assume(ALONG))])
        return recounted(lambda factor: says(factor, L + 1), swapped(next_power(RATIO, facts[0])), found)

    first = rewritten_words(says(written(1), written(0)), known, [start(layers(0, v, nothing))])
    first = recounted(lambda factor: says(factor, written(0)), swapped(power_to_nothing(RATIO)), first)
    return over_steps(lambda count: says(raised(RATIO, count), count), L, first, step)


def only_there() -> Theorem:
    """`0 < β < 2/(σ² + 1/λ)` where the layers reach the solution."""
    known, nothing = (*INSIDE, *assumed(member(v, COLUMN), ALONG)), zeros(n, 1)
    here = *known, *assumed(ROW, DEPTH)
    first = belonging(1, integers_between(1, 1))
    place = assume(ROW), first
    limit = at(assume(REACHED), shaped(nothing, known), assume(member(v, COLUMN)), assume(ROW))
    state = layers(L, v, nothing)
    cells = cells_of_equal(at(stretched(), assume(DEPTH)), shaped(state, here), *place)
    term = cell(v, j, 1) * raised(RATIO, L)
    equation = modulo(equal(cell(state, j, 1), term), (cells, *entries(parts(cells.conclusion, "equal")[1], here)))
    end = product(R, nothing)
    flat = rewritten_words(equal_matrices(end, nothing), known)
    zero = cells_of_equal(flat, shaped(end, known), *place)
    value = modulo(equal(cell(end, j, 1), 0), (zero, *entries(cell(nothing, j, 1), here)))
    gone = eventually(tends(L, NATURAL, term, cell(end, j, 1)), limit, under(equation, DEPTH, at_most(0, L)))
    gone = rewritten_limit(value, gone)
    _, large = positive()
    small = contracts(β, LARGEST)

    def too_long(order: Facts) -> Theorem:
        long = signed(at_most(1, RATIO**2), (*order, *assumed(DATA[1])))
        none = under(apply(apply(at(powers_fade_only(), RATIO, cell(v, j, 1)), long), gone), ROW)

        def settle(goal: Expression, apart: Facts, places: Places, facts: Facts) -> Theorem:
            only = proved(equal(place_of(places[1]), 1), facts)
            return modulo(goal, (*apart, only, at(none, places[0])))

        zero_vector = by_entries(equal_matrices(v, nothing), (*known, *order), settle)
        return cases(small, contradict(zero_vector, part(0, assume(ALONG))))

    contracted = whichever(small, trichotomy(RATIO**2, written(1)), lambda known: known[0], too_long, too_long)
    found = in_the_range(β, LARGEST, large, contracted)
    return under(choose(v, part(0, assume(IS_NORM)), found), REACHED)


def proof() -> Proof:
    """The goal and its definedness."""
    every = under(
        conjoin(both_ways(only_there(), reached()), under(distance(), *MOVED[:2]), under(left_over(), MOVED[0])), STEP
    )
    at_ends = under(resting(), *MOVED[:2]), under(under(alternating(), ALONG_S), MOVED[0])
    of_norm = conjoin(assume(IS_NORM), every, *at_ends)
    found = witness(exists(σ, NONNEGATIVE, of_norm.conclusion), assume(NORM), of_norm)
    both = conjoin(assume(INVERSE), choose(σ, norm_exists(SPECTRUM, S, FACTS[0]), found))
    found = choose(R, inverse_exists(), witness(exists(R, SQUARE, both.conclusion), assume(SOLVES), both))
    return Proof(goal(), under(found, *SIZES, *DATA), proved(defined(goal()), solve=of_range))


def of_range(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: shapes, and that `σ² + 1/λ` is not 0."""
    if formula == negation(equal(LARGEST, 0)):
        return other_than_0(positive()[1])
    return of_matrices(formula, facts)
