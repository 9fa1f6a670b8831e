"""The flow from T = 4 on from the line, where `x_1 = 1_d`: it tends to a point of rest, read off a root of R."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import T, a0, b0, d
from proofs.zheng2024.formal.ones import exchangeable_gradient as general
from proofs.zheng2024.formal.ones.critical_in_family import FAMILY, at_points_of_rest, critical_points, x
from proofs.zheng2024.formal.ones.curve.numbers_at_four import numbers_known, stated_numbers
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS, H, N, loss_there
from proofs.zheng2024.formal.ones.family_energy import TWO, WIDE
from proofs.zheng2024.formal.ones.one_root import located, unique
from proofs.zheng2024.formal.ones.point_of_rest import (
    PREDICTS,
    delta,
    form_a,
    form_b,
    form_c,
    known_there,
    level,
    quintic,
    read_off,
)
from proofs.zheng2024.formal.ones.unmasked_flow import (
    BELONGS,
    ENDS,
    LONG,
    RESTS,
    SMALL,
    TIME,
    comes_to_rest,
    existence,
    norms_at_limit,
    predicts,
    predicts_now,
    sizes,
    t,
    value_keeps_sign,
)
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Variable, bound, opened, written
from symbolic.core.rules.logic import apply, assume, choose, conjoin, discharge, part, parts, rewrite
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    at_most,
    conjunction,
    equal,
    exists,
    for_all,
    function,
    implies,
    integers_from,
    less,
    member,
    negation,
    real,
    tends,
)
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    at,
    conjuncts,
    modulo,
    other_than_0,
    proved,
    quantified,
    rewritten,
    rewritten_limit,
    swapped,
    under,
    witnessed,
)

LEFT_OUT = (
    "that d times the root lies in no smaller interval for all d and T; the limits for long sequences and for large d"
)

a, _, b, _ = LETTERS
y, z = map(real, "yz")
RAY = a, a * x, b, b * y


def loss_formula() -> Expression:
    """The loss of the family, in a, b and the ratios x and y."""
    energy = form_c(x) + 2 * (d - 1) * y * form_b(x) + (d - 1) * y**2 * form_a(x)
    value = d / 2 * (N - 2 * (a * b) * level(x) + (a * b) ** 2 * energy)
    return quantified(equal(general.loss(*RAY), value), *(member(each, REALS) for each in (a, x, b, y)))


def rest(other: Expression | None = None, product: Expression | None = None) -> Expression:
    """The values tend to some a, ax, b and by, where y and ab are read off x."""
    ratio = -form_b(x) / form_a(x) if other is None else other
    at_limit = a, a * x, b, b * ratio
    ends = (tends(t, NONNEGATIVE, one, end) for one, end in zip(FAMILY.entries, at_limit, strict=True))
    norms = a**2 + (d - 1) * (a * x) ** 2 - b**2 - (d - 1) * (b * ratio) ** 2
    value = level(x) * form_a(x) / delta(x) if product is None else product
    found = conjunction(less(0, a * b * level(x)), *ends, equal(a * b, value), equal(norms, a0**2 - b0**2))
    return exists(a, REALS, exists(b, REALS, found))


def on_the_way() -> Expression:
    """All blocks are in the family, the value b has the sign of b0, and something is predicted."""
    key, other_key, value, _ = FAMILY.entries
    return conjunction(FAMILY.in_family, less(0, b0 * value), less(0, value * (N * key + (d - 1) * H * other_key)))


def one_root(root: Expression) -> tuple[Expression, ...]:
    """x is the one root, between −1/d and 0, and A and Δ are positive there."""
    alone = for_all(z, REALS, implies(opened(bound(equal(root, 0), (x,)), (z,)), equal(z, x)))
    return equal(root, 0), alone, less(-1, d * x), less(x, 0), less(0, form_a(x)), less(0, delta(x))


def from_starts(formula: Expression, small: tuple[Expression, ...] = SMALL) -> Expression:
    """A formula for all small starts on the line."""
    for premise in reversed(small):
        formula = implies(premise, formula)
    return for_all(a0, REALS, for_all(b0, REALS, formula))


def goal(
    small: tuple[Expression, ...] = SMALL,
    root: Expression | None = None,
    end: Expression | None = None,
    least: int = 4,
    lower: Expression | None = None,
    numbers: Expression | None = None,
) -> Expression:
    """For `d ≥ 2` and `T ≥ 4`: the loss; R has one real root; from small starts there is one flow, with this limit."""
    flow = conjunction(FAMILY.flows, for_all(t, NONNEGATIVE, on_the_way()), end or rest())
    of_root = one_root(quintic(x) if root is None else root)
    points = critical_points(lower), numbers or stated_numbers()
    there = exists(x, REALS, conjunction(*of_root, *points, from_starts(flow, small)))
    return for_all(d, integers_from(2), for_all(T, integers_from(least), conjunction(loss_formula(), there)))


@cache
def flow() -> Theorem:
    """From the line there is one gradient flow, and it is the family along the four values."""
    return FAMILY.flow(existence())


@cache
def first_entries() -> Facts:
    """The four entries at the time τ, along the four values."""
    return FAMILY.first_entries(flow())


def loss_known() -> Theorem:
    """The loss of the family, in a, b and the ratios x and y."""
    formula, letters = loss_formula(), (a, x, b, y)
    there = at(FAMILY.known(loss_there()), *RAY)
    for letter in letters:
        formula = opened(parts(formula, "for_all")[1], (letter,))
    return under(modulo(formula, (there,)), *(member(each, REALS) for each in letters))


def ends_known(ratio: Theorem) -> Facts:
    """`a`, `ax`, b and `by` are the limits of the four entries."""
    _, α, _, β = LETTERS
    first, other, *_ = known_there()
    places = α / a, -form_b(α / a) / form_a(α / a)
    above = known_there()[3]
    second = identity(α, a * places[0], (first,))
    fourth = identity(β, b * places[1], (first, other, above), ((ratio, b),))
    found = tuple(FAMILY.limit_in_entries(assume(end), first_entries()) for end in ENDS)
    return found[0], rewritten_limit(second, found[1]), found[2], rewritten_limit(fourth, found[3])


READ_OFF = equal(quintic(x), 0), less(0, form_a(x)), less(0, delta(x)), rest()
"""What is known of the ratio α/a at the limit."""
SOME_RATIO = exists(x, REALS, conjunction(*READ_OFF))


@cache
def comes_to() -> Theorem:
    """The values tend to a point that is read off some root of R."""
    α = LETTERS[1]
    ratio, far, value, root = conjuncts(read_off())
    _, _, product, above = known_there()
    formula = opened(bound(rest(), (x,)), (α / a,))
    inside = formula
    for each in (a, b):
        inside = opened(parts(inside, "exists")[1], (each,))
    same = norms_of(parts(inside, "and")[-1], ratio)
    there = witnessed(formula, conjoin(product, *ends_known(ratio), value, same), a, b)
    found = witnessed(SOME_RATIO, conjoin(root, above, far, there), α / a)
    return chosen(comes_to_rest(), apply(discharge(PREDICTS, found), predicts()))


@cache
def from_each_start() -> Theorem:
    """From each small start there is one flow, in the family, and its limit is read off some root of R."""
    stays = under(conjoin(FAMILY.stays(flow(), first_entries()), *signs_kept()), TIME)
    starts = member(a0, REALS), member(b0, REALS), *SMALL
    return under(conjoin(part(0, flow()), stays, comes_to()), *starts)


def signs_kept() -> Facts:
    """The value b has the sign of b0, and something is predicted, at the time τ."""
    return tuple(map(in_entries, (at(value_keeps_sign(), BELONGS), predicts_now())))


def in_entries(theorem: Theorem) -> Theorem:
    """A theorem about the four values as one about the entries."""
    for equation in first_entries():
        theorem = rewritten(swapped(equation), theorem)
    return theorem


def from_this_start() -> Theorem:
    """From a small start there is one flow, in the family, and its limit is read off the root x."""
    found = at(from_each_start(), a0, b0)
    for premise in SMALL:
        found = apply(found, assume(premise))
    some = opened(bound(conjunction(*READ_OFF), (x,)), (z,))
    root, _, _, there = (part(n, assume(some)) for n in range(4))
    same = apply(apply(at(unique(), x, z), assume(READ_OFF[0])), root)
    hole = real("hole")
    moved = rewrite(function(hole, body=opened(bound(rest(), (x,)), (hole,))), same, there)
    end = choose(z, part(2, found), moved)
    return under(conjoin(part(0, found), part(1, found), end), member(a0, REALS), member(b0, REALS), *SMALL)


def root_exists() -> Theorem:
    """Some x is a root of R, where A and Δ are positive: there is a small start, and from it the flow has a limit."""
    value = N / (N + (d - 1) * H)
    above = divisor_known()
    length = sizes()[0]
    small = signed(less(0, written(1) * value), (length, above), products=((length,), (above,)))
    far = signed(less(written(1) * value, 2 * N / (N + (d - 1) * H)), (length, above), products=((above,), (length,)))
    found = at(from_each_start(), 1, value)
    for premise in (small, far):
        found = apply(found, premise)
    root = tuple(map(assume, READ_OFF[:3]))
    goal_ = exists(x, REALS, conjunction(*READ_OFF[:3]))
    here = opened(parts(parts(found.conclusion, "and")[2], "exists")[1], (x,))
    inside = conjoin(*(part(n, assume(here)) for n in range(3)))
    assert [each.conclusion for each in root] == list(parts(inside.conclusion, "and"))
    return choose(x, part(2, found), witnessed(goal_, inside, x))


@cache
def divisor_known() -> Theorem:
    """`0 < T − 2 + (d − 1) H`."""
    length, first = sizes()
    more = signed(at_most(0, d - 1), (TWO,))
    return signed(less(0, N + (d - 1) * H), (length, more, first), products=((more, first), (more,)))


def limit_known() -> Theorem:
    """R has one real root, and from small starts the flow has the limit that is read off it."""
    known = conjunction(*READ_OFF[:3])
    root, above, far = (part(n, assume(known)) for n in range(3))
    alone = under(
        apply(apply(at(unique(), x, z), root), assume(equal(quintic(z), 0))), member(z, REALS), equal(quintic(z), 0)
    )
    inside = conjuncts(apply(at(located(), x), root))
    starts, points = (apply(under(each, READ_OFF[0]), root) for each in (from_this_start(), at_points_of_rest()))
    numbers = numbers_known()
    for premise, theorem in zip(READ_OFF[:3], (root, above, far), strict=True):
        numbers = apply(discharge(premise, numbers), theorem)
    found = conjoin(root, alone, *inside, above, far, points, numbers, starts)
    return choose(x, root_exists(), witnessed(parts_of_goal(), found, x))


def parts_of_goal() -> Expression:
    """What the goal says of the root, at `d` and `T`."""
    formula = goal()
    for each in (d, T):
        formula = opened(parts(formula, "for_all")[1], (each,))
    return parts(formula, "and")[1]


def norms_of(formula: Expression, ratio: Theorem) -> Theorem:
    """The weighted norms at the limit, by the ratios."""
    _, α, _, β = LETTERS
    first, other, _, _ = known_there()
    right = parts(formula, "equal")[1]
    x_, y_ = α / a, β / b
    with_ratio = identity(
        a**2 + (d - 1) * (a * x_) ** 2 - b**2 - (d - 1) * (b * y_) ** 2,
        right,
        (first, other),
        ((norms_at_limit(), 1),),
    )
    return rewritten_side(ratio, with_ratio, formula)


def rewritten_side(equation: Theorem, theorem: Theorem, formula: Expression) -> Theorem:
    """A theorem with the other side of an equation in it, which has to be the formula."""
    found = rewritten(equation, theorem)
    assert found.conclusion == formula
    return found


def chosen(existence_: Theorem, found: Theorem, known: tuple[Expression, ...] = (*ENDS, *RESTS)) -> Theorem:
    """What does not name the limit, from what is known of it."""
    theorem = found
    for each in reversed(known):
        theorem = discharge(each, theorem)
    return _chosen(existence_, theorem, LETTERS)


def _chosen(existence_: Theorem, found: Theorem, letters: tuple[Variable, ...]) -> Theorem:
    if not letters:
        for each in conjuncts(existence_):
            found = apply(found, each)
        return found
    _, body = parts(existence_.conclusion, "exists")
    inside = assume(opened(body, (letters[0],)))
    return choose(letters[0], existence_, _chosen(inside, found, letters[1:]))


def proof() -> Proof:
    """The goal and its definedness."""
    return Proof(goal(), under(conjoin(loss_known(), limit_known()), WIDE, LONG), definedness())


def definedness() -> Theorem:
    """That the goal is defined: losses, and divisors that are not 0."""
    on_line = (FAMILY.regular_on_line(*point) for point in ((0, 0), (a0, b0)))
    regular = *(FAMILY.regular(*point) for point in (RAY, LETTERS)), *on_line
    settled = {each.conclusion: each for each in regular}
    settled[negation(equal(N + (d - 1) * H, 0))] = other_than_0(divisor_known())

    def solve(formula: Expression, facts: Facts) -> Theorem | None:
        match formula:
            case Node(head="not", parts=(Node(head="equal", parts=(divisor_, _)),)):
                above = next((fact for fact in facts if fact.conclusion == less(0, divisor_)), None)
                return other_than_0(above) if above else settled.get(formula)
        return settled.get(formula)

    return proved(defined(goal()), solve=solve)
