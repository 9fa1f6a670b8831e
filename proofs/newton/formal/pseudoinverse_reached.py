"""From which multiples of Sᵀ Newton's iteration tends to the pseudoinverse: exactly those below `2/‖S‖²`."""

from __future__ import annotations

from dataclasses import replace

from proofs.newton.formal.newton_beside_descent import natural_powers
from proofs.newton.formal.penrose import (
    FACTS,
    INVERSE_SHAPE,
    SHAPE,
    SIZES,
    SPECTRUM,
    P,
    S,
    exists_one,
    m,
    n,
)
from proofs.newton.formal.pseudoinverse_goal import (
    ALONG,
    COLUMN,
    COUNT,
    ENDS,
    IN_RANGE,
    IS_NORM,
    IS_PSEUDOINVERSE,
    LARGEST,
    NATURAL,
    NONE,
    NORM,
    PLACES,
    REACHED,
    STEP,
    UNTRANSPOSED,
    goal,
    gone,
    i,
    j,
    k,
    newton,
    nothing,
    v,
    α,
    σ,
)
from proofs.newton.formal.pseudoinverse_residual import (
    FACTOR,
    INSIDE,
    NORM_KNOWN,
    PSP,
    SPS,
    B,
    contraction,
    doubling,
    doubling_fades,
    large,
    powers,
    residual,
    through,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.convergence import continuity, eventually
from symbolic.core.rules.logic import apply, assume, both_ways, cases, choose, conjoin, contradict, part, parts, witness
from symbolic.core.rules.matrix_algebra import cell_of_product, cell_of_word, cells_of_equal, equal_transposes
from symbolic.core.rules.membership import trichotomy
from symbolic.core.rules.powers import next_power, power_to_nothing
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    Number,
    at_most,
    cell,
    difference,
    equal,
    equal_matrices,
    exists,
    integers_between,
    multiple,
    negation,
    product,
    raised,
    tends,
    transpose,
    zeros,
)
from symbolic.tactics.dynamics.fading_powers import fades_only, made_of
from symbolic.tactics.dynamics.step_sizes import contracting, contracts, in_the_range
from symbolic.tactics.signs import Facts, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    modulo,
    other_than_0,
    proved,
    swapped,
    under,
    whichever,
)
from symbolic.tactics.sums.limits_of_sums import sum_fades
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, entries, place_of, scaled_row
from symbolic.tactics.whole_matrices.eigenvectors import below_largest
from symbolic.tactics.whole_matrices.iterated_matrices import next_step, over_steps, recounted, start
from symbolic.tactics.whole_matrices.matrix_letters import by_words, of_matrices, shaped
from symbolic.tactics.whole_matrices.singular_values import (
    no_negative_eigenvalue,
    norm_exists,
)
from symbolic.tactics.whole_matrices.spectra import power
from symbolic.tactics.whole_matrices.word_equations import of_words, rewritten_words


def fading(place: Theorem, wanted: Expression) -> Theorem:
    """The part along an eigenvector fades where α is in the range, or is 0."""
    r, value = place_of(place), SPECTRUM.eigenvalue(place_of(place))
    sign = no_negative_eigenvalue(SPECTRUM, S, place)

    def moves(order: Facts) -> Theorem:
        below = below_largest(SPECTRUM, NORM_KNOWN, place)
        small = contracting(α, value, σ**2, large(), assume(IN_RANGE), order[0], below)
        return made_of(wanted, apply(at(doubling_fades(), contraction(r)), small))

    def still(order: Facts) -> Theorem:
        known = (*INSIDE, *SPECTRUM.known, place, *assumed(PLACES[0]))
        left, right = parts(through().conclusion, "equal_matrices")
        cells = cells_of_equal(through(), shaped(left, known), place, assume(PLACES[0]))
        turned, scaled = cell_of_word(cell(left, r, j)), scaled_row(cell(right, r, j), known)
        here = parts(turned.conclusion, "equal")[1]
        none = modulo(equal(here, 0), (swapped(turned), cells, scaled, swapped(order[0])))
        domain, body, _ = parts(wanted, "tends")
        constant = continuity(tends(k, domain, written(0), written(0)), (), ())
        vanishes = swapped(modulo(equal(opened(body, (k,)), 0), (none,)))
        return eventually(wanted, constant, under(vanishes, COUNT, at_most(0, k)))

    def never(order: Facts) -> Theorem:
        return cases(wanted, signed(FALSE, (*order, sign)))

    return whichever(wanted, trichotomy(written(0), value), moves, still, never)


def reached() -> Theorem:
    """`M_k → P`, entry by entry, where α is in the range."""
    known, place = (*INSIDE, *assumed(*PLACES)), (assume(PLACES[0]), assume(PLACES[1]))
    count = (*assumed(COUNT), at(natural_powers(), assume(COUNT)))
    off = difference(P, newton(k))
    V = SPECTRUM.basis
    turned = product(
        product(P, V), product(SPECTRUM.diagonal(lambda r: raised(contraction(r), doubling(k))), transpose(V))
    )
    inside = (*SPECTRUM.known, *known, *count)
    made = (at(residual(), count[0]), 1, None, None), (at(powers(), count[-1]), 1, P, None)
    same = by_words(equal_matrices(off, turned), inside, *made)
    spread = replace(SPECTRUM, facts=known)
    gone_ = spread.fades(under(same, COUNT), place, fading)
    entry, whole = cell(newton(k), j, i), cell(off, j, i)
    both = made_of(tends(k, NATURAL, cell(P, j, i) - whole, cell(P, j, i)), gone_)
    equation = modulo(equal(cell(P, j, i) - whole, entry), entries(whole, inside))
    found = eventually(tends(k, NATURAL, entry, cell(P, j, i)), both, under(equation, COUNT, at_most(0, k)))
    return under(under(SPECTRUM.decided(found), *PLACES), IN_RANGE)


RATIO = 1 - α * σ**2


def stretched() -> Theorem:
    """`∀k: (P − M_k) v = (1 − ασ²)^(2^k) P v`."""
    known = (*INSIDE, *assumed(COLUMN, ALONG))

    def says(count: Expression) -> Expression:
        return equal_matrices(product(power(FACTOR, m, count), v), multiple(raised(RATIO, count), v))

    def step(before: Theorem, facts: Facts) -> Theorem:
        inside, longer = (*known, *facts), raised(RATIO, k) * RATIO
        made = next_step(power(FACTOR, m, k), k, inside)
        goal_ = equal_matrices(product(power(FACTOR, m, k + 1), v), multiple(longer, v))
        around = (made, 1, None, v), (before, 1, FACTOR, None)
        found = by_words(goal_, inside, *around, (part(1, assume(ALONG)), -α * raised(RATIO, k), None, None))
        return recounted(
            lambda factor: equal_matrices(product(power(FACTOR, m, k + 1), v), multiple(factor, v)),
            swapped(next_power(RATIO, facts[0])),
            found,
        )

    begun = rewritten_words(
        equal_matrices(product(power(FACTOR, m, 0), v), multiple(1, v)), known, [start(power(FACTOR, m, 0))]
    )
    base = recounted(
        lambda factor: equal_matrices(product(power(FACTOR, m, 0), v), multiple(factor, v)),
        swapped(power_to_nothing(RATIO)),
        begun,
    )
    natural = at(natural_powers(), assume(COUNT))
    at_power = at(over_steps(says, k, base, step), natural)
    inside = (*known, *assumed(COUNT), natural)
    left = product(difference(P, newton(k)), v)
    goal_ = equal_matrices(left, multiple(raised(RATIO, doubling(k)), product(P, v)))
    return under(by_words(goal_, inside, (at(residual(), assume(COUNT)), 1, None, v), (at_power, 1, P, None)), COUNT)


def only_there() -> Theorem:
    """`0 < α < 2/σ²` where the iteration tends to the pseudoinverse."""
    first, row = belonging(1, integers_between(1, 1)), PLACES[0]
    known = (*INSIDE, *assumed(COLUMN, ALONG))
    inside = (*known, *assumed(row, COUNT), at(natural_powers(), assume(COUNT)))
    equation = at(stretched(), assume(COUNT))
    left, right = parts(equation.conclusion, "equal_matrices")
    cells = cells_of_equal(equation, shaped(left, inside), assume(row), first)
    term = cell(product(P, v), j, 1) * raised(RATIO, doubling(k))
    whole = cell_of_product(cell(left, j, 1), shaped(difference(P, newton(k)), inside))
    summed = parts(whole.conclusion, "equal")[1]
    of_column = PLACES[1]
    summand = opened(parts(summed, "total")[2], (i,))
    apart = entries(parts(summand, "multiply")[0], inside)
    entry, limit = cell(newton(k), j, i), at(assume(REACHED), assume(row), assume(of_column))
    near = made_of(tends(k, NATURAL, (cell(P, j, i) - entry) * cell(v, i, 1), 0), limit)
    same = swapped(modulo(equal(summand, (cell(P, j, i) - entry) * cell(v, i, 1)), apart))
    near = eventually(tends(k, NATURAL, summand, 0), near, under(same, COUNT, at_most(0, k)))
    fading_sum = sum_fades(under(near, of_column), belonging(m, NATURAL, FACTS))
    back_ = modulo(equal(summed, term), (swapped(whole), cells, *entries(cell(right, j, 1), inside)))
    gone_ = eventually(tends(k, NATURAL, term, 0), fading_sum, under(back_, COUNT, at_most(0, k)))
    small = contracts(α, σ**2)

    def too_long(order: Facts) -> Theorem:
        long = signed(at_most(1, RATIO**2), order)
        only = fades_only(doubling, natural_powers())
        none = under(apply(apply(at(only, RATIO, cell(product(P, v), j, 1)), long), gone_), row)
        return cases(small, contradict(_vanishes(none, (*known, *order)), part(0, assume(ALONG))))

    contracted = whichever(small, trichotomy(RATIO**2, written(1)), lambda order: order[0], too_long, too_long)
    found = in_the_range(α, σ**2, large(), contracted)
    return under(choose(v, part(0, NORM_KNOWN), found), REACHED)


def _vanishes(none: Theorem, known: Facts) -> Theorem:
    """`v = 0` where `P v = 0`, since `SP SSᵀ = SSᵀ`."""

    def settle(goal_: Expression, apart: Facts, places: Places, facts: Facts) -> Theorem:
        only = proved(equal(place_of(places[1]), 1), facts)
        return modulo(goal_, (*apart, only, at(none, places[0])), facts)

    flat, along = by_entries(equal_matrices(product(P, v), zeros(n, 1)), known, settle), part(1, assume(ALONG))
    apart, square = other_than_0(large()), σ**2
    return by_words(
        equal_matrices(v, zeros(m, 1)),
        known,
        (along, -1 / square, None, None),
        (SPS, -1 / square, None, product(B, v)),
        (along, 1 / square, product(S, P), None),
        (flat, 1, S, None),
        known=(apart,),
    )


def without() -> Theorem:
    """What happens for `S = 0`."""
    none = assume(NONE)

    def step(before: Theorem, facts: Facts) -> Theorem:
        return rewritten_words(nothing(k + 1), (*FACTS, *facts), [next_step(newton(k), k, (*FACTS, *facts)), before])

    base = by_words(
        nothing(written(0)), FACTS, (start(newton(0)), 1, None, None), (equal_transposes(none), α, None, None)
    )
    every = under(over_steps(nothing, k, base, step), STEP)
    flat = by_words(equal_matrices(P, zeros(n, m)), INSIDE, (PSP, -1, None, None), (none, 1, P, P))
    return under(conjoin(flat, every), NONE)


def at_ends() -> Theorem:
    """What belongs to the largest singular value is 0 from the first step on, at the ends of the range."""
    known = (*FACTS, *assumed(COLUMN, LARGEST), large())

    def at_end(end: Number) -> Theorem:
        def step(before: Theorem, facts: Facts) -> Theorem:
            inside = (*known, *facts)
            return rewritten_words(gone(k + 1 + 1, end), inside, [next_step(newton(k + 1, end), k + 1, inside), before])

        made = [next_step(newton(0, end), written(0), known), start(newton(0, end)), assume(LARGEST)]
        base = rewritten_words(gone(written(0) + 1, end), known, made)
        return at(over_steps(lambda count: gone(count + 1, end), k, base, step), assume(COUNT))

    return under(under(under(conjoin(*(at_end(end) for end in ENDS)), COUNT), LARGEST), COLUMN)


def proof() -> Proof:
    """The goal and its definedness."""
    some = under(conjoin(under(both_ways(only_there(), reached()), STEP), at_ends()), negation(NONE))
    of_norm = conjoin(assume(IS_NORM), some)
    found = witness(exists(σ, NONNEGATIVE, of_norm.conclusion), assume(NORM), of_norm)
    found = choose(σ, norm_exists(SPECTRUM, S, FACTS[0]), found)
    every = under(under(conjoin(found, without()), IS_PSEUDOINVERSE), INVERSE_SHAPE)
    untransposed = proved(UNTRANSPOSED, FACTS, of_words)
    whole = under(conjoin(exists_one(), every, untransposed), *SIZES, SHAPE)
    return Proof(goal(), whole, proved(defined(goal()), solve=of_range))


def of_range(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: shapes, and that `σ²` is not 0 where S is not."""
    if formula == negation(equal(σ**2, 0)):
        return other_than_0(large())
    return of_matrices(formula, facts)
