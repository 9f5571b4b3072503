"""The page's files: our own, and Plotly's from the installed package."""

from __future__ import annotations

import functools
import gzip
import importlib.metadata
import importlib.resources
import mimetypes
import os
from pathlib import Path

from fastapi import Request, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# Some systems' own tables say otherwise, and a browser runs no module that is not JavaScript.
for _type, _ending in (("text/javascript", ".js"), ("text/javascript", ".mjs"), ("image/svg+xml", ".svg")):
    mimetypes.add_type(_type, _ending)

PLOTLY_VERSION = importlib.metadata.version("plotly")


def directory() -> Path:
    """Where the page is: inside the installed package, or beside the backend in a checkout."""
    package = Path(__file__).resolve().parents[1]
    places = (package / "page", package.parents[1] / "frontend")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the page is in neither {places[0]} nor {places[1]}; install ganscope again")


class PageFiles(StaticFiles):
    """Static files that a browser checks (by ETag) before it uses its copy."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "no-cache"
        return response


@functools.cache
def plotly(compressed: bool) -> bytes:
    """plotly.min.js from the installed package, compressed once."""
    data = importlib.resources.files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
    return gzip.compress(data, 6, mtime=0) if compressed else data


def plotly_response(request: Request) -> Response:
    """GET /vendor/plotly.min.js; with ``?v=`` the installed version, it may be kept for ever."""
    compressed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {
        "etag": f'"plotly-{PLOTLY_VERSION}{"-gzip" if compressed else ""}"',
        "vary": "accept-encoding",
        "cache-control": "no-cache",
    }
    if request.query_params.get("v") == PLOTLY_VERSION:
        headers["cache-control"] = "public, max-age=31536000, immutable"
    if headers["etag"] in (
        tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")
    ):
        return Response(status_code=304, headers=headers)
    if compressed:
        headers["content-encoding"] = "gzip"
    return Response(plotly(compressed), media_type="text/javascript", headers=headers)
