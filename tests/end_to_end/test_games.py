"""Games beyond cross entropy: what the form shows of them, a formula of one's own, and what the picture says of D."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from lab_page import LabPage
from playwright.sync_api import Locator, expect

from ganscope.game import experiment as e

START = "preset=figure-1&speed=1"
FORMULA = "objective.divergence.f"


def members(page: LabPage, union: str) -> dict[str, Any]:
    """The members of a union of the objective, by kind, as the schema has them."""
    return page.page.evaluate(
        """union => fetch("api/schema").then((a) => a.json()).then(({ experiment: { properties, $defs } }) => {
          const of = (ref) => $defs[ref.$ref.split("/").at(-1)];
          const objective = properties.objective.oneOf.map(of);
          const fgan = objective.find((member) => member.properties.kind.const === "f_gan");
          const chosen = union === "objective" ? objective : fgan.properties.divergence.oneOf.map(of);
          return Object.fromEntries(chosen.map(({ properties: all }) => [all.kind.const, Object.keys(all)]));
        })""",
        union,
    )


def layer(page: LabPage, name: str) -> Locator:
    return page.page.locator(f'#layers [data-layer="{name}"]')


@pytest.mark.slow
def test_every_objective_and_every_f_shows_its_fields(lab: Any) -> None:
    page = lab(START)
    page.page.locator('button[data-level="all"]').click()
    for kind, fields in members(page, "objective").items():
        page.field("objective.kind").select_option(kind)
        for field in set(fields) - {"kind", "divergence"}:
            expect(page.field(f"objective.{field}")).to_be_visible()
    page.field("objective.kind").select_option("f_gan")
    for kind, fields in members(page, "divergence").items():
        page.field("objective.divergence.kind").select_option(kind)
        for field in set(fields) - {"kind"}:
            expect(page.field(f"objective.divergence.{field}")).to_be_visible()
    page.page.keyboard.press("Control+z")
    expect(page.field("objective.divergence.kind")).not_to_have_value("formula")
    expect(page.message("error")).to_have_count(0)


def test_a_formula_is_refused_where_it_stands_and_stays_as_it_was_typed(lab: Any) -> None:
    page = lab(f"{START}&objective.kind=f_gan&objective.divergence.kind=formula")
    page.page.locator('button[data-level="basics"]').click()  # what the kind was chosen for is never out of sight
    field, box = page.row(FORMULA), page.field(FORMULA)
    expect(box).to_have_attribute("spellcheck", "false")
    before = field.locator(".f-curve").get_attribute("d")
    page.type(FORMULA, "-u*log(u)")
    expect(field.locator(".field-error")).to_contain_text("convex")
    expect(box).to_have_value("-u*log(u)")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert field.locator(".f-curve").get_attribute("d") != before
    box.fill("(u - 1")
    expect(field.locator(".f-picture")).to_have_class(re.compile("stale"))
    page.type(FORMULA, "(u - 1)^2")
    expect(field.locator(".field-error")).to_be_hidden()
    expect(field.locator(".f-picture")).not_to_have_class(re.compile("stale"))
    assert "objective.divergence.f=" in page.address
    page.page.locator("body").press("Control+z")
    expect(box).to_have_value("u*log(u)")


@pytest.mark.slow
def test_a_critic_has_an_axis_of_its_own(lab: Any) -> None:
    page = lab(f"{START}&objective.kind=wasserstein")
    expect(layer(page, "d")).to_have_attribute("title", re.compile("critic"))
    chart = page.page.locator('[data-chart="value"]')
    expect(chart.locator("figcaption")).to_contain_text("Critic's estimate")
    expect(chart.locator(".plot")).to_have_attribute("aria-label", re.compile("W₁ .*estimate"))
    expect(page.page.locator('[data-chart="outputs"] figcaption')).to_contain_text("critic")
    box = page.picture.bounding_box()
    assert box
    page.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.3 * box["height"])
    expect(page.picture.locator(".tip")).to_contain_text("f")


@pytest.mark.slow
def test_a_d_of_packs_has_its_field_and_says_where_it_is_drawn(lab: Any) -> None:
    page = lab(f"{START}&discriminator.pack=2")
    expect(page.field("discriminator.pack")).to_be_visible()
    expect(page.field("discriminator.pack")).to_have_value("2")
    expect(layer(page, "d")).to_contain_text("of 2 equal samples")
    page.command("train_d").click()
    expect(page.message("trained")).to_contain_text("gap", timeout=180_000)
    page.type("discriminator.pack", "1")
    expect(layer(page, "d")).not_to_contain_text("equal samples")


def test_labels_have_colours_a_reading_and_at_most_as_many_as_modes(lab: Any) -> None:
    page = lab("preset=two-peaks&speed=1&labels=2")
    expect(layer(page, "each")).to_have_text("each label")
    expect(layer(page, "each")).to_have_attribute("aria-disabled", "false")
    expect(page.page.locator('[data-reading="obeyed"]')).to_be_visible()
    assert page.reading("obeyed").endswith("%")
    page.page.locator('button[data-level="all"]').click()
    page.type("labels", "25")
    reason = "Labels must be at most 2: the target has no more than 2 Gaussians"
    expect(page.message("field")).to_contain_text(reason)
    expect(page.page.locator('.field:has([data-path="labels"]) .field-error')).to_contain_text(reason)


@pytest.mark.slow
def test_without_labels_nothing_is_said_of_them(lab: Any) -> None:
    page = lab("preset=two-peaks&speed=1&labels=2")
    page.page.locator('button[data-level="all"]').click()
    page.type("labels", "25")
    expect(page.message("field")).to_be_visible()
    page.type("labels", "0")
    expect(layer(page, "each")).to_have_attribute("aria-disabled", "true")
    expect(page.page.locator('[data-reading="obeyed"]')).to_be_hidden()


@pytest.mark.slow
def test_what_a_game_cannot_show_says_why(lab: Any) -> None:
    page = lab(f"{START}&objective.kind=relativistic_average&show=theory")
    for name in ("d_star", "difference"):
        expect(layer(page, name)).to_have_attribute("aria-disabled", "true")
        expect(layer(page, name)).to_have_attribute("title", re.compile("not known"))
    layer(page, "difference").click(force=True)
    expect(layer(page, "difference")).to_have_attribute("aria-pressed", "false")
    for name in ("v_star", "gap"):
        expect(page.page.locator(f'[data-reading="{name}"]')).to_be_hidden()
    page.page.locator('[data-chart="value"] .chart-title').click()
    expect(page.page.locator(".enlarged-plot .main-svg").first).to_be_visible()


def test_penalties_are_added_once_each_and_removed(lab: Any) -> None:
    page = lab(f"{START}&penalties=[]")
    page.page.locator('button[data-level="all"]').click()
    page.page.locator('[data-group="penalties"] .group-head').click()
    adders = page.page.locator('[data-add="penalties"]')
    items = page.page.locator('[data-group="penalties"] .item')
    names = [text.removeprefix("+ ") for text in adders.all_inner_texts()]
    for i, name in enumerate(names[:2]):
        adders.get_by_text(name, exact=False).first.click()
        expect(items).to_have_count(i + 1)
    assert not set(names[:2]) & {text.removeprefix("+ ") for text in adders.all_inner_texts()}
    expect(page.page.locator('[data-path^="penalties."][data-path$=".kind"]')).to_have_count(0)
    items.nth(0).locator(".close").click()
    expect(items).to_have_count(1)
    expect(items.nth(0)).to_contain_text(names[1])


@pytest.mark.slow
def test_one_number_a_player_makes_a_plane(lab: Any) -> None:
    page = lab("preset=dirac&speed=1")
    chart = page.page.locator('#charts .chart[data-chart="phase"]')
    expect(chart.locator("figcaption")).to_contain_text("Phase portrait")
    expect(chart.locator(".plot")).to_have_attribute("aria-label", re.compile("λ = −0.011.*circles in"))
    picture = (
        "JSON.stringify(document.querySelector('#charts .js-plotly-plot')?.data.find(t => t.uid === 'phase-now').x)"
    )
    before = page.page.evaluate(picture)
    page.play()
    page.reaches(40)
    page.pause()
    page.page.wait_for_timeout(500)
    assert page.page.evaluate(picture) != before
    for player, words in (("generator", "a point θ"), ("discriminator", "a slope ψ")):
        field = page.page.locator(f'.field.network:has([data-add="{player}.hidden"])')
        expect(field).to_contain_text(words)
        expect(field.locator(".net-insert")).to_be_disabled()
        expect(field.locator(".net-insert")).to_have_attribute("title", re.compile("Layers to plain"))
    chart.locator(".chart-title").click()
    expect(page.page.locator(".enlarged-plot .main-svg").first).to_be_visible()
    way = "document.querySelector('.enlarged-plot .js-plotly-plot').data.filter(t => t.uid.startsWith('phase-so'))"
    assert page.page.evaluate(f"{way}.flatMap(t => [...t.x]).length") > 10
    page.page.keyboard.press("Escape")
    page.field("generator.layer").select_option("plain")
    expect(chart).to_have_count(0)
    assert page.complaints == []


def test_each_of_several_generators_has_a_colour(lab: Any) -> None:
    page = lab("preset=two-peaks&speed=1&generator.hidden=[8]&generator.count=4")
    expect(page.field("generator.count")).to_have_value("4")
    key = layer(page, "each")
    expect(key).to_have_attribute("aria-pressed", "true")
    stripes = key.locator(".key").evaluate("element => getComputedStyle(element).backgroundImage")
    assert len(set(re.findall(r"rgb\([^)]*\)", stripes))) == 4
    before = page.image()
    key.click()
    expect(key).to_have_attribute("aria-pressed", "false")
    assert page.image() != before
    page.type("generator.count", "3")
    expect(page.message("field")).to_contain_text("Batch must be a multiple of generator.count, which is 3")
    expect(page.field("generator.count")).to_have_value("3")  # what was typed, with the reason below it
    expect(page.page.locator('.field:has([data-path="generator.count"]) .field-error')).to_contain_text("such as 255")
    expect(page.page.locator('[data-tool="undo"]')).to_be_disabled()


def test_a_label_has_one_colour_in_the_picture_and_in_the_charts(lab: Any) -> None:
    page = lab("preset=ring-labels&speed=1&generator.hidden=[8]")
    stripes = layer(page, "each").locator(".key").evaluate("element => getComputedStyle(element).backgroundImage")
    labels = {tuple(map(int, colour)) for colour in re.findall(r"rgb\((\d+), (\d+), (\d+)\)", stripes)}
    assert len(labels) == 8
    page.page.wait_for_timeout(500)
    bands = "document.querySelector('#charts .js-plotly-plot').data.filter(t => t.stackgroup)"
    page.page.wait_for_function(f"() => {bands}.length > 0")
    drawn = page.page.evaluate(f"{bands}.map(t => t.fillcolor)")
    assert labels == {tuple(map(int, re.findall(r"\d+", colour))) for colour in drawn}


LINE = (e.Component1D(weight=2.0, mean=-1.0, std=0.5), e.Component1D(mean=2.0, std=0.25))
PLANE = (e.Component2D(mean=(0.5, -1.0), covariance=((0.5, 0.1), (0.1, 0.4))),)
NEEDED: dict[str, Any] = {"mixture_1d": {"components": LINE}, "mixture_2d": {"components": PLANE}}


def rows(union: Any) -> list[Any]:
    """Every member of a union of models, with its defaults."""
    members = get_args(get_args(union)[0])
    return [member(**NEEDED.get(member.model_fields["kind"].default, {})) for member in members]


def every_row() -> list[e.Experiment]:
    """An experiment for every member of every union."""
    up = e.Experiment().model_copy
    return [
        *(up(update={"target": target}) for target in rows(e.Target)),
        *(up(update={"objective": objective}) for objective in rows(e.Objective)),
        *(up(update={"objective": e.FGan(divergence=divergence)}) for divergence in rows(e.Divergence)),
        *(up(update={"penalties": (penalty,)}) for penalty in rows(e.Penalty)),
        *(up(update={"optimizers": e.Optimizers(generator=o, discriminator=o)}) for o in rows(e.Optimizer)),
        *(up(update={"schedule": e.Schedule(dynamics=dynamics)}) for dynamics in rows(e.Dynamics)),
        *(up(update={"generator": e.Network(init=init, hidden=(7,))}) for init in rows(e.Initialisation)),
    ]  # fmt: skip


def test_every_row_of_every_family_survives_the_address(lab: Any) -> None:
    """Written into an address from every preset and read back, by the page's own code and the server's own schema."""
    experiments = [experiment.model_dump(mode="json") for experiment in every_row()]
    assert len(experiments) >= 50
    page = lab(START)
    lost = page.page.evaluate(
        """async (experiments) => {
          const { read, write } = await import("/js/run/address.js");
          const { Schema, same } = await import("/js/run/schema.js");
          const [{ experiment: root }, presets] = await Promise.all(
            ["api/schema", "api/presets"].map((path) => fetch(path).then((answer) => answer.json()))
          );
          const schema = new Schema(root);
          const lost = [];
          for (const experiment of experiments) {
            for (const preset of presets) {
              const view = { preset: preset.name, experiment, speed: 20, generator: "live", layers: "", twin: "sees" };
              const back = read(write(view, schema, presets), schema, presets);
              const kept = back.unread.length === 0 && same(back.view.experiment, experiment);
              if (!kept) lost.push([preset.name, experiment, back]);
            }
          }
          return lost;
        }""",
        experiments,
    )
    assert lost == []
