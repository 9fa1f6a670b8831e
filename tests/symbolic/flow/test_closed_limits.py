"""Closed limits and stability of reduced flows: beside training of the described model, and beside numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy

from mesaproof.answers.family_flows import family_flow
from mesaproof.answers.limit_check import checked
from mesaproof.answers.setting_training import train
from mesaproof.settings import Family, Gaussian, Setting, eye, ones, parameter, scalar, size
from symbolic.expectation.characters import OutOfReach
from symbolic.flow.closed_limits import LinearLimit, SaddleLimit, limit
from symbolic.flow.conserved import conserved
from symbolic.flow.equilibria import Rest, equilibria
from symbolic.flow.field import Field, reduced_field
from symbolic.flow.stability import Kind, next_to
from symbolic.flow.term_signs import sign
from symbolic.model.derived_model import Derived
from symbolic.model.tangency import Tangency
from symbolic.setting.setting import Setting as Model

a, b, c, k = sympy.symbols("a b c k", real=True)
d = size("d")


def two_heads() -> Setting:
    """`v A x + u B x`, which is to be `3 x`; A and B are multiples of the identity."""
    x, A, B = Gaussian("x", eye(d)), parameter("A", [d]), parameter("B", [d])
    v, u = (parameter(name, [], []) for name in "vu")
    held = {"v": scalar("a"), "A": scalar("b") * eye(d), "u": scalar("c"), "B": scalar("k") * eye(d)}
    return Setting(
        "two_heads", sizes=(d,), draws=(x,), parameters=(v, A, u, B), prediction=lambda: v * (A @ x) + u * (B @ x),
        target=lambda: 3 * x,
        families={"both": Family(**held), "one": Family(v=scalar("a"), A=scalar("b") * eye(d))},
    )  # fmt: skip


def linear() -> Setting:
    """Two vectors, of which a multiple of ones alone is trained."""
    x, w, m = Gaussian("x", eye(d)), parameter("w", [d], []), parameter("m", [d], [])
    return Setting("linear", sizes=(d,), draws=(x,), parameters=(w, m), prediction=lambda: w.H @ x + 2 * (m.H @ x),
                   target=lambda: ones(d).H @ x, families={"ones": Family.only(w=scalar("a") * ones(d))})  # fmt: skip


def field_of(setting: Model, family: str) -> Field:
    return reduced_field(Tangency(Derived(setting).on(setting.families[family])))


@pytest.mark.parametrize(
    ("setting", "family", "start"),
    [
        (two_heads(), "both", {"a": Fraction(1, 2), "b": Fraction(-1, 3), "c": Fraction(1, 5), "k": Fraction(1)}),
        (two_heads(), "one", {"a": Fraction(-1, 2), "b": Fraction(1, 5)}),
        (two_heads(), "one", {"a": Fraction(1, 4), "b": Fraction(1, 5)}),
        (linear(), "ones", {"a": Fraction(-2)}),
    ],
)
def test_training_of_the_described_model_ends_at_the_closed_limit(
    setting: Setting, family: str, start: dict[str, Fraction]
) -> None:
    """All entries are trained by flow; the run knows no formula."""
    field = field_of(setting, family)
    found = limit(field, {})
    assert found is not None
    numbers = {letter: sympy.Rational(start[letter.name]) for letter in field.letters}
    said = dict(
        zip(field.letters, found.at(numbers | {sympy.Symbol("d", integer=True, positive=True): 2}), strict=True)
    )
    run = train(setting, {"sizes": {"d": 2}, "scalars": start}, family, flow=60)
    assert run.family_statement == f"the run stayed on the family {family}"
    for letter, value in said.items():
        assert run.letters is not None
        assert run.letters[letter.name].item() == pytest.approx(value, abs=1e-8)


def test_what_is_printed_of_the_line() -> None:
    flow = family_flow("zheng2024", "line")
    assert flow.ends is not None
    assert flow.ends.limit[0].startswith("a b tends to l = ")
    assert flow.ends.check is not None
    assert flow.ends.check.agrees
    assert [rest.does for rest in flow.ends.rest] == [Kind.ATTRACTS, Kind.SADDLE]


@pytest.mark.parametrize(
    "components",
    [
        (b * (1 - a * b), -a * (1 - a * b)),
        (-b * (1 - a * b), -a * (1 - a * b)),
        (b * (1 - a * b), a * (1 - a * b) + b * (1 - a * b)),
        (b * (1 - a * b) ** 2, a * (1 - a * b) ** 2),
        (b * (1 - a**2), a * (1 - a**2)),
        (b - a**3, a),
    ],
)
def test_flows_of_other_kinds_have_no_closed_limit(components: tuple[sympy.Expr, ...]) -> None:
    """Turning, away from the curve, not symmetric, with a double zero, and not the gradient of anything."""
    assert limit(Field((a, b), components), {}) is None


def test_a_constant_of_unknown_sign_is_named() -> None:
    found = limit(Field((a, b), (b * (c - a * b), a * (c - a * b))), {})
    assert isinstance(found, SaddleLimit)
    assert found.product == c
    assert set(found.needs) >= {c}


@pytest.mark.parametrize("factor", [Fraction(1), Fraction(101, 100)])
def test_a_wrong_limit_is_noticed(factor: Fraction) -> None:
    """The form altered by a hundredth."""
    field = field_of(two_heads(), "one")
    found = limit(field, {"d": 1})
    assert isinstance(found, SaddleLimit)
    altered = replace(found, form=found.form * sympy.Rational(factor.numerator, factor.denominator))
    assert checked(field, altered, two_heads()).agrees is (factor == 1)


def test_the_limit_of_a_linear_flow_solves_its_equations() -> None:
    found = limit(Field((a, b), (1 - 2 * a + b, c + a - 3 * b)), {})
    assert isinstance(found, LinearLimit)
    assert [
        sympy.expand(v.subs(dict(zip((a, b), found.end, strict=True)))) for v in (1 - 2 * a + b, c + a - 3 * b)
    ] == [0, 0]


def test_eigenvalues_on_a_curve_and_at_a_point() -> None:
    """Of `(b (1 − a b), 2 a (1 − a b))`, by hand: along the curve 0, across it −b² − 2 a²; at 0 the roots of 2."""
    field = Field((a, b), (b * (1 - a * b), 2 * a * (1 - a * b)))
    curve, point = equilibria(field)
    across = [value for value, _ in next_to(field, curve, {}).eigenvalues if value != 0]
    assert sympy.expand(across[0] + b**2 + 2 * a**2) == 0
    assert next_to(field, curve, {}).kind is Kind.ATTRACTS
    assert {value for value, _ in next_to(field, point, {}).eigenvalues} == {sympy.sqrt(2), -sympy.sqrt(2)}
    assert next_to(field, point, {}).kind is Kind.SADDLE


def test_eigenvalues_with_unknown_signs_are_open() -> None:
    field = Field((a,), (k - c * a,))
    (rest,) = equilibria(field)
    assert next_to(field, rest, {}).kind is Kind.OPEN
    assert next_to(Field((a,), (a * (k - a),)), equilibria(Field((a,), (a * (k - a),)))[0], {}).kind is Kind.OPEN


@pytest.mark.parametrize(("expression", "known"), [(a**2 * (2 - c**2) - c, None), (-(a**2) - 1, -1), (a - a, 0)])
def test_signs_are_told_where_every_term_has_one(expression: sympy.Expr, known: int | None) -> None:
    assert sign(expression, {}) == known


def test_many_equations_of_high_degree_are_refused_before_the_work() -> None:
    letters = sympy.symbols("x_1:5", real=True)
    components = tuple(1 + sum(x**3 for x in letters) + n * y for n, y in enumerate(letters))
    with pytest.raises(OutOfReach, match="degrees 3, 3, 3, 3 are not solved"):
        equilibria(Field(letters, components))


def test_letters_beyond_polynomials_are_refused() -> None:
    with pytest.raises(OutOfReach, match="no polynomial of the letters"):
        conserved(Field((a,), (2**a,)))


def test_eigenvalues_on_curved_sets_of_several_equations_are_not_looked_for() -> None:
    """They would take minutes where the unknowns are many."""
    near = next_to(Field((a, b, c), (a * b - 1, a * c - 1, sympy.Integer(0))), Rest((a * b - 1, a * c - 1)), {})
    assert (near.eigenvalues, near.unsolved, near.kind) == ((), (), Kind.OPEN)
