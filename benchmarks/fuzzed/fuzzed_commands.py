"""Command lines for the fuzzer: every command, its options right, almost right and contradictory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.fuzzed.fuzzed_folders import TEXTS
from benchmarks.fuzzed.fuzzed_laws import NUMBERS, PAYLOADS, STRANGE, LawWriter, mutated

FILES = (*TEXTS, "latin.json", "null.csv", "rows.npy", "nan.npy", "complex.npy", "cube.npy", "none.npy", "object.npy",
         "text.npy", "cut.npy", "pipe.json", "folder.json", "loop.json", "dangling.json", "link.json", ".", "", "..",
         "kept", "nowhere", "/dev/zero", "/dev/null", "/dev/stdin", "/proc/self/mem", "/proc/self/environ", "~/x",
         "file:///etc/passwd", "http://localhost/x.npy", "a" * 300, "law.json/", "-", "*.json", "$HOME")  # fmt: skip
TARGETS = ("out", "out/deep/er", "kept/canary.txt", "folder.json", "law.json/x", "/dev/full", "/dev/null", "/proc/x",
           "loop.json", "dangling.json", "", ".", "a" * 300, "out\n", "out.png", "out.svg", "out.pdf", "-",
           "\udcff")  # fmt: skip
SETTINGS = ("zhang2024", "zheng2024", "sander2024", "zhang2024-noisy", "model.py", "two.py:other", "two.py",
            "branch.py", "divides.py", "deep.py", "model.py:nobody")  # fmt: skip
VALUES = (
    "values.json",
    "mine.json",
    "own.json",
    "indefinite.json",
    "incomplete.json",
    "sizes.json",
    "line.json",
    "long.json",
)
FITTING = (
    ("zhang2024", "--family", "reduced", "--at", "values.json"),
    ("zhang2024-noisy", "--family", "reduced"),
    ("zheng2024", "--family", "line", "--at", "line.json"),
    ("sander2024", "--family", "line"),
    ("model.py", "--at", "own.json"),
    ("model.py:mine", "--family", "multiples"),
    ("two.py:other", "--at", "own.json"),
)
KEYS = ("zheng2024/theorem-4.1-limit", "zheng2024/gradient", "zheng2024/reduced-flow", "zheng2024/example-4.1")
WHOLES = (
    "0",
    "-1",
    "1",
    "2",
    "3",
    "5",
    "9" * 12,
    "9" * 13,
    "1e3",
    "4.5",
    "",
    " 4 ",
    "+3",
    "٣",
    "nan",
    "1_0",
    "0x3",
    "100000",
)
EXACT = ("0", "1/2", "-2/3", "1e30", "1e-30", "1e31", "1/0", "nan", "inf", "", "0.1", "-0", "1" * 41, "1e-3")
POINTS = ("1/2,3/2", "0,0", "1,-1", "1", "1,2,3", ",", "nan,1", "1e30,1e-30", "-1/3,2", "1;2", "0.1,0.1")


@dataclass(frozen=True)
class Fuzzed:
    """A command line, and the name of the environment it runs in; "" is this process's own."""

    arguments: tuple[str, ...]
    environment: str = ""


@dataclass
class CommandWriter:
    """Writes command lines, most of which could have been typed."""

    rng: Random
    laws: LawWriter = field(init=False)

    def __post_init__(self) -> None:
        self.laws = LawWriter(self.rng)

    def command(self) -> tuple[str, ...]:
        make: Callable[[], list[str]] = self.rng.choices(
            (self._check, self._gradient, self._flow, self._train, self._sweep, self._claims, self._odd, self._models),
            (9, 4, 4, 2, 1, 3, 2, 4),
        )[0]
        # no operating system passes a null character in an argument
        return tuple(word.replace("\0", "") for word in self._slipped(make()))

    def law(self) -> tuple[str, int | None]:
        """A law and its dimension: from the grammar, from a file, or changed."""
        roll = self.rng.random()
        if roll < 0.1:
            kind = self.rng.choice(("atoms", "atoms", "dataset", "sample"))
            return f"{kind}({self.rng.choice(FILES)})", 2
        text, d = self.laws.law()
        return (mutated(self.rng, text), d) if roll < 0.3 else (text, d)

    def _slipped(self, words: list[str]) -> list[str]:
        """One word in twenty command lines is lost, doubled, moved or spoiled."""
        if self.rng.random() < 0.95:
            return words
        at = self.rng.randrange(len(words))
        return self.rng.choice(
            (
                lambda: words[:at] + words[at + 1 :],
                lambda: [*words[:at], words[at], *words[at:]],
                lambda: [*words[:at], self.rng.choice((*STRANGE, *PAYLOADS, "--", "--help")), *words[at:]],
                lambda: [*words[at:], *words[:at]],
            )
        )()

    def _option(self, name: str, values: Sequence[str], often: float) -> list[str]:
        return [name, self.rng.choice(values)] if self.rng.random() < often else []

    def _sizes(self, d: int | None, symbolic: bool = False) -> list[str]:
        """Mostly small ones that fit the law."""
        given = [] if d is not None and self.rng.random() < 0.5 else ["-d", str(d or self.rng.randint(1, 4))]
        length = ["-T", str(self.rng.choice((3, 4, 5, 7, 20)))]
        if symbolic and self.rng.random() < 0.15:
            given, length = self.rng.choice((given, [])), self.rng.choice((length, []))
        roll = self.rng.random()
        if roll < 0.05:
            given = ["-d", self.rng.choice(WHOLES)]
        elif roll < 0.1:
            length = ["-T", self.rng.choice(WHOLES)]
        return given + length

    def _json(self) -> list[str]:
        return ["--json"] if self.rng.random() < 0.4 else []

    def _check(self) -> list[str]:
        law, d = self.law()
        required = ("zheng2024/assumption-4.1", "zheng2024/line-conditions", "zheng2024/assumption-4.9", "")
        return [
            "check", law, *self._sizes(d, symbolic=True), *self._json(), *self._option("--seed", WHOLES, 0.1),
            *self._option("--require", required, 0.15), *self._option("--resolution", ("0.2", *EXACT), 0.05),
            *self._option("--plot", TARGETS, 0.04),
        ]  # fmt: skip

    def _gradient(self) -> list[str]:
        law, d = self.law()
        files = ("params.json", "wrong.json", *FILES)
        return [
            "gradient", law, *self._sizes(d), *self._json(), *self._option("--a", EXACT, 0.4),
            *self._option("--b", EXACT, 0.4), *self._option("--params", files, 0.2),
        ]  # fmt: skip

    def _models(self) -> list[str]:
        """Models of the package and of files, with families and values that fit, and others."""
        model, *rest = self.rng.choice(FITTING) if self.rng.random() < 0.6 else self._unfit()
        rest += self._json()
        form = self._option("--to", ("latex", "text", "word"), 0.3)
        return self.rng.choice(
            (
                ["settings", *self._json()],
                ["loss", model, *rest, *form],
                ["gradient", "--setting", model, *rest, *form],
                ["gradient", "--setting", model, *rest, *self._option("-T", WHOLES, 0.5)],
                ["simulate", model, *rest, "--samples", self.rng.choice(("200", "100", *WHOLES))],
                ["check", "--setting", model, *rest, "--samples", self.rng.choice(("200", "100", *WHOLES))],
                ["train", "--setting", model, *rest, "--steps", "3", *self._option("--gaussian", EXACT, 0.2)],
            )
        )

    def _unfit(self) -> list[str]:
        return [
            self.rng.choice((*SETTINGS, *SETTINGS, *FILES, mutated(self.rng, SETTINGS[0]))),
            *self._option("--family", ("reduced", "line", "multiples", "reduced", "x", ""), 0.5),
            *self._option("--at", (*VALUES, *VALUES, *FILES), 0.5),
        ]

    def _flow(self) -> list[str]:
        law, d = self.law()
        return ["flow", law, *self._sizes(d, symbolic=True), *self._json(), *self._option("--start", POINTS, 0.7)]

    def _train(self) -> list[str]:
        law, d = self.law()
        how = (["--steps", "5"], ["--flow", "1/10"], ["--steps", "3", "--samples", "20"], ["--steps", "4", "--mask"])
        return [
            "train", law, *self._sizes(d), *self._json(), *self.rng.choice(how), *self._option("--start", POINTS, 0.3),
            *self._option("--gaussian", EXACT, 0.2), *self._option("--step", EXACT, 0.2),
            *self._option("--every", WHOLES, 0.1), *self._option("--samples", WHOLES, 0.1),
            *self._option("--steps", WHOLES[:6], 0.1), *self._option("--flow", EXACT, 0.05),
            *self._option("-o", TARGETS, 0.1),
        ]  # fmt: skip

    def _sweep(self) -> list[str]:
        law, d = self.law()
        lists = ("2,3", "1..3", "3..1", "0..99999", "", ",", "1..", "2,2,2", str(d or 2), str(d or 2))
        return [
            "sweep", law, "-d", self.rng.choice(lists), "-T", self.rng.choice(("4,5", "3", *lists)), *self._json(),
            *self._option("--seeds", ("0..1", "3", *lists), 0.2), *self._option("--workers", ("0", "-1", "9999"), 0.1),
            "-o", self.rng.choice(("out", *TARGETS)),
        ]  # fmt: skip

    def _claims(self) -> list[str]:
        key = self.rng.choice(KEYS)
        if self.rng.random() < 0.4:
            key = self.rng.choice((mutated(self.rng, key), self.rng.choice(FILES), "../cli", "zheng2024/"))
        tail = self._option("-o", TARGETS, 0.4)
        forms = ("latex", "markdown", "html", "pdf", "word")
        return self.rng.choice(
            (
                ["show", key, *self._json()],
                ["verify", key, "--exact-only", *self._json(), *self._option("--seed", WHOLES, 0.2)],
                [
                    "derive",
                    key,
                    *self._option("--to", forms, 0.8),
                    *tail,
                    *self._option("--engine", ("typst", "x"), 0.1),
                    *self._option("--detail", ("short", "full", "x"), 0.2),
                    *self._option("--prefix", ("a:", "%", ""), 0.1),
                    *(["--fragment"] if self.rng.random() < 0.2 else []),
                ],
                ["report", key, "--exact-only", "-o", self.rng.choice(TARGETS), *self._json()],
                ["decide", self.rng.choice(FILES), *self._option("-d", WHOLES, 0.5), *self._json()],
                ["list", *self._json()],
            )
        )

    def _odd(self) -> list[str]:
        word = self.rng.choice((*STRANGE, *PAYLOADS, *NUMBERS, "", "--", "-h", "--version", "check", "x" * 3000))
        return self.rng.choice(
            (
                [word],
                [
                    "selftest",
                    "--count",
                    self.rng.choice(("0", "-1", "", "9" * 12)),
                    "--jobs",
                    self.rng.choice(WHOLES[:2]),
                ],
                ["selftest", "--only", word],
                ["figures", word, "-o", "out"],
                ["figures", "zheng2024", "-o", self.rng.choice(TARGETS), "--only", word],
                [self.rng.choice(("check", "flow", "train", "gradient", "decide", "sweep")), word],
            )
        )
