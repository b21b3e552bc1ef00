"""Variants are completed from their file alone, quickly and silently, in every shell."""

from __future__ import annotations

import os
import pty
import resource
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import PROGRAM, STARTER, Done, alokasi, environment
from outside import needs

from optimizer.scenario.reading import load
from optimizer.scenario.variants import parted, variant_names

SCENARIO = """\
variants:
  efisiensi-10: {change: {title: a}}
  efisiensi-20: {change: {title: b}}
  tanpa-provinsi: {change: {title: c}}
  "$(reboot)": {change: {title: d}}
  rusak: 5
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(SCENARIO, "utf-8")
    lines = "extends: base.yaml\nvariants: {efisiensi-10: null, efisiensi-30: {change: {title: a}}}\n"
    (tmp_path / "anak.yaml").write_text(lines, "utf-8")
    (tmp_path / "rusak.yaml").write_text("variants: {a: [\n", "utf-8")
    (tmp_path / "biner.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "lingkar.yaml").write_text("extends: lingkar.yaml\nvariants: {a: {change: {}}}\n", "utf-8")
    return tmp_path


def asked(shell: str, line: str, folder: Path, action: str = "get-args") -> Done:
    """What a shell is told at the end of a line; bash parts words at ``@`` and counts them."""
    words = line.replace("@", " @ ").split() if shell == "bash" else []
    here = len(words) - (0 if line.endswith(" ") else 1)
    setting = {"_ALOKASI_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    setting |= {
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(here),
        "_TYPER_COMPLETE_FISH_ACTION": action,
    }
    setting |= {"_TYPER_COMPLETE_WORD_TO_COMPLETE": line.rpartition(" ")[2]}
    return alokasi(cwd=folder, setting=setting)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("alokasi solve base.yaml@", ["efisiensi-10", "efisiensi-20", "tanpa-provinsi"]),
        ("alokasi solve base.yaml@efi", ["efisiensi-10", "efisiensi-20"]),
        ("alokasi validate anak.yaml@efi", ["efisiensi-20", "efisiensi-30"]),
        ("alokasi --lang en show -v base.yaml@tan", ["tanpa-provinsi"]),
        ("alokasi solve lingkar.yaml@", ["a"]),
        ("alokasi compare a.yaml base.yaml@tanpa-provinsi@efi", ["efisiensi-10", "efisiensi-20"]),
    ],
)
def test_variants_of_a_file_are_completed(folder: Path, line: str, names: list[str]) -> None:
    """bash replaces the ``@`` too; the other shells replace the whole word. No hostile name is offered."""
    file = line.rpartition(" ")[2].rpartition("@")[0]
    words = [f"{file}@{name}" for name in names]

    assert asked("bash", line, folder).out.split() == [f"@{name}" for name in names]
    assert asked("fish", line, folder).out.split() == words
    assert asked("fish", line, folder, "is-args").code == 0
    assert asked("powershell", line, folder).out.replace("::: ", "").split() == words
    listed = "\n".join(f'"{word}"' for word in words)
    assert asked("zsh", line, folder).out.strip() == f"_arguments '*: :(({listed}))'"


@pytest.mark.parametrize("shell", ["bash", "fish"])
@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("alokasi solve base.yaml --with ", ["efisiensi-10", "efisiensi-20", "tanpa-provinsi"]),
        (
            "alokasi solve base.yaml --set a=b --with tanpa-provinsi --with efi",
            ["efisiensi-10", "efisiensi-20"],
        ),
        ("alokasi show anak.yaml@efisiensi-20 --with t", ["tanpa-provinsi"]),
    ],
)
def test_variants_are_completed_after_with(folder: Path, shell: str, line: str, names: list[str]) -> None:
    assert asked(shell, line, folder).out.split() == names


def test_a_bash_that_does_not_part_words_at_the_sign_gets_the_whole_word(folder: Path) -> None:
    setting = {
        "_ALOKASI_COMPLETE": "complete_bash",
        "COMP_WORDS": "alokasi solve base.yaml@t",
        "COMP_CWORD": "2",
    }

    assert alokasi(cwd=folder, setting=setting).out.split() == ["base.yaml@tanpa-provinsi"]


@pytest.mark.parametrize("file", ["rusak.yaml", "biner.yaml", "tidak-ada.yaml", ".", "x" * 5_000])
@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("line", ["alokasi solve {}@e", "alokasi solve {} --with e"])
def test_a_file_that_cannot_be_read_offers_nothing_and_says_nothing(
    folder: Path, file: str, shell: str, line: str
) -> None:
    done = asked(shell, line.format(file), folder)

    assert (done.code, done.err) == (0, "")
    assert done.out.strip() in ("", "_files")


def test_completion_of_variants_loads_nothing_heavy(folder: Path) -> None:
    heavy = ["rich", "pydantic", "numpy", "pulp", "highspy", "pandas"]
    code = f"""
import sys
sys.argv = ["alokasi"]
import cli
try:
    cli.main()
except SystemExit:
    pass
print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
    setting = environment(
        _ALOKASI_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="alokasi solve base.yaml@efi"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=setting, cwd=folder, capture_output=True, check=True
    )

    assert b"base.yaml@efisiensi-10" in done.stdout
    assert done.stderr.decode().strip() == "[]"


def test_completion_of_variants_takes_less_than_a_third_of_a_second() -> None:
    """Of the process's own time, on the largest real scenario."""

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        scenarios = STARTER.parents[2] / "scenarios"
        assert "efisiensi-20" in asked("fish", "alokasi solve ntb/base.yaml@efi", scenarios).out
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(8)) < 0.3


@pytest.mark.parametrize("file", ["ntb/base.yaml", "ntt/base.yaml", "ntt/from-2026.yaml"])
def test_the_names_are_those_the_reader_knows(file: str) -> None:
    path = STARTER.parents[2] / "scenarios" / file

    assert variant_names(path) == tuple(load(path).variants)


# --- real shells ---


@pytest.fixture
def installed(folder: Path) -> dict[str, str]:
    """An environment in which ``alokasi`` is a program."""
    program = folder / "bin" / "alokasi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {" ".join(PROGRAM)} "$@"\n', "utf-8")
    program.chmod(0o755)
    return environment(PATH=f"{program.parent}:{os.environ['PATH']}", TERM="dumb")


def script(shell: str) -> str:
    return alokasi(setting={"_ALOKASI_COMPLETE": f"source_{shell}"}).out


def test_fish_itself_completes_them(folder: Path, installed: dict[str, str]) -> None:
    asking = f'{script("fish")}\ncomplete -C "alokasi solve base.yaml@efi"'
    done = subprocess.run(
        [needs("fish"), "--no-config", "-c", asking],
        env=installed,
        cwd=folder,
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode().split() == ["base.yaml@efisiensi-10", "base.yaml@efisiensi-20"]


@pytest.mark.parametrize(
    ("shell", "start"),
    [
        (["bash", "--norc", "--noprofile", "-i"], "PS1='> '"),
        (["zsh", "-f", "-i"], "PS1='> '; autoload -Uz compinit; compinit -D"),
    ],
    ids=["bash", "zsh"],
)
def test_a_terminal_completes_them(
    folder: Path, installed: dict[str, str], shell: list[str], start: str
) -> None:
    (folder / "script").write_text(script(shell[0]), "utf-8")
    with Terminal([needs(shell[0]), *shell[1:]], folder, installed) as terminal:
        terminal.types(f"{start}; source ./script; echo re''ady\n")
        assert terminal.shows("ready")
        terminal.types("alokasi solve base.yaml@tan\t")

        assert terminal.shows("base.yaml@tanpa-provinsi")


class Terminal:
    """An interactive shell and what it has printed."""

    def __init__(self, words: list[str], folder: Path, setting: dict[str, str]) -> None:
        self.seen = b""
        self._end, other = pty.openpty()
        self._shell = subprocess.Popen(
            words, stdin=other, stdout=other, stderr=other, cwd=folder, env=setting, start_new_session=True
        )
        os.close(other)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._shell.kill()
        self._shell.wait()
        os.close(self._end)

    def types(self, keys: str) -> None:
        """Press keys."""
        os.write(self._end, keys.encode())

    def shows(self, text: str) -> bool:
        """Whether a text appears within ten seconds, whatever moves the cursor in between."""
        return any(text in shown for shown in self._growing(time.monotonic() + 10))

    def _growing(self, until: float) -> Iterator[str]:
        while time.monotonic() < until:
            if select.select([self._end], [], [], 0.2)[0]:
                self.seen += os.read(self._end, 65536)
            yield self.seen.decode("utf-8", "replace").replace("\x08", "")


# --- what is completed is understood ---


def test_a_file_and_its_variant_are_one_word() -> None:
    short = alokasi("show", f"{STARTER}@{variant_names(STARTER)[0]}", "--yaml")
    long = alokasi("show", STARTER, "--with", variant_names(STARTER)[0], "--yaml")

    assert (short.code, short.err) == (0, "")
    assert short.out == long.out


def test_the_variant_of_the_word_comes_first() -> None:
    first, second = variant_names(STARTER)[:2]
    short = alokasi("show", f"{STARTER}@{first}", "--with", second, "--yaml")

    assert short.out == alokasi("show", STARTER, "--with", first, "--with", second, "--yaml").out


def test_a_variant_that_is_none_is_refused() -> None:
    assert alokasi("validate", f"{STARTER}@tidak-ada", "--json").codes == ["variant.unknown"]


def test_a_file_with_the_sign_in_its_name_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("", "utf-8")
    named = tmp_path / "a.yaml@b"
    named.write_text("", "utf-8")

    assert parted(named) == (named, "")
    assert parted(tmp_path / "a.yaml@c") == (tmp_path / "a.yaml", "c")
    assert parted(tmp_path / "b.yaml@c") == (tmp_path / "b.yaml@c", "")
    assert parted(Path("x" * 5_000 + "@c")) == (Path("x" * 5_000 + "@c"), "")
