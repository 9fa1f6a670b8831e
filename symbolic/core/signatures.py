"""What a model is applied to: numbers for its sizes, what its data are drawn by, and its blocks of parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from symbolic.core.expressions import Refused, Sort

DATA = (Sort.REAL, Sort.LAW, Sort.VECTOR_LAW, Sort.MATRIX)
"""What data are drawn by."""


@dataclass(frozen=True)
class Signature:
    """The key of a model, its sizes, its data each with a sort, and its blocks, all by name.

    >>> Signature("line", ("T",), (("x_1", Sort.VECTOR_LAW),), ("W_11", "W_12")).text
    'line|T|x_1:VECTOR_LAW|W_11,W_12'
    """

    key: str
    sizes: tuple[str, ...]
    data: tuple[tuple[str, Sort], ...]
    blocks: tuple[str, ...]

    @property
    def text(self) -> str:
        """The signature as a term carries it."""
        data = ",".join(f"{name}:{sort.name}" for name, sort in self.data)
        return "|".join((self.key, ",".join(self.sizes), data, ",".join(self.blocks)))

    @staticmethod
    @lru_cache(maxsize=256)
    def read(text: str) -> Signature:
        """A signature from its text; raises `Refused` where it is the text of none."""
        key, *sections = text.split("|")
        if len(sections) != 3 or not key:
            raise Refused(f"no signature of a model: {text}")
        sizes, data, blocks = (tuple(section.split(",")) if section else () for section in sections)
        found = Signature(key, sizes, tuple(map(_datum, data)), blocks)
        if found.text != text or not all((*found.sizes, *found.blocks)):
            raise Refused(f"no signature of a model: {text}")
        return found

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """The sorts of what the model is applied to, in order."""
        data = tuple(sort for _, sort in self.data)
        return (Sort.REAL,) * len(self.sizes) + data + (Sort.MATRIX,) * len(self.blocks)


def _datum(text: str) -> tuple[str, Sort]:
    name, _, sort = text.partition(":")
    found = next((each for each in DATA if each.name == sort), None)
    if not name or found is None:
        raise Refused(f"data are drawn by {', '.join(each.name for each in DATA)}, not {text}")
    return name, found
