"""The page's files: our own, and Plotly's from the installed package."""

from __future__ import annotations

import functools
import gzip
import hashlib
import importlib.metadata
import importlib.resources
import mimetypes
import os
import re
from pathlib import Path

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# Some systems' own tables say otherwise, and a browser runs no module that is not JavaScript.
for _type, _ending in (("text/javascript", ".js"), ("text/javascript", ".mjs"), ("image/svg+xml", ".svg")):
    mimetypes.add_type(_type, _ending)

FOR_EVER = "public, max-age=31536000, immutable"
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
            "cache-control": FOR_EVER if for_ever else "no-cache",
        }
        known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
        if said["etag"] in known:
            return Response(status_code=304, headers=said)
        if packed:
            said["content-encoding"] = "gzip"
        return Response(packed or self._plain, status, media_type=self._media_type, headers=said)


VERSIONED = "v"
"""First part of the addresses of files that may be kept for ever; the second is :attr:`PageFiles.version`."""

_PART = re.compile(r'(?<=src="|ref=")(?=(?:js|css)/)')
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_SCRIPT = re.compile(r'<script type="module" src="([^"]+)"></script>')
_IMPORT = re.compile(r'^(?:import\b[^"\n]*|\} from )"(\.[^"]+\.js)";', re.MULTILINE)


class PageFiles(StaticFiles):
    """The page's files, from memory.

    The page itself is asked for with every visit; its modules and style sheets lie below an address with a digest of
    them all, so that a browser keeps them until one changes.  What the first picture waits for is named in the page, or
    a browser would find out module by module.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, html=True)
        self._page = directory
        self._kept: dict[str, tuple[int, Content]] = {}
        self._written: tuple[int, int] | None = None
        self._parts = dict[str, Content]()
        self.version = ""
        self._index()

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] in ("GET", "HEAD") and path in (".", "index.html"):
            return self._index().response(Headers(scope=scope))
        first, _, rest = path.partition("/")
        if first != VERSIONED:
            return await super().get_response(path, scope)
        version, _, file = rest.partition("/")
        if version == self.version and scope["method"] in ("GET", "HEAD") and (part := self._parts.get(file)):
            return part.response(Headers(scope=scope), for_ever=True)
        return await super().get_response(file, scope)

    def _index(self) -> Content:
        """The page, with the addresses of its parts as the files are now."""
        files = sorted(file for part in ("js", "css") for file in (self._page / part).rglob("*.*s"))
        index = self._page / "index.html"
        written = len(files), max(file.stat().st_mtime_ns for file in (index, *files))
        if written != self._written:
            texts = {file: file.read_bytes() for file in files}
            self.version = hashlib.sha256(
                b"\0".join([b"%d" % len(text) + text for text in texts.values()])
            ).hexdigest()[:16]
            text = _SCRIPT.sub(lambda found: self._preloads(found[1]) + found[0], index.read_text("utf-8"))
            text = text.replace("<html ", f'<html data-languages="{" ".join(self.languages())}" ', 1)
            text = _PART.sub(f"{VERSIONED}/{self.version}/", text).replace("PLOTLY", PLOTLY_VERSION)
            self._whole = Content(text.encode(), "text/html")
            self._parts = {
                file.relative_to(self._page).as_posix(): Content(text, mimetypes.guess_type(file.name)[0])
                for file, text in texts.items()
            }
            self._written = written
        return self._whole

    def languages(self) -> list[str]:
        """The codes of the languages that the page has, English first: a language is a file ``js/words/CODE.js``."""
        found = sorted(file.stem for file in (self._page / "js" / "words").glob("*.js") if _CODE.fullmatch(file.stem))
        return sorted(found, key=lambda code: code != "en") or ["en"]

    def _preloads(self, main: str) -> str:
        """Links to the modules that this one imports, those nearest to it first."""
        found = {(self._page / main).resolve(): None}
        for module in (queue := list(found)):
            for path in _IMPORT.findall(module.read_text("utf-8")):
                if (other := (module.parent / path).resolve()) not in found and other.is_file():
                    found[other] = None
                    queue.append(other)
        names = [module.relative_to(self._page.resolve()).as_posix() for module in queue[1:]]
        return "".join(f'<link rel="modulepreload" href="{name}" />\n    ' for name in names)

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
