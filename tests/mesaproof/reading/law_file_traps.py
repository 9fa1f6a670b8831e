"""Files that could be misread: JSON tables and datasets, each with the value worked out by hand, or to be refused."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from mesaproof.reading.law_spec import law_at
from tests.mesaproof.reading.law_traps import F, traps

LAW = '{"atoms": [["1"], ["-3"]], "weights": ["3/4", "1/4"]}'
"""Its mean is 0, its second moment 3."""


def read(content: str | bytes, *exponents: int, kind: str = "atoms", name: str = "a law.json") -> Callable[[], Any]:
    """A moment of the law in a file of that content."""

    def write(path: Path) -> None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return opened(write, *exponents, kind=kind, name=name)


def opened(
    make: Callable[[Path], object], *exponents: int, kind: str = "atoms", name: str = "law.json"
) -> Callable[[], Any]:
    """A moment of the law in what `make` puts at a path."""

    def ask() -> Any:
        with TemporaryDirectory() as folder:
            path = Path(folder, name)
            make(path)
            return law_at(f"{kind}({path})", len(exponents)).moment(exponents)

    return ask


def at(path: str, kind: str = "atoms") -> Callable[[], Any]:
    return lambda: law_at(f"{kind}({path})", 1).moment((1,))


def atoms(points: str, weights: str, *exponents: int) -> Callable[[], Any]:
    return read(f'{{"atoms": {points}, "weights": {weights}}}', *(exponents or (1,)))


def rows(content: str | bytes, *exponents: int) -> Callable[[], Any]:
    return read(content, *(exponents or (1,)), kind="dataset", name="rows.csv")


def array(values: Any, *exponents: int, pickled: bool = False) -> Callable[[], Any]:
    file = io.BytesIO()
    np.save(file, values, allow_pickle=pickled)
    return read(file.getvalue(), *(exponents or (1,)), kind="dataset", name="rows.npy")


def _linked(path: Path) -> None:
    target = path.with_name("target.json")
    target.write_text(LAW)
    path.symlink_to(target)


JSON = traps(
    "JSON files",
    ("as it should be", read(LAW, 2), F(3)),
    ("with a byte order mark", read("\ufeff" + LAW, 2), F(3)),
    ("with Windows' ends of lines", read(LAW.replace(" ", "\r\n"), 2), F(3)),
    ("named with parentheses and spaces", read(LAW, 2, name="a (copy) of = law.json"), F(3)),
    ("in UTF-16", read(LAW.encode("utf-16"), 1)),
    ("with a byte that is no UTF-8", read(LAW.encode() + b"\xff", 1)),
    ("two byte order marks", read("\ufeff\ufeff" + LAW, 1)),
    ("atoms twice", read('{"atoms": [["5"]], "atoms": [["1"]], "weights": ["1"]}', 1)),
    ("weights twice, both right", read('{"atoms": [["5"]], "weights": ["1"], "weights": ["1"]}', 1)),
    ("NaN", atoms("[[NaN]]", "[1]")),
    ("Infinity", atoms("[[Infinity]]", "[1]")),
    ("-Infinity as a weight", atoms("[[1], [2]]", "[-Infinity, 1]")),
    ("NaN in quotes", atoms('[["nan"]]', "[1]")),
    ("an exponent beyond a double", atoms("[[1e400]]", "[1]")),
    ("an exponent that underflows", atoms("[[1e-400]]", "[1]")),
    ("an integer beyond 600 digits", atoms(f"[[{'9' * 700}]]", "[1]")),
    ("2^53 + 1 is no float", atoms("[[9007199254740993], [-9007199254740992]]", "[0.5, 0.5]"), F(1, 2)),
    ("100 digits", atoms(f"[[1{'0' * 99}1], [-1{'0' * 100}]]", "[0.5, 0.5]"), F(1, 2)),
    ("20 digits after the point", atoms("[[0.10000000000000000001], [-0.1]]", "[0.5, 0.5]"), F(1, 2 * 10**20)),
    ("ten times 0.1", atoms(str([[k] for k in range(10)]), str([0.1] * 10)), F(9, 2)),
    ("three times 0.333", atoms("[[1], [2], [3]]", "[0.333, 0.333, 0.333]")),
    ("percent", atoms("[[1], [2]]", "[25, 75]")),
    ("counts", atoms("[[1], [2]]", "[3, 1]")),
    ("a weight 0", atoms("[[1], [2]]", "[1, 0]")),
    ("weights that sum to 1 with a negative one", atoms("[[1], [2]]", "[2, -1]")),
    ("a weight for one atom too many", atoms("[[1]]", "[0.5, 0.5]")),
    ("decimal comma in quotes", atoms('[["0,5"]]', "[1]")),
    ("spaces in quotes", atoms('[[" 1/2 "]]', '[" 1 "]'), F(1, 2)),
    ("digits of another script", atoms('[["١"]]', "[1]")),
    ("empty text as a number", atoms('[[""]]', "[1]")),
    ("true", atoms("[[true]]", "[1]")),
    ("null", atoms("[[null]]", "[1]")),
    ("null as weights", atoms("[[1]]", "null")),
    ("atoms as flat numbers", atoms("[1, 2]", "[0.5, 0.5]")),
    ("atoms one level too deep", atoms("[[[1]], [[2]]]", "[0.5, 0.5]")),
    ("weights one level too deep", atoms("[[1], [2]]", "[[0.5], [0.5]]")),
    ("atoms as an object", atoms('{"1": 0.5, "2": 0.5}', "[0.5, 0.5]")),
    ("atoms as text", atoms('"12"', "[0.5, 0.5]")),
    ("weights as text", atoms("[[1]]", '"1"')),
    ("weights transposed into atoms", atoms("[[1, 2], [3]]", "[0.5, 0.5]", 1, 1)),
    ("atoms without a coordinate", atoms("[[]]", "[1]")),
    ("no atom", atoms("[]", "[]")),
    ("d of the atoms differs from -d", read(LAW, 1, 1)),
    ("d of the atoms differs from -d, above", atoms("[[1, 2]]", "[1]", 1)),
    ("an atom twice, in two notations", atoms('[["1/2"], [0.5], [-1]]', "[0.25, 0.25, 0.5]"), F(-1, 4)),
    ("minus zero", atoms("[[-0.0], [0]]", "[0.5, 0.5]"), F(0)),
    ("keys in capitals", read('{"Atoms": [["1"]], "Weights": ["1"]}', 1)),
    ("a key more", read('{"atoms": [["1"]], "weights": ["1"], "scale": 2}', 1)),
    ("no weights, which are not equal by default", read('{"atoms": [["1"], ["2"]]}', 1)),
    ("a comma too many", read('{"atoms": [["1"],], "weights": ["1"]}', 1)),
    ("a comment", read('{"atoms": [["1"]], "weights": ["1"]} // mine', 1)),
    ("two documents", read(LAW + LAW, 1)),
    ("single quotes", read("{'atoms': [['1']], 'weights': ['1']}", 1)),
    ("cut off", read(LAW[:-3], 1)),
    ("empty", read("", 1)),
    ("a list", read(f"[{LAW}]", 1)),
    ("a dataset read as atoms", read("1\n2\n", 1)),
    ("atoms read as a dataset", rows(LAW)),
    ("deep", atoms("[" * 50_000 + "]" * 50_000, "[1]")),
)

PLACES = traps(
    "what stands where a file should",
    ("a link to a table", opened(_linked, 2), F(3)),
    ("a link to itself", opened(lambda path: path.symlink_to(path), 1)),
    ("a link to nothing", opened(lambda path: path.symlink_to(path.with_name("gone")), 1)),
    ("a folder", opened(lambda path: path.mkdir(), 1)),
    ("a folder with the name of an array", opened(lambda path: path.mkdir(), 1, kind="dataset", name="rows.npy")),
    ("a pipe nobody writes to", opened(os.mkfifo, 1)),
    ("a pipe as a dataset", opened(os.mkfifo, 1, kind="dataset", name="rows.csv")),
    ("a pipe as an array", opened(os.mkfifo, 1, kind="dataset", name="rows.npy")),
    ("a device without end", at("/dev/zero")),
    ("a device without end as a dataset", at("/dev/zero", "dataset")),
    ("a file that cannot be read to its end", at("/proc/self/mem", "dataset")),
    ("a device without content", at("/dev/null")),
    ("the standard input", at("/dev/stdin")),
    ("a table inside of a table", read(LAW, 1, name="law.json", kind="shift(atoms")),
    ("no file at all", at("nowhere.json")),
    ("no name", at("")),
    ("a name in quotes", at('"nowhere.json"')),
    ("a glob", at("*.json")),
    ("an address", at("https://localhost/law.json")),
)

DATASETS = traps(
    "datasets",
    ("two columns", rows("1,2\n3,4\n", 0, 1), F(3)),
    ("a header is left out", rows("x,y\n1,2\n3,4\n", 1, 0), F(2)),
    ("a byte order mark does not make a header", rows("\ufeff1\n3\n"), F(2)),
    ("NaN does not make a header", rows("nan\n1\n3\n")),
    ("infinity does not make a header", rows("inf\n1\n3\n")),
    ("a fraction does not make a header", rows("1/2\n1\n3\n")),
    ("a Unicode minus does not make a header", rows("−1\n1\n3\n")),
    ("a space in a number does not make a header", rows("1 000\n1\n3\n")),
    ("a unit does not make a header", rows("5kg\n1\n3\n")),
    ("a percentage does not make a header", rows("50%\n1\n3\n")),
    ("two points do not make a header", rows("1.000.000\n1\n3\n")),
    ("a lost value does not make a header", rows("?\n1\n3\n")),
    ("a missing value does not make a header", rows("NA\n1\n3\n")),
    ("names with digits make a header", rows("x1,x_2\n1,2\n3,4\n", 1, 0), F(2)),
    ("a nameless index makes a header", rows(",x\n0,2\n1,4\n2,6\n", 1), F(4)),
    ("a nameless column that is no index", rows(",x\n1,2\n3,4\n", 0, 1)),
    ("a second header", rows("x\ny\n1\n")),
    ("a header in the middle", rows("1\nx\n3\n")),
    ("a header alone", rows("x,y\n")),
    ("no final end of line", rows("1\n3"), F(2)),
    ("empty lines", rows("\n1\n\n\n3\n\n"), F(2)),
    ("old ends of lines", rows("1\r3\r"), F(2)),
    ("decimal commas between semicolons", rows("1,5;2,5\n3,5;4,5\n", 1, 0)),
    ("semicolons", rows("1;2\n3;5\n", 0, 1), F(7, 2)),
    ("tabs", rows("1\t2\n3\t5\n", 0, 1), F(7, 2)),
    ("spaces for commas", rows("1 2\n3 4\n", 1, 0)),
    ("ragged", rows("1,2\n3\n", 1, 0)),
    ("a value that is missing", rows("1,2\n3,\n", 1, 0)),
    ("a comma at the end of each line", rows("1,\n3,\n")),
    ("numbers that count the columns may be their names", rows("0,1\n1,3\n", 1, 0)),
    ("a quote that is not closed", rows('1\n"3\n')),
    ("a null character", rows("1\n3\0\n")),
    ("exact decimals", rows("0.1\n0.2\n-0.3\n"), F(0)),
    ("cancelling sizes", rows("1e20\n1\n-1e20\n"), F(1, 3)),
    ("2^53 + 1 in a dataset", rows("9007199254740993\n-9007199254740992\n"), F(1, 2)),
    ("hexadecimal", rows("0x10\n1\n")),
    ("underscores", rows("1_000\n1\n")),
    ("float32 is the decimal that is printed", array(np.array([0.1], dtype=np.float32)), F(1, 10)),
    ("small integers do not overflow", array(np.array([100, 101], dtype=np.int8), 2), F(20201, 2)),
    ("unsigned integers do not overflow", array(np.array([0, 2**64 - 1], dtype=np.uint64)), F(2**64 - 1, 2)),
    ("the other byte order", array(np.array([1.5, 2.5], dtype=">f8")), F(2)),
    ("Fortran's order", array(np.asfortranarray([[1.0, 2.0], [3.0, 5.0]]), 0, 1), F(7, 2)),
    ("booleans", array(np.array([True, False]))),
    ("text", array(np.array(["1", "2"]))),
    ("dates", array(np.array(["2020-01-01"], dtype="datetime64[D]"))),
    ("Python objects", array(np.array([[1, None]], dtype=object), 1, 1, pickled=True)),
    ("named columns", array(np.array([(1.0, 2.0)], dtype=[("x", "f8"), ("y", "f8")]), 1, 1)),
    ("a number alone", array(np.array(1.0))),
    ("an array of three axes", array(np.zeros((1, 2, 2)), 1, 1)),
    ("NaN in a .npy file", array(np.array([1.0, np.nan]))),
    ("an array cut off", read(b"\x93NUMPY\x01\x00v\x00", 1, kind="dataset", name="rows.npy")),
)

FILE_TRAPS = [*JSON, *PLACES, *DATASETS]
