"""A question about a scenario: read it, ask, print the page or the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from optimizer.answers.document import document
from optimizer.commands.progress import progress
from optimizer.commands.reading import Asked, reading
from optimizer.commands.talk import Talk
from optimizer.questions.desk import Desk
from optimizer.report.view import Look
from optimizer.scenario.reading import Loaded

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Question:
    """A scenario that was read, ready to be asked about."""

    loaded: Loaded
    file: Asked
    talk: Talk
    time_limit: float | None = None
    desk: Desk | None = None
    """Where it was asked."""

    def ask(self, asked: Callable[[Desk], Answer]) -> Answer:
        """The answer; a person who waits sees how far it is."""
        with progress(self.talk) as line:
            self.desk = Desk(self.loaded, time_limit=self.time_limit, step=line.step)
            return asked(self.desk)

    def tell(self, answer: Any, page: Callable[[Look], str]) -> None:
        """The answer in the form asked for; ``page`` is what people read."""
        if self.talk.json:
            self.talk.document(document(answer))
        else:
            self.talk.result(page(self.look))

    @property
    def look(self) -> Look:
        """The scenario on the paper and in the language of the answer."""
        talk = self.talk
        look = Look(self.loaded.scenario, talk.page, talk.language, talk.verbose, talk.program)
        known = (self.desk.plans, tuple(self.desk.doubts)) if self.desk else (0, ())
        return replace(look, brief=talk.quiet, plans=known[0], doubts=known[1])


@contextmanager
def asking(
    file: Path,
    variants: Sequence[str] | None,
    changes: Sequence[str] | None,
    talk: Talk,
    time_limit: float | None = None,
) -> Iterator[Question]:
    """The scenario that is asked about; errors inside are told in its language."""
    with reading(file, variants, changes, talk) as (scenario, spoken):
        yield Question(scenario.load(), scenario, spoken, time_limit)
