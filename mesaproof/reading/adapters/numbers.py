"""Exact rationals out of Python, NumPy and SymPy numbers; a float is read as it is written, so 0.1 is 1/10."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Complex, Rational, Real
from typing import Any

from mesaproof.errors import InputError, quoted
from mesaproof.reading.exact_text import FILE_DIGITS, read_number

MOST_DIGITS = 400
"""Largest exponent of ten of a number that is read; those of a double end at 308."""

_DECIMAL = re.compile(r"\s*([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?\s*", re.ASCII)


def exact_number(value: Any, where: str = "a number") -> Fraction:
    """The rational a number stands for; floats by their shortest decimal, text as in law descriptions.

    Raises InputError for a bool, a complex number, NaN, an infinity and what is no number; `where` names its place.

    >>> exact_number(0.1), exact_number("1/3")
    (Fraction(1, 10), Fraction(1, 3))
    """
    if type(value).__name__ == "MaskedConstant":
        raise InputError(f"a masked entry as {where}", "a number")
    value = _plain(value)
    if isinstance(value, bool) or value is None:
        raise InputError(f"{value!r} as {where}", "a number")
    if isinstance(value, str):
        return read_number(value, where, FILE_DIGITS)
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Decimal) and value.is_finite():
        return _of_decimal(value, where)
    if isinstance(value, Real) and not isinstance(value, Decimal):
        return _of_float(value, where)
    if isinstance(value, Complex):
        raise InputError(f"{quoted(str(value))} as {where}", "a real number", "starts x_1 are real here")
    raise InputError(f"{quoted(repr(value))} as {where}", "a finite number", "write 1, 0.5, or Fraction(1, 2)")


def _plain(value: Any) -> Any:
    """NumPy scalars and SymPy numbers as Python's; a value of another kind as it is."""
    if type(value).__module__.split(".")[0] == "sympy":
        return _of_sympy(value)
    if isinstance(value, (int, float, complex, str, Rational, Decimal)) and not hasattr(value, "dtype"):
        return value
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        kind = value.dtype.kind
        return str(value[()]) if kind == "f" and isfinite(float(value)) else value.item()
    return value


def _of_sympy(value: Any) -> Any:
    if getattr(value, "is_Rational", False):
        return Fraction(int(value.p), int(value.q))
    if getattr(value, "is_Float", False):
        return float(value) if value.is_finite else value
    return value


def _of_decimal(value: Decimal, where: str) -> Fraction:
    """The power of ten is not computed before it is known to be small."""
    if not value:
        return Fraction(0)
    if max(abs(value.adjusted()), len(value.as_tuple().digits)) > 2 * MOST_DIGITS:
        raise _too_long(where)
    return _within_range(Fraction(value), where)


def _of_float(value: Any, where: str) -> Fraction:
    if not isfinite(value):
        raise InputError(f"{value} as {where}", "a finite number")
    return decimal_number(repr(float(value)), where)


def decimal_number(text: str, where: str) -> Fraction:
    """A decimal such as `-1.5e-300` exactly; raises InputError for other text."""
    numerator, exponent = decimal_parts(text, where)
    return Fraction(numerator) * Fraction(10) ** exponent


def decimal_parts(text: str, where: str) -> tuple[int, int]:
    """Integer n and exponent e with `text = n · 10^e`; raises InputError for what is not a decimal.

    >>> decimal_parts("-1.50e3", "a cell")
    (-15, 2)
    """
    match = _DECIMAL.fullmatch(text) if len(text) <= MOST_DIGITS else None
    if match is None or not (match[2] or match[3]):
        raise InputError(f"{quoted(text.strip())} as {where}", "a finite decimal number")
    sign, whole, part, power = match.groups()
    part = (part or "").rstrip("0")
    if power and len(power.lstrip("+-0")) > 3:
        raise InputError(f"{quoted(text.strip())} as {where}", f"an exponent between -{MOST_DIGITS} and {MOST_DIGITS}")
    exponent = int(power or 0) - len(part)
    if abs(exponent) > MOST_DIGITS:
        raise InputError(f"{quoted(text.strip())} as {where}", f"an exponent between -{MOST_DIGITS} and {MOST_DIGITS}")
    return int(f"{sign}{whole}{part}" or 0), exponent


def _within_range(value: Fraction, where: str) -> Fraction:
    largest = 10 ** (2 * MOST_DIGITS)
    if max(abs(value.numerator), value.denominator) > largest:
        raise _too_long(where)
    return value


def _too_long(where: str) -> InputError:
    return InputError(f"a number of more than {2 * MOST_DIGITS} digits as {where}", "a shorter one")
