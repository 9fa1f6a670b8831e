"""The procedure `diagonals`: nothing but its two formulas, no other certificate, and no law at which a bound fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest

import proofs.declared_settings  # noqa: F401
from proofs.zheng2024 import setting
from proofs.zheng2024.landscape.listed_squares import SQUARES
from proofs.zheng2024.setting import ZHENG
from symbolic.core.expressions import Expression, Node, Refused, nodes
from symbolic.core.rules.procedures import trusted
from symbolic.core.vocabulary import TRUE, equal
from symbolic.goals.energy_squares import Row, Squares
from symbolic.goals.stated import Stated, derived_of
from symbolic.goals.two_diagonals import (
    DIAGONALS,
    Diagonal,
    declare_squares,
    derived_loss_of_diagonals,
    not_below_diagonals,
)
from symbolic.laws.atoms import Atoms
from symbolic.model.population_loss import Population
from symbolic.setting import Setting
from symbolic.setting.point import Matrix, Values
from tests.symbolic.goals.test_engine import altered

KEY = "zheng2024"
FORMULAS = {"value": lambda: Diagonal.of(KEY).value_formula, "bound": lambda: Diagonal.of(KEY).bound_formula}


def test_both_formulas_are_theorems() -> None:
    for name, theorem in (("value", derived_loss_of_diagonals(KEY)), ("bound", not_below_diagonals(KEY))):
        assert theorem.conclusion == FORMULAS[name]()
        assert not theorem.hypotheses


def without_a_premise(formula: Expression) -> Iterator[Expression]:
    """The bound with one of the conditions on moments left out."""
    conditions = next(node for node in nodes(formula) if node.head == "and" and len(node.parts) == 4)
    for n in range(4):
        kept = Node("and", conditions.parts[:n] + conditions.parts[n + 1 :])
        yield replaced_anywhere(formula, conditions, kept)


def replaced_anywhere(formula: Expression, old: Expression, new: Expression) -> Expression:
    """A formula with a part replaced, which may hold indices that are bound outside of it."""
    if formula == old:
        return new
    if not isinstance(formula, Node):
        return formula
    return Node(
        formula.head,
        tuple(replaced_anywhere(part, old, new) for part in formula.parts),
        formula.value,
        formula.hints,
    )


@pytest.mark.parametrize("name", FORMULAS)
def test_no_other_formula_is_a_theorem(name: str) -> None:
    formula = FORMULAS[name]()
    others = [other for other in altered(formula).values() if other != formula]
    others += without_a_premise(formula) if name == "bound" else []
    others += [replaced_anywhere(formula, node, Node(node.head, node.parts[::-1])) for node in turnable(formula)]
    assert len(others) > 10
    for other in others:
        with pytest.raises(Refused):
            trusted(DIAGONALS, other)


def turnable(formula: Expression) -> list[Node]:
    """The inequality of a formula, and its products of entries and moments."""
    return [node for node in nodes(formula) if node.head == "at_most"]


def test_a_formula_about_no_loss_or_without_squares_is_refused() -> None:
    other = replaced_anywhere(FORMULAS["value"](), *renamed(FORMULAS["value"](), "zheng2024-few-shot"))
    for formula in (TRUE, equal(1, 1), other):
        with pytest.raises(Refused, match=r"no model|no squares"):
            trusted(DIAGONALS, formula)


def renamed(formula: Expression, key: str) -> tuple[Node, Node]:
    """The model of a formula, and the same under another key."""
    model = next(node for node in nodes(formula) if node.head == "model")
    return model, Node("model", (), str(model.value).replace(KEY, key, 1))


def other_rows(row: Row) -> Iterator[Row]:
    """A row with another weight, other labels that differ, another term, or one term fewer."""
    weights, outer, inner, distinct, terms = row
    for n in range(4):
        yield ((*weights[:n], weights[n] + 1, *weights[n + 1 :]), *row[1:])
    pairs = distinct.split()
    for pair in pairs:
        yield (weights, outer, inner, " ".join(each for each in pairs if each != pair), terms)
    for n in range(len(terms)):
        others = tuple(term[::-1] if m == n else term for m, term in enumerate(terms))
        if others != terms and not renamed_alike(row):
            yield (weights, outer, inner, distinct, others)
    if len(terms) > 1:
        yield (weights, outer, inner, distinct, terms[:1])


def renamed_alike(row: Row) -> bool:
    """Whether a row is the same where two outer labels change their names, those of its only term's ends."""
    _, outer, _, distinct, terms = row
    turn = str.maketrans(terms[0][0] + terms[0][-1], terms[0][-1] + terms[0][0])
    pairs, turned = ({frozenset(pair) for pair in text.split()} for text in (distinct, distinct.translate(turn)))
    return len(terms) == 1 and {terms[0][0], terms[0][-1]} <= {*outer} and pairs == turned


def other_certificates() -> Iterator[Squares]:
    """The list with one row changed, doubled or left out, with another range or one condition fewer."""
    for n, row in enumerate(SQUARES.rows):
        before, behind = SQUARES.rows[:n], SQUARES.rows[n + 1 :]
        yield replace(SQUARES, rows=(*before, *behind))
        yield replace(SQUARES, rows=(*before, row, row, *behind))
        for other in other_rows(row):
            yield replace(SQUARES, rows=(*before, other, *behind))
    for n in range(len(SQUARES.vanishing)):
        yield replace(SQUARES, vanishing=SQUARES.vanishing[:n] + SQUARES.vanishing[n + 1 :])
    yield replace(SQUARES, size=("T", -1))
    yield replace(SQUARES, size=("T", -3))
    yield replace(SQUARES, value="W_KQ_32", key="W_PV_12")
    yield replace(SQUARES, value="W_PV_13")
    yield replace(SQUARES, key="W_PV_12")


@pytest.mark.sampled(25)
@pytest.mark.parametrize("squares", [*other_certificates()])
def test_another_certificate_is_refused(squares: Squares) -> None:
    with pytest.raises(Refused):
        replace(Diagonal.of(KEY), squares=squares).check()


def test_squares_that_do_not_add_up_are_refused_with_the_term() -> None:
    with pytest.raises(Refused, match=r"do not add up to the loss in W_KQ_32\[\d, \d\] .* E x_1\["):
        replace(Diagonal.of(KEY), squares=replace(SQUARES, rows=SQUARES.rows[1:])).check()


@pytest.mark.parametrize("weights", [(-1, 1, 0, 0), (0, 1, -2, 0), (0, 0, 1, -2), (0, 1, -1, -1), (1, -5, 6, 0)])
def test_a_weight_that_may_be_negative_is_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match="may be negative"):
        replace(SQUARES, rows=((weights, "", "", "", ("kkk",)),)).require_weights()


def test_the_number_that_weights_are_of_is_positive() -> None:
    with pytest.raises(Refused, match="not always positive"):
        replace(Diagonal.of(KEY), squares=replace(SQUARES, size=("T", -3))).check()


def test_a_loss_with_a_negative_weight_has_no_bound() -> None:
    turned = Setting(
        "turned",
        sizes=ZHENG.sizes,
        draws=ZHENG.draws,
        parameters=ZHENG.parameters,
        prediction=setting.prediction,
        target=lambda t: setting.x[t + 1],
        over=(setting.t, 2, setting.T - 1),
        factor=Fraction(-1, 2),
        families=setting.FAMILIES,
    )
    with pytest.raises(Refused, match="weight of the loss"):
        Diagonal(Stated(turned, "line"), SQUARES).check()


def test_blocks_that_meet_the_others_have_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    met = derived_of(ZHENG).terms
    monkeypatch.setattr(Population, "mean_product", lambda *_: met)
    with pytest.raises(Refused, match="meet the others"):
        Diagonal.of(KEY).check()


def test_squares_are_declared_once() -> None:
    with pytest.raises(Refused, match="already"):
        declare_squares(KEY, lambda: SQUARES)


def signs(*points: tuple[int, ...]) -> Atoms:
    """Uniform on points with all signs."""
    size = len(points[0])
    of = {tuple(s * x for s, x in zip(sign, p, strict=True)) for p in points for sign in product((1, -1), repeat=size)}
    return Atoms.of(sorted(of), [Fraction(1, len(of))] * len(of))


SYMMETRIC = ((signs((1, 2)), 3), (signs((2, 0), (1, 3)), 4), (signs((1, 2, 0), (0, 1, 1)), 3))
EQUAL = Atoms.of([(1, 1), (-1, -1)], [Fraction(1, 2)] * 2)


VALUE, KEY_BLOCK = "W_PV_12", "W_KQ_32"
OTHERS = ("W_PV_13", "W_KQ_22", "W_KQ_23", "W_KQ_33")


def matrix(size: int, on: Callable[[], Fraction], off: Callable[[], Fraction]) -> Matrix:
    """A matrix with these on and off its diagonal, each entry asked for by itself."""
    return tuple(tuple(on() if j == k else off() for k in range(size)) for j in range(size))


def diagonal_of(rows: Matrix) -> Matrix:
    return tuple(tuple(x if j == k else Fraction(0) for k, x in enumerate(row)) for j, row in enumerate(rows))


def losses(law: Atoms, T: int, blocks: Mapping[str, Matrix]) -> tuple[Fraction, Fraction]:
    """The exact loss at blocks, and at the diagonals of the two blocks."""
    kept = {name: diagonal_of(blocks[name]) for name in (VALUE, KEY_BLOCK)}
    whole, diagonal = (
        derived_of(ZHENG).loss_at(Values({"d": law.d, "T": T}, laws={"x_1": law}, parameters=parameters))
        for parameters in (blocks, kept)
    )
    return whole, diagonal


@pytest.mark.parametrize("scale", [1, 8, 64])
@pytest.mark.parametrize(("law", "T"), SYMMETRIC)
def test_no_blocks_have_a_lower_loss_than_their_diagonals(law: Atoms, T: int, scale: int) -> None:
    random = Random(f"{law} {scale}")

    def small() -> Fraction:
        return Fraction(random.randint(-4, 4), 4 * scale)

    def near() -> Fraction:
        return Fraction(1, 4) + small()

    drawn = {name: matrix(law.d, near, small) for name in (VALUE, KEY_BLOCK)}
    drawn |= {name: matrix(law.d, small, small) for name in OTHERS}
    whole, diagonal = losses(law, T, drawn)
    assert whole > diagonal


def test_where_moments_do_not_vanish_some_blocks_have() -> None:
    one, fifth, twentieth = (Fraction(1, n) for n in (1, 5, 20))
    blocks = {
        VALUE: matrix(2, lambda: one, lambda: Fraction(0)),
        KEY_BLOCK: matrix(2, lambda: fifth, lambda: twentieth),
    }
    whole, diagonal = losses(EQUAL, 3, blocks)
    assert whole < diagonal
