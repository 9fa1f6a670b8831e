"""Every command and every snippet of the documents runs, and prints what the document says it prints."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mesaproof.cli import main
from proofs.catalogue import every_claim
from proofs.zheng2024 import assumptions
from symbolic.decide.hypotheses import Hypotheses
from tests.processes import Processes

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md",
    "docs/guide.md",
    "docs/derivation.md",
    "docs/decide.md",
    "docs/settings.md",
    "docs/symmetry.md",
    "docs/agreement.md",
    "docs/sweeps.md",
    "docs/figures.md",
    "docs/fuzzing.md",
    "docs/testing.md",
    "docs/laws.md",
    "docs/theorem.md",
    "docs/kernel.md",
)
LAW_FILE = '{"atoms": [["1", "0", "-1/2"], ["0", "2", "1"], ["-1", "1", "0"]], "weights": ["1/4", "1/4", "1/2"]}'
"""What `law.json` holds where a document does not show one."""

BLOCK = re.compile(r"(?:^<!-- (?P<label>[^\n]*?) -->\n)?^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.M)
PROGRAM = re.compile(r"^(?:\.venv/bin/)?mesaproof(?= |$)")
EXIT = re.compile(r"# exits with (\d)$")
SECONDS = re.compile(r"\s+(?:\d+\.\d|s)$")


@dataclass(frozen=True)
class Block:
    """A fenced block; `label` is the comment on the line above it, `output` the block that directly follows it."""

    document: str
    line: int
    label: str
    language: str
    body: str
    output: Block | None = None

    @property
    def name(self) -> str:
        return f"{self.document}:{self.line}"

    @property
    def is_test(self) -> bool:
        """Whether it is a file of tests; `tests/mesaproof/test_pytest_plugin.py` runs those."""
        return self.label.startswith("test: ")

    @property
    def file(self) -> str:
        return self.label.removeprefix("file: ") if self.label.startswith("file: ") else ""


@cache
def blocks(document: str) -> tuple[Block, ...]:
    """The blocks of a document; a text or json block directly below another is that block's output."""
    text, end = (ROOT / document).read_text(encoding="utf-8"), 0
    found: list[Block] = []
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        block = Block(document, line, match["label"] or "", match["language"], match["body"])
        adjacent = found and not text[end : match.start()].strip() and not block.label
        if adjacent and block.language in ("text", "json"):
            above = found.pop()
            found.append(Block(above.document, above.line, above.label, above.language, above.body, block))
        else:
            found.append(block)
        end = match.end()
    return tuple(found)


def every(language: str, *, installs: bool = False) -> list[Block]:
    """Blocks to run, of all documents; those that install the package are named by a comment."""
    return [
        block
        for document in DOCUMENTS
        for block in blocks(document)
        if block.language == language and not block.file and not block.is_test
        if block.label.startswith("command: ") == installs
    ]


def program_lines(block: Block) -> list[str]:
    return [line for line in block.body.splitlines() if line.strip()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with `law.json`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "law.json").write_text(LAW_FILE)
    return tmp_path


def write_files(document: str) -> None:
    for block in blocks(document):
        if block.file:
            Path(block.file).write_text(block.body, encoding="utf-8")


def run(line: str) -> str:
    """Run one line of a sh block in this process; its exit code must be the one that the document names, else 0."""
    assert PROGRAM.match(line), f"{line!r} is not a mesaproof command"
    expected = EXIT.search(line)
    arguments = shlex.split(PROGRAM.sub("", line), comments=True)
    result = CliRunner().invoke(main, arguments, env={"COLUMNS": "200"}, catch_exceptions=False)
    assert result.exit_code == (int(expected[1]) if expected else 0), result.output
    return result.stdout


def normalised(text: str) -> list[str]:
    """Lines without blank ones, without runs of spaces and without a column of seconds."""
    lines = (SECONDS.sub("", line.rstrip()) for line in text.splitlines())
    return [" ".join(line.split()) for line in lines if line.strip()]


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether the printed lines are those shown, a line `…` standing for any number of lines.

    >>> matches(["a", "…", "c"], ["a", "b", "c"]), matches(["a", "c"], ["a", "b", "c"])
    (True, False)
    """
    if not shown:
        return not printed
    if shown[0] == "…":
        return any(matches(shown[1:], printed[n:]) for n in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and matches(shown[1:], printed[1:])


def contained(shown: Any, record: Any) -> bool:
    """Whether every key that is shown is in the record, with this value."""
    if isinstance(shown, dict) and isinstance(record, dict):
        return all(key in record and contained(value, record[key]) for key, value in shown.items())
    return bool(shown == record)


def compare(output: Block | None, printed: str) -> None:
    if output is None:
        return
    if output.language == "json":
        assert contained(json.loads(output.body), json.loads(printed)), printed
    else:
        assert matches(normalised(output.body), normalised(printed)), printed


def sampled(language: str) -> list[Any]:
    """The blocks of the README, and by default a sample of those of the other documents."""
    many = pytest.mark.sampled(14)
    return [
        pytest.param(block, id=block.name, marks=[] if block.document == "README.md" else many)
        for block in every(language)
    ]


@pytest.mark.parametrize("block", sampled("sh"))
def test_commands_run_and_print_what_is_shown(block: Block, folder: Path) -> None:
    write_files(block.document)
    compare(block.output, "".join(run(line) for line in program_lines(block)))


@pytest.mark.parametrize("block", sampled("python"))
def test_snippets_run_and_print_what_is_shown(block: Block, folder: Path, processes: Processes) -> None:
    write_files(block.document)
    compare(block.output, run_python(folder, block.body, processes))


def run_python(folder: Path, source: str, processes: Processes) -> str:
    """Standard output of a snippet in a process of its own; a warning is an error, as in the tests."""
    script = folder / "snippet.py"
    script.write_text(source, encoding="utf-8")
    done = processes.run(str(script), errors=True, mathematics=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_block_is_run_shown_as_output_or_used_as_a_file(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert text.count("\n```") == 2 * sum(1 for _ in BLOCK.finditer(text)) > 0
    commands = "\n".join(block.body for block in blocks(document) if block.language == "sh")
    for block in blocks(document):
        if block.file:
            assert block.file in commands, f"no command uses {block.file}"
        else:
            assert block.language in ("sh", "python") or block.label.startswith("output: "), block.name


def test_only_the_two_installing_lines_of_the_readme_are_not_run() -> None:
    assert [block.label for block in every("sh", installs=True)] == ["command: verify", "command: test"]
    assert {block.document for block in every("sh", installs=True)} == {"README.md"}


def columns(row: str) -> list[str]:
    return re.split(r"\s{2,}", row.strip())


def excerpt_rows() -> Iterator[str]:
    (block,) = (block for block in blocks("README.md") if block.label == "output: mesaproof verify")
    yield from program_lines(block)


@pytest.mark.usefixtures("kept_verdicts")
def test_table_of_the_readme_is_an_excerpt_of_what_verify_prints(folder: Path) -> None:
    header, *rows = excerpt_rows()
    keys = [columns(row)[0] for row in rows if not row.startswith(" ")]
    assert keys == [claim.key for claim in every_claim() if claim.key in keys]
    printed = run(f"mesaproof verify {' '.join(keys)} # exits with 1").splitlines()
    assert columns(printed[0])[: len(columns(header))] == columns(header)
    for row in rows:
        assert any(row_is_in(row, line) for line in printed), row


def row_is_in(row: str, line: str) -> bool:
    """Whether every cell of an excerpt's row is a cell of a printed line, keys with keys."""
    cells = columns(SECONDS.sub("", line.rstrip()))
    return (row.startswith(" ") or columns(row)[0] == cells[0]) and set(columns(row)) <= set(cells)


def test_formula_of_the_readme_is_in_the_document_that_its_command_prints(folder: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"`(mesaproof derive [^`]*)`", text)
    (formula,) = re.findall(r"^\$\$(.*)\$\$$", text, re.M)
    left, right = (side.strip() for side in formula.split("="))
    document = run(command)
    assert left in document
    assert right in document


def test_python_names_of_the_guide_exist() -> None:
    import mesaproof as mp

    named = set(re.findall(r"`mp\.(\w+)", (ROOT / "docs/guide.md").read_text(encoding="utf-8")))
    assert {"check", "gradient", "verify", "derivation", "law", "claim", "crosscheck", "InputError"} <= named
    assert [name for name in sorted(named) if not hasattr(mp, name)] == []


def test_the_table_of_named_hypotheses_is_complete() -> None:
    text = (ROOT / "docs/decide.md").read_text(encoding="utf-8")
    named = {name for name, value in vars(assumptions).items() if isinstance(value, Hypotheses)}
    assert set(re.findall(r"^\| `([A-Z0-9_]+)` \|", text, re.M)) == named


def test_documents_that_differ_from_the_program_are_noticed() -> None:
    assert not matches(["limit of ab 4/22"], ["limit of ab 4/23"])
    assert not matches(["a", "…", "d"], ["a", "b", "c"])
    assert not contained({"ab": {"exact": "1/3"}}, {"ab": {"exact": "1/2", "float": 0.5}})
    assert not row_is_in("zheng2024/x  REFUTED", "zheng2024/x  PROVED  3 exact to 1e-10  0.1")
    assert normalised("claim   s\nx   0.3\n\n") == ["claim", "x"]
