"""The fuzzer alone: is there a law that satisfies hypotheses and breaks a conclusion? The smallest one is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from mesaproof.answers.asking import PAPER, answer
from mesaproof.reading.sizes import length, whole
from mesaproof.strategies.law_strategies import DIMENSIONS, laws
from symbolic.decide.conclusions import Conclusion
from symbolic.decide.hypotheses import Hypotheses
from symbolic.expectation.moments import places
from symbolic.laws import Law

BUDGET = 200
"""Laws that a hunt draws where no number is given; shrinking what was found costs more."""

Judge = Callable[[Law], str]
"""What is wrong with a law, in words; empty where the conclusion holds."""


@dataclass(frozen=True)
class Hunt:
    """What a hunt found: the shrunk law and what is wrong with it, or None after `tried` laws.

    `first` is how many laws were drawn until one broke the conclusion.
    """

    hypotheses: Hypotheses
    budget: int
    tried: int
    law: Law | None = None
    because: str = ""
    first: int | None = None

    @property
    def text(self) -> str:
        if self.law is None:
            return f"no counterexample among {self.tried} laws"
        return f"{self.law.description}, d = {self.law.d}: {self.because} (law {self.first} of at most {self.budget})"


def off_the_line(T: int = 5) -> Judge:
    """The conclusion that the exact gradient on the line points along it, for all a and b, at this T."""

    T, leftovers = length(T), answer(PAPER, "left over")

    def judge(law: Law) -> str:
        left = leftovers(law, T)
        return f"{left[0].block}[{left[0].entry}] has {left[0].value} {left[0].coefficient} at T = {T}" if left else ""

    return judge


def missed(conclusion: Conclusion) -> Judge:
    """The requirements of a conclusion on moments."""

    def judge(law: Law) -> str:
        for requirement in conclusion.requirements:
            for free in places(law, requirement.frame):
                if excess := requirement.excess(law, free):
                    return f"{requirement.name} fails by {excess}"
        return ""

    return judge


def hunt(
    hypotheses: Hypotheses,
    conclusion: Judge | Conclusion | None = None,
    *,
    budget: int = BUDGET,
    d: int | Iterable[int] = DIMENSIONS,
    heights: Iterable[Fraction | int] | None = None,
    seed: int = 0,
) -> Hunt:
    """Draw at most `budget` laws that satisfy the hypotheses, and shrink the first that breaks the conclusion.

    A conclusion is a function from a law to what is wrong with it (empty: nothing), or a `Conclusion` on moments; by
    default that the line is kept at T = 5. The same seed draws the same laws. That nothing was found proves nothing.
    Raises InputError where no law satisfies the hypotheses.
    """
    from hypothesis import HealthCheck, Phase, find, settings
    from hypothesis.errors import NoSuchExample

    judge, budget, seed = _judge(conclusion), whole(budget, "budget", 1), whole(seed, "seed")
    log = _Log(judge)
    quiet = settings(
        max_examples=budget,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        law = find(laws(hypotheses, d, heights=heights), log, settings=quiet, random=Random(seed))
    except NoSuchExample:
        return Hunt(hypotheses, budget, log.tried)
    return Hunt(hypotheses, budget, log.tried, law, judge(law), log.first)


def _judge(conclusion: Judge | Conclusion | None) -> Judge:
    if conclusion is None:
        return off_the_line()
    return missed(conclusion) if isinstance(conclusion, Conclusion) else conclusion


@dataclass
class _Log:
    """Counts the laws up to the first that breaks the conclusion."""

    judge: Judge
    tried: int = 0
    first: int | None = None

    def __call__(self, law: Law) -> bool:
        self.tried += self.first is None
        broken = bool(self.judge(law))
        if broken and self.first is None:
            self.first = self.tried
        return broken
