"""The laws by name, for help and documentation: what one may write, grouped by what it is a law of."""

from __future__ import annotations

from collections.abc import Iterator

from mesaproof.reading.adapters.named import COORDINATES
from mesaproof.reading.coordinate_reader import OPERATIONS
from mesaproof.reading.law_reader import VECTOR_LAWS

SPELLED = {"n": "N"}


def listed() -> Iterator[tuple[str, str]]:
    """What names are laws of, and the names.

    >>> dict(listed())["coordinates, by table"]
    'twopoint(2:1/3, -1:2/3), finite(0:1/2, 1:1/4, -1:1/4)'
    """
    yield "coordinates", ", ".join(SPELLED.get(name, name) for name in COORDINATES)
    yield "coordinates, by table", "twopoint(2:1/3, -1:2/3), finite(0:1/2, 1:1/4, -1:1/4)"
    yield "coordinates, made of one", ", ".join(OPERATIONS)
    yield "the whole start", ", ".join(VECTOR_LAWS)
    yield "draws of an unknown law", "sample(FILE)"
    yield "parameters", "by place or by name: gaussian(1/2), N(mean=1, variance=4); docs/laws.md has them all"
