"""Verdicts kept between runs: valid for exactly these sources and these versions of the libraries.

One JSON file a claim, written to a temporary name and moved into place, so that a run may be killed at any moment. The
folder is named by a hash of every source file of the four packages, of Python's version and of the libraries'; the
verdict of a derivation that was changed since is never found. `MESAPROOF_CACHE` names another folder, or is `off`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from proofs.claim import Case, CheckedNumber, Claim, Outcome, Unavailable, Verdict

LIBRARIES = ("sympy", "python-flint", "numpy", "scipy", "mpmath")
PACKAGES = ("symbolic", "numeric_check", "proofs", "mesaproof")
KEPT = 3
"""Folders of other sources or versions that are kept."""


def folder() -> Path | None:
    """Where verdicts of the present sources are kept; None where that is switched off."""
    named = os.environ.get("MESAPROOF_CACHE", "")
    if named.lower() == "off":
        return None
    base = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mesaproof"
    return base / fingerprint()


@cache
def fingerprint() -> str:
    """Hash of all sources and versions that a verdict depends on."""
    found = hashlib.sha256(sys.version.encode())
    for library in LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    root = Path(__file__).resolve().parents[1]
    for path in sorted(p for package in PACKAGES for p in (root / package).rglob("*.py")):
        found.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:24]


def kept(claim: Claim, exact_only: bool, seed: int) -> Verdict | None:
    """The verdict of an earlier run with the same sources, versions, seed and extent, if there is one."""
    if (where := folder()) is None:
        return None
    try:
        record = json.loads((where / _name(claim, exact_only, seed)).read_text(encoding="utf-8"))
        return _verdict(claim, record)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(verdict: Verdict, exact_only: bool, seed: int) -> None:
    """Keep a verdict for later runs; a folder that cannot be written is left alone."""
    if (where := folder()) is None:
        return
    try:
        if not where.exists():
            _forget_oldest(where.parent)
            where.mkdir(parents=True, exist_ok=True)
        path = where / _name(verdict.claim, exact_only, seed)
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        unfinished.write_text(json.dumps(_record(verdict)), encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        return


def _forget_oldest(base: Path) -> None:
    others = sorted((p for p in base.glob("*") if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in others[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def _name(claim: Claim, exact_only: bool, seed: int) -> str:
    extent = "exact" if exact_only else f"seed-{seed}"
    return f"{claim.key.replace('/', '--')}.{extent}.json"


def _record(verdict: Verdict) -> dict[str, Any]:
    plain = ("evidence", "reason", "witness", "leftover", "rests_on", "seconds", "witness_T")
    return {
        "outcome": str(verdict.outcome),
        **{name: getattr(verdict, name) for name in plain},
        "crosschecks": [asdict(number) for number in verdict.crosschecks],
        "unavailable": [asdict(one) for one in verdict.unavailable],
    }


def _verdict(claim: Claim, record: dict[str, Any]) -> Verdict:
    return Verdict(
        claim,
        Outcome(record["outcome"]),
        tuple(record["evidence"]),
        record["reason"],
        record["witness"],
        tuple(record["leftover"]),
        tuple(_number(item) for item in record["crosschecks"]),
        tuple(Unavailable(item["kind"], _case(item["case"]), item["because"]) for item in record["unavailable"]),
        witness_T=record["witness_T"],
        rests_on=tuple(record["rests_on"]),
        seconds=record["seconds"],
        kept=True,
    )


def _number(item: dict[str, Any]) -> CheckedNumber:
    from numeric_check.agreement import Comparison

    comparison = Comparison(**item["comparison"])
    return CheckedNumber(item["name"], _case(item["case"]), comparison, item["relative_resolution"])


def _case(item: dict[str, Any]) -> Case:
    parameters = tuple((name, value) for name, value in item["parameters"])
    return Case(item["law"], item["d"], item["T"], parameters)
