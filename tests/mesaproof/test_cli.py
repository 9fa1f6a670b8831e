"""The command line: exact answers, stable JSON keys, exit codes, and one sentence for every bad input."""

from __future__ import annotations

import json
import math
import os
import pty
import shlex
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from mesaproof.cli import main
from mesaproof.law_spec import law_at
from numeric_check import forward, quadrature
from proofs.catalogue import every_claim
from symbolic import evaluation, trained
from symbolic.attention import BLOCKS
from symbolic.laws import Law

ROOT = Path(__file__).parent.parent.parent
TWO_POINT = "twopoint(2:1/3, -1:2/3)"
ASSUMPTIONS = ("zheng2024/assumption-4.1", "zheng2024/line-conditions", "zheng2024/assumption-4.2")

LAW = {"atoms": [["1", "0", "-1/2"], ["0", "2", "1"], ["-1", "1", "0"]], "weights": ["1/4", "1/4", "1/2"]}

LEMMA = '''
from collections.abc import Iterator, Mapping
from typing import Any

import sympy

import mesaproof as mp
from proofs.claim import Case, Equality, Source
from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.second_route import product_by_quadrature
from symbolic.derivation import Chain, Line
from symbolic.flow import reduced
from symbolic.notation import T, kappa1, kappa2, kappa3

STATED = kappa1 / (kappa2 + kappa3 * sympy.harmonic(T - 2) / (T - 2))


@mp.claim(
    "mine/limit",
    source=Source("mine", "Lemma 1", "0000.00000"),
    hypotheses=LINE_CONDITIONS,
    parts=(Equality("product", lambda: reduced().product, STATED),),
)
def lemma() -> Iterator[Chain]:
    """The limit of ab, once more."""
    yield Chain("product", "ab", (Line(reduced().product, "derived"), Line(STATED, "divided by T - 2")))


@mp.crosscheck(lemma, "quadrature", cases=(Case("gaussian", 2, 5),))
def by_quadrature(law: Any, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the loss."""
    return product_by_quadrature(law, d, T)
'''

OPEN = '''
import sympy

from proofs.claim import Positive, Source, claim

x = sympy.Symbol("x", real=True)


@claim("mine/open", source=Source("mine", "Question 1", "0000.00000"), parts=(Positive("sign", lambda: x**2 - x),))
def question():
    """x^2 > x."""
    yield from ()
'''


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with `law.json` and `lemma.py`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "law.json").write_text(json.dumps(LAW))
    (tmp_path / "lemma.py").write_text(LEMMA)
    return tmp_path


def altered(name: str, old: str, new: str) -> str:
    """A copy of the lemma with one passage changed; returns its file name."""
    assert LEMMA.count(old) == 1
    Path(name).write_text(LEMMA.replace(old, new))
    return name


def run(*arguments: str, code: int = 0) -> Result:
    """Run a command in this process; anything but a chosen exit is raised."""
    result = CliRunner().invoke(main, list(arguments), env={"COLUMNS": "160"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def record(*arguments: str, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", code=code).stdout)


def number(value: Fraction | int) -> dict[str, Any]:
    """What the JSON contract says of an exact number."""
    return {"exact": str(value), "float": float(value)}


def harmonic(n: int, order: int = 1) -> Fraction:
    return sum((Fraction(1, s**order) for s in range(1, n + 1)), Fraction(0))


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """`python -m mesaproof` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "160"}
    command = [sys.executable, "-m", "mesaproof", *arguments]
    return subprocess.run(command, env=environment, encoding="utf-8", check=False, **options)


# list and show


def test_list_names_every_claim() -> None:
    listed = record("list")
    assert set(listed) == {"claims"}
    assert [entry["key"] for entry in listed["claims"]] == [claim.key for claim in every_claim()]
    assert all(set(entry) == {"key", "statement"} and entry["statement"] for entry in listed["claims"])
    printed = run("list").stdout
    assert all(claim.key in printed for claim in every_claim())


def test_show_gives_statement_source_hypotheses_and_links() -> None:
    shown = record("show", "zheng2024/theorem-4.1-repaired")
    assert set(shown) == {"key", "statement", "source", "hypotheses", "uses", "repairs"}
    assert shown["uses"] == ["zheng2024/gradient", "zheng2024/theorem-4.1-limit"]
    assert shown["repairs"] == "zheng2024/theorem-4.1"
    assert "2405.16845" in shown["source"]
    assert "E[x_j^3 x_k^3] = 0" in shown["hypotheses"]
    printed = run("show", "zheng2024/theorem-4.1-repaired").stdout
    for text in (shown["key"], shown["source"], *shown["hypotheses"], *shown["uses"], "repairs: zheng2024/theorem-4.1"):
        assert text in printed


def test_show_reads_a_file_of_claims() -> None:
    assert record("show", "lemma.py")["key"] == "mine/limit"


# verify

ALWAYS = {"key", "verdict", "uses", "rests_on", "crosschecks", "seconds", "kept"}
LEAVE_THE_LINE = {f"zheng2024/{name}" for name in ("theorem-4.1", "theorem-4.1-odd", "remark-iid")}
"""Claims that are refuted by a law whose training leaves the line."""
SOMETIMES = {"witness", "reason", "leftover", "repairs"}


@pytest.mark.usefixtures("kept_verdicts")
def test_verify_without_a_key_is_settled() -> None:
    found = {claim["key"]: claim for claim in record("verify")["claims"]}
    assert list(found) == [claim.key for claim in every_claim()]
    for claim in found.values():
        assert ALWAYS <= set(claim) <= ALWAYS | SOMETIMES
        assert {"kind", "agrees", "false_alarm", "resolution"} <= set(claim["crosschecks"][0])
        assert all(check["agrees"] is True for check in claim["crosschecks"])
        trained = {"trained"} if claim["key"] in LEAVE_THE_LINE else set()
        assert {check["kind"] for check in claim["crosschecks"]} == {"quadrature", "sampled"} | trained
        assert "torus-orthogonality" in claim["rests_on"]
    refuted = {key for key, claim in found.items() if claim["verdict"] == "REFUTED"}
    assert refuted == {claim["repairs"] for claim in found.values() if "repairs" in claim}
    assert "zheng2024/theorem-4.1" in refuted
    assert found["zheng2024/theorem-4.1"]["witness"].startswith(TWO_POINT)
    assert "E[x_j^3 x_k^3] = 0" in found["zheng2024/theorem-4.1"]["leftover"]
    assert found["zheng2024/theorem-4.1-repaired"]["repairs"] == "zheng2024/theorem-4.1"
    assert {claim["verdict"] for key, claim in found.items() if key not in refuted} == {"PROVED"}
    alarms = (check["false_alarm"] for claim in found.values() for check in claim["crosschecks"])
    assert math.fsum(alarms) == pytest.approx(1e-9, rel=1e-12)


@pytest.mark.usefixtures("kept_verdicts")
def test_verify_prints_a_row_a_claim() -> None:
    printed = run("verify").stdout
    for claim in every_claim():
        assert any(line.startswith(f"{claim.key} ") for line in printed.splitlines())
    assert "repaired by zheng2024/theorem-4.1-repaired" in printed


def test_a_refuted_claim_asked_for_is_shown_with_its_repair() -> None:
    printed = run("verify", "zheng2024/theorem-4.1", "--exact-only", code=1).stdout
    assert "repaired by zheng2024/theorem-4.1-repaired" in printed
    rows = [line.split()[:2] for line in printed.splitlines() if line.startswith("zheng2024/")]
    assert rows == [["zheng2024/theorem-4.1", "REFUTED"], ["zheng2024/theorem-4.1-repaired", "PROVED"]]


def test_refuted_claim_asked_for_by_key_exits_with_1() -> None:
    (claim,) = record("verify", "zheng2024/theorem-4.1", "--exact-only", code=1)["claims"]
    assert claim["verdict"] == "REFUTED"
    assert claim["crosschecks"] == []


def test_proved_claim_asked_for_by_key_exits_with_0() -> None:
    (claim,) = record("verify", "zheng2024/theorem-4.1-limit", "--seed", "7")["claims"]
    assert claim["verdict"] == "PROVED"
    assert {check["seed"] for check in claim["crosschecks"] if check["kind"] == "sampled"} == {7}


def test_file_with_a_claim_of_ones_own_is_proved() -> None:
    (claim,) = record("verify", "./lemma.py")["claims"]
    assert (claim["key"], claim["verdict"]) == ("mine/limit", "PROVED")
    assert [(check["kind"], check["agrees"]) for check in claim["crosschecks"]] == [("quadrature", True)]


def test_file_with_a_wrong_right_side_exits_with_1() -> None:
    name = altered("wrong.py", "kappa3 * sympy.harmonic(T - 2) / (T - 2)", "kappa3 * sympy.harmonic(T - 1) / (T - 2)")
    (claim,) = record("verify", name, code=1)["claims"]
    assert claim["verdict"] == "REFUTED"
    assert "differ" in claim["reason"]
    assert [check["agrees"] for check in claim["crosschecks"]] == [False]
    assert record("verify", name, "--exact-only", code=1)["claims"][0]["verdict"] == "REFUTED"


def test_file_with_an_undecided_claim_exits_with_3() -> None:
    Path("open.py").write_text(OPEN)
    (claim,) = record("verify", "open.py", code=3)["claims"]
    assert claim["verdict"] == "UNDECIDED"
    assert claim["reason"]


def test_refuted_outweighs_undecided() -> None:
    Path("open.py").write_text(OPEN)
    run("verify", "open.py", "zheng2024/theorem-4.1", "--exact-only", code=1)


def test_claim_without_parts_is_not_proved() -> None:
    Path("empty.py").write_text(OPEN.replace('(Positive("sign", lambda: x**2 - x),)', "()"))
    result = CliRunner().invoke(main, ["verify", "empty.py", "--json"], catch_exceptions=False)
    assert result.exit_code in (2, 3)
    assert "PROVED" not in result.stdout


def test_disagreement_exits_with_1_and_prints_the_command_that_replays_it() -> None:
    wrong = "return {name: 1.001 * value for name, value in product_by_quadrature(law, d, T).items()}"
    name = altered("disagrees.py", "return product_by_quadrature(law, d, T)", wrong)
    result = run("verify", name, "--seed", "5", code=1)
    assert "DISAGREES" in result.stdout
    (line,) = result.stderr.splitlines()
    program, *again = shlex.split(line.removeprefix("replay: "))
    assert (program, again[-2:]) == ("mesaproof", ["--seed", "5"])
    assert run(*again, code=1).stderr == result.stderr


def test_exact_side_alone_does_not_see_a_disagreement() -> None:
    name = altered("disagrees.py", "return product_by_quadrature(law, d, T)", 'return {"product": 1.0}')
    assert record("verify", name, "--exact-only")["claims"][0]["crosschecks"] == []


FAULTY_CHECKS = {
    "unknown name": 'return {"prodct": 1.0}',
    "stops": "raise ArithmeticError('no convergence')",
    "too large": "return product_by_quadrature(law, 40, 40)",
}


@pytest.mark.parametrize("change", FAULTY_CHECKS.values(), ids=FAULTY_CHECKS)
def test_crosscheck_that_cannot_run_is_never_an_agreement_nor_a_traceback(change: str) -> None:
    name = altered("faulty.py", "return product_by_quadrature(law, d, T)", change)
    done = process("verify", name, capture_output=True)
    assert "Traceback" not in done.stderr
    assert done.returncode != 0 or "not available" in done.stdout


# check

KEYS_OF_CHECK = {
    *("law", "d", "T", "m2", "kappa1", "kappa2", "kappa3", "hypotheses", "line_invariant", "ab_limit", "ab_line"),
    *("mean_ratio", "relative_mse", "recovers", "off_line", "crosschecks"),
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


@pytest.mark.parametrize(
    ("law", "options"),
    [
        ("gaussian", ()),
        ("gaussian", ("-d", "4")),
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
    assert found["d"] == (4 if "-d" in options else None)
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


def test_exact_side_that_is_wrong_is_noticed_and_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    true = quadrature.gradient

    def shifted(*arguments: Any) -> dict[str, Any]:
        return {name: block + 1e-6 for name, block in true(*arguments).items()}

    monkeypatch.setattr(quadrature, "gradient", shifted)
    result = run("check", TWO_POINT, "-d", "3", "-T", "4", "--seed", "2", code=1)
    assert "DISAGREES" in result.stdout
    (line,) = result.stderr.splitlines()
    program, *again = shlex.split(line.removeprefix("replay: "))
    assert (program, again) == ("mesaproof", ["check", TWO_POINT, "-d", "3", "-T", "4", "--seed", "2"])
    assert run(*again, code=1).stderr == result.stderr


def test_entry_that_is_not_a_number_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    true = quadrature.gradient

    def spoilt(*arguments: Any) -> dict[str, Any]:
        found = true(*arguments)
        return {**found, "W_KQ_33": np.full_like(found["W_KQ_33"], np.nan)}

    monkeypatch.setattr(quadrature, "gradient", spoilt)
    assert record("check", "gaussian", "-d", "2", "-T", "4", code=1)["crosschecks"][0]["agrees"] is False


def test_best_product_that_is_wrong_is_noticed_by_simulation(monkeypatch: pytest.MonkeyPatch) -> None:
    true = trained.ab_line

    def doubled(law: Law, T: int) -> Any:
        return None if (product := true(law, T)) is None else 2 * product

    monkeypatch.setattr(trained, "ab_line", doubled)
    found = record("check", "rademacher", "-d", "3", "-T", "10", code=1)
    assert [check["agrees"] for check in found["crosschecks"]] == [True, False]


# gradient


def line(d: int, a: Fraction, b: Fraction) -> dict[str, evaluation.Matrix]:
    def identity(factor: Fraction) -> evaluation.Matrix:
        return tuple(tuple(factor if p == q else Fraction(0) for q in range(d)) for p in range(d))

    return {"W_KQ_32": identity(a), "W_PV_12": identity(b)}


def texts(blocks: dict[str, evaluation.Matrix]) -> dict[str, list[list[str]]]:
    return {name: [[str(entry) for entry in row] for row in block] for name, block in blocks.items()}


def test_gradient_on_the_line_is_that_of_the_general_evaluation() -> None:
    a, b = Fraction(2, 3), Fraction(-3, 5)
    found = record("gradient", "atoms(law.json)", "-d", "3", "-T", "6", "--a", "2/3", "--b", "-3/5")
    assert tuple(found) == BLOCKS
    assert found == texts(evaluation.gradient(law_at("atoms(law.json)"), 6, line(3, a, b)))
    assert found["W_PV_12"][0][1] != "0"


def test_gradient_agrees_with_the_full_model() -> None:
    found = record("gradient", "atoms(law.json)", "-T", "6", "--a", "2/3", "--b", "-3/5")
    computed = quadrature.gradient(law_at("atoms(law.json)"), 6, forward.on_line(3, 2 / 3, -3 / 5))
    for name, block in found.items():
        exact = np.array([[float(Fraction(entry)) for entry in row] for row in block])
        assert np.allclose(exact, computed[name], rtol=0, atol=1e-10 * 30)


def test_parameters_from_a_file_on_the_line_give_the_same() -> None:
    blocks = texts(line(3, Fraction(2, 3), Fraction(-3, 5)))
    Path("line.json").write_text(json.dumps(blocks))
    on_line = record("gradient", "atoms(law.json)", "-T", "6", "--a", "2/3", "--b", "-3/5")
    assert record("gradient", "atoms(law.json)", "-T", "6", "--params", "line.json") == on_line


def test_record_of_a_gradient_is_a_parameter_file() -> None:
    Path("next.json").write_text(run("gradient", "rademacher", "-d", "2", "-T", "4", "--a", "2", "--json").stdout)
    assert tuple(record("gradient", "rademacher", "-d", "2", "-T", "4", "--params", "next.json")) == BLOCKS


def test_gradient_keeps_harmonic_numbers_of_long_sequences() -> None:
    found = record("gradient", "gaussian", "-d", "2", "-T", "2000")
    assert "H(1998)" in found["W_PV_12"][0][0]
    assert found["W_PV_12"][0][1] == "0"


def test_gradient_prints_blocks_and_zeros() -> None:
    printed = run("gradient", "ones", "-d", "2", "-T", "4", "--a", "2", "--b", "3/2").stdout
    assert "51/4  45/4" in printed
    assert "W_KQ_33 = 0" in printed


# derive


def test_derive_prints_and_writes_the_same_document(folder: Path) -> None:
    key = "zheng2024/theorem-4.1-limit"
    for form, mark in (("latex", r"\end{document}"), ("markdown", "$$")):
        printed = run("derive", key, "--to", form).stdout
        assert run("derive", key, "--to", form, "-o", "out.txt").stdout == ""
        assert (folder / "out.txt").read_text(encoding="utf-8") == printed
        assert mark in printed
        assert "H_{T - 2}" in printed
        assert key in printed


def test_derive_reads_a_file_of_claims() -> None:
    assert "mine/limit" in run("derive", "lemma.py").stdout


def test_derivation_of_a_refuted_claim_says_so() -> None:
    assert "REFUTED" in run("derive", "zheng2024/theorem-4.1").stdout


# what goes to stdout, what is imported


@pytest.mark.usefixtures("kept_verdicts")
def test_examples_are_printed_without_a_command() -> None:
    printed = run().stdout
    assert printed.count("\n  mesaproof ") == 3
    for command in (text.strip() for text in printed.splitlines() if text.startswith("  mesaproof ")):
        run(*shlex.split(command)[1:])


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"]], ids=str)
def test_first_screens_import_nothing_heavy(arguments: list[str]) -> None:
    source = (
        "import sys\nfrom mesaproof.cli import main\n"
        f"code = main({arguments!r}, standalone_mode=False)\n"
        "heavy = {'sympy', 'scipy', 'numpy', 'flint', 'hypothesis'} & set(sys.modules)\n"
        "sys.exit(f'imported {sorted(heavy)}' if heavy else code)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_module_runs_as_a_program() -> None:
    done = process("check", "rademacher", "-d", "2", "-T", "4", "--json", capture_output=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["ab_limit"]["exact"] == "4/7"


def test_module_says_what_is_wrong_in_one_line() -> None:
    done = process("check", "gaus", capture_output=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mesaproof: ")
    assert done.stderr.count("\n") == 1


def test_progress_goes_to_stderr_and_the_record_alone_to_stdout() -> None:
    terminal, end = pty.openpty()
    shown: list[bytes] = []
    reader = threading.Thread(target=_read_all, args=(terminal, shown))
    reader.start()
    done = process("verify", "zheng2024/theorem-4.1-limit", "--json", stdout=subprocess.PIPE, stderr=end)
    os.close(end)
    reader.join()
    os.close(terminal)
    assert done.returncode == 0
    assert [claim["key"] for claim in json.loads(done.stdout)["claims"]] == ["zheng2024/theorem-4.1-limit"]
    assert b"zheng2024/theorem-4.1-limit" in b"".join(shown)


def _read_all(terminal: int, shown: list[bytes]) -> None:
    """Until the other end is closed, which a terminal reports as an error."""
    try:
        while chunk := os.read(terminal, 4096):
            shown.append(chunk)
    except OSError:
        return


def test_tables_have_no_colour_codes_where_there_is_no_terminal() -> None:
    done = process("check", TWO_POINT, "-d", "2", "-T", "4", capture_output=True)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


# bad input: exit code 2, one sentence on stderr, nothing else

GAUSSIAN = ("check", "gaussian", "-d", "2", "-T", "4")
FILES = {
    "sum.json": '{"atoms": [["1"], ["2"]], "weights": ["1/2", "1/3"]}',
    "negative.json": '{"atoms": [["1"], ["2"]], "weights": ["3/2", "-1/2"]}',
    "ragged.json": '{"atoms": [["1", "0"], ["2"]], "weights": ["1/2", "1/2"]}',
    "count.json": '{"atoms": [["1"], ["2"]], "weights": ["1"]}',
    "nan.json": '{"atoms": [[NaN]], "weights": ["1"]}',
    "infinite.json": '{"atoms": [["1"]], "weights": [Infinity]}',
    "text.json": "x_1 = 1",
    "empty.json": "",
    "list.json": "[1, 2]",
    "nothing.json": '{"atoms": [], "weights": []}',
    "deep.json": "[" * 100_000,
    "key.json": '{"atom": [["1"]], "weights": ["1"]}',
    "code.json": '{"atoms": [["__import__(\'os\').system(\'touch x\')"]], "weights": ["1"]}',
    "power.json": '{"atoms": [["10**10**10"]], "weights": ["1"]}',
    "huge.json": '{"atoms": [[1e999999999]], "weights": ["1"]}',
    "shape.json": '{"W_PV_12": [[1]]}',
    "none.py": "import sympy\n",
    "imported.py": "from proofs.zheng2024.gradient import gradient\n",
    "stops.py": "raise RuntimeError('two\\nlines')\n",
    "syntax.py": "def (:\n",
    "exits.py": "import sys\nsys.exit(0)\n",
    "case.py": LEMMA.replace('Case("gaussian", 2, 5)', 'Case("gaus", 2, 5)'),
    "two.py": LEMMA + "\n" + OPEN,
}

BAD = {
    "unknown law": (("check", "gauss"), "did you mean gaussian?"),
    "unknown law inside iid": (("check", "iid(laplac)"), "did you mean laplace?"),
    "unknown claim": (("verify", "zheng2024/theorem-4.1-limits"), "did you mean zheng2024/theorem-4.1-limit?"),
    "unknown claim to show": (("show", "zheng2024/gradent"), "did you mean zheng2024/gradient?"),
    "unknown claim to derive": (("derive", "zheng2024/proposition-4.3"), "did you mean zheng2024/proposition-4."),
    "one unknown claim of two": (("verify", "zheng2024/gradient", "x/y"), "'x/y'"),
    "claim that climbs": (("show", "../cli"), "'../cli'"),
    "unknown command": (("chek", "gaussian"), "did you mean check?"),
    "unknown hypothesis": (
        (*GAUSSIAN, "--require", "zheng2024/assumption-4.3"),
        "did you mean zheng2024/assumption-4.",
    ),
    "T too small": (("check", "gaussian", "-d", "2", "-T", "2"), "T >= 3"),
    "T negative": (("gradient", "gaussian", "-d", "2", "-T", "-5"), "T >= 3"),
    "T not whole": (("check", "gaussian", "-T", "4.5"), "whole number"),
    "T not a number": (("check", "gaussian", "-T", "nan"), "whole number"),
    "T with too many digits": (("check", "gaussian", "-T", "9" * 5000), "whole number"),
    "T missing": (("gradient", "gaussian", "-d", "2"), "-T"),
    "d too small": (("check", "gaussian", "-d", "0", "-T", "4"), "d >= 1"),
    "d negative": (("gradient", "gaussian", "-d", "-1", "-T", "4"), "d >= 1"),
    "d missing": (("gradient", "gaussian", "-T", "4"), "d >= 1"),
    "d too large to write out": (("gradient", "gaussian", "-d", "201", "-T", "4"), "d <= 200"),
    "d against the file": (("check", "atoms(law.json)", "-d", "2", "-T", "4"), "d = 3"),
    "d against the file, gradient": (("gradient", "atoms(law.json)", "-d", "4", "-T", "4"), "d = 3"),
    "seed": ((*GAUSSIAN, "--seed", "one"), "whole number"),
    "weights do not sum to 1": (("check", "twopoint(2:1/3, -1:1/3)"), "sum to 2/3"),
    "weight negative": (("check", "twopoint(2:4/3, -1:-1/3)"), "positive weights"),
    "weight zero": (("check", "finite(1:1, 2:0)"), "positive weights"),
    "three points": (("check", "twopoint(1:1/3, 2:1/3, 3:1/3)"), "finite"),
    "value twice": (("check", "twopoint(1:1/2, 1:1/2)"), "distinct"),
    "sigma zero": (("check", "gaussian(sigma=0)"), "positive"),
    "sigma negative": (("check", "gaussian(sigma=-1/2)"), "positive"),
    "moment that does not exist": (("check", "student(df=6)", "-d", "2", "-T", "4"), "E x_j^6"),
    "moment that does not exist, gradient": (("gradient", "student(df=5)", "-d", "2", "-T", "4"), "E x_j^6"),
    "degrees of freedom missing": (("check", "student"), "student(df=8)"),
    "sigma nan": (("check", "gaussian(sigma=nan)"), "a number such as"),
    "sigma with denominator zero": (("check", "gaussian(sigma=1/0)"), "denominator"),
    "sigma by another name": (("check", "gaussian(scale=1)"), "sigma"),
    "sigma too long": (("check", f"gaussian(sigma=0.{'1' * 3000})"), "digits"),
    "exponent too large": (("check", "gaussian(sigma=1e999999999)"), "exponent"),
    "power": (("check", "10**10**10"), "one of the laws"),
    "power as sigma": (("check", "gaussian(sigma=10**10**10)"), "expected"),
    "code": (("check", "__import__('os').system('touch x')"), "one of the laws"),
    "code as sigma": (("check", "gaussian(sigma=__import__('os').system('touch x'))"), "a number such as"),
    "code as a": (
        ("gradient", "gaussian", "-d", "1", "-T", "4", "--a", "__import__('os').system('touch x')"),
        "number",
    ),
    "code as a claim": (("show", "os;__import__('os').system('touch x')"), "one of the claims"),
    "python law": (("check", "python:os:system"), "python: laws are not available"),
    "nothing": (("check", ""), "nothing"),
    "deep": (("check", "iid(" * 1000), "one coordinate"),
    "deeper than the limit": (("check", "iid(" * 100_000), "4096"),
    "long": (("check", "gaussian" * 100_000), "4096"),
    "not ASCII": (("check", "gaußian"), "expected"),
    "line break": (("check", "gauss\nian"), "expected"),
    "escape sequence": (("check", "\x1b[31mgaussian"), "expected"),
    "file missing": (("check", "atoms(nowhere.json)"), "nowhere.json"),
    "file without a name": (("check", "atoms()"), "atoms(FILE)"),
    "file is a folder": (("check", "atoms(.)"), "folder"),
    "file is a device": (("check", "atoms(/dev/zero)"), "neither a file nor a folder"),
    "file with a null character": (("check", "atoms(a\0b)"), "JSON file"),
    "file: sum": (("check", "atoms(sum.json)"), "sum to 5/6"),
    "file: negative": (("check", "atoms(negative.json)"), "positive weights"),
    "file: ragged": (("check", "atoms(ragged.json)"), "atoms[1]"),
    "file: count": (("check", "atoms(count.json)"), "2 atoms but 1 weights"),
    "file: NaN": (("check", "atoms(nan.json)"), "NaN"),
    "file: Infinity": (("check", "atoms(infinite.json)"), "Infinity"),
    "file: not JSON": (("check", "atoms(text.json)"), "valid JSON"),
    "file: empty": (("check", "atoms(empty.json)"), "valid JSON"),
    "file: list": (("check", "atoms(list.json)"), "an object"),
    "file: nothing": (("check", "atoms(nothing.json)"), "at least one atom"),
    "file: deep": (("check", "atoms(deep.json)"), "nested too deeply"),
    "file: key": (("check", "atoms(key.json)"), "did you mean atoms?"),
    "file: code": (("check", "atoms(code.json)"), "a number such as"),
    "file: power": (("check", "atoms(power.json)"), "a number such as"),
    "file: huge": (("check", "atoms(huge.json)"), "exponent"),
    "a not a number": (("gradient", "gaussian", "-d", "1", "-T", "4", "--a", "nan"), "--a"),
    "b not a number": (("gradient", "gaussian", "-d", "1", "-T", "4", "--b", "1/0"), "--b"),
    "params missing": (("gradient", "gaussian", "-d", "1", "-T", "4", "--params", "nowhere.json"), "nowhere.json"),
    "params of another kind": (("gradient", "gaussian", "-d", "1", "-T", "4", "--params", "law.json"), "W_PV_12"),
    "params of another size": (("gradient", "gaussian", "-d", "2", "-T", "4", "--params", "shape.json"), "since d = 2"),
    "params and a": (("gradient", "gaussian", "-d", "1", "-T", "4", "--params", "shape.json", "--a", "1"), "either"),
    "params with a long sequence": (
        ("gradient", "gaussian", "-d", "1", "-T", "1001", "--params", "shape.json"),
        "T <= 1000",
    ),
    "claims: missing": (("verify", "nowhere.py"), "does not exist"),
    "claims: a folder": (("verify", "folder.py"), "Python file"),
    "claims: none": (("verify", "none.py"), "declares no claim"),
    "claims: only imported": (("verify", "imported.py"), "declares no claim"),
    "claims: stops": (("verify", "stops.py"), "RuntimeError"),
    "claims: syntax": (("verify", "syntax.py"), "SyntaxError"),
    "claims: exits": (("verify", "exits.py"), "exits.py"),
    "claims: unknown law": (("verify", "case.py"), "did you mean gaussian?"),
    "derive two claims": (("derive", "two.py"), "one claim"),
    "derive an unknown claim to a file": (("derive", "zheng2024/x", "-o", "out.tex"), "'zheng2024/x'"),
    "derive to nowhere": (("derive", "zheng2024/gradient", "-o", "nowhere/out.tex"), "nowhere/out.tex"),
    "derive to a folder": (("derive", "zheng2024/gradient", "-o", "folder.py"), "folder.py"),
    "derive to another form": (("derive", "zheng2024/gradient", "--to", "word"), "latex"),
    "law missing": (("check",), "LAW"),
    "key missing": (("show",), "KEY"),
    "value missing": (("check", "gaussian", "-d"), "-d"),
    "unknown option": (("check", "gaussian", "--dimension", "3"), "--dimension"),
    "unknown option of the program": (("--jsn",), "--jsn"),
    "one argument too many": (("check", "gaussian", "laplace"), "laplace"),
}


@pytest.fixture
def bad_files(folder: Path) -> Path:
    for name, content in FILES.items():
        (folder / name).write_text(content)
    (folder / "folder.py").mkdir()
    return folder


@pytest.mark.parametrize(("arguments", "part"), BAD.values(), ids=BAD)
def test_bad_input_is_one_sentence(arguments: tuple[str, ...], part: str, bad_files: Path) -> None:
    before = sorted(bad_files.iterdir())
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("mesaproof: ")
    assert result.stderr.endswith("\n")
    assert len(result.stderr.splitlines()) == 1
    assert part in result.stderr
    assert [path for path in sorted(bad_files.iterdir()) if path.name != "__pycache__"] == before


@pytest.mark.parametrize(
    "arguments", [("check", "gauss"), ("gradient", "gauss", "-T", "4"), ("verify", "x"), ("show", "x")]
)
def test_bad_input_is_no_json_either(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "--json", code=2)
    assert result.stdout == ""
    assert result.stderr.startswith("mesaproof: ")


def test_nothing_is_written_when_the_key_is_wrong(folder: Path) -> None:
    kept = folder / "kept.tex"
    kept.write_text("as it was")
    run("derive", "zheng2024/theorem-9.9", "--to", "latex", "-o", "kept.tex", code=2)
    run("derive", "zheng2024/theorem-9.9", "--to", "latex", "-o", "new.tex", code=2)
    assert kept.read_text() == "as it was"
    assert not (folder / "new.tex").exists()
