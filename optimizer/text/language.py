"""Which of the two languages a reader gets."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
LOCALES: Mapping[Language, str] = {"id": "id_ID", "en": "en_US"}


def known(name: str | None) -> Language | None:
    """The language a name stands for: ``id``, ``en_GB.UTF-8``, ``Indonesian_Indonesia``.

    >>> known("en_GB.UTF-8"), known("Indonesian_Indonesia.1252"), known("C")
    ('en', 'id', None)
    """
    start = (name or "").replace("-", "_").split("_")[0].split(".")[0].lower()
    if start in ("id", "in", "indonesian"):
        return "id"
    return "en" if start in ("en", "english") else None


def system_language(environment: Mapping[str, str] | None = None) -> Language:
    """The system's language where it is one of the two, else Indonesian: the tool is made for Indonesia."""
    setting = os.environ if environment is None else environment
    first = next((setting[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if setting.get(key)), None)
    return known(first) or "id"


def language_asked(words: Sequence[str]) -> Language | None:
    """The last ``--lang`` on a command line, before any option is parsed: help needs it first."""
    asked: Language | None = None
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word == "--":
            break
        given = following if word == "--lang" else word.removeprefix("--lang=") if "=" in word else None
        asked = known(given) or asked if word.startswith("--lang") else asked
    return asked
