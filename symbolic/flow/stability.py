"""What a flow does next to its points of rest: the eigenvalues of its Jacobian there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sympy

from symbolic.flow.equilibria import Rest, groebner
from symbolic.flow.field import Field
from symbolic.flow.polynomial_ring import Ring
from symbolic.flow.term_signs import sign


class Kind(StrEnum):
    """What the signs of the eigenvalues that do not vanish say."""

    ATTRACTS = "attracts"
    SADDLE = "repels in some direction"
    OPEN = "signs are open"


@dataclass(frozen=True)
class NextTo:
    """Eigenvalues on a set of rest, each with how often; `unsolved` are polynomials in `λ` whose roots are others."""

    eigenvalues: tuple[tuple[sympy.Expr, int], ...]
    unsolved: tuple[sympy.Expr, ...]
    kind: Kind


LAMBDA = sympy.Symbol("λ", real=True)


def next_to(field: Field, rest: Rest, least: Mapping[str, int]) -> NextTo:
    """The eigenvalues of the Jacobian on a set of rest; `least` says what sizes are at least.

    A set attracts where all eigenvalues but as many zeros as it has dimensions are negative: there are that many where
    zeros and equations together are as many as the letters, since directions along the set have eigenvalue zero. Signs
    are told of what does not vanish. Eigenvalues are found where there is one equation or all are linear.

    >>> a, b = sympy.symbols("a b", real=True)
    >>> next_to(Field((a, b), (b * (1 - a * b), a * (1 - a * b))), Rest((a * b - 1,)), {}).eigenvalues
    ((0, 1), (-a**2 - b**2, 1))
    """
    ring = Ring.of(field)
    plain = {expression: symbol for symbol, expression in ring.meaning}
    equations = tuple(equation.xreplace(plain) for equation in rest.equations)
    if len(equations) > 1 and any(ring.poly(equation).total_degree() > 1 for equation in equations):
        return NextTo((), (), Kind.OPEN)
    basis = groebner(equations, ring)
    jacobian = sympy.Matrix([[sympy.diff(f, x) for x in ring.letters] for f in ring.components])
    reduced = jacobian.applyfunc(lambda entry: basis.reduce(ring.poly(entry).as_expr())[1])
    coefficients = [basis.reduce(ring.poly(c).as_expr())[1] for c in reduced.charpoly(LAMBDA).all_coeffs()]
    found: list[tuple[sympy.Expr, int]] = []
    unsolved: list[sympy.Expr] = []
    expression = sympy.Add(*(c * LAMBDA**n for n, c in enumerate(reversed(coefficients))))
    for factor, count in sympy.Poly(expression, LAMBDA, *ring.letters, domain=ring.domain).factor_list()[1]:
        values = tuple(_roots(sympy.Poly(factor.as_expr(), LAMBDA)))
        found += [(ring.read(value), count) for value in values]
        unsolved += [] if values else [ring.read(factor.as_expr())]
    zeros = sum(count for value, count in found if value == 0)
    known = not unsolved and zeros + len(rest.equations) == len(ring.letters)
    return NextTo(tuple(found), tuple(unsolved), _kind([value for value, _ in found], known, least))


def _roots(factor: sympy.Poly) -> Iterator[sympy.Expr]:
    """Of `k λ + c`, and of `k λ² + c`."""
    match factor.all_coeffs():
        case [leading, constant]:
            yield sympy.factor(sympy.cancel(-constant / leading))
        case [leading, middle, constant] if middle == 0:
            root = sympy.sqrt(sympy.factor(sympy.cancel(-constant / leading)))
            yield from (-root, root)


def _kind(values: list[sympy.Expr], known: bool, least: Mapping[str, int]) -> Kind:
    signs = [_sign(value, least) for value in values if value != 0]
    if 1 in signs:
        return Kind.SADDLE
    return Kind.ATTRACTS if known and None not in signs else Kind.OPEN


def _sign(value: sympy.Expr, least: Mapping[str, int]) -> int | None:
    """Of plus or minus a root it is that of the root, where what stands under it is not negative."""
    front, root = (1, value) if not value.could_extract_minus_sign() else (-1, -value)
    if root.is_Pow and root.exp == sympy.Rational(1, 2):
        return front if sign(root.base, least) == 1 else None
    return sign(value, least)
