"""In each dimension a trained point is a global minimum of the full loss from some length on, given one inequality."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zheng2024.formal.landscape.above_diagonals import TRIPLES, lower_everywhere
from proofs.zheng2024.formal.landscape.diagonal_sums import (
    LENGTH,
    MIXED,
    OF_DIAGONALS,
    PLACE,
    QUERY,
    S1,
    SQUARED,
    VALUE,
    deviations,
    in_sums,
    r,
    s,
)
from proofs.zheng2024.formal.landscape.global_minimum_repaired import LEAST, least_value
from proofs.zheng2024.formal.landscape.landscape_three_coordinates import from_energy
from proofs.zheng2024.formal.landscape.three_coordinates import ENERGY
from proofs.zheng2024.formal.lemmas.all_blocks import (
    AT_REST,
    NOWHERE_LOWER,
    TRAINED,
    all_defined,
    for_each_trained_point,
)
from proofs.zheng2024.formal.lemmas.line_loss import POINT, count
from proofs.zheng2024.formal.on_line.line_flow import FACTS, SIZES, given, of_place, same_overlap_constant
from proofs.zheng2024.formal.on_line.line_formulas import (
    LINE_CONDITIONS,
    OVERLAP,
    T,
    d,
    j,
    k,
    kappa2,
    kappa3,
    kappa3_transposed,
    moment,
    stated,
    μ,
)
from proofs.zheng2024.formal.on_line.line_signs import IN_SEQUENCES, body, sixth_moment_positive
from proofs.zheng2024.formal.on_line.trained_line import given_law
from symbolic.core.certificates import Proof
from symbolic.core.expressions import Expression, Node, Sort, Variable, opened, written
from symbolic.core.rules.entries import cell_of_matrix, matrix_of_shape
from symbolic.core.rules.integers import equal_sums, induction, next_sum, ordered_sums
from symbolic.core.rules.logic import apply, assume, conjoin, excluded_middle, parts
from symbolic.core.rules.means import equal_means, mean_of_constant, ordered_means, separate_means
from symbolic.core.rules.membership import integral
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    Number,
    at_most,
    cell,
    conjunction,
    entry,
    equal,
    exists,
    for_all,
    function,
    implies,
    indicator,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix,
    mean,
    member,
    real,
    total,
)
from symbolic.goals.usual_terms import SEQUENCE, apart
from symbolic.tactics.finite_sums import sum_of_others
from symbolic.tactics.harmonic_numbers import harmonic, n, none_yet, not_negative, one_more, square_at_most
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    quantified,
    rewritten,
    under,
    whichever,
    witnessed,
)

κ = real("κ")
G, A, B = (Variable(name, Sort.MATRIX) for name in "GAB")


def _over(term: Expression, row: Expression, column: Expression) -> Node:
    return Node("multiply", (indicator(apart(column, row)), term))


def inequality(times: Number | None = None) -> Expression:
    """For all n and G with no negative entry off the diagonal and the same sum κ of all rows and columns there.

    `κ (Σ a_j b_j)² ≤ (n − 1) κ Σ a_j² b_j² + Σ_{k≠j} G_jk a_j² b_k²`, the a_j and b_j being on two diagonals. For
    cyclic permutations G this is the case m = 1 of Yamagami 1993, Cyclic inequalities, Proc. Amer. Math. Soc. 118.
    """
    row, column = (total(k, 1, n, _over(cell(G, *place), j, k)) for place in ((j, k), (k, j)))
    entries = for_all(k, integers_between(1, n), at_most(0, cell(G, j, k)))
    of_row = conjunction(entries, equal(row, κ), equal(column, κ))
    premise = for_all(j, integers_between(1, n), of_row)
    u = cell(A, r, r) * cell(B, r, r)
    mixed = total(r, 1, n, total(s, 1, n, _over(cell(A, r, r) ** 2 * cell(B, s, s) ** 2 * cell(G, r, s), r, s)))
    squares = total(r, 1, n, u**2)
    bound = at_most(κ * total(r, 1, n, u) ** 2, (n - 1) * κ * squares + (mixed if times is None else times * mixed))
    square = matrices(n, n)
    found: Expression = implies(premise, for_all(A, square, for_all(B, square, bound)))
    return for_all(n, integers_from(1), for_all(κ, REALS, for_all(G, square, found)))


LONG = at_most((d - 1) * OVERLAP * kappa3(), LENGTH * kappa2())
LONGER = at_most((d - 1) ** 2 * OVERLAP, LENGTH)
"""`(d − 1) H κ3 ≤ (T − 2) κ2`, and `(d − 1)² H ≤ T − 2`, which suffices for every such law."""


N = real("N")
FIRST_LENGTH = 3 * (d - 1) ** 4 + 3


def in_every_dimension(longer: Expression = LONGER) -> Expression:
    """In each dimension every T from some number on is long enough."""
    return quantified(exists(N, integers_from(3), quantified(longer, member(T, integers_from(N)))), SIZES[0])


LENGTHS = ((1, 3), (2, 3), (3, 15), (4, 41), (5, 82), (6, 140))
"""d, and the T from which on that is so."""


def listed(lengths: tuple[tuple[int, int], ...] = LENGTHS) -> Expression:
    """In these dimensions every T from a number on is long enough, and the one before it is not, if there is any."""
    found: list[Expression] = []
    for size, first in lengths:
        times, before = (size - 1) ** 2, first - 3
        found.append(quantified(at_most(times * OVERLAP, LENGTH), member(T, integers_from(first))))
        if before:
            found.append(less(before, times * harmonic(before)))
    return conjunction(*found)


def goal(
    premise: Expression | None = None,
    long: Expression = LONG,
    longer: Expression = LONGER,
    hypotheses: Expression = LINE_CONDITIONS,
    triples: Expression = TRIPLES,
    least: Expression = LEAST,
    lengths: tuple[tuple[int, int], ...] = LENGTHS,
) -> Expression:
    """If the inequality holds: for all sizes, laws and trained points no loss is smaller where T is long enough."""
    minimum = implies(long, stated().for_all_blocks(NOWHERE_LOWER))
    found = conjunction(minimum, implies(longer, LONG), equal(TRAINED, least))
    formula = for_each_trained_point(implies(triples, found), hypotheses)
    return conjunction(implies(premise or inequality(), formula), in_every_dimension(longer), listed(lengths))


PAIRS = matrix(j, k, (d, d), moment((j, 4), (k, 2)))
"""`E x_j⁴ x_k²`."""


IN_PLACE = member(j, integers_between(1, d)), member(k, integers_between(1, d))


@cache
def turned() -> Theorem:
    """`E x_k⁴ x_j² = E x_j² x_k⁴`, at free places."""
    powers = entry(SEQUENCE, k) ** 4, entry(SEQUENCE, j) ** 2
    same = identity(Node("multiply", powers), Node("multiply", powers[::-1]))
    return equal_means(μ, under(same, IN_SEQUENCES))


@cache
def pair_not_negative() -> Theorem:
    """`0 ≤ G_jk`, at free places."""
    pair = moment((j, 4), (k, 2))
    above = signed(at_most(0, body(pair)), squares=(entry(SEQUENCE, j) ** 2 * entry(SEQUENCE, k),))
    ordered = ordered_means(under(above, IN_SEQUENCES), given(SIZES[2]))
    known = ordered, mean_of_constant(mean(SEQUENCE, μ, 0)), cell_of_matrix(cell(PAIRS, j, k))
    return signed(at_most(0, cell(PAIRS, j, k)), known)


def along(term: Expression, constant: Expression, *equations: Theorem) -> Theorem:
    """`Σ_k` of entries of G is a sum of moments, from equations for the entries."""
    left, right = (opened(parts(each, "total")[2], (k,)) for each in (term, constant))
    return equal_sums(under(modulo(equal(left, right), equations), IN_PLACE[1]))


@cache
def rows_and_columns() -> Theorem:
    """What the inequality asks for: no entry is negative, and rows and columns have the sum κ3."""
    row, column = (total(k, 1, d, _over(cell(PAIRS, *place), j, k)) for place in ((j, k), (k, j)))
    _, _, third, fourth = of_place(j)
    first = along(row, kappa3_transposed(j), cell_of_matrix(cell(PAIRS, j, k)))
    second = along(column, kappa3(j), cell_of_matrix(cell(PAIRS, k, j)), turned())
    sums = (
        identity(row, kappa3(), using=((first, 1), (fourth, 1), (same_overlap_constant(), 1))),
        identity(column, kappa3(), using=((second, 1), (third, 1))),
    )
    return under(conjoin(under(pair_not_negative(), IN_PLACE[1]), *sums), IN_PLACE[0])


@cache
def of_pairs() -> Theorem:
    """`κ3 (Σ u_j)² ≤ (d − 1) κ3 Σ u_j² + Σ_{k≠j} E x_j⁴ x_k² · a_j² b_k²`, by the inequality."""
    size = belonging(d, integers_from(1), FACTS)
    of_law = at(assume(inequality()), size, kappa3(), matrix_of_shape(member(PAIRS, matrices(d, d)), count(), count()))
    blocks = {each.parts[0]: assume(each) for each in OF_DIAGONALS}
    found = at(apply(of_law, rows_and_columns()), blocks[QUERY], blocks[VALUE])
    left, right = parts(found.conclusion, "at_most")
    products, squares, mixed = _sums(left, right)
    same = (
        summed_alike(products, S1),
        summed_alike(squares, SQUARED),
        _mixed_alike(mixed),
    )
    for each in same:
        found = rewritten(each, found)
    return signed(at_most(kappa3() * S1**2, (d - 1) * kappa3() * SQUARED + MIXED), (found,))


def _sums(left: Expression, right: Expression) -> tuple[Expression, Expression, Expression]:
    products = parts(parts(left, "multiply")[1], "power")[0]
    first, second = parts(right, "add")
    return products, parts(first, "multiply")[1], second


def summed_alike(term: Expression, other: Expression) -> Theorem:
    """Two sums over coordinates whose summands are the same polynomial."""
    left, right = (opened(parts(each, "total")[2], (r,)) for each in (term, other))
    return equal_sums(under(identity(left, right), PLACE))


def _mixed_alike(term: Expression) -> Theorem:
    """The double sum of the inequality is that of the loss."""
    left, right = (opened(parts(each, "total")[2], (r,)) for each in (term, MIXED))
    one, other = (opened(parts(each, "total")[2], (s,)) for each in (left, right))
    inner = equal_sums(
        under(modulo(equal(one, other), (cell_of_matrix(cell(PAIRS, r, s)),)), member(s, integers_between(1, d)))
    )
    return equal_sums(under(inner, PLACE))


@cache
def energy() -> Theorem:
    """The energy on the diagonals is at least that of equal coordinates, where T is long enough."""
    overlap = at(not_negative(), belonging(LENGTH, integers_from(0), FACTS))
    length, long = signed(less(0, d), FACTS), assume(LONG)
    known = of_pairs(), deviations(), overlap, length, long
    return signed(ENERGY, known, products=((of_pairs(), overlap, length), (deviations(), long)))


@cache
def overlap_bounded() -> Theorem:
    """`κ3 ≤ (d − 1) κ2`, as `E x_1² x_k⁴ + E x_1⁴ x_k² ≤ 2 κ2` for all k."""
    one, other = entry(SEQUENCE, 1), entry(SEQUENCE, k)
    products = tuple(
        Node("multiply", each) for each in ((one**6,), (other**6,), (one**4, other**2), (one**2, other**4))
    )
    numbers = tuple(map(written, (1, 1, -1, -1)))
    terms = Node("add", tuple(c * each for c, each in zip(numbers, products, strict=True)))
    square = one**2 - other**2
    above = signed(at_most(0, terms), squares=(one * square, other * square))
    high = ordered_means(under(above, IN_SEQUENCES), given(SIZES[2]))
    separated = separate_means(parts(high.conclusion, "at_most")[1], μ, numbers, given(SIZES[2]))
    nothing, sixth = mean_of_constant(mean(SEQUENCE, μ, 0)), at(under(of_place(k)[1], IN_PLACE[1]), assume(IN_PLACE[1]))
    counts = indicator(apart(k, written(1)))
    pairs = moment((1, 2), (k, 4)), moment((1, 4), (k, 2))
    below = signed(at_most(pairs[0] + pairs[1], 2 * kappa2()), (high, separated, nothing, sixth))
    summand = Node("add", tuple(Node("multiply", (counts, each)) for each in pairs))
    most = counts * (2 * kappa2())

    def case(facts: Facts) -> Theorem:
        return signed(at_most(summand, most), (below, *indicated(facts[0])), scales=(1, *pairs, kappa2()))

    each = whichever(at_most(summand, most), excluded_middle(equal(k, 1)), case, case)
    sums = ordered_sums(under(each, IN_PLACE[1]))
    left, right = parts(sums.conclusion, "at_most")
    apart_ = in_sums(left, (written(1), written(1)), (kappa3(), kappa3_transposed()), place=k)
    number = at(sum_of_others(), 2 * kappa2(), belonging(1, integers_from(1)), count())
    within = indicated(signed(at_most(1, d), FACTS))
    counted = modulo(equal(right, (d - 1) * (2 * kappa2())), (number, *within))
    return signed(at_most(kappa3(), (d - 1) * kappa2()), (sums, apart_, counted, same_overlap_constant()))


@cache
def suffices() -> Theorem:
    """`(d − 1)² H ≤ T − 2 ⇒ (d − 1) H κ3 ≤ (T − 2) κ2`."""
    overlap = at(not_negative(), belonging(LENGTH, integers_from(0), FACTS))
    more, sixth, longer = signed(at_most(0, d - 1), FACTS), sixth_moment_positive(), assume(LONGER)
    products = (more, overlap, overlap_bounded()), (longer, sixth)
    known = overlap, more, sixth, longer, overlap_bounded()
    return under(signed(LONG, known, products=products), LONGER)


def long_somewhere() -> Theorem:
    """In each dimension `(d − 1)² H ≤ T − 2` from some T on, as `H(n)² ≤ 3 n`."""
    size, longer = assumed(SIZES[0]), member(T, integers_from(FIRST_LENGTH))
    facts = (*size, *assumed(longer))
    fourth = signed(at_most(0, (d - 1) ** 4), squares=((d - 1) ** 2,))
    place = belonging(LENGTH, integers_from(0), (*facts, fourth))
    square, overlap, length = (
        at(square_at_most(), place),
        at(not_negative(), place),
        signed(less(0, LENGTH), (*facts, fourth)),
    )
    long = signed(at_most(3 * (d - 1) ** 4, LENGTH), facts)
    whole = signed(
        less(0, (d - 1) ** 2 * OVERLAP + LENGTH), (overlap, length), squares=(d - 1,), products=((overlap,),)
    )
    products = (whole,), (fourth, square), (length, long)
    found = signed(LONGER, (whole, fourth, square, length, long), products=products)
    somewhere = opened(parts(in_every_dimension(), "for_all")[1], (d,))
    return under(witnessed(somewhere, under(found, longer), FIRST_LENGTH, facts=(*size, fourth)), SIZES[0])


@cache
def harmonic_values(last: int) -> Facts:
    """What `H(0)`, …, `H(n)` are."""
    found, value = [none_yet()], Fraction(0)
    for m in range(last):
        longer = next_sum(harmonic(m), integral(written(m)), signed(at_most(1, written(m) + 1)))
        longer = rewritten(identity(written(m) + 1, m + 1), longer)
        value += Fraction(1, m + 1)
        found.append(identity(harmonic(m + 1), value, using=((longer, 1), (found[-1], 1))))
    return tuple(found)


def from_listed(size: int, first: int) -> Facts:
    """That T from the listed one on is long enough, and that the one before is not."""
    times, start = (size - 1) ** 2, first - 2
    before, there = harmonic_values(start)[-2:]
    place, long = member(n, integers_from(start)), at_most(times * harmonic(n), n)
    facts = assumed(place, long)
    later = signed(less(0, n + 1), facts)
    small = signed(at_most(times / (n + 1), 1), (*facts[:-1], later), products=((later,),))
    goal_ = at_most(times * harmonic(n + 1), n + 1)
    step = under(signed(goal_, (facts[-1], one_more(facts), small, later)), place, long)
    begun = signed(at_most(times * harmonic(start), start), (there,))
    every = induction(function(n, body=long), integral(written(start)), begun, step)
    length = member(T, integers_from(first))
    found = under(at(every, belonging(LENGTH, integers_from(start), assumed(length))), length)
    return (found, signed(less(start - 1, times * harmonic(start - 1)), (before,))) if start > 1 else (found,)


def proof() -> Proof:
    """The goal and its definedness."""
    below = apply(under(from_energy(), ENERGY), energy())
    minimum = under(lower_everywhere(assume(TRIPLES), below), LONG)
    trained = under(conjoin(minimum, suffices(), least_value()), *POINT, AT_REST, TRIPLES)
    lengths = (each for listed_ in LENGTHS for each in from_listed(*listed_))
    found = conjoin(under(given_law(trained), inequality()), long_somewhere(), conjoin(*lengths))
    return Proof(goal(), found, all_defined(goal()))
