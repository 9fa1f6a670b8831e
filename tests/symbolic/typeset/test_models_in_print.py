"""Formulas about models in print: what differs in meaning differs in print, points are told once, rows fit a screen."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from matplotlib.mathtext import MathTextParser

import proofs.declared_settings  # noqa: F401
from mesaproof.terminal.spelling import SPELLED
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Node, Sort, Variable, written
from symbolic.core.signatures import Signature
from symbolic.core.vocabulary import (
    NONNEGATIVE,
    REALS,
    SEQUENCES,
    Model,
    System,
    cell,
    conjunction,
    constant,
    entry,
    equal,
    for_all,
    implies,
    independent,
    indicator,
    integers_between,
    law,
    less,
    listed,
    matrix,
    mean,
    moments,
    negation,
    point,
    raised,
    real,
    total,
    vector,
    vector_law,
    vector_moments,
)
from symbolic.goals import engine
from symbolic.typeset.formulas import parse, width
from symbolic.typeset.kernel_formulas import latex, lines, text
from symbolic.typeset.kernel_formulas.latex_rows import EM_OF_INDENT, IN_LINE, latex_rows
from symbolic.typeset.kernel_formulas.printer import Printer

a, b, d, j, k, n, s, t, T = map(real, "abdjknstT")
x, ν, ρ, μ = vector("x"), vector_law("ν"), vector_law("ρ"), law("μ")
ON = indicator(equal(j, k))

TWO = Model(Signature("two", ("d", "T"), (("x_1", Sort.VECTOR_LAW),), ("P", "K", "V")))
OTHER = Model(Signature("other", ("d", "T"), (("x_1", Sort.VECTOR_LAW),), ("P", "K", "V")))


def block(body: Expression | int, rows: Expression | int = d, columns: Expression | int = d) -> Expression:
    """A block of a shape, d × d where none is given."""
    return matrix(j, k, (rows, columns), written(body))


ZERO = block(0)
AT = d, T, ν, block(a * ON), block(b * ON), ZERO
WITH_A_FREE_L = real("L")

POINTS: dict[str, tuple[Expression, ...]] = {
    "as it is": AT,
    "another size": (d, s, *AT[2:]),
    "sizes exchanged": (T, d, *AT[2:]),
    "a size that is a number": (d, written(5), *AT[2:]),
    "another law": (d, T, ρ, *AT[3:]),
    "a law that is a point": (d, T, point(x), *AT[3:]),
    "independent numbers": (d, T, independent(μ), *AT[3:]),
    "blocks exchanged": (*AT[:3], AT[4], AT[3], ZERO),
    "another block that is 0": (*AT[:3], AT[3], ZERO, AT[4]),
    "one block more that is 0": (*AT[:3], AT[3], ZERO, ZERO),
    "all blocks 0": (*AT[:3], ZERO, ZERO, ZERO),
    "all blocks 0, and smaller": (*AT[:3], *(block(0, 2, 2),) * 3),
    "a multiple of ones": (*AT[:3], block(a), *AT[4:]),
    "a row": (*AT[:3], block(j), *AT[4:]),
    "a column": (*AT[:3], block(k), *AT[4:]),
    "off the diagonal": (*AT[:3], block(a * indicator(negation(equal(j, k)))), *AT[4:]),
    "a square": (*AT[:3], block(a**2 * ON), *AT[4:]),
    "the identity": (*AT[:3], block(ON), *AT[4:]),
    "its opposite": (*AT[:3], block(-1 * ON), *AT[4:]),
    "a sum": (*AT[:3], block((a + b) * ON), *AT[4:]),
    "a sum of which one is a multiple": (*AT[:3], block(a + b * ON), *AT[4:]),
    "the entry of a row on the diagonal": (*AT[:3], block(j * ON), *AT[4:]),
    "a zero of another shape": (*AT[:5], block(0, d, n)),
    "a zero of the transposed shape": (*AT[:5], block(0, n, d)),
    "a block of another shape": (*AT[:3], block(a * ON, d, n), *AT[4:]),
    "other shapes": (*AT[:3], *(block(each, n, n) for each in (a * ON, b * ON, 0))),
    "a variable": (*AT[:5], Variable("M", Sort.MATRIX)),
    "another variable": (*AT[:5], Variable("N", Sort.MATRIX)),
    "a gradient": (*AT[:5], TWO.gradient("P", *AT)),
}

STATEMENTS = {name: less(0, TWO.loss(*at)) for name, at in POINTS.items()} | {
    "another model": less(0, OTHER.loss(*AT)),
    "that it is a polynomial": TWO.regular(*AT),
    "that it is one of another model": OTHER.regular(*AT),
    "that there is a flow": TWO.flows(*AT),
    "that it is positive and there is a flow": conjunction(less(0, TWO.loss(*AT)), TWO.flows(*AT)),
    "a free variable of the name": less(0, WITH_A_FREE_L),
    "a free variable of the name beside it": less(WITH_A_FREE_L, TWO.loss(*AT)),
    "itself beside a free variable of the name": less(TWO.loss(*AT), WITH_A_FREE_L),
    "an entry of a gradient": equal(cell(TWO.gradient("P", *AT), j, k), 0),
    "its transpose": equal(cell(TWO.gradient("P", *AT), k, j), 0),
    "an entry of another gradient": equal(cell(TWO.gradient("K", *AT), j, k), 0),
    "an entry at another place": equal(cell(TWO.gradient("P", *AT), j, 1), 0),
    "an entry of a block": equal(cell(AT[3], j, k), 0),
    "an entry of another block": equal(cell(AT[4], j, k), 0),
    "an entry along the flow": equal(cell(TWO.trajectory("P", *AT, t), j, k), 0),
    "an entry of another block along the flow": equal(cell(TWO.trajectory("K", *AT, t), j, k), 0),
    "at another time": equal(cell(TWO.trajectory("P", *AT, s), j, k), 0),
    "along the flow of another model": equal(cell(OTHER.trajectory("P", *AT, t), j, k), 0),
    "two flows": less(cell(TWO.trajectory("P", *AT, t), 1, 1), cell(OTHER.trajectory("P", *AT, t), 1, 1)),
    "two flows, exchanged": less(cell(OTHER.trajectory("P", *AT, t), 1, 1), cell(TWO.trajectory("P", *AT, t), 1, 1)),
    "a function and a flow": less(constant("P", t), cell(TWO.trajectory("P", *AT, t), 1, 1)),
    "two losses": less(TWO.loss(*AT), OTHER.loss(*AT)),
    "two losses, exchanged": less(OTHER.loss(*AT), TWO.loss(*AT)),
    "a slope twice": less(0, cell(TWO.gradient("P", *AT), 1, 1) * 2),
    "a slope by two": less(0, cell(TWO.gradient("P", *AT), 1, 1) / 2),
    "two by a slope": less(0, 2 / cell(TWO.gradient("P", *AT), 1, 1)),
    "a slope squared": less(0, cell(TWO.gradient("P", *AT), 1, 1) ** 2),
    "a loss that depends on what is summed": less(0, total(s, 1, 2, TWO.loss(d, s, *AT[2:]))),
    "a loss that does not": less(0, total(s, 1, 2, TWO.loss(d, T, *AT[2:]))),
}

PLACES = {
    "a second entry": entry(x, 2),
    "a variable with a number": real("x2"),
    "a variable with a number below": real("x_2"),
    "an entry at a variable": entry(x, j),
    "a variable with a letter below": real("x_j"),
    "an entry at a variable with a number": entry(x, real("j2")),
    "an entry at a variable with a number below": entry(x, real("j_2")),
    "an entry squared": entry(x, j) ** 2,
    "an entry of a sequence with a number": entry(vector("x1"), j),
    "an entry of a sequence with a number below": entry(vector("x_1"), j),
    "an entry at an entry": entry(x, entry(x, j)),
    "an entry at a sum": entry(x, j + 1),
    "an entry and one": entry(x, j) + 1,
    "a listed sequence": entry(listed(j, d, j), k),
    "a longer one": entry(listed(j, n, j), k),
    "a constant one": entry(listed(j, d, k), k),
    "a matrix": cell(matrix(j, k, (d, n), j), 1, 2),
    "a matrix by its columns": cell(matrix(j, k, (d, n), k), 1, 2),
    "a matrix of another shape": cell(matrix(j, k, (n, d), j), 1, 2),
    "an indicator": indicator(equal(j, k)),
    "an indicator of the contrary": indicator(negation(equal(j, k))),
    "an indicator of an order": indicator(less(j, k)),
    "a mean over sequences": mean(x, ν, entry(x, j)),
    "a mean over independent numbers": mean(x, independent(μ), entry(x, j)),
    "a mean over numbers": mean(t, μ, t),
    "a harmonic number": total(j, 1, n, 1 / j),
    "a harmonic number of the second order": total(j, 1, n, 1 / j**2),
    "a shorter one": total(j, 1, n - 1, 1 / j),
    "one that begins later": total(j, 2, n, 1 / j),
    "a function of its name": constant("H", n),
}
STATEMENTS |= {name: equal(term, 7) for name, term in PLACES.items()}
STATEMENTS |= {
    "for sequences": for_all(x, SEQUENCES, less(0, 1)),
    "for numbers": for_all(t, REALS, less(0, 1)),
    "for laws of sequences": for_all(ν, vector_moments(4), less(0, 1)),
    "for laws": for_all(μ, moments(4), less(0, 1)),
    "for laws of sequences with more moments": for_all(ν, vector_moments(6), less(0, 1)),
    "a number and a law of one name": less(real("μ"), mean(t, μ, t)),
    "a law, and another number": less(real("ν"), mean(t, μ, t)),
}


def test_what_differs_in_meaning_differs_in_print() -> None:
    for write in (text, latex):
        found = {name: write(statement) for name, statement in STATEMENTS.items()}
        assert [(one, other) for one, other in combinations(found, 2) if found[one] == found[other]] == []


def test_what_no_person_sees_does_not_count() -> None:
    """Names of bound variables that rules have made, exponents that are 1."""
    made = Node("for_all", (REALS, less(0, 1)), None, ("_3",))
    assert text(made) == text(Node("for_all", (REALS, less(0, 1)))) == "∀x ∈ ℝ: 0 < 1"
    assert text(entry(x, j) ** 1) == text(entry(x, j))


FLOW = System((s,), (-s,), (a,))
FOLLOWED = for_all(
    a,
    REALS,
    conjunction(
        TWO.flows(*AT),
        for_all(
            t,
            NONNEGATIVE,
            conjunction(
                *(
                    for_all(
                        j,
                        integers_between(1, d),
                        equal(cell(TWO.trajectory(name, *AT, t), j, j), FLOW.at(t)[0]),
                    )
                    for name in "PK"
                )
            ),
        ),
    ),
)


def test_points_and_problems_are_told_once_where_they_are_known() -> None:
    assert text(FOLLOWED) == (
        "∀a ∈ ℝ: (L has exactly one gradient flow on [0, ∞)) ∧ (∀t ∈ [0, ∞): "
        "∀j ∈ ℤ ∩ [1, d]: W(t)[j, j] = s(t) for W = P, K), "
        "where s' = −s, s(0) = a, L is the loss of two at (d, T, x_1 ∼ ν; P = a I, K = b I, 1 other 0; all d × d) "
        "and blocks at a time follow its gradient flow from there"
    )
    assert latex(FOLLOWED).count(r"\text{ is the loss of }") == 1
    twice = implies(for_all(s, REALS, less(s, TWO.loss(*AT))), less(0, TWO.loss(*AT)))
    assert text(twice).count("is the loss of") == 1


def test_a_point_that_is_bound_is_told_where_it_is_known() -> None:
    inner = for_all(a, REALS, less(0, TWO.loss(*AT)))
    assert text(conjunction(inner, less(0, 1))) == (
        "(∀a ∈ ℝ: 0 < L, where L is the loss of two at (d, T, x_1 ∼ ν; P = a I, K = b I, 1 other 0; all d × d)) ∧ 0 < 1"
    )


LONGER = re.compile(r"\\(le|ne)(?![a-z])")

SHAPES = """a variable, a gradient, a zero of another shape, a row, that it is a polynomial, that there is a flow
an entry of a gradient, an entry along the flow, a slope squared, two by a slope, a second entry, an entry squared
a variable with a letter below, a listed sequence, a matrix, an indicator of the contrary
a mean over independent numbers, a harmonic number of the second order
for sequences, for laws of sequences, a number and a law of one name"""


@pytest.mark.parametrize("name", re.split(r", |\n", SHAPES))
def test_each_shape_is_latex(name: str) -> None:
    check_latex(latex(STATEMENTS[name]))


def test_what_is_long_is_latex() -> None:
    check_latex(latex(FOLLOWED))
    check_latex(latex(defined(FOLLOWED)))


def check_latex(found: str) -> None:
    """It is parsed by another program, which calls ≤ and ≠ by their longer names only."""
    assert found.isascii()
    MathTextParser("path").parse("$" + LONGER.sub(r"\\\1q", found) + "$")


ALL = [*STATEMENTS.values(), FOLLOWED]


def test_rows_are_the_line_and_fit() -> None:
    for formula in ALL:
        for room in (80, 120, 30):
            rows = lines(formula, room)
            assert " ".join(row.strip() for row in rows) == text(formula)
            assert room < 80 or all(len(row) <= room for row in rows)
        assert lines(formula, 10_000) == (text(formula),)


def test_rows_of_latex_are_the_rows_of_the_text() -> None:
    for formula in ALL:
        found = latex_rows(formula, 45)
        assert Printer(IN_LINE).statement(formula).count(" ") == text(formula).count(" ")
        assert all(width(parse(row)) + EM_OF_INDENT * indent <= 45 for indent, row in found)
        assert all(row.isascii() for _, row in found)
    (_, first), (indent, second), *_ = latex_rows(FOLLOWED, 30)
    assert first == r"{}\forall{}a {}\in{} {}\mathbb{R}{}:"
    assert (indent, second) == (2, r"(L\text{ has exactly one gradient flow on }[0, {}\infty{}))")


def test_no_row_of_latex_ends_inside_an_exponent() -> None:
    m, x = real("m"), real("x")
    exponent = 2 * m + 3 * m + 4 * m + 5 * m + 6 * m
    found = latex_rows(for_all(m, REALS, for_all(x, REALS, equal(raised(x, exponent), x))), 8)
    assert len(found) > 1
    assert all(parse(row) for _, row in found)


def test_all_is_spelled_where_characters_are_lacking() -> None:
    for formula in ALL:
        assert "\\" not in text(formula).encode("ascii", SPELLED).decode("ascii")


def derived() -> list[Expression]:
    """What the engine derives of a setting of the package."""
    loss = engine.loss_formula("zheng2024", "line")
    slope = engine.gradient_formula("zheng2024", "line", "W_KQ_32")
    return [loss, slope, engine.regular_formula("zheng2024", "line"), defined(loss), defined(slope)]


def test_what_is_derived_fits_a_screen_and_names_its_blocks_once() -> None:
    for formula in derived():
        rows = lines(formula)
        assert all(len(row) <= 80 for row in rows)
        assert text(formula).count("W_PV_12 = b I, W_KQ_32 = a I, 16 others 0; all d × d") == 1
    slope = "\n".join(lines(derived()[1]))
    assert slope.startswith(
        "∀d ∈ {1, 2, …}: ∀T ∈ {3, 4, …}: ∀μ law of sequences with moments of order 6:\n"
        "  ∀a, b ∈ ℝ: ∀j, k ∈ {1, …, d}:\n"
        "  ∂L/∂W_KQ_32[j, k]\n"
        "    = (T − 2)·a·b²·1[j = k]·𝔼[x_j⁶; x ∼ μ]\n"
    )
    assert slope.endswith(
        "\n  where L is the loss of zheng2024 at (d, T, x_1 ∼ μ;\n"
        "    W_PV_12 = b I, W_KQ_32 = a I, 16 others 0; all d × d),\n"
        "  where H(n) = 1 + 1/2 + … + 1/n, H(n, 2) = 1 + 1/2² + … + 1/n²"
    )
