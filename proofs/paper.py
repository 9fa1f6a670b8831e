"""A paper: a folder of claims, and what the folder adds to the toolkit beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symbolic.goals.energy_squares import Squares
    from symbolic.setting import Setting


Model = tuple[str, str]
"""A setting by its key, and a family of it whose expectation is shown as a table."""

ALL, NO_TABLE = "all parameters", ""


@dataclass(frozen=True)
class Paper:
    """What the folder of a paper declares in its `__init__`; modules are named relative to it, and imported when used.

    `claims` names the module of every claim by the part of its key behind the paper's. `answers` names what the paper
    answers for its setting, as `module:name`, by what is asked: a command such as `check`, whose function takes laws
    and sizes that are read and raises `proofs.refusal.Refused`; `check at`, whose function takes values, and `asked
    at`, their names; `figures`, its recipes by name; what those need to
    know; or one of `rules` (what a derivation may use when its hypotheses license it), `definitions` (letters and the
    moments they stand for), `values` (an expression with its unknowns replaced that have a value at a law and a case),
    `matrices` (those that letters of words stand for there, by name) and `departure` (training at the witness of a
    refuted claim). `names` are its records, conditions and conclusions that a person knows by name. `rests_on` are the
    facts on which all its claims rest.
    `settings` names its models as data, by key, as `module:name`, and `squares`, by the same keys, the squares that a
    loss is a sum of. `models` names, by claim, the settings that it is
    about, where that is not the one under the paper's key, each with the family on which its expectation is the key
    step of the derivation, to be shown as a table: ALL for arbitrary parameters, NO_TABLE where none is shown.
    """

    key: str
    folder: str
    claims: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, tuple[Model, ...]] = field(default_factory=dict)
    squares: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its claims, in the order in which they are listed."""
        return tuple(f"{self.key}/{name}" for name in self.claims)

    def module(self, name: str) -> ModuleType:
        """The module that declares a claim; raises KeyError for an unknown one."""
        return import_module(f"{self.folder}.{self.claims[name]}")

    def answer(self, asked: str) -> Any:
        """What the paper gives for something that is asked of its setting; None where it has no answer."""
        return self._at(self.answers[asked]) if asked in self.answers else None

    def named(self, name: str) -> Any:
        """What the paper has under a public name; raises KeyError for an unknown one."""
        return self._at(self.names[name])

    def models_of(self, name: str) -> tuple[Model, ...]:
        """The settings that a claim is about: those that are named, else the one under the paper's key."""
        return self.models.get(name, ((self.key, NO_TABLE),) if self.key in self.settings else ())

    def setting(self, key: str) -> Setting:
        """One of its models, loaded; raises KeyError for an unknown one."""
        found: Setting = self._at(self.settings[key])
        return found

    def squares_of(self, key: str) -> Squares:
        """The squares that the loss of one of its models is a sum of, loaded; raises KeyError where it has none."""
        found: Squares = self._at(self.squares[key])
        return found

    def _at(self, place: str) -> Any:
        module, _, name = place.partition(":")
        return getattr(import_module(f"{self.folder}.{module}"), name)
