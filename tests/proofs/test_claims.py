"""Every claim: where it lives, what it cites, and that running it computes the expected kind of verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from mesaproof.running.runner import prove
from proofs.catalogue import UnknownClaim, crosschecks_of, declared, every_claim, find, module_of_file, of_paper, papers
from proofs.claim import Claim, Source, claim
from proofs.verdict import Outcome, Verdict
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT

ROOT = Path(__file__).parents[2]
CLAIMS = every_claim()
EXACT_ONLY: dict[str, str] = {}
"""Claims without a sampled cross-check, each with its mathematical reason."""


def identify(claim: Claim) -> str:
    return claim.key


@pytest.fixture(params=CLAIMS, ids=identify)
def one(request: pytest.FixtureRequest) -> Claim:
    found = request.param
    assert isinstance(found, Claim)
    return found


def test_key_is_the_path(one: Claim) -> None:
    assert one.key in papers()[one.key.partition("/")[0]].keys
    assert find(one.key) is one


def test_source_is_in_the_bibliography(one: Claim) -> None:
    entries = re.findall(r"@\w+\{(\w+),", (ROOT / "docs/references.bib").read_text(encoding="utf-8"))
    paper = one.key.split("/")[0]
    assert one.source.bib in entries
    assert one.source.bib == paper or paper not in entries


def test_facts_used_without_proof_are_listed(one: Claim, verdicts: Mapping[str, Verdict]) -> None:
    listed = re.findall(r"^\| `([\w-]+)` \|", (ROOT / "docs/trust.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed
    assert set(verdicts[one.key].rests_on) <= set(listed)


def test_has_an_exact_and_a_sampled_second_route(one: Claim) -> None:
    """Where nothing is drawn there is nothing to sample: its numbers are rational, at cases without a law."""
    drawn: set[str] = set()
    exact: set[str] = set()
    for check in crosschecks_of(one):
        (without,) = {case.law is None for case in check.cases}
        (exact if without else drawn).add(check.kind)
    assert exact <= {"exact"}
    assert drawn == {"quadrature", "sampled"} or (exact and not drawn) or one.key in EXACT_ONLY


def test_uses_come_first(one: Claim) -> None:
    order = [claim.key for claim in CLAIMS]
    assert all(order.index(used.key) < order.index(one.key) for used in one.uses)


def test_a_repair_stands_in_the_paper_of_what_it_repairs(one: Claim) -> None:
    repaired = one.repairs or one
    assert {one, repaired} <= set(of_paper(repaired))


def test_a_refuted_claim_has_a_witness_and_a_proved_repair(one: Claim, verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts[one.key]
    assert verdict.outcome is not Outcome.UNDECIDED
    if verdict.outcome is Outcome.REFUTED:
        repairs = [other for other in CLAIMS if other.repairs is one]
        assert verdict.witness
        assert any(verdicts[other.key].outcome.proved for other in repairs)


def test_the_printed_theorem_leaves_the_third_moments(verdicts: Mapping[str, Verdict]) -> None:
    verdict = verdicts["zheng2024/theorem-4.1"]
    assert verdict.outcome is Outcome.REFUTED
    assert "E[x_j^3 x_k^3] = 0" in verdict.leftover


def test_unknown_key_lists_the_known_ones() -> None:
    with pytest.raises(UnknownClaim) as caught:
        find("zheng2024/theorem-9.9")
    assert "zheng2024/theorem-4.1" in caught.value.known


@pytest.mark.parametrize("key", ["", "zheng2024", "../etc", "zheng2024/", "zheng2024/assumptions", "os/path"])
def test_what_is_no_key_is_unknown(key: str) -> None:
    with pytest.raises(UnknownClaim):
        find(key)


def test_a_claim_must_state_something() -> None:
    def silent() -> tuple[()]:
        return ()

    with pytest.raises(ValueError, match="must state"):
        claim("x/y", source=Source("x", "y", "0"), parts=(LINE_INVARIANT,))(silent)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    source = (ROOT / "proofs/zheng2024/line/theorem_4_1_limit.py").read_text(encoding="utf-8")
    file = tmp_path / "my_limit.py"
    file.write_text(source.replace("zheng2024/theorem-4.1-limit", "mine/limit"), encoding="utf-8")
    (mine,) = declared(module_of_file(file))
    assert mine.key == "mine/limit"
    assert prove(mine).outcome is Outcome.PROVED
    assert len(crosschecks_of(mine)) == 2
