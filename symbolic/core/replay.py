"""The verdict: a certificate is replayed in a fresh process that imports the core and nothing else of the project.

python -m symbolic.core.replay CERTIFICATE.json
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symbolic.core.certificates import Proof, certificate, read
from symbolic.core.definedness import defined
from symbolic.core.expressions import Expression, Refused
from symbolic.core.theorems import Sequent, Theorem, history, rests_on


@dataclass(frozen=True)
class Replayed:
    """What a fresh process says of a goal: why it is not proved, or on which facts of textbooks its proof rests."""

    reason: str
    facts: dict[str, str]
    steps: int

    @property
    def proved(self) -> bool:
        """Whether both theorems were proved again, from no hypotheses."""
        return not self.reason


def replayed(proof: Proof) -> Replayed:
    """Whether theorems are those that a goal needs: the goal and its definedness, without hypotheses."""
    both = proof.theorem, proof.definedness
    reason = _missing("the goal", proof.theorem, proof.goal)
    reason = reason or _missing("its definedness", proof.definedness, defined(proof.goal))
    return Replayed(reason, rests_on(*both), len(history(*both)))


def _missing(what: str, theorem: Theorem, formula: Expression) -> str:
    if theorem.sequent == Sequent(frozenset(), formula):
        return ""
    wrong = theorem.conclusion != formula
    return f"{what} is not what is proved" if wrong else f"{what} is proved under {len(theorem.hypotheses)} hypotheses"


def in_fresh_process(*proofs: Proof) -> tuple[Replayed, ...]:
    """What a fresh process says of proofs, in their order; raises `Refused` where a certificate does not replay."""
    text = certificate(*proofs)
    root = Path(__file__).parents[2]
    process = subprocess.run(
        [sys.executable, "-P", "-s", "-m", "symbolic.core.replay", "-"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
    )
    said: dict[str, Any] = json.loads(process.stdout) if process.stdout else {"refused": process.stderr}
    if "refused" in said:
        raise Refused(said["refused"])
    if [found["goal"] for found in said["goals"]] != [goal_text(proof.goal) for proof in proofs]:
        raise Refused("another goal was replayed")
    return tuple(Replayed(found["reason"], found["facts"], found["steps"]) for found in said["goals"])


def goal_text(goal: Expression) -> str:
    """A goal as text, up to the names of its bound variables: what it is compared by between processes."""
    return repr(goal)


def answer(text: str) -> dict[str, Any]:
    """What is printed for a certificate: `goals`, each with `goal`, `reason`, `facts` and `steps`; or `refused`."""
    try:
        return {"goals": [{"goal": goal_text(proof.goal), **vars(replayed(proof))} for proof in read(text)]}
    except Refused as reason:
        return {"refused": str(reason)}


def main(arguments: list[str]) -> int:
    """Print the answer for one file (`-`, standard input) as JSON; 0 where every goal is proved, else 1."""
    if len(arguments) != 1:
        print("usage: python -m symbolic.core.replay CERTIFICATE.json", file=sys.stderr)
        return 2
    text = sys.stdin.read() if arguments[0] == "-" else Path(arguments[0]).read_text(encoding="utf-8")
    found = answer(text)
    print(json.dumps(found))
    return 0 if found.get("goals") and not any(goal["reason"] for goal in found["goals"]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
