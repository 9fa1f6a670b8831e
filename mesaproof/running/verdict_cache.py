"""Verdicts kept between runs: valid for exactly these sources and these versions of the libraries.

One JSON file a claim, written to a temporary name and moved into place, so that a run may be killed at any moment. The
folder is named by a hash of every source file of the four packages, of Python's version and of the libraries'; the
verdict of a derivation that was changed since is never found. It lies in `mesaproof-verdicts`, below the user's folder
of caches or the one that `MESAPROOF_CACHE` names; with `MESAPROOF_CACHE=off` nothing is kept.

Where verdicts cannot be kept or read, everything is run; a record that is damaged, or that others could have written,
counts as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from mesaproof.running import kept_folder
from proofs.claim import Claim
from proofs.verdict import Outcome, Verdict

LIBRARIES = ("sympy", "python-flint", "numpy", "scipy", "mpmath")
LONGEST = 1e6
"""Seconds of one claim that are believed, at most."""

PACKAGES = ("symbolic", "numeric_check", "proofs", "mesaproof")


def folder() -> Path | None:
    """The folder below which verdicts are kept; None where that is switched off, and where there is no such folder."""
    named = os.environ.get("MESAPROOF_CACHE", "").strip()
    if named.lower() == "off":
        return None
    if named:
        return Path(os.path.expanduser(named))
    try:
        usual = user_cache_path("mesaproof", appauthor=False)
    except RuntimeError:
        return None
    return usual if usual.is_absolute() else None


@cache
def fingerprint() -> str:
    """Hash of all sources and versions that a verdict depends on.

    Raises FileNotFoundError and PackageNotFoundError where one of them is not to be had.
    """
    found = hashlib.sha256(sys.version.encode())
    for library in LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    root = Path(__file__).resolve().parents[2]
    for package in PACKAGES:
        paths = sorted((root / package).rglob("*.py"))
        if not paths:
            raise FileNotFoundError(f"no sources of {package}")
        for path in paths:
            found.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:24]


def kept(claim: Claim, exact_only: bool, seed: int, false_alarm: float | None = None) -> Verdict | None:
    """The verdict of an earlier run with the same sources, versions, seed, extent and budget, if there is one."""
    if (base := folder()) is None:
        return None
    from mesaproof.running.verdict_record import verdict_of

    try:
        record = json.loads(kept_folder.content(base, fingerprint(), _name(claim, exact_only, seed)))
        if not isinstance(record, dict) or record.get("of") != _asked(claim, exact_only, seed, false_alarm):
            return None
        return verdict_of(claim, record)
    except (OSError, ValueError, RecursionError, PackageNotFoundError):
        return None


def spent(claim: Claim, exact_only: bool, seed: int) -> float | None:
    """Seconds that the claim took in the latest run that kept it, whatever its sources: a guess, and no verdict."""
    if (base := folder()) is None:
        return None
    try:
        record = json.loads(kept_folder.latest(base, _name(claim, exact_only, seed)))
        seconds = record["seconds"]
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return None
    return float(seconds) if type(seconds) in (int, float) and 0 <= seconds < LONGEST else None


def keep(verdict: Verdict, exact_only: bool, seed: int, false_alarm: float | None = None) -> None:
    """Keep a verdict for later runs, where it can be read again and its folder can be written.

    An undecided one is not kept: another run may have the time or the memory that this one lacked. Neither is one with
    a second route that broke off.
    """
    unfinished = verdict.outcome is Outcome.UNDECIDED or any(route.stopped for route in verdict.unavailable)
    if unfinished or (base := folder()) is None:
        return
    from mesaproof.running.verdict_record import verdict_fields, verdict_of

    claim = verdict.claim
    with suppress(OSError, ValueError, TypeError, PackageNotFoundError):
        fields = {"of": _asked(claim, exact_only, seed, false_alarm), **verdict_fields(verdict)}
        record = json.dumps(fields, allow_nan=False)
        verdict_of(claim, json.loads(record))
        kept_folder.put(base, fingerprint(), _name(claim, exact_only, seed), record.encode())


def _name(claim: Claim, exact_only: bool, seed: int) -> str:
    extent = "exact" if exact_only else f"seed-{seed}"
    return f"{claim.key.replace('/', '--')}.{extent}.json"


def _asked(claim: Claim, exact_only: bool, seed: int, false_alarm: float | None) -> dict[str, Any]:
    """What a verdict answers, as it stands in its record."""
    compared = {} if exact_only else {"seed": seed, "false_alarm": false_alarm}
    return {"claim": claim.key, "exact_only": exact_only, **compared}
