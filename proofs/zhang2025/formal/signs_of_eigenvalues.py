"""What is known of orthonormal eigenvectors of a definite matrix: their eigenvalues are positive."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal.loss_in_traces import Λ, N, d
from proofs.zhang2024.formal.trained_point import (
    DATA,
    divisors,
    facts,
    folded,
    size_of_spread,
    sizes,
)
from proofs.zhang2024.formal.trained_point import count as samples
from proofs.zhang2024.formal.trained_point import share as share_of_count
from proofs.zhang2025.formal.learned_stated import (
    BASIS,
    COUNT,
    G_,
    PLACE,
    SUPPOSED,
    D,
    E,
    column,
    eigenvalue,
    i,
    j,
    m,
    of_gamma,
    row,
)
from symbolic.core.expressions import Expression, opened, written
from symbolic.core.rules.entries import cell_of_matrix
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import (
    apply,
    assume,
    deny,
    excluded_middle,
    part,
    parts,
)
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    cell,
    equal,
    equal_matrices,
    indicator,
    integers_from,
    less,
    matrix,
    member,
    multiple,
    product,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, positive, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    indicated,
    modulo,
    under,
    whichever,
)
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.diagonal_words import Places, by_entries, is_symmetric, place_of
from symbolic.tactics.whole_matrices.matrix_letters import shaped
from symbolic.tactics.whole_matrices.matrix_numbers import squared_entries
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces


@cache
def known() -> Facts:
    """What is known of sizes, of letters and of the basis."""
    count = assumed(COUNT)
    return (*folded()[1], *count, assume(BASIS), is_symmetric(D, count), is_symmetric(G_, (*facts(), *count), at_place))


@cache
def supposed() -> Facts:
    """`EᵀE = 1` and `ΛE = ED`."""
    return conjuncts(assume(SUPPOSED))


@cache
def signs() -> Theorem:
    """`∀i: 0 < λ_i`: it is `vᵀΛv` for `v = E u`, u being the i-th axis."""
    u, place = matrix(row, column, (m, 1), indicator(equal(row, i))), member(i, PLACE)
    known_ = (*sizes(), *assumed(COUNT, place), assume(BASIS), is_symmetric(D, assumed(COUNT)))
    orthonormal, along_ = supposed()
    v, value = product(E, u), eigenvalue(i)

    def settle(goal: Expression, apart: Facts, places: Places, more: Facts) -> Theorem:
        def here(case: Facts) -> Theorem:
            return modulo(goal, (*apart, case[0]), more)

        def elsewhere(case: Facts) -> Theorem:
            return modulo(goal, (*apart, *indicated(case[0])), more)

        return whichever(goal, excluded_middle(equal(place_of(places[0]), i)), here, elsewhere)

    scaled = by_entries(equal_matrices(product(D, u), multiple(value, u)), known_, settle)
    squares = squared_entries(u, known_)
    summed = parts(squares.conclusion, "equal")[1]
    body, counted = opened(parts(summed, "total")[2], (j,)), indicator(equal(j, i))
    entry_ = cell_of_matrix(cell(u, j, 1))

    def bit(case: Facts) -> Theorem:
        return modulo(equal(body, counted * 1), (entry_, *indicated(case[0])))

    each = whichever(equal(body, counted * 1), excluded_middle(equal(j, i)), bit, bit)
    ones = equal_sums(under(each, member(j, PLACE)))
    one = selected(belonging(m, integers_from(0), known_), assume(place), j, written(1))
    length = modulo(equal(norm(u), 1), (squares, ones, one))
    form_, long = trace(product(transpose(v), Λ, v)), rewritten_traces(equal(norm(v), norm(u)), known_, (orthonormal,))
    same = rewritten_traces(equal(form_, value * norm(u)), known_, (along_, orthonormal, scaled))
    zero = equal_matrices(v, zeros(d, 1))
    none = rewritten_traces(equal(norm(v), 0), known_, (assume(zero),), (), (v,))
    apart = deny(zero, signed(FALSE, (none, long, length)))
    above = apply(at(part(2, meant(assume(DATA[2]))), shaped(v, known_)), apart)
    return under(signed(less(0, value), (above, same, length), scales=(1, value)), place)


def at_place(place: Theorem) -> Facts:
    """What is divided by at a place is positive: an eigenvalue of Λ, and that of Γ."""
    value = at(signs(), place)
    where = place_of(place)
    count, size = share_of_count(), size_of_spread()
    known_ = value, count, size, samples()
    whole = signed(less(0, of_gamma(where)), known_, products=((value, count), (size, count)))
    ratio = positive(trace(Λ) / eigenvalue(where), (size, value))
    below = signed(less(0, 1 + (1 + trace(Λ) / eigenvalue(where)) / N), (ratio, *known_), products=((ratio, count),))
    return value, whole, below, samples(), *divisors()
