"""The keys of what schema and presets say, which the page's language files have."""

from __future__ import annotations

import re
from pathlib import Path

from ganscope.game.experiment.fields import plain
from ganscope.lab.catalogue import catalogue, words

LANGUAGES = Path(__file__).resolve().parents[2] / "frontend" / "js" / "words"


def test_every_text_has_a_key() -> None:
    found = words()
    assert found["schema.Ring.kind.title"] == "Ring"
    assert found["schema.Experiment.target.help"].startswith("$p_data$")
    assert found["schema.Schedule.k_d.unit"] == "per round"
    assert found["preset.figure-1.title"] == "Figure 1, live"
    assert len(found) > 400 and all(text.strip() for text in found.values())


def test_a_language_has_no_key_that_the_server_does_not_know() -> None:
    known = words().keys()
    for file in LANGUAGES.glob("*.js"):
        keys = re.findall(r'^ *"((?:schema|preset)\.[^"]+)":', file.read_text("utf-8"), re.MULTILINE)
        assert [key for key in keys if key not in known] == [], file.name


def test_marks_of_formulas_come_in_pairs_and_are_not_printed() -> None:
    for key, text in words().items():
        assert text.count("$") % 2 == 0, key
        prose = "".join(text.split("$")[::2])
        assert not re.search(r"\bp_(?:data|g)\b", prose), f"{key} has a formula that is not marked"
    for members in catalogue().values():
        assert not [line for line in members.values() if "$" in line]
    assert plain("$1/(1 + e^{−x})$, $E_{p_g} f$") == "1/(1 + e^(−x)), E_p_g f"
