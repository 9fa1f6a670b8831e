"""All minimisers of the loss over the six scalars: where its squares vanish, compared with what a statement says.

The loss is a polynomial of degree two in the products of an a with a b, one part a grade (the number of steps before
the target); the part of `a_3 b_1` alone has a linear term. Each part is a sum of squares (`squares`), so the minimisers
are the common zeros of polynomials in the letters. A statement says the same when both sets of polynomials vanish
together, which is tested both ways by radical membership over the complex numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

import sympy

from proofs.sander2024.augmented.six_scalars import loss_of
from proofs.sander2024.augmented.squares import Region, SignUnknown, linear_forms
from proofs.sander2024.notation import LETTERS, a1, a2, a3, a4, b1, b2
from symbolic.algebra.equality import Same, same
from symbolic.algebra.notation import T, d
from symbolic.decide.outcomes import Answer, Fails, Holds, Unknown
from symbolic.setting import Setting

GRADES = ((a1 * b1, a4 * b1, a3 * b2), (a2 * b1, a1 * b2, a4 * b2), (a2 * b2,))
"""The products that the loss punishes, by grade."""

TARGET = a3 * b1

Equations = tuple[sympy.Basic, ...]
"""Equations between the letters; one of them may have the best product at the right."""

GRID = (0, 1, -1, 2)
"""Values of letters that are tried for a witness."""

_c, _z, _y = sympy.symbols("c z y")


@cache
def parts(setting: Setting) -> tuple[sympy.Expr, ...]:
    """The loss by grade in letters x_1, x_2, … for the products of each; the first part in one for `a_3 b_1`.

    Raises ValueError where something is left over.
    """
    left = sympy.Poly(loss_of(setting), *LETTERS)
    found = []
    for grade in ((TARGET,), *GRADES):
        names = symbols(len(grade))
        squares = _squares(names, grade) | ({names[0]: TARGET} if grade == (TARGET,) else {})
        known = {short: left.coeff_monomial(spelled) for short, spelled in squares.items()}
        found.append(sympy.Add(*(c * short for short, c in known.items())))
        left -= sympy.Poly(sympy.Add(*(c * squares[short] for short, c in known.items())), *LETTERS)
    if left.total_degree() > 0:
        raise ValueError(f"{left.as_expr()} is left over")
    return tuple(found)


def _squares(names: tuple[sympy.Symbol, ...], grade: tuple[sympy.Expr, ...]) -> dict[sympy.Expr, sympy.Expr]:
    """Products of two letters, each with what it stands for."""
    pairs = [*zip(names, grade, strict=True)]
    return {x * y: f * g for n, (x, f) in enumerate(pairs) for y, g in pairs[n:]}


def symbols(count: int) -> tuple[sympy.Symbol, ...]:
    """The letters of a part."""
    return tuple(sympy.symbols(f"x_1:{count + 1}"))


@cache
def best(setting: Setting) -> sympy.Expr:
    """The product `a_3 b_1` at which the first part is least."""
    (x,) = symbols(1)
    parabola = sympy.Poly(parts(setting)[0], x)
    return sympy.cancel(-parabola.coeff_monomial(x) / (2 * parabola.coeff_monomial(x**2)))


def curvature(setting: Setting) -> sympy.Expr:
    """Half the second derivative of the loss by `a_3 b_1`."""
    (x,) = symbols(1)
    return sympy.expand(sympy.Poly(parts(setting)[0], x).coeff_monomial(x**2))


@cache
def least(setting: Setting) -> sympy.Expr:
    """The loss at the best product, all punished products being zero."""
    (x,) = symbols(1)
    constant = loss_of(setting).xreplace(dict.fromkeys(LETTERS, sympy.Integer(0)))
    return sympy.cancel(constant + parts(setting)[0].xreplace({x: best(setting)}))


def minimal_set(setting: Setting, region: Region) -> tuple[sympy.Expr, ...]:
    """Polynomials in the letters and c, the best product, whose common zeros are the minimisers at these sizes.

    Raises SignUnknown as `linear_forms`.
    """
    found = [TARGET - _c]
    for grade, part in zip(GRADES, parts(setting)[1:], strict=True):
        letters = symbols(len(grade))
        forms = linear_forms(part, letters, region)
        found += [form.xreplace(dict(zip(letters, grade, strict=True))) for form in forms]
    linear_forms(curvature(setting) * symbols(1)[0] ** 2, symbols(1), region)
    return tuple(found)


def settle(setting: Setting, region: Region, statement: Equations) -> Answer:
    """Whether the equations describe all minimisers at all sizes of a region."""
    if not all(isinstance(one, sympy.Eq) for one in statement):
        return Unknown("the set is not described by equations")
    if (witness := next(_witnesses(setting, region, statement), None)) is not None:
        return witness
    try:
        derived = minimal_set(setting, region)
    except SignUnknown as reason:
        return Unknown(str(reason))
    if not all(_is_best(one, setting, region) for one in statement if _has_best(one)):
        return Unknown("another product is stated, and no witness was found")
    stated = tuple(one.lhs - (_c if _has_best(one) else one.rhs) for one in statement)
    if all(_vanishes(f, derived) for f in stated) and all(_vanishes(f, stated) for f in derived):
        return Holds(f"the {len(derived)} polynomials whose squares add up to the loss vanish there and nowhere else")
    return Unknown("the sets differ, and no witness was found")


def _has_best(equation: sympy.Eq) -> bool:
    return not equation.rhs.free_symbols & set(LETTERS) and equation.rhs != 0


def _is_best(equation: sympy.Eq, setting: Setting, region: Region) -> bool:
    return isinstance(same(region.at(equation.rhs.doit()), region.at(best(setting))), Same)


def _vanishes(polynomial: sympy.Expr, equations: Sequence[sympy.Expr]) -> bool:
    """Whether it is zero wherever the others are and c is not: 1 is in the ideal with `1 − y f` and `1 − z c`."""
    ideal = [*equations, 1 - _y * polynomial, 1 - _z * _c]
    return bool(sympy.groebner(ideal, _y, _z, _c, *LETTERS, order="grevlex").exprs == [1])


def _witnesses(setting: Setting, region: Region, statement: Equations) -> Iterator[Fails]:
    """Points of a grid, at the smallest sizes of the region, at which one of both holds: minimal, and as stated."""
    sizes = region.corner
    loss, lowest = _polynomial(loss_of(setting), sizes), least(setting).xreplace(sizes)
    conditions = [_polynomial(one.lhs - one.rhs, sizes) for one in statement]
    stated_best = (_number(one.rhs, sizes) for one in statement if _has_best(one))
    targets = dict.fromkeys((best(setting).xreplace(sizes), *stated_best, sympy.Integer(0)))
    for target, (x1, x2, x4, y2) in product(targets, product(map(sympy.Integer, GRID), repeat=4)):
        point = (x1, x2, target, x4, sympy.Integer(1), y2)
        height, stated = loss(*point), all(condition(*point) == 0 for condition in conditions)
        if stated != (height == lowest):
            yield _fails(stated, height, lowest, {**dict(zip(LETTERS, point, strict=True)), **sizes})


def _polynomial(expression: sympy.Expr, sizes: dict[sympy.Symbol, sympy.Expr]) -> sympy.Poly:
    return sympy.Poly(expression.subs(sizes).doit(), *LETTERS, domain="QQ")


def _number(expression: sympy.Expr, sizes: dict[sympy.Symbol, sympy.Expr]) -> sympy.Expr:
    return sympy.sympify(expression).subs(sizes).doit()


def _fails(stated: bool, height: sympy.Expr, lowest: sympy.Expr, point: dict[sympy.Symbol, sympy.Expr]) -> Fails:
    because = f"the conditions hold, and the loss is {height}, above its minimum {lowest}"
    if not stated:
        because = f"the loss is at its minimum {lowest}, and the conditions do not hold"
    shown = ", ".join(f"{name} = {point[name]}" for name in (d, T, *LETTERS))
    return Fails(because, shown, point=tuple(point.items()))
