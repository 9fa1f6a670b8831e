"""That Theorem 4.1 holds from every start with a symmetric matrix: false, from a negative one u falls for ever."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from proofs.zhang2024.formal.dominated_gap import HALF
from proofs.zhang2024.formal.flow.family_flow import FLOW
from proofs.zhang2024.formal.flow.theorem_4_1 import FOURTH_ROOT, meaningful
from proofs.zhang2024.formal.loss_in_traces import FAMILY, KEY, Λ, N, U, d, stated, u
from proofs.zhang2024.formal.trained_point import DATA, HIGH_INVERSE, R, sizes, spread
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, bound, opened, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.convergence import continuity, ordered_limits
from symbolic.core.rules.derivatives import along_field, in_time
from symbolic.core.rules.facts import bounded_flow, flow_on_family
from symbolic.core.rules.flows import decreasing, flow_start
from symbolic.core.rules.logic import apply, assume, cases, choose, conjoin, contradict, deny, part, parts, rewrite
from symbolic.core.rules.matrix_algebra import cell_of_word, cells_of_equal, shape_of_equal, trace_of_identity
from symbolic.core.rules.membership import belongs, trichotomy
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    FALSE,
    NONNEGATIVE,
    POSITIVE,
    REALS,
    Number,
    System,
    at_most,
    cell,
    definite,
    equal,
    equal_matrices,
    exists,
    function,
    identity_matrix,
    implies,
    integers_between,
    integers_from,
    less,
    matrix_letter,
    member,
    multiple,
    negation,
    product,
    real,
    root,
    symmetric,
    tends,
    trace,
    transpose,
)
from symbolic.goals.engine import derived_gradient, derived_regularity
from symbolic.goals.written_blocks import ENTRY
from symbolic.tactics.signs import Facts, identity, positive, signed
from symbolic.tactics.steps import assumed, at, belonging, conjuncts, modulo, proved, quantified, under, whichever
from symbolic.tactics.whole_matrices.matrix_letters import by_words, shaped
from symbolic.tactics.whole_matrices.roots_and_inverses import by_form
from symbolic.tactics.whole_matrices.sums_of_squares import semidefinite_too, zero_matrix
from symbolic.tactics.whole_matrices.trace_equations import rewritten_traces
from symbolic.tactics.whole_matrices.word_equations import rewritten_words

σ, σ0, p, t = map(real, ("σ", "σ0", "p", "τ"))
Σ = matrix_letter("Σ")
TIME = member(t, NONNEGATIVE)
SYMMETRIC = member(Σ, symmetric(d))


def goal(limit: Number = FOURTH_ROOT, starts: Expression = SYMMETRIC) -> Expression:
    """For all sizes, definite covariances and matrices: where the flow tends from starts small enough for these."""
    ends = FLOW.ends(σ, multiple(σ, Σ), limit, R)
    small = exists(σ0, POSITIVE, quantified(implies(less(σ, σ0), ends), member(σ, POSITIVE)))
    each = quantified(implies(equal(trace(product(transpose(Σ), Σ)), 1), small), starts)
    return quantified(implies(HIGH_INVERSE[1], each), *DATA, HIGH_INVERSE[0])


ONE = identity_matrix(4)
DOWN, LIMIT = multiple(Fraction(-1, 2), ONE), multiple(Fraction(1, 6), ONE)
"""The matrix of the start, and Γ⁻¹, for d = 4, N = 1 and the identity as covariance."""

FALLING = System((p,), (-2 * p - 6 * p**3,), (σ,))
AT = FALLING.at(t)[0]


@cache
def definite_identity() -> Theorem:
    """The identity is definite."""

    def sign(x: Variable, known: Facts) -> Theorem:
        value = trace(product(transpose(x), ONE, x))
        same = rewritten_traces(equal(value, trace(product(transpose(x), x))), known[:1])
        wanted = less(0, value)

        def small(order: Facts) -> Theorem:
            none = zero_matrix(x, signed(at_most(trace(product(transpose(x), x)), 0), (same, *order)), known[:1])
            return cases(wanted, contradict(none, known[1]))

        return whichever(wanted, trichotomy(written(0), value), lambda order: order[0], small, small)

    return by_form(member(ONE, definite(4)), (), sign)


@cache
def existence() -> Theorem:
    """`p' = −2 p − 6 p³` from any start has one solution, since p² falls."""
    slope = signed(at_most(along_field(p**2, (p,), FALLING.velocities), 0), squares=(p, p**2))
    low = at_most(p**2, σ**2)
    below = signed(at_most(Node("add", (p**2,)), σ**2), (assume(low),))
    everywhere = member(p, REALS)
    return bounded_flow(
        FALLING.is_global, function(p, body=p**2), under(slope, everywhere), under(below, everywhere, low)
    )


@cache
def falls() -> Theorem:
    """`p ≤ σ` at all times, for a positive σ."""
    value = AT**2
    slope = under(signed(at_most(in_time(value, t)[0], 0), squares=(AT, AT**2)), TIME)
    order = at(decreasing(function(t, body=value), slope, existence()), 0, assume(TIME))
    now = apply(order, assumed(TIME)[1])
    start = flow_start(FALLING.at(0)[0], existence())
    positive_ = assumed(member(σ, POSITIVE))[1]
    first = FALLING.at(0)[0]
    return signed(at_most(AT, σ), (now, start, positive_), degree=2, scales=(1, first + σ))


def there_at(of: Expression, scalar: Expression) -> Expression:
    """What is said of sizes, data and a point, for d = 4, N = 1, the identity and a point of the ray."""
    return opened(bound(of, (d, N, Λ, u, U)), (written(4), written(1), ONE, scalar, multiple(scalar, DOWN)))


@cache
def data() -> Facts:
    """Memberships of the sizes, of the identity and of a point of the ray."""
    sizes = belonging(4, integers_from(1)), belonging(1, integers_from(1))
    point = belonging(p, REALS), shaped(multiple(p, DOWN), (belonging(4, integers_from(0)),))
    return (*sizes, semidefinite_too(definite_identity()), *point)


@cache
def size() -> Theorem:
    """The trace of the identity is 4."""
    return trace_of_identity(belonging(4, integers_from(0)))


BLOCKS = tuple(stated().setting.blocks)
j, k = ENTRY


def values(block: str) -> Expression:
    """The entry `j, k` of a block on the ray."""
    return there_at(stated().values(block), p)


def slope(block: str) -> Theorem:
    """The gradient by a block on the ray is opposite to the velocity of the ray."""
    places = tuple(
        member(place, integers_between(1, there_at(length, p)))
        for place, length in zip(ENTRY, stated().shape(block), strict=True)
    )
    derived = at(derived_gradient(KEY, FAMILY, block), *data())
    gradient = there_at(stated().gradient(block), p)
    wanted = equal(cell(gradient, j, k), -along_field(values(block), (p,), FALLING.velocities))
    if block == "W_KQ_11":
        return under(_of_matrix(wanted, derived, places), *places)
    entry = at(derived, *map(assume, places))
    found = parts(entry.conclusion, "equal")[1]
    number = p * (2 + trace(ONE)) * p**2 * trace(ONE) / 4 + p * trace(ONE) / 2 if block == "W_PV_22" else written(0)
    same = rewritten_traces(equal(found, number), (belonging(4, integers_from(0)),))
    return under(modulo(wanted, (entry, same, size())), *places)


def _of_matrix(wanted: Expression, derived: Theorem, places: tuple[Expression, ...]) -> Theorem:
    """The same of the gradient by U, which is a multiple of the identity."""
    known = (belonging(4, integers_from(0)),)
    gradient, found = parts(derived.conclusion, "equal_matrices")
    shape = shape_of_equal(derived, shaped(found, known))
    short = multiple(-(p**3) * (2 + trace(ONE)) / 2 - p, ONE)
    same = rewritten_words(equal_matrices(gradient, short), (*known, shape), (derived,), whole=(gradient,))
    entry = cells_of_equal(same, shape, *map(assume, places))
    cells = (cell_of_word(cell(each, j, k)) for each in (short, DOWN, ONE))
    return modulo(wanted, (entry, *cells, size()))


@cache
def flow() -> Theorem:
    """There is one gradient flow from the start, and it is the ray along the system."""
    start = tuple(there_at(each, σ) for each in (*stated().given, *stated().blocks))
    functions = tuple(function(p, j, k, body=values(block)) for block in BLOCKS)
    at_start = (*data()[:3], belonging(σ, REALS), shaped(multiple(σ, DOWN), (belonging(4, integers_from(0)),)))
    regular = at(derived_regularity(KEY, FAMILY), *at_start)
    slopes = tuple(under(slope(block), member(p, REALS)) for block in BLOCKS)
    return flow_on_family(stated().model.flows(*start), functions, regular, existence(), slopes)


def inverse() -> Theorem:
    """`Γ R = R Γ = 1` there."""
    known = (belonging(4, integers_from(0)),)
    found = []
    for wanted in parts(opened(bound(HIGH_INVERSE[1], (d, N, Λ, R)), (written(4), written(1), ONE, LIMIT)), "and"):
        left, _ = parts(wanted, "equal_matrices")
        hole = real("hole")
        scaled = equal_matrices(left, multiple((2 + hole) / 6, ONE))
        first = rewritten_words(opened(bound(scaled, (hole,)), (trace(ONE),)), known)
        second = rewrite(function(hole, body=scaled), size(), first)
        found.append(by_words(wanted, known, (second, 1, None, None)))
    return conjoin(*found)


SMALL = σ0 / (2 + 2 * σ0)
"""A start below σ0 and below a half."""


def beyond(of_entries: Theorem) -> Theorem:
    """False, from that u tends to the limit, where σ is less than a half: it is at most σ."""
    tends_ = at(of_entries, 1, 1)
    _, trained, limit = parts(tends_.conclusion, "tends")
    now = at(part(1, flow()), assume(TIME))
    ones = (belonging(1, integers_between(1, 1)),) * 2
    entry = at(part(BLOCKS.index("W_PV_22"), now), *ones)
    below = under(signed(at_most(opened(trained, (t,)), σ), (entry, falls())), TIME)
    still = continuity(tends(t, NONNEGATIVE, σ, σ), (), ())
    least = ordered_limits(tends_, still, below)
    second = trace(product(LIMIT, LIMIT))
    known = (belonging(4, integers_from(0)),)
    value = rewritten_traces(equal(second, trace(ONE) / 36), known)
    ninth = identity(second, Fraction(1, 9), using=((value, 1), (size(), Fraction(1, 36))))
    low, squared = conjuncts(square_root(signed(at_most(0, second), (ninth,))))
    lower, again = conjuncts(square_root(low))
    half = assume(at_most(σ, HALF))
    small = signed(at_most(limit, HALF), (least, half))
    square_ = signed(at_most(root(second), HALF**2), (again, small, lower), degree=2)
    return signed(FALSE, (square_, low, squared, ninth), degree=2)


def normed_start() -> tuple[Theorem, Theorem]:
    """The matrix of the start is symmetric, and the sum of the squares of its entries is 1."""
    known = (belonging(4, integers_from(0)),)
    turned = rewritten_words(equal_matrices(transpose(DOWN), DOWN), known)
    norm = trace(product(transpose(DOWN), DOWN))
    value = rewritten_traces(equal(norm, trace(ONE) / 4), known)
    one = identity(norm, 1, using=((value, 1), (size(), Fraction(1, 4))))
    return belongs(member(DOWN, symmetric(4)), conjoin(shaped(DOWN, known), turned)), one


def refutation() -> Proof:
    """The denied goal and its definedness."""
    of_limit = shaped(LIMIT, (belonging(4, integers_from(0)),))
    sizes = belonging(4, integers_from(1)), belonging(1, integers_from(1))
    symmetric_, one = normed_start()
    each = apply(at(assume(goal()), *sizes, definite_identity(), of_limit), inverse())
    somewhere = apply(at(each, symmetric_), one)
    domain, body = parts(somewhere.conclusion, "exists")
    start = assumed(member(σ0, domain))
    size_ = belongs(member(SMALL, POSITIVE), positive(SMALL, start))
    wide = positive(2 + 2 * σ0, start)
    inside = signed(less(SMALL, σ0), (*start, wide), products=((wide,), (start[1], start[1])))
    below = signed(at_most(SMALL, HALF), (*start, wide), products=((wide,),))
    ends = apply(at(assume(opened(body, (σ0,))), size_), inside)
    claimed = opened(bound(parts(_ends(), "and")[1], (Σ,)), (DOWN,))
    wrong = under(under(beyond(assume(claimed)), at_most(σ, HALF), claimed), member(σ, POSITIVE))
    false = apply(apply(at(wrong, size_), below), part(1, ends))
    denied = negation(goal())
    theorem = deny(goal(), choose(σ0, somewhere, false))
    return Proof(denied, theorem, proved(defined(denied), solve=meaningful_there))


def _ends() -> Expression:
    """Where the flow is said to tend for d = 4, N = 1, and the identity as covariance."""
    ends = FLOW.ends(σ, multiple(σ, Σ), FOURTH_ROOT, R)
    return opened(bound(ends, (d, N, Λ, R)), (written(4), written(1), ONE, LIMIT))


def meaningful_there(formula: Expression, known: Facts) -> Theorem | None:
    """A solver: that the loss is a polynomial at a start, and that radicands are not negative."""
    if isinstance(formula, Node) and formula.head == "regular":
        point = belonging(σ, REALS), shaped(multiple(σ, Σ), (*known, *sizes()))
        return at(derived_regularity(KEY, FAMILY), *map(assume, DATA[:2]), spread(), *point)
    return meaningful(formula, known)
