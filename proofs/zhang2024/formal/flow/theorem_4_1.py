"""Theorem 4.1: from `u = σ`, `U = σΘΘᵀ` the gradient flow tends to `(tr Γ⁻²)^¼` and `(tr Γ⁻²)^-¼ Γ⁻¹`."""

from __future__ import annotations

from functools import cache

from proofs.zhang2024.formal import dominated_gap
from proofs.zhang2024.formal.conserved_difference import PRODUCT, Θ, σ
from proofs.zhang2024.formal.conserved_difference import SQUARE as NORM
from proofs.zhang2024.formal.dominated_gap import SCALED, above_least, v, λ
from proofs.zhang2024.formal.flow.any_pair import START
from proofs.zhang2024.formal.flow.definite_flow import BEGINS, LONG
from proofs.zhang2024.formal.flow.fourth_roots import FourthRoot
from proofs.zhang2024.formal.flow.heights import HEIGHT, SECOND
from proofs.zhang2024.formal.flow.pair_above import (
    COLUMN,
    EIGEN,
    SEEN,
    SLANTED,
    SMALL,
    some_number,
    stays_above_number,
)
from proofs.zhang2024.formal.flow.pair_flow import ABOVE, SUPPOSED, arrives, c, ends, without_bound
from proofs.zhang2024.formal.flow.seen_eigenvector import some_is_seen
from proofs.zhang2024.formal.loss_in_traces import Λ, d, u
from proofs.zhang2024.formal.trained_point import (
    DATA,
    HIGH_INVERSE,
    INVERSE,
    LEAST,
    POINT,
    K,
    R,
    S,
    above,
    by_letters,
    divisors,
    facts,
    folded,
    form,
    loss,
    off,
    size_of_spread,
    sizes,
    square,
    there,
    without_letters,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, opened, written
from symbolic.core.rules.logic import (
    apply,
    assume,
    cases,
    choose,
    conjoin,
    deny,
    discharge,
    part,
    parts,
    witness,
)
from symbolic.core.rules.membership import trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    POSITIVE,
    REALS,
    Number,
    at_most,
    conjunction,
    equal,
    equal_matrices,
    exists,
    implies,
    less,
    matrices,
    member,
    multiple,
    negation,
    product,
    root,
    trace,
    transpose,
    zeros,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    assumed,
    at,
    belonging,
    conjuncts,
    modulo,
    other_than_0,
    proved,
    quantified,
    under,
    whichever,
)
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative
from symbolic.tactics.whole_matrices.sums_of_squares import zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces

FOURTH_ROOT = root(root(SECOND))
"""`(tr Γ⁻²)^¼`."""

STARTS = member(σ, POSITIVE), member(Θ, matrices(d, d))
NORMED = equal(trace(NORM), 1)
BEGUN = multiple(σ, PRODUCT)
APART = negation(equal_matrices(product(Θ, Λ), zeros(d, d)))


def lowest(limit: Number = FOURTH_ROOT, least: Number = LEAST) -> Node:
    """The loss at the limit, and that it is nowhere less on the family."""
    there_ = loss(limit, multiple(1 / written(limit), R))
    return conjunction(equal(there_, least), quantified(at_most(there_, loss()), *POINT))


def goal(
    limit: Number = FOURTH_ROOT,
    best: Expression = R,
    norm: Number = 1,
    starts: Expression = STARTS[0],
    definite: Expression = DATA[2],
    least: Number = LEAST,
) -> Expression:
    """For all sizes and definite covariances: where the flow from every such start tends, and the loss there."""
    arrives_ = conjunction(APART, ends(σ, BEGUN, limit, best))
    whole = implies(equal(trace(NORM), norm), arrives_)
    there_ = conjunction(*lowest(limit, least).parts, quantified(whole, starts, STARTS[1]))
    inside = conjunction(HIGH_INVERSE[1], there_)
    return quantified(exists(R, HIGH_INVERSE[0].parts[1], inside), *DATA[:2], definite)


@cache
def second_sign() -> Theorem:
    """`0 < tr Γ⁻²`: else Γ⁻¹ is 0, and so is `tr Λ = tr(Γ⁻¹ΓΛ)`."""
    same = by_letters(equal(square(R), SECOND))
    wanted = less(0, SECOND)

    def small(order: Facts) -> Theorem:
        nothing = zero_matrix(R, signed(at_most(square(R), 0), (same, *order)), facts())
        between = trace(product(R, K))
        none = rewritten_traces(equal(between, 0), folded()[1], [nothing], divisors(), (K,))
        return signed(wanted, (by_letters(equal(between, trace(Λ))), none, size_of_spread()))

    return whichever(wanted, trichotomy(written(0), SECOND), lambda order: order[0], small, small)


@cache
def fourth_root() -> FourthRoot:
    """What is known of `√√T` where T is `tr Γ⁻²`."""
    return FourthRoot(second_sign())


@cache
def from_starts() -> Theorem:
    """`∀a ∀A`: the flow tends to r where `u² ≥ ‖U‖²`, u is positive and an eigenvector is seen, at the start."""
    found = apply(discharge(ABOVE, arrives()), stays_above_number())
    both = assume(conjunction(*SMALL))
    for number, premise in enumerate(SMALL):
        found = apply(discharge(premise, found), part(number, both))
    found = without_bound(choose(c, some_number(), found))
    return under(found, *START, BEGINS, LONG, *SUPPOSED[2:], member(λ, REALS), COLUMN, EIGEN, SEEN)


def at_start() -> Theorem:
    """The flow of the theorem tends, from any σ > 0 and any Θ with `‖ΘΘᵀ‖ = 1`."""
    sign, normed = assumed(STARTS[0])[1], assume(NORMED)
    known = (*sizes(), assume(STARTS[1]))
    length = rewritten_traces(equal(square(BEGUN), σ**2 * trace(NORM)), known)
    flat = identity(there(HEIGHT, σ, BEGUN), 0, using=((length, -1), (normed, -(σ**2))))
    start = belonging(σ, REALS), shaped(BEGUN, known)
    wide = signed(at_most(0, there(HEIGHT, σ, BEGUN)), (flat,))
    found = apply(apply(at(from_starts(), *start), sign), wide)
    found = at(found, fourth_root().within, fourth_root().solves(flat))
    seen = at(some_is_seen(), shaped(transpose(Θ), known))
    sight, nothing = parts(seen.conclusion, "or")
    eigen, sees = conjuncts(assume(_inside(sight)))
    slanted = there(SLANTED, σ, BEGUN)
    value = rewritten_traces(equal(slanted, σ * parts(sees.conclusion, "less")[1]), (*known, assume(COLUMN)))
    more = signed(less(0, slanted), (value, sees, sign), products=((sign, sees),))
    here = apply(apply(at(found, belonging(λ, REALS), assume(COLUMN)), eigen), more)
    wanted = here.conclusion
    inner = choose(v, assume(_inner(sight)), here)
    return cases(
        wanted, seen, under(choose(λ, assume(sight), inner), sight), under(impossible(wanted, nothing), nothing)
    )


def _inner(sight: Expression) -> Expression:
    """That there is a column, for the number that is said to exist."""
    return opened(parts(sight, "exists")[1], (λ,))


def _inside(sight: Expression) -> Expression:
    """What is said of both."""
    return opened(parts(_inner(sight), "exists")[1], (v,))


def impossible(wanted: Expression, nothing: Expression) -> Theorem:
    """Anything, where `Θᵀ = 0`: then `‖ΘΘᵀ‖ = 0`."""
    none = rewritten_traces(equal(trace(NORM), 0), (*sizes(), assume(STARTS[1])), [assume(nothing)])
    return cases(wanted, signed(FALSE, (none, assume(NORMED))))


def apart() -> Theorem:
    """`ΘΛ ≠ 0`: else Θ is 0."""
    nothing = equal_matrices(product(Θ, Λ), zeros(d, d))
    known = (*facts(), assume(STARTS[1]))
    unit = part(0, assume(INVERSE[1]))
    flat = by_words(equal_matrices(Θ, zeros(d, d)), known, (unit, -1, Θ, None), (assume(nothing), 1, None, S))
    none = rewritten_traces(equal(trace(NORM), 0), known, [flat])
    return deny(nothing, signed(FALSE, (none, assume(NORMED))))


def at_limit(limit: Expression, sign: Theorem) -> Facts:
    """The loss at a point of the family with `uU = Γ⁻¹` and u > 0, and that it is nowhere less."""
    there_ = multiple(1 / limit, R)
    known, apart_ = folded()[1], other_than_0(sign)
    place = shaped(there_, (*known, apart_))
    value = at(under(above(), *POINT), limit, place)
    none = rewritten_traces(equal(form(off(limit, there_)), 0), known, (), (*divisors(), apart_), (K,))
    least = modulo(equal(loss(limit, there_), LEAST), (value, none), divisors())
    more = at(above_least(), u, assume(POINT[1])), not_negative(SCALED, facts())
    low = signed(at_most(loss(limit, there_), loss()), (least, *more, *divisors(), apart_))
    return least, under(low, *POINT)


def proof() -> Proof:
    """The goal and its definedness."""
    arrives_ = under(conjoin(apart(), at_start()), *STARTS, NORMED)
    body = conjoin(assume(HIGH_INVERSE[1]), conjoin(*at_limit(FOURTH_ROOT, fourth_root().sign), arrives_))
    whole = witness(exists(R, HIGH_INVERSE[0].parts[1], body.conclusion), assume(HIGH_INVERSE[0]), body)
    theorem = under(without_letters(whole), *DATA)
    return Proof(goal(), theorem, proved(defined(goal()), solve=meaningful))


def meaningful(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial, shapes, that radicands are not negative and the limit is not 0."""
    return fourth_root().meaningful(formula) or dominated_gap.meaningful(formula, known)
