"""What the error in one orthant tends to as prompts and training grow, and that it is 0 in one dimension only."""

from __future__ import annotations

from functools import cache

from proofs.garg2022.formal.isotropic import apart, sizes, γ
from proofs.garg2022.formal.limits.limits_of_ones import as_near
from proofs.garg2022.formal.orthants.error_in_orthants import FLOOR, IN_ORTHANT, in_orthant
from proofs.garg2022.formal.orthants.moduli import AS_MODULI, LAW, at_least, m
from proofs.garg2022.formal.trained_model import SIZES, TASK, TESTED, M, N, d, w
from symbolic.core.expressions import Variable, bound, opened, written
from symbolic.core.rules.logic import apply, assume, conjoin, part, parts, witness
from symbolic.core.rules.membership import belongs
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import NONNEGATIVE, at_most, conjunction, less, member, real
from symbolic.tactics.signs import identity, positive, signed
from symbolic.tactics.steps import assumed, at, conjuncts, rewritten, swapped, under
from symbolic.tactics.whole_matrices.bounded_products import norm
from symbolic.tactics.whole_matrices.matrix_numbers import not_negative

u, a, b = map(real, "uab")
l, f, s = map(real, "lfs")
SIGNS = tuple(member(each, NONNEGATIVE) for each in (u, a, b, l, f, s))
SLOW = conjunction(at_most(u, 1), at_most(1 - u, s * a))
"""`u = 1/γ` is at most 1 and as near to it as `s/N`, `s = d + 1`; a and b are 1/N and 1/M."""
TERM = l * ((u - 1) ** 2 + f * (1 - b) * u**2 + s * u**2 * b)
MOST = l * (s + 2 * f * s + f)


@cache
def in_numbers() -> Theorem:
    """`|t − l f| ≤ K (a + b)` for the error t in these numbers."""
    inside = assumed(*SIGNS, SLOW)
    below, near = conjuncts(assume(SLOW))
    size, floor, wide, long, few, slow = (_sign(each) for each in (l, f, s, a, b, u))
    width = MOST * (a + b)
    upper = (
        (size, near),
        (size, slow, below),
        (size, floor, below),
        (size, floor, slow, below),
        (size, floor, few, slow, slow),
        (size, wide, few, below),
        (size, wide, few, slow, below),
    )
    lower = (
        (size, floor, near),
        (size, floor, below, below),
        (size, floor, few, below),
        (size, floor, few, slow, below),
        (size, below, below),
        (size, wide, few, slow, slow),
    )
    both = tuple((size, *each, end) for each in ((floor,), (wide,), (floor, wide)) for end in (long, few))
    goals = (at_most(-width, TERM - l * f), (*lower, *both)), (at_most(TERM - l * f, width), (*upper, *both))
    found = conjoin(*(signed(goal, inside, products=products) for goal, products in goals))
    return under(found, *SIGNS, SLOW)


def _sign(number: Variable) -> Theorem:
    """`0 ≤ x` of one of them."""
    return next(each for each in assumed(member(number, NONNEGATIVE)) if each.conclusion == at_most(0, number))


LIMIT = norm(w) * FLOOR
DATA = SIZES[0], LAW, AS_MODULI, TASK
LARGEST = opened(bound(MOST, (l, f, s)), (norm(w), FLOOR, d + 1))


@cache
def signs() -> tuple[Theorem, ...]:
    """That 1/γ, 1/N, 1/M, the length of a task, the limit and d + 1 are not negative."""
    known = (*sizes(), *apart(), *assumed(TESTED, TASK))
    wide = signed(at_most(0, d - 1), assumed(SIZES[0]))
    floor = signed(at_most(0, FLOOR), (wide,), squares=(m**2,))
    shares = (signed(at_most(0, 1 / each), (positive(1 / each, known), *known)) for each in (γ, N, M))
    return *shares, not_negative(w, assumed(SIZES[0], TASK)), floor, signed(at_most(0, d + 1), (wide,))


@cache
def slowly() -> Theorem:
    """`1/γ ≤ 1` and `1 − 1/γ ≤ (d + 1)/N`, which it is over γ."""
    known = (*sizes(), *apart())
    share, long, *_, wide = signs()
    rest = identity(1 - 1 / γ, (d + 1) * (1 / N) * (1 / γ), known)
    below = signed(at_most(1 / γ, 1), (rest, share, long, wide, *apart()), products=((share, long, wide),))
    products = ((below, long, wide),)
    return conjoin(
        below, signed(at_most(1 - 1 / γ, (d + 1) * (1 / N)), (rest, below, long, wide, *apart()), products=products)
    )


@cache
def limit() -> Theorem:
    """For all d, laws with the moments of moduli and tasks: the error is ever nearer to its limit."""
    numbers = 1 / γ, 1 / N, 1 / M, norm(w), FLOOR, d + 1
    known = (*sizes(), *assumed(TESTED), *apart(), positive(M, assumed(TESTED)))
    domains = (member(number, NONNEGATIVE) for number in numbers)
    members = (belongs(domain, sign) for domain, sign in zip(domains, signs(), strict=True))
    found = apply(at(in_numbers(), *members), slowly())
    error = apply(at(in_orthant(), *map(assume, (*SIZES, TESTED, LAW, TASK))), assume(AS_MODULI))
    term, there = opened(bound(TERM, (u, a, b, l, f, s)), numbers), parts(error.conclusion, "equal")[1]
    same = rewritten(swapped(error), identity(term, there, known))
    width = identity(LARGEST * (1 / N + 1 / M), LARGEST / N + LARGEST / M, known)
    near_ = conjoin(*(rewritten(width, rewritten(same, part(place, found))) for place in range(2)))
    *_, length, floor, wide = signs()
    products = (length, wide), (length, floor, wide), (length, floor)
    most = belongs(member(LARGEST, NONNEGATIVE), signed(at_most(0, LARGEST), signs()[3:], products=products))
    return under(witness(as_near(IN_ORTHANT, LIMIT), most, under(near_, SIZES[1], TESTED)), *DATA)


def is_missed(size: int, least: int) -> Theorem:
    """`least < m⁴ (d − 1)` for all d from a size on."""
    most = at_most(size, d)
    square = signed(at_most(written(40) ** 2 / 51**2, m**2), (at_least(),), products=((at_least(), at_least()),))
    known = (*assumed(SIZES[0]), assume(most))
    wide = signed(at_most(0, d - size), known)
    found = signed(
        less(least, FLOOR),
        (square, wide),
        products=((square, square), (square, square, wide), (wide,)),
        squares=(m**2,),
    )
    return under(found, SIZES[0], most)
