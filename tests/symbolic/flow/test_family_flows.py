"""Flows on families of two models: what stays, what is conserved, where they rest."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from proofs.zhang2024.setting import ZHANG
from proofs.zheng2024.line.invariance import line_invariant
from proofs.zheng2024.setting import ZHENG
from symbolic.algebra.laurent import Atom, Laurent
from symbolic.decide.family_invariance import stays_on
from symbolic.expectation.characters import OutOfReach
from symbolic.flow.conserved import conserved
from symbolic.flow.equilibria import equilibria
from symbolic.flow.field import Field, reduced_field
from symbolic.flow.scalings import conserved_norms
from symbolic.laws import IID
from symbolic.laws.coordinates import two_point
from symbolic.model.contraction import Numbers
from symbolic.model.derived_model import Derived
from symbolic.model.graphs import Graph
from symbolic.model.letters import Equals, PowerSum, Reached
from symbolic.model.tangency import Need, Place, Tangency, by_function
from symbolic.model.terms import Factor, Kind
from symbolic.setting import (
    AnyLaw,
    Array,
    Family,
    Orbit,
    Setting,
    Torus,
    Values,
    diagonal,
    eye,
    given,
    ones,
    parameter,
    scalar,
    size,
    time,
    total,
)
from symbolic.setting.affine import Affine
from symbolic.setting.point import Matrix

d = size("d")
a, b = sympy.symbols("a b", real=True)


def tangency(setting: Setting, family: Family) -> Tangency:
    return Tangency(Derived(setting).on(family))


@pytest.fixture(scope="module")
def line() -> Tangency:
    return tangency(ZHENG, ZHENG.families["line"])


def test_the_line_needs_what_was_derived_by_hand(line: Tangency) -> None:
    found = stays_on(line, "line")
    assert found is not None
    expected = {frozenset(requirement.combination) for requirement in line_invariant().requirements}
    assert {frozenset(requirement.combination) for requirement in found.requirements} == expected


def test_the_flow_on_the_line_conserves_the_difference_of_squares(line: Tangency) -> None:
    (found,) = conserved(reduced_field(line), 3)
    assert sympy.expand(found**2 - (a**2 - b**2) ** 2) == 0


def test_the_flow_on_the_line_rests_at_the_origin_and_on_a_hyperbola(line: Tangency) -> None:
    field = reduced_field(line)
    origin, hyperbola = sorted(equilibria(field), key=lambda rest: -len(rest.equations))
    assert set(origin.equations) == {a, b}
    (equation,) = hyperbola.equations
    product = sympy.solve(equation, a)[0] * b
    assert [sympy.cancel(v) for v in field.at({a: product / b})] == [0, 0]
    assert not hyperbola.contains({a: sympy.Integer(0), b: sympy.Integer(0)})


def test_zhangs_reduced_family_is_invariant_for_every_covariance() -> None:
    found = tangency(ZHANG, ZHANG.families["reduced"])
    assert found.leftovers == ()
    assert stays_on(found, "reduced") is None
    with pytest.raises(OutOfReach):
        reduced_field(found)


def test_multiples_of_the_identity_are_not_invariant_for_a_general_covariance() -> None:
    found = tangency(ZHANG, Family(W_PV_22=scalar("u"), W_KQ_11=scalar("v") * eye(d)))
    (leftover,) = found.leftovers
    assert (leftover.block, leftover.place, leftover.need) == ("W_KQ_11", Place.EVERY, Need.MULTIPLE)
    u, v, dim = (
        sympy.Symbol("u", real=True),
        sympy.Symbol("v", real=True),
        sympy.Symbol("d", integer=True, positive=True),
    )
    (kept,) = conserved(reduced_field(found))
    assert sympy.cancel(kept / (u**2 - dim * v**2)).is_number


def test_a_family_without_one_of_the_blocks_leaves_its_gradient_over() -> None:
    found = tangency(ZHENG, Family(W_PV_12=scalar("b") * eye(d)))
    assert {(left.block, left.place) for left in found.leftovers} == {
        ("W_KQ_32", Place.DIAGONAL),
        ("W_KQ_32", Place.OFF_DIAGONAL),
    }


def test_norms_of_the_two_matrices_differ_by_a_constant() -> None:
    blocks = {block: (block,) for block in ZHANG.blocks if block in ("W_PV_21", "W_PV_22", "W_KQ_11", "W_KQ_21")}
    (weights,) = conserved_norms(Derived(ZHANG).terms, blocks)
    assert weights == {"W_PV_21": 1, "W_PV_22": 1, "W_KQ_11": -1, "W_KQ_21": -1}


def test_the_flow_of_the_family_is_minus_the_gradient_of_the_model() -> None:
    """At numbers: the letters move as the entries of the whole model do."""
    family = Family(W_PV_22=scalar("u"), W_KQ_11=scalar("v") * eye(d))
    values = {"u": Fraction(2, 3), "v": Fraction(-1, 2)}
    identity = ((Fraction(-1, 2), Fraction(0)), (Fraction(0), Fraction(-1, 2)))
    spread = ((Fraction(2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)))
    point = Values({"d": 2, "N": 3}, {"Λ": spread}, parameters={"W_PV_22": ((values["u"],),), "W_KQ_11": identity})
    gradient = Derived(ZHANG).gradient_at(point)
    on = tangency(ZHANG, family)
    numbers = Values({"d": 2, "N": 3}, {"Λ": spread}, scalars=values)
    velocity = {letter: Numbers(ZHANG, numbers).loss(terms) for letter, terms in on.field.items()}
    assert velocity["u"] == -gradient["W_PV_22"][0][0]
    assert velocity["v"] == -(gradient["W_KQ_11"][0][0] + gradient["W_KQ_11"][1][1]) / 2


@pytest.mark.slow
def test_the_all_ones_family_moves_as_the_entries_of_the_model_do() -> None:
    """`W_KQ_32 = a I + c 11ᵀ`, `W_PV_12 = b I + e 11ᵀ` under an exchangeable law, at numbers."""
    letters = dict(zip("aceb", [Fraction(1, 2), Fraction(1, 3), Fraction(-1, 4), Fraction(2)], strict=True))

    def block(own: str, all_ones: str) -> Array:
        both: Array = scalar(own) * eye(d) + scalar(all_ones) * (ones(d) @ ones(d).H)
        return both

    def numbers(own: str, all_ones: str) -> Matrix:
        more = letters[own], Fraction(0)
        return tuple(tuple(letters[all_ones] + more[p != q] for q in range(2)) for p in range(2))

    on = tangency(ZHENG, Family(W_KQ_32=block("a", "c"), W_PV_12=block("b", "e")))
    law = IID(two_point(Fraction(2), Fraction(-1), Fraction(1, 3))).at(2)
    point = {"W_KQ_32": numbers("a", "c"), "W_PV_12": numbers("b", "e")}
    gradient = Derived(ZHENG).gradient_at(Values({"d": 2, "T": 4}, laws={"x_1": law}, parameters=point))
    at = Numbers(ZHENG, Values({"d": 2, "T": 4}, scalars=letters, laws={"x_1": law}))
    velocity = {letter: at.loss(terms) for letter, terms in on.field.items()}
    for name, own, all_ones in (("W_KQ_32", "a", "c"), ("W_PV_12", "b", "e")):
        (first, second), (third, fourth) = gradient[name]
        assert (first, second) == (fourth, third)
        assert first
        assert velocity[all_ones] == -second
        assert velocity[own] == second - first
    assert set(reduced_field(on).letters) == {sympy.Symbol(name, real=True) for name in "abce"}


def test_a_mask_leaves_nothing_over() -> None:
    masked = tangency(ZHENG, Family.only(W_KQ_32=scalar("a") * eye(d), W_PV_12=scalar("b") * eye(d)))
    assert masked.leftovers == ()
    assert reduced_field(masked) == reduced_field(tangency(ZHENG, ZHENG.families["line"]))


def test_diagonals_need_what_is_off_the_diagonal_to_vanish() -> None:
    v, w = given("v", [d], []), given("w", [d], [])
    found = tangency(ZHENG, Family(W_KQ_32=diagonal(v), W_PV_12=diagonal(w)))
    assert {(left.block, left.place, left.need) for left in found.leftovers} == {
        ("W_KQ_32", Place.OFF_DIAGONAL, Need.VANISH),
        ("W_PV_12", Place.OFF_DIAGONAL, Need.VANISH),
    }
    assert all(len(graph.open) == 1 for terms in found.field.values() for graph in terms)


def test_a_field_that_conserves_nothing() -> None:
    assert conserved(Field((a,), (-a,)), 4) == ()
    assert [rest.equations for rest in equilibria(Field((a, b), (a * b, sympy.Integer(0))))] == [(a,), (b,)]


def test_functions_that_may_depend_on_one_another_are_not_taken_apart() -> None:
    """Geometric sums satisfy relations, so that what they multiply need not vanish by itself."""
    T, i = size("T", at_least=3), time("i")
    x, P, K = Orbit("x", by=Torus(d), start=AnyLaw(d)), parameter("P", [d]), parameter("K", [d])

    def prediction() -> Array:
        return P @ total(x[i + 1] @ x[i].H * scalar("gamma") ** (T - i), i, 1, T - 2) @ K @ x[T - 1]

    line = Family(P=scalar("b") * eye(d), K=scalar("a") * eye(d))
    setting = Setting(
        "discounted", sizes=(d, T), draws=(x,), parameters=(P, K), prediction=prediction, target=lambda: x[T]
    )
    with pytest.raises(OutOfReach, match="may depend on other functions"):
        stays_on(tangency(setting, line), "line")


@pytest.mark.parametrize(
    "atoms",
    [
        [PowerSum(-1, Affine.of({"N": 1})), PowerSum(-1, Affine.of({"N": 1}, -1))],
        [Reached(Affine.of({"T": 1}, -4)), Equals("T", 3)],
        [PowerSum(0, Affine.of({"N": 1}), (("gamma", 1),))],
    ],
    ids=["H(N) - H(N-1) = 1/N", "[T >= 4] + [T = 3] = 1", "geometric"],
)
def test_relations_between_functions_are_not_taken_for_requirements(atoms: list[Atom]) -> None:
    """Each of two moments beside functions that satisfy a relation need not vanish by itself."""
    terms = {
        Graph((Affine.of({"d": 1}),), (Factor(Kind.MOMENT, "x", (0,) * n),), frozenset((0,)), (0, 0)): Laurent.atom(
            atom
        )
        for n, atom in enumerate(atoms, start=1)
    }
    with pytest.raises(OutOfReach, match="may depend on other functions"):
        by_function(terms)
