"""What Python prints of the answers of `check`, `gradient`, `decide`, `train`, `flow`: the screens of the commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mesaproof.answers.asking import named
from mesaproof.answers.deciding import Answer
from mesaproof.documents.flow_views import flow_screen
from mesaproof.documents.tables.law_tables import answer_screen, gradient_tables, law_tables
from mesaproof.documents.training_report import training_tables
from mesaproof.terminal.screens import printed
from mesaproof.uncertain.sample import SampleReport
from mesaproof.uncertain.sample_views import uncertain_tables
from symbolic.views import as_text

if TYPE_CHECKING:
    from rich.console import RenderableType


def _printed_by(table: Callable[[Any], RenderableType]) -> Callable[[Any], str]:
    return lambda record: printed(table(record))


for kind, table in (
    (named("LawReport"), law_tables),
    (named("Gradient"), gradient_tables),
    (named("TrainingRun"), training_tables),
    (named("FlowReport"), flow_screen),
    (Answer, answer_screen),
    (SampleReport, uncertain_tables),
):
    as_text(kind)(_printed_by(table))
