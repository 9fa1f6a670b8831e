"""`check --setting --at`: what it says of the trained model of a paper, and of values that are at fault."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.mesaproof.cli.runs import run

SIZES: dict[str, Any] = {"d": 2, "N": 3}
ONE, TWO = [[1, 0], [0, 1]], [["2", "1/2"], ["1/2", "1"]]
GOOD: dict[str, Any] = {"sizes": SIZES, "covariances": {"Λ": TWO}}


def checked(values: dict[str, Any], *more: str, code: int = 0) -> Any:
    Path("values.json").write_text(json.dumps(values), encoding="utf-8")
    return run("check", "--setting", "zhang2024", "--at", "values.json", "--samples", "400", *more, code=code)


def record(values: dict[str, Any], code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(checked(values, "--json", code=code).stdout)
    return found


def errors(found: dict[str, Any]) -> dict[str, str | None]:
    return {one["test"]: one["error"]["exact"] if one["error"] else None for one in found["errors"]}


def test_the_record_has_the_limit_and_all_tests() -> None:
    found = record(GOOD)
    assert (found["schema"], found["as_printed"], found["agrees"]) == (1, True, True)
    assert found["gamma"] == [["11/3", "2/3"], ["2/3", "7/3"]]
    assert found["limit"]["product"] == [["21/73", "-6/73"], ["-6/73", "33/73"]]
    assert found["limit"]["W_PV_22"]["fourth_power"]["exact"] == str(Fraction(21**2 + 2 * 6**2 + 33**2, 73**2))
    assert len(found["errors"]) == 9
    assert all(one["agrees"] for one in found["errors"] if one["error"])
    assert [one["kind"] for one in found["at_rest"]] == ["enumerated"] * 3


def test_the_screen_fits_eighty_columns() -> None:
    lines = checked(GOOD).stdout.splitlines()
    assert max(len(line.rstrip()) for line in lines if "prompts a test" not in line) <= 80
    assert sum("agrees" in line or "no evidence" in line for line in lines) == 8


def test_kurtosis_moves_gamma() -> None:
    found = record({"sizes": {"d": 3, "N": 5}, "laws": {"x": "laplace"}})
    assert [one["holds"] for one in found["conditions"]] == [True, False]
    assert found["left_over"] == [["12" if j == k else "0" for k in range(3)] for j in range(3)]
    assert found["limit"]["product"][0] == ["5/24", "0", "0"]
    assert found["invariant"]
    assert not found["as_printed"]


def test_an_error_of_zero_is_compared_on_the_scale_of_the_target() -> None:
    shown = checked({"sizes": SIZES, "laws": {"x": "ones"}}).stdout
    assert [line.split()[-1] for line in shown.splitlines() if "in distribution" in line] == ["agrees"]


def test_weights_with_a_third_moment_have_no_limit() -> None:
    found = record({**GOOD, "laws": {"w": "twopoint(2:1/3, -1:2/3)"}}, code=1)
    assert (found["invariant"], found["limit"], found["errors"]) == (False, None, [])
    assert "E w_j³ = 0" in checked({**GOOD, "laws": {"w": "twopoint(2:1/3, -1:2/3)"}}, code=1).stdout


def test_a_singular_covariance_is_answered() -> None:
    found = record({"sizes": {"d": 2, "N": 2}, "covariances": {"Lambda": [[1, 1], [1, 1]]}})
    assert found["limit"]["rank"] == 1
    assert found["limit"]["product"] == [["1/8", "1/8"], ["1/8", "1/8"]]
    assert errors(found)["in distribution"] == "1"
    assert found["agrees"]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "not symmetric": ({"sizes": SIZES, "covariances": {"Λ": [[1, 2], [0, 1]]}}, "not symmetric: entry (2,1) is 0"),
    "not positive": ({"sizes": SIZES, "covariances": {"Λ": [[1, 2], [2, 1]]}}, "not positive semidefinite"),
    "another shape": ({"sizes": SIZES, "covariances": {"Λ": [[1]]}}, "Λ with 1 x 1 numbers"),
    "rows of other lengths": ({"sizes": SIZES, "covariances": {"Λ": [[1, 0], [0]]}}, "rows of equal length"),
    "not square": ({"sizes": SIZES, "covariances": {"Λ": [[1, 0]]}}, "Λ with 1 x 2 numbers"),
    "nothing": ({"sizes": SIZES, "covariances": {"Λ": [[0, 0], [0, 0]]}}, "Λ = 0"),
    "no samples": ({**GOOD, "sizes": {"d": 2, "N": 0}}, "N = 0"),
    "no test samples": ({**GOOD, "sizes": {**SIZES, "M": -1}}, "M = -1"),
    "no length": ({**GOOD, "sizes": {"d": 2}}, "no size N"),
    "no covariance": ({"sizes": SIZES}, "Λ among the covariances, or the law of x"),
    "another size": ({**GOOD, "sizes": {**SIZES, "T": 3}}, "'T' in sizes"),
    "another key": ({**GOOD, "parameters": {}}, "'parameters'"),
    "a half": ({**GOOD, "sizes": {"d": 2, "N": "1/2"}}, "a whole number"),
    "no projection": ({**GOOD, "matrices": {"P": [[1, 1], [0, 0]]}}, "an orthogonal projection"),
    "law and covariance": ({**GOOD, "laws": {"x": "laplace"}}, "E x xᵀ of the law is [[2, 0], [0, 2]]"),
    "no fourth moments": ({"sizes": SIZES, "laws": {"x": "student(df=3)"}}, "finite fourth moments"),
    "irrational moments": ({"sizes": SIZES, "laws": {"x": "logistic"}}, "rational moments"),
    "dependent weights": ({**GOOD, "laws": {"w": "sphere"}}, "independent coordinates"),
    "no law": ({"sizes": SIZES, "laws": {"x": "lapace"}}, "laplace"),
    "long prompts": ({**GOOD, "sizes": {**SIZES, "M": 10**9}}, "fewer by --samples"),
    "many dimensions": ({"sizes": {"d": 1000, "N": 2}, "laws": {"x": "laplace"}}, "d <= 100"),
}


@pytest.mark.parametrize("name", BAD)
def test_values_at_fault_are_one_sentence(name: str) -> None:
    values, part = BAD[name]
    result = checked(values, code=2)
    assert result.stdout == ""
    assert result.stderr.startswith("mesaproof: ")
    assert result.stderr.count("\n") == 1
    assert part in result.stderr


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("gaussian", "--setting", "zhang2024", "--at", "v.json"), "LAW together with --setting"),
        (("--setting", "zhang2024"), "no --at"),
        (("--setting", "zhang", "--at", "v.json"), "did you mean zhang2024?"),
        (("--setting", "zhang2024", "--at", "nowhere.json"), "No such file"),
        ((), "neither a law nor a setting"),
        (("gaussian", "--samples", "200"), "without --setting"),
        (("--setting", "zhang2024", "--at", "v.json", "-d", "3"), "-d together with --setting"),
    ],
)
def test_options_that_do_not_fit(arguments: tuple[str, ...], part: str) -> None:
    result = run("check", *arguments, code=2)
    assert part in result.stderr
    assert result.stderr.count("\n") == 1
