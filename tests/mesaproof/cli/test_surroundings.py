"""What is no answer never looks like one, and what lies around a command does not change it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import pytest
from click.testing import CliRunner, Result

from mesaproof import __version__
from mesaproof.cli import main
from mesaproof.commands.options import progress
from mesaproof.documents.tables import claim_tables
from mesaproof.plots.matplotlib_settings import drawn_with
from mesaproof.running import child_processes
from mesaproof.running.sweeps import sweep
from mesaproof.running.sweeps.sweep_pools import processes
from mesaproof.terminal import installation
from proofs.claim import NoStatements, Source, claim
from proofs.zheng2024.line.invariant_line import LINE_INVARIANT
from tests.mesaproof.cli.runs import LEMMA, ROOT, process, record, run


def ended(error: BaseException, monkeypatch: pytest.MonkeyPatch, **environment: str) -> Result:
    """How `mesaproof list` ends when making its table raises an error."""

    def fails(claims: object, width: int) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(claim_tables, "claim_table", fails)
        patched.setattr(sys, "argv", ["mesaproof", "list"])
        return CliRunner().invoke(main, ["list"], env=environment, catch_exceptions=False)


CRASHES = (
    RuntimeError("boom"),
    AssertionError(),
    OSError(errno.ENAMETOOLONG, "File name too long"),
    UnicodeEncodeError("ascii", "κ", 0, 1, "ordinal not in range"),
    RecursionError("deep"),
    MemoryError(),
    EOFError("ended early"),
    GeneratorExit(),
    SystemExit("stopped by a library"),
    ModuleNotFoundError("No module named 'symbolic.gone'", name="symbolic.gone"),
    ValueError("of no kind that we know"),
)


@pytest.mark.parametrize("error", CRASHES, ids=lambda error: type(error).__name__)
def test_crash_has_an_exit_code_of_its_own_and_says_what_to_report(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = ended(error, monkeypatch)
    assert (result.exit_code, result.stdout) == (70, "")
    assert result.stderr.startswith(f"mesaproof: stopped with {type(error).__name__}")
    for part in ("no answer", f"mesaproof {__version__}", "Python 3.", "mesaproof list", "MESAPROOF_TRACEBACK=1"):
        assert part in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in ended(error, monkeypatch, MESAPROOF_TRACEBACK="1").stderr


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "mesaproof: interrupted, without an answer\n"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 141, ""),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "mesaproof: got an output that cannot be written: No "),
        (
            ModuleNotFoundError("No module named 'sympy'", name="sympy"),
            2,
            "mesaproof: got an environment without sympy",
        ),
    ],
    ids=["interrupted", "pipe", "disk", "library"],
)
def test_interruption_closed_pipe_full_disk_and_missing_library_are_no_crash_and_no_verdict(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = ended(error, monkeypatch)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == bool(said)


def test_crash_names_files_that_are_not_as_they_were_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "altered", lambda: ["proofs/claim.py"])
    said = ended(RuntimeError("boom"), monkeypatch).stderr
    assert "not as they were installed: proofs/claim.py" in said
    assert "--force-reinstall" in said


def test_folder_that_is_removed_under_a_command_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    result = ended(FileNotFoundError(errno.ENOENT, "No such file or directory"), monkeypatch)
    assert result.exit_code == 2
    assert result.stderr.startswith("mesaproof: got a working folder that does not exist any more")
    assert process("--version", capture_output=True).returncode == 0


@pytest.mark.slow
def test_name_of_a_file_that_is_no_text_is_escaped_in_what_is_written(folder: Path) -> None:
    name = os.fsdecode(b"\xff")
    (folder / f"{name}.json").write_text('{"atoms": [["1"]], "weights": ["1"]}')
    (folder / f"{name}.csv").write_text("1\n-1\n")
    laws = (f"atoms({name}.json)", f"dataset({name}.csv)")
    run("sweep", *laws, "-T", "4", "-o", f"{name}.swept")
    run("train", laws[0], "-T", "4", "--steps", "2", "-o", f"{name}.trained")
    cells = json.loads((folder / f"{name}.swept" / "sweep.json").read_text("utf-8"))["cells"]
    assert [cell["law"] for cell in cells] == ["atoms(\\udcff.json)", "dataset(\\udcff.csv)"]


def test_derivation_that_leaves_the_program_is_no_proof(folder: Path) -> None:
    leaves = LEMMA.replace("    yield Chain(", "    raise SystemExit(0)\n    yield Chain(")
    (folder / "leaves.py").write_text(leaves)
    assert "SystemExit" in run("verify", "leaves.py", code=3).stdout


@pytest.mark.parametrize("source", ["raise GeneratorExit", "import pytest\npytest.skip('no', allow_module_level=True)"])
def test_file_that_leaves_by_another_way_is_one_sentence(source: str, folder: Path) -> None:
    (folder / "leaves.py").write_text(source)
    for command in ("verify", "decide", "derive"):
        assert "leaves.py, which stops with" in run(command, "leaves.py", code=2).stderr


def test_python_file_in_a_folder_that_cannot_be_searched_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, **_: object) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refused)
    for command in ("verify", "decide", "derive"):
        assert "a Python file that can be read; Permission denied" in run(command, "kept/x.py", code=2).stderr


# output


def closed(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A run whose output nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return process(*arguments, stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)


@pytest.mark.parametrize("command", ["--help", pytest.param("list", marks=pytest.mark.slow)])
def test_closed_pipe_ends_quietly(command: str) -> None:
    done = closed(command)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("command", ["--help", pytest.param("list", marks=pytest.mark.slow)])
def test_full_disk_behind_the_output_is_one_sentence(command: str) -> None:
    with open("/dev/full", "wb") as full:
        done = process(command, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert (
        done.stderr
        == "mesaproof: got an output that cannot be written: No space left on device, expected room for it\n"
    )


def test_file_that_is_opened_never_takes_the_place_of_a_closed_stream(folder: Path) -> None:
    source = (
        "import os, sys\n"
        "for n in (0, 1, 2): os.close(n)\n"
        "from mesaproof.terminal import streams\n"
        "streams.prepare()\n"
        "os._exit(os.open('kept', os.O_CREAT | os.O_WRONLY))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", source], env=environment, check=False).returncode > 2


WITHOUT_UTF8 = """
import sys
from mesaproof.cli import main
for line in sys.stdin:
    try:
        main(line.split())
    except SystemExit as ended:
        print(ended.code, file=sys.stderr)
"""

SPOKEN = (
    "list",
    "show zheng2024/theorem-4.1-limit",
    "check rademacher -d 1 -T 4",
    "verify newton/schulz --exact-only",
    "derive zheng2024/gradient",
    "derive newton/schulz --to html",
    "gradient rademacher -d 1 -T 4",
    "flow rademacher -d 1 -T 4 --start 1,1",
    "train rademacher -d 1 -T 4 --steps 3",
    "sweep rademacher -d 1 -T 4 -o out",
    "train --help",
)


@pytest.mark.slow
@pytest.mark.heavy
def test_no_command_fails_on_a_terminal_without_utf8() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_UTF8],
        input="\n".join(SPOKEN).encode(),
        env=environment,
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode("ascii").split("\n")
    assert [line for line in said if line.isdecimal()] == ["0"] * len(SPOKEN), done.stderr
    assert {"kappa1", "Sum_r"} <= set(done.stdout.decode("ascii").split())
    assert b"\\u" not in done.stdout


def test_record_loses_nothing_where_the_output_is_not_utf8() -> None:
    arguments = ("show", "zheng2024/theorem-4.1-limit")
    shown = CliRunner(charset="ascii").invoke(main, [*arguments, "--json"])
    assert shown.stdout_bytes.isascii()
    assert json.loads(shown.stdout) == {"schema": 1} | record(*arguments)
    assert not shown.stdout.isascii() or "\\u" in shown.stdout


@pytest.mark.sampled(2)
@pytest.mark.parametrize("columns", ["0", "1", "-3", "x", "99999999"])
def test_width_of_no_terminal_loses_no_word(columns: str) -> None:
    for terminal in ("", "1"):
        shown = CliRunner().invoke(
            main, ["show", "zheng2024/gradient"], env={"COLUMNS": columns, "FORCE_COLOR": terminal}
        )
        assert shown.exit_code == 0
        for word in ("zheng2024/gradient", "population", "W_KQ_33"):
            assert word in shown.stdout


@pytest.mark.parametrize("message", ["[/b].json", "a [bold", "\x1b[31m", "[red]"])
def test_progress_takes_brackets_as_they_are(message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress(message) as told:
        told(message)


# other people's files and settings


def test_missing_docstrings_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def without() -> tuple[()]:
        return ()

    monkeypatch.setattr(sys, "flags", SimpleNamespace(optimize=2))
    with pytest.raises(NoStatements) as raised:
        claim("x/y", source=Source("x", "y", "0"), parts=(LINE_INVARIANT,))(without)
    monkeypatch.undo()
    result = ended(raised.value, monkeypatch)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("mesaproof: got Python without docstrings")
    assert result.stderr.count("\n") == 1


@pytest.mark.slow
def test_python_without_docstrings_is_one_sentence() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONOPTIMIZE": "2"}
    command = [sys.executable, "-m", "mesaproof", "list"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mesaproof: got Python without docstrings")
    assert done.stderr.count("\n") == 1


def test_program_does_not_take_modules_from_the_folder_where_it_runs(folder: Path) -> None:
    for name in ("random", "signal", "json", "click", "tempfile"):
        (folder / f"{name}.py").write_text("raise RuntimeError('a stranger')")
    done = process("--version", capture_output=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_child_processes_do_not_take_modules_from_the_folder_where_they_run(folder: Path) -> None:
    (folder / "random.py").write_text("raise SystemExit(9)")
    command = [sys.executable, "-c", "import random"]
    assert subprocess.run(command, check=False).returncode == 9
    with processes(2):
        assert subprocess.run(command, check=False).returncode == 0
    assert subprocess.run(command, check=False).returncode == 9


def test_workers_inside_a_daemonic_process_are_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Daemonic:
        daemon = True

    monkeypatch.setattr(child_processes, "current_process", Daemonic)
    said = run("sweep", "rademacher", "-d", "1", "-T", "4,5", "--workers", "2", "-o", "out", code=2).stderr
    assert (
        said
        == "mesaproof: got 2 workers inside a daemonic process, expected one process; such a process may have none\n"
    )
    assert len(sweep(["rademacher"], [1], [4], "alone").rows) == 1


def test_plots_are_drawn_with_our_settings_alone() -> None:
    with mpl.rc_context({"text.usetex": True, "font.size": 40, "savefig.bbox": "tight"}):
        with drawn_with({"font.size": 9}):
            found: dict[str, Any] = {name: mpl.rcParams[name] for name in ("text.usetex", "font.size", "savefig.bbox")}
        assert (mpl.rcParams["text.usetex"], mpl.rcParams["font.size"]) == (True, 40)
    assert found == {"text.usetex": False, "font.size": 9, "savefig.bbox": None}


PLOT = """
from mesaproof.plots.matplotlib_settings import drawn_with
with drawn_with({}):
    from matplotlib.figure import Figure
    figure = Figure()
    figure.suptitle("$x_1$")
    figure.savefig("x.png")
"""


def plotted(folder: Path, settings: bytes) -> subprocess.CompletedProcess[str]:
    """A picture drawn in a folder with a `matplotlibrc`, under a backend that does not exist."""
    (folder / "matplotlibrc").write_bytes(settings)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "no such backend"}
    return subprocess.run([sys.executable, "-c", PLOT], env=environment, capture_output=True, text=True, check=False)


def test_plot_is_drawn_under_a_backend_and_a_matplotlibrc_of_others(folder: Path) -> None:
    done = plotted(folder, b"text.usetex: True\nbackend: qtagg\nno: setting\n")
    assert done.returncode == 0, done.stderr
    assert (folder / "x.png").exists()


def test_matplotlibrc_that_cannot_be_read_is_an_input_error(folder: Path) -> None:
    last = plotted(folder, b"\xff\xfe\xfd").stderr.splitlines()[-1]
    assert last.startswith("mesaproof.errors.InputError: got Matplotlib, which stops with UnicodeDecodeError")
    assert "matplotlibrc" in last
