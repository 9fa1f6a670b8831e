"""One expression in print: as LaTeX in the order of the papers, and as plain text."""

from __future__ import annotations

from functools import lru_cache

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from symbolic.algebra.notation import PARAMETERS, tau
from symbolic.expectation.moments import MomentSymbol
from symbolic.typeset.naming import Named

VARIABLES = frozenset((*PARAMETERS, tau))
"""Symbols that stand after the constants of a product."""


class _Printer(LatexPrinter):
    """SymPy's printer in the order of the papers: `H_n`, constants before variables, no sum that starts with a minus.

    Products and sums come in an order that is settled here (`none` keeps SymPy from sorting them again).
    """

    def __init__(self) -> None:
        super().__init__({"order": "none"})

    def _print_Named(self, expression: Named, exp: str | None = None) -> str:
        return expression.letter if exp is None else f"{expression.letter}^{{{exp}}}"

    def parenthesize(self, item: sympy.Basic, *args: object, **options: object) -> str:
        """Brackets where they are needed; never around a letter."""
        if isinstance(item, Named):
            return item.letter
        return str(super().parenthesize(item, *args, **options))

    def _needs_mul_brackets(self, item: sympy.Basic, first: bool = False, last: bool = False) -> bool:
        if isinstance(item, Named):
            return False
        if isinstance(item, sympy.UnevaluatedExpr):
            negative = item.args[0].could_extract_minus_sign()
            return item.args[0].is_Add or (negative and not first)
        return bool(super()._needs_mul_brackets(item, first, last))

    def _as_ordered_terms(self, expression: sympy.Add, order: str | None = None) -> list[sympy.Expr]:
        terms = sorted(map(_turned, expression.as_ordered_terms()), key=_degree)
        first = next((n for n, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]

    def _print_Mul(self, expression: sympy.Mul) -> str:
        if expression.args[0] is sympy.S.One or any(part.is_Number for part in expression.args[1:]):
            return str(super()._print_Mul(expression))
        if (turned := _turned(expression)) != expression:
            return str(self._print(turned))
        if expression.could_extract_minus_sign():
            opposite = -expression
            return f"- {self._print(opposite)}" if opposite.is_Mul else str(super()._print_Mul(expression))
        factors = sorted(_under_one_root(expression).as_ordered_factors(), key=_place)
        return str(super()._print_Mul(sympy.Mul(*factors, evaluate=False)))

    def _print_ComplexRootOf(self, expression: sympy.CRootOf, exp: str | None = None) -> str:
        """The polynomial, and the number of the root where it has several real ones."""
        number = f"_{{{expression.index + 1}}}" if expression.poly.count_roots() > 1 else ""
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\operatorname{{root}}{number}{power}\left({self._print(expression.expr)}\right)"

    def _print_harmonic(self, expression: sympy.harmonic, exp: str | None = None) -> str:
        argument, *order = expression.args
        upper = f"^{{({self._print(order[0])})}}" if order and order[0] != 1 else ""
        text = f"H_{{{self._print(argument)}}}{upper}"
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


def _turned(term: sympy.Expr) -> sympy.Expr:
    """A product in which one factor alone is a number less a size, with the opposite of both: `-a (T - 2)`."""
    found = [factor for factor in term.args if _is_less_a_size(factor)] if term.is_Mul else []
    if len(found) != 1 or len(term.args) < 2:
        return term
    return sympy.Mul(-1, *(-factor if factor is found[0] else factor for factor in term.args))


def _is_less_a_size(total: sympy.Expr) -> bool:
    """Whether it is a positive number less a multiple of a size, as `2 - T`."""
    number, rest = total.as_coeff_Add()
    size = rest.is_integer and not rest.is_Add and rest.could_extract_minus_sign()
    return bool(total.is_Add and number.is_Integer and number > 0 and size)


def _degree(term: sympy.Expr) -> sympy.Expr:
    """The degree in the parameters together of a monomial; 0 for every other term."""
    powers = [factor.as_base_exp() for factor in sympy.Mul.make_args(term)]
    return sum((power for base, power in powers if base in PARAMETERS and power.is_Integer), start=sympy.Integer(0))


def _place(factor: sympy.Expr) -> tuple[int, str]:
    """Numbers, constants (small letters first), variables, then everything else in the order it has."""
    base = factor.as_base_exp()[0]
    if factor.is_number:
        return 0, ""
    if isinstance(base, MomentSymbol) or not (base.is_Symbol or isinstance(base, Named)):
        return 3, ""
    letter = base.letter if isinstance(base, Named) else base.name
    return (2, letter) if base in VARIABLES else (1, letter.swapcase())


def _under_one_root(product: sympy.Mul) -> sympy.Expr:
    """Square roots multiplied and divided, a number among them, as one root: what SymPy takes apart by itself."""
    roots = [factor for factor in product.args if factor.is_Pow and abs(factor.exp) == sympy.Rational(1, 2)]
    if len(roots) < 2 or not any(root.base.is_Integer for root in roots):
        return product
    inside = sympy.Mul(*(root.base ** (2 * root.exp) for root in roots))
    number, others = sympy.Mul(*(f for f in product.args if f not in roots), evaluate=False).as_coeff_Mul()
    whole = sympy.sqrt(sympy.UnevaluatedExpr(inside * number**2))
    return sympy.sign(number) * others * whole


@lru_cache(maxsize=1)
def _printer() -> _Printer:
    return _Printer()


def latex(expression: sympy.Expr) -> str:
    """One expression in the papers' notation.

    >>> from symbolic.algebra.notation import T
    >>> latex(sympy.harmonic(T - 2))
    'H_{T - 2}'
    """
    return str(_printer().doprint(expression))


class _TextPrinter(StrPrinter):
    """Plain text with harmonic numbers as `H(n)`."""

    def _print_harmonic(self, expression: sympy.harmonic) -> str:
        return f"H({', '.join(self._print(part) for part in expression.args)})"


def text(expression: sympy.Expr) -> str:
    """One expression in plain text.

    >>> from symbolic.algebra.notation import T
    >>> text(sympy.harmonic(T - 2))
    'H(T - 2)'
    """
    return str(_TextPrinter().doprint(expression))
