"""`gradient`: blocks against the general evaluation and the full model, and parameter files."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np

from mesaproof.reading.law_spec import law_at
from proofs.zheng2024.model import evaluation
from proofs.zheng2024.model.attention import BLOCKS
from proofs.zheng2024.second_route import forward, quadrature
from tests.mesaproof.cli.runs import record, run


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
    Path("later.json").write_text(Path("next.json").read_text().replace('"schema": 1', '"schema": 2'))
    refused = run("gradient", "rademacher", "-d", "2", "-T", "4", "--params", "later.json", code=2)
    assert 'expected "schema": 1, or none' in refused.stderr


def test_gradient_keeps_harmonic_numbers_of_long_sequences() -> None:
    found = record("gradient", "gaussian", "-d", "2", "-T", "2000")
    assert "H(1998)" in found["W_PV_12"][0][0]
    assert found["W_PV_12"][0][1] == "0"


def test_gradient_prints_blocks_and_zeros() -> None:
    printed = run("gradient", "ones", "-d", "2", "-T", "4", "--a", "2", "--b", "3/2").stdout
    assert "51/4  45/4" in printed
    assert "W_KQ_33 = 0" in printed
