"""Claims by what a person calls them: the key of one, or a Python file that declares some."""

from __future__ import annotations

from pathlib import Path

from mesaproof.errors import InputError
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.python_files import run_file
from proofs.catalogue import UnknownClaim, declared, find
from proofs.claim import Claim


def named(key: str) -> tuple[Claim, ...]:
    """The claim with this key, or the claims of a Python file; raises InputError."""
    if key.endswith(".py"):
        return _from_file(Path(key))
    try:
        return (find(key),)
    except UnknownClaim as missing:
        raise unknown_name(f"the claim {key!r}", key, missing.known, "one of the claims") from None


def _from_file(path: Path) -> tuple[Claim, ...]:
    claims = declared(run_file(path))
    if not claims:
        raise InputError(f"{path}, which declares no claim", "a function decorated with @claim(…)")
    return claims
