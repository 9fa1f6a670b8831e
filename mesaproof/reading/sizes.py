"""Sizes, numbers and lists as a person gives them in Python: read exactly, or refused in one sentence.

NumPy's and SymPy's integers are whole numbers, and become Python's; truth values, text and 5.0 are none. Numbers are
read as in `mesaproof.reading.adapters.numbers`: a float as it is written, so that 0.1 is 1/10. A list may be anything
that can be gone through, and is gone through once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from math import isfinite
from operator import index
from typing import Any, TypeVar

from mesaproof.errors import InputError

MOST_DIGITS = 1000
"""Digits of a whole number, and of numerator and denominator of any other, at most."""

Read = TypeVar("Read")

LARGEST = 10**MOST_DIGITS


def whole(given: Any, name: str, least: int | None = None, expected: str = "", hint: str = "") -> int:
    """A whole number, from `least` on; raises InputError, in which `expected` and `hint` describe what is missed.

    >>> whole(range(3)[2], "T")
    2
    >>> whole(True, "d", 1)
    Traceback (most recent call last):
    mesaproof.errors.InputError: got d = True, expected a whole number d >= 1
    """
    wanted = expected or (f"a whole number {name} >= {least}" if least is not None else "a whole number")
    try:
        found = None if isinstance(given, bool) else index(given)
    except TypeError:
        found = None
    if found is None:
        told = wanted if "whole" in wanted else f"{wanted}, a whole number"
        exact = isinstance(given, float) and given.is_integer()
        raise InputError(f"{name} = {shown(given)}", told, f"write {name}={given:.0f}" if exact else hint)
    if abs(found) >= LARGEST:
        raise InputError(f"{name} = {shown(found)}", f"a whole number of at most {MOST_DIGITS} digits")
    if least is not None and found < least:
        raise InputError(f"{name} = {found}", wanted, hint)
    return found


def read_sizes(d: Any, T: Any) -> tuple[int | None, int | None]:
    """A dimension and a length, None where they are; raises InputError unless they are whole, `d >= 1` and `T >= 3`."""
    return None if d is None else dimension(d), None if T is None else length(T)


def dimension(d: Any) -> int:
    """A dimension `d >= 1`; raises InputError."""
    return whole(d, "d", 1, "a dimension d >= 1")


def length(T: Any) -> int:
    """A length `T >= 3`; raises InputError, also where it is None."""
    from symbolic.algebra.notation import T_MIN

    expected, hint = f"a length T >= {T_MIN}", "the loss sums over t = 2, …, T-1"
    if T is None:
        raise InputError("no length T", expected, hint)
    return whole(T, "T", T_MIN, expected, hint)


def number(given: Any, name: str) -> Fraction:
    """The exact value of a real number, whatever its type; raises InputError for anything else.

    >>> number(0.1, "a")
    Fraction(1, 10)
    """
    from mesaproof.reading.adapters.numbers import exact_number

    far = isinstance(given, Decimal) and given.is_finite() and abs(given.adjusted()) > MOST_DIGITS
    found = Fraction(LARGEST) if far else exact_number(given, name)
    if max(abs(found.numerator), found.denominator) >= LARGEST:
        raise InputError(
            f"a number of more digits as {name}", f"one of at most {MOST_DIGITS} digits above and below the line"
        )
    return found


def floating(given: Any, name: str) -> Fraction | float:
    """A number that a computation in floating point takes: exact, but a float stays a float; raises InputError.

    The value is within the range of floating point, and is not 0 there unless it is 0.
    """
    found = number(given, name)
    try:
        rounded = float(found)
    except OverflowError:
        rounded = float("inf")
    if not isfinite(rounded) or bool(rounded) != bool(found):
        raise InputError(f"a number of the size {_size(found)} as {name}", "one within the range of floating point")
    return rounded if isinstance(given, float) else found


def positive(given: Any, name: str, expected: str = "a positive number") -> Fraction | float:
    """A positive number that a computation in floating point takes; raises InputError."""
    return _within(given, name, expected, lambda value: value > 0)


def probability(given: Any, name: str) -> float:
    """A number strictly between 0 and 1, also as it is rounded; raises InputError."""
    return float(_within(given, name, "a number strictly between 0 and 1", lambda value: 0 < float(value) < 1))


def _within(given: Any, name: str, expected: str, fits: Callable[[Fraction | float], bool]) -> Fraction | float:
    try:
        found = floating(given, name)
    except InputError as error:
        raise InputError(f"{name} = {shown(given)}", expected, error.hint) from None
    if not fits(found):
        raise InputError(f"{name} = {given}", expected)
    return found


def several(given: Any, name: str, most: int, example: str = "[2, 3]") -> tuple[Any, ...]:
    """The entries of a list, an array, a range or a generator, at least one and so many at most; raises InputError."""
    if not is_list(given):
        raise InputError(f"{name} = {shown(given)}", f"a list, such as {example}")
    found = tuple(islice(given, most + 1))
    if not found:
        raise InputError(f"no {name}", "at least one value")
    if len(found) > most:
        raise InputError(f"more than {most} values of {name}", f"at most {most}")
    return found


def is_list(given: Any) -> bool:
    """Whether it can be gone through: text cannot, nor can an array of no dimensions, which is one number."""
    return isinstance(given, Iterable) and not isinstance(given, (str, bytes)) and getattr(given, "ndim", None) != 0


def pair(given: Any, name: str, places: tuple[str, str], read: Callable[[Any, str], Read]) -> tuple[Read, Read]:
    """Two numbers, in an order; raises InputError."""
    found = () if isinstance(given, (Set, Mapping)) else several(given, name, 2, "(0.1, 1/2)")
    if len(found) != 2:
        raise InputError(f"{shown(given)} as {name}", "two numbers")
    return read(found[0], places[0]), read(found[1], places[1])


def shown(given: Any) -> str:
    """What was given, for an error; a whole number that is too long to be read, by its length."""
    if isinstance(given, int) and abs(given) >= LARGEST:
        return f"a number of more than {MOST_DIGITS} digits"
    return " ".join(repr(given).split())


def _size(value: Fraction) -> str:
    digits = len(str(abs(value.numerator))) - len(str(value.denominator))
    return f"1e{digits}"
