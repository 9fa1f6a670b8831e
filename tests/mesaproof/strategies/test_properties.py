"""The suite of properties: it holds for every law, each property can fail, and what does not apply says why."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings

from mesaproof.errors import InputError
from mesaproof.strategies import laws, properties
from mesaproof.strategies.properties import assert_properties, check_properties
from proofs.zheng2024.answers import law_properties
from proofs.zheng2024.answers.moved_laws import Moved, disagreement
from proofs.zheng2024.assumptions import ASSUMPTION_4_1, LINE_CONDITIONS
from proofs.zheng2024.line import trained
from symbolic.laws import IID, Atoms, Law
from symbolic.laws.coordinates import Gaussian

NAMES = (
    "theorem",
    "scale covariance",
    "permutation equivariance",
    "sign equivariance",
    "mean ratio",
    "relative error",
    "long sequences",
    "second routes",
)
LAWS = [
    ("laplace(scale=1/2)", 2, 6),
    ("gaussian", 1, 5),
    ("rademacher", 3, 4),
    ("sparse(c=1/2)", 3, 5),
    ("ones", 2, 3),
    ("twopoint(2:1/3, -1:2/3)", 2, 5),
    ("finite(-3:1/4, 0:1/2, 1:1/4)", 2, 3),
    ("student(df=8)", 2, 4),
    ("uniform", 6, 40),
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("law", "d", "T"), LAWS, ids=[law for law, _, _ in LAWS])
def test_the_suite_holds_for_named_laws(law: str, d: int, T: int) -> None:
    report = assert_properties(law, d, T)
    assert tuple(item.name for item in report.properties) == NAMES
    assert report.holds
    assert all(item.because for item in report.properties)
    assert report.text.startswith(f"{report.law.description}, d = {d}, T = {T}\n")


quick = settings(max_examples=12, deadline=None, derandomize=True, database=None)


@quick
@given(laws())
def test_the_exact_properties_hold_for_any_law(law: Law) -> None:
    assert_properties(law, T=4, exact_only=True)


@quick
@given(laws(LINE_CONDITIONS, d=2))
def test_the_theorem_holds_under_the_conditions_for_the_line(law: Law) -> None:
    report = assert_properties(law, exact_only=True)
    assert report.properties[0].holds is (True if any(any(point) for point, _ in law.atoms or ()) else None)


def test_the_printed_theorem_fails() -> None:
    with pytest.raises(AssertionError, match=r"theorem: FAILS, the line is left: W_PV_12\[j,k\] has 22/3 a\*\*2\*b"):
        assert_properties("twopoint(2:1/3, -1:2/3)", 2, 5, hypotheses=ASSUMPTION_4_1, exact_only=True)


def outcome(report: properties.PropertyReport, name: str) -> bool | None:
    return next(item.holds for item in report.properties if item.name == name)


def altered(monkeypatch: pytest.MonkeyPatch, name: str, change: Any) -> None:
    true = getattr(trained, name)
    monkeypatch.setattr(trained, name, lambda law, T: change(true(law, T)))


WRONG = [
    ("ab_line", lambda x: 2 * x, ("theorem",)),
    ("ab_line", lambda x: -x, ("theorem", "mean ratio")),
    ("ab_line", lambda x: 30 * x, ("theorem", "mean ratio", "relative error")),
    ("relative_mse", lambda x: x + 1, ("relative error", "long sequences")),
    ("relative_mse", lambda x: -x, ("relative error", "long sequences")),
    ("relative_mse", lambda x: x / 2, ("long sequences",)),
]


@pytest.mark.parametrize(("name", "change", "failing"), WRONG, ids=range(len(WRONG)))
def test_wrong_formulas_are_noticed(
    monkeypatch: pytest.MonkeyPatch, name: str, change: Any, failing: tuple[str, ...]
) -> None:
    altered(monkeypatch, name, change)
    report = check_properties("laplace", 2, 5, exact_only=True)
    assert tuple(item.name for item in report.failed) == failing
    assert not report.holds


WRONG_PARABOLAS = [
    ("pull", lambda x: 2 * x, ("theorem", "relative error", "long sequences")),
    ("pull", lambda x: -x, ("theorem", "mean ratio")),
    ("curvature", lambda x: 2 * x, ("theorem", "long sequences")),
    ("curvature", lambda x: -x, ("theorem", "mean ratio", "relative error", "long sequences")),
]


@pytest.mark.parametrize(("name", "change", "failing"), WRONG_PARABOLAS, ids=range(len(WRONG_PARABOLAS)))
def test_a_wrong_loss_on_the_line_is_noticed(
    monkeypatch: pytest.MonkeyPatch, name: str, change: Any, failing: tuple[str, ...]
) -> None:
    true = vars(trained.Parabola)[name].func
    monkeypatch.setattr(trained.Parabola, name, property(lambda self: change(true(self))))
    report = check_properties("laplace", 2, 5, exact_only=True)
    assert tuple(item.name for item in report.failed) == failing


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda moved: moved.order != (0, 1), "permutation equivariance"),
        (lambda moved: moved.factors[0] < 0, "sign equivariance"),
        (lambda moved: moved.factors[0] not in (1, -1), "scale covariance"),
    ],
)
def test_a_gradient_that_does_not_follow_is_noticed(monkeypatch: pytest.MonkeyPatch, wrong: Any, name: str) -> None:
    true = Moved.moment

    def moment(self: Moved, exponents: tuple[int, ...]) -> Any:
        return true(self, exponents) * (2 if wrong(self) and sum(exponents) == 4 else 1)

    monkeypatch.setattr(Moved, "moment", moment)
    report = check_properties("twopoint(2:1/3, -1:2/3)", 2, 4, exact_only=True)
    assert [item.name for item in report.failed] == [name]


def test_a_gradient_that_does_not_vanish_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_properties, "gradient", lambda law, T, point: {"W_PV_13": ((Fraction(1),),)})
    report = check_properties("rademacher", 1, 4, exact_only=True)
    assert report.failed[0].text == "theorem: FAILS, the gradient by W_PV_13 does not vanish at ab = 1"


def test_a_second_route_that_disagrees_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs.zheng2024.second_route import quadrature

    true = quadrature.gradient

    def wrong(law: Law, T: int, parameters: Any) -> Any:
        return {name: 1.001 * block for name, block in true(law, T, parameters).items()}

    monkeypatch.setattr(quadrature, "gradient", wrong)
    failed = check_properties("rademacher", 2, 4).failed
    assert [item.because for item in failed] == ["quadrature disagrees on the gradient of all blocks"]


def test_the_moved_law_is_the_law_of_the_moved_start() -> None:
    law = Atoms.of([(1, 2, 0), (-3, 1, 5)], [Fraction(1, 4), Fraction(3, 4)])
    order, factors = (2, 0, 1), (Fraction(-1, 2), Fraction(3), Fraction(1))
    moved = Moved(law, order, factors)
    images = [tuple(c * point[j] for c, j in zip(factors, order, strict=True)) for point, _ in law.atoms]
    table = Atoms.of(images, [weight for _, weight in law.atoms])
    assert moved.atoms == table.atoms
    for exponents in ((1, 0, 0), (0, 2, 1), (3, 1, 2)):
        assert moved.moment(exponents) == table.moment(exponents)
    assert [moved.nonzero_probability(j) for j in range(3)] == [table.nonzero_probability(j) for j in range(3)]
    assert disagreement(law, 4, order, (Fraction(-2), Fraction(2), Fraction(-2))) == ""


def test_what_does_not_apply_says_why() -> None:
    heavy = check_properties("student(df=5)", 2, 4)
    assert {item.holds for item in heavy.properties} == {None}
    assert all("moments end below 5" in item.because for item in heavy.properties)
    nothing = check_properties(Atoms.of([(0, 0)], [Fraction(1)]), exact_only=True)
    assert outcome(nothing, "mean ratio") is None
    assert outcome(nothing, "sign equivariance") is True
    assert outcome(check_properties("gaussian", 5, 4, exact_only=True), "scale covariance") is None
    irrational = check_properties(IID(Gaussian(sympy.sqrt(sympy.sqrt(2)))), 2, 4, exact_only=True)
    assert "not a rational number" in irrational.properties[0].because
    asymmetric = check_properties("twopoint(2:1/3, -1:2/3)", 2, 5, exact_only=True).properties[0]
    assert asymmetric.text == "theorem: does not apply, a hypothesis fails: E[x_1^3 x_2^3] = 4"


BAD: list[tuple[Any, str]] = [
    (lambda: check_properties("gaussian"), "a dimension d >= 1"),
    (lambda: check_properties("gaussian", 2, 2), "T >= 3"),
    (lambda: check_properties("gaussian", 2, 1001), "T <= 1000"),
    (lambda: check_properties("gaussian", 0), "d >= 1"),
    (lambda: check_properties("nothing(at all", 2), "nothing"),
]


@pytest.mark.parametrize(("call", "message"), BAD, ids=range(len(BAD)))
def test_bad_input_is_refused(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
