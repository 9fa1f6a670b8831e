"""Which blocks vanish where the mean square of the even part does: u or v, and p or U."""

from __future__ import annotations

from proofs.ahn2023.formal.best_layer import LAYER
from proofs.ahn2023.formal.kept_samples import DATA, MANY, Σ, d
from proofs.ahn2023.formal.least_losses import (
    DEFINITE,
    NONE,
    ROW,
    U,
    no_square,
    p,
    spread,
    u,
    v,
)
from proofs.mahankali2023.formal.layers import derived, inside, value_of
from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    contradict,
    deny,
    either,
    excluded_middle,
    part,
    parts,
)
from symbolic.core.rules.matrix_algebra import equal_transposes, traces
from symbolic.core.rules.membership import meant
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    at_most,
    disjunction,
    equal,
    equal_matrices,
    integers_from,
    less,
    product,
    trace,
    transpose,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    at,
    belonging,
    modulo,
    replaced,
    whichever,
)
from symbolic.tactics.whole_matrices.matrix_letters import by_words, divisors, known_letters, shaped
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.weighted_squares import (
    none_weighted,
    weighted,
)


def either_gone() -> Theorem:
    """`u = 0`, or `v = 0`: `u² v Σ vᵀ` is not positive."""
    row = trace(product(v, Σ, transpose(v)))
    share, _ = parts(LAYER.even_share.conclusion, "at_most")
    wide = 2 * trace(product(Σ, Σ)) * u**2 * row
    sides = equal(share, wide)
    same = traces(sides, (), (), known_letters(LAYER.facts, *inside(sides)), divisors(LAYER.facts, sides))
    positive_ = spread()
    small = signed(at_most(wide, 0), (same, LAYER.even_share, no_square(), *LAYER.known))
    none = signed(at_most(u**2 * row, 0), (small, positive_), products=((positive_,),))
    goal_ = disjunction(equal(u, 0), equal_matrices(v, ROW))

    def there(case: Facts) -> Theorem:
        return either(goal_, case[0])

    def elsewhere(case: Facts) -> Theorem:
        far = row_sign(v, case[0])
        gone = signed(equal(u, 0), (none, far), products=((far,),), degree=2)
        return either(goal_, gone)

    return whichever(goal_, excluded_middle(equal_matrices(v, ROW)), there, elsewhere)


def row_sign(row: Expression, apart: Theorem) -> Theorem:
    """`0 < x Σ xᵀ` for a row x that is not 0."""
    column = transpose(row)
    forms = at(part(2, meant(assume(DEFINITE))), shaped(column, LAYER.facts))
    premise, _ = parts(forms.conclusion, "implies")
    nothing = parts(premise, "not")[0]
    back = by_words(equal_matrices(row, ROW), LAYER.facts, (equal_transposes(assume(nothing)), 1, None, None))
    far = apply(forms, deny(nothing, contradict(back, apart)))
    value_ = trace(product(row, Σ, column))
    form = parts(far.conclusion, "less")[1]
    same = traces(equal(form, value_), (), (), known_letters(LAYER.facts, Σ, row), ())
    return signed(less(0, value_), (far, same))


REST = trace(product(product(p, Σ, U), Σ, transpose(product(p, Σ, U))))
BOTH = trace(product(p, Σ, transpose(p))) * weighted(U, Σ, Σ)


def left_over(gone: Theorem) -> Theorem:
    """`(1 + 1/n) |UᵀΣp|² + (1/n) (pᵀΣp) tr(ΣUΣUᵀ)` is the mean square where u or v is 0."""
    size = parts(DATA[1], "member")[0]
    part_ = derived(LAYER.part, LAYER.even(), LAYER.facts)
    wanted = (1 + 1 / size) * REST + BOTH / size
    if isinstance(gone.conclusion, Node) and gone.conclusion.head == "equal":
        moved = replaced(value_of(part_), u, written(0))
        same = traces(
            equal(moved, wanted),
            (),
            (),
            known_letters(LAYER.facts, *inside(equal(moved, wanted))),
            divisors(LAYER.facts, wanted),
        )
        first = modulo(equal(value_of(part_), moved), (gone,), LAYER.known)
        return identity(LAYER.even(), wanted, LAYER.facts, ((part_, 1), (first, 1), (same, 1)))
    same = rewritten_traces(equal(value_of(part_), wanted), LAYER.facts, [gone])
    return identity(LAYER.even(), wanted, LAYER.facts, ((part_, 1), (same, 1)))


def product_gone() -> Theorem:
    """`(pᵀΣp) tr(ΣUΣUᵀ) ≤ 0`."""
    goal_, row = at_most(BOTH, 0), product(p, Σ, U)
    forms = at(part(2, meant(assume(DATA[2]))), shaped(transpose(row), LAYER.facts))
    form = parts(forms.conclusion, "at_most")[1]
    same = traces(equal(form, REST), (), (), known_letters(LAYER.facts, Σ, p, U), ())

    def case(facts: Facts) -> Theorem:
        small, size = no_square(), parts(DATA[1], "member")[0]
        signs = left_over(facts[0]), forms, same, small, *LAYER.known
        products = (MANY, small), (MANY, forms)
        return signed(goal_, signs, products=products, scales=(1, size, size + 1))

    return whichever(goal_, either_gone(), case, case)


def other_gone() -> Theorem:
    """`p = 0` or `U = 0`."""
    goal_ = disjunction(equal_matrices(p, ROW), equal_matrices(U, NONE))

    def there(case: Facts) -> Theorem:
        return either(goal_, case[0])

    def elsewhere(case: Facts) -> Theorem:
        far = row_sign(p, case[0])
        small = signed(at_most(weighted(U, Σ, Σ), 0), (far, product_gone()), products=((far,),))
        counts = (belonging(d, integers_from(1), LAYER.facts) for _ in range(2))
        of_both = assume(DEFINITE), assume(DEFINITE)
        return either(goal_, apply(at(none_weighted(), *counts, *of_both, shaped(U, LAYER.facts)), small))

    return whichever(goal_, excluded_middle(equal_matrices(p, ROW)), there, elsewhere)
