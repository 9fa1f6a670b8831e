"""Integer combinations of sizes and times: what indices, ranges and dimensions are made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from symbolic.setting.valueless import Untraceable


class HasAffine(ABC):
    """A size, a time, or what is affine in them."""

    @abstractmethod
    def affine(self) -> Affine:
        """It as an integer combination of names."""


@dataclass(frozen=True)
class Affine(HasAffine):
    """An integer combination of sizes and times plus an integer; names are sorted, no slope is zero.

    >>> print(Affine.of({"t": 1}, -1))
    t - 1
    """

    slopes: tuple[tuple[str, int], ...] = ()
    constant: int = 0

    @staticmethod
    def of(slopes: Mapping[str, int], constant: int = 0) -> Affine:
        return Affine(tuple(sorted((name, c) for name, c in slopes.items() if c)), constant)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.slopes, self.constant))

    def affine(self) -> Affine:
        return self

    def plus(self, other: Affine, factor: int = 1) -> Affine:
        """The sum, `factor` times the other."""
        slopes = dict(self.slopes)
        for name, c in other.slopes:
            slopes[name] = slopes.get(name, 0) + factor * c
        return Affine.of(slopes, self.constant + factor * other.constant)

    def times(self, factor: int) -> Affine:
        """An integer multiple."""
        return Affine().plus(self, factor)

    def slope(self, name: str) -> int:
        """How often the name occurs."""
        return dict(self.slopes).get(name, 0)

    @property
    def names(self) -> tuple[str, ...]:
        """The sizes and times in it."""
        return tuple(name for name, _ in self.slopes)

    def at(self, values: Mapping[str, Affine]) -> Affine:
        """With some of its names replaced."""
        total = Affine((), self.constant)
        for name, c in self.slopes:
            total = total.plus(values.get(name, Affine(((name, 1),))), c)
        return total

    def value(self, values: Mapping[str, int]) -> int:
        """The number that it is; raises KeyError for a name without a value."""
        return self.constant + sum(c * values[name] for name, c in self.slopes)

    def __str__(self) -> str:
        signed = [(c, name if abs(c) == 1 else f"{abs(c)}*{name}") for name, c in self.slopes]
        if self.constant or not signed:
            signed.append((self.constant, str(abs(self.constant))))
        (first, text), *rest = signed
        return ("-" if first < 0 else "") + text + "".join(f" {'-' if c < 0 else '+'} {part}" for c, part in rest)


def as_affine(value: HasAffine | int) -> Affine:
    """A size, a time, an affine expression or an integer as an affine expression; raises Untraceable for all else."""
    if isinstance(value, HasAffine):
        return value.affine()
    if isinstance(value, int) and not isinstance(value, bool):
        return Affine((), value)
    raise Untraceable(
        f"a time or a size is affine, like t - 1 or N + 1; given {value!s} ({type(value).__name__}); "
        "products of sizes and times are weights, not indices"
    )


def identifier(name: str) -> str:
    """The name, if it is one; raises Untraceable otherwise."""
    if not isinstance(name, str) or not name.isidentifier():
        raise Untraceable(f"a name is a letter or a word like 'N' or 'T_max'; given {name!r}")
    return name
