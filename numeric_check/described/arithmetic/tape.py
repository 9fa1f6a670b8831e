"""Floating point that remembers what was computed from what, so that derivatives are pulled back through all of it.

A cotangent g of a value y is what makes the change of a real loss `Re Σ conj(g) dy`. Hence `C = A B` gives A the
cotangent `g B^H` and B `A^H g`; a product of entries `g conj(b)`; an adjoint `g^H`; sums, parts and stacks hand it on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from numeric_check.described.arithmetic.arithmetics import Floats, Numbers

Pull = Callable[[Numbers], Numbers]
"""From the cotangent of a value to that of one of its parts, before shared axes are summed."""


@dataclass(frozen=True, eq=False)
class Traced:
    """A value on a tape, and how its cotangent reaches what it was made from."""

    tape: Tape
    value: Numbers
    pulls: tuple[tuple[Traced, Pull], ...] = ()

    @property
    def shape(self) -> tuple[int, ...]:
        return self.value.shape

    @property
    def size(self) -> int:
        return self.value.size

    def __getitem__(self, place: Any) -> Any:
        def pull(g: Numbers) -> Numbers:
            out = np.zeros(self.shape, dtype=g.dtype)
            out[place] = g
            return out

        return self.tape.noted(self.value[place], (self, pull))


@dataclass(frozen=True, eq=False)
class Tape(Floats):
    """Values in the order in which they were computed; what depends on no leaf is not noted."""

    values: list[Traced] = field(default_factory=list)

    @property
    def entries(self) -> int:
        """How many numbers are on the tape, at least one."""
        return 1 + sum(value.size for value in self.values)

    def leaf(self, value: Numbers) -> Traced:
        """A value by which derivatives are wanted."""
        found = Traced(self, value)
        self.values.append(found)
        return found

    def noted(self, value: Numbers, *pulls: tuple[Any, Pull]) -> Any:
        """A value made from others, noted where one of them is on the tape."""
        kept = tuple((part, pull) for part, pull in pulls if isinstance(part, Traced))
        if not kept:
            return value
        found = Traced(self, value, kept)
        self.values.append(found)
        return found

    def times(self, left: Any, right: Any) -> Any:
        a, b = plain(left), plain(right)
        return self.noted(a * b, (left, lambda g: g * b.conj()), (right, lambda g: a.conj() * g))

    def matmul(self, left: Any, right: Any) -> Any:
        a, b = plain(left), plain(right)
        return self.noted(a @ b, (left, lambda g: g @ _adjoint(b)), (right, lambda g: _adjoint(a) @ g))

    def plus(self, left: Any, right: Any) -> Any:
        return self.noted(plain(left) + plain(right), (left, lambda g: g), (right, lambda g: g))

    def adjoint(self, array: Any) -> Any:
        return self.noted(_adjoint(plain(array)), (array, _adjoint))

    def stacked(self, parts: Sequence[Any]) -> Any:
        ends = accumulate((part.shape[-2] for part in parts), initial=0)
        pulls = [(part, _rows(*rows)) for part, rows in zip(parts, pairwise(ends), strict=True)]
        return self.noted(Floats.stacked(self, [plain(part) for part in parts]), *pulls)

    def pulled(self, end: Any, cotangent: Numbers) -> dict[int, Numbers]:
        """Cotangents of everything that the end depends on, by the identity of the traced value."""
        found = {id(end): summed_to(end.shape, cotangent)} if isinstance(end, Traced) else {}
        for value in reversed(self.values):
            if (g := found.get(id(value))) is None:
                continue
            for part, pull in value.pulls:
                share = summed_to(part.shape, pull(g))
                found[id(part)] = found[id(part)] + share if id(part) in found else share
        return found


def plain(value: Any) -> Numbers:
    """The numbers of a value, whether it is on a tape or not."""
    return value.value if isinstance(value, Traced) else np.asarray(value)


def _rows(start: int, end: int) -> Pull:
    return lambda g: g[..., start:end, :]


def _adjoint(array: Numbers) -> Numbers:
    return np.conjugate(np.swapaxes(array, -1, -2))


def summed_to(shape: tuple[int, ...], g: Numbers) -> Numbers:
    """Summed over the axes that a part had in common with others, or did not have."""
    extra = tuple(range(g.ndim - len(shape)))
    shared = tuple(n for n, length in enumerate(shape) if length == 1 and g.shape[n + len(extra)] != 1)
    out = g.sum(axis=extra) if extra else g
    return np.asarray(out.sum(axis=shared, keepdims=True) if shared else out)
