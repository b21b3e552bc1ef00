"""The folder of a study: finished cases while it runs, then its tables and summary, each file whole."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from optimizer import folder
from optimizer.answers.document import document
from optimizer.errors import AlokasiError, FailedError, Finding, InvalidError
from optimizer.plan.files import yaml_text
from optimizer.study.case import Case
from optimizer.study.designing.shapes import Study
from optimizer.study.designing.written import digest, study_yaml
from optimizer.study.telling.conducting import Conducted
from optimizer.study.telling.tables import Table, cases_table, csv_text, lines_table, marked, regions_table

STUDY = "study.yaml"
STORE = "cases"
"""The folder of finished cases within that of the study."""

PAGE = "laporan.html"
"""The page of the study, for people."""

TABLES = ("cases", "regions", "lines")
_FILES = tuple(f"{name}.{end}" for name in TABLES for end in ("csv", "parquet"))
OURS = (STUDY, STORE, "summary.json", "run.yaml", PAGE, *_FILES)
_MARK = ".alokasi-"


def begun(out: Path, study: Study, every: Sequence[Case]) -> Path:
    """Make the folder a study's, or find it so; return where finished cases go.

    Raises:
        InvalidError: it holds another study, or what this program did not write.
        FailedError: the disk refuses.
    """
    with _told(out):
        if out.exists() and not out.is_dir():
            raise InvalidError([Finding("out.is_file", {"out": str(out)})])
        found = sorted(entry.name for entry in out.iterdir()) if out.is_dir() else []
        foreign = [name for name in found if name not in OURS and not name.startswith(_MARK)]
        if foreign or (found and STUDY not in found):
            raise InvalidError([Finding("study.out_foreign", {"out": str(out), "names": foreign or found})])
        text = study_yaml(study, every)
        if found:
            _same_study(out, digest(study, every))
        out.mkdir(parents=True, exist_ok=True)
        _put(out / STUDY, text.encode())
    return out / STORE


def _same_study(out: Path, wanted: str) -> None:
    lines = (out / STUDY).read_text("utf-8", "replace").splitlines()
    known = next((line.partition(": ")[2] for line in lines if line.startswith("digest: ")), "")
    if known.strip('"') != wanted:
        title = next((line.partition(": ")[2] for line in lines if line.startswith("title: ")), "-")
        raise InvalidError([Finding("study.out_other", {"out": str(out), "title": title.strip('"')})])


def finished(
    out: Path, done: Conducted, run: Mapping[str, Any], papers: Mapping[str, bytes]
) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Write tables, summary and papers; return the files, and a note where Parquet could not be written.

    Raises:
        FailedError: the disk refuses; files that are there are whole.
    """
    made = {
        "cases": cases_table(done.results),
        "regions": regions_table(done.results),
        "lines": lines_table(done.results),
    }
    synthetic = bool(done.results.study.base.scenario.synthetic)
    tables = {name: marked(table) if synthetic else table for name, table in made.items()}
    files: dict[str, bytes] = {f"{name}.csv": csv_text(table).encode() for name, table in tables.items()}
    notes = _with_parquet(files, tables)
    files["summary.json"] = summary_json(done).encode()
    files["run.yaml"] = yaml_text(dict(run)).encode()
    files |= papers
    with _told(out):
        for name, content in files.items():
            _put(out / name, content)
    return tuple(out / name for name in (STUDY, *files)), notes


def summary_json(done: Conducted) -> str:
    """The summary as one document, the same bytes for the same study."""
    synthetic = bool(done.results.study.base.scenario.synthetic)
    told = document(done.summary, synthetic=synthetic)
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _with_parquet(files: dict[str, bytes], tables: Mapping[str, Table]) -> tuple[Finding, ...]:
    try:
        # Imported only here: it takes half a second, and is installed for few.
        parquet = importlib.import_module("optimizer.study.telling.parquet")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pyarrow":
            raise
        return (Finding("study.no_parquet", {}, "note"),)
    for name, table in tables.items():
        files[f"{name}.parquet"] = parquet.parquet_bytes(table)
    return ()


def _put(place: Path, content: bytes) -> None:
    """Write a file whole or not at all; one that says the same already stays as it is."""
    if place.is_file() and place.read_bytes() == content:
        return
    folder.whole(place, content)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except AlokasiError:
        raise
    except OSError as error:
        facts = {"out": str(out), "reason": error.strerror or str(error)}
        raise FailedError([Finding("out.failed", facts)]) from error
