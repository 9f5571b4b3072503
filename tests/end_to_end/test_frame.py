"""The frame of the page: themes, sizes, the gallery, first steps, help, keys, touch, and what axe-core finds."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab_page import BACKEND, LabPage, Server, serving
from playwright.sync_api import BrowserContext, expect

FIGURE = "preset=figure-1&speed=20"
RING = "preset=ring-learned&speed=20"
THEMES = ("light", "dark", "projector")
SIZES = {
    "phone": (390, 844), "phone on its side": (844, 390), "tablet": (820, 1180), "small laptop": (1024, 768),
    "beamer": (1280, 720), "laptop": (1440, 900), "screen": (1920, 1080), "large screen": (2560, 1440),
}  # fmt: skip
ASKED = ("phone",)  # `make presets` looks at the others too
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
AXE = Path(__file__).resolve().parents[1] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STALLS = (
    "preset=figure-1&optimizers.generator.kind=sgd&optimizers.generator.learning_rate=10"
    "&optimizers.discriminator.kind=sgd&optimizers.discriminator.learning_rate=10&generator.activation=relu"
    "&discriminator.activation=relu&penalties=[{%22kind%22:%22r1%22,%22weight%22:1000}]"
)

# Words of the frame that leave their buttons, and parts of it that lie over others.
CUT = """() => [...document.querySelectorAll('.transport button, .actions button, .tabs button, .first-steps button')]
    .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""
OVERLAPPING = """() => {
    const seen = [...document.querySelectorAll('.transport button, .transport input, .speed-text, .top > *')]
        .filter(e => e.checkVisibility()).map(e => [e, e.getBoundingClientRect()]);
    const names = [];
    // On a phone the link is a dot on the corner of the sign.
    const dot = (a, b) => innerWidth <= 600 && [a, b].every(e => e.matches('.name, .link-state'));
    for (const [a, p] of seen) for (const [b, q] of seen)
        if (a !== b && !dot(a, b)
            && p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1)
            names.push(a.outerHTML.slice(0, 80));
    return names; }"""

Context = Callable[..., BrowserContext]


def choose(page: LabPage, theme: str) -> None:
    """Pick a theme from the list in the header."""
    page.page.locator("#theme").click()
    page.page.locator(f'#themes input[value="{theme}"]').check()
    page.page.keyboard.press("Escape")
    expect(page.page.locator("#themes")).to_be_hidden()


def theme_of(page: LabPage) -> str:
    return page.page.evaluate("document.documentElement.dataset.theme")


def test_a_theme_is_chosen_painted_and_remembered(lab: Any) -> None:
    page = lab(FIGURE, color_scheme="light")
    assert theme_of(page) == "light"
    images, letters = {"light": page.image()}, {}
    for theme in ("dark", "projector"):
        choose(page, theme)
        assert theme_of(page) == theme
        page.page.wait_for_timeout(300)
        images[theme] = page.image()
        letters[theme] = page.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert len(set(images.values())) == 3
    assert letters["projector"] > 1.1 * letters["dark"]
    page.page.reload()
    page.drawn()
    assert theme_of(page) == "projector"
    expect(page.page.locator("#theme")).to_have_attribute("aria-label", "Theme: Projector")


def test_the_system_s_theme_is_followed_and_a_key_goes_through_all(lab: Any) -> None:
    page = lab(FIGURE, color_scheme="dark")
    assert theme_of(page) == "dark"
    dark = page.image()
    page.page.emulate_media(color_scheme="light")
    expect(page.page.locator("html")).to_have_attribute("data-theme", "light")
    page.page.wait_for_timeout(300)
    assert page.image() != dark
    seen = []
    for _ in range(4):
        page.page.keyboard.press("l")
        seen.append(page.page.evaluate("document.documentElement.dataset.choice"))
    assert seen == ["light", "dark", "projector", "system"]


@pytest.mark.parametrize(
    "size",
    [pytest.param(size, marks=() if size in ASKED else pytest.mark.slow) for size in SIZES],
)
def test_every_size_holds_the_page_in_every_theme(lab: Any, size: str) -> None:
    width, height = SIZES[size]
    page = lab(RING if size in ("laptop", "large screen") else FIGURE, viewport={"width": width, "height": height})
    for theme in THEMES:
        choose(page, theme)
        page.page.wait_for_timeout(200)
        assert page.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
            width, height,
        ]  # fmt: skip
        for name in ("#picture", "#transport", "[data-command=play]", "#open-gallery", "#theme", "#open-help"):
            box = page.page.locator(name).bounding_box()
            assert box, name
            assert box["x"] >= 0, name
            assert box["y"] >= 0, name
            assert box["x"] + box["width"] <= width + 0.5, name
            assert box["y"] + box["height"] <= height + 0.5, name
        picture = page.page.locator("#picture").bounding_box()
        assert picture
        assert min(picture["width"], picture["height"]) >= 0.3 * min(width, height)
        assert page.page.evaluate(CUT) == []
        assert page.page.evaluate(OVERLAPPING) == []


@pytest.mark.slow
def test_the_gallery_shows_real_runs_and_opens_them(lab: Any) -> None:
    page = lab(FIGURE, pictures=True)
    presets = page.page.evaluate("fetch('api/presets').then(answer => answer.json())")
    page.page.locator("#open-gallery").click()
    gallery = page.page.locator("#gallery")
    expect(gallery).to_be_visible()
    expect(gallery.locator("[data-card]")).to_have_count(len(presets))
    for preset in presets:
        card = gallery.locator(f'[data-card="{preset["name"]}"]')
        expect(card).to_contain_text(preset["title"])
        expect(card).to_contain_text(
            re.sub(
                r"(?<=\d),(?=\d{3})",
                "\u202f",
                preset["look_for"].replace("$", "").replace("p_", "p").replace("k_", "k"),
            )
        )
    first = gallery.locator('[data-card="figure-1"]')
    expect(first.get_by_role("button")).to_be_focused()
    expect(first.locator("canvas")).to_have_class(re.compile("painted"), timeout=180_000)
    colours = first.locator("canvas").evaluate(
        """c => new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size"""
    )
    assert colours > 20
    page.page.keyboard.press("Escape")
    expect(gallery).to_be_hidden()
    expect(page.page.locator("#open-gallery")).to_be_focused()
    page.page.keyboard.press("o")
    gallery.locator('[data-card="two-peaks"]').click()
    expect(gallery).to_be_hidden()
    page.drawn()
    expect(page.page.locator("#title")).to_contain_text("Two peaks")
    assert "preset=two-peaks" in page.address


def test_a_card_without_a_picture_says_so(lab: Any, context: Context) -> None:
    mine = context()
    answers = iter([(202, '{"state": "training", "share": 0.42}')])
    mine.route(
        "**/thumbnail",
        lambda route: route.fulfill(status=(answer := next(answers, (202, '{"share": 0.42}')))[0], body=answer[1]),
    )
    page = lab(FIGURE, of=mine)
    page.page.keyboard.press("o")
    expect(page.page.locator('[data-card="figure-1"]')).to_contain_text("training… 42%")
    mine.unroute("**/thumbnail")
    mine.route("**/thumbnail", lambda route: route.fulfill(status=200, body=b"\x00" * 3))
    expect(page.page.locator('[data-card="figure-1"]')).to_contain_text("no picture")


@pytest.mark.slow
def test_first_steps_lead_from_figure_1_to_a_cure_and_a_link(lab: Any, context: Context) -> None:
    mine = context(permissions=["clipboard-read", "clipboard-write"])
    page = lab(of=mine)
    steps = page.page.locator("#first-steps")
    expect(steps).to_contain_text("Press Play")
    page.command("play").click()
    expect(steps).to_contain_text("It runs.", timeout=180_000)
    expect(steps).to_contain_text("Learned.", timeout=120_000)
    assert float(page.reading("jsd")) < 0.03  # it was below 0.01, and goes up and down
    steps.get_by_role("button", name="Next").click()
    steps.get_by_role("button", name="Open it").click()
    page.drawn()
    if page.command("play").get_attribute("aria-pressed") == "false":
        page.command("play").click()
    expect(steps).to_contain_text("Watch where the samples go")
    expect(steps).to_contain_text("Collapsed.", timeout=120_000)
    steps.get_by_role("button", name="Next").click()
    steps.get_by_role("button", name="Show me where").click()
    rate = page.page.locator('#form [data-path="optimizers.discriminator.learning_rate"]')
    expect(rate).to_be_focused()
    page.page.keyboard.type("0.01")  # what stands there is selected
    rate.press("Enter")
    expect(steps).to_contain_text("Changed.")
    expect(page.page.locator("#presets")).to_contain_text("0.0001 → 0.01")
    page.page.get_by_label("Speed").press("End")
    expect(steps).to_contain_text("Cured.", timeout=180_000)
    assert page.reading("modes") == "8 / 8"
    steps.get_by_role("button", name="Next").click()
    steps.get_by_role("button", name="Copy link").click()
    expect(steps).to_contain_text("Copied.")
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert "preset=ring-collapse" in copied
    assert "optimizers.discriminator.learning_rate=0.01" in copied
    steps.get_by_role("button", name="Close", exact=True).click()
    page.page.goto("about:blank")
    again = lab(of=mine)
    expect(again.page.locator("#first-steps")).to_be_hidden()  # once is enough


def test_who_comes_by_a_link_is_not_led_elsewhere(lab: Any) -> None:
    page = lab(RING)
    expect(page.page.locator("#first-steps")).to_be_hidden()
    page.page.locator("#open-help").click()
    page.page.get_by_role("button", name="Show me the first steps").click()
    expect(page.page.locator("#first-steps")).to_contain_text("Press Play")
    expect(page.page.locator("#title")).to_contain_text("Figure 1")


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_a_changed_experiment_says_in_what(lab: Any, options: dict[str, Any]) -> None:
    page = lab("preset=ring-collapse&optimizers.discriminator.learning_rate=0.01&speed=2", **options)
    mark = page.page.locator("#title .changed")
    if options:
        mark.tap()
        assert mark.bounding_box()["height"] >= 40
    else:
        mark.click()
    expect(page.page.locator("#changes")).to_be_in_viewport(ratio=1)
    expect(page.page.locator("#changes")).to_contain_text("0.0001 → 0.01")


def test_a_beamer_shows_the_help_whole_and_a_phone_speaks_of_fingers(lab: Any) -> None:
    beamer = lab(FIGURE, viewport={"width": 1280, "height": 720})
    beamer.page.locator("#open-help").click()
    expect(beamer.page.locator("#guide .with-mouse")).to_be_visible()
    whole = (
        "(({scrollHeight, clientHeight}) => scrollHeight <= clientHeight)(document.querySelector('#guide .sheet-body'))"
    )
    assert beamer.page.evaluate(whole)
    phone = lab(FIGURE, **PHONE)
    phone.page.locator("#open-help").tap()
    guide = phone.page.locator("#guide")
    expect(guide).to_contain_text("Touch the picture", use_inner_text=True)
    expect(guide.locator("kbd").first).to_be_hidden()
    guide.get_by_text("Keys").tap()
    expect(guide.locator("kbd").first).to_be_visible()


def test_help_lists_every_key_and_closes_in_every_way(lab: Any) -> None:
    page = lab(FIGURE)
    guide = page.page.locator("#guide")
    page.page.keyboard.press("?")
    expect(guide).to_be_visible()
    for key in ("Space", "→", "D", "G", "T", "R", "N", "L", "O", "F", "C", "?"):
        expect(guide.locator("kbd", has_text=re.compile(f"^{re.escape(key)}$")).first).to_be_visible()
    page.page.keyboard.press("r")  # keys are the sheet's while it is open
    page.page.keyboard.press("Escape")
    expect(guide).to_be_hidden()
    page.page.locator("#open-help").click()
    guide.get_by_role("button", name="Close").click()
    expect(guide).to_be_hidden()
    page.page.locator("#open-help").click()
    page.page.mouse.click(5, 5)
    expect(guide).to_be_hidden()


def test_the_picture_can_have_the_window_to_itself(lab: Any) -> None:
    page = lab(FIGURE)
    before = page.page.locator("#pictures").bounding_box()
    page.page.keyboard.press("f")
    expect(page.page.locator("#rail")).to_be_hidden()
    expect(page.page.locator("#charts")).to_be_hidden()
    after = page.page.locator("#pictures").bounding_box()
    assert after["width"] > 1.3 * before["width"]
    page.page.locator("#only-picture").click()
    expect(page.page.locator("#rail")).to_be_visible()


def test_the_keyboard_reaches_the_frame_in_order(lab: Any) -> None:
    page = lab(FIGURE)
    reached = []
    for _ in range(6):
        page.page.keyboard.press("Tab")
        reached.append(page.page.evaluate("document.activeElement.id"))
    assert reached[:5] == ["open-gallery", "share", "only-picture", "theme", "open-help"]
    page.page.keyboard.press("Shift+Tab")
    page.page.keyboard.press("Shift+Tab")
    page.page.keyboard.press("Enter")
    expect(page.page.locator("#themes")).to_be_visible()
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("ArrowDown")
    assert page.page.evaluate("document.documentElement.dataset.choice") != "system"
    page.page.keyboard.press("Escape")
    expect(page.page.locator("#themes")).to_be_hidden()


def test_speed_has_keys(lab: Any) -> None:
    page = lab("preset=figure-1&speed=10")
    slider = page.page.get_by_label("Speed")
    page.page.keyboard.press("+")
    assert slider.get_attribute("aria-valuetext") == "20 rounds a frame"
    page.page.keyboard.press("-")
    page.page.keyboard.press("-")
    assert slider.get_attribute("aria-valuetext") == "5 rounds a frame"


def test_a_thumb_finds_everything(lab: Any) -> None:
    page = lab(FIGURE, **PHONE)
    page.command("play").tap()
    page.reaches(100)
    page.command("play").tap()
    expect(page.command("play")).to_have_attribute("aria-pressed", "false")
    stood = page.stands()
    page.command("round").tap()
    page.shows(stood + 1)
    more = page.page.locator(".transport .unfold")
    expect(page.command("reset")).to_be_hidden()
    more.tap()
    expect(more).to_have_attribute("aria-expanded", "true")
    page.command("reset").tap()
    page.shows(0)
    page.page.get_by_role("button", name="Average").tap()
    assert "view=average" in page.address
    small = page.page.evaluate(
        """() => [...document.querySelectorAll('.top button, .tabs button, .transport button, .transport input')]
                 .filter(e => e.checkVisibility()).map(e => [e.getBoundingClientRect(), e])
                 .filter(([box]) => box.height < 43.5 || box.width < 43.5).map(([, e]) => e.outerHTML.slice(0, 90))"""
    )
    assert [each for each in small if "<input" not in each] == []
    page.page.locator("#open-gallery").tap()
    page.page.locator('[data-card="saturating"]').tap()
    page.drawn()
    expect(page.page.locator("#title")).to_contain_text("saturating")


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_a_stopped_run_says_why_and_how_to_go_on(lab: Any, options: dict[str, Any]) -> None:
    page = lab(STALLS, **options)
    page.command("play").click()
    stopped = page.message("stopped")
    expect(stopped).to_contain_text("Stopped at round", timeout=180_000)
    expect(stopped).to_contain_text("Lower a learning rate")
    expect(stopped).to_have_attribute("role", "alert")
    box, width = stopped.bounding_box(), page.page.viewport_size["width"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    for part in ("#layers", "#picture"):  # it covers nothing of what it is about
        seen = page.page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= seen["y"] or seen["y"] + seen["height"] <= box["y"]
    stopped.get_by_role("button", name="Reset").click()
    expect(stopped).to_have_count(0)
    page.shows(0)


@pytest.mark.parametrize("options", [{"viewport": {"width": 1280, "height": 720}}, PHONE], ids=["beamer", "phone"])
def test_a_refused_number_is_brought_into_view_with_its_reason(lab: Any, options: dict[str, Any]) -> None:
    page = lab(FIGURE, **options)
    if options is PHONE:
        page.page.locator("#tabs").get_by_role("button", name="Experiment").tap()
    page.type("schedule.batch", "-3")
    reason = page.row("schedule.batch").locator(".field-error")
    expect(reason).to_contain_text("1 to 4\u202f096")
    page.page.wait_for_timeout(300)
    box, bar = reason.bounding_box(), page.page.locator("#transport").bounding_box()
    assert box["y"] + box["height"] <= bar["y"]


def test_what_is_waited_for_is_said(context: Context, server: Server) -> None:
    page = LabPage.in_context(context())
    held = []
    page.page.route("**/api/presets", lambda route: held.append(route))
    page.page.goto(server.url)
    expect(page.message("loading")).to_contain_text("Asking the server")
    held[0].continue_()
    page.drawn()
    expect(page.message("loading")).to_have_count(0)
    expect(page.message("waiting")).to_have_count(0)


def violations(page: LabPage) -> list[str]:
    """What axe-core calls serious or critical."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in tests/frontend")
    page.page.evaluate(AXE.read_text())
    found = page.page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{each['impact']} {each['id']}: {each['help']}: {node['html'][:160]}"
        for each in found["violations"] if each["impact"] in ("serious", "critical") for node in each["nodes"]
    ]  # fmt: skip


# `make presets` runs the others
QUICK = (("line", "projector"), ("phone", "dark"))
AXES = [
    pytest.param(view, theme, marks=() if (view, theme) in QUICK else pytest.mark.slow)
    for view in ("line", "plane", "phone") for theme in THEMES
]  # fmt: skip


@pytest.mark.parametrize(("view", "theme"), AXES)
def test_axe_finds_nothing_serious(lab: Any, context: Context, view: str, theme: str) -> None:
    mine = context(**(PHONE if view == "phone" else {"viewport": {"width": 1440, "height": 900}}))
    mine.add_init_script(f"localStorage.setItem('ganscope.theme', '{theme}')")
    page = lab(RING if view == "plane" else FIGURE, of=mine)
    page.page.locator("[data-command=play]").click()
    page.reaches(100)
    page.pause()
    page.page.evaluate("document.querySelectorAll('details').forEach(group => { group.open = true; })")
    if view == "phone":
        for tab in page.page.locator("#tabs button").all():
            tab.tap()
            assert violations(page) == []
        page.page.locator(".transport .unfold").tap()
    assert violations(page) == []
    for opener, sheet in (("#open-gallery", "#gallery"), ("#open-help", "#guide")):
        page.page.locator(opener).click()
        expect(page.page.locator(sheet)).to_be_visible()
        page.page.wait_for_timeout(400)
        assert violations(page) == []
        page.page.keyboard.press("Escape")
    page.page.locator("#open-help").click()
    page.page.get_by_role("button", name="Show me the first steps").click()
    assert violations(page) == []


def test_a_language_is_one_file_that_a_person_can_choose(
    cache: Path, context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    shutil.copytree(BACKEND / "ganscope", tmp_path / "backend" / "ganscope")
    shutil.copytree(BACKEND.parent / "frontend", tmp_path / "frontend")
    words = {"play.play": "Ludu", "page.gallery": "Galerio", "layer.real": "vera",
             "schema.Experiment.target.title": "Celo", "preset.figure-1.title": "Figuro 1"}  # fmt: skip
    (tmp_path / "frontend" / "js" / "words" / "eo.js").write_text(f"export default {json.dumps(words)};")
    with serving(cache=cache, backend=tmp_path / "backend") as server:
        page = LabPage.in_context(context(locale="eo")).open(f"{server.url}#{FIGURE}")
        html = page.page.locator("html")
        expect(html).to_have_attribute("lang", "eo")
        expect(page.command("play")).to_contain_text("Ludu")
        expect(page.page.locator("#open-gallery")).to_have_text("Galerio")
        expect(page.page.locator("#title")).to_contain_text("Figuro 1")
        expect(page.page.locator('[data-layer="real"]')).to_have_text("vera")
        expect(page.page.locator('[data-group="target"] .group-title')).to_have_text("Celo")
        expect(page.command("reset")).to_have_text("Reset")  # not in the file
        page.page.locator("#theme").click()
        page.page.locator('#themes input[value="en"]').check()
        expect(html).to_have_attribute("lang", "en")
        page.drawn()
        expect(page.command("play")).to_contain_text("Play")
        assert page.complaints == []


def test_formulas_are_mathematics_and_their_marks_are_never_seen(lab: Any) -> None:
    page = lab(FIGURE, viewport={"width": 1280, "height": 1000})
    page.page.locator('[data-level="all"]').click()
    page.page.evaluate("document.querySelectorAll('.group.folded .group-head').forEach((head) => head.click())")
    cards = page.page.evaluate("""() => [...document.querySelectorAll('#form .toggletip')].map((button) => {
        button.click();
        const card = document.querySelector('.toggletip-card');
        return [card.textContent, card.querySelectorAll('math').length];
    })""")
    assert not [text for text, _ in cards if "$" in text]
    assert sum(formulas for _, formulas in cards) > 50
    page.page.keyboard.press("Escape")
    page.page.locator("#open-help").click()
    expect(page.page.locator("#guide math").first).to_be_visible()
    page.page.keyboard.press("Escape")
    page.page.locator("#open-gallery").click()
    expect(page.page.locator("#gallery math").first).to_be_visible()
    seen = """() => [document.body.textContent, ...[...document.querySelectorAll('[title], [aria-label]')].map(
        (element) => `${element.title} ${element.getAttribute('aria-label')}`)].filter((text) => text.includes('$'))"""
    assert page.page.evaluate(seen) == []
