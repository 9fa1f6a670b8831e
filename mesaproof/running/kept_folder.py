"""The folder of kept verdicts: nothing in it is believed that others can write, nothing removed that is not its own.

It lies below the folder that a person names and has a mark, the tag of a cache directory (bford.info/cachedir) with a
line of its own. In a folder without that mark nothing is read, written or removed.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from contextlib import suppress
from errno import EPERM
from pathlib import Path

from mesaproof.output.file import replaced

NAME, MARK = "mesaproof-verdicts", "CACHEDIR.TAG"
TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Verdicts that mesaproof keeps; it removes the oldest ones.\n"

KEPT = 3
"""Folders of other sources or versions that are kept."""

LARGEST = 4_000_000
"""Bytes of a record, at most."""

OF_SOURCES = re.compile(r"[0-9a-f]{24}")
OF_RECORD = re.compile(r"[A-Za-z0-9._-]+\.(?:exact|seed--?[0-9]+)\.json")
UNFINISHED = re.compile(r"\.[A-Za-z0-9._-]+\.[0-9a-f]{12}\.part")

_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def content(base: Path, sources: str, name: str) -> bytes:
    """What a record holds; raises OSError where there is none, and where others could have written it."""
    _require_marked(base / NAME)
    _require_private((base / NAME / sources).lstat(), stat.S_IFDIR)
    with open(os.open(base / NAME / sources / name, os.O_RDONLY | _AS_IT_IS), "rb") as file:
        _require_private(os.fstat(file.fileno()), stat.S_IFREG)
        found = file.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise _refused("too large for a record")
    return found


def latest(base: Path, name: str) -> bytes:
    """What the record of the latest sources holds that have one of this name; raises OSError where none has."""
    _require_marked(base / NAME)
    for sources in _by_age(base / NAME):
        with suppress(OSError):
            return content(base, sources.name, name)
    raise FileNotFoundError(name)


def put(base: Path, sources: str, name: str, record: bytes) -> None:
    """Keep a record, and forget the oldest ones when those of new sources begin; raises OSError."""
    own = _made(base)
    where = own / sources
    if not where.exists():
        where.mkdir(mode=0o700, exist_ok=True)
        _forget_oldest(own, sources)
    _require_private(where.lstat(), stat.S_IFDIR)
    replaced({where / name: record}, private=True)


def _made(base: Path) -> Path:
    """Our folder below `base`; one that is there already is taken where it has the mark, or is empty."""
    own = base / NAME
    base.mkdir(parents=True, exist_ok=True)
    own.mkdir(mode=0o700, exist_ok=True)
    _require_private(own.lstat(), stat.S_IFDIR)
    if all(UNFINISHED.fullmatch(name) for name in os.listdir(own)):
        replaced({own / MARK: TAG}, private=True)
    _require_marked(own)
    return own


def _require_marked(own: Path) -> None:
    _require_private(own.lstat(), stat.S_IFDIR)
    with open(os.open(own / MARK, os.O_RDONLY | _AS_IT_IS), "rb") as file:
        _require_private(os.fstat(file.fileno()), stat.S_IFREG)
        if file.read(len(TAG) + 1) != TAG:
            raise _refused("a folder of somebody else")


def _require_private(found: os.stat_result, kind: int) -> None:
    """Of this kind, of this user, and closed to the pens of all others."""
    if stat.S_IFMT(found.st_mode) != kind:
        raise _refused("something else in its place")
    if sys.platform != "win32" and (found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        raise _refused("others can write it")


def _refused(why: str) -> OSError:
    return PermissionError(EPERM, why)


def _forget_oldest(own: Path, present: str) -> None:
    """Remove the records of all but the latest sources; what is not of their form stays, and its folder with it."""
    for folder in [one for one in _by_age(own) if one.name != present][KEPT:]:
        with suppress(OSError):
            _forget(folder)


def _by_age(own: Path) -> list[Path]:
    """The folders of sources, the latest first."""
    with os.scandir(own) as entries:
        folders = [one for one in entries if OF_SOURCES.fullmatch(one.name) and one.is_dir(follow_symlinks=False)]
    ages = {Path(one.path): one.stat(follow_symlinks=False).st_mtime_ns for one in folders}
    return sorted(ages, key=lambda folder: ages[folder], reverse=True)


def _forget(folder: Path) -> None:
    with os.scandir(folder) as entries:
        records = [one for one in entries if OF_RECORD.fullmatch(one.name) or UNFINISHED.fullmatch(one.name)]
    for one in records:
        if one.is_file(follow_symlinks=False):
            os.unlink(one.path)
    folder.rmdir()
