"""`check`: exact answers at given and at symbolic sizes, and what it prints."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from tests.mesaproof.cli.runs import ASSUMPTIONS, TWO_POINT, harmonic, number, record, run

KEYS_OF_CHECK = {
    *("law", "d", "T", "m2", "kappa1", "kappa2", "kappa3", "hypotheses", "line_invariant", "ab_limit", "ab_line"),
    *(
        "mean_ratio",
        "relative_mse",
        "ab_long",
        "relative_mse_long",
        "recovers",
        "off_line",
        "off_line_because",
        "off_line_bend",
        "given",
        "letters",
        "crosschecks",
    ),
}


def test_check_of_the_gaussian_is_exact() -> None:
    found = record("check", "gaussian", "-d", "5", "-T", "100")
    kappa1, kappa2, kappa3 = Fraction(3), Fraction(15), Fraction(4 * 1 * 3)
    limit = kappa1 / (kappa2 + kappa3 * harmonic(98) / 98)
    assert set(found) == KEYS_OF_CHECK
    assert (found["law"], found["d"], found["T"]) == ("gaussian(sigma=1)", 5, 100)
    assert found["ab_limit"] == found["ab_line"] == number(limit)
    assert found["mean_ratio"] == number(limit * 1)
    assert found["relative_mse"] == number(1 - limit * kappa1)
    assert [found[name] for name in ("m2", "kappa1", "kappa2", "kappa3")] == [number(v) for v in (1, 3, 15, 12)]
    assert found["line_invariant"] == {"holds": True, "leftover": []}
    assert found["recovers"] == {"almost_every_W": False, "every_W": False}
    assert {key: entry["holds"] for key, entry in found["hypotheses"].items()} == dict(
        zip(ASSUMPTIONS, (True, True, False), strict=True)
    )
    assert all(set(entry) == {"holds", "because"} for entry in found["hypotheses"].values())
    assert [(check["kind"], check["agrees"]) for check in found["crosschecks"]] == [
        ("quadrature", True),
        ("sampled", True),
    ]
    assert all({"kind", "agrees", "false_alarm", "resolution"} <= set(check) for check in found["crosschecks"])


def two_point_moment(n: int) -> Fraction:
    return Fraction(2**n, 3) + Fraction(2 * (-1) ** n, 3)


def test_check_of_a_skewed_law_shows_what_is_left_over() -> None:
    found = record("check", TWO_POINT, "-d", "3", "-T", "6")
    m = {n: two_point_moment(n) for n in range(1, 7)}
    assert [found[f"kappa{n}"] for n in (1, 2, 3)] == [number(m[4]), number(m[6]), number(2 * m[2] * m[4])]
    first, second = harmonic(4), harmonic(4, 2)
    expected = {
        ("W_PV_12", "j,k", "a**2*b"): first * m[3] * m[3],
        ("W_KQ_32", "j,k", "a*b**2"): first * (m[1] * m[5] + m[3] * m[3]) + second * m[1] * m[3] * m[2],
    }
    assert found["line_invariant"]["holds"] is False
    leftover = found["line_invariant"]["leftover"]
    assert all(set(item) == {"block", "entry", "coefficient", "moments", "value"} for item in leftover)
    assert {(i["block"], i["entry"], i["coefficient"]): i["value"] for i in leftover} == {
        place: number(value) for place, value in expected.items()
    }
    assert found["ab_limit"] is None
    assert found["ab_line"] == number(m[4] / (m[6] + 2 * m[2] * m[4] * first / 4))
    assert found["hypotheses"]["zheng2024/assumption-4.1"]["holds"] is True
    assert found["hypotheses"]["zheng2024/line-conditions"]["holds"] is False


def test_check_lists_moments_where_coordinates_differ() -> None:
    found = record("check", "atoms(law.json)", "-T", "6")
    assert found["d"] == 3
    assert found["kappa1"] == [number(Fraction(3, 4)), number(Fraction(9, 2)), number(Fraction(17, 64))]
    assert len(found["mean_ratio"]) == 3
    assert found["recovers"] == {"almost_every_W": None, "every_W": None}


def test_check_keeps_harmonic_numbers_of_long_sequences() -> None:
    found = record("check", "gaussian", "-d", "2", "-T", "5000")
    total = math.fsum(1 / s for s in range(1, 4999))
    assert "H(4998)" in found["ab_limit"]["exact"]
    assert found["ab_limit"]["float"] == pytest.approx(3 / (15 + 3 * total / 4998), rel=1e-13)


def test_check_at_the_largest_exact_length_has_no_harmonic_symbol() -> None:
    found = record("check", "gaussian", "-d", "1", "-T", "1000")
    assert found["ab_limit"] == number(Fraction(1, 5))
    assert "H(" not in record("check", "gaussian", "-d", "2", "-T", "1000")["ab_limit"]["exact"]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("law", "options"),
    [
        ("gaussian", ()),
        ("gaussian", ("-d", "3")),
        ("gaussian", ("-T", "9")),
        ("ones", ()),
        ("sparse", ()),
        (TWO_POINT, ()),
    ],
    ids=str,
)
def test_check_with_symbolic_sizes_has_formulas_without_floats(law: str, options: tuple[str, ...]) -> None:
    found = record("check", law, *options)
    assert set(found) == KEYS_OF_CHECK
    assert found["d"] == (3 if "-d" in options else None)
    assert found["T"] == (9 if "-T" in options else None)
    assert found["ab_line"]["exact"]
    symbols = {"d", "T"} & set(found["ab_line"]["exact"])
    assert (found["ab_line"]["float"] is None) == bool(symbols)
    assert run("check", law, *options).stdout


def test_check_with_symbolic_sizes_is_a_function_of_both() -> None:
    found = record("check", "gaussian")
    assert {"d", "T"} <= set(found["ab_limit"]["exact"])
    assert "H(T - 2)" in found["ab_limit"]["exact"]
    assert found["ab_limit"]["float"] is None
    assert found["kappa1"] == number(3)
    assert found["kappa3"]["float"] is None


def test_check_of_the_zero_law_has_nulls() -> None:
    found = record("check", "sparse(c=0)", "-d", "2", "-T", "5")
    assert found["ab_line"] is None
    assert found["mean_ratio"] is None
    assert found["relative_mse"] is None
    assert found["recovers"] == {"almost_every_W": None, "every_W": None}
    assert "none" in run("check", "sparse(c=0)", "-d", "2", "-T", "5").stdout


@pytest.mark.parametrize(
    "law", ["gaussian(sigma=1e30)", "gaussian(sigma=1e-30)", "laplace(scale=1e29)", "twopoint(1e30:1/2, -1e-30:1/2)"]
)
def test_check_of_a_law_of_any_scale_is_exact_and_does_not_disagree(law: str) -> None:
    found = record("check", law, "-d", "2", "-T", "5")
    assert all(check["agrees"] in (True, None) for check in found["crosschecks"])
    assert all(check["because"] for check in found["crosschecks"] if check["agrees"] is None)


def test_product_of_the_gaussian_scales_with_the_inverse_square() -> None:
    exact = {
        scale: record("check", f"gaussian({scale})", "-d", "2", "-T", "5")["ab_limit"]["exact"] for scale in (1, 3)
    }
    assert Fraction(exact[1]) == 9 * Fraction(exact[3])


def test_required_hypothesis_that_fails_exits_with_1() -> None:
    held, failing = ("--require", ASSUMPTIONS[0]), ("--require", ASSUMPTIONS[1])
    run("check", TWO_POINT, "-d", "2", "-T", "4", *held)
    run("check", TWO_POINT, "-d", "2", "-T", "4", *held, *failing, code=1)
    assert record("check", TWO_POINT, "-d", "2", "-T", "4", *failing, code=1)["line_invariant"]["holds"] is False


def test_check_prints_what_it_found() -> None:
    printed = run("check", TWO_POINT, "-d", "3", "-T", "6").stdout
    for text in (f"{TWO_POINT}, d = 3, T = 6", "not invariant", "4/23", "25/3", "agrees to 1e-10"):
        assert text in printed
