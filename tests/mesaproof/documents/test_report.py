"""Records and tables: stable keys, strict JSON, and nothing in a table that the record does not have."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import sympy
from rich.console import Console, RenderableType

import mesaproof as mp
from mesaproof.documents import json_records, notebook
from mesaproof.documents.tables import claim_tables, law_tables
from mesaproof.documents.tables.screen_formulas import shown
from numeric_check.compare.agreement import Comparison, close
from proofs.catalogue import every_claim
from proofs.crosschecks import Case
from proofs.verdict import CheckedNumber, Verdict
from proofs.zheng2024.answers.check_routes import SecondRoute
from symbolic.algebra.harmonics import harmonic_of
from symbolic.algebra.notation import T, d
from symbolic.typeset.screen_text import by_hand

SKEWED = "twopoint(2:1/3, -1:2/3)"


def screen(table: RenderableType) -> str:
    out = io.StringIO()
    Console(file=out, width=200, markup=False, highlight=False).print(table)
    return out.getvalue()


def strict(record: Any) -> Any:
    """The record through JSON, which has no NaN and no Infinity."""
    return json.loads(json.dumps(record, allow_nan=False))


@pytest.mark.parametrize(
    ("value", "exact", "decimal"),
    [
        (sympy.Rational(4, 21), "4/21", 4 / 21),
        (sympy.Integer(0), "0", 0.0),
        (sympy.Integer(-3), "-3", -3.0),
        (harmonic_of(6), "25/12", 25 / 12),
        (d / (d + 1), "d/(d + 1)", None),
        (harmonic_of(T) / (T - 2), "H(T - 2)/(T - 2)", None),
        (harmonic_of(T, 2), "H(T - 2, 2)", None),
        (sympy.oo, "oo", None),
    ],
    ids=str,
)
def test_number_is_exact_text_and_a_float_where_there_is_one(
    value: sympy.Expr, exact: str, decimal: float | None
) -> None:
    assert strict(json_records.number(value)) == {"exact": exact, "float": decimal}


def test_number_of_a_long_sequence_keeps_the_harmonic_number() -> None:
    shown = json_records.number(1 / harmonic_of(10**6))
    assert shown is not None
    assert shown["exact"] == "1/H(999998)"
    assert shown["float"] == pytest.approx(1 / 14.392724722864324, rel=1e-12)


def test_absent_number_is_null() -> None:
    assert json_records.number(None) is None
    assert json_records.numbers(None) is None


def test_numbers_are_a_list_where_there_are_several() -> None:
    half, third = sympy.Rational(1, 2), sympy.Rational(1, 3)
    assert json_records.numbers((half,)) == json_records.number(half)
    assert json_records.numbers((half, third)) == [json_records.number(half), json_records.number(third)]


@pytest.fixture(scope="module")
def keys_of_a_law() -> list[str]:
    return list(json_records.law_record(mp.check("rademacher", 2, 4)))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("law", ["gaussian", "ones", "sparse(c=0)", SKEWED])
@pytest.mark.parametrize("sizes", [(2, 4), (1, 3), (None, 4), (2, None), (None, None)], ids=str)
def test_record_of_a_law_is_strict_json_with_the_same_keys(
    law: str, sizes: tuple[int | None, int | None], keys_of_a_law: list[str]
) -> None:
    record = strict(json_records.law_record(mp.check(law, *sizes)))
    assert list(record) == keys_of_a_law
    assert (record["d"], record["T"]) == sizes


@pytest.mark.sampled(1)
@pytest.mark.parametrize("sizes", [(3, 6), (None, None)], ids=str)
def test_screen_of_a_law_shows_the_numbers_of_its_record(sizes: tuple[int | None, int | None]) -> None:
    found = mp.check(SKEWED, *sizes)
    record, printed = json_records.law_record(found), screen(law_tables.law_tables(found))
    for name in ("m2", "kappa1", "kappa2", "kappa3", "ab_line"):
        value = getattr(found, name)
        assert shown(value[0] if isinstance(value, tuple) else value) in printed
        assert sizes == (None, None) or record[name]["exact"] in printed
    for item in record["line_invariant"]["leftover"]:
        assert by_hand(item["coefficient"]) in printed
        assert f"{item['block']}[{item['entry']}]" in printed
    for finding in record["hypotheses"].values():
        assert by_hand(finding["because"].split(";")[0]) in printed


@pytest.mark.sampled(1)
@pytest.mark.parametrize("sizes", [(3, 6), (3, None), (None, None)], ids=str)
@pytest.mark.parametrize(
    ("law", "ab", "error"), [("N(0,1)", "1/5", "2/5"), (SKEWED, "3/11", "2/11"), ("sparse", "1", "0")]
)
def test_the_limit_of_long_sequences_stands_beside_the_finite_one(
    law: str, ab: str, error: str, sizes: tuple[int | None, int | None]
) -> None:
    found = mp.check(law, *sizes)
    assert (str(found.ab_long), str(found.relative_mse_long)) == (ab, error)
    rows = [" ".join(row.split()) for row in screen(law_tables.law_tables(found)).splitlines()]
    assert any(row.startswith(f"best ab as T → ∞ {ab}") for row in rows)
    assert any(row.startswith(f"relative squared error as T → ∞ {error}") for row in rows)


def test_screen_of_a_law_counts_what_it_leaves_out(tmp_path: Any) -> None:
    file = tmp_path / "law.json"
    file.write_text('{"atoms": [["1", "0", "-1/2"], ["0", "2", "1"]], "weights": ["1/3", "2/3"]}')
    found = mp.check(f"atoms({file})", T=6)
    hidden = len(found.leftover) - law_tables.LEFTOVERS_SHOWN
    assert hidden > 0
    assert f"and {hidden} more" in screen(law_tables.law_tables(found))


def test_screen_of_a_law_with_unequal_coordinates_shows_every_ratio(tmp_path: Any) -> None:
    file = tmp_path / "law.json"
    file.write_text('{"atoms": [["1", "2"], ["-1", "-2"]], "weights": ["1/2", "1/2"]}')
    found = mp.check(f"atoms({file})", T=6)
    printed = screen(law_tables.law_tables(found))
    assert found.mean_ratio is not None
    assert len(found.mean_ratio) == 2
    assert all(str(ratio) in printed for ratio in found.mean_ratio)


def test_long_numbers_are_shortened_on_the_screen_only() -> None:
    found = mp.check("gaussian", 3, 900)
    exact = json_records.law_record(found)["ab_line"]["exact"]
    printed = screen(law_tables.law_tables(found))
    above, below = exact.split("/")
    assert exact not in printed
    assert f" {above[:8]}…{above[-8:]}/{below[:8]}…{below[-8:]} " in printed


def test_gradient_record_has_exact_text() -> None:
    found = mp.gradient("ones", 2, 4, a=2)
    record = strict(json_records.gradient_record(found))
    assert record["W_KQ_32"] == [["5", "9/2"], ["9/2", "5"]]
    assert "W_PV_13 = 0" in screen(law_tables.gradient_tables(found))


@pytest.mark.slow
def test_records_of_claims_are_strict_json() -> None:
    for claim in every_claim():
        record = strict(json_records.claim_record(claim))
        assert record["key"] == claim.key
        assert record["statement"] == claim.statement
        assert words(claim.title)[:3] == words(screen(claim_tables.claim_screen(claim)).partition(")\n\n")[2])[:3]


def words(prose: str) -> list[str]:
    """Words of a sentence, without its formulas' backticks."""
    return prose.replace("`", "").split()


def test_disagreement_is_in_the_record_and_on_the_screen(verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts["zheng2024/theorem-4.1-limit"]
    assert verdict.agrees
    number = CheckedNumber("product", Case("gaussian", d=2, T=5), close(1.0, 1.1, 1.0), 1e-10)
    wrong = replace(verdict, crosschecks=(number,))
    record = strict(json_records.verdict_record(wrong))
    assert not wrong.agrees
    assert [check["agrees"] for check in record["crosschecks"]] == [False]
    assert "DISAGREES: product at gaussian, d=2, T=5" in screen(claim_tables.verdict_table([wrong]))
    assert "not run" in screen(claim_tables.verdict_table([verdict]))


def test_refuted_claim_shows_its_witness_its_remainder_and_its_repair(verdicts: Mapping[str, Verdict]) -> None:
    keys = ["zheng2024/theorem-4.1", "zheng2024/theorem-4.1-repaired"]
    found = [verdicts[key] for key in keys]
    printed = screen(claim_tables.verdict_table(found))
    record = strict(json_records.verdict_record(found[0]))
    assert record["witness"].startswith("twopoint(2:1/3, -1:2/3), every d >= 2: E[x_j^3 x_k^3] = 0 fails by 4")
    assert "twopoint(2:1/3, -1:2/3), every d >= 2: E[x_j³ x_k³] = 0 fails by 4" in printed
    assert record["leftover"] == ["E[x_j^3 x_k^3] = 0", "sum_{r} E[x_j^4 x_r^2] is the same for every j"]
    assert "left over: E[x_j³ x_k³] = 0; Σ_r E[x_j⁴ x_r²] is the same for every j" in printed
    assert f"repaired by {keys[1]}" in printed
    assert "1 PROVED, 1 REFUTED" in printed


@pytest.mark.slow
def test_long_leftovers_are_decimals_with_a_symbolic_length() -> None:
    found = mp.check(SKEWED, 3, 100)
    printed, exact = screen(law_tables.law_tables(found)), found.leftover[0].value
    assert "E[x_j³ x_k³] H(T-2)" in printed
    assert str(exact) not in printed
    assert f"{float(exact):.6g}" in printed


@pytest.mark.parametrize(
    ("agrees", "resolution", "word"),
    [(True, 0.5, "agrees"), (True, 0.51, "no evidence"), (True, math.inf, "no evidence"), (False, 2.0, "DISAGREES")],
)
def test_agreement_that_would_not_notice_a_shift_by_half_is_no_evidence(
    agrees: bool, resolution: float, word: str
) -> None:
    found = Comparison("sampled", 1.0, 1.0, agrees, 1e-9, resolution, resolution, 100, 0)
    route = SecondRoute("sampled", "slope", 2, 5, found, resolution)
    assert law_tables._found(route).plain.startswith(f"{word} on 100 samples")
    assert word in notebook._route(route)[-1]
    exact = SecondRoute("quadrature", "gradient", 2, 5, replace(found, kind="quadrature"), 1e-10)
    assert law_tables._found(exact).plain == f"{'agrees' if agrees else 'DISAGREES'} to 1e-10 of the largest entry"
