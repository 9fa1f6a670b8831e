"""Generated command lines against what is promised of every one: `python -m benchmarks.fuzzing 5000 --seed 1`.

No traceback, no other exit code than the documented ones, no run beyond 60 seconds of CPU or 2 GB without a word
before it, no file that is not whole, nothing run that stands in an input, nothing deleted or overwritten beside the
output, and JSON that every parser reads. Each command runs in a fork of this process, or in one of its own
where the environment has to be there from the start.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice, pairwise
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from time import monotonic, sleep
from typing import NoReturn

import click

from benchmarks.fuzzed.fuzzed_commands import CommandWriter, Fuzzed
from benchmarks.fuzzed.fuzzed_folders import prepared, state, strict_json, torn

CODES = (0, 1, 2, 3, 130)
"""The exit codes of docs/guide.md; that of a defect in mesaproof, 70, is none a command line may reach."""
MOST_SECONDS = 60
MOST_WAITED = 300
MOST_KILOBYTES = 2 * 1024**2
REFUSED = 2
IN_OWN_PROCESS = 0.04
ROOT = Path(__file__).resolve().parents[1]

ENVIRONMENTS: Mapping[str, Mapping[str, str | None]] = {
    "ASCII": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": None},
    "no home": {"HOME": None, "XDG_CACHE_HOME": None, "MESAPROOF_CACHE": None, "USER": None},
    "home nowhere": {"HOME": "/nonexistent/home", "MESAPROOF_CACHE": None},
    "cache under a file": {"MESAPROOF_CACHE": "law.json/cache"},
    "cache on a full disk": {"MESAPROOF_CACHE": "/dev/full"},
    "cache with a strange name": {"MESAPROOF_CACHE": "kept/\udcff \n"},
    "no place for temporary files": {"TMPDIR": "/nonexistent/tmp"},
    "no column": {"COLUMNS": "0", "LINES": "0"},
    "narrow": {"COLUMNS": "1"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
    "dumb": {"TERM": "dumb", "NO_COLOR": "1", "FORCE_COLOR": "1"},
    "tiny files": {},
    "screen full": {},
    "no standard input": {},
}
UNSEEN = ("screen full", "tiny files")
"""Environments in which nothing that is printed can be read."""
FORECAST = "; Ctrl-C ends it"
"""How the line ends that tells how long a command will take: a refusal that needs long comes after it."""

LIMIT = {"tiny files": 600}
"""Bytes that a file may have in this environment."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (negative: the signal), what it printed, what it used."""

    code: int
    out: str
    err: str
    seconds: float
    kilobytes: int
    undecodable: bool = False


def drawn(count: int, seed: int, environments: float = IN_OWN_PROCESS) -> Iterator[Fuzzed]:
    """The command lines of a seed; a longer run begins with those of a shorter one."""
    rng = Random(seed)
    writer = CommandWriter(rng)
    for _ in range(count):
        arguments = writer.command()
        yield Fuzzed(arguments, rng.choice(sorted(ENVIRONMENTS)) if rng.random() < environments else "")


def faults(case: Fuzzed, ended: Ended, before: Mapping[str, str], folder: Path) -> Iterator[str]:
    """What one run did that none may."""
    after = state(folder)
    if ended.code not in CODES:
        yield f"exit code {ended.code}"
    if "Traceback (most recent" in ended.out + ended.err or "Exception ignored" in ended.err:
        yield "a traceback"
    if ended.seconds > MOST_SECONDS and not ended.err:
        yield f"{ended.seconds:.0f} seconds"
    if ended.kilobytes > MOST_KILOBYTES and not ended.err:
        yield f"{ended.kilobytes // 1024} MB"
    yield from _said(case, ended)
    yield from _left(case, ended, before, after, folder)


def _said(case: Fuzzed, ended: Ended) -> Iterator[str]:
    if ended.undecodable:
        yield "output that is no text"
    if any(not c.isprintable() and c not in "\n\t" for c in ended.err) and case.environment != "dumb":
        yield "an unprintable character on stderr"
    if _is_refusal(case, ended):
        if ended.out:
            yield "an output beside a refusal"
        said = [line for line in ended.err.splitlines() if not line.endswith(FORECAST)]
        if len(said) != 1 or not said[0].startswith("mesaproof: "):
            yield "a refusal that is not one sentence"
    elif (
        "--json" in case.arguments
        and ended.code in CODES
        and not _asks_for_help(case)
        and case.environment not in UNSEEN
    ):
        try:
            strict_json(ended.out)
        except ValueError as error:
            yield f"JSON that is none: {error}"


def _is_refusal(case: Fuzzed, ended: Ended) -> bool:
    """Exit code 2, unless it is that of a sweep that has tried and kept every cell, none of which could be answered."""
    swept = "sweep" in case.arguments and ("cells, 0 answered" in ended.out or '"cells": [' in ended.out)
    return ended.code == REFUSED and not swept


def _asks_for_help(case: Fuzzed) -> bool:
    return bool({"--help", "-h", "--version"} & set(case.arguments))


def _left(
    case: Fuzzed, ended: Ended, before: Mapping[str, str], after: Mapping[str, str], folder: Path
) -> Iterator[str]:
    if gone := sorted(set(before) - set(after)):
        yield f"deleted {gone}"
    if changed := [
        name for name in before if name in after and before[name] != after[name] and name not in _targets(case)
    ]:
        yield f"changed {changed}"
    new = sorted(set(after) - set(before))
    if any("executed" in name for name in new):
        yield "ran what stands in an input"
    if new and _is_refusal(case, ended) and any((folder / name).is_file() for name in new):
        yield f"left {new} beside a refusal"
    if new and not _targets(case) and "cache" not in case.environment:
        yield f"left {new} unasked"
    for name in new:
        if (folder / name).is_file() and (problem := torn(folder / name)):
            yield f"{name} {problem}"


def _targets(case: Fuzzed) -> set[str]:
    """Where the command was told to write."""
    words = case.arguments
    named = {value for word, value in pairwise(words) if word in ("-o", "--plot")}
    return named | {os.path.normpath(name) for name in named if name}


def run(case: Fuzzed, folder: Path) -> Ended:
    """Run one command line in the folder."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = os.fork()
        if start == 0:
            _child(case, folder, out.fileno(), err.fileno())
        status, used = _waited(start)
        texts = [_text(file.fileno()) for file in (out, err)]
    (printed, bad_out), (told, bad_err) = texts
    code = os.waitstatus_to_exitcode(status)
    return Ended(code, printed, told, used.ru_utime + used.ru_stime, used.ru_maxrss, bad_out or bad_err)


def _text(descriptor: int) -> tuple[str, bool]:
    content = os.pread(descriptor, 50_000_000, 0)
    try:
        return content.decode(), False
    except UnicodeDecodeError:
        return content.decode(errors="replace"), True


def _waited(child: int) -> tuple[int, resource.struct_rusage]:
    """The child's status and use; it is killed where it neither works nor ends."""
    start, pause = monotonic(), 0.002
    while True:
        found, status, used = os.wait4(child, os.WNOHANG)
        if found:
            return status, used
        if monotonic() - start > MOST_WAITED:
            os.killpg(child, signal.SIGKILL)
        sleep(pause)
        pause = min(1.5 * pause, 0.1)


def _child(case: Fuzzed, folder: Path, out: int, err: int) -> NoReturn:
    """Become the command; never returns."""
    try:
        os.setsid()
        os.chdir(folder)
        resource.setrlimit(resource.RLIMIT_CPU, (2 * MOST_SECONDS, 2 * MOST_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if case.environment == "screen full":
            out = os.open("/dev/full", os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        if case.environment:
            _exec(case)
        _in_fork(case.arguments)
    finally:
        os._exit(99)


def _exec(case: Fuzzed) -> NoReturn:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name, value in ENVIRONMENTS[case.environment].items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    if case.environment in LIMIT:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT[case.environment],) * 2)
    if case.environment == "no standard input":
        os.close(0)
    command = [sys.executable, "-m", "mesaproof", *case.arguments]
    os.execve(sys.executable, [os.fsencode(word) for word in command], environment)


def _in_fork(arguments: Sequence[str]) -> NoReturn:
    from mesaproof.cli import main

    sys.argv = ["mesaproof", *arguments]
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def warmed_up() -> None:
    """Import what commands import, once, so that a fork starts at once."""
    for room in ("answers", "commands", "documents", "reading", "running"):
        package = import_module(f"mesaproof.{room}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    import_module("scipy.stats")


def fuzz(cases: Iterable[tuple[int, Fuzzed]], told: Callable[[str], None] = print) -> int:
    """Run numbered command lines and name every fault; returns how many runs had one."""
    bad, codes = 0, Counter[int]()
    home = Path(tempfile.mkdtemp(prefix="fuzzing"))
    try:
        for number, case in cases:
            folder = home / "here"
            folder.mkdir()
            prepared(folder)
            ended, found = _judged(case, folder)
            codes[ended.code] += 1
            bad += bool(found)
            if found:
                told(_told(number, case, ended, found))
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    shown = ", ".join(f"{times} of exit code {code}" for code, times in sorted(codes.items()))
    told(f"{codes.total()} command lines: {shown}; {bad} with a fault")
    return bad


def _judged(case: Fuzzed, folder: Path) -> tuple[Ended, list[str]]:
    before = state(folder)
    ended = run(case, folder)
    return ended, list(faults(case, ended, before, folder))


def _told(number: int, case: Fuzzed, ended: Ended, found: Sequence[str]) -> str:
    words = [word if len(word) < 200 else f"{word[:90]}…{len(word)} characters…{word[-90:]}" for word in case.arguments]
    last = (ended.err or ended.out).strip().splitlines()[-1:]
    where = f" [{case.environment}]" if case.environment else ""
    return f"{number}{where} {words!r}: {'; '.join(found)}; {ended.seconds:.1f} s; last line {last!r}"


@click.command()
@click.argument("count", type=int, default=5000)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, other command lines.")
@click.option("--first", type=int, default=0, help="Leave out the command lines before this one.")
@click.option("--environments", type=float, default=IN_OWN_PROCESS, help="Share that runs in an unusual environment.")
def main(count: int, seed: int, first: int, environments: float) -> None:
    """Run COUNT generated command lines; exit code 1 where one has a fault."""
    os.environ |= {"MESAPROOF_CACHE": "off", "COLUMNS": "120", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    warmed_up()
    cases = islice(enumerate(drawn(count, seed, environments)), first, None)
    sys.exit(int(bool(fuzz(cases, lambda line: print(line.encode("unicode_escape").decode(), flush=True)))))


if __name__ == "__main__":
    main()
