"""The flow at T = 3 from the line, where `x_1 = 1_d`: its family, what it conserves, and its limits in closed form."""

from __future__ import annotations

from functools import cache

from proofs.zheng2024.formal.on_line.line_formulas import T, a0, b0, d
from proofs.zheng2024.formal.ones import exchangeable_gradient as general
from proofs.zheng2024.formal.ones.exchangeable_gradient import LETTERS, POINT, loss_there
from proofs.zheng2024.formal.ones.family_at_three import (
    AT,
    BELONGS,
    CUBE,
    SMALL,
    SYSTEM,
    TIME,
    WIDE,
    existence,
    form,
    kept,
    t,
    u,
)
from proofs.zheng2024.formal.ones.flow_in_family import FlowInFamily
from proofs.zheng2024.formal.ones.limits_at_three import (
    SQUARE,
    TILTED,
    of_both,
    product_tends,
    radicand,
    ratio_tends,
    rest_divisor,
    scales,
    square_tends,
    value_not_zero,
)
from proofs.zheng2024.formal.ones.ones_gradient import loss_at, loss_at_zero
from symbolic.core.certificates import Proof
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, bound, opened, written
from symbolic.core.rules.logic import assume, conjoin, contradict, deny, part, parts
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    Number,
    conjunction,
    equal,
    for_all,
    implies,
    integers_from,
    less,
    member,
    tends,
)
from symbolic.tactics.evaluated import equations
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import (
    at,
    belonging,
    modulo,
    other_than_0,
    proved,
    quantified,
    rewritten_limit,
    swapped,
    under,
)

LEFT_OUT = (
    "that the limit is a saddle of the full loss for d = 3, 4, 5, so that a perturbation off the family grows, and "
    "that of `W_KQ_32` only column sums enter"
)


def at_three(expression: Expression) -> Expression:
    """An expression with 3 in the place of T."""
    return opened(bound(expression, (T,)), (written(3),))


@cache
def sums() -> Facts:
    """`H(3 − 2) = 1`, and the same of the squares."""
    found = (at_three(each) for each in (general.H, general.H2))
    return tuple(modulo(equal(each, 1), equations(each)) for each in found)


FAMILY = FlowInFamily(belonging(3, integers_from(3)), SYSTEM, sums())
KEY, OTHER_KEY, VALUE, OTHER_VALUE = FAMILY.entries
SUM = KEY + (d - 1) * OTHER_KEY
AT_ZERO = at_three(loss_at(0, 0))


def loss(*point: Expression) -> Expression:
    """The loss at blocks of the family."""
    return at_three(general.loss(*point))


def loss_formula(energy: Expression | None = None) -> Expression:
    """The loss of the family, by the sums of columns, b and β."""
    a, α, b, β = LETTERS
    s = a + (d - 1) * α
    value = d / 2 * (1 - 2 * s * b + s**2 * (form(b, β) if energy is None else energy))
    return quantified(equal(loss(*LETTERS), value), *POINT)


def limits(
    product: Number = 2 / (2 * d - 1), ratio: Number = -(1 / (2 * (d - 1))), square: Number = SQUARE
) -> tuple[Expression, ...]:
    """Where `sb`, β/b, s² and the loss go."""
    left = (2 * d - 3) / (2 * d - 1) * AT_ZERO
    ends = (SUM * VALUE, product), (OTHER_VALUE / VALUE, ratio), (SUM**2, square), (loss(*FAMILY.entries), left)
    return tuple(tends(t, NONNEGATIVE, term, limit) for term, limit in ends)


def goal(
    small: tuple[Expression, ...] = SMALL,
    energy: Expression | None = None,
    ends: tuple[Expression, ...] = (),
    least: int = 2,
) -> Expression:
    """For `d ≥ 2`: the loss of the family; and from small starts one flow, in the family, with its limits."""
    stays = for_all(t, NONNEGATIVE, conjunction(FAMILY.in_family, equal(KEY - OTHER_KEY, a0)))
    flow: Expression = conjunction(FAMILY.flows, stays, *(ends or limits()))
    for premise in reversed(small):
        flow = implies(premise, flow)
    flow = for_all(a0, REALS, for_all(b0, REALS, flow))
    return for_all(d, integers_from(least), conjunction(loss_formula(energy), flow))


@cache
def flow() -> Theorem:
    """From the line there is one gradient flow, and it is the family along the four values."""
    return FAMILY.flow(existence())


@cache
def first_entries() -> Facts:
    """The four entries at the time τ, along the four values."""
    return FAMILY.first_entries(flow())


@cache
def loss_at_three() -> Theorem:
    """The loss of the family."""
    there = at(FAMILY.known(loss_there()), *LETTERS)
    body = loss_formula()
    for letter in LETTERS:
        body = opened(parts(body, "for_all")[1], (letter,))
    return under(modulo(body, (there, *sums())), *POINT)


def stays() -> Theorem:
    """All blocks are in the family at all times, and what is conserved."""
    difference = modulo(equal(KEY - OTHER_KEY, a0), (*first_entries(), kept(AT[0] - AT[1], AT[0] - AT[1], a0)))
    return under(conjoin(FAMILY.stays(flow(), first_entries()), difference), TIME)


def in_entries(theorem: Theorem, term: Expression | None = None, *equations_: Theorem) -> Theorem:
    """A limit of a term in the four values, as one of a term in the entries of the model."""
    known = (*scales(), value_at_time())
    return FAMILY.limit_in_entries(theorem, (*equations_, *first_entries()), known, term)


def value_at_time() -> Theorem:
    """b is not 0 at the time τ."""
    return at(value_not_zero(), BELONGS)


def loss_tends() -> Theorem:
    """The loss goes to its least value in the family."""

    def term(tilted: Expression, product: Expression) -> Expression:
        return d / 2 * (1 + ((CUBE * product - 2) ** 2 + CUBE * tilted**2 - 4) / (2 * CUBE))

    twice = signed(less(0, 2 * CUBE), scales())
    share = (2 * d - 3) / (2 * d - 1)
    found = of_both(term(TILTED, u), term(written(0), 2 / CUBE), share * (d / 2), twice)
    at_zero = FAMILY.known(loss_at_zero())
    same = identity(share * (d / 2), parts(limits()[-1], "tends")[2], scales(), ((at_zero, -share),))
    return rewritten_limit(same, in_entries(found, loss(*FAMILY.entries), at(loss_at_three(), *FAMILY.entries)))


def proof() -> Proof:
    """The goal and its definedness."""
    ends = in_entries(product_tends()), in_entries(ratio_tends()), in_entries(square_tends()), loss_tends()
    starts = member(a0, REALS), member(b0, REALS), *SMALL
    found = under(conjoin(part(0, flow()), stays(), *ends), *starts)
    return Proof(goal(), under(conjoin(loss_at_three(), found), WIDE), definedness())


def definedness() -> Theorem:
    """That the goal is defined: losses, the root, and divisors that are not 0."""
    points = (FAMILY.regular(*point) for point in (LETTERS, FAMILY.entries))
    regular = *points, *(FAMILY.regular_on_line(*point) for point in ((0, 0), (a0, b0)))
    known = entry_not_zero(), radicand(), *map(other_than_0, rest_divisor()), *regular
    settled = {each.conclusion: each for each in known}
    return proved(defined(goal()), solve=lambda formula, facts: settled.get(formula))


def entry_not_zero() -> Theorem:
    """The value on the diagonal of `W_PV_12` is not 0 at the time τ."""
    zero = equal(VALUE, 0)
    value = modulo(equal(AT[2], 0), (swapped(first_entries()[2]), assume(zero)))
    return deny(zero, contradict(value, value_at_time()))
