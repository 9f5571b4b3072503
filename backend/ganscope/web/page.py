"""The page's files: our own, and Plotly's from the installed package."""

from __future__ import annotations

import functools
import gzip
import hashlib
import importlib.metadata
import importlib.resources
import mimetypes
import os
from pathlib import Path

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ganscope.web import joined

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


class Content:
    """Something to send over and over: its bytes, and compressed ones where they are fewer, made once.

    A browser checks by ETag before it uses its copy, or keeps it for ever where the address says which one it is.
    """

    def __init__(self, data: bytes, media_type: str | None) -> None:
        self._plain, self._media_type = data, media_type
        packed = gzip.compress(data, 6, mtime=0)
        self._packed = packed if len(packed) < len(data) else None
        self._tag = hashlib.sha256(data).hexdigest()[:16]

    def response(self, headers: Headers, *, for_ever: bool = False, status: int = 200) -> Response:
        """The answer to a request with these headers."""
        packed = self._packed if "gzip" in headers.get("accept-encoding", "") else None
        said = {
            "etag": f'"{self._tag}{"-gzip" if packed else ""}"',
            "vary": "accept-encoding",
            "cache-control": "public, max-age=31536000, immutable" if for_ever else "no-cache",
        }
        known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
        if said["etag"] in known:
            return Response(status_code=304, headers=said)
        if packed:
            said["content-encoding"] = "gzip"
        return Response(packed or self._plain, status, media_type=self._media_type, headers=said)


_JOINED: tuple[str, ...] = (".", "index.html", joined.SCRIPT, joined.STYLE)


class PageFiles(StaticFiles):
    """The page's files, from memory; its modules and its style sheets also joined, which is what the page asks for."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, html=True)
        self._page = directory
        self._kept: dict[str, tuple[int, Content]] = {}
        self._written, self._joined = (0, 0), dict[str, Content]()
        self._whole()

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path in _JOINED and scope["method"] in ("GET", "HEAD") and (content := self._whole().get(path)):
            return content.response(Headers(scope=scope))
        return await super().get_response(path, scope)

    def _whole(self) -> dict[str, Content]:
        """What is joined of the files as they are now; nothing where they cannot be."""
        files = [entry.stat() for part in ("", "js", "css") for entry in os.scandir(self._page / part)]
        written = len(files), max(file.st_mtime_ns for file in files)
        if written != self._written:
            try:
                index = Content(joined.index(self._page).encode(), "text/html")
                script = Content(joined.script(self._page / "js").encode(), "text/javascript")
                style = Content(joined.style(self._page).encode(), "text/css")
                self._joined = dict(zip(_JOINED, (index, index, script, style), strict=True))
            except (joined.Unjoinable, OSError):
                self._joined = {}
            self._written = written
        return self._joined

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        name, now = str(full_path), stat_result.st_mtime_ns
        written, content = self._kept.get(name, (None, None))
        if content is None or written != now:
            content = Content(Path(name).read_bytes(), mimetypes.guess_type(name)[0])
            self._kept[name] = now, content
        return content.response(Headers(scope=scope), status=status_code)


@functools.cache
def _plotly() -> Content:
    """plotly.min.js from the installed package."""
    data = importlib.resources.files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()
    return Content(data, "text/javascript")


def plotly_response(request: Request) -> Response:
    """GET /vendor/plotly.min.js; with ``?v=`` the installed version, it may be kept for ever."""
    return _plotly().response(request.headers, for_ever=request.query_params.get("v") == PLOTLY_VERSION)
