"""The error where the samples of a prompt lie in one orthant, after training with `Λ = I`: exact, and its limit."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.garg2022.formal.isotropic import ENDED, apart, count, sizes, γ
from proofs.garg2022.formal.orthants.moduli import AS_MODULI, LAW, as_numbers, m, z, υ
from proofs.garg2022.formal.trained_model import ONE, SIZES, TASK, TESTED, M, c, d, derived, loss, w
from symbolic.core.expressions import Expression, Sort, fresh, nodes, opened
from symbolic.core.rules.integers import equal_sums
from symbolic.core.rules.logic import assume, conjoin, excluded_middle, parts
from symbolic.core.rules.matrix_algebra import cell_of_word
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    cell,
    equal,
    indicator,
    integers_between,
    integers_from,
    mean,
    member,
    mixture,
    multiple,
    point,
    trace,
)
from symbolic.tactics.explicit_means import mean_of_points
from symbolic.tactics.finite_sums import combined_sum
from symbolic.tactics.signs import Facts, nonzero
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    indicated,
    modulo,
    other_than_0,
    replaced,
    rewritten,
    swapped,
    turned_round,
    under,
    whichever,
)
from symbolic.tactics.sums.kronecker import selected
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_numbers import squared_entries
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

KEY = "garg2022-orthants"
SIGNS = mixture(Fraction(1, 2), point(1), point(-1))
IN_ORTHANT = loss(KEY, d, M, SIGNS, υ, w, ENDED)
"""The error at a query N(0, I) where samples have the same random signs and independent moduli of the law υ."""
DATA = TESTED, LAW, TASK


def relative(size: Expression = d, samples: Expression = M) -> Expression:
    """The error over the mean square of the target."""
    both = m**4 * (size - 1) * (1 - 1 / samples) / γ**2
    return (1 / γ - 1) ** 2 + both + (size + 1) / (γ**2 * samples)


FLOOR = m**4 * (d - 1)
"""Its limit."""


@cache
def in_orthant() -> Theorem:
    """For all d, N, M, laws υ with the moments of moduli and tasks: the error."""
    known = (*sizes(), *assumed(*DATA, AS_MODULI))
    found = derived(IN_ORTHANT, (*known, centred()))
    for each in (*_of_signs(found), *as_numbers(), on_diagonal(found, known)):
        found = rewritten(each, found)
    _, right = parts(found.conclusion, "equal")
    divisors = (*apart(), other_than_0(nonzero(M, assumed(TESTED))))
    same = rewritten_traces(equal(right, norm(w) * relative(trace(ONE))), known, (), divisors)
    return under(rewritten(count(), rewritten(same, found)), *SIZES, *DATA, AS_MODULI)


@cache
def centred() -> Theorem:
    """`E s = 0` and `E s³ = 0`."""
    return conjoin(*(mean_of_points(mean(z, SIGNS, z**order)) for order in (1, 3)))


def _of_signs(theorem: Theorem) -> Facts:
    means = dict.fromkeys(each for each in nodes(theorem.conclusion) if each.head == "mean" and each.parts[0] == SIGNS)
    return tuple(map(mean_of_points, means))


def on_diagonal(theorem: Theorem, known: Facts) -> Theorem:
    """`Σ_r Σ_s A[r, s]² w_r² = ‖w‖²/γ²` for `A = 1/γ`, where the sum stands in a theorem."""
    whole = next(each for each in nodes(theorem.conclusion) if each.head == "total")
    return at(under(_of_multiple(replaced(whole, 1 / γ, c), known), member(c, REALS)), 1 / γ)


def _of_multiple(whole: Expression, known: Facts) -> Theorem:
    """`Σ_r Σ_s A[r, s]² w_r² = c² ‖w‖²` for `A = c`."""
    least, greatest, body = parts(whole, "total")
    r = fresh(Sort.REAL, whole)
    s = fresh(Sort.REAL, whole, r)
    places = tuple(member(each, integers_between(least, greatest)) for each in (r, s))
    summand, square = opened(parts(opened(body, (r,)), "total")[2], (s,)), c**2 * cell(w, r, 1) ** 2
    entries = cell_of_word(cell(multiple(c, ONE), r, s)), cell_of_word(cell(ONE, r, s))
    goal = equal(summand, indicator(equal(s, r)) * square)

    def case(facts: Facts) -> Theorem:
        return modulo(goal, (*entries, *indicated(facts[0]), *indicated(turned_round(facts[0]))))

    each = under(whichever(goal, excluded_middle(equal(s, r)), case, case), places[1])
    length = belonging(d, integers_from(0), known)
    one = rewritten(selected(length, assume(places[0]), s, square), equal_sums(each))
    rows = equal_sums(under(one, places[0]))
    squares = squared_entries(w, known)
    of_rows, of_squares = (parts(each.conclusion, "equal")[1] for each in (rows, squares))
    common = combined_sum(of_rows, (c**2,), (of_squares,), length, r)
    return modulo(equal(whole, c**2 * norm(w)), (rows, common, swapped(squares)))
