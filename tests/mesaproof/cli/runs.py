"""Runs of the command line in this process and in one of its own, and the files that they read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mesaproof.cli import main
from mesaproof.output.json_text import SCHEMA

ROOT = Path(__file__).parents[3]
TWO_POINT = "twopoint(2:1/3, -1:2/3)"
ASSUMPTIONS = ("zheng2024/assumption-4.1", "zheng2024/line-conditions", "zheng2024/assumption-4.2")

LAW = {"atoms": [["1", "0", "-1/2"], ["0", "2", "1"], ["-1", "1", "0"]], "weights": ["1/4", "1/4", "1/2"]}

LEMMA = '''
from collections.abc import Iterator, Mapping
from typing import Any

import sympy

import mesaproof as mp
from proofs.claim import Source
from proofs.crosschecks import Case
from proofs.parts import Equality
from proofs.zheng2024.assumptions import LINE_CONDITIONS
from proofs.zheng2024.line.gradient_route import product_by_quadrature
from symbolic.typeset.derivation import Chain, Line
from proofs.zheng2024.flow.line_flow import reduced
from proofs.zheng2024.notation import kappa1, kappa2, kappa3
from symbolic.algebra.notation import T

STATED = kappa1 / (kappa2 + kappa3 * sympy.harmonic(T - 2) / (T - 2))


@mp.claim(
    "mine/limit",
    source=Source("mine", "Lemma 1"),
    hypotheses=LINE_CONDITIONS,
    parts=(Equality("product", lambda: reduced().product, STATED),),
)
def lemma() -> Iterator[Chain]:
    """The limit of ab, once more."""
    yield Chain("product", "ab", (Line(reduced().product, "derived"), Line(STATED, "divided by T - 2")))


@mp.crosscheck(lemma, "quadrature", cases=(Case("gaussian", d=2, T=5),))
def by_quadrature(law: Any, d: int, T: int, parameters: Mapping[str, float], rng: Any) -> Mapping[str, float]:
    """The product that minimises the loss."""
    return product_by_quadrature(law, d, T)
'''

OPEN = '''
import sympy

from proofs.claim import Source, claim
from proofs.parts import Positive

x = sympy.Symbol("x", real=True)
PARTS = (Positive("sign", lambda: x**4 - x**2 + 1),)


@claim("mine/open", source=Source("mine", "Question 1", "0000.00000"), parts=PARTS)
def question():
    """x^4 + 1 > x^2."""
    yield from ()
'''


def altered(name: str, old: str, new: str) -> str:
    """A copy of the lemma with one passage changed; returns its file name."""
    assert LEMMA.count(old) == 1
    Path(name).write_text(LEMMA.replace(old, new))
    return name


def run(*arguments: str, code: int = 0) -> Result:
    """Run a command in this process; anything but a chosen exit is raised."""
    result = CliRunner().invoke(main, list(arguments), env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def record(*arguments: str, code: int = 0) -> Any:
    """What `--json` prints, without the `schema` that every record has."""
    found = json.loads(run(*arguments, "--json", code=code).stdout)
    assert found.pop("schema") == SCHEMA
    return found


def number(value: Fraction | int) -> dict[str, Any]:
    """What the JSON contract says of an exact number."""
    return {"exact": str(value), "float": float(value)}


def harmonic(n: int, order: int = 1) -> Fraction:
    return sum((Fraction(1, s**order) for s in range(1, n + 1)), Fraction(0))


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """`python -m mesaproof` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    command = [sys.executable, "-m", "mesaproof", *arguments]
    return subprocess.run(command, env=environment, encoding="utf-8", check=False, **options)
