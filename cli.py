"""The program's door: Ctrl-C is answered from here on, then the command line is loaded."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 130
"""The exit code of a program that was ended by Ctrl-C: 128 and the number of SIGINT."""


def main() -> None:
    """Run the program and end with its exit code; interrupted before it began, with 130 and no word."""
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _leave)
        # Imports stand here because they take a quarter of a second, in which Ctrl-C would print a traceback.
        from optimizer.commands import gate, program  # noqa: PLC0415 # see above

        code = gate.run(program.app)
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    sys.exit(code)


def _leave(*_: object) -> None:
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
