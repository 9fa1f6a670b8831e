"""Two layers that take two steps of descent, preconditioned by the inverse of the covariance: which steps are best."""

from __future__ import annotations

from functools import cache

from proofs.ahn2023.formal import spectral_moments, two_steps_goal
from proofs.ahn2023.formal.two_steps_goal import (
    COVARIANCE,
    E1,
    E2,
    INVERSE,
    LEAST,
    LOWEST,
    M2,
    M3,
    M4,
    MODEL,
    OF_INVERSE,
    ONE,
    OTHERS,
    ROOTS,
    SIZES,
    STEPS,
    Σ,
    Ω,
    D,
    a0,
    a1,
    b0,
    b1,
    bend,
    best,
    d,
    form,
    loss,
    n,
    off,
    u,
    v,
)
from proofs.ahn2023.formal.two_steps_numbers import (
    SIZED,
    at_best,
    compared,
    forms,
    signs,
    two_roots,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, nodes, opened, written
from symbolic.core.rules.logic import apply, assume, both_ways, choose, conjoin, part, parts, witness
from symbolic.core.rules.matrix_algebra import shape_of_equal, trace_of_identity
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    REALS,
    conjunction,
    equal,
    equal_matrices,
    exists,
    integers_from,
    less,
    member,
    multiple,
    real,
    semidefinite,
    trace,
    zeros,
)
from symbolic.goals.family_statements import ModelOnFamily
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import (
    Solver,
    at,
    belonging,
    conjuncts,
    other_than_0,
    proved,
    rewritten,
    under,
)
from symbolic.tactics.whole_matrices.definite_sums import has_semidefinite_inverse
from symbolic.tactics.whole_matrices.matrix_letters import chained, of_matrices, shaped
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words


def goal(steps: Expression | None = None, moments: Expression | None = None) -> Expression:
    """Which two steps are best, and the mean traces that this is told by."""
    return conjunction(steps or two_steps_goal.goal(), moments or spectral_moments.says())


@cache
def facts() -> Facts:
    """What is known of sizes and covariances."""
    return (
        *SIZED,
        signed(less(0, n), SIZED),
        assume(OF_INVERSE),
        semidefinite_too(assume(COVARIANCE)),
    )


def of_data() -> Facts:
    return (*(assume(each) for each in SIZES), semidefinite_too(assume(COVARIANCE)), assume(OF_INVERSE))


def letters() -> tuple[Theorem, Theorem]:
    first, second = (shaped(multiple(each, Ω), facts()) for each in (a0, a1))
    return first, second


def of_traces(theorem: Theorem) -> Theorem:
    """A theorem with the traces of words in Σ, `a_0 Ω` and `a_1 Ω` as multiples of d."""
    size = trace_of_identity(belonging(d, integers_from(0), SIZED))
    for each in [node for node in nodes(theorem.conclusion) if node.head == "trace" and not node.loose]:
        value = rewritten_traces(equal(each, _factor(each) * trace(ONE)), facts(), conjuncts(assume(INVERSE)))
        value = rewritten(size, value)
        theorem = rewritten(value, theorem)
    return theorem


def _factor(of: Expression) -> Expression:
    """What the matrices in a word are multiplied by."""
    match of:
        case Node(head="trace" | "transpose", parts=(inside,)):
            return _factor(inside)
        case Node(head="multiple", parts=(number, _)):
            return number
        case Node(head="product", parts=inside):
            return Node("multiply", tuple(map(_factor, inside)))
    return written(1)


def applied(theorem: Theorem, terms: tuple[Expression, ...], *premises: Theorem) -> Theorem:
    """What holds for all numbers, at some, from its premises."""
    found = at(theorem, *terms)
    for premise in premises:
        found = apply(found, premise)
    return found


MOMENTS = M2, M3, M4


@cache
def gap() -> Theorem:
    """The loss is d times its least value over d, with the form of what is off."""
    derived = of_traces(MODEL.derived(*letters(), given=of_data()))
    total, times = a0 + a1, a0 * a1
    value = 1 - 2 * total + (total**2 + 2 * times) * M2 - 2 * total * times * M3 + times**2 * M4
    whole = identity(loss(a0, a1), d * value, facts(), ((derived, 1),))
    above = part(2, at(applied(forms(), MOMENTS, *signs()[:2]), total, times))
    return rewritten(above, whole)


def _of_form(first: Expression, second: Expression) -> tuple[Theorem, Theorem]:
    """That the form of what is off is not negative, and is 0 only where nothing is."""
    here = at(applied(forms(), MOMENTS, *signs()[:2]), *off(first, second))
    return part(0, here), part(1, here)


def _none_off(first: Expression, second: Expression, reached: Theorem, other: Expression) -> Facts:
    """That the form is 0 at the best steps, and the slope."""
    both = applied(at_best(), MOMENTS, *signs()[:2])
    return conjuncts(applied(both, (first + second, first * second, other), *conjuncts(reached)))


def only_best() -> Theorem:
    """The steps are the best ones where no loss is lower."""
    every, wide = under(gap(), *STEPS), signed(less(0, d), SIZED)
    reached = part(2, _roots_assumed())
    none = _none_off(u, v, reached, u)[0]
    values = d, LEAST, form(*off(a0, a1)), form(*off(u, v)), loss(a0, a1), loss(u, v)
    both = applied(compared(), values, wide, gap(), at(every, u, v))
    small = apply(apply(part(0, both), at(assume(LOWEST), u, v)), none)
    nothing = conjuncts(apply(_of_form(a0, a1)[1], small))
    found = conjoin(*(_equal_there(each) for each in nothing))
    return under(_without_roots(found), LOWEST)


def _equal_there(difference: Theorem) -> Theorem:
    """`a = b` from `a − b = 0`."""
    s_, p_ = real("_s"), real("_p")
    every = under(
        signed(equal(s_, p_), (assume(equal(s_ - p_, 0)),)), member(s_, REALS), member(p_, REALS), equal(s_ - p_, 0)
    )
    left = parts(parts(difference.conclusion, "equal")[0], "add")
    return apply(at(every, left[0], parts(left[1], "negate")[0]), difference)


def _roots_assumed() -> Theorem:
    """What is said of the two roots."""
    body = opened(parts(ROOTS, "exists")[1], (u,))
    return assume(opened(parts(body, "exists")[1], (v,)))


def _without_roots(theorem: Theorem) -> Theorem:
    body = opened(parts(ROOTS, "exists")[1], (u,))
    return choose(u, roots(), choose(v, assume(body), theorem))


@cache
def roots() -> Theorem:
    """There are two best steps, positive and different from each other."""
    return applied(two_roots(), (E1, E2), *signs()[2:])


def best_is_lowest() -> Theorem:
    """No loss is lower than that of the best steps."""
    reached, wide = assume(best(a0, a1)), signed(less(0, d), SIZED)
    none = _none_off(a0, a1, reached, a0)[0]
    every = under(gap(), *STEPS)
    values = d, LEAST, form(*off(a0, a1)), form(*off(b0, b1)), loss(a0, a1), loss(b0, b1)
    both = applied(compared(), values, wide, gap(), at(every, b0, b1))
    order = apply(apply(part(1, both), none), _of_form(b0, b1)[0])
    return under(under(order, *OTHERS), reached.conclusion)


def slope_along(model: ModelOnFamily, block: str, number: Expression, matrix_: Expression) -> Theorem:
    """The gradient by all entries of a block is a number times a matrix."""
    derived = of_traces(at(model.slopes(block, given=of_data()), *letters()))
    _, words = parts(derived.conclusion, "equal_matrices")
    goal_, apart = equal_matrices(words, multiple(number, matrix_)), (other_than_0(signs()[1]),)
    along = rewritten_words(goal_, facts(), conjuncts(assume(INVERSE)), apart)
    return chained((*facts(), shape_of_equal(derived, shaped(words, facts()))), derived, along)


def sloping() -> Theorem:
    """The gradients by all entries are `(1/d) ∂L/∂a_l Σ`."""
    return conjoin(*(slope_along(MODEL, block, bend(other), Σ) for block, other in (("A_0", a1), ("A_1", a0))))


def critical() -> Theorem:
    """At the best steps the gradient by all entries is 0."""
    reached = assume(best(a0, a1))
    found = []
    for block, other in (("A_0", a1), ("A_1", a0)):
        nothing = _none_off(a0, a1, reached, other)[1]
        whole = slope_along(MODEL, block, parts(nothing.conclusion, "equal")[0], Σ)
        none, flat = rewritten(nothing, whole), equal_matrices(multiple(0, Σ), zeros(d, d))
        gradient = shape_of_equal(none, shaped(multiple(0, Σ), facts()))
        found.append(chained((*facts(), gradient), none, rewritten_words(flat, facts())))
    return under(conjoin(*found), reached.conclusion)


def with_the_inverse(inside: Theorem) -> Theorem:
    """What holds for all sizes and definite covariances, from what is proved of `Ω = Σ⁻¹`."""
    found = witness(exists(Ω, semidefinite(d), inside.conclusion), assume(OF_INVERSE), inside)
    existence = has_semidefinite_inverse(assume(COVARIANCE), exists(Ω, semidefinite(d), INVERSE), SIZED)
    return under(choose(Ω, existence, found), *SIZES, COVARIANCE)


def proof() -> Proof:
    """The goal and its definedness."""
    of_steps = under(conjoin(gap(), both_ways(only_best(), best_is_lowest()), sloping(), critical()), *STEPS)
    found = with_the_inverse(conjoin(assume(INVERSE), conjoin(*signs()[:2]), roots(), of_steps))
    theorem = conjoin(found, spectral_moments.theorem())
    solve = spectral_moments.defined_beside(defined_for(MODEL))
    return Proof(goal(), theorem, proved(defined(goal()), solve=solve))


def defined_for(model: ModelOnFamily) -> Solver:
    """A solver: that the loss of a model is a polynomial, shapes, and that nothing is divided by 0."""

    def solve(formula: Expression, known: Facts) -> Theorem | None:
        match formula:
            case Node(head="regular", parts=(_, _, _, _, _, first, second, *_)):
                steps = (shaped(_preconditioner(each), known) for each in (first, second))
                given = (belonging(size, integers_from(1), known) for size in (d, n))
                covariances = semidefinite_too(assume(COVARIANCE)), assume(OF_INVERSE)
                return model.regular_at(*steps, given=(*given, *covariances))
            case Node(head="not", parts=(Node(head="equal", parts=(divisor, _)),)):
                return other_than_0(signs()[1] if divisor == D else positive(divisor, (signed(less(0, n), SIZED),)))
        return of_matrices(formula, known)

    return solve


def _preconditioner(block: Expression) -> Expression:
    """`a Ω` of a block whose entries are those of it."""
    return next(node.parts[0] for node in nodes(block) if node.head == "cell")
