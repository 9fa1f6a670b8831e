"""Where the model is looked at: a law, sizes, and rational parameters; and what both second routes say there."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import count
from typing import Any

from mesaproof.selftest.toolkit import torus
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix
from symbolic.laws import Atoms, Law

Entries = tuple[tuple[str, int, int, Fraction], ...]
"""Block, row, column, value; every other entry is zero."""

COORDINATES = (Fraction(2), Fraction(3), Fraction(1, 2), Fraction(5), Fraction(-1), Fraction(2, 3))
"""One start with no coordinate zero: no moment of it vanishes."""

TABLE = Atoms.of(
    [[1, 2, Fraction(-1, 2)], [Fraction(1, 2), -1, 3], [-2, 1, 1]],
    [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)],
    "three atoms",
)
"""A law without any symmetry."""


@dataclass(frozen=True)
class Setting:
    """A law in the law language (or `start` or `table`), sizes, and the parameters that are not zero."""

    law: str
    d: int
    T: int
    entries: Entries

    def made(self) -> Law:
        """The law, made anew, so that it remembers nothing."""
        return law_named(self.law, self.d)

    @property
    def parameters(self) -> dict[str, Matrix]:
        """The six blocks, those that are zero left out."""
        table = {(block, p, q): value for block, p, q, value in self.entries}
        return {
            block: tuple(tuple(table.get((block, p, q), Fraction(0)) for q in range(self.d)) for p in range(self.d))
            for block in dict.fromkeys(block for block, *_ in self.entries)
        }

    @property
    def numeric(self) -> dict[str, Any]:
        """The same in floating point, all six blocks."""
        import numpy as np

        zero = np.zeros((self.d, self.d))
        return dict.fromkeys(BLOCKS, zero) | {
            block: np.array([[float(x) for x in row] for row in rows]) for block, rows in self.parameters.items()
        }

    def __str__(self) -> str:
        return f"{self.law}, d={self.d}, T={self.T}"


def law_named(text: str, d: int) -> Law:
    """A law of the law language, or one of the two tables above."""
    from mesaproof.reading.law_spec import law_at

    if text == "start":
        return Atoms.of([COORDINATES[:d]], [1], "one start")
    return Atoms(TABLE.atoms, TABLE.name) if text == "table" else law_at(text, d)


def dense(law: str, d: int, T: int) -> Setting:
    """Every entry of every block different from zero and from its neighbours."""
    number = count(1)
    places = [(block, p, q) for block in BLOCKS for p in range(d) for q in range(d)]
    values = ((n := next(number), Fraction((-1) ** (n // 3) * (1 + n * n % 11), 4))[1] for _ in places)
    return Setting(law, d, T, tuple((*place, value) for place, value in zip(places, values, strict=True)))


def scattered(law: str, d: int, T: int) -> Setting:
    """Every fourth entry of `dense`."""
    return Setting(law, d, T, dense(law, d, T).entries[::4])


def line_point(law: str, d: int, T: int, a: Fraction, b: Fraction) -> Setting:
    """`W_KQ_32 = aI, W_PV_12 = bI`."""
    diagonal = [("W_KQ_32", j, j, a) for j in range(d)] + [("W_PV_12", j, j, b) for j in range(d)]
    return Setting(law, d, T, tuple(diagonal))


@lru_cache(maxsize=4096)
def exact_loss(setting: Setting) -> Fraction:
    """The loss, multiplied out."""
    return torus.loss(setting.made(), setting.T, setting.parameters)


@lru_cache(maxsize=256)
def exact_gradient(setting: Setting) -> dict[str, Matrix]:
    """The gradient, multiplied out."""
    return torus.gradient(setting.made(), setting.T, setting.parameters)


@lru_cache(maxsize=32)
def population(law: str, d: int, T: int) -> Any:
    """The numeric polynomial of the second route; never to be asked for while that route is altered."""
    from proofs.zheng2024.second_route.population import Population

    return Population(law_named(law, d), T)
