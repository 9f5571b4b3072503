"""Serve the real lab; settings as flags."""

from __future__ import annotations

import argparse
import os

from ganscope.lab.engine import Lab
from ganscope.web import settings
from ganscope.web.server import serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    settings.add_arguments(parser)
    values = settings.read(os.environ, vars(parser.parse_args()))
    serve(values, Lab(values.sessions, values.orphan_seconds), open_browser=False)
