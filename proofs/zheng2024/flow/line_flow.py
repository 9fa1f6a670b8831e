"""The reduced gradient flow on the line, derived from the gradient of the individual entries.

On the line every diagonal entry of `W_KQ_32` is a and every diagonal entry of `W_PV_12` is b, and the flow is that of
the individual matrix entries (the paper's; the flow of the two scalars alone runs d times faster). Where the line is
invariant, `a' = b (c1 − c2 ab)` and `b' = a (c1 − c2 ab)`.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from proofs.zheng2024.line.line import Place, entry
from proofs.zheng2024.notation import a, b, c1, c2, kappa1, kappa2, kappa3
from symbolic.algebra.notation import T_MIN, T
from symbolic.expectation.moments import Pattern, moment
from symbolic.typeset.derivation import Rule

KAPPA1, KAPPA2, KAPPA3 = Pattern((4,)), Pattern((6,)), Pattern((2,), (4,))
"""The paper's moments: `E x_j⁴`, `E x_j⁶`, `Σ_{r≠j} E x_j² x_r⁴`."""

KAPPA3_TRANSPOSED = Pattern((4,), (2,))
"""`Σ_{r≠j} E x_j⁴ x_r²`: what the gradient by `W_KQ_32` contains in the place of κ3."""

DEFINITIONS = (
    Rule(moment(KAPPA1), kappa1, "definition of κ1", needs=(KAPPA1,)),
    Rule(moment(KAPPA2), kappa2, "definition of κ2", needs=(KAPPA2,)),
    Rule(moment(KAPPA3), kappa3, "definition of κ3", needs=(KAPPA3,)),
)


def counted_alike(one: Pattern, other: Pattern) -> bool:
    """Whether two patterns with one free index have the same sum over that index.

    >>> counted_alike(KAPPA3, KAPPA3_TRANSPOSED)
    True
    """
    return Pattern((), one.exponents) == Pattern((), other.exponents)


def double_counting(one: Pattern, other: Pattern, common: sympy.Expr) -> Rule:
    """`one` may be written as `common`, the name of `other`, where both are the same for every j.

    Raises ValueError where the two sums differ.
    """
    if not counted_alike(one, other):
        raise ValueError(f"{one.text} and {other.text} do not have the same sum over j")
    because = "both sums, added over j, count every ordered pair once; being the same for every j they are equal"
    return Rule(moment(one), common, because, needs=(other, one))


DOUBLE_COUNTING = double_counting(KAPPA3_TRANSPOSED, KAPPA3, kappa3)
"""What the gradient by `W_KQ_32` contains in the place of κ3 is κ3, where both are the same for every coordinate."""

KNOWN_RULES = (*DEFINITIONS, DOUBLE_COUNTING)
"""The rules a derivation may use when its hypotheses make the moments they need the same for every coordinate."""


def velocity(block: str) -> sympy.Expr:
    """Minus the gradient by a diagonal entry of a block on the line, in formal moments."""
    return -entry(block, Place.DIAGONAL).expression(T)


def a_velocity() -> sympy.Expr:
    """`a' = −∂L/∂W_KQ_32[j, j]` in formal moments."""
    return velocity("W_KQ_32")


def b_velocity() -> sympy.Expr:
    """`b' = −∂L/∂W_PV_12[j, j]` in formal moments."""
    return velocity("W_PV_12")


@dataclass(frozen=True)
class Reduced:
    """`a' = b (c1 − c2 ab)`, `b' = a (c1 − c2 ab)`.

    Raises ValueError when the given velocities are not of this form.
    """

    c1: sympy.Expr
    c2: sympy.Expr

    @staticmethod
    def of(a_dot: sympy.Expr, b_dot: sympy.Expr) -> Reduced:
        poly = sympy.Poly(sympy.expand(a_dot), a, b)
        c1, c2 = poly.coeff_monomial(b), -poly.coeff_monomial(a * b**2)
        reduced = Reduced(c1, c2)
        if sympy.expand(a_dot - reduced.a_dot) != 0 or sympy.expand(b_dot - reduced.b_dot) != 0:
            raise ValueError(f"the flow ({a_dot}, {b_dot}) is not of the form b(c1 - c2 ab), a(c1 - c2 ab)")
        return reduced

    @property
    def a_dot(self) -> sympy.Expr:
        return b * (self.c1 - self.c2 * a * b)

    @property
    def b_dot(self) -> sympy.Expr:
        return a * (self.c1 - self.c2 * a * b)

    @property
    def product(self) -> sympy.Expr:
        """The product ab at every equilibrium other than the origin."""
        return self.c1 / self.c2

    def rate(self, expression: sympy.Expr) -> sympy.Expr:
        """Time derivative of a function of a and b along the flow."""
        return sympy.diff(expression, a) * self.a_dot + sympy.diff(expression, b) * self.b_dot


def reduced() -> Reduced:
    """The reduced flow in κ1, κ2, κ3, where the κ's and their transposed partner are the same for every coordinate."""
    rules = {rule.left: rule.right for rule in (*DEFINITIONS, DOUBLE_COUNTING)}
    return Reduced.of(a_velocity().xreplace(rules), b_velocity().xreplace(rules))


def constants() -> dict[sympy.Symbol, sympy.Expr]:
    """c1 and c2 as derived, collected by the κ's."""
    found = reduced()
    kappas = (kappa1, kappa2, kappa3)
    return {c1: sympy.collect(found.c1, kappas, sympy.factor), c2: sympy.collect(found.c2, kappas, sympy.factor)}


def formal() -> Reduced:
    """The derived flow with its two constants as positive symbols; raises ValueError where it is not of that form.

    What is shown of it holds for `reduced()`, whose constants are positive by `positive_form`.
    """
    for symbol, value in constants().items():
        if not positive_form(value).is_positive:
            raise ValueError(f"{symbol} = {value} is not known to be positive")
    return Reduced(c1, c2)


def positive_form(constant: sympy.Expr) -> sympy.Expr:
    """A constant of the flow at `T = 3 + n`, expanded, its harmonic number a non-negative symbol: signs show."""
    n = sympy.Symbol("n", integer=True, nonnegative=True)
    harmonic = sympy.Symbol("H", nonnegative=True)
    return sympy.expand(constant.subs(T, T_MIN + n).replace(sympy.harmonic, lambda *_: harmonic))
