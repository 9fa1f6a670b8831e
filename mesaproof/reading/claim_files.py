"""Claims by what a person calls them: the key of one or of a paper, or a Python file that declares some."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from mesaproof.errors import InputError, quoted
from mesaproof.reading.exact_text import unknown_name
from mesaproof.reading.python_files import require_file, run_file
from proofs.catalogue import UnknownClaim, claims_of, declared, find
from proofs.claim import Claim

SUFFIX, APART = ".py", ":"
"""How the name of a file ends, and what stands between it and the key of one of its claims."""


def file_of(key: str) -> str:
    """The Python file that a person names, alone or with the key of a claim in it; empty for a key alone.

    >>> file_of("mine.py"), file_of("mine.py:mine/lemma"), file_of("zheng2024/gradient")
    ('mine.py', 'mine.py', '')
    """
    if key.endswith(SUFFIX):
        return key
    file, apart, _ = key.partition(SUFFIX + APART)
    return file + SUFFIX if apart else ""


def named(key: str) -> tuple[Claim, ...]:
    """The claim with this key, those of a paper, of a Python file, or one of them as FILE.py:KEY; raises InputError."""
    if file := file_of(key):
        return _chosen(_from_file(Path(file)), file, key)
    try:
        return claims_of(key) or (find(key),)
    except UnknownClaim as missing:
        raise unknown_claim(key, missing.known) from None


def unknown_claim(key: str, known: tuple[str, ...]) -> InputError:
    """The error for a key that is none; it names the nearest one, and not all of them."""
    near = get_close_matches(key.lower(), known, n=1)
    hint = f"did you mean {near[0]}?" if near else ""
    return InputError(f"the claim {quoted(key)}", "a claim or a paper, as `mesaproof list` has them", hint)


def _chosen(claims: tuple[Claim, ...], file: str, key: str) -> tuple[Claim, ...]:
    one = key.removeprefix(file).removeprefix(APART)
    known = tuple(claim.key for claim in claims)
    if one and one not in known:
        raise unknown_name(f"the claim {one!r} of {file}", one, known, "one of its claims")
    return tuple(claim for claim in claims if not one or claim.key == one)


def _from_file(path: Path) -> tuple[Claim, ...]:
    claims = declared(_run_once(path))
    if not claims:
        raise InputError(f"{path}, which declares no claim", "a function decorated with @claim(…)")
    return claims


def _run_once(path: Path) -> ModuleType:
    """The file as a module, run again only when it was changed: a claim and its second routes stay of one run."""
    require_file(path)
    state = path.stat()
    return _run(path, str(path.resolve()), (state.st_mtime_ns, state.st_size, state.st_ino))


@lru_cache(maxsize=64)
def _run(path: Path, place: str, state: tuple[int, ...]) -> ModuleType:
    return run_file(path)
