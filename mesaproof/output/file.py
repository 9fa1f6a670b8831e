"""A file that a person asked for, written in one step; several that belong together are all written, or none.

Everything is written beside its place first and moved at the end: an earlier file outlives a full disk, a kill and
Ctrl-C.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from errno import EISDIR, EPERM
from pathlib import Path
from secrets import token_hex

from mesaproof.errors import PATH_LENGTH, InputError, quoted

STREAMS = ("/dev/stdout", "/dev/stderr")
FOLDERS_OF_STREAMS = ("/dev/fd", "/proc/self/fd")


def written(path: Path, content: bytes) -> None:
    """Write a file in one step, so that it is never there in part; raises InputError where that is not possible."""
    try:
        if _is_stream(path):
            with path.open("ab") as stream:
                stream.write(content)
        else:
            replaced({path: content})
    except (OSError, ValueError) as error:
        raise InputError(
            f"-o {quoted(str(path), PATH_LENGTH)}: {reason(error)}", "a file that can be written"
        ) from None


def replaced(contents: Mapping[Path, bytes], private: bool = False) -> None:
    """Put files in their places, each whole, all of them or none of them; raises OSError.

    A link is followed. An earlier file is replaced where it may be written, and lends its mode and its owner. Private
    files are closed to others, and take the place of a link.
    """
    with ExitStack() as unfinished:
        moves: list[tuple[Path, Path]] = []
        for path, content in contents.items():
            target = path if private else Path(os.path.realpath(path))
            earlier = None if private else _earlier(target)
            beside = target.with_name(f".{target.name[:40]}.{token_hex(6)}.part")
            unfinished.callback(_removed, beside)
            _filled(beside, content, earlier, 0o600 if private else 0o666)
            moves.append((beside, target))
        for beside, target in moves:
            os.replace(beside, target)


def encoded(text: str) -> bytes:
    r"""Text as a file holds it; a byte of a path that is no text stands there as JSON has it, escaped.

    >>> encoded("κ of " + chr(0xDCFF))
    b'\xce\xba of \\udcff'
    """
    return text.encode(errors="backslashreplace")


def reason(error: Exception) -> str:
    """Why the system refuses, without the path."""
    return (error.strerror if isinstance(error, OSError) else str(error)) or str(error) or type(error).__name__


def _is_stream(path: Path) -> bool:
    """A terminal, a pipe, or what the process has open already: nothing is replaced there."""
    if str(path) in STREAMS or str(path.parent) in FOLDERS_OF_STREAMS:
        return True
    return path.exists() and (stat.S_ISCHR(mode := path.stat().st_mode) or stat.S_ISFIFO(mode))


def _earlier(target: Path) -> os.stat_result | None:
    """The file that is to be replaced, if there is one; raises OSError where it is none or may not be written."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(EISDIR, f"{quoted(target.name)} is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(EPERM, f"{quoted(target.name)} is not a file")
    os.close(os.open(target, os.O_WRONLY))
    return found


def _filled(beside: Path, content: bytes, earlier: os.stat_result | None, mode: int) -> None:
    created = mode if earlier is None else stat.S_IMODE(earlier.st_mode) & 0o777
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, created), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if earlier is not None:
        with suppress(PermissionError):
            os.chown(beside, earlier.st_uid, earlier.st_gid)
        os.chmod(beside, created)


def _removed(unfinished: Path) -> None:
    with suppress(OSError):
        unfinished.unlink()
