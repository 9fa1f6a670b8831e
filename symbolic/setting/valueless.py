"""Symbols have no value while a model is described: where Python would ask for one, words say what to write."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NoReturn


class Untraceable(ValueError):
    """An operation that a description of a model cannot hold, in words that name it and what to do instead."""


class Valueless:
    """A symbol of a model: it is added and multiplied, and has neither a truth value nor an order nor a type of Python.

    An equality with anything but the same symbol is refused as well: it would be false, whatever the sizes are.
    """

    def __bool__(self) -> NoReturn:
        raise Untraceable(f"a Python `if` or `while` on {self}: it is a symbol here and has no value yet")

    def _compared(self, other: object) -> NoReturn:
        raise Untraceable(f"a comparison of {self} with {other}: it is a symbol here and has no value yet")

    __lt__ = __le__ = __gt__ = __ge__ = _compared

    def _same(self, other: object, same: bool) -> bool:
        """What `==` answers: refused between symbols that differ, and with numbers; false for other things."""
        if not same and isinstance(other, (Valueless, int, float, Fraction)):
            self._compared(other)
        return same

    def __index__(self) -> NoReturn:
        raise Untraceable(
            f"{self} is used as a number, as in `range`: write a sum over times as total(what, i, low, high)"
        )

    def __iter__(self) -> NoReturn:
        raise Untraceable(f"{self} cannot be looped over: write a sum over times as total(what, i, low, high)")

    def _arithmetic(self, *_: Any, **__: Any) -> NoReturn:
        raise Untraceable(
            f"{self} has no parts, roots or remainders: weights are made with +, -, *, / and whole powers"
        )

    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __divmod__ = __rdivmod__ = _arithmetic
    __abs__ = __round__ = __floor__ = __ceil__ = __trunc__ = __rpow__ = __array_ufunc__ = _arithmetic
