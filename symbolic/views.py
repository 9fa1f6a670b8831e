"""How records are shown in a notebook and by Python: one registry of views by class. A record never imports its view.

A view is a function of the record that returns text, HTML or LaTeX. Modules of views register themselves when they are
imported; `provided_by` names those that are to be imported when the first record is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[[Any], str])

_text: dict[type, Callable[[Any], str]] = {}
_html: dict[type, Callable[[Any], str]] = {}
_latex: dict[type, Callable[[Any], str]] = {}
_providers: dict[str, bool] = {}
"""Modules of views, and whether they have been imported."""


def provided_by(module: str) -> None:
    """Import a module of views when a record is first shown."""
    _providers.setdefault(module, False)


def as_text(kind: type) -> Callable[[View], View]:
    """Register the decorated function as what Python prints of this class, a `Screened` one, and of its subclasses."""
    return _registered(_text, kind)


def as_html(kind: type) -> Callable[[View], View]:
    """Register the decorated function as what a notebook shows of this class and of its subclasses."""
    return _registered(_html, kind)


def as_latex(kind: type) -> Callable[[View], View]:
    """The same for LaTeX."""
    return _registered(_latex, kind)


def _registered(views: dict[type, Callable[[Any], str]], kind: type) -> Callable[[View], View]:
    def register(view: View) -> View:
        views[kind] = view
        return view

    return register


class Shown:
    """A record with a view; where none is registered a notebook falls back on `repr`.

    >>> class Answer(Shown):
    ...     pass
    >>> Answer()._repr_html_() is None
    True
    >>> _ = as_html(Answer)(lambda answer: "<b>42</b>")
    >>> Answer()._repr_html_()
    '<b>42</b>'
    """

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return _shown(_html, self)

    def _repr_latex_(self) -> str | None:
        return _shown(_latex, self)


class Screened(Shown):
    """A record that Python prints as the command prints it that answers the same question.

    >>> class Number(Screened):
    ...     pass
    >>> _ = as_text(Number)(lambda number: "forty-two")
    >>> Number()
    forty-two
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Its view, with lone surrogates as escapes: a prompt could not print them."""
        shown = _shown(_text, self)
        return object.__repr__(self) if shown is None else shown.encode(errors="backslashreplace").decode()


class ShownLaw(Shown):
    """A law of `x_1`."""

    __slots__ = ()


class ShownFamily(Shown):
    """A family of laws, one for every d."""

    __slots__ = ()


def _shown(views: dict[type, Callable[[Any], str]], record: Shown) -> str | None:
    for module in [name for name, imported in _providers.items() if not imported]:
        _providers[module] = True
        import_module(module)
    return next((views[kind](record) for kind in type(record).__mro__ if kind in views), None)
