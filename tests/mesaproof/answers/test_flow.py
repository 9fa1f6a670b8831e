"""`flow` and `mesaproof flow`: exact limits that the full model reaches, clear refusals."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy
from click.testing import CliRunner, Result

from mesaproof.answers.checking import check
from mesaproof.answers.flowing import flow, read_start
from mesaproof.commands.flow import command
from mesaproof.documents.flow_views import flow_record
from mesaproof.errors import InputError
from mesaproof.reading.law_spec import law_at
from proofs.zheng2024.answers.flow_report import FlowReport, velocities
from proofs.zheng2024.line.trained import ab_line
from proofs.zheng2024.notation import a, b
from proofs.zheng2024.second_route.forward import on_line
from proofs.zheng2024.second_route.model_training import flow as trained
from proofs.zheng2024.second_route.population import Population
from symbolic.algebra.harmonics import to_float

GAUSSIAN = ("gaussian", 2, 4)
STARTS = ["3/4,1/2", "-1/4,1", "1,-0.25", "0,1/2", "-1/2,0", "-1,1/4", "1/4,-1", "-0.5,-1.5", "2,2"]
KEYS = {"a_limit", "b_limit", "ab_limit", "reaches_theorem_point", "conserved", "rate", "line_invariant"}


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(command, list(arguments), env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def record(*arguments: str, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", code=code).stdout)


def numbers(values: tuple[sympy.Expr, ...] | None) -> list[float]:
    assert values is not None
    return [to_float(value) for value in values]


def ended(law: str, d: int, T: int, start: tuple[float, float], time: float) -> tuple[float, float]:
    """(a, b) of the full model, all blocks free, after training."""
    run = trained(Population(law_at(law, d), T), on_line(d, *start), time, rtol=1e-12, atol=1e-14, records=2)
    assert run.off_line[-1] < 1e-9
    return float(run.a[-1]), float(run.b[-1])


@pytest.mark.sampled(1)
@pytest.mark.parametrize("start", STARTS)
def test_the_full_model_ends_at_the_limit(start: str) -> None:
    one, other = (float(Fraction(part)) for part in start.split(","))
    report = flow(*GAUSSIAN, (one, other))
    assert numbers(report.limit) == pytest.approx(ended(*GAUSSIAN, (one, other), 4.0), rel=1e-10)
    assert report.reaches_theorem_point is True


@pytest.mark.sampled(1)
@pytest.mark.parametrize("law", ["laplace(scale=1/2)", "sparse(c=3/2)", "rademacher", "uniform(half_width=2)"])
@pytest.mark.parametrize("d", [1, 2])
def test_other_laws_end_at_the_limit_too(law: str, d: int) -> None:
    report = flow(law, d, 5, ("1/2", "-1/8"))
    rate = to_float(report.rate) if report.rate else 0.0
    assert numbers(report.limit) == pytest.approx(ended(law, d, 5, (0.5, -0.125), 40 / rate), rel=1e-9)


@pytest.mark.parametrize("start", ["1/2,-1/2", "-2,2"])
def test_the_antidiagonal_goes_to_the_origin(start: str) -> None:
    found = record("gaussian", "-d", "2", "-T", "4", "--start", start)
    assert [found[key]["exact"] for key in ("a_limit", "b_limit", "ab_limit")] == ["0", "0", "0"]
    assert found["reaches_theorem_point"] is False
    assert found["rate"] == {"exact": "12", "float": 12.0}


def test_exact_values_of_a_case_by_hand() -> None:
    """Rademacher, d = 1: c1 = c2 = T − 2, so with a_0 = 2, b_0 = 1/2 the product is 1 already, and C = 15/4."""
    at_rest = flow("rademacher", 1, 4, (2, "1/2"))
    assert (at_rest.limit, at_rest.product, at_rest.rate) == ((2, sympy.Rational(1, 2)), 1, None)
    assert "at rest" in at_rest.because
    moving = flow("rademacher", 1, 4, (4, "-7/2"))
    assert moving.conserved == sympy.Rational(15, 4)
    assert moving.limit == (2, sympy.Rational(1, 2))
    assert moving.rate == sympy.Rational(17, 2)


def test_record_has_the_stable_keys_with_exact_and_float() -> None:
    found = record("gaussian", "-d", "2", "-T", "4", "--start", "1/10,0.1")
    assert set(found) >= KEYS
    assert found["ab_limit"] == {"exact": "4/23", "float": 4 / 23}
    assert found["conserved"] == {"exact": "0", "float": 0.0}
    assert found["a_limit"] == found["b_limit"]
    assert found["a_limit"]["float"] == pytest.approx((4 / 23) ** 0.5, rel=1e-15)
    assert found["reaches_theorem_point"] is True


@pytest.mark.parametrize("start", STARTS)
def test_limit_lies_on_the_hyperbola_with_the_conserved_quantity(start: str) -> None:
    report = flow("laplace", 3, 7, read_start(start))
    one, other = numbers(report.limit)
    assert one * other == pytest.approx(to_float(report.product or sympy.nan), rel=1e-13)
    assert one**2 - other**2 == pytest.approx(to_float(report.conserved or sympy.Integer(0)), rel=1e-12, abs=1e-12)
    assert (one > 0) == (sum(map(float, map(Fraction, start.split(",")))) > 0)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("law", "d", "T"), [("gaussian", 4, 9), ("sparse(c=1/2)", 3, 5), ("gaussian", 3, 5000)])
def test_product_is_that_of_check_and_of_the_best_point_of_the_line(law: str, d: int, T: int) -> None:
    product = flow(law, d, T, (1, 2)).product
    assert product == check(law, d, T).ab_limit == ab_line(law_at(law, d), T)


def test_rate_is_seen_in_training() -> None:
    """Minus the slope of log |ab − limit| between two times, after the faster terms have died out."""
    report, start = flow(*GAUSSIAN, (-0.25, 1)), (-0.25, 1.0)
    limit, rate = to_float(report.product or sympy.nan), to_float(report.rate or sympy.nan)
    distances = [abs(x * y - limit) for x, y in (ended(*GAUSSIAN, start, n / rate) for n in (10.0, 12.0))]
    assert distances[1] / distances[0] == pytest.approx(2.718281828459045**-2, rel=1e-3)


def test_nothing_cancels_far_from_the_diagonal() -> None:
    one, other = numbers(flow("gaussian", 2, 4, (100, 0)).limit)
    assert one * other == pytest.approx(4 / 23, rel=1e-14)
    assert other == pytest.approx(4 / 23 / 100, rel=1e-6)


@pytest.mark.parametrize("law", ["ones", "twopoint(2:1/3, -1:2/3)"])
def test_a_law_that_leaves_the_line_is_said_to(law: str) -> None:
    found = record(law, "-d", "2", "-T", "4", "--start", "1,1", code=1)
    assert found["line_invariant"] is False
    assert all(found[key] is None for key in KEYS - {"line_invariant"})
    shown = run(law, "-d", "2", "-T", "4", "--start", "1,1", code=1).stdout
    assert "does not describe training" in shown
    assert "W_PV_12[j,k]" in shown
    assert "E[x_j³ x_k³]" in shown


def test_in_one_dimension_every_law_stays_on_the_line() -> None:
    assert flow("twopoint(2:1/3, -1:2/3)", 1, 4, (1, 1)).line_invariant


def table_of_atoms(path: Path, atoms: list[list[str]]) -> str:
    path.write_text(json.dumps({"atoms": atoms, "weights": [f"1/{len(atoms)}"] * len(atoms)}), encoding="utf-8")
    return f"atoms({path})"


def test_a_table_whose_coordinates_differ_leaves_the_line(tmp_path: Path) -> None:
    law = table_of_atoms(tmp_path / "law.json", [["1", "0"], ["-1", "0"], ["0", "2"], ["0", "-2"]])
    report = flow(law, None, 4, (1, 1))
    assert not report.line_invariant
    assert "the same for every j" in report.because


def test_a_symmetric_table_is_followed(tmp_path: Path) -> None:
    law = table_of_atoms(tmp_path / "law.json", [["1", "0"], ["-1", "0"], ["0", "1"], ["0", "-1"]])
    assert flow(law, None, 4, (1, 2)).limit == flow("sparse", 2, 4, (1, 2)).limit


def test_without_signal_nothing_moves(tmp_path: Path) -> None:
    report = flow(table_of_atoms(tmp_path / "law.json", [["0", "0"]]), None, 4, (1, 2))
    assert (report.limit, report.product, report.rate, report.reaches_theorem_point) == ((1, 2), 2, None, None)
    assert "nothing moves" in report.because


def test_velocities_are_those_of_the_full_model() -> None:
    found = velocities(law_at("laplace", 2), 5)
    gradient = Population(law_at("laplace", 2), 5).gradient(on_line(2, 0.5, 0.75))
    values = {a: sympy.Rational(1, 2), b: sympy.Rational(3, 4)}
    assert float(found.a_dot.xreplace(values)) == pytest.approx(-float(gradient["W_KQ_32"][0, 0]), rel=1e-12)
    assert float(found.b_dot.xreplace(values)) == pytest.approx(-float(gradient["W_PV_12"][0, 0]), rel=1e-12)


def test_long_sequences_keep_the_harmonic_number() -> None:
    found = flow_record(flow("gaussian", 2, 10**6, (1, "1/2")))
    assert "H(999998)" in found["rate"]["exact"]
    assert found["rate"]["float"] > 0


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (("gaussian", "-T", "4", "--start", "1,1"), "without d"),
        (("gaussian", "-d", "2", "--start", "1,1"), "no length T"),
        (("gaussian", "-d", "2", "-T", "2", "--start", "1,1"), "T = 2"),
        (("gaussian", "-d", "0", "-T", "4", "--start", "1,1"), "d = 0"),
        (("gaussian", "-d", "2", "-T", "4"), "no start"),
        (("gaussian", "-d", "2", "-T", "4", "--start", ""), "--start ''"),
        (("gaussian", "-d", "2", "-T", "4", "--start", "1"), "--start '1'"),
        (("gaussian", "-d", "2", "-T", "4", "--start", "1,2,3"), "--start '1,2,3'"),
        (("gaussian", "-d", "2", "-T", "4", "--start", "1,"), "as b_0"),
        (("gaussian", "-d", "2", "-T", "4", "--start", "x,1"), "as a_0"),
        (("gaussian", "-d", "2", "-T", "4", "--start", "nan,1"), "as a_0"),
        (("gaussian", "-d", "2", "-T", "4", "--start", "1/0,1"), "as a_0"),
        (("gaussian", "-d", "2", "-T", "4", "--start", "1e99,1"), "as a_0"),
        (("gausian", "-d", "2", "-T", "4", "--start", "1,1"), "gausian"),
    ],
    ids=str,
)
def test_nonsense_is_one_sentence(arguments: tuple[str, ...], given: str) -> None:
    with pytest.raises(InputError) as caught:
        run(*arguments)
    assert given in str(caught.value)
    assert "expected" in str(caught.value)


@pytest.mark.parametrize("start", [(1,), (1, 2, 3), "12", 5, (1, None), (True, 1), (float("inf"), 1)], ids=str)
def test_python_starts_are_two_finite_numbers(start: Any) -> None:
    with pytest.raises(InputError):
        flow("gaussian", 2, 4, start)


def test_numbers_of_python_are_read_as_they_print() -> None:
    reports: list[FlowReport] = [flow("gaussian", 2, 4, (x, Fraction(1, 2))) for x in (0.1, "0.1", Fraction(1, 10))]
    assert len({report.start for report in reports}) == 1


def test_screen_is_a_table_with_a_sentence() -> None:
    shown = run("gaussian", "-d", "2", "-T", "4", "--start", "-1,0").stdout
    assert "limit of ab" in shown
    assert "4/23" in shown
    assert "third quadrant" in shown
    assert "at rest" in run("gaussian", "-d", "2", "-T", "4", "--start", "0,0").stdout


@pytest.mark.parametrize("start", [("1", "-0.999999"), ("1e15", "1"), ("123456789.987654321", "1e-12"), ("1e-15", "3")])
def test_roots_of_large_numbers_are_not_taken_by_factoring(start: tuple[str, str]) -> None:
    """SymPy's root of a number with two large factors raised; the limit keeps a² − b² and has the product."""
    found = flow("rademacher", 1, 4, start)
    assert found.limit is not None
    one, other = found.limit
    assert sympy.expand(one**2 * other**2 - 1) == 0
    assert found.conserved is not None
    larger = max(float(one), float(other))
    a, b = map(Fraction, start)
    assert float(one) ** 2 - float(other) ** 2 == pytest.approx(float(a**2 - b**2), abs=1e-12 * larger**2)
    assert float(found.rate or 0) == pytest.approx(float(16 + 4 * (a**2 - b**2) ** 2) ** 0.5, rel=1e-12)
    assert json.loads(json.dumps(flow_record(found)))["a_limit"]["float"] == pytest.approx(float(one))
