"""A process that replays proofs, apart from the one that found them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from tempfile import TemporaryFile

from symbolic.core.certificates import Proof, certificate
from symbolic.core.expressions import Refused
from symbolic.core.replay import COMMAND, Replayed, environment, read_answer


class ReplayProcess:
    """A process that replays proofs, one after another, as `in_fresh_process` does; it ends with the one that asks."""

    def __init__(self, load: Sequence[str] = ()) -> None:
        modules = chain.from_iterable(("--load", module) for module in load)
        self._errors = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._process = subprocess.Popen(
            [*COMMAND, *modules, "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            env=environment(),
        )

    def replayed(self, *proofs: Proof) -> tuple[Replayed, ...]:
        """What it says of proofs, in their order; raises `Refused` as `in_fresh_process`, and where it ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        answered = ""
        with suppress(BrokenPipeError):
            self._process.stdin.write(certificate(*proofs) + "\n")
            self._process.stdin.flush()
            answered = self._process.stdout.readline()
        if not answered:
            self._errors.seek(0)
            raise Refused(f"the process that replays proofs ended: {self._errors.read()[-2000:]}")
        return read_answer(json.loads(answered), proofs)

    def close(self) -> None:
        """End the process."""
        with suppress(OSError):
            self._process.communicate()
        self._errors.close()
