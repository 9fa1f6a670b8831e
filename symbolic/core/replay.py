"""The verdict: a certificate is replayed in a fresh process that imports the core and nothing else of the project.

    python -m symbolic.core.replay [--load MODULE|FILE.py]... CERTIFICATE.json
    python -m symbolic.core.replay [--load MODULE|FILE.py]... --serve

What rests on a trusted procedure is refused unless a module that has it is loaded, by name, and a file that declares
the models which the procedure is asked about. With `--serve`, each line of standard input is a certificate, and is
answered in one line.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from itertools import chain
from pathlib import Path
from typing import Any

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Refused, each_once
from symbolic.core.rules.procedures import trusted_in
from symbolic.core.theorems import Sequent, Theorem, facts_in, history


@dataclass(frozen=True)
class Replayed:
    """What a fresh process says of a goal: why it is not proved, or what its proof rests on.

    That is facts of textbooks, each with its source, and the procedures that it trusts, by name. `alone` says that the
    goal itself is proved, whatever is known of its definedness.
    """

    reason: str
    facts: dict[str, str]
    steps: int
    trusts: tuple[str, ...] = ()
    alone: bool = False

    @property
    def proved(self) -> bool:
        """Whether both theorems were proved again, from no hypotheses."""
        return not self.reason


def replayed(proof: Proof) -> Replayed:
    """Whether theorems are those that a goal needs: the goal and its definedness, without hypotheses."""
    steps = history(proof.theorem, proof.definedness)
    lacking = _missing("the goal", proof.theorem, proof.goal)
    reason = lacking or _missing("its definedness", proof.definedness, defined(proof.goal))
    return Replayed(reason, facts_in(steps), len(steps), trusted_in(steps), not lacking)


def _missing(what: str, theorem: Theorem, formula: Expression) -> str:
    if theorem.sequent == Sequent(frozenset(), formula):
        return ""
    wrong = theorem.conclusion != formula
    return f"{what} is not what is proved" if wrong else f"{what} is proved under {len(theorem.hypotheses)} hypotheses"


def in_fresh_process(*proofs: Proof, load: Sequence[str] = ()) -> tuple[Replayed, ...]:
    """What a fresh process says of proofs, in their order, once it has loaded modules with procedures, and files.

    Raises `Refused` where a certificate does not replay, also for want of a procedure.
    """
    return read_answer(_said(certificate(*proofs), load), proofs)


def read_answer(said: dict[str, Any], proofs: tuple[Proof, ...]) -> tuple[Replayed, ...]:
    """What a process said of proofs; raises `Refused` where it refused them, or answered for others."""
    if "refused" in said:
        raise Refused(said["refused"])
    if [found["goal"] for found in said["goals"]] != [goal_text(proof.goal) for proof in proofs]:
        raise Refused("another goal was replayed")
    return tuple(
        Replayed(found["reason"], found["facts"], found["steps"], tuple(found["trusts"]), found["alone"])
        for found in said["goals"]
    )


def _said(text: str, load: Sequence[str]) -> dict[str, Any]:
    """What a fresh process prints for a certificate; where it fails, its error."""
    modules = chain.from_iterable(("--load", module) for module in load)
    process = subprocess.run(
        [*COMMAND, *modules, "-"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        env=environment(),
    )
    return json.loads(process.stdout) if process.stdout else {"refused": process.stderr}


COMMAND = (sys.executable, "-P", "-s", "-m", "symbolic.core.replay")
"""What starts a process that replays."""


def environment() -> dict[str, str]:
    """Where such a process finds the project."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}


def goal_text(goal: Expression) -> str:
    """A goal as text, up to the names of its bound variables: what it is compared by between processes."""
    return repr(goal)


def answer(text: str, load: Sequence[str] = ()) -> dict[str, Any]:
    """What is printed for a certificate: `goals`, each with `goal` and the fields of `Replayed`; or `refused`."""
    try:
        for name in load:
            _load(name)
        with each_once():
            return {"goals": [{"goal": goal_text(proof.goal), **vars(replayed(proof))} for proof in read(text)]}
    except (ImportError, Refused) as reason:
        return {"refused": str(reason)}


@cache
def _load(name: str) -> None:
    """Import a module, or run a Python file, once; raises `Refused` where a file stops with an error."""
    if not name.endswith(".py"):
        import_module(name)
        return
    spec = spec_from_file_location(f"loaded_{len(sys.modules)}", name)
    if spec is None or spec.loader is None:
        raise Refused(f"{name} is not a Python file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise Refused(f"the file {name} stops with {type(error).__name__}: {error}") from error


def main(arguments: list[str]) -> int:
    """Print the answer for one file (`-`, standard input) as JSON; 0 where every goal is proved, else 1.

    With `--serve`, the answer for every line of standard input; then 0.
    """
    try:
        given = _read(arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    if given.serve:
        for line in sys.stdin:
            _print(line, given.load)
        return 0
    text = sys.stdin.read() if given.certificate == "-" else Path(given.certificate).read_text(encoding="utf-8")
    found = _print(text, given.load)
    return 0 if found.get("goals") and not any(goal["reason"] for goal in found["goals"]) else 1


def _print(text: str, load: Sequence[str]) -> dict[str, Any]:
    with redirect_stdout(sys.stderr):
        found = answer(text, load)
    print(json.dumps(found), flush=True)
    return found


def _read(arguments: list[str]) -> Namespace:
    parser = ArgumentParser("python -m symbolic.core.replay", description="Apply all rules of a certificate again.")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("certificate", nargs="?", help="a file, or - for standard input")
    given.add_argument("--serve", action="store_true", help="answer every line of standard input")
    parser.add_argument(
        "--load",
        metavar="MODULE|FILE.py",
        action="append",
        default=[],
        help="a module with procedures to trust, or a file that declares models",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    gc.disable()  # what is read has no circles: it goes when nothing refers to it
    sys.exit(main(sys.argv[1:]))
