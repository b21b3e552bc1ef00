"""How a command speaks: language, form, how much; results to standard output, the rest to standard error."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from optimizer.errors import Finding
from optimizer.report import findings as printed
from optimizer.report import shell
from optimizer.report.paper import Paper, paper, write, write_document
from optimizer.text import Language, language_asked, mend, say, sentence, system_language
from optimizer.text.language import known

NAME = "alokasi"
_LANGUAGE_LINE = re.compile(r"^language:[ \t]*[\"']?(id|en)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_WHERE_KEYS_ARE = 64 * 1024
"""The language key is looked for in so many characters, before the scenario is read."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a command was asked to print, and how."""

    asked: Language | None
    """The language of ``--lang``."""
    language: Language
    """The language spoken."""
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    whole: bool = False
    """Whether findings are told to the last, however many there are."""

    @property
    def program(self) -> str:
        """How the user can call this program again."""
        called = Path(sys.argv[0])
        if shutil.which(NAME):
            return NAME
        near = called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else called
        return shell.written("python", near) if called.suffix == ".py" else shell.written(near)

    @property
    def page(self) -> Paper:
        """What standard output can show."""
        return paper(sys.stdout)

    def about(self, text: str) -> Talk:
        """In the language of the scenario, unless another was asked for."""
        written = _LANGUAGE_LINE.search(text[:_WHERE_KEYS_ARE])
        own: Language = "en" if written and written[1] == "en" else "id"
        return replace(self, language=self.asked or own) if written else self

    def about_file(self, file: Path) -> Talk:
        """In the language of a scenario's file, as far as it can be read."""
        try:
            with file.open("rb") as opened:
                return self.about(opened.read(_WHERE_KEYS_ARE).decode("utf-8", "replace"))
        except OSError:
            return self

    def say(self, code: str, /, **facts: Any) -> str:
        """A sentence."""
        return say(code, self.language, **facts)

    def result(self, text: str) -> None:
        """What was asked for, to standard output."""
        write(sys.stdout, text)

    def document(self, content: Mapping[str, Any]) -> None:
        """What was asked for, as one JSON document."""
        write_document(json.dumps(content, ensure_ascii=False, indent=2))

    def aside(self, text: str) -> None:
        """Talk, to standard error; nothing when quiet or when a program listens."""
        if not (self.quiet or self.json):
            write(sys.stderr, text)

    def aloud(self, text: str) -> None:
        """What must be heard, to standard error."""
        write(sys.stderr, text)

    def warnings(self, found: Sequence[Finding], file: str) -> None:
        """Findings that do not end the command, to standard error; each kind of warning once, unless -v."""
        if not found:
            return
        page = paper(sys.stderr)
        if self.verbose:
            self.aside("\n".join([*self.lines(found, page), ""]))
            return
        warned = [one for one in found if one.level == "warning"]
        if not warned:
            return
        self.aside("\n".join(printed.brief(warned, page, self.language)))
        command = shell.lines(f"{self.program} validate {file}", page.width - 4)
        self.aside("\n".join([self.say("findings.see"), *(f"  {line}" for line in command), ""]))

    def lines(self, found: Iterable[Finding], page: Paper) -> list[str]:
        """Findings in lines, a screenful unless -v."""
        return printed.lines(found, page, self.language, everything=self.verbose or self.whole)

    def findings_document(
        self, status: str, found: Iterable[Finding], *, synthetic: bool = False
    ) -> Mapping[str, Any]:
        """Findings for a program; ``synthetic``: about figures that are made up."""
        marks = {"synthetic": True} if synthetic else {}
        return {"status": status, **marks, "findings": [self._finding(one) for one in found]}

    def _finding(self, one: Finding) -> Mapping[str, Any]:
        advice = mend(one, self.language)
        said = sentence(one, self.language)
        return {
            "code": one.code,
            "level": one.level,
            "file": one.place.file if one.place else None,
            "line": one.place.line if one.place else None,
            "column": one.place.column if one.place else None,
            "path": one.path,
            "message": f"{said} {advice}" if advice else said,
        }


def talk_of(lang: str | None, *, json: bool = False, quiet: bool = False, verbose: bool = False) -> Talk:
    """The talk that options ask for; ``--lang`` may also stand before the command."""
    asked = known(lang) or language_asked(sys.argv[1:])
    return Talk(asked, asked or system_language(), json, quiet, verbose)


def talk_before_parsing(words: Sequence[str]) -> Talk:
    """The talk a command line asks for, read off before it is parsed: errors of parsing need it."""
    own = words[: words.index("--")] if "--" in words else words
    return talk_of(language_asked(own), json="--json" in own, verbose="-v" in own or "--verbose" in own)
