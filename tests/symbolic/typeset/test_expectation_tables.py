"""Tables of expectations: their rows are counted again by trying every label, and altered ones are refused."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from proofs.catalogue import settings
from symbolic.algebra.laurent import Laurent
from symbolic.model.derived_model import Derived
from symbolic.model.terms import Factor, Kind
from symbolic.setting.affine import Affine
from symbolic.typeset.article.elements import Grid
from symbolic.typeset.article.expectation_parts import (
    ExpectationParts,
    Summand,
    TableDiffers,
    exponents,
    require_sum,
)
from symbolic.typeset.article.expectation_rows import Told, first_of_each_product
from symbolic.typeset.article.expectation_tables import ExpectationTables

BLOCKS = ("W_PV_12", "W_KQ_32")


@cache
def parts(paper: str, family: str) -> ExpectationParts:
    setting = settings()[paper].setting(paper)
    return ExpectationParts(Derived(setting).on(setting.families[family]))


def line_rows() -> list[Summand]:
    return [each for block in BLOCKS for each in parts("zheng2024", "line").summands(block)]


def grids(paper: str, family: str) -> list[Grid]:
    return [e for e in ExpectationTables(parts(paper, family).on).elements("a/b") if isinstance(e, Grid)]


def tried(each: Summand, t: int) -> int:
    """How many choices of the summed labels make every exponent vanish, where all states are there."""
    found = 0
    for chosen in product(range(t + 1), repeat=len(each.term.ranges)):
        at = {"t": t} | {f"#{n}": label for n, label in enumerate(chosen)}
        inside = all(low.value(at) <= at[f"#{n}"] <= high.value(at) for n, (low, high) in enumerate(each.term.ranges))
        states = [f for f in each.term.factors if f.kind is Kind.STATE]
        if inside and all(f.labels[0].value(at) >= 1 for f in states):
            found += all(power == 0 for power in _powers(each, states, at).values())
    return found


def _powers(each: Summand, states: list[Factor], at: dict[str, int]) -> dict[int, int]:
    powers: dict[int, int] = {}
    for state in states:
        place = each.part.places[state.indices[0]]
        powers[place] = powers.get(place, 0) + (-1 if state.conjugate else 1) * (state.labels[0].value(at) - 1)
    return powers


def test_solutions_are_those_that_trying_finds() -> None:
    rows = line_rows()
    assert len(rows) == 11
    for each in rows:
        for t in range(2, 7):
            assert each.solutions.value({"t": Fraction(t)}) == tried(each, t)


def test_sums_over_times_are_those_of_the_counts() -> None:
    """With the weights 1/(t-1)² and 1/(t-1), at T = 3, …, 7."""
    for each in line_rows():
        weight = each.term.weight
        scalars = {name: Fraction(1) for name, _ in weight.scalars}
        sign = each.coefficient.value({"T": Fraction(3), "a": Fraction(1), "b": Fraction(1)}) > 0
        for T in range(3, 8):
            terms = (abs(weight.value({"t": t}, scalars)) * tried(each, t) for t in range(2, T))
            found = each.coefficient.value({"T": Fraction(T), "a": Fraction(1), "b": Fraction(1)})
            assert found == (1 if sign else -1) * sum(terms)


def test_a_row_by_hand() -> None:
    """`E[x_j³ x_k³]` in the derivative off the diagonal: i + i' = t + 2, t − 1 solutions, the sum H."""
    last = grids("zheng2024", "line")[0].rows[-1]
    assert last[0] == ("$(j, k)$",)
    assert last[2] == (r"$\lambda_{j}, \lambda_{k}$: $i + i' - t - 2 = 0$",)
    assert last[3] == (r"$\left(t - 1\right)$",)
    assert last[4] == (r"$a^{2} b H_{T - 2} \mathbb{E}\left[x_{j}^{3} x_{k}^{3}\right]$",)


def test_rows_that_do_not_add_up_are_refused() -> None:
    found = parts("zheng2024", "line")
    rows, whole = found.summands(BLOCKS[0]), found.on.gradient[BLOCKS[0]]
    doubled = [replace(rows[0], coefficient=rows[0].coefficient * 2), *rows[1:]]
    other = [replace(rows[0], graph=rows[1].graph), *rows[1:]]
    for wrong in (rows[1:], doubled, other, [*rows, rows[0]]):
        with pytest.raises(TableDiffers):
            require_sum(wrong, whole)


def test_exponents_that_are_not_those_counted_are_refused() -> None:
    each = next(row for row in line_rows() if row.part.powers)
    exponents(each)
    wrong = replace(each.part, powers=(each.part.powers[0].plus(Affine((), 1)), *each.part.powers[1:]))
    with pytest.raises(TableDiffers):
        exponents(replace(each, part=wrong))


def test_pairings_collapse_to_words() -> None:
    """`E y²` and `E ŷy` of the reduced model, and the three pairings of `E ŷ²`: N² + 2N choices of labels."""
    (grid,) = grids("zhang2024", "reduced")
    pairings, labels, choices, words = zip(*((str(cell[0]) for cell in row) for row in grid.rows), strict=True)
    assert len(grid.rows) == 5
    assert sorted(choices) == ["$1$", "$N$", "$N$", "$N$", "$N^{2}$"]
    assert labels.count("all labels") == 3
    assert labels.count("$i = i'$") == 2
    assert len(set(pairings)) == 5
    assert sum(f"x_{{i}}^{{({m})}}\\, x_{{i'}}^{{({n})}}" in p for p in pairings for m in (1, 2) for n in (1, 2)) == 4
    assert len(set(words)) == 5


def test_vectors_of_unit_covariance_are_paired_too() -> None:
    """Twice the pairs are the Gaussian factors of a product, whatever their covariance; none is paired twice."""
    for paper, family in (("mahankali2023", "sparse"), ("zhang2025", "multiples"), ("ahn2023", "reaching")):
        for each in parts(paper, family).summands_of_loss():
            drawn = [factor for factor in each.term.factors if factor.kind is Kind.DRAW]
            paired = [factor for pair in each.part.pairs for factor in pair]
            assert sorted(map(str, paired)) == sorted(map(str, drawn))


def test_pairings_that_do_not_add_up_are_refused() -> None:
    found = parts("zhang2024", "reduced")
    rows = found.summands_of_loss()
    for n, row in enumerate(rows):
        wrong = [*rows[:n], replace(row, coefficient=row.coefficient + Laurent.number(1)), *rows[n + 1 :]]
        with pytest.raises(TableDiffers):
            require_sum(wrong, found.on.terms)


def test_rows_over_roots_of_unity_are_congruences() -> None:
    """Exponents are to be multiples of the order; solutions are those that trying finds."""
    found = parts("variants-signs", "line")
    for block in BLOCKS:
        for each in found.summands(block):
            exponents(each)
            for t in range(2, 6):
                even = _tried_modulo(each, t, 2)
                assert each.solutions.value({"t": Fraction(t)}) == even


def _tried_modulo(each: Summand, t: int, order: int) -> int:
    found = 0
    for chosen in product(range(1, t + 1), repeat=len(each.term.ranges)):
        at = {"t": t} | {f"#{n}": label for n, label in enumerate(chosen)}
        states = [f for f in each.term.factors if f.kind is Kind.STATE]
        if all(f.labels[0].value(at) >= 1 for f in states):
            found += all(power % order == 0 for power in _powers(each, states, at).values())
    return found


def test_long_tables_add_up_what_leaves_the_same_product() -> None:
    """296 pairings of a design with retrieval in 19 words, the coefficients of each those of the loss."""
    setting = settings()["li2024-retrieval"].setting("li2024-retrieval")
    found = ExpectationParts(Derived(setting).on(setting.families["reaching"]))
    rows = [Told((str(n),), each.graph, each.coefficient) for n, each in enumerate(found.summands_of_loss())]
    added = first_of_each_product(rows)
    assert (len(rows), len(added)) == (296, 19)
    assert {row.graph: row.coefficient for row in added} == dict(found.on.terms)
    assert sum(row.ways for row in added) == len(rows)


def test_noise_is_paired_and_turned() -> None:
    """A sequence with noise has tables of the gradient: powers of eigenvalues and pairs in one row."""
    found = grids_of("variants-noisy", "line")
    assert [grid.heads[3] for grid in found] == [("solutions at $t$ of the first",)] * 2
    assert [len(grid.rows) for grid in found] == [7, 7]


def grids_of(key: str, family: str) -> list[Grid]:
    setting = settings()[key].setting(key)
    tables = ExpectationTables(Derived(setting).on(setting.families[family])).elements("a/b")
    return [e for e in tables if isinstance(e, Grid)]


def test_counts_with_remainders_are_told_in_pieces_that_fit_their_column() -> None:
    """A column is as wide as its longest piece; a product such as `(T − 2)(T − 2 − [T odd])` is two of them."""
    cells = [" ".join(map(str, row[3])) for grid in grids_of("variants-signs-one-time", "line") for row in grid.rows]
    pieces = [piece for cell in cells for piece in re.findall(r"\$(.*?)\$", cell)]
    assert any(r"\bmod" in piece for piece in pieces)
    assert not [piece for piece in pieces if re.search(r"\\left\([^()]*\\bmod", piece)]
