"""What is derived on the six scalars of Proposition 2 at `s_1 = 1_d`: the loss as a polynomial in them, T and d."""

from __future__ import annotations

from functools import cache

import sympy

from proofs.sander2024.notation import LETTERS, PRODUCTS, SPELLED, a, b, p, q, r, u, v, w
from proofs.sander2024.paired import PAIRED
from proofs.sander2024.setting import SANDER
from symbolic.algebra.notation import d
from symbolic.expectation.moments import Pattern
from symbolic.laws import Ones
from symbolic.model.derived_model import Derived
from symbolic.model.population_loss import Terms
from symbolic.model.tangency import pattern_of
from symbolic.setting import Setting

LAW = Ones().at(d)


def at_ones(terms: Terms) -> sympy.Expr:
    """Terms whose graphs are moments of the start, at the start of ones."""
    return sympy.expand(sympy.Add(*(c.expression() * _value(pattern_of(graph)) for graph, c in terms.items())))


def _value(pattern: Pattern | None) -> sympy.Expr:
    if pattern is None:
        raise ValueError("a term of the loss is no moment of the start")
    return sympy.sympify(pattern.at(LAW, (0, 1)[: len(pattern.free)]))


def _real(expression: sympy.Expr) -> sympy.Expr:
    """The engine's letters as those of the notation."""
    return expression.xreplace({s: x for s in expression.free_symbols for x in (*LETTERS, a, b) if s.name == x.name})


@cache
def loss_of(setting: Setting, family: str = "six") -> sympy.Expr:
    """The population loss on a family."""
    return _real(at_ones(Derived(setting).on(setting.families[family]).terms))


def paired() -> sympy.Expr:
    """Where every token has a predecessor."""
    return loss_of(PAIRED)


def unpaired() -> sympy.Expr:
    """Where the first token has none."""
    return loss_of(SANDER)


GRADES = ((p,), (q, u), (r, v), (w,))
"""The products by how many steps before the target they belong; the mean of two different grades is zero."""


@cache
def in_products() -> sympy.Poly:
    """The loss with a predecessor for every token as a polynomial in the six products.

    Raises ValueError where it is not one in squares of products of one grade and p.

    >>> [str(x) for x in in_products().coeff_monomial(w**2).free_symbols & {d}]
    ['d']
    """
    squares = [x * y for grade in GRADES for n, x in enumerate(grade) for y in grade[n:]]
    loss = sympy.Poly(paired(), *LETTERS)
    found = sympy.Add(*(loss.coeff_monomial(_first(x)) * x for x in (p, *squares)))
    rest = sympy.expand(paired() - found.xreplace(SPELLED))
    if rest.free_symbols & set(LETTERS):
        raise ValueError(f"the loss is no polynomial in the products: {rest} is left over")
    return sympy.Poly(found + rest, *PRODUCTS)


def _first(product: sympy.Expr) -> sympy.Expr:
    """The first monomial in the letters."""
    (monomial, *_) = sympy.Poly(product.xreplace(SPELLED), *LETTERS).monoms()
    return sympy.Mul(*(x**n for x, n in zip(LETTERS, monomial, strict=True)))


def part(*products: sympy.Symbol) -> sympy.Expr:
    """What the loss has in products of one grade."""
    kept = {x: 0 for x in PRODUCTS if x not in products}
    return sympy.expand(in_products().as_expr().xreplace(kept) - constant())


def constant() -> sympy.Expr:
    """The loss at zero parameters."""
    return sympy.expand(in_products().as_expr().xreplace(dict.fromkeys(PRODUCTS, sympy.Integer(0))))
