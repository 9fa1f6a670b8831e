"""Exact numbers out of text, alone or inside a JSON file; nothing is evaluated and no float is made on the way."""

from __future__ import annotations

import json
import re
import stat
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from mesaproof.errors import PATH_LENGTH, InputError, quoted

MAX_EXPONENT = 30
TYPED_DIGITS = 40
"""Most digits of the numerator, and of the denominator, of a number in a law description."""
FILE_DIGITS = 600
"""The same inside a file, where exact solutions of linear programs have to fit."""
MAX_BYTES = 50_000_000

NUMBER = r"[+-]?\s*(?:[0-9]+\s*/\s*[0-9]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
"""Pattern (ASCII) of an integer, a fraction p/q, or a decimal with an optional exponent."""

_NUMBER = re.compile(NUMBER, re.ASCII)
_EXPONENT = re.compile(r"[eE][+-]?0*([0-9]*)$", re.ASCII)
_EXAMPLES = "a number such as 2, -1/2, 0.1 or 1e-3"


def read_number(text: str, where: str = "a number", digits: int = TYPED_DIGITS) -> Fraction:
    """The exact value of an integer, a fraction or a decimal; `where` names its place in an error.

    Raises InputError for anything else, for an exponent beyond ±30, and for a value that in lowest terms has more
    than `digits` digits above or below the line.

    >>> read_number("0.1"), read_number(" -3 / 6 "), read_number("1e-3")
    (Fraction(1, 10), Fraction(-1, 2), Fraction(1, 1000))
    """
    stripped = text.strip()
    if problem := _number_problem(stripped, digits):
        raise InputError(f"{quoted(text)} as {where}", problem)
    return _value(stripped)


def _number_problem(stripped: str, digits: int) -> str:
    """What a readable number would have been; empty when the text is one."""
    if len(stripped) > 2 * digits + 10:
        return f"a number of at most {digits} digits"
    if not _NUMBER.fullmatch(stripped):
        return _EXAMPLES
    exponent = _EXPONENT.search(stripped)
    if exponent and int(exponent[1][:3] or 0) > MAX_EXPONENT:
        return f"a number with an exponent between -{MAX_EXPONENT} and {MAX_EXPONENT}"
    if "/" in stripped and not stripped.split("/")[1].strip().strip("0"):
        return "a fraction whose denominator is not zero"
    value = _value(stripped)
    if max(abs(value.numerator), value.denominator) >= 10**digits:
        return f"a number of at most {digits} digits in numerator and denominator"
    return ""


@lru_cache(maxsize=4096)
def _value(text: str) -> Fraction:
    return Fraction("".join(text.split()))


def read_numbers(entry: object, where: str) -> tuple[Fraction, ...]:
    """A JSON list of numbers, as `read_object` returns it; raises InputError that names the entry at fault."""
    if not isinstance(entry, list):
        raise InputError(f"{described(entry)} as {where}", "a list of numbers")
    return tuple(_entry_number(item, f"{where}[{k}]") for k, item in enumerate(entry))


def read_rows(entry: object, where: str) -> tuple[tuple[Fraction, ...], ...]:
    """A JSON list of lists of numbers, not necessarily of equal length; raises InputError."""
    if not isinstance(entry, list):
        raise InputError(f"{described(entry)} as {where}", "a list of lists of numbers")
    return tuple(read_numbers(row, f"{where}[{k}]") for k, row in enumerate(entry))


def _entry_number(entry: object, where: str) -> Fraction:
    if not isinstance(entry, str):
        raise InputError(f"{described(entry)} as {where}", _EXAMPLES, 'write 1 or 0.5, or "1/2" in quotes')
    return read_number(entry, where, FILE_DIGITS)


def described(entry: object) -> str:
    """A JSON value named by its kind, for an error.

    >>> described({}), described(None), described("1")
    ('an object', 'null', "'1'")
    """
    if isinstance(entry, str):
        return quoted(entry)
    kinds = {dict: "an object", list: "a list", bool: str(entry).lower(), type(None): "null"}
    return kinds[type(entry)]


def read_object(path: str | Path, keys: Sequence[str], most: int | None = None) -> dict[str, object]:
    """The JSON object in a file, whose keys must be among `keys`; every number in it is left as its text.

    Raises InputError for a file that is missing, not regular, larger than 50 MB, not UTF-8 or not such an object,
    for a key given twice, for NaN and Infinity, and, before it is parsed, for more than `most` entries.
    """
    text = _file_text(Path(path))
    if most is not None and text.count(",") > most:
        raise InputError(
            f"more than {most} numbers in the file {quoted(str(path), PATH_LENGTH)}",
            f"at most {most}, weights included",
        )
    entry = _decoded(text, quoted(str(path), PATH_LENGTH))
    if not isinstance(entry, dict):
        raise InputError(
            f"{described(entry)} in {quoted(str(path), PATH_LENGTH)}", f"an object with the keys {', '.join(keys)}"
        )
    for key in entry:
        if key not in keys:
            raise unknown_name(
                f"the key {quoted(key)} in {quoted(str(path), PATH_LENGTH)}", key, keys, "one of the keys"
            )
    return entry


def unknown_name(given: str, name: str, known: Sequence[str], kind: str) -> InputError:
    """The error for a name that is not among the known ones; it suggests the nearest."""
    folded = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), folded, n=1)
    return InputError(given, f"{kind} {', '.join(known)}", f"did you mean {folded[near[0]]}?" if near else "")


def _file_text(path: Path) -> str:
    shown = f"the file {quoted(str(path), PATH_LENGTH)}"
    content = _file_bytes(path, shown)
    if len(content) > MAX_BYTES:
        raise InputError(f"{shown} of more than {MAX_BYTES // 10**6} MB", "a smaller file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(shown, "JSON in UTF-8", f"byte {error.start} is not") from error


def _file_bytes(path: Path, shown: str) -> bytes:
    """At most one byte more than allowed, of a regular file: a device or a pipe is never opened."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
        raise InputError(shown, "a JSON file that can be read", reason) from error
    what = "a folder" if stat.S_ISDIR(mode) else "neither a file nor a folder"
    raise InputError(f"{shown}, which is {what}", "a JSON file")


def _decoded(text: str, shown: str) -> object:
    def refuse(constant: str) -> object:
        raise InputError(f"{constant} in {shown}", _EXAMPLES)

    def distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
        counts = Counter(key for key, _ in pairs)
        if len(counts) < len(pairs):
            twice = quoted(counts.most_common(1)[0][0])
            raise InputError(f"the key {twice} more than once in {shown}", "each key once")
        return dict(pairs)

    try:
        entry: object = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=refuse, object_pairs_hook=distinct
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{shown}, at {place}", "valid JSON", error.msg) from error
    except RecursionError as error:
        raise InputError(f"lists nested too deeply in {shown}", "an object with lists of numbers") from error
    return entry
