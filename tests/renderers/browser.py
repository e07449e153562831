"""A page in Chromium, driven through a pipe: what its script does under the pointer and the keyboard."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--window-size=1200,900", "--remote-debugging-pipe",
)  # fmt: skip


class Page:
    """An open page."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back, self._rest, self._count, self._session = to, back, b"", 0, ""

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """Return what the browser answers to a command of its protocol."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params} | ({"sessionId": self._session} if self._session else {})
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._rest:
                found = os.read(self._back, 1 << 16)
                assert found, "the browser has ended"
                self._rest += found
            line, _, self._rest = self._rest.partition(b"\0")
            answer = json.loads(line)
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def open(self, file: Path, *, has_script: bool = True) -> None:
        """Load a file and wait for it."""
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        if not has_script:
            self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.call("Page.navigate", url=file.resolve().as_uri())
        while self.ask("document.readyState + location.protocol") != "completefile:":
            pass

    def ask(self, expression: str) -> Any:
        """Return the value of an expression of the page."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)["result"].get("value")

    def point(self, selector: str) -> None:
        """Move the pointer onto the first element of a selector."""
        place = "(e => { e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2] })"
        x, y = self.ask(f"{place}(document.querySelector({json.dumps(selector)}))")
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def press(self, key: str, code: int) -> None:
        """Press a key."""
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def picture(self, file: Path) -> None:
        """Save what the window shows as a PNG."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def browser() -> Iterator[Page]:
    """Yield a page of a Chromium of its own, which ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        theirs_in, to = os.pipe()
        back, theirs_out = os.pipe()
        # The browser reads from 3 and writes to 4, which are other files here.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (theirs_in, theirs_out)]

        def ready() -> None:
            for number, end in zip((3, 4), ends, strict=True):
                os.dup2(end, number)

        program = subprocess.Popen([PROGRAM, *FLAGS, f"--user-data-dir={folder}"], preexec_fn=ready, pass_fds=(3, 4), stderr=subprocess.DEVNULL)
        for end in (theirs_in, theirs_out, *ends):
            os.close(end)
        try:
            yield Page(to, back)
        finally:
            program.terminate()
            program.wait(20)
            os.close(to)
            os.close(back)
