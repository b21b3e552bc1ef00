"""A question about a scenario: read it, ask, print the page or the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from inspect import signature
from typing import Any, TypeVar

import typer

from optimizer.answers.document import document
from optimizer.commands.options import Changes, ScenarioFile, TimeLimit, Variants
from optimizer.commands.progress import progress
from optimizer.commands.reading import Asked, reading
from optimizer.commands.spoken import signed, spoken
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

    def answer(self, asked: Callable[[Desk], Answer], page: Callable[..., str]) -> None:
        """Ask, and tell in the form asked for; ``page`` takes a look and the answer."""
        answer = self.ask(asked)
        self.tell(answer, partial(page, answer=answer))

    def ask(self, asked: Callable[[Desk], Answer]) -> Answer:
        """The answer; a person who waits sees how far it is."""
        with progress(self.talk) as line:
            self.desk = Desk(self.loaded, time_limit=self.time_limit, step=line.step)
            return asked(self.desk)

    def tell(self, answer: Any, page: Callable[[Look], str]) -> None:
        """The answer in the form asked for; ``page`` is what people read."""
        if self.talk.json:
            synthetic = bool(self.loaded.scenario.synthetic)
            self.talk.document(document(answer, synthetic=synthetic))
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
def _asking(
    first: Talk,
    file: ScenarioFile,
    *,
    time_limit: TimeLimit = None,
    variants: Variants = None,
    changes: Changes = None,
) -> Iterator[Question]:
    """The scenario that is asked about; errors inside are told in its language."""
    with reading(file, variants, changes, first) as (scenario, talk):
        yield Question(scenario.load(), scenario, talk, time_limit)


def question(app: typer.Typer) -> Callable[[Callable[..., None]], None]:
    """Make a command of a function that answers a question: its own options, then those all questions share.

    The function takes the question and its own options; its name is the command's.
    """

    def commanded(answering: Callable[..., None]) -> None:
        _, *own = signature(answering, eval_str=True).parameters.values()
        first, file, *shared = signature(_asking, eval_str=True).parameters.values()

        def asking(first: Talk, **given: Any) -> None:
            mine = {one.name: given.pop(one.name) for one in own}
            with _asking(first, **given) as asked:
                answering(asked, **mine)

        spoken(app, answering.__name__)(signed(asking, [first, file, *own, *shared], answering))

    return commanded
