"""Arrays in NumPy's files, without Python objects: .npy, and .npz with one array; what they need is asked first."""

from __future__ import annotations

import tokenize
import warnings
import zipfile
import zlib
from math import prod
from pathlib import Path
from typing import IO, Any

from numpy.lib import format as npy

from mesaproof.errors import InputError

EXPECTED = "an array in NumPy's format, without Python objects"
MARK, ARCHIVE = b"\x93NUMPY", b"PK"

MALFORMED = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    OSError,
    MemoryError,
    SyntaxError,
    RecursionError,
    NotImplementedError,
    RuntimeError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What a header that was tampered with makes NumPy raise: it is parsed as Python text."""


def is_array_file(path: Path) -> bool:
    """Told by the name or by the first bytes."""
    with path.open("rb") as file:
        start = file.read(6)
    return path.suffix.lower() in (".npy", ".npz") or start == MARK or start[:2] == ARCHIVE


def array_of(path: Path, shown: str, most: int) -> Any:
    """The array of a file of at most so many entries; raises InputError for what is none, before it is loaded."""
    with path.open("rb") as file:
        archive = file.read(2) == ARCHIVE
        file.seek(0)
        return _of_archive(file, shown, most) if archive else _of_stream(file, shown, most, path.stat().st_size)


def _of_archive(file: IO[bytes], shown: str, most: int) -> Any:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist()]
            if len(names) != 1:
                hint = f"it is an archive of several arrays, {', '.join(names[:5])}: save one of them alone"
                raise InputError(shown, EXPECTED, hint if names else "it is an archive without an array")
            info = archive.infolist()[0]
            with archive.open(info) as member:
                return _of_stream(member, shown, most, info.file_size)
    except InputError:
        raise
    except MALFORMED as error:
        raise InputError(shown, EXPECTED, _why(error)) from error


def _of_stream(file: IO[bytes], shown: str, most: int, size: int) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a strange header says of itself is said by the error
            return _array(file, shown, most, size)
    except InputError:
        raise
    except MALFORMED as error:
        raise InputError(shown, EXPECTED, _why(error)) from error


def _array(file: IO[bytes], shown: str, most: int, size: int) -> Any:
    version = npy.read_magic(file)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(file)
    entries = prod(shape)
    if entries > most:
        raise InputError(f"{shown} with {entries} entries", f"at most {most}", "take a part of the rows")
    if dtype.hasobject:
        raise InputError(shown, EXPECTED, "its entries are Python objects, which are never read")
    if any(n < 0 for n in shape) or entries * dtype.itemsize > size:
        raise InputError(shown, EXPECTED, f"its header promises {entries} entries, which are not in it")
    file.seek(0)
    return npy.read_array(file, allow_pickle=False)


def _why(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return words.split(". ")[0] or (
        "it does not fit in memory" if isinstance(error, MemoryError) else "it is malformed"
    )
