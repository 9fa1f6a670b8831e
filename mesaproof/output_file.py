"""A file that a person asked for, written in one step."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from mesaproof.errors import PATH_LENGTH, InputError, quoted


def written(path: Path, content: bytes) -> None:
    """Write a file in one step, so that it is never there in part; raises InputError where that is not possible."""
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(content)
        else:
            _replaced(path.resolve(), content)
    except OSError as error:
        raise InputError(
            f"-o {quoted(str(path), PATH_LENGTH)}: {error.strerror}", "a file that can be written"
        ) from None


def _replaced(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
