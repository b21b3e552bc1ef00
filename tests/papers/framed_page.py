"""What stands on a page of a comparison or a study, read off its HTML alone; what a browser shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from browser import Browser, browser
from outside import needs

SCREENS = ((1280, 800), (390, 844))

CONTRAST = """(function () {
  function parts(colour) { return colour.match(/[\\d.]+/g).map(Number); }
  function light(colour) {
    var linear = parts(colour).slice(0, 3).map(function (one) {
      one = one / 255;
      return one <= 0.04045 ? one / 12.92 : Math.pow((one + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
  function behind(element) {
    for (var at = element; at; at = at.parentElement) {
      var colour = getComputedStyle(at).backgroundColor;
      if (parts(colour)[3] !== 0) { return colour; }
    }
    return "rgb(255, 255, 255)";
  }
  var found = {};
  document.querySelectorAll("body *:not(svg *):not(script)").forEach(function (element) {
    var own = Array.prototype.some.call(element.childNodes, function (node) {
      return node.nodeType === 3 && node.textContent.trim();
    });
    if (!own || !element.getClientRects().length) { return; }
    var pair = [light(getComputedStyle(element).color), light(behind(element))].sort();
    var ratio = (Math.max(pair[0], pair[1]) + 0.05) / (Math.min(pair[0], pair[1]) + 0.05);
    if (ratio < 4.5) { found[element.tagName + "." + element.className] = ratio; }
  });
  return JSON.stringify(found);
})()"""
"""Elements whose letters stand out less than 4.5 to 1."""


class Read(HTMLParser):
    """Figures, rows and tags of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.figures: dict[str, Fraction] = {}
        self.shown: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[str] = []
        self._open = ""
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        if tag == "data":
            self._open = told["data-figure"] or ""
            value = Fraction(told["value"] or "")
            assert self.figures.setdefault(self._open, value) == value, self._open
            self.shown[self._open] = ""
        elif tag == "tr":
            self.rows.append(told.get("id") or "")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.shown[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "data":
            self._open = ""

    def below(self, prefix: str) -> dict[str, Fraction]:
        """Figures whose key begins so."""
        return {key: value for key, value in self.figures.items() if key.startswith(prefix)}


def opened() -> Iterator[Browser]:
    """A browser, or a skip that names it; for a fixture."""
    needs("chromium")
    with browser() as found:
        yield found


def every_figure_opens(found: Browser) -> Any:
    """Keys of figures of tables that open no dialog, or one without their number; empty where all do."""
    return found.script(
        """(function () {
          var dialog = document.getElementById("chain"), bad = [];
          document.querySelectorAll("td data[data-figure]").forEach(function (data) {
            data.click();
            var said = dialog.open ? dialog.textContent : "";
            if (said.indexOf(data.textContent.replace(" *", "")) < 0) { bad.push(data.dataset.figure); }
            if (dialog.open) { dialog.close(); }
          });
          return bad.join();
        })()"""
    )


def quiet_at_every_size(found: Browser, file: Path) -> None:
    """Nothing is asked for, nothing complains, nothing stands out to the side, letters stand out."""
    for width, height in SCREENS:
        found.open(file, width=width, height=height)

        assert (found.requests, found.complaints) == ([], [])
        assert found.script("document.documentElement.scrollWidth") <= width
        assert found.script(CONTRAST) == "{}"
