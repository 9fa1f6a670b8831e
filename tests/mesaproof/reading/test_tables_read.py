"""Tables out of files and arrays: read as they are meant where that is certain, else asked about."""

from __future__ import annotations

import io
import json
import struct
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mesaproof as mp
from mesaproof.reading.adapters import atoms_of, dataset, empirical, packed_decimals, sampled, sampler_law, table
from mesaproof.reading.adapters.table_options import options_of
from mesaproof.reading.sample_spec import read_sample

ROWS = [[1, 2], [3, 4]]


def rows_of(law: Any) -> list[list[Fraction]]:
    return [list(point) for point, _ in law.atoms]


def both(path: Path, options: str = "") -> Any:
    """The rows that both ways of reading find, which are the same."""
    found, sample = rows_of(mp.law(f"dataset({path}{options})")), read_sample(f"sample({path}{options})")
    assert sample is not None
    assert sample.starts.tolist() == found
    return found


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "rows.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


CERTAIN: dict[str, tuple[str | bytes, str]] = {
    "no header": ("1,2\n3,4\n", ""),
    "names": ("a,b\n1,2\n3,4\n", ""),
    "index of pandas": (",a,b\n0,1.0,2.0\n1,3.0,4.0\n", ""),
    "row names of R": ('"","a","b"\n"1",1,2\n"2",3,4\n', ""),
    "mark of UTF-8": ("\ufeffa,b\n1,2\n3,4\n", ""),
    "UTF-16": ("a,b\n1,2\n3,4\n".encode("utf-16"), ""),
    "semicolons, CRLF and blank lines": ("1;2\r\n\r\n 3 ; 4\r\n", ""),
    "tabs": ("a\tb\n1\t2\n3\t4", ""),
    "a semicolon in a name": ('"x;y",z\n1,2\n3,4\n', ""),
    "comments": ("# written by hand\n1,2\n# and more\n3,4\n", ""),
    "gaps left out": ("1,2\nNA,7\n3,4\n5,\n", ", missing=drop"),
    "gaps in the first row left out": ("NA,NA\n1,2\n3,4\n", ", missing=drop"),
    "numbers as names": ("0,1\n1,2\n3,4\n", ", header=yes"),
    "numbers as a row": ("1,2\n3,4\n", ", header=no"),
    "columns by number": ("7,1,2\n8,3,4\n", ", columns=[2, 3]"),
    "columns by name": ("b,date,a\n2,2020-01-01,1\n4,2020-01-02,3\n", ", columns=[a, b]"),
    "an index asked for": ("index,a,b\n0,1,2\n1,3,4\n", ", columns=[2, 3]"),
}


@pytest.mark.parametrize(("content", "options"), CERTAIN.values(), ids=CERTAIN)
def test_what_is_certain_is_read(tmp_path: Path, content: str | bytes, options: str) -> None:
    assert both(written(tmp_path, content), options) == ROWS


ASKED: dict[str, tuple[str | bytes, str, str]] = {
    "decimal commas in the first row": ('"1,5","2,5"\n3,4\n', "", "header="),
    "decimal commas later": ('3,4\n"1,5","2,5"\n', "", "with a point"),
    "gaps in the first row": ("NA,NA\n3,4\n", "", "missing=drop"),
    "gaps later": ("3,4\n1,\n", "", "missing=drop"),
    "an infinity": ("3,4\n1,-inf\n", "", "not finite"),
    "currency": ("$1,$2\n3,4\n", "", "header="),
    "truth values": ("True,False\n1,0\n", "", "header="),
    "an error of a spreadsheet": ("#N/A,2\n3,4\n", "", "header="),
    "thousands": ('"1,000","2,000"\n3,4\n', "", "header="),
    "blanks between cells": ("1.5 2\n3 4\n", ", header=no", "semicolons or tabs"),
    "complex numbers": ("1,2\n1+2j,3\n", "", "finite decimal"),
    "columns of pandas without names": ("0,1\n5,6\n7,8\n", "", "header="),
    "years as names": ("2019,2020\n1.5,2.5\n0.5,1\n", "", "header="),
    "a series of pandas without a name": ("0\n1.5\n2.5\n", "", "header="),
    "half a header": ("a,1\n3,4\n", "", "header="),
    "dates as an index": (",a\n2020-01-01,1\n2020-01-02,2\n", "", "columns="),
    "an index with a name": ("Unnamed: 0,a\n0,1.5\n1,2.5\n", "", "columns="),
    "an index without a header": ("0,1.5\n1,2.5\n2,0\n", "", "columns="),
    "ragged": ("1,2\n3\n", "", "2 as before"),
    "ragged beside the columns asked for": ("1,2\n3\n", ", columns=[1]", "2 as before"),
    "a trailing mark": ("1,2,\n3,4,\n", "", "header="),
    "Latin letters": ("\u00e9,b\n1,2\n".encode("latin-1"), "", "UTF-8"),
    "UTF-16 without its mark": ("1,2\n".encode("utf-16-le"), "", "zero bytes"),
    "nothing": ("", "", "row|empty"),
    "names alone": ("a,b\n", "", "row|empty"),
    "an answer that is none": ("1,2\n", ", header=maybe", "header=yes or header=no"),
    "gaps kept": ("1,2\n", ", missing=keep", "missing=drop"),
    "a column that is not there": ("a,b\n1,2\n", ", columns=[c]", "'a', 'b'"),
    "a number beyond": ("1,2\n", ", columns=[3]", "from 1 to 2"),
    "a column twice": ("1,2\n", ", columns=[1, 1]", "once"),
    "no columns": ("1,2\n", ", columns=[]", "names, or numbers"),
    "an option twice": ("1,2\n", ", header=no, header=yes", "once"),
}


@pytest.mark.parametrize(("content", "options", "words"), ASKED.values(), ids=ASKED)
def test_what_is_not_certain_is_asked_about(tmp_path: Path, content: str | bytes, options: str, words: str) -> None:
    path = written(tmp_path, content)
    for read in (lambda text: mp.law(f"dataset({text})"), lambda text: read_sample(f"sample({text})")):
        with pytest.raises(mp.InputError, match=words) as refused:
            read(f"{path}{options}")
        assert str(refused.value).isprintable()


def test_rows_of_whole_numbers_that_occur_again_are_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "0,1\n1,0\n0,1\n")
    assert mp.law(path).moment((1, 0)) == Fraction(1, 3)


def test_names_with_commas_and_options_are_told_apart() -> None:
    assert options_of("a,b.csv") == ("a,b.csv", {})
    assert options_of("a.csv, columns=[x, 2],bound=3") == ("a.csv", {"columns": ["x", 2], "bound": "3"})


def test_python_has_the_same_options(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y\n1,2\n3,NA\n")
    assert rows_of(empirical(path, columns=["y"], missing="drop")) == [[2]]
    assert sampled(path, header=True, columns=1).starts.tolist() == [[1], [3]]
    assert rows_of(empirical(np.array([[1.0, np.nan], [3.0, 4.0]]), columns=[2, 1], missing="drop")) == [[4, 3]]
    answers: list[dict[str, Any]] = [{"columns": [True]}, {"columns": {}}, {"header": 2}, {"missing": True}]
    for bad in answers:
        with pytest.raises(mp.InputError):
            empirical(path, **bad)
    with pytest.raises(mp.InputError, match="array"):
        empirical(np.eye(2), header=True)


# Arrays


MASKED = np.ma.array([[1.0, 2.0], [3.0, 4.0]], mask=[[False, True], [False, False]])
UNREAD: dict[str, Any] = {
    "masked": MASKED,
    "masked rows in a list": [MASKED[0], MASKED[1]],
    "a masked entry in a list": [[1.0, np.ma.masked], [2.0, 3.0]],
    "truth values beside numbers": [[True, 1.5], [2, 3]],
    "an integer beside a float that cannot hold it": [[2**53 + 1, 0.5]],
    "records": np.zeros(3, dtype=[("a", "f8"), ("b", "i4")]),
    "dates": np.array(["2020-01-01"], dtype="M8[D]"),
    "text": np.array([["1", "2"]]),
    "no axis": np.array(3.0),
}


@pytest.mark.parametrize("given", UNREAD.values(), ids=UNREAD)
def test_arrays_that_would_be_read_otherwise_are_refused(given: Any) -> None:
    for read in (mp.law, sampled, mp.check_sample):
        with pytest.raises(mp.InputError) as refused:
            read(given)
        assert str(refused.value).isprintable()


def test_masks_are_no_numbers_in_tables_and_samplers() -> None:
    with pytest.raises(mp.InputError, match="masked"):
        atoms_of(MASKED)
    with pytest.raises(mp.InputError, match="masked"):
        sampled(lambda rng, m: np.ma.array(np.ones((m, 2)), mask=np.eye(m, 2, dtype=bool)), samples=10)
    assert rows_of(empirical(MASKED, missing="drop")) == [[3, 4]]
    assert rows_of(mp.law(np.ma.array(ROWS))) == ROWS


def test_orders_and_kinds_of_numbers_do_not_matter() -> None:
    for array in (np.asfortranarray(ROWS), np.array(ROWS, dtype=">i2"), np.array(ROWS, dtype=">f8")[:, ::1]):
        assert rows_of(mp.law(array)) == ROWS


def test_what_has_an_array_in_another_way_is_read() -> None:
    class Frame:
        def to_numpy(self) -> Any:
            return np.array(ROWS)

    assert rows_of(empirical(Frame())) == ROWS


# NumPy's files


def bytes_of(save: Any, *arrays: Any, **named: Any) -> bytes:
    out = io.BytesIO()
    save(out, *arrays, **named)
    return out.getvalue()


def headed(header: str) -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(64)


def test_arrays_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    for content in (bytes_of(np.save, np.array(ROWS)), bytes_of(np.savez, only=np.array(ROWS))):
        assert both(written(tmp_path, content)) == ROWS


MALFORMED: dict[str, bytes] = {
    "several arrays": bytes_of(np.savez, a=np.eye(2), b=np.eye(2)),
    "no array": bytes_of(np.savez),
    "objects": bytes_of(np.save, np.array([[1, None]], dtype=object)),
    "cut": bytes_of(np.save, np.eye(2))[:-8],
    "cut in the archive": bytes_of(np.savez, np.eye(2))[:-40],
    "open bracket": headed("{'descr': '<f8', 'shape': (2,"),
    "negative shape": headed("{'descr': '<f8', 'fortran_order': False, 'shape': (-2, -2)}\n"),
    "shape of floats": headed("{'descr': '<f8', 'fortran_order': False, 'shape': (2.5,)}\n"),
    "shape beyond the file": headed("{'descr': '<f8', 'fortran_order': False, 'shape': (900,)}\n"),
    "shape beyond memory": headed("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}\n"),
    "kind that is none": headed("{'descr': ['<f8'], 'fortran_order': False, 'shape': (2,)}\n"),
    "kind with a shape": headed("{'descr': {}, 'fortran_order': False, 'shape': (2,)}\n"),
    "a list": headed("[1, 2]\n"),
    "unhashable key": headed("{[]: 1}\n"),
    "brackets": headed("(" * 3000),
    "version": b"\x93NUMPY\x09\x00" + bytes(100),
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED)
def test_malformed_array_files_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.npy"
    path.write_bytes(content)
    for text in (f"dataset({path})", f"sample({path})"):
        with pytest.raises(mp.InputError) as refused:
            (read_sample if text.startswith("sample") else mp.law)(text)
        assert str(refused.value).isprintable()


def test_altered_bytes_of_an_array_file_never_give_another_error(tmp_path: Path) -> None:
    rng, path = np.random.default_rng(3), tmp_path / "rows.npy"
    for whole in (bytes_of(np.save, np.eye(2)), bytes_of(np.savez, np.eye(2))):
        for _ in range(150):
            content = np.frombuffer(whole, dtype=np.uint8).copy()
            content[rng.integers(0, len(content), size=2)] = rng.integers(0, 256, size=2)
            path.write_bytes(content.tobytes())
            with suppress(mp.InputError):
                mp.law(path)


# Sizes


def test_sizes_are_bounded_by_entries_before_work_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = np.ones((dataset.MOST_ENTRIES // 2 + 1, 2), dtype=np.int8)
    with pytest.raises(mp.InputError, match=f"at most {dataset.MOST_ENTRIES}"):
        mp.law(small)
    np.save(tmp_path / "rows.npy", small)
    with pytest.raises(mp.InputError, match=f"at most {dataset.MOST_ENTRIES}"):
        mp.law(tmp_path / "rows.npy")
    with pytest.raises(mp.InputError, match=f"at most {sampler_law.MOST_ENTRIES}"):
        sampled(np.broadcast_to(np.int8(1), (sampler_law.MOST_ENTRIES + 1, 1)))
    for limit in (dataset, sampler_law):
        monkeypatch.setattr(limit, "MOST_ENTRIES", 10)
    long = written(tmp_path, "1,2\n" * 6)
    for read in (mp.law, sampled):
        with pytest.raises(mp.InputError, match="more than 10 entries"):
            read(long)


def test_tables_of_atoms_are_bounded_by_their_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_NUMBERS", 10)
    with pytest.raises(mp.InputError, match="at most 10"):
        atoms_of(np.arange(20))
    (tmp_path / "law.json").write_text(json.dumps({"atoms": [[k] for k in range(20)], "weights": ["1/20"] * 20}))
    with pytest.raises(mp.InputError, match="at most 10"):
        mp.law(f"atoms({tmp_path / 'law.json'})")


def test_entries_of_very_different_sizes_are_exact_over_one_denominator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_decimals, "BLOCK", 100)
    cells = [["0.12345678", "1e-30"], ["12345678901234567", "-0.5"], ["1e25", "3"]]
    path = written(tmp_path, "".join(f"{','.join(cells[n % 3])}\n1.{n + 1:04},2\n" for n in range(300)))
    law = mp.law(path)
    assert law.atoms is None
    assert law.moment((1, 0)) * 600 == 100 * sum(Fraction(row[0]) for row in cells) + sum(
        Fraction(f"1.{n + 1:04}") for n in range(300)
    )
    assert law.moment((1, 1)) * 600 == 100 * sum(Fraction(a) * Fraction(b) for a, b in cells) + 2 * sum(
        Fraction(f"1.{n + 1:04}") for n in range(300)
    )


def test_datasets_of_too_many_digits_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "1e300,2\n1e-300,3\n" * 20)
    assert mp.law(path).moment((1, 0)) == (Fraction(10) ** 300 + Fraction(1, 10**300)) / 2
    monkeypatch.setattr(packed_decimals, "MOST_BYTES", 1000)
    with pytest.raises(mp.InputError, match="over their common denominator 1e300 take more than") as refused:
        mp.law(path)
    assert "\n" not in str(refused.value)
