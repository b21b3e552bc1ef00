"""A code and its facts become a sentence in Indonesian or English."""

from optimizer.text.catalogue import headline, mend, say, sentence
from optimizer.text.inert import inert
from optimizer.text.language import Language, language_asked, system_language

__all__ = ["Language", "headline", "inert", "language_asked", "mend", "say", "sentence", "system_language"]
