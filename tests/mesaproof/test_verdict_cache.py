"""Verdicts kept between runs: found again, never for other sources, never half-written, never where switched off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mesaproof import verdict_cache
from mesaproof.cli import main
from mesaproof.verifying import verify
from proofs.catalogue import find
from proofs.claim import Claim

KEY = "zheng2024/theorem-4.1-limit"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MESAPROOF_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def claim() -> Claim:
    return find(KEY)


def test_a_second_run_finds_the_same_verdict(place: Path) -> None:
    (first,) = verify([KEY], use_kept=True)
    (second,) = verify([KEY], use_kept=True)
    assert not first.kept
    assert second.kept
    assert (second.outcome, second.evidence, second.rests_on) == (first.outcome, first.evidence, first.rests_on)
    assert second.crosschecks == first.crosschecks
    assert second.unavailable == first.unavailable
    assert not list(place.rglob("*.tmp"))


def test_seed_and_extent_are_told_apart(place: Path) -> None:
    verify([KEY], exact_only=True, use_kept=True)
    assert verify([KEY], exact_only=True, use_kept=True)[0].kept
    assert not verify([KEY], exact_only=True, seed=0, use_kept=False)[0].kept
    (other,) = verify([KEY], seed=5, use_kept=True)
    assert not other.kept
    assert other.crosschecks


def test_other_sources_find_nothing(place: Path, claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    verify([KEY], exact_only=True, use_kept=True)
    monkeypatch.setattr(verdict_cache, "fingerprint", lambda: "changed")
    assert verdict_cache.kept(claim, True, 0) is None


def test_the_fingerprint_reads_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in verdict_cache.PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "room.py").write_text("x = 1\n")
    monkeypatch.setattr(verdict_cache, "__file__", str(tmp_path / "mesaproof" / "room.py"))
    before = verdict_cache.fingerprint.__wrapped__()
    for package in verdict_cache.PACKAGES:
        (tmp_path / package / "room.py").write_text("x = 2\n")
        changed = verdict_cache.fingerprint.__wrapped__()
        assert changed != before
        before = changed
    monkeypatch.setattr(verdict_cache, "version", lambda name: "0")
    assert verdict_cache.fingerprint.__wrapped__() != before


@pytest.mark.parametrize("left", ["", "{", '{"outcome": "PROVED"}', '{"outcome": "GREEN"}', "[]"])
def test_a_torn_file_is_run_again(left: str, place: Path, claim: Claim) -> None:
    verify([KEY], exact_only=True, use_kept=True)
    (path,) = place.rglob("*.json")
    path.write_text(left)
    assert verdict_cache.kept(claim, True, 0) is None
    assert not verify([KEY], exact_only=True, use_kept=True)[0].kept
    assert verify([KEY], exact_only=True, use_kept=True)[0].kept


def test_old_folders_are_forgotten(place: Path) -> None:
    for n in range(6):
        (place / f"old{n}").mkdir()
    verify([KEY], exact_only=True, use_kept=True)
    assert len(list(place.iterdir())) == verdict_cache.KEPT + 1
    assert verify([KEY], exact_only=True, use_kept=True)[0].kept


def test_where_it_is_off_or_cannot_be_written_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for named in ("off", str(tmp_path / "file")):
        monkeypatch.setenv("MESAPROOF_CACHE", named)
        assert not verify([KEY], exact_only=True, use_kept=True)[0].kept
        assert not verify([KEY], exact_only=True, use_kept=True)[0].kept


def test_the_command_says_what_was_kept(place: Path) -> None:
    runner = CliRunner()
    runner.invoke(main, ["verify", KEY, "--exact-only"])
    again = runner.invoke(main, ["verify", KEY, "--exact-only"])
    assert "1 found by an earlier run" in again.stderr
    fresh = runner.invoke(main, ["verify", KEY, "--exact-only", "--fresh"])
    assert "earlier run" not in fresh.stderr
    shown = runner.invoke(main, ["verify", KEY, "--exact-only", "--json"])
    assert json.loads(shown.stdout)["claims"][0]["kept"] is True


def test_claims_of_a_file_are_always_run(place: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.py"
    own.write_text(
        "import sympy\n"
        "from proofs.claim import Equality, Source, claim\n"
        "x = sympy.Symbol('x')\n"
        "@claim('mine/one', source=Source('me', 'p', '0'), parts=(Equality('e', lambda: x + x, 2 * x),))\n"
        "def one():\n"
        "    '''Twice.'''\n"
        "    return ()\n"
    )
    assert not verify([str(own)], use_kept=True)[0].kept
    assert not verify([str(own)], use_kept=True)[0].kept
