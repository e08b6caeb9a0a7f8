"""``python -m guard``, and the program ``guard``: start fast, run the command line, stop fast."""

import gc
import os
import sys


def start() -> None:
    """Run guard with the arguments of the process and exit."""
    # Starting makes many objects and hardly any garbage; looking for some costs a tenth of it.
    gc.set_threshold(200_000)
    from guard.cli import UNABLE, main

    code = UNABLE
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else code
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError:  # nobody read the answer, so there was none
        code = UNABLE
    if "sqlite3" in sys.modules:
        sys.exit(code)  # a ledger may be open, and is closed in order
    # The system takes the memory back at once; Python would take every object apart first.
    os._exit(code)


if __name__ == "__main__":
    start()
