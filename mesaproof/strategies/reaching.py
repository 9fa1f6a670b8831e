"""How much of the space of laws a strategy reaches, grid by grid, measured against the polytope of all laws there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint

from mesaproof.reading.sizes import dimension, whole
from mesaproof.strategies.law_strategies import MOST_VERTICES, grid_of, mixtures
from mesaproof.strategies.polytopes import Polytope, Weights
from mesaproof.strategies.spaces import Heights, Space, require_spaces
from symbolic.algebra.rationals import to_flint
from symbolic.decide.hypotheses import Hypotheses

DRAWS = 200
"""Laws drawn a grid where no number is given."""


@dataclass(frozen=True)
class GridReach:
    """What draws on one grid reached: atoms with weight of those that can have it, dimensions of those that laws have.

    `vertices` counts laws that are no mixture; `fewest` and `most` are numbers of atoms of a law.
    """

    heights: Heights
    draws: int
    distinct: int
    atoms: int
    possible_atoms: int
    dimensions: int
    possible_dimensions: int
    vertices: int
    fewest: int
    most: int
    sign_symmetric: int

    @property
    def text(self) -> str:
        return (
            f"values {', '.join(map(str, self.heights))}: {self.distinct} laws in {self.draws} draws, "
            f"{self.atoms} of {self.possible_atoms} atoms, {self.dimensions} of {self.possible_dimensions} dimensions, "
            f"{self.fewest} to {self.most} atoms a law, {self.sign_symmetric} sign-symmetric"
        )


def reach(
    hypotheses: Hypotheses,
    d: int,
    *,
    heights: Iterable[Fraction | int] | None = None,
    draws: int = DRAWS,
    most_vertices: int = MOST_VERTICES,
) -> tuple[GridReach, ...]:
    """What `laws(hypotheses, d)` reaches on each of its grids with so many draws there, the same ones every time.

    The dimensions reached are those of the smallest affine space that holds the weights drawn. Raises InputError where
    no law satisfies the hypotheses.
    """
    draws, most_vertices = whole(draws, "draws", 1), whole(most_vertices, "most_vertices", 1)
    found = require_spaces(hypotheses, dimension(d), grid_of(heights))
    return tuple(_on(space, draws, most_vertices) for space in found)


def _on(space: Space, draws: int, most_vertices: int) -> GridReach:
    drawn = _drawn(space.polytope, draws, most_vertices)
    found = list({frozenset(weights.items()): weights for weights in drawn}.values())
    sizes = [len(weights) for weights in found]
    return GridReach(
        heights=space.heights,
        draws=len(drawn),
        distinct=len(found),
        atoms=len({point for weights in found for point in weights}),
        possible_atoms=len(space.polytope.possible),
        dimensions=_affine_dimension(space.polytope, found),
        possible_dimensions=space.polytope.dimension,
        vertices=sum(space.polytope.is_vertex(weights) for weights in found),
        fewest=min(sizes),
        most=max(sizes),
        sign_symmetric=sum(space.unverified(weights).sign_symmetric for weights in found),
    )


def _drawn(polytope: Polytope, draws: int, most_vertices: int) -> list[Weights]:
    from hypothesis import HealthCheck, Phase, given, settings

    found: list[Weights] = []

    @settings(
        max_examples=draws,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(mixtures(polytope, most_vertices))
    def collect(weights: Weights) -> None:
        found.append(weights)

    collect()
    return found


def _affine_dimension(polytope: Polytope, found: Sequence[Weights]) -> int:
    """The rank of the differences from the first."""
    rows = [[to_flint(weights.get(atom, Fraction(0))) for atom in polytope.atoms] for weights in found]
    steps = [[x - y for x, y in zip(row, rows[0], strict=True)] for row in rows[1:]]
    return int(flint.fmpq_mat(steps).rank()) if steps else 0
