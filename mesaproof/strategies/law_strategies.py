"""Strategies of laws: those that satisfy hypotheses, those that break exactly one of them.

A law is a mixture of vertices of a polytope (`polytopes`). What is drawn are small integers: the dimension, the grid,
how many vertices, atoms to favour and to avoid, shares, a stretch. Zeros mean the smallest dimension and grid, one
vertex, nothing favoured or avoided, no stretch; so laws shrink towards few atoms with small coordinates.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mesaproof.reading.sizes import is_list, number, several, whole
from mesaproof.strategies.polytopes import Polytope, Weights, mixture
from mesaproof.strategies.spaces import LARGEST, Heights, homogeneous, require_spaces, spaces
from mesaproof.strategies.violations import Place, require_breakable
from symbolic.decide.hypotheses import Hypotheses
from symbolic.laws import Law

DIMENSIONS = (2, 3)
"""Dimensions of the laws that are drawn where none are given."""

MOST_VERTICES = 3
"""A law is a mixture of at most so many vertices where the number is not given."""

MOST_SIZES = 1000
"""Dimensions of one strategy, at most."""

MOST_FAVOURED = 4
LARGEST_SHARE = 6

STRETCHES = tuple(Fraction(*pair) for pair in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (3, 2), (2, 3), (5, 1), (1, 10)))
"""Factors by which laws under homogeneous hypotheses are stretched."""

ANYTHING = Hypotheses("no hypotheses", ())


def laws(
    hypotheses: Hypotheses = ANYTHING,
    d: int | Iterable[int] = DIMENSIONS,
    *,
    heights: Iterable[Fraction | int] | None = None,
    most_vertices: int = MOST_VERTICES,
) -> SearchStrategy[Law]:
    """Laws that satisfy the hypotheses exactly: tables of rational atoms, or independent copies of a coordinate.

    No draw is rejected: weights come out of the moment equations. Coordinates take the values of growing grids, or
    `heights` where they are given, stretched where the hypotheses allow it. With enough vertices every rational law on
    a grid can be drawn (for recovery, those without an atom at 0). Raises InputError where no law is found in any of
    the dimensions.
    """
    sizes, grid, most_vertices = _sizes(d), grid_of(heights), whole(most_vertices, "most_vertices", 1)
    inhabited = tuple(size for size in sizes if spaces(hypotheses, size, grid))
    if not inhabited:
        require_spaces(hypotheses, sizes[0], grid)
    return _laws(hypotheses, inhabited, grid, most_vertices)


def laws_violating(
    hypotheses: Hypotheses,
    condition: int | None = None,
    d: int | Iterable[int] = DIMENSIONS,
    *,
    heights: Iterable[Fraction | int] | None = None,
    most_vertices: int = MOST_VERTICES,
) -> SearchStrategy[Law]:
    """Laws that break exactly one condition and satisfy all others: the condition with this number, or any.

    A condition that follows from the others, in these dimensions, is never broken; nor is the existence of a moment.
    Raises InputError where no condition can be broken alone.
    """
    sizes, grid, most_vertices = _sizes(d), grid_of(heights), whole(most_vertices, "most_vertices", 1)
    condition = None if condition is None else whole(condition, "condition")
    return _violating(require_breakable(hypotheses, condition, sizes, grid), most_vertices)


@st.composite
def _laws(
    draw: DrawFn, hypotheses: Hypotheses, sizes: tuple[int, ...], grid: Heights | None, most_vertices: int
) -> Law:
    space = draw(st.sampled_from(spaces(hypotheses, draw(st.sampled_from(sizes)), grid)))
    weights = draw(mixtures(space.polytope, most_vertices))
    return space.law(weights, draw(_stretches(hypotheses, grid)))


@st.composite
def _violating(draw: DrawFn, places: tuple[Place, ...], most_vertices: int) -> Law:
    place = draw(st.sampled_from(places))
    found = place.breach(draw(st.integers(place.first, place.last)))
    weights = draw(mixtures(found.space.polytope, most_vertices))
    broken = found.made_to_break(weights, draw(st.integers(0, LARGEST_SHARE)))
    return found.space.law(broken, draw(_stretches(place.hypotheses, place.heights)))


@st.composite
def mixtures(draw: DrawFn, polytope: Polytope, most_vertices: int) -> Weights:
    """Weights of a mixture of at most so many vertices of a polytope."""
    parts = [draw(vertices(polytope)) for _ in range(draw(st.integers(1, most_vertices)))]
    shares = [draw(st.integers(1, LARGEST_SHARE)) if len(parts) > 1 else 1 for _ in parts]
    return mixture(parts, shares)


@st.composite
def vertices(draw: DrawFn, polytope: Polytope) -> Weights:
    """Weights of one vertex: some atoms are favoured, those whose bit is set in a string of bytes are avoided."""
    size = len(polytope.atoms)
    favoured = draw(st.lists(st.integers(0, size - 1), max_size=MOST_FAVOURED))
    mask = int.from_bytes(draw(st.binary(max_size=(size + 7) // 8)), "little")
    return polytope.chosen(tuple(sorted(favoured)), frozenset(n for n in range(size) if mask >> n & 1))


def _stretches(hypotheses: Hypotheses, grid: Heights | None) -> SearchStrategy[Fraction]:
    return st.sampled_from(STRETCHES if grid is None and homogeneous(hypotheses) else STRETCHES[:1])


def _sizes(d: int | Iterable[int]) -> tuple[int, ...]:
    given = several(d, "d", MOST_SIZES) if is_list(d) else (d,)
    return tuple(whole(one, "d", 1, "a dimension d >= 1, or several") for one in given)


def grid_of(heights: Iterable[Fraction | int] | None) -> Heights | None:
    """The values that coordinates may take, if any are given; raises InputError for what is no list of numbers."""
    if heights is None:
        return None
    return tuple(sorted({number(x, "a height") for x in several(heights, "heights", LARGEST, "(-1, 0, 1/2)")}))
