"""The page's modules in one file do what they do one by one, and a page that cannot be joined is sent as it is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from ganscope.web import joined
from ganscope.web.page import PageFiles, directory

INDEX = """<!doctype html>
    <link rel="stylesheet" href="css/a.css" />
    <link rel="stylesheet" href="css/b.css" />
    <link rel="modulepreload" href="js/b.js" />
    <link rel="modulepreload" href="js/c.js" />
    <script type="module" src="js/main.js"></script>
"""
MODULES = {
    "main.js": """
import { told, tell, Count as Counter } from "./b.js";
import {
  sum,
  level,
} from "./c.js";
/** @typedef {import("./types.js").Nothing} Nothing */
const own = "main";
const late = await_late();
async function await_late() {
  const { Late } = await import("./late.js");
  return new Late().say();
}
tell(3);
console.log([own, told(), level, sum(1, 2), new Counter(5).n].join(" "));
late.then((said) => console.log(said));
""",
    "b.js": """
import { level, raise } from "./c.js";
const own = "b";
export const told = () => `${own} ${level}`;
export function tell(n) {
  raise(n);
}
export class Count {
  constructor(n) {
    this.n = n;
  }
}
""",
    "c.js": """
export let level = 1;
export let other;
export function raise(n) {
  level += n;
  other = level;
}
export async function nothing() {}
export const sum = (a, b) => a + b;
""",
    "late.js": """
import { level } from "./c.js";
export class Late {
  say() {
    return `late ${level}`;
  }
}
""",
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "js").mkdir()
    (tmp_path / "css").mkdir()
    (tmp_path / "index.html").write_text(INDEX)
    for name, text in MODULES.items():
        (tmp_path / "js" / name).write_text(text.lstrip())
    for name in ("a", "b"):
        (tmp_path / "css" / f"{name}.css").write_text(f".{name} {{ color: red }}\n")
    return tmp_path


def test_what_was_joined_says_what_its_modules_say(page: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not here")
    (page / "js" / "all.mjs").write_text(joined.script(page / "js"))
    for file in (page / "js").glob("*.js"):
        file.rename(file.with_suffix(".mjs"))
        file.with_suffix(".mjs").write_text(file.with_suffix(".mjs").read_text().replace('.js"', '.mjs"'))
    said = [
        subprocess.run([node, page / "js" / name], capture_output=True, text=True, check=True).stdout
        for name in ("main.mjs", "all.mjs")
    ]
    assert said == ["main b 4 4 3 5\nlate 4\n"] * 2


def test_the_page_is_joined_whole() -> None:
    folder = directory()
    script = joined.script(folder / "js")
    names = re.findall(r'^modules\["(.+?)"\] = ', script, re.MULTILINE)
    files = {file.name for file in (folder / "js").glob("*.js")}
    assert len(names) == len(set(names)) and set(names) == files - {"first.js", "types.js"} and names[-1] == "main.js"
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
    index = joined.index(folder)
    assert index.count(joined.SCRIPT) == 2 and index.count(joined.STYLE) == 1 and "js/main.js" not in index
    sheets = re.findall(r'href="(css/.+?)"', (folder / "index.html").read_text())
    style = joined.style(folder)
    assert len(sheets) > 5 and all((folder / sheet).read_text() in style for sheet in sheets)


@pytest.mark.parametrize(("name", "text", "reason"), [
    ("c.js", "export default 1;", "export default"),
    ("c.js", "export { sum };", "export { sum }"),
    ("c.js", 'import * as b from "./b.js";', "import *"),
    ("c.js", 'import { told } from "./b.js";', "import each other"),
    ("c.js", 'import { x } from "./nowhere.js";', "nowhere.js"),
    ("c.js", 'import { x } from "https://elsewhere.org/x.js";', "elsewhere"),
    ("late.js", "export let level = 2;", "one name"),
    ("late.js", 'import { level as height } from "./c.js";', "another name"),
])  # fmt: skip
def test_what_is_not_known_is_refused_and_sent_as_it_is(page: Path, name: str, text: str, reason: str) -> None:
    with (page / "js" / name).open("a") as file:
        file.write(text + "\n")
    with pytest.raises(joined.Unjoinable, match=re.escape(reason)):
        joined.script(page / "js")
    with TestClient(Starlette(routes=[Mount("/", PageFiles(page))])) as client:
        assert client.get("/").text == INDEX and client.get("/js/main.js").status_code == 200
        assert client.get("/js/all.js").status_code == 404


def test_a_file_that_is_written_anew_is_sent_anew(page: Path) -> None:
    with TestClient(Starlette(routes=[Mount("/", PageFiles(page))])) as client:
        before = client.get("/js/all.js")
        assert 'const own = "b"' in before.text and client.get("/css/all.css").text.count("red") == 2
        known = {"if-none-match": before.headers["etag"]}
        assert client.get("/js/all.js", headers=known).status_code == 304
        b = page / "js" / "b.js"
        b.write_text(MODULES["b.js"].replace('"b"', '"anew"'))
        os.utime(b, ns=(2**62, 2**62))
        after = client.get("/js/all.js", headers=known)
        assert after.status_code == 200 and 'const own = "anew"' in after.text
        assert client.head("/").status_code == 200 and client.post("/").status_code == 405
        assert joined.SCRIPT in client.get("/index.html").text
