"""Hypothesis strategies: small rationals, finitely supported laws, parameter blocks; and a fixed pool of laws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import prod
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.model.evaluation import Matrix
from symbolic.laws import Atoms
from symbolic.laws.coordinates import Finite


def small_fractions(largest: int = 3, denominator: int = 4) -> SearchStrategy[Fraction]:
    """Rationals between `-largest` and `largest` with denominators up to the given one; simplest first."""
    pairs = st.tuples(st.integers(-largest, largest), st.integers(1, denominator))
    return pairs.map(lambda pair: Fraction(*pair))


@st.composite
def weights(draw: DrawFn, count: int) -> list[Fraction]:
    """Positive rationals that sum to 1."""
    raw = draw(st.lists(st.integers(1, 6), min_size=count, max_size=count))
    return [Fraction(weight, sum(raw)) for weight in raw]


@st.composite
def atom_laws(draw: DrawFn, least_d: int = 1, most_d: int = 3, most_atoms: int = 4) -> Atoms:
    """Tables of one to four rational atoms with any weights; nothing symmetric about them, repeated atoms allowed."""
    d, count = draw(st.integers(least_d, most_d)), draw(st.integers(1, most_atoms))
    point = st.lists(small_fractions(), min_size=d, max_size=d)
    return Atoms.of(draw(st.lists(point, min_size=count, max_size=count)), draw(weights(count)))


@st.composite
def symmetrised_laws(draw: DrawFn, least_d: int = 1, most_d: int = 3) -> Atoms:
    """Tables averaged over the sign flips of some coordinates: laws on the edge of Assumption 4.1."""
    law = draw(atom_laws(least_d, most_d, most_atoms=2))
    for j in draw(st.sets(st.integers(0, law.d - 1))):
        law = flipped_average(law, j)
    return law


def flipped_average(law: Atoms, j: int) -> Atoms:
    """Half the law, half the law with coordinate j negated."""
    points = [point for point, _ in law.atoms]
    flipped = [(*point[:j], -point[j], *point[j + 1 :]) for point in points]
    halves = [weight / 2 for _, weight in law.atoms]
    return Atoms.of([*points, *flipped], halves * 2)


@st.composite
def finite_coordinates(draw: DrawFn) -> Finite:
    """Coordinate laws with one to three rational values."""
    values = draw(st.lists(small_fractions(), min_size=1, max_size=3, unique=True))
    return Finite(tuple(zip(values, draw(weights(len(values))), strict=True)))


def matrices(d: int) -> SearchStrategy[Matrix]:
    """Rational `d × d` matrices; zero entries are likely."""
    row = st.tuples(*[small_fractions(2, 3)] * d)
    return st.tuples(*[row] * d)


def parameters(d: int) -> SearchStrategy[dict[str, Matrix]]:
    """All six blocks, each a rational matrix."""
    return st.fixed_dictionaries({name: matrices(d) for name in BLOCKS})


def multiple_of_identity(d: int, factor: Fraction) -> Matrix:
    """`factor · I`."""
    return tuple(tuple(factor if p == q else Fraction(0) for q in range(d)) for p in range(d))


def on_line(d: int, a: Fraction, b: Fraction) -> dict[str, Matrix]:
    """`W_KQ_32 = aI, W_PV_12 = bI`, exactly."""
    return {"W_KQ_32": multiple_of_identity(d, a), "W_PV_12": multiple_of_identity(d, b)}


POOL_SIZES = (2, 3)
"""Dimensions of the pool's laws."""


def pool_of_laws(seed: str = "pool") -> tuple[Atoms, ...]:
    """Several hundred laws, the same in every run: from point masses to laws with every symmetry."""
    random = Random(seed)
    found = [law for d in POOL_SIZES for kind in (_copies, _tables, _averaged, _on_orbits) for law in kind(d, random)]
    return tuple({tuple(sorted(law.mass.items())): law for law in found}.values())


COORDINATES: tuple[tuple[tuple[Fraction | int, Fraction], ...], ...] = (
    *(((value, Fraction(1)),) for value in (0, 1, -1, 2)),
    *(((value, Fraction(1, 2)), (-value, Fraction(1, 2))) for value in (1, 2, Fraction(1, 2))),
    *(
        ((p, Fraction(q**n, p**n + q**n)), (-q, Fraction(p**n, p**n + q**n)))
        for n in (1, 3)
        for p, q in ((2, 1), (3, 1), (3, 2))
    ),
    *(((0, 1 - 2 * w), (1, w), (-1, w)) for w in (Fraction(1, 3), Fraction(1, 4), Fraction(1, 8))),
    *(((0, 1 - 2 * w), (2, w), (-2, w)) for w in (Fraction(1, 8), Fraction(3, 32))),
    *(((0, 1 - w), (1, w)) for w in (Fraction(1, 3), Fraction(1, 2))),
)
"""Laws of one coordinate: constants, signs, mean zero, third moment zero, three values, zero or one."""


def _copies(d: int, random: Random) -> Iterator[Atoms]:
    """Independent copies; also one draw repeated at every place, and one draw at a random place."""
    for law in COORDINATES:
        chosen = list(product(law, repeat=d))
        yield _law(([x for x, _ in point], prod((w for _, w in point), start=Fraction(1))) for point in chosen)
        yield _law(([x] * d, w) for x, w in law)
        yield _law(([x * (j == k) for k in range(d)], w / d) for x, w in law for j in range(d))


def _tables(d: int, random: Random) -> Iterator[Atoms]:
    """Nothing symmetric: one to four points with small coordinates."""
    for count in (1, 2, 3, 4) * 8:
        points = [[random.choice((-2, -1, 0, 1, 2)) for _ in range(d)] for _ in range(count)]
        yield _law(zip(points, _weights(count, random), strict=True))


def _averaged(d: int, random: Random) -> Iterator[Atoms]:
    """Tables averaged over sign flips, over permutations, over both, over a change of all signs."""
    flips, orders = list(product((1, -1), repeat=d)), list(permutations(range(d)))
    groups = [(flips, orders[:1]), (flips[:1], orders), (flips, orders), ([flips[0], flips[-1]], orders)]
    for law in list(_tables(d, random))[:20]:
        for group in (list(product(*one)) for one in groups):
            images = ((sign, place, p, w) for p, w in law.atoms for sign, place in group)
            yield _law(
                ([s * p[k] for k, s in zip(place, sign, strict=True)], w / len(group)) for sign, place, p, w in images
            )


def _on_orbits(d: int, random: Random) -> Iterator[Atoms]:
    """Values `v` at every place with random signs, or at one place alone, mixed at random."""
    for _ in range(30):
        sizes, weights = [random.choice((1, 2)) for _ in range(2)], _weights(3, random)
        full = [([s * sizes[0] for s in signs], weights[0] / 2**d) for signs in product((1, -1), repeat=d)]
        one = [([s * sizes[1] * (j == k) for k in range(d)], weights[1] / (2 * d)) for j in range(d) for s in (1, -1)]
        yield _law([*full, *one, ([0] * d, weights[2])])


def _law(points: Iterable[tuple[Sequence[Fraction | int], Fraction]]) -> Atoms:
    listed = list(points)
    merged = Atoms.of([point for point, _ in listed], [weight for _, weight in listed])
    return Atoms.of(list(merged.mass), list(merged.mass.values()))


def _weights(count: int, random: Random) -> list[Fraction]:
    raw = [random.randint(1, 6) for _ in range(count)]
    return [Fraction(weight, sum(raw)) for weight in raw]
