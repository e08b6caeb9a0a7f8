"""A browser without a window, driven over a pipe: no driver and no port are needed."""

import base64
import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_COMPLAINTS = {"Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening"}
_PATIENCE = 120  # seconds, after which a browser that says nothing is taken for dead

CONTRAST = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const part = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parts(getComputedStyle(each).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
  };
  const said = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  return [...document.body.querySelectorAll("*")]
    .filter((each) => each.tagName !== "SCRIPT" && each.checkVisibility() && !each.disabled)
    .filter((each) => [...each.childNodes].some(said))
    .map((each) => {
      const style = getComputedStyle(each);
      const drawn = each instanceof SVGElement ? style.fill : style.color;
      const [a, b] = [light(parts(drawn)), light(behind(each))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return [each.className, each.textContent.slice(0, 30), ratio];
    });
})()"""
"""How each text stands out: its class, its beginning, the ratio of contrast (WCAG)."""


def found() -> str | None:
    """Where Chromium is, if it is anywhere."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


class Browser:
    """One tab. ``events`` are what the browser said by itself since the page was opened."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._waiting = b""
        self._number = 0
        self._session: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []
        targets = self.call("Target.getTargets")["targetInfos"]
        tab = next(each["targetId"] for each in targets if each["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=tab, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask for something, as the DevTools protocol names it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters} | self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            assert select.select([self._reading], [], [], _PATIENCE)[0], "the browser is silent"
            chunk = os.read(self._reading, 1 << 20)
            assert chunk, "the browser has gone"
            self._waiting += chunk
        message, _, self._waiting = self._waiting.partition(b"\0")
        return dict(json.loads(message))

    def open(self, page: Path, fragment: str = "", *, scripts: bool = True) -> None:
        """Open ``page`` anew and wait until it is there."""
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.look()
        self._go("about:blank")  # or else another fragment of the same page would not load it
        self._go(page.as_uri() + fragment)

    def _go(self, address: str) -> None:
        self.events.clear()
        self.call("Page.navigate", url=address)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def look(self, width: int = 1280, scheme: str = "light", media: str = "") -> None:
        """Show the page this wide (in CSS pixels), ``light`` or ``dark``, perhaps for print."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key, as a person does."""
        named: dict[str, object] = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        typed = {"text": text} if text else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **named, **typed)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def paper(self) -> bytes:
        """The page as it is printed: a PDF."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"])

    @property
    def complaints(self) -> list[dict[str, Any]]:
        """Errors, refusals of the page's own policy, and dialogs."""
        return [event for event in self.events if event["method"] in _COMPLAINTS]

    @property
    def asked_for(self) -> list[str]:
        """The addresses that the page asked for."""
        sent = [e["params"] for e in self.events if e["method"] == "Network.requestWillBeSent"]
        return [each["request"]["url"] for each in sent]


@contextmanager
def browsing(program: str, profile: Path) -> Iterator[Browser]:
    """A browser, ended afterwards, with a profile of its own."""
    theirs, writing = os.pipe()
    reading, answering = os.pipe()
    # The protocol wants descriptors 3 and 4, which may be taken here: the shell moves them.
    moved = f'exec "$@" 3</dev/fd/{theirs} 4>/dev/fd/{answering}'
    command = ["sh", "-c", moved, "sh", program, *_FLAGS, f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        [*command, "about:blank"],
        pass_fds=(theirs, answering),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for each in (theirs, answering):
        os.close(each)
    try:
        browser = Browser(reading, writing)
        yield browser
    finally:
        process.terminate()
        process.wait(_PATIENCE)
        os.close(reading)
        os.close(writing)
