"""`decide` from Python and from a file: verdicts, exit codes, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mesaproof as mp
from mesaproof.cli import main
from mesaproof.errors import InputError
from proofs.verdict import Outcome

HEAD = "from mesaproof import *\n"
LINE = "conclusion = line_invariant()\n"
NOTHING = HEAD + 'hypotheses = Hypotheses("H", ())\n'


def run(tmp_path: Path, text: str, *options: str) -> Result:
    file = tmp_path / "mine.py"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["decide", str(file), *options])


@pytest.mark.parametrize(
    ("conditions", "verdict", "code"),
    [
        ("SignFlips(), Permutations()", "PROVED", 0),
        ("Permutations(),", "REFUTED", 1),
        ("Independent(), vanishes(1), vanishes(3)", "PROVED", 0),
        ("Independent(), vanishes(1)", "REFUTED", 1),
        ("vanishes(4), Equals(Pattern((4,)), 1)", "VACUOUS", 3),
        ("Values((-1, 1)), SignFlips()", "PROVED", 0),
    ],
)
def test_verdict_and_exit_code(conditions: str, verdict: str, code: int, tmp_path: Path) -> None:
    text = f'{HEAD}hypotheses = Hypotheses("H", ({conditions}))\n{LINE}'
    shown = run(tmp_path, text)
    assert shown.exit_code == code
    assert verdict in shown.output
    record = json.loads(run(tmp_path, text, "--json").stdout)
    assert record["verdict"] == verdict
    assert bool(record["certificate"]) == (verdict == "PROVED")
    assert bool(record["witness"]) == (verdict == "REFUTED")
    assert bool(record["reason"])


def test_contradictory_hypotheses_say_so(tmp_path: Path) -> None:
    text = f'{HEAD}hypotheses = Hypotheses("H", (vanishes(4), Equals(Pattern((4,)), 1)))\n{LINE}'
    assert "VACUOUS" in run(tmp_path, text).output


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (LINE, "line_invariant"),
        (HEAD + LINE, "hypotheses"),
        (HEAD + 'hypotheses = Hypotheses("H", ())\n', "conclusion"),
        (HEAD + LINE + "hypotheses = 3\n", "int"),
        (HEAD + 'hypotheses = Hypotheses("H", (vanishes(-1),))\n' + LINE, "non-negative integer"),
        (HEAD + 'hypotheses = Hypotheses("H", (vanishes(1.5),))\n' + LINE, "non-negative integer"),
        (NOTHING + "conclusion = moment_is(Pattern((1, 1, 1)))\n", "one coordinate or two"),
        (NOTHING + "conclusion = Pattern((3, 3))\n", "defines a Pattern as conclusion"),
        (NOTHING + "conclusion = vanishes(3, 3)\n", "defines a Equals as conclusion"),
        (NOTHING + "conclusion = moment_is((3, 3))\n", "the moment of a Pattern, not (3, 3)"),
        (NOTHING + "conclusion = moment_is(Pattern((3,)), 0.1)\n", "an integer or a Fraction, not 0.1"),
        (NOTHING + "conclusion = moment_is(Pattern((3, -1)))\n", "a non-negative integer, not -1"),
        (NOTHING + "conclusion = moment_is(Pattern((Fraction(1, 2),)))\n", "NameError"),
        (HEAD + 'hypotheses = Hypotheses("H", (Equals(Pattern((2,)), 0.1),))\n' + LINE, "not 0.1"),
        (HEAD + 'hypotheses = Hypotheses("H", (SameForAll(Pattern((2, 2))),))\n' + LINE, "one free index"),
        (HEAD + 'hypotheses = Hypotheses("H", (vanishes("3"),))\n' + LINE, "non-negative integer, not '3'"),
        (HEAD + 'hypotheses = Hypotheses("H", (Values(()),))\n' + LINE, "at least one value"),
        ("raise SystemExit(0)\n", "SystemExit"),
        ("def (\n", "SyntaxError"),
    ],
)
def test_bad_files_are_one_sentence(text: str, named: str, tmp_path: Path) -> None:
    shown = run(tmp_path, text)
    assert shown.exit_code == 2
    assert shown.stdout == ""
    assert shown.stderr.startswith("mesaproof: got ")
    assert shown.stderr.count("\n") == 1
    assert named in shown.stderr


def test_leftover_names_what_is_missing_and_adding_it_proves() -> None:
    centred = mp.Hypotheses("centred", (mp.Independent(), mp.vanishes(1)))
    assert mp.leftover(centred, mp.line_invariant()) == ("E[x_j^3] = 0",)
    more = mp.Hypotheses("more", (*centred.conditions, mp.vanishes(3, 3)))
    assert mp.leftover(more, mp.line_invariant()) == ()
    assert mp.decide(more, mp.line_invariant()).outcome is Outcome.PROVED


def test_hypotheses_combine() -> None:
    together = mp.Hypotheses("signs", (mp.SignFlips(),)) & mp.Hypotheses("swaps", (mp.Permutations(), mp.SignFlips()))
    assert together.conditions == (mp.SignFlips(), mp.Permutations())
    assert mp.decide(together, mp.line_invariant()).outcome is Outcome.PROVED
    assert "exchangeable" in together.text
    assert r"\pi" in together.latex


@pytest.mark.parametrize("condition", ["vanishes(1, 1, 1)", "Support(((Pattern((1, 1, 1)), 1),))"])
def test_a_hypothesis_about_more_coordinates_than_there_are(condition: str, tmp_path: Path) -> None:
    text = f'{HEAD}hypotheses = Hypotheses("H", ({condition},))\nconclusion = moment_is(Pattern((3,)))\n'
    shown = run(tmp_path, text, "-d", "2")
    assert (shown.exit_code, shown.stdout, shown.stderr.count("\n")) == (2, "", 1)
    assert "about 3 coordinates, with d = 2" in shown.stderr
    assert run(tmp_path, text, "-d", "3").exit_code == 1


@pytest.mark.parametrize("d", ["1", "7", "0", "-3", "x"])
def test_a_dimension_that_cannot_be_asked_for(d: str, tmp_path: Path) -> None:
    shown = run(tmp_path, HEAD + 'hypotheses = Hypotheses("H", ())\n' + LINE, f"-d={d}")
    assert (shown.exit_code, shown.stdout) == (2, "")


def test_the_reason_of_a_vacuous_answer_is_its_certificate(tmp_path: Path) -> None:
    conditions = "Values((-1, 1, 2)), Equals(Pattern((2,)), Fraction(1, 2))"
    text = f'from fractions import Fraction\n{HEAD}hypotheses = Hypotheses("H", ({conditions}))\n{LINE}'
    shown = run(tmp_path, text)
    assert shown.exit_code == 3
    certificate = "the hypotheses imply E[x_j² - 1] = -1/2, but x_j² - 1 >= 0 at all values"
    assert f"contradict each other: {certificate}" in " ".join(shown.output.split())


def test_the_dimensions_are_part_of_the_record(tmp_path: Path) -> None:
    text = HEAD + 'hypotheses = Hypotheses("H", ())\nconclusion = moment_is(Pattern((2, 2), (2,)))\n'
    record = json.loads(run(tmp_path, text, "--json").stdout)
    assert record["dimensions"] == "holds for d = 2; fails for every d >= 3"
    assert json.loads(run(tmp_path, text, "-d", "2", "--json").stdout)["verdict"] == "PROVED"


def test_what_is_no_hypotheses_or_no_conclusion_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"got hypotheses = None, expected Hypotheses\(…\)"):
        mp.decide(None, None)
    with pytest.raises(InputError, match=r"got conclusion = 3, expected Conclusion\(…\)"):
        mp.decide(mp.Hypotheses("H", ()), 3)
