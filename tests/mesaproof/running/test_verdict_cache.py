"""Verdicts kept between runs: found again, never for other sources, never half-written, never where switched off."""

from __future__ import annotations

import errno
import json
import os
import pwd
from dataclasses import replace
from fractions import Fraction
from importlib.metadata import PackageNotFoundError
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mesaproof.cli import main
from mesaproof.running import claim_runs, kept_folder, verdict_cache
from mesaproof.running.verifying import verify
from numeric_check.compare.agreement import Comparison
from proofs.catalogue import find
from proofs.claim import Claim
from proofs.crosschecks import Case
from proofs.verdict import CheckedNumber, Outcome, Unavailable, Verdict

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
    assert not list(place.rglob("*.part"))


def test_seed_and_extent_are_told_apart(place: Path) -> None:
    verify([KEY], exact_only=True, use_kept=True)
    assert verify([KEY], exact_only=True, use_kept=True)[0].kept
    assert not verify([KEY], exact_only=True, seed=0, use_kept=False)[0].kept
    (other,) = verify([KEY], seed=5, use_kept=True)
    assert not other.kept
    assert other.crosschecks


def test_a_proof_that_is_kept_alone_is_not_found_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (alone,) = verify([KEY], exact_only=True, use_kept=True)
    monkeypatch.setattr(claim_runs, "prove", lambda claim, known: Verdict(claim, Outcome.UNDECIDED, ()))
    (whole,) = verify([KEY], use_kept=True)
    assert (whole.kept, whole.outcome, whole.evidence) == (False, Outcome.PROVED, alone.evidence)
    assert whole.crosschecks
    assert verify([KEY])[0].outcome is Outcome.UNDECIDED


def test_other_sources_find_nothing(place: Path, claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    verify([KEY], exact_only=True, use_kept=True)
    monkeypatch.setattr(verdict_cache, "fingerprint", lambda: "changed")
    assert verdict_cache.kept(claim, True, 0) is None


def test_the_fingerprint_reads_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in verdict_cache.PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "room.py").write_text("x = 1\n")
    monkeypatch.setattr(verdict_cache, "__file__", str(tmp_path / "mesaproof" / "running" / "room.py"))
    before = verdict_cache.fingerprint.__wrapped__()
    for package in verdict_cache.PACKAGES:
        (tmp_path / package / "room.py").write_text("x = 2\n")
        changed = verdict_cache.fingerprint.__wrapped__()
        assert changed != before
        before = changed
    monkeypatch.setattr(verdict_cache, "version", lambda name: "0")
    assert verdict_cache.fingerprint.__wrapped__() != before


@pytest.mark.sampled(2)
@pytest.mark.parametrize("left", ["", "{", '{"outcome": "PROVED"}', '{"outcome": "GREEN"}', "[]"])
def test_a_torn_file_is_run_again(left: str, place: Path, claim: Claim) -> None:
    verify([KEY], exact_only=True, use_kept=True)
    (path,) = place.rglob("*.json")
    path.write_text(left)
    assert verdict_cache.kept(claim, True, 0) is None
    assert not verify([KEY], exact_only=True, use_kept=True)[0].kept
    assert verify([KEY], exact_only=True, use_kept=True)[0].kept


def made(claim: Claim) -> Verdict:
    """A verdict with every field filled, which costs nothing."""
    case = Case("gaussian", d=2, T=4, parameters=(("a", 0.75),))
    number = CheckedNumber("limit", case, Comparison("sampled", 0.2, 0.25, True, 1e-12, 0.01, inf, 1000, 7), 0.05)
    missing = Unavailable("exact", Case(None, m=2), "no matrices")
    plain: Any = {"evidence": ("one",), "leftover": ("two",), "rests_on": ("three",), "seconds": 1.5, "witness_T": 3}
    return Verdict(claim, Outcome.PROVED, crosschecks=(number,), unavailable=(missing,), **plain)


def record_of(place: Path) -> Path:
    (found,) = (path for path in place.rglob("*.json"))
    return found


def test_a_record_is_json_as_the_standard_has_it(place: Path, claim: Claim) -> None:
    def refused(constant: str) -> None:
        raise AssertionError(constant)

    verdict_cache.keep(made(claim), True, 0)
    json.loads(record_of(place).read_text(), parse_constant=refused)
    found = verdict_cache.kept(claim, True, 0)
    assert found is not None
    assert found.crosschecks == made(claim).crosschecks


@pytest.mark.parametrize("value", [nan, inf])
def test_a_number_that_is_none_is_not_kept(value: float, place: Path, claim: Claim) -> None:
    verdict_cache.keep(replace(made(claim), seconds=value), True, 0)
    assert not list(place.rglob("*.json"))


def everything(folder: Path) -> dict[str, str | None]:
    """Every path below a folder, with the content of files."""
    return {str(path.relative_to(folder)): path.read_text() if path.is_file() else None for path in folder.rglob("*")}


def test_nothing_that_is_not_the_toolkits_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        (tmp_path / f"old{n}").mkdir()
        (tmp_path / f"old{n}" / "thesis.tex").write_text("years")
        (tmp_path / f"{n:024x}").mkdir()
    before = everything(tmp_path)
    monkeypatch.setenv("MESAPROOF_CACHE", str(tmp_path))
    verdict_cache.keep(made(find(KEY)), True, 0)
    assert verdict_cache.kept(find(KEY), True, 0)
    after = everything(tmp_path)
    assert {name: after.get(name, "gone") for name in before} == before
    assert {Path(name).parts[0] for name in after.keys() - before.keys()} == {kept_folder.NAME}


def test_records_of_old_sources_are_forgotten_and_only_they(place: Path, claim: Claim, tmp_path: Path) -> None:
    verdict_cache.keep(made(claim), True, 0)
    own, name = place / kept_folder.NAME, record_of(place).name
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / name).write_text("a person's")
    for folder in "abcdef":
        old = own / (folder * 24)
        old.mkdir()
        (old / name).write_text("{}")
        (old / f".{name}.{'0' * 12}.part").write_text("")
    (own / ("f" * 24) / "notes.txt").write_text("a person's")
    (own / ("e" * 24) / "b.exact.json").symlink_to(elsewhere / name)
    (own / ("9" * 24)).symlink_to(elsewhere)
    for other in ("a" * 23, "A" * 24, "a" * 25, "old"):
        (own / other).mkdir()
    for age, folder in enumerate("abcdef9"):
        os.utime(own / (folder * 24), (1000 - age, 1000 - age), follow_symlinks=False)
    kept_folder.put(place, "0" * 24, name, b"{}")
    left = {path.name for path in own.iterdir()} - {kept_folder.MARK, "0" * 24}
    others = {"9" * 24, "a" * 23, "A" * 24, "a" * 25, "old"}
    assert left == {verdict_cache.fingerprint(), "a" * 24, "b" * 24, "e" * 24, "f" * 24} | others
    assert [path.name for path in (own / ("f" * 24)).iterdir()] == ["notes.txt"]
    assert [path.name for path in (own / ("e" * 24)).iterdir()] == ["b.exact.json"]
    assert (elsewhere / name).read_text() == "a person's"


@pytest.mark.parametrize("mark", [None, "Signature: 8a477f597d28d172789f06886806bc55\n# of another program\n"])
def test_a_folder_of_that_name_without_the_mark_is_left_alone(mark: str | None, place: Path, claim: Claim) -> None:
    own = place / kept_folder.NAME
    for n in range(6):
        (own / f"{n:024x}").mkdir(parents=True)
        (own / f"{n:024x}" / "x.exact.json").write_text("{}")
    own.chmod(0o700)
    if mark is not None:
        (own / kept_folder.MARK).write_text(mark)
    before = everything(place)
    verdict_cache.keep(made(claim), True, 0)
    assert everything(place) == before
    assert verdict_cache.kept(claim, True, 0) is None


def test_a_killed_beginning_is_taken_up_again(place: Path, claim: Claim) -> None:
    own = place / kept_folder.NAME
    own.mkdir(mode=0o700)
    (own / f".{kept_folder.MARK}.{'0' * 12}.part").write_text("Sign")
    verdict_cache.keep(made(claim), True, 0)
    assert verdict_cache.kept(claim, True, 0)


def test_no_link_is_written_through(place: Path, claim: Claim, tmp_path: Path) -> None:
    verdict_cache.keep(made(claim), True, 0)
    path, important = record_of(place), tmp_path / "important"
    important.write_text(path.read_text())
    path.unlink()
    path.symlink_to(important)
    assert verdict_cache.kept(claim, True, 0) is None
    verdict_cache.keep(replace(made(claim), reason="another"), True, 0)
    assert "another" not in important.read_text()
    assert verdict_cache.kept(claim, True, 0)


@pytest.mark.parametrize("part", ["record", "folder of sources", "folder", "mark"])
@pytest.mark.parametrize("mode", [0o666, 0o620])
def test_what_others_can_write_is_not_believed(part: str, mode: int, place: Path, claim: Claim) -> None:
    verdict_cache.keep(made(claim), True, 0)
    record = record_of(place)
    parts = {"record": record, "folder of sources": record.parent, "folder": record.parents[1]}
    opened = parts.get(part, record.parents[1] / kept_folder.MARK)
    assert opened.stat().st_mode & 0o077 == 0
    opened.chmod(mode | (0o111 if opened.is_dir() else 0))
    assert verdict_cache.kept(claim, True, 0) is None


def test_what_another_user_owns_is_not_believed(place: Path, claim: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict_cache.keep(made(claim), True, 0)
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    before = everything(place)
    assert verdict_cache.kept(claim, True, 0) is None
    verdict_cache.keep(made(claim), False, 0)
    assert everything(place) == before


NAN, LARGE = float("nan"), 10**400
DAMAGES: dict[str, tuple[Any, ...]] = {
    "outcome": ("GREEN", "", None, 1, ["PROVED"], {}),
    "evidence": ("PROVED", None, [1], {}),
    "leftover": ("PROVED", None, [1], {}),
    "rests_on": ("PROVED", None, [1], {}),
    "reason": (None, 3, ["x"], "\ud800"),
    "witness": (None, 3, ["x"], "\ud800"),
    "seconds": (NAN, inf, -1.0, "1", None, True, LARGE),
    "witness_T": ("3", 3.0, True, -1, LARGE),
    "crosschecks": ({}, None, [None], [[]], ["x"]),
    "unavailable": ({}, None, [None], [[]], ["x"]),
    "crosschecks 0 comparison": ({}, [], None, "sampled"),
    "crosschecks 0 comparison agrees": (1, "true", None),
    "crosschecks 0 comparison claimed": (NAN, inf, "0", None, LARGE),
    "crosschecks 0 comparison estimate": (NAN, inf, "0", None, LARGE),
    "crosschecks 0 comparison false_alarm": (2.0, -1.0, NAN),
    "crosschecks 0 comparison resolution": (NAN, -1.0, None),
    "crosschecks 0 comparison samples": (1.5, -1, None, LARGE),
    "crosschecks 0 comparison seed": ("0", 0.5),
    "crosschecks 0 comparison unheard": (1,),
    "crosschecks 0 relative_resolution": (NAN, "1", None, True),
    "unavailable 0 case law": (1, []),
    "unavailable 0 case sizes": ({}, [["d", "2"]], [["d"]], [["law", 2]], None),
    "unavailable 0 case parameters": ({}, [["a"]], [["a", "1"]], [[1, 1.0]]),
    "of": (None, []),
    "of claim": ("zheng2024/gradient", None),
    "of exact_only": (False,),
}
"""Values that are no part of a verdict, by the way to them."""


def test_a_damaged_field_counts_as_no_record(place: Path, claim: Claim) -> None:
    verdict_cache.keep(made(claim), True, 0)
    assert verdict_cache.kept(claim, True, 0) == replace(made(claim), kept=True)
    path = record_of(place)
    whole = path.read_text()
    for way, values in DAMAGES.items():
        *steps, last = way.split()
        for value in values:
            inner = record = json.loads(whole)
            for step in steps:
                inner = inner[int(step)] if step.isdecimal() else inner[step]
            inner[last] = value
            path.write_text(json.dumps(record))
            assert verdict_cache.kept(claim, True, 0) is None, (way, repr(value)[:60])


@pytest.mark.parametrize(
    "left",
    [b"[" * 100_000, b'{"of":' * 50_000, b"1" * 5000, b"\xff", b"null", b'"PROVED"', b" " * (kept_folder.LARGEST + 1)],
    ids=["nested", "nested objects", "long number", "not text", "null", "word", "large"],
)
def test_what_is_no_record_at_all_counts_as_none(left: bytes, place: Path, claim: Claim) -> None:
    verdict_cache.keep(made(claim), True, 0)
    record_of(place).write_bytes(left)
    assert verdict_cache.kept(claim, True, 0) is None


def test_a_record_under_the_name_of_another_counts_as_none(place: Path, claim: Claim) -> None:
    verdict_cache.keep(made(claim), False, 0, 1e-10)
    path, other = record_of(place), find("zheng2024/gradient")
    assert verdict_cache.kept(claim, False, 0, 1e-10)
    assert verdict_cache.kept(claim, False, 0, 1e-3) is None
    path.rename(path.with_name(path.name.replace("theorem-4.1-limit", "gradient")))
    assert verdict_cache.kept(other, False, 0, 1e-10) is None


def test_an_undecided_verdict_is_tried_again(place: Path, claim: Claim) -> None:
    verdict_cache.keep(Verdict(claim, Outcome.UNDECIDED, (), "it stops with MemoryError: "), True, 0)
    assert verdict_cache.kept(claim, True, 0) is None


def test_a_verdict_that_json_cannot_hold_is_not_kept(place: Path, claim: Claim) -> None:
    half: Any = Fraction(1, 2)
    verdict_cache.keep(replace(made(claim), seconds=half), True, 0)
    assert verdict_cache.kept(claim, True, 0) is None


def test_a_full_disk_leaves_the_earlier_record_and_nothing_else(
    place: Path, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict_cache.keep(made(claim), True, 0)
    before = everything(place)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    verdict_cache.keep(replace(made(claim), reason="another"), True, 0)
    verdict_cache.keep(made(claim), True, 1)
    assert everything(place) == before


def test_without_a_home_nothing_is_kept_and_all_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(uid: int) -> None:
        raise KeyError(uid)

    for name in ("HOME", "XDG_CACHE_HOME", "MESAPROOF_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.chdir(tmp_path)
    assert not verify([KEY], exact_only=True, use_kept=True)[0].kept
    assert list(tmp_path.iterdir()) == []


def test_without_sources_or_versions_nothing_is_kept(
    place: Path, claim: Claim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    unknown = {"__file__": str(tmp_path / "mesaproof" / "room.pyc"), "version": absent}
    for name, value in unknown.items():
        with monkeypatch.context() as patched:
            patched.setattr(verdict_cache, name, value)
            patched.setattr(verdict_cache, "fingerprint", verdict_cache.fingerprint.__wrapped__)
            verdict_cache.keep(made(claim), True, 0)
            assert verdict_cache.kept(claim, True, 0) is None
    assert not list(place.rglob("*.json"))


def test_a_claim_of_a_file_is_not_taken_for_the_one_whose_key_it_has(place: Path, claim: Claim, tmp_path: Path) -> None:
    verdict_cache.keep(made(claim), True, 0)
    own = tmp_path / "mine.py"
    own.write_text(
        "import sympy\n"
        "from proofs.claim import Source, claim\nfrom proofs.parts import Equality\n"
        "x = sympy.Symbol('x')\n"
        f"@claim('{KEY}', source=Source('me', 'p', '0'), parts=(Equality('e', lambda: x + x, 3 * x),))\n"
        "def one():\n"
        "    '''Thrice.'''\n"
        "    return ()\n"
    )
    (found,) = verify([str(own)], exact_only=True, use_kept=True)
    assert (found.outcome, found.kept) == (Outcome.REFUTED, False)
    assert verdict_cache.kept(claim, True, 0) == replace(made(claim), kept=True)


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
    record_of(place).unlink()
    fresh = runner.invoke(main, ["verify", KEY, "--exact-only", "--fresh"])
    assert "earlier run" not in fresh.stderr
    shown = runner.invoke(main, ["verify", KEY, "--exact-only", "--json"])
    assert json.loads(shown.stdout)["claims"][0]["kept"] is True


def test_claims_of_a_file_are_always_run(place: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.py"
    own.write_text(
        "import sympy\n"
        "from proofs.claim import Source, claim\nfrom proofs.parts import Equality\n"
        "x = sympy.Symbol('x')\n"
        "@claim('mine/one', source=Source('me', 'p', '0'), parts=(Equality('e', lambda: x + x, 2 * x),))\n"
        "def one():\n"
        "    '''Twice.'''\n"
        "    return ()\n"
    )
    assert not verify([str(own)], use_kept=True)[0].kept
    assert not verify([str(own)], use_kept=True)[0].kept
