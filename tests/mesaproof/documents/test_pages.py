"""The pages of a report: what they hold, where their links lead, how claims are laid out as a graph."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from mesaproof.commands.report import command as report_command
from mesaproof.documents import html_page
from mesaproof.documents.json_records import verdict_record
from mesaproof.documents.pages import page_folder
from mesaproof.documents.pages.claim_graph import ROW, Settled, graph, guests, relatives, settled
from mesaproof.documents.pages.graph_drawing import outline
from mesaproof.documents.pages.page_assets import FONT, TEMPLATES, assets
from mesaproof.documents.pages.second_route_tables import second_routes
from mesaproof.documents.pages.witness_display import witness_pieces
from mesaproof.errors import InputError
from mesaproof.running.verifying import verify
from numeric_check.compare.agreement import Comparison, close
from proofs.catalogue import every_claim, find
from proofs.crosschecks import Case
from proofs.verdict import CheckedNumber, Outcome, Replay, Unavailable, Verdict
from proofs.zheng2024.notation import a, b
from symbolic.typeset.derivation import Chain, Line
from symbolic.typeset.formulas import parse

KEY = "zheng2024/gradient"
FALSE, MENDED = "zheng2024/theorem-4.1", "zheng2024/theorem-4.1-repaired"
FOLDED = "1 comparison agrees by quadrature, the coarsest to 1e-10"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, page_folder.Report]:
    folder = tmp_path_factory.mktemp("out") / "new" / "report"
    return folder, page_folder.report(folder, [FALSE, MENDED], exact_only=True)


def test_report_links_resolve_and_its_files_are_those_named(report: tuple[Path, page_folder.Report]) -> None:
    folder, found = report
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == set(found.files)
    for name in found.files:
        page = folder / name
        if page.suffix == ".html":
            text = page.read_text(encoding="utf-8")
            tree = ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>"))
            assert "http" not in text
            links = [element.get("href", "") for element in tree.iter() if element.tag in ("a", "link")]
            scripts = [element.get("src", "") for element in tree.iter("script")]
            ids = {element.get("id") for element in tree.iter()}
            assert len(links) > 1
            assert all(link[1:] in ids for link in links if link.startswith("#"))
            assert all((page.parent / link).is_file() for link in (*links, *scripts) if not link.startswith("#"))


def test_report_has_verdict_witness_repair_and_record(report: tuple[Path, page_folder.Report]) -> None:
    folder, found = report
    index = (folder / "index.html").read_text(encoding="utf-8")
    record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    refuted, proved = found.verdicts
    assert (refuted.outcome, proved.outcome) == (Outcome.REFUTED, Outcome.PROVED)
    assert "1 PROVED, 1 REFUTED" in index
    assert f'repaired by <a href="claims/zheng2024-theorem-4.1-repaired.html">{MENDED}</a>' in index
    assert f'repairs <a href="claims/zheng2024-theorem-4.1.html">{FALSE}</a>' in index
    assert all(str(html_page._marked(piece)) in index for piece in witness_pieces(refuted.witness))
    assert "second route was not run" in index
    for verdict, row in zip(found.verdicts, record["claims"], strict=True):
        assert row == verdict_record(verdict) | {"page": row["page"]}
        assert (folder / row["page"]).is_file()
    assert record["exit_code"] == 1


def test_report_shows_comparisons_and_disagreement() -> None:
    (verdict,) = verify(["zheng2024/theorem-4.1-limit"], exact_only=True)
    case = Case("gaussian", d=2, T=5)
    good = CheckedNumber("product", case, close(1.0, 1.0, 1.0), 1e-10)
    wrong = CheckedNumber("product", case, close(1.0, 1.1, 1.0), 1e-10)
    missing = Unavailable("sampled", case, "no sixth moment")
    found = page_folder.pages([replace(verdict, crosschecks=(good, wrong), unavailable=(missing,))])
    index = found.files["index.html"]
    assert "DISAGREES: product at gaussian, d=2, T=5" in index
    assert "1 exact to 1e-10" in index
    assert "sampled not available at gaussian, d=2, T=5: no sixth moment" in index
    assert "2 comparisons with a second route, 1 disagree" in index
    page = found.files["claims/zheng2024-theorem-4.1-limit.html"]
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    tables = {table.get("aria-label"): table for table in tree.iter("table")}
    apart, together = (tables[name] for name in ("Comparisons that disagree", FOLDED))
    assert [cell.text for cell in apart.iter("td")] == ["product", "gaussian, d=2, T=5", "1", "1.1", "1e-10", "0"]
    assert [cell.text for cell in together.iter("td")][2:4] == ["1", "1"]
    (details,) = [one for one in tree.iter("details") if together in [*one]]
    assert details.get("open") is None
    assert not any(apart in [*one.iter()] for one in tree.iter("details"))
    assert "sampled not available at gaussian, d=2, T=5: no sixth moment" in page
    assert found.record["exit_code"] == 1


def test_claim_whose_lines_do_not_follow_has_a_page_without_them() -> None:
    (verdict,) = verify([KEY], exact_only=True)

    def faulty() -> Any:
        yield Chain("wrong", "unmistakable", (Line(a, "given"), Line(b, "mistaken")))

    def stopping() -> Any:
        raise ZeroDivisionError("at the pole")

    for derive, why in ((faulty, "line 2 fails"), (stopping, "ZeroDivisionError: at the pole")):
        broken = replace(verdict, claim=replace(verdict.claim, derive=derive), outcome=Outcome.UNDECIDED, reason="why")
        page = page_folder.pages([broken]).files["claims/zheng2024-gradient.html"]
        assert why in page
        assert "UNDECIDED: why" in page
        assert "unmistakable" not in page


@pytest.mark.slow
def test_pages_of_like_keys_are_told_apart_and_stay_in_the_folder() -> None:
    (verdict,) = verify([KEY], exact_only=True)
    keys = ["../../x", "x", "X", "", "a/<b>&"]
    found = page_folder.pages([replace(verdict, claim=replace(verdict.claim, key=key)) for key in keys])
    pages = [name for name in found.files if name.startswith("claims/")]
    assert len({page.lower() for page in pages}) == len(keys)
    assert all(page.count("/") == 1 and ".." not in page for page in pages)
    ElementTree.fromstring(found.files["index.html"].removeprefix("<!DOCTYPE html>"))


def test_report_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="zheng2024/nothing"):
        page_folder.report(tmp_path / "out", ["zheng2024/nothing"])
    (tmp_path / "file").write_text("kept")
    with pytest.raises(InputError, match="a folder that can be written"):
        page_folder.report(tmp_path / "file", [KEY])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "kept"


def test_command_report_says_where_it_is_and_how_it_came_out(tmp_path: Path) -> None:
    folder = str(tmp_path / "out")
    done = CliRunner().invoke(report_command, [KEY, "--exact-only", "-o", folder])
    assert (done.exit_code, done.stdout) == (0, f"{folder}/index.html, 1 claims, report.json\n")
    done = CliRunner().invoke(report_command, [FALSE, "--exact-only", "--json", "-o", folder])
    assert done.exit_code == 1
    assert json.loads(done.stdout) == json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))


# the graph


def test_every_claim_has_a_row_of_its_own_and_every_use_a_line() -> None:
    claims = tuple(every_claim())
    found = graph(claims)
    assert {node.claim for node in found.nodes} == set(claims)
    assert len({node.y for node in found.nodes}) == len(claims) == found.height // ROW
    used = [(used.key, claim.key) for claim in claims for used in claim.uses]
    mended = [(claim.repairs.key, claim.key) for claim in claims if claim.repairs]
    assert sorted((edge.start, edge.end) for edge in found.edges if edge.kind != "repairs") == sorted(used)
    assert sorted((edge.start, edge.end) for edge in found.edges if edge.kind == "repairs") == sorted(mended)


def test_lines_begin_and_end_at_their_marks_and_twins_follow_each_other() -> None:
    claims = [claim for claim in every_claim() if claim.key.startswith("garg2022/")]
    found = graph(claims, guests(claims))
    at = {node.claim.key: node for node in found.nodes}
    for edge in found.edges:
        x, y, *_, last_x = map(int, re.findall(r"-?\d+", edge.path.removesuffix(f" {at[edge.end].y}")))
        assert abs(x - at[edge.start].x) <= 10
        assert abs(y - at[edge.start].y) <= 10
        if edge.kind != "repairs":
            assert abs(last_x - at[edge.end].x) <= 10
    twins = [(at[claim.repairs.key], at[claim.key]) for claim in claims if claim.repairs]
    assert twins
    assert all(mended.x == false.x and mended.y == false.y + ROW for false, mended in twins)


def test_a_claim_of_another_paper_that_is_used_is_a_guest() -> None:
    claims = [claim for claim in every_claim() if claim.key.startswith("garg2022/")]
    visitors = {node.claim.key for node in graph(claims, guests(claims)).nodes if node.guest}
    assert visitors == {"zhang2024/prediction", "zhang2024/corollary-4.3"}
    assert relatives(find("garg2022/subspace"), claims) == tuple(
        claim
        for claim in claims
        if claim.key.split("/")[1] in ("error-under-shift", "covariate-shift-repaired", "subspace", "subspace-repaired")
    )


def test_how_far_a_claim_is_settled_is_computed_through_all_that_it_uses() -> None:
    chain = [find(f"zheng2024/{name}") for name in ("gradient", "reduced-flow", "theorem-4.1-limit")]
    formula = Verdict(chain[0], Outcome.PROVED, ("so",), replay=Replay("goal", steps=1))
    all_of_them = [replace(formula, claim=claim) for claim in chain]
    assert set(settled(all_of_them).values()) == {Settled.THROUGHOUT}
    below_in_words = [replace(all_of_them[0], replay=None), *all_of_them[1:]]
    assert list(settled(below_in_words).values()) == [Settled.IN_WORDS, Settled.FORMULA, Settled.FORMULA]
    refused = replace(formula, replay=Replay("goal", reason="a rule refuses"))
    assert settled([refused]) == {KEY: Settled.IN_WORDS}
    assert settled(all_of_them[1:])[chain[1].key] is Settled.FORMULA


def test_outcomes_differ_by_shape() -> None:
    shapes = {outcome: outline(outcome, 9, 9) for outcome in Outcome}
    assert shapes[Outcome.PROVED] == shapes[Outcome.PROVED_MODULO] != outline("PROVED_MODULO", 9, 9, half=True)
    assert len(set(shapes.values())) == 4


# witnesses, second routes, the font


def test_every_piece_of_a_witness_is_typeset_and_none_is_lost() -> None:
    witness = (
        "twopoint(2:1/3, -1:2/3), every d >= 2: E[x_j^3 x_k^3] = 0 fails by 4, A_0 = [[0, 1], [0, 1/2]], "
        "samples gaussian_vector([8/5, 0], [0, 2/5]), atoms (-2, -2): 1/6, any eta > 0"
    )
    pieces = witness_pieces(witness)
    assert [[kind for kind, _ in piece] for piece in pieces] == [
        ["math"],
        ["text", "math", "text", "math", "text"],
        ["math"],
        ["text", "code"],
        ["math"],
        ["text", "math"],
    ]
    assert pieces[2][0][1] == r"A_0 = \begin{pmatrix} 0 & 1 \\ 0 & \frac{1}{2} \end{pmatrix}"
    assert pieces[5] == (("text", "any "), ("math", r"\eta > 0"))
    for piece in pieces:
        for kind, body in piece:
            assert kind != "math" or parse(body)


def test_a_sampled_number_that_would_have_shown_nothing_does_not_count_as_agreeing() -> None:
    case = Case("gaussian", d=2, T=5)
    fine = Comparison("sampled", 1.0, 1.02, True, 1e-9, 0.1, 0.2, 1000, 1)
    numbers = (CheckedNumber("x", case, fine, 0.1), CheckedNumber("y", case, replace(fine, resolution=0.9), 0.9))
    found = second_routes(Verdict(find(KEY), Outcome.PROVED, ("so",), crosschecks=numbers))
    assert [row.name for row in found.coarse] == ["y"]
    (folded,) = found.agreeing
    assert folded.summary == "1 comparison agrees by sampling, the coarsest to 10%; false alarms together 1e-09"
    assert folded.deviations == pytest.approx([0.2])
    assert (folded.rows[0].claimed, folded.rows[0].found, folded.rows[0].false_alarm) == ("1", "1.02", "1e-09")


def test_the_style_sheet_carries_a_font_of_mathematics_whose_licence_is_beside_it() -> None:
    style = assets()["assets/mesaproof.css"]
    assert re.findall(r"url\((.{20})", style) == ["data:font/woff2;base6"[:20]]
    assert len(style) < 700_000
    assert (TEMPLATES / "fonts" / FONT).read_bytes().startswith(b"wOF2")
    assert "LaTeX Project Public License" in (TEMPLATES / "fonts" / "GUST-FONT-LICENSE.txt").read_text()
