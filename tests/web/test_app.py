from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_lab import FakeLab
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

import ganscope
from ganscope.game.experiment import Experiment
from ganscope.lab.presets import PRESETS
from ganscope.web.app import create_app
from ganscope.web.page import PLOTLY_VERSION, PageFiles, directory
from ganscope.web.settings import Settings
from ganscope.web.wire import decode


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = create_app(FakeLab(), Settings())  # pyright: ignore[reportArgumentType]
    with TestClient(app, base_url="http://localhost:8000", client=("127.0.0.1", 5)) as client:
        yield client


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {
        "status": "ok",
        "version": ganscope.__version__,
        "sessions": 0,
        "device": "cpu",
    }


def test_schema(client: TestClient) -> None:
    schema = client.get("/api/schema").json()
    assert schema["experiment"] == Experiment.model_json_schema()
    mapping = schema["commands"]["discriminator"]["mapping"]
    assert {"play", "pause", "round", "edit", "load", "ack"} <= mapping.keys()


def test_presets_are_experiments(client: TestClient) -> None:
    presets = client.get("/api/presets").json()
    assert presets
    for preset in presets:
        assert preset.keys() == {"name", "title", "summary", "look_for", "experiment", "shown_at", "speed", "charts"}
        Experiment.model_validate_json(json.dumps(preset["experiment"]))


def test_a_preset_has_a_picture_once_it_is_made(client: TestClient) -> None:
    address = f"/api/presets/{PRESETS[0].name}/thumbnail"
    assert client.get(address).json() == {"state": "training", "share": 0.5}
    made = client.get(address)
    assert made.status_code == 200
    assert decode(made.content).kind == "frame" and decode(made.content).meta["round"] == 7


def test_an_unknown_picture_is_refused(client: TestClient) -> None:
    answer = client.get("/api/presets/mona-lisa/thumbnail")
    assert answer.status_code == 404
    assert answer.json()["got"] == "mona-lisa" and PRESETS[0].name in answer.json()["accepts"]


def test_our_files_are_revalidated(client: TestClient) -> None:
    first = client.get("/")
    assert first.status_code == 200 and first.headers["content-type"].startswith("text/html")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


def test_the_page_s_modules_are_named_in_it_and_kept_for_ever(client: TestClient) -> None:
    page = client.get("/").text
    named = re.findall(r'<link rel="modulepreload" href="(v/[0-9a-f]{16}/(js/[^"]+))" />', page)
    [main] = re.findall(r'<script type="module" src="([^"]+)"', page)
    reached, new = set[Path](), {directory() / "js/page/main.js"}
    while new:
        reached |= new
        paths = [(file.parent / path).resolve() for file in new
                 for path in re.findall(r'^(?:import|\}) [^;]*?"(\.[^"]+)";', file.read_text(), re.M)]  # fmt: skip
        new = set(paths) - reached
    assert {directory() / name for _, name in named} == reached - {directory() / "js/page/main.js"}
    for address in (main, named[0][0]):
        answer = client.get(f"/{address}")
        assert "immutable" in answer.headers["cache-control"] and answer.headers["content-type"].startswith(
            "text/javascript"
        )
        again = client.get(f"/{address}", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304 and "immutable" in again.headers["cache-control"]
    old = client.get("/v/0123456789abcdef/js/page/main.js")
    assert old.status_code == 200 and old.headers["cache-control"] == "no-cache"


def test_a_file_that_changes_gets_another_address(tmp_path: Path) -> None:
    for name, text in {
        "index.html": '<script type="module" src="js/a.js"></script>',
        "js/a.js": "1",
        "css/a.css": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    with TestClient(Starlette(routes=[Mount("/", PageFiles(tmp_path))])) as client:
        before = client.get("/").text
        assert client.get("/").text == before
        (tmp_path / "js" / "a.js").write_text("2")
        os.utime(tmp_path / "js" / "a.js", ns=(2**62, 2**62))
        assert client.get("/").text != before


def test_the_page_says_which_languages_there_are(client: TestClient, tmp_path: Path) -> None:
    assert '<html data-languages="en' in client.get("/").text
    (tmp_path / "js" / "words").mkdir(parents=True)
    (tmp_path / "css").mkdir()
    (tmp_path / "index.html").write_text('<html lang="en"></html>')
    for name in ("words", "marks", "en", "de-CH", "zh-Hans"):
        (tmp_path / "js" / "words" / f"{name}.js").write_text("")
    with TestClient(Starlette(routes=[Mount("/", PageFiles(tmp_path))])) as other:
        assert other.get("/").text == '<html data-languages="en de-CH zh-Hans" lang="en"></html>'


def test_types_that_browsers_insist_on(client: TestClient) -> None:
    for ending, kind in ((".js", "text/javascript"), (".css", "text/css"), (".svg", "image/svg+xml")):
        file = next(directory().rglob(f"*{ending}"))
        response = client.get("/" + file.relative_to(directory()).as_posix())
        assert response.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/none.js", "/docs", "/openapi.json"])
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_plotly_is_compressed_once_and_kept(client: TestClient) -> None:
    response = client.get(f"/vendor/plotly.min.js?v={PLOTLY_VERSION}")
    assert response.headers["content-encoding"] == "gzip" and "immutable" in response.headers["cache-control"]
    assert int(response.headers["content-length"]) < 1_700_000 < 4_000_000 < len(response.content)
    assert response.headers["content-type"].startswith("text/javascript")
    etag = response.headers["etag"]
    assert client.get("/vendor/plotly.min.js").headers["cache-control"] == "no-cache"
    assert client.get("/vendor/plotly.min.js", headers={"if-none-match": etag}).status_code == 304
    plain = client.get("/vendor/plotly.min.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.content == response.content
    assert plain.headers["etag"] != etag


@pytest.mark.parametrize("path", ["/", "/healthz", "/vendor/plotly.min.js", "/none"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "'unsafe-inline'" not in policy.split("style-src")[0]
    assert headers["x-content-type-options"] == "nosniff"


def test_foreign_requests_are_refused(client: TestClient) -> None:
    for headers in ({"host": "evil.example:8000"}, {"origin": "http://evil.example"}):
        response = client.get("/healthz", headers=headers)
        assert response.status_code == 403 and "content-security-policy" in response.headers
