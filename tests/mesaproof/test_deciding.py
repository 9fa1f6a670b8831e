"""`decide` from Python and from a file: verdicts, exit codes, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mesaproof as mp
from mesaproof.cli import main
from proofs.claim import Outcome

HEAD = "from mesaproof import *\n"
LINE = "conclusion = line_invariant()\n"


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
        ("vanishes(4), Equals(Pattern((4,)), 1)", "UNDECIDED", 3),
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
    assert "vacuous" in run(tmp_path, text).output


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (LINE, "line_invariant"),
        (HEAD + LINE, "hypotheses"),
        (HEAD + 'hypotheses = Hypotheses("H", ())\n', "conclusion"),
        (HEAD + LINE + "hypotheses = 3\n", "int"),
        (HEAD + 'hypotheses = Hypotheses("H", (vanishes(-1),))\n' + LINE, "non-negative integer"),
        (HEAD + 'hypotheses = Hypotheses("H", (vanishes(1.5),))\n' + LINE, "non-negative integer"),
        (
            HEAD + 'hypotheses = Hypotheses("H", ())\nconclusion = moment_is(Pattern((1, 1, 1)))\n',
            "one coordinate or two",
        ),
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
