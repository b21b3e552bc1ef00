"""stub"""
from optimizer.errors import Finding
from optimizer.scenario.nodes import Branch


def is_table(text: str) -> bool:
    return text.partition("#")[0].lower().endswith((".csv", ".xlsx"))


def table(raw: bytes, name: str, key: str, first: str, sheet: str) -> tuple[Branch | None, tuple[Finding, ...]]:
    raise NotImplementedError
