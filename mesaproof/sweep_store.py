"""What a sweep has finished, on disk: a journal that survives a kill, a lock, and the tables made from it at the end.

The journal has one line of JSON a cell, appended and flushed to the disk when the cell is finished. A line that was
being written when the process died has no end: it is dropped, and its cell is run again.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from mesaproof.errors import InputError

JOURNAL, TABLE, RECORD = "journal.jsonl", "sweep.csv", "sweep.json"


@dataclass(frozen=True)
class Journal:
    """The open journal of a folder: the records that were complete when it was opened, and how many lines were not."""

    folder: Path
    descriptor: int
    kept: Mapping[str, Any]
    dropped: int

    def add(self, key: str, record: Mapping[str, Any]) -> None:
        """Append one finished cell; on return it is on the disk. Raises InputError where the disk refuses."""
        line = json.dumps({"key": key, "record": plain(record)}, ensure_ascii=False, allow_nan=False) + "\n"
        with _explained(self.folder):
            _write_whole(self.descriptor, line.encode())
            os.fsync(self.descriptor)

    def finished(self) -> frozenset[str]:
        """The keys of all complete records, read again: right whenever the run was stopped."""
        return frozenset(_complete(self.descriptor)[0])


@contextmanager
def journal(folder: Path) -> Iterator[Journal]:
    """Open the journal of a folder for one run alone; the folder is made where it does not exist.

    The lock belongs to the open file, so it ends with the process, however that ends. Raises InputError for a folder
    that cannot be written and for one in which another run is at work.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / JOURNAL, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        _lock(descriptor, folder)
        with _explained(folder):
            kept, dropped = _complete(descriptor)
        yield Journal(folder, descriptor, kept, dropped)
    finally:
        os.close(descriptor)


def write_tables(folder: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], record: Mapping[str, Any]) -> None:
    """Write `sweep.csv` and `sweep.json`, each whole or not at all. Raises InputError where the disk refuses."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    document = json.dumps(plain(record), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    for name, content in ((TABLE, text.getvalue()), (RECORD, document)):
        with _explained(folder):
            _replace(folder / name, content)


def plain(value: Any) -> Any:
    """A record as JSON has it: a float that is not finite becomes null.

    >>> plain({"resolution": float("inf"), "seeds": (0, 1)})
    {'resolution': None, 'seeds': [0, 1]}
    """
    match value:
        case float():
            return float(value) if isfinite(value) else None
        case Mapping():
            return {str(key): plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [plain(entry) for entry in value]
    return value


def _lock(descriptor: int, folder: Path) -> None:
    import fcntl

    try:
        with _explained(folder, passed=(BlockingIOError,)):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(
            f"-o {folder}, where another run is at work", "a folder of its own", "or wait until that run has ended"
        ) from None


def _complete(descriptor: int) -> tuple[dict[str, Any], int]:
    """The complete records by key, and the number of lines that are none; an unfinished last line is cut off."""
    size = os.fstat(descriptor).st_size
    content = b""
    while len(content) < size and (part := os.pread(descriptor, size - len(content), len(content))):
        content += part
    end = content.rfind(b"\n") + 1
    if end < len(content):
        os.ftruncate(descriptor, end)
    lines = [_read(line) for line in content.split(b"\n") if line]
    if end < len(content):
        lines[-1] = None
    return dict(filter(None, lines)), lines.count(None)


def _read(line: bytes) -> tuple[str, Any] | None:
    """Key and record of a line of the journal; None where it is damaged."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    complete = isinstance(entry, dict) and isinstance(entry.get("key"), str) and isinstance(entry.get("record"), dict)
    return (entry["key"], entry["record"]) if complete else None


def _write_whole(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _replace(path: Path, content: str) -> None:
    """Write beside the file, then move into its place."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


@contextmanager
def _explained(folder: Path, passed: tuple[type[OSError], ...] = ()) -> Iterator[None]:
    """Turn what the system refuses into one sentence."""
    try:
        yield
    except passed:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"-o {folder}: {reason}", "a folder that can be written", "what was finished is kept"
        ) from None


Told = Callable[[str], None]
"""What is told of a run while it goes on."""
