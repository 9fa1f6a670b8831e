"""Theorems of textbooks, each as a rule that checks its premises; the list is closed."""

from __future__ import annotations

from math import prod

from symbolic.core.definedness import where
from symbolic.core.expressions import Expression, Index, Node, Refused, Sort, Variable, binders, fresh, opened, written
from symbolic.core.rules.derivatives import along_field, continuous, derivative, fits, polynomial_in
from symbolic.core.rules.family_flow import Curve, LinearFamily
from symbolic.core.rules.fields import Field
from symbolic.core.rules.flows import moves, solutions_exist
from symbolic.core.rules.logic import parts, same, unary
from symbolic.core.rules.means import law_with_moments, order_needed
from symbolic.core.rules.membership import finite_moments
from symbolic.core.sorts import signature_of, values
from symbolic.core.theorems import Domain, Formula, Function, Sequent, Term, Theorem, Unknown, fact, sequent
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    almost_every,
    at_most,
    conjunction,
    entry,
    equal,
    equal_matrices,
    exists,
    for_all,
    identity_matrix,
    implies,
    indicator,
    less,
    logarithm,
    matrices,
    matrix,
    mean,
    member,
    normal,
    product,
    root,
    tends,
    transpose,
)


@fact("Perko 2001, Differential Equations and Dynamical Systems, Section 2.4, Theorem 3 and Corollary 2")
def bounded_flow(goal: Formula, function: Function, slope: Theorem, bounded: Theorem, *shapes: Theorem) -> Sequent:
    """A solution that stays in a bounded set exists for all times, and it is the only one.

    For `x' = F(x)` with polynomials F and a polynomial V, also of exponentials: from `Γ ⊢ ∀x ∈ ℝⁿ: ∇V(x)·F(x) ≤ 0` and
    `Δ ⊢ ∀x ∈ ℝⁿ: V(x) ≤ V(s) ⇒ x₁² + … + xₙ² ≤ R`, R without x,
    `Γ, Δ ⊢ x' = F(x), x(0) = s has one solution on [0, ∞)`. Where an xᵢ is a matrix it is any of the shape of sᵢ, which
    is given, as are those of all other matrices in F and V; it stands in traces in V, `tr(xᵢᵀ xᵢ)` is its square, and
    all velocities have the shapes of what moves.
    """
    inside = parts(goal, "global")
    size = len(inside) // 2
    field = Field.of(inside, shapes, goal, function, slope.conclusion, bounded.conclusion)
    field.check()
    value = _applied(function, field.variables)
    fits(value, frozenset(field.variables), field.letters)
    falls = at_most(along_field(value, field.variables, field.velocities), 0)
    same(slope.conclusion, field.everywhere(falls))
    starts_below = at_most(value, _applied(function, inside[size:]))
    most = _bound_of(bounded.conclusion, size)
    same(bounded.conclusion, field.everywhere(implies(starts_below, at_most(field.squares, most))))
    return sequent(goal, slope, bounded, *shapes)


def _applied(function: Expression, arguments: tuple[Expression, ...]) -> Expression:
    (body,) = parts(function, "abstraction")
    assert isinstance(function, Node)
    if binders(function) != (len(arguments),):
        raise Refused(f"a function of {len(arguments)} variables is expected")
    return opened(body, arguments)


def _everywhere(variables: tuple[Variable, ...], formula: Expression) -> Expression:
    for variable in reversed(variables):
        formula = for_all(variable, REALS, formula)
    return formula


def _bound_of(formula: Expression, variables: int) -> Expression:
    """The R of `∀x₁ … ∀xₙ: A ⇒ B ≤ R`, which has to be closed."""
    for _ in range(variables):
        _, formula = parts(formula, "for_all")
    _, most = parts(parts(formula, "implies")[1], "at_most")
    return opened(most, ())


@fact("Teschl 2012, Ordinary Differential Equations and Dynamical Systems, Theorem 2.2 (Picard–Lindelöf)")
def explicit_solution(
    goal: Formula,
    curve: tuple[Function, ...],
    starts: tuple[Theorem, ...],
    slopes: tuple[Theorem, ...],
    arguments: tuple[Theorem, ...],
) -> Sequent:
    """A curve that solves an equation is its solution.

    For `x' = F(x), x(0) = s` of numbers with polynomials F, also of exponentials: from `Γᵢ ⊢ fᵢ(0) = sᵢ`,
    `Δᵢ ⊢ ∀t ∈ [0, ∞): fᵢ'(t) = Fᵢ(f(t))` for each i and `Θⱼ ⊢ ∀t ∈ [0, ∞): 0 < gⱼ(t)`, `… ⊢ the solution exists on
    [0, ∞), and ∀t ∈ [0, ∞): x₁(t) = f₁(t) ∧ … ∧ xₙ(t) = fₙ(t)`. The fᵢ are polynomials in t, in exponentials and in
    `ln gⱼ(t)`, the derivative of which is `gⱼ'(t)/gⱼ(t)`; the gⱼ are such without logarithms.
    """
    system = parts(goal, "global")
    size = len(system) // 2
    if not len(curve) == len(starts) == len(slopes) == size:
        raise Refused("each component needs its curve, its start and its slope")
    around = (goal, *curve, *(each.conclusion for each in (*slopes, *arguments)))
    time = fresh(Sort.REAL, *around)
    field = Field.of(system, (), *around, time)
    field.check()
    by: dict[Expression, Expression] = {time: written(1)}
    of_logarithms: dict[Expression, Expression] = {}
    for argument in arguments:
        _, body = parts(argument.conclusion, "for_all")
        of = parts(opened(body, (time,)), "less")[1]
        same(argument.conclusion, for_all(time, NONNEGATIVE, less(0, of)))
        of_logarithms[logarithm(of)] = derivative(of, by, frozenset((time,))) / of
    by |= of_logarithms
    values = tuple(opened(unary(each), (time,)) for each in curve)
    for n, (start, slope) in enumerate(zip(starts, slopes, strict=True)):
        same(start.conclusion, equal(opened(unary(curve[n]), (written(0),)), system[size + n]))
        moves_so = equal(derivative(values[n], by, frozenset((time,))), opened(system[n], values))
        same(slope.conclusion, for_all(time, NONNEGATIVE, moves_so))
    solution = (equal(Node("flow", (*system, time), n), value) for n, value in enumerate(values))
    found = conjunction(goal, for_all(time, NONNEGATIVE, conjunction(*solution)))
    return sequent(found, *starts, *slopes, *arguments)


@fact("Absil, Mahony and Andrews 2005, SIAM Journal on Optimization 16, Theorem 2.2 (Łojasiewicz)")
def gradient_converges(
    function: Function,
    weights: tuple[Term, ...],
    signs: tuple[Theorem, ...],
    slopes: tuple[Theorem, ...],
    existence: Theorem,
    bounded: Theorem,
) -> Sequent:
    """A bounded solution of a gradient system of a polynomial converges, and its limit is at rest.

    For `x' = F(x), x(0) = s` with polynomials F and a polynomial V, also of exponentials: from `Γᵢ ⊢ 0 < wᵢ` and
    `Δᵢ ⊢ ∀x ∈ ℝⁿ: wᵢ Fᵢ(x) = −(∂V/∂xᵢ)(x)` for each i, wᵢ without x, `Θ ⊢ the solution exists on [0, ∞)` and
    `Λ ⊢ ∀t ∈ [0, ∞): x₁(t)² + … + xₙ(t)² ≤ R`, R without t,
    `… ⊢ ∃l₁ ∈ ℝ … ∃lₙ ∈ ℝ: x₁(t) → l₁ ∧ … ∧ xₙ(t) → lₙ ∧ F₁(l) = 0 ∧ … ∧ Fₙ(l) = 0`.
    """
    system = parts(existence.conclusion, "global")
    size = len(system) // 2
    if not len(weights) == len(signs) == len(slopes) == size:
        raise Refused("each component needs its weight, the sign of it and its slope")
    around = (existence.conclusion, bounded.conclusion, function, *weights, *(each.conclusion for each in slopes))
    variables: tuple[Variable, ...] = ()
    for _ in range(size + 1):
        variables += (fresh(Sort.REAL, *around, *variables),)
    *point, time = variables
    place = tuple(point)
    velocities = tuple(opened(velocity, place) for velocity in system[:size])
    value = _applied(function, place)
    for n, (weight, positive, slope) in enumerate(zip(weights, signs, slopes, strict=True)):
        polynomial_in(velocities[n], place)
        unit = tuple(written(int(m == n)) for m in range(size))
        same(positive.conclusion, less(0, weight))
        same(slope.conclusion, _everywhere(place, equal(weight * velocities[n], -along_field(value, place, unit))))
    solution = tuple(Node("flow", (*system, time), n) for n in range(size))
    _, order = parts(bounded.conclusion, "for_all")
    most = opened(parts(order, "at_most")[1], ())
    squares = Node("add", tuple(each**2 for each in solution))
    same(bounded.conclusion, for_all(time, NONNEGATIVE, at_most(squares, most)))
    limits = (tends(time, NONNEGATIVE, solution[n], limit) for n, limit in enumerate(place))
    found: Expression = conjunction(*limits, *(equal(velocity, 0) for velocity in velocities))
    for limit in reversed(place):
        found = exists(limit, REALS, found)
    return sequent(found, *signs, *slopes, existence, bounded)


@fact("Teschl 2012, Ordinary Differential Equations and Dynamical Systems, Section 1.4 (linear equations)")
def sign_kept(function: Function, rate: Function, slope: Theorem, *existence: Theorem) -> Sequent:
    """A solution of a linear equation keeps its sign: `y' = q(t) y` gives `y(t) = y(0) exp ∫₀ᵗ q`.

    From `Γ ⊢ ∀t ∈ [0, ∞): V'(t) = q(t) V(t)`,
    `… ⊢ (0 < V(0) ⇒ ∀t ∈ [0, ∞): 0 < V(t)) ∧ (V(0) = 0 ⇒ ∀t ∈ [0, ∞): V(t) = 0)`; V and q are polynomials in t, in
    solutions at t, each known to exist on [0, ∞), and in exponentials of such.
    """
    body = unary(function)
    time = _linear(function, rate, slope, existence)
    start, value = opened(body, (written(0),)), opened(body, (time,))
    positive = implies(less(0, start), for_all(time, NONNEGATIVE, less(0, value)))
    zero = implies(equal(start, 0), for_all(time, NONNEGATIVE, equal(value, 0)))
    return sequent(conjunction(positive, zero), slope, *existence)


def _linear(
    function: Expression, rate: Expression, slope: Theorem, existence: tuple[Theorem, ...], *around: Expression
) -> Variable:
    """Refuse a slope that is not `∀t ∈ [0, ∞): V'(t) = q(t) V(t)` with a continuous q; gives a new variable t."""
    rates = unary(rate)

    def linear(time: Variable, value: Expression, derivative: Expression) -> Expression:
        return equal(derivative, opened(rates, (time,)) * value)

    time = moves(function, linear, slope, existence, rate, *around)
    solutions_exist(opened(rates, (time,)), time, existence)
    return time


@fact("Teschl 2012, Ordinary Differential Equations and Dynamical Systems, Lemma 2.7 (Gronwall)")
def sign_kept_near(function: Function, rate: Function, slope: Theorem, *existence: Theorem) -> Sequent:
    """What moves slowly where it is small keeps its sign: `|y'| ≤ c(t) |y|` gives `|y(t)| ≥ |y(0)| exp(−∫₀ᵗ c)`.

    From `Γ ⊢ ∀t ∈ [0, ∞): V'(t)² ≤ q(t) V(t)²`, `… ⊢ 0 < V(0) ⇒ ∀t ∈ [0, ∞): 0 < V(t)`; V and q as in `sign_kept`.
    """
    body, rates = unary(function), unary(rate)

    def slow(time: Variable, value: Expression, derivative: Expression) -> Expression:
        return at_most(derivative**2, opened(rates, (time,)) * value**2)

    time = moves(function, slow, slope, existence, rate)
    solutions_exist(opened(rates, (time,)), time, existence)
    later = for_all(time, NONNEGATIVE, less(0, opened(body, (time,))))
    return sequent(implies(less(0, opened(body, (written(0),))), later), slope, *existence)


@fact("Teschl 2012, Ordinary Differential Equations and Dynamical Systems, Section 1.4 (linear equations)")
def same_rate(
    function: Function, other: Function, rate: Function, slope: Theorem, other_slope: Theorem, *existence: Theorem
) -> Sequent:
    """Two solutions of one linear equation are proportional.

    From `Γ ⊢ ∀t ∈ [0, ∞): V'(t) = q(t) V(t)` and `Δ ⊢ ∀t ∈ [0, ∞): W'(t) = q(t) W(t)`,
    `… ⊢ ∀t ∈ [0, ∞): V(t) W(0) = W(t) V(0)`; V, W and q as in `sign_kept`.
    """
    one, two = unary(function), unary(other)
    _linear(other, rate, other_slope, existence)
    time = _linear(function, rate, slope, existence, other)
    start = (written(0),)
    proportional = equal(opened(one, (time,)) * opened(two, start), opened(two, (time,)) * opened(one, start))
    return sequent(for_all(time, NONNEGATIVE, proportional), slope, other_slope, *existence)


@fact("Teschl 2012, Ordinary Differential Equations and Dynamical Systems, Theorem 2.2 (Picard–Lindelöf)")
def flow_on_family(
    goal: Formula,
    functions: tuple[Function, ...],
    regular: Theorem,
    existence: Theorem,
    slopes: tuple[Theorem, ...],
    *shapes: Theorem,
) -> Sequent:
    """A curve that solves the equation of the gradient flow is the gradient flow.

    The goal is that from the blocks `Mₙ(s)` of a model there is one gradient flow, where `Mₙ(p)[j, k] = fₙ(p, j, k)`
    is a polynomial in p, also of exponentials; at s it may be written in another way. From
    `Γ ⊢ the loss is a polynomial` there, `Δ ⊢ p' = F(p), p(0) = s has one solution on [0, ∞)` and
    `Θₙ ⊢ ∀p ∈ ℝᵐ ∀j ∀k: (∂L/∂Mₙ)(M(p))[j, k] = −∇ₚfₙ(p, j, k)·F(p)` for each block n, j and k being in its range,
    `… ⊢ the goal, and ∀t ∈ [0, ∞): ∀j ∀k: Mₙ[j, k] = fₙ(p(t), j, k) at time t for each n`. Where a pᵢ is a
    matrix it is any of the shape of sᵢ, which is given, and in fₙ it is `pᵢ[j, k]`, for blocks Mₙ of that shape.
    """
    curve = Curve(goal, functions, parts(existence.conclusion, "global"), shapes)
    same(regular.conclusion, Node("regular", parts(goal, "flows")))
    if len(slopes) != len(functions):
        raise Refused("each block needs its slope")
    for number, slope in enumerate(slopes):
        same(slope.conclusion, curve.slope(number))
    t = curve.variables[-1]
    found = conjunction(*(curve.followed(number, t) for number in range(len(functions))))
    return sequent(conjunction(goal, for_all(t, NONNEGATIVE, found)), regular, existence, *slopes, *shapes)


@fact("Perko 2001, Differential Equations and Dynamical Systems, Section 2.4, Theorem 3 and Corollary 2")
def descent_exists(regular: Theorem, bounded: Theorem) -> Sequent:
    """The gradient flow of a loss that is bounded below exists for all times, and it is the only one.

    From `Γ ⊢ the loss is a polynomial` at blocks Bₙ, `mₙ × kₙ` matrices written entry by entry, and
    `Δ ⊢ ∀M₁ ∈ ℝᵐ¹ˣᵏ¹ … ∀Mₙ: R ≤ L(M₁, …, Mₙ)`, R without these, `Γ, Δ ⊢ from the blocks there is one gradient flow`.
    Its square distance from the start is at most `t (L(B) − R)`: it does not leave every ball at a time.
    """
    inside = parts(regular.conclusion, "regular")
    count = len(signature_of(regular.conclusion).blocks)
    given, blocks = inside[: len(inside) - count], inside[len(inside) - count :]
    matrices_at: tuple[Variable, ...] = ()
    for _ in blocks:
        matrices_at += (fresh(Sort.MATRIX, regular.conclusion, bounded.conclusion, *matrices_at),)
    formula, domains = bounded.conclusion, tuple(matrices(*parts(block, "matrix")[:2]) for block in blocks)
    for _ in blocks:
        _, formula = parts(formula, "for_all")
    least = opened(parts(formula, "at_most")[0], ())
    lower: Expression = at_most(least, Node("loss", (*given, *matrices_at)))
    for each, domain in zip(reversed(matrices_at), reversed(domains), strict=True):
        lower = for_all(each, domain, lower)
    same(bounded.conclusion, lower)
    return sequent(Node("flows", inside), regular, bounded)


@fact("Teschl 2012, Ordinary Differential Equations and Dynamical Systems, Theorem 2.2 (Picard–Lindelöf)")
def family_kept(
    functions: tuple[Function, ...],
    start: tuple[Unknown, ...],
    flows: Theorem,
    regular: Theorem,
    tangent: Theorem,
    *shapes: Theorem,
) -> Sequent:
    """A gradient flow stays in a linear family that its velocities are tangent to.

    The family is `Mₙ(p)[j, k] = fₙ(p, j, k)`, linear in the letters p. From `Γ ⊢ from the blocks Mₙ(s) there is one
    gradient flow`, `Δ ⊢ the loss is a polynomial` there and
    `Θ ⊢ ∀p ∃q: ∀j ∀k: (∂L/∂Mₙ)(M(p))[j, k] = fₙ(q, j, k) for each n`, j and k being in the range of each block,
    `… ⊢ ∀t ∈ [0, ∞) ∃q: ∀j ∀k: Mₙ[j, k] = fₙ(q, j, k) at time t for each n`. Each p is any number, or any matrix of
    the shape of its start, which is given; in fₙ it is then `p[j, k]`, for blocks Mₙ of that shape.
    """
    family = LinearFamily(flows.conclusion, functions, start, shapes)
    same(regular.conclusion, Node("regular", parts(flows.conclusion, "flows")))
    same(tangent.conclusion, family.tangent())
    time = family.variables[-1]
    return sequent(for_all(time, NONNEGATIVE, family.kept(time)), flows, regular, tangent, *shapes)


@fact("Rudin 1976, Principles of Mathematical Analysis, Theorem 3.14")
def monotone_limit(domain: Domain, function: Function, order: Theorem, bounded: Theorem) -> Sequent:
    """What decreases and is bounded below converges.

    From `Γ ⊢ ∀s ∈ D ∀t ∈ D: s ≤ t ⇒ f(t) ≤ f(s)` and `Δ ⊢ ∀t ∈ D: m ≤ f(t)`, m without t, D without upper bound,
    `Γ, Δ ⊢ ∃l ∈ ℝ: f(t) → l`.
    """
    body = unary(function)
    t = fresh(Sort.REAL, body, domain, order.conclusion, bounded.conclusion)
    s = fresh(Sort.REAL, body, domain, order.conclusion, bounded.conclusion, t)
    value = opened(body, (t,))
    decreases = implies(at_most(s, t), at_most(value, opened(body, (s,))))
    same(order.conclusion, for_all(s, domain, for_all(t, domain, decreases)))
    least, _ = parts(parts(bounded.conclusion, "for_all")[1], "at_most")
    same(bounded.conclusion, for_all(t, domain, at_most(opened(least, ()), value)))
    return sequent(exists(s, REALS, tends(t, domain, value, s)), order, bounded)


@fact("Rudin 1976, Principles of Mathematical Analysis, Theorem 4.23 (intermediate values)")
def intermediate_value(function: Function, order: Theorem, low: Theorem, high: Theorem) -> Sequent:
    """A continuous function that is not positive at first and not negative at last is 0 in between.

    From `Γ ⊢ a ≤ b`, `Δ ⊢ f(a) ≤ 0` and `Θ ⊢ 0 ≤ f(b)`, `… ⊢ ∃x ∈ ℝ: a ≤ x ∧ x ≤ b ∧ f(x) = 0`. f is made of x and
    of what does not depend on x by sums, products, exponentials, powers and division by what does not depend on x.
    """
    body = unary(function)
    first, last = parts(order.conclusion, "at_most")
    same(low.conclusion, at_most(opened(body, (first,)), 0))
    same(high.conclusion, at_most(0, opened(body, (last,))))
    x = fresh(Sort.REAL, body, first, last)
    value = opened(body, (x,))
    continuous(value, x)
    return sequent(
        exists(x, REALS, conjunction(at_most(first, x), at_most(x, last), equal(value, 0))), order, low, high
    )


@fact("Rudin 1987, Real and Complex Analysis, Theorem 3.5")
def cauchy_schwarz(function: Function, other: Function, finite: Theorem) -> Sequent:
    """From enough moments of μ for the squares of the polynomials f and g, `… ⊢ (E f g)² ≤ E f² · E g²`."""
    one, two = unary(function), unary(other)
    law = law_with_moments(finite, 2 * max(order_needed(one), order_needed(two)))
    variable = fresh(Sort.REAL, one, two, law)
    f, g = opened(one, (variable,)), opened(two, (variable,))
    means = (mean(variable, law, term) for term in (f * g, f**2, g**2))
    mixed, of_one, of_two = means
    return sequent(at_most(mixed**2, of_one * of_two), finite)


@fact("Rudin 1987, Real and Complex Analysis, Theorem 3.3 (Jensen)")
def jensen(convex: Function, function: Function, curvature: Theorem, finite: Theorem) -> Sequent:
    """From `Γ ⊢ ∀x ∈ ℝ: 0 ≤ φ''(x)` and enough moments of μ for the polynomials f and φ(f), `… ⊢ φ(E f) ≤ E φ(f)`."""
    outer, inner = unary(convex), unary(function)
    variable = fresh(Sort.REAL, outer, inner, curvature.conclusion, finite.conclusion)
    one = (written(1),)
    second = along_field(along_field(opened(outer, (variable,)), (variable,), one), (variable,), one)
    same(curvature.conclusion, for_all(variable, REALS, at_most(0, second)))
    value = opened(inner, (variable,))
    order = max(order_needed(inner), order_needed(outer) * order_needed(inner))
    law = law_with_moments(finite, order)
    of_mean = opened(outer, (mean(variable, law, value),))
    return sequent(at_most(of_mean, mean(variable, law, opened(outer, (value,)))), curvature, finite)


@fact("Rudin 1987, Real and Complex Analysis, Theorem 1.39")
def vanishing_mean(vanishes: Theorem, signs: Theorem, finite: Theorem) -> Sequent:
    """What is not negative and has the mean 0 is 0 almost surely.

    From `Γ ⊢ E f(x) = 0`, `Δ ⊢ ∀x ∈ ℝ: 0 ≤ f(x)` and enough moments of μ for the polynomial f,
    `… ⊢ f(x) = 0 for almost every x ∼ μ`. For a law of sequences the premise is for all of them, and f is a polynomial
    in entries.
    """
    law, _ = parts(finite.conclusion, "member")
    of, body = parts(parts(vanishes.conclusion, "equal")[0], "mean")
    same(of, law)
    x = fresh(values(law), body, law)
    f = opened(body, (x,))
    same(vanishes.conclusion, equal(mean(x, law, f), 0))
    same(signs.conclusion, for_all(x, where(law), at_most(0, f)))
    finite_moments(law, order_needed(body, values(law)), finite)
    return sequent(almost_every(x, law, equal(f, 0)), vanishes, signs, finite)


@fact("Hardy, Littlewood and Pólya 1934, Inequalities, Theorem 9")
def arithmetic_geometric(*signs: Theorem) -> Sequent:
    """From `Γᵢ ⊢ 0 ≤ aᵢ`, i = 1, …, n with n ≥ 1, `… ⊢ a₁ ⋯ aₙ ≤ ((a₁ + … + aₙ)/n)ⁿ`."""
    if not signs:
        raise Refused("the mean of no numbers")
    terms = tuple(parts(theorem.conclusion, "at_most")[1] for theorem in signs)
    for theorem, term in zip(signs, terms, strict=True):
        same(theorem.conclusion, at_most(0, term))
    average = Node("add", terms) / len(terms)
    return sequent(at_most(Node("multiply", terms), average ** len(terms)), *signs)


@fact("Billingsley 1995, Probability and Measure, Example 21.1 (moments of the normal distribution)")
def normal_moments(domain: Domain, deviation: Term) -> Sequent:
    """`⊢ σ Z has moments of order k`, Z standard normal, for every real σ."""
    parts(domain, "moments")
    return sequent(member(normal(deviation), domain))


@fact("Billingsley 1995, Probability and Measure, Example 21.1 (moments of the normal distribution)")
def normal_moment(term: Term) -> Sequent:
    """`⊢ E xᵏ = σᵏ (k − 1)(k − 3) ⋯ 1` for even k, `⊢ E xᵏ = 0` for odd k, where x has the law of `σ Z`."""
    law, body = parts(term, "mean")
    (deviation,) = parts(law, "normal")
    (base,) = parts(body, "power")
    same(base, Index(0))
    assert isinstance(body, Node)
    assert isinstance(body.value, int)
    factor = 0 if body.value % 2 else prod(range(1, body.value, 2))
    return sequent(equal(term, factor * deviation**body.value if factor else written(0)))


@fact("Winkelbauer 2012, Moments and Absolute Moments of the Normal Distribution, arXiv 1209.4340, Section III")
def normal_modulus(term: Term) -> Sequent:
    """`⊢ E |x|ᵏ = (k − 1)(k − 3) ⋯ 2 σᵏ⁻¹ E |x|` for odd k, `|x| = √(x²)`, where x has the law of `σ Z`."""
    law, body = parts(term, "mean")
    (deviation,) = parts(law, "normal")
    (modulus,) = parts(body, "power")
    same(modulus, root(Index(0) ** 2))
    assert isinstance(body, Node)
    assert isinstance(body.value, int)
    if body.value % 2 == 0:
        raise Refused("even powers of a modulus are powers of the number")
    factor, x = prod(range(2, body.value, 2)), fresh(Sort.REAL, law)
    first = mean(x, law, root(x**2))
    return sequent(equal(term, factor * deviation ** (body.value - 1) * first))


@fact("Horn and Johnson 2013, Matrix Analysis, Theorem 4.1.5 (spectral theorem, real symmetric matrices)")
def spectral_theorem(membership: Theorem) -> Sequent:
    """A real symmetric matrix has an orthonormal basis of eigenvectors. From `Γ ⊢ S ∈ ℝⁿˣⁿ, Sᵀ = S`,
    `Γ ⊢ ∃V ∈ ℝⁿˣⁿ ∃λ: Vᵀ V = I ∧ V Vᵀ = I ∧ S = V D Vᵀ` where D is n × n with the entries `1[j = k] λ[j]`.
    """
    of, domain = parts(membership.conclusion, "member")
    (size,) = parts(domain, "symmetric")
    basis, eigenvalues = fresh(Sort.MATRIX, of, size), fresh(Sort.VECTOR, of, size)
    j = fresh(Sort.REAL, of, size)
    k = fresh(Sort.REAL, of, size, j)
    diagonal = matrix(j, k, (size, size), indicator(equal(j, k)) * entry(eigenvalues, j))
    one = identity_matrix(size)
    says = conjunction(
        equal_matrices(product(transpose(basis), basis), one),
        equal_matrices(product(basis, transpose(basis)), one),
        equal_matrices(of, product(basis, diagonal, transpose(basis))),
    )
    return sequent(exists(basis, matrices(size, size), exists(eigenvalues, SEQUENCES, says)), membership)
