"""Headless Chromium, driven through its DevTools protocol over a pipe."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)

KEYS = {
    "Tab": 9,
    "Enter": 13,
    "Escape": 27,
    " ": 32,
    "End": 35,
    "Home": 36,
    "ArrowDown": 40,
    "ArrowRight": 39,
}
"""Virtual key codes."""


def chromium() -> str | None:
    """Where the browser is; None where there is none."""
    return next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )


@dataclass(slots=True)
class Browser:
    """One browser with one page."""

    process: subprocess.Popen[bytes]
    inward: int
    outward: int
    session: str = ""
    requests: list[str] = field(default_factory=list)
    """Addresses that the page asked for, its own left out."""
    complaints: list[str] = field(default_factory=list)
    """What stood on the console, what broke, what the policy refused."""
    loads: int = 0
    _rest: bytes = b""
    _number: int = 0

    def call(self, method: str, **params: Any) -> Mapping[str, Any]:
        """Ask for something and wait for the answer; events on the way are noted."""
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self.session:
            asked["sessionId"] = self.session
        os.write(self.inward, json.dumps(asked).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, told
                found: Mapping[str, Any] = told["result"]
                return found

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self.outward, 1 << 16)
            assert more, "the browser went away"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        told: dict[str, Any] = json.loads(line)
        self._note(told)
        return told

    def _note(self, told: Mapping[str, Any]) -> None:
        method, params = told.get("method", ""), told.get("params", {})
        if method == "Network.requestWillBeSent" and params.get("type") != "Document":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(json.dumps(params["args"]))
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        elif method == "Page.loadEventFired":
            self.loads += 1

    def open(self, path: Path, *, width: int = 1280, height: int = 800, fragment: str = "") -> None:
        """A file, at a size; what was noted of the page before is forgotten."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self._go("about:blank")
        self.requests.clear()
        self.complaints.clear()
        self._go(path.as_uri() + fragment)

    def _go(self, address: str) -> None:
        before = self.loads
        self.call("Page.navigate", url=address)
        while self.loads == before:
            self._next()

    def script(self, source: str) -> Any:
        """The value of an expression in the page."""
        told = self.call("Runtime.evaluate", expression=source, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """One key, down and up."""
        facts: dict[str, Any] = {"key": key, "code": "Space" if key == " " else key, "modifiers": 8 * shift}
        facts["windowsVirtualKeyCode"] = KEYS[key]
        text = {"Enter": "\r", " ": " "}.get(key)
        self.call("Input.dispatchKeyEvent", type="keyDown", **facts, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **facts)

    def enter(self, text: str) -> None:
        """Letters into what has the focus."""
        self.call("Input.insertText", text=text)

    def picture(self, path: Path, clip: tuple[int, int, int, int] | None = None) -> None:
        """What is seen, or a part of the page: across, down, width, height."""
        more: dict[str, Any] = {}
        if clip is not None:
            across, down, width, height = clip
            box = {"x": across, "y": down, "width": width, "height": height, "scale": 1}
            more = {"clip": box, "captureBeyondViewport": True}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png", **more)["data"]))

    def printed(self, path: Path, *, width: float, height: float) -> None:
        """As PDF on paper of so many millimetres."""
        told = self.call(
            "Page.printToPDF",
            paperWidth=width / 25.4,
            paperHeight=height / 25.4,
            printBackground=False,
            displayHeaderFooter=False,
            preferCSSPageSize=False,
        )
        path.write_bytes(base64.b64decode(told["data"]))

    def close(self) -> None:
        """End the browser; its pipes go with it."""
        self.session = ""
        try:
            self.call("Browser.close")
        except (AssertionError, OSError):
            self.process.kill()
        self.process.wait(timeout=20)
        os.close(self.inward)
        os.close(self.outward)

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that has no network and no past."""
    program = chromium()
    assert program is not None
    reads, inward = os.pipe()
    outward, answers = os.pipe()
    # Moved away from 3 and 4 first, where the browser expects them: either might stand on the other's place.
    reads, answers = _moved(reads), _moved(answers)
    with tempfile.TemporaryDirectory(prefix="alokasi-chromium-", ignore_cleanup_errors=True) as profile:

        def connect() -> None:
            os.dup2(reads, 3)
            os.dup2(answers, 4)

        process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=connect,
            close_fds=False,
        )
        os.close(reads)
        os.close(answers)
        with Browser(process, inward, outward) as found:
            _attach(found)
            yield found


def _moved(number: int) -> int:
    high = fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(number)
    return high


def _attach(found: Browser) -> None:
    target = found.call("Target.createTarget", url="about:blank")["targetId"]
    found.session = found.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for name in ("Page", "Network", "Runtime", "Log"):
        found.call(f"{name}.enable")
