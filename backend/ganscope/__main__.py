"""`python -m ganscope` is `ganscope`."""

from __future__ import annotations

import sys

from ganscope.cli import main

if __name__ == "__main__":
    sys.exit(main())
