"""What is proved of symmetric matrices, of powers and of finite sums: exactly what is said, under nothing else."""

from __future__ import annotations

import pytest

from symbolic.core.expressions import Expression
from symbolic.core.rules.logic import assume
from symbolic.core.theorems import Theorem, rests_on
from symbolic.core.vocabulary import (
    REALS,
    at_most,
    entry,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    implies,
    integers_between,
    integers_from,
    less,
    matrices,
    matrix_letter,
    member,
    product,
    raised,
    real,
    semidefinite,
    tends,
    total,
    vector,
)
from symbolic.core.vocabulary import conjunction as both
from symbolic.core.vocabulary import definite as definite_of
from symbolic.tactics.dynamics.fading_powers import powers_fade, powers_fade_only
from symbolic.tactics.sums.greatest_terms import has_greatest
from symbolic.tactics.sums.limits_of_sums import sum_fades
from symbolic.tactics.whole_matrices.definite_matrices import inverse_of_definite, root_of_semidefinite

n, q, c, k, r, l = map(real, "nqckrl")
A, R, B, v = matrix_letter("A"), matrix_letter("R"), matrix_letter("B"), vector("v")
NATURAL, SIZE, PLACES = integers_from(0), member(n, integers_from(1)), integers_between(1, n)
POWER = raised(entry(v, r), k)
EACH = for_all(r, PLACES, tends(k, NATURAL, POWER, 0))
DEFINITE, SEMIDEFINITE = member(A, definite_of(n)), member(A, semidefinite(n))
ONE = identity_matrix(n)
IS_INVERSE = both(equal_matrices(product(A, R), ONE), equal_matrices(product(R, A), ONE))

SAID: dict[str, tuple[Theorem, Expression, frozenset[Expression]]] = {
    "powers fade": (
        powers_fade(),
        for_all(q, REALS, implies(less(q**2, 1), tends(k, NATURAL, raised(q, k), 0))),
        frozenset(),
    ),
    "no other powers fade": (
        powers_fade_only(),
        for_all(
            q,
            REALS,
            for_all(
                c,
                REALS,
                implies(at_most(1, q**2), implies(tends(k, NATURAL, c * raised(q, k), 0), equal(c, 0))),
            ),
        ),
        frozenset(),
    ),
    "a sum fades": (
        sum_fades(assume(EACH), assume(member(n, NATURAL))),
        tends(k, NATURAL, total(r, 1, n, POWER), 0),
        frozenset((EACH, member(n, NATURAL))),
    ),
    "one number is the greatest": (
        has_greatest(lambda place: entry(v, place), assume(SIZE)),
        exists(r, PLACES, for_all(l, PLACES, at_most(entry(v, l), entry(v, r)))),
        frozenset((SIZE,)),
    ),
    "a definite matrix has an inverse": (
        inverse_of_definite(assume(DEFINITE)),
        exists(R, matrices(n, n), IS_INVERSE),
        frozenset((DEFINITE, SIZE)),
    ),
    "a semidefinite matrix has a root": (
        root_of_semidefinite(assume(SEMIDEFINITE)),
        exists(B, semidefinite(n), equal_matrices(product(B, B), A)),
        frozenset((SEMIDEFINITE, SIZE)),
    ),
}


@pytest.mark.parametrize(("theorem", "says", "under"), SAID.values(), ids=SAID)
def test_what_is_proved(theorem: Theorem, says: Expression, under: frozenset[Expression]) -> None:
    assert (theorem.conclusion, theorem.hypotheses) == (says, under)


def test_inverses_and_roots_rest_on_the_spectral_theorem_alone() -> None:
    found = inverse_of_definite(assume(DEFINITE)), root_of_semidefinite(assume(SEMIDEFINITE))
    assert set(rests_on(*found)) == {"spectral_theorem"}
