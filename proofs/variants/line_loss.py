"""The derived loss on the line, in letters of the statements, and the product at which it is least."""

from __future__ import annotations

from functools import cache

import sympy

from symbolic.decide.outcomes import Answer, Fails, Holds
from symbolic.expectation.moments import moment
from symbolic.model.derived_model import Derived
from symbolic.model.population_loss import Terms
from symbolic.model.tangency import Tangency, pattern_of
from symbolic.setting import Setting

a, b, x = sympy.symbols("a b x", real=True)
a2, b2 = sympy.symbols("a_2 b_2", real=True)
sigma = sympy.Symbol("sigma", positive=True)
"""x is the product ab."""

LETTERS = {letter.name: letter for letter in (a, b, a2, b2, sigma)}


def of_terms(terms: Terms) -> sympy.Expr:
    """Terms without matrices as an expression in moments of the start."""
    total = sympy.Integer(0)
    for graph, coefficient in terms.items():
        pattern = pattern_of(graph)
        if pattern is None:
            raise ValueError("a term of the loss is no moment of the start")
        total += coefficient.expression() * (moment(pattern) if graph.factors else 1)
    found = sympy.expand(total)
    return found.xreplace({s: LETTERS[s.name] for s in found.free_symbols if s.name in LETTERS})


@cache
def loss(setting: Setting) -> sympy.Expr:
    """The population loss on the line."""
    return of_terms(Derived(setting).on(setting.families["line"]).terms)


def in_product(setting: Setting) -> sympy.Expr:
    """It in the product of both scalars; raises ValueError where it depends on more."""
    found = sympy.expand(loss(setting).subs(a, x / b))
    if found.has(b):
        raise ValueError("the loss depends on a and b by more than their product")
    return found


def best(setting: Setting) -> sympy.Expr:
    """The zero of the derivative by the product, of a parabola."""
    _, linear, square = _parabola(setting)
    return sympy.cancel(-linear / (2 * square))


def relative_error(setting: Setting) -> sympy.Expr:
    """The least loss on the line over that of zero parameters, from the coefficients of a parabola."""
    constant, linear, square = _parabola(setting)
    return 1 - linear**2 / (4 * constant * square)


@cache
def _parabola(setting: Setting) -> tuple[sympy.Expr, ...]:
    parabola = sympy.Poly(in_product(setting), x)
    return tuple(parabola.coeff_monomial(x**n) for n in range(3))


Blocks = tuple[str, ...]


def moved_alone(setting: Setting, blocks: Blocks) -> Answer:
    """Whether the flow stays on the line for every d and T, and the gradient there is zero by all but these blocks."""
    tangency = Tangency(Derived(setting).on(setting.families["line"]))
    if left := [leftover.text for leftover in tangency.leftovers]:
        return Fails(left[0], "every point of the line with b ≠ 0")
    found = tuple(sorted(block for block, terms in tangency.on.gradient.items() if terms))
    if found != tuple(sorted(blocks)):
        return Fails(f"the gradient on the line is not zero by {', '.join(found)}", "a point with a, b ≠ 0")
    return Holds(f"on the line the gradient is zero but by multiples of the identity in {', '.join(found)}")


LINE = ("W_KQ_32", "W_PV_12")
