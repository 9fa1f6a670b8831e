"""Law descriptions for the fuzzer: from the grammar of `law_spec`, and texts that are almost right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from mesaproof.reading.adapters.named import COORDINATES, Parameter
from mesaproof.reading.law_reader import LAWS

DEEPEST = 3
PAYLOADS = (
    "__import__('os').system('touch executed')",
    "$(touch executed)",
    "`touch executed`",
    "; touch executed",
    "exec(open('canary.txt').write(''))",
    "{{7*7}}{% include 'canary.txt' %}",
    "\\write18{touch executed}",
    "python:os:system",
)
STRANGE = (
    "\u0000",
    "\u202e",
    "\ufeff",
    "\u00a0",
    "\u200b",
    "\U0001f600",
    "\udcff",
    "\x1b[31m",
    "\n",
    "\t",
    "’",
    "−",
    "½",
)
CONFUSABLE = {
    "a": "а",
    "e": "е",
    "o": "о",
    "p": "р",
    "c": "с",
    "-": "−",
    "1": "１",
    "/": "⁄",
    ",": "，",
    "(": "（",
    ".": "·",
}
NUMBERS = ("0", "-1", "1/0", "-0", "00", "1e30", "1e31", "1e-30", "1e999999999", "9" * 40, "9" * 5000, "0." + "1" * 39,
           "nan", "inf", "-inf", "oo", "1_000", "0x10", "1,5", "1.2.3", "++1", "1 2", ".", "1e", "e5", "١", "٣/٤",
           "1/3/4", "10**10**10", "1-1", "½", "1" + "0" * 29, "7/1" + "0" * 38)  # fmt: skip


@dataclass
class LawWriter:
    """Writes laws from the grammar; `d` of a text is its dimension, None where it exists for every d."""

    rng: Random

    def law(self, depth: int = 0) -> tuple[str, int | None]:
        kinds = ("coordinate", "coordinate", "plain", "mixture", "moved", "product", "vector", "image", "lifted")
        kind = self.rng.choice(kinds[: 3 if depth >= DEEPEST else None])
        made: Callable[[int], tuple[str, int | None]] = getattr(self, f"_{kind}")
        return made(depth + 1)

    def number(self, positive: bool = False) -> str:
        value = f"{self.rng.choice('1123579')}{self.rng.choice(('', '', '/2', '/3', '.5', '0', 'e-3', '/7'))}"
        return value if positive or self.rng.random() < 0.6 else f"-{value}"

    def coordinate(self, depth: int = 0) -> str:
        if depth >= DEEPEST or self.rng.random() < 0.6:
            return self._named()
        number = self.number

        def inner() -> str:
            return self.coordinate(depth + 1)

        forms: tuple[Callable[[], str], ...] = (
            lambda: f"coordinate_mixture({self._weighted(inner)})",
            lambda: f"truncated({inner()}, {self._low()}, {self._high()})",
            lambda: f"{self.rng.choice(('largest', 'smallest'))}({inner()}, {self.rng.randint(1, 4)})",
            lambda: f"{self.rng.choice(('shift', 'scale'))}({inner()}, {number()})",
            lambda: f"centred({inner()})",
            lambda: f"finite({self._pairs()})",
        )
        return self.rng.choice(forms)()

    def _low(self) -> str:
        return self.rng.choice(("-inf", "-1", "0", "1/2", "-3/2"))

    def _high(self) -> str:
        return self.rng.choice(("inf", "1", "2", "7/2", "0"))

    def _named(self) -> str:
        name = self.rng.choice(sorted(COORDINATES))
        given = [
            self._argument(p) for p in COORDINATES[name].parameters if p.default is None or self.rng.random() < 0.3
        ]
        if name == "uniform":
            given = [[], ["2"], ["low=-1", "high=3"]][self.rng.randrange(3)]
        return f"{name}({', '.join(given)})" if given else name

    def _argument(self, parameter: Parameter) -> str:
        small = (
            self.rng.choice(("1/2", "1/3", "1"))
            if parameter.name in ("p", "a", "b")
            else self.number(parameter.positive)
        )
        value = str(self.rng.randint(2, 12)) if parameter.name in ("n", "df", "alpha", "successes") else small
        return f"{parameter.name}={value}"

    def _weights(self) -> list[str]:
        return self.rng.choice((["1"], ["1/2", "1/2"], ["1/3", "2/3"], ["0.1", "0.2", "0.7"], ["1/4"] * 4))

    def _pairs(self) -> str:
        return ", ".join(f"{self.number()}:{weight}" for weight in self._weights())

    def _weighted(self, inner: Callable[[], str]) -> str:
        return ", ".join(f"{weight}: {inner()}" for weight in self._weights())

    def _matrix(self, d: int) -> str:
        """A positive definite matrix."""
        off = self.rng.choice(("0", "1/2", "-1/3", "0.1"))
        return ", ".join("[" + ", ".join("3" if i == j else off for j in range(d)) + "]" for i in range(d))

    def _coordinate(self, depth: int) -> tuple[str, None]:
        return self.coordinate(depth), None

    def _plain(self, depth: int) -> tuple[str, None]:
        fixed = (
            "ones",
            "sparse",
            "sphere",
            "equicorrelated(1, 1/2)",
            "multivariate_student(9)",
            "rademacher",
            "gaussian",
        )
        return self.rng.choice((*fixed, f"sparse({self.number()})", f"sphere({self.number(True)})")), None

    def _mixture(self, depth: int) -> tuple[str, int | None]:
        parts = [(weight, *self.law(depth)) for weight in self._weights()]
        sizes = [d for _, _, d in parts if d is not None]
        return f"mixture({', '.join(f'{weight}: {text}' for weight, text, _ in parts)})", max(sizes, default=None)

    def _moved(self, depth: int) -> tuple[str, int | None]:
        text, d = self.law(depth)
        name = self.rng.choice(("shift", "scale", "centred"))
        return (f"centred({text})" if name == "centred" else f"{name}({text}, {self.number()})"), d

    def _product(self, depth: int) -> tuple[str, int]:
        d = self.rng.randint(1, 3)
        return f"product({', '.join(self.coordinate(depth) for _ in range(d))})", d

    def _rows_of(self, d: int, last: str) -> str:
        extra = f", {last}=[{', '.join(self.number() for _ in range(d))}]" if self.rng.random() < 0.3 else ""
        return self._matrix(d) + extra

    def _image(self, depth: int) -> tuple[str, int]:
        return f"image({self.law(depth)[0]}, {self._rows_of(2, 'offset')})", 2

    def _lifted(self, depth: int) -> tuple[str, None]:
        inner = self.coordinate(depth)
        shapes = (f"iid({inner})", f"comonotone({inner})", f"fgm({inner}, 1/2)", f"scale_mixture(sphere, {inner})")
        return self.rng.choice(shapes), None

    def _vector(self, depth: int) -> tuple[str, int]:
        d = self.rng.randint(1, 3)
        mixing = self.coordinate(depth)
        name = self.rng.choice(("gaussian_vector(", f"elliptical({mixing}, ", f"radial({mixing}, "))
        return f"{name}{self._rows_of(d, 'mean')})", d


def mutated(rng: Random, text: str) -> str:
    """The text with one to three changes that a slip, a copy from a document or an attack could make."""
    for _ in range(rng.randint(1, 3)):
        text = rng.choice((_deleted, _swapped, _repeated, _confused, _renumbered, _renamed, _inserted, _nested))(
            rng, text
        )
    return text


def _place(rng: Random, text: str) -> int:
    return rng.randrange(len(text) + 1)


def _deleted(rng: Random, text: str) -> str:
    at = _place(rng, text)
    return text[:at] + text[at + rng.randint(1, 4) :]


def _swapped(rng: Random, text: str) -> str:
    at = _place(rng, text)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _repeated(rng: Random, text: str) -> str:
    start = _place(rng, text)
    return text[:start] + text[start : start + rng.randint(1, 12)] * rng.choice((2, 3, 300)) + text[start:]


def _confused(rng: Random, text: str) -> str:
    found = [at for at, letter in enumerate(text) if letter in CONFUSABLE]
    if not found:
        return text
    at = rng.choice(found)
    return text[:at] + CONFUSABLE[text[at]] + text[at + 1 :]


def _renumbered(rng: Random, text: str) -> str:
    numbers = list(re.finditer(r"[0-9][0-9./e-]*", text))
    if not numbers:
        return f"{text}({rng.choice(NUMBERS)})"
    found = rng.choice(numbers)
    return text[: found.start()] + rng.choice(NUMBERS) + text[found.end() :]


def _renamed(rng: Random, text: str) -> str:
    names = list(re.finditer(r"[a-z_]+", text))
    if not names:
        return rng.choice(LAWS)
    found = rng.choice(names)
    return text[: found.start()] + rng.choice((*LAWS, "x" * 5000, "normal", "sigma", "rate")) + text[found.end() :]


def _inserted(rng: Random, text: str) -> str:
    at = _place(rng, text)
    return text[:at] + rng.choice((*STRANGE, *PAYLOADS, "(", ")", "[", "]", ",", ":", "=", "%", "'", '"')) + text[at:]


def _nested(rng: Random, text: str) -> str:
    name, times = rng.choice(("iid", "shift", "centred", "largest", "mixture")), rng.choice((2, 12, 13, 500))
    return f"{name}(" * times + text + (", 1)" if name == "shift" else ")") * times
