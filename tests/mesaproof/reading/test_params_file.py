"""Parameter files: exact numbers, missing blocks, and one sentence for every bad file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from mesaproof.errors import InputError
from mesaproof.reading.params_file import read_parameters
from proofs.zheng2024.model.attention import BLOCKS

FULL = '{"W_PV_12": [["1/3", 0.1], [-2, 1e-3]], "W_KQ_32": [[1, 0], [0, 1]]}'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "parameters.json"


def test_blocks_are_read_exactly_and_missing_ones_are_zero(file: Path) -> None:
    file.write_text(FULL)
    blocks = read_parameters(file, 2, BLOCKS)
    assert tuple(blocks) == BLOCKS
    assert blocks["W_PV_12"] == ((Fraction(1, 3), Fraction(1, 10)), (Fraction(-2), Fraction(1, 1000)))
    assert blocks["W_KQ_32"] == ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    assert {name for name in BLOCKS if any(map(any, blocks[name]))} == {"W_PV_12", "W_KQ_32"}
    assert {(len(block), len(block[0]), len(block[1])) for block in blocks.values()} == {(2, 2, 2)}


def test_empty_object_is_the_zero_model(file: Path) -> None:
    file.write_text("{}")
    assert read_parameters(str(file), 1, BLOCKS) == {name: ((Fraction(0),),) for name in BLOCKS}


def test_long_exact_rationals_fit(file: Path) -> None:
    entry = Fraction(10**500 + 1, 3**1000)
    file.write_text(f'{{"W_KQ_22": [["{entry}"]]}}')
    assert read_parameters(file, 1, BLOCKS)["W_KQ_22"] == ((entry,),)


FILES_AT_FAULT = {
    "unknown key": ('{"W_PV_21": [[1]]}', "did you mean W_PV_1"),
    "lower case": ('{"w_kq_32": [[1]]}', r"did you mean W_KQ_32\?"),
    "key twice": ('{"W_PV_12": [[1]], "W_PV_12": [[1]]}', "more than once"),
    "rows": ('{"W_PV_12": [[1], [1]]}', "2 rows in W_PV_12"),
    "columns": ('{"W_PV_12": [[1, 2]]}', "2 numbers in row 0 of W_PV_12"),
    "empty row": ('{"W_PV_12": [[]]}', "0 numbers in row 0"),
    "number": ('{"W_PV_12": 1}', "'1' as W_PV_12, expected a list of lists"),
    "flat": ('{"W_PV_12": [1]}', r"'1' as W_PV_12\[0\], expected a list"),
    "null": ('{"W_PV_12": [[null]]}', r"null as W_PV_12\[0\]\[0\]"),
    "bool": ('{"W_PV_12": [[false]]}', r"false as W_PV_12\[0\]\[0\]"),
    "nan": ('{"W_PV_12": [[NaN]]}', "NaN"),
    "power": ('{"W_PV_12": [["10**10"]]}', "a number such as"),
    "list": ("[]", "an object with the keys"),
    "not JSON": ("W_PV_12", "valid JSON"),
}


@pytest.mark.parametrize(("content", "part"), FILES_AT_FAULT.values(), ids=FILES_AT_FAULT)
def test_bad_file_is_an_input_error(content: str, part: str, file: Path) -> None:
    file.write_text(content)
    with pytest.raises(InputError, match=part):
        read_parameters(file, 1, BLOCKS)


def test_missing_file_and_bad_dimension_are_input_errors(file: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_parameters(file, 1, BLOCKS)
    file.write_text("{}")
    with pytest.raises(InputError, match="d = 0"):
        read_parameters(file, 0, BLOCKS)
