"""The modulus of a standard normal number: m = E |z| is at least 40/51, and which laws have its moments."""

from __future__ import annotations

from functools import cache

from symbolic.core.expressions import Expression, Node, written
from symbolic.core.rules.arithmetic import square_root
from symbolic.core.rules.facts import normal_modulus, normal_moment, normal_moments
from symbolic.core.rules.logic import assume, part, parts
from symbolic.core.rules.means import mean_of_constant, ordered_means, separate_means
from symbolic.core.theorems import Theorem
from symbolic.core.vocabulary import REALS, at_most, conjunction, equal, law, mean, member, moments, normal, real, root
from symbolic.tactics.signs import Facts, identity, signed
from symbolic.tactics.steps import under

z = real("z")
υ = law("υ")
STANDARD = normal(1)
MODULUS = root(z**2)
m = mean(z, STANDARD, MODULUS)
"""`E |z|` of a standard normal number z."""
LAW = member(υ, moments(4))
AS_MODULI = conjunction(
    equal(mean(z, υ, z**1), m),
    equal(mean(z, υ, z**2), mean(z, STANDARD, z**2)),
    equal(mean(z, υ, z**4), mean(z, STANDARD, z**4)),
)
"""The mean, the second and the fourth moment of |z|."""


@cache
def as_numbers() -> Facts:
    """These moments as m, 1 and 3."""
    found = []
    for place, value in enumerate((m, written(1), written(3))):
        given = part(place, assume(AS_MODULI))
        left, right = parts(given.conclusion, "equal")
        known = (normal_moment(right),) if place else ()
        found.append(identity(left, value, (), ((given, 1), *((each, 1) for each in known))))
    return tuple(found)


@cache
def at_least() -> Theorem:
    """`40/51 ≤ m`, since `0 ≤ E |z| (z² − 5/2 |z| + 1)²`."""
    powers: tuple[tuple[Expression, Expression], ...] = (
        (written(1), MODULUS**5),
        (written(-5), z**4),
        (written(33) / 4, MODULUS**3),
        (written(-5), z**2),
        (written(1), MODULUS),
    )
    body = Node("add", tuple(number * power for number, power in powers))
    above, square = (part(place, square_root(signed(at_most(0, z**2), squares=(z,)))) for place in range(2))
    half = MODULUS**2 - written(5) / 2 * MODULUS + 1
    same = identity(body, MODULUS * half**2, (), ((square, 5 * (MODULUS**2 + z**2) + 5),))
    sign = signed(at_most(0, body), (same, above), products=((above,),), squares=(half,))
    finite = normal_moments(moments(5), written(1))
    ordered = ordered_means(under(sign, member(z, REALS)), finite)
    left, whole = parts(ordered.conclusion, "at_most")
    apart = separate_means(whole, STANDARD, tuple(number for number, _ in powers), finite)
    rules = (normal_modulus, normal_moment, normal_modulus, normal_moment)
    values = tuple(rule(mean(z, STANDARD, power)) for rule, (_, power) in zip(rules, powers, strict=False))
    return signed(at_most(written(40) / 51, m), (ordered, mean_of_constant(left), apart, *values))


def meant_moduli(formula: Expression, facts: Facts) -> Theorem | None:
    """A solver: that squares have roots, and that normal numbers have moments."""
    match formula:
        case Node(head="at_most", parts=(_, Node(head="power", value=2, parts=(of,)))):
            return signed(formula, (), squares=(of,))
        case Node(head="member", parts=(of, Node(head="moments") as domain)) if of == STANDARD:
            return normal_moments(domain, written(1))
    return None
