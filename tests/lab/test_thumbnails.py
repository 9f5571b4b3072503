"""The gallery's pictures: really trained, once, and kept."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from ganscope.lab import thumbnails
from ganscope.lab.frames import Frame
from ganscope.lab.player import Player
from ganscope.lab.presets import PRESETS, Preset
from ganscope.lab.thumbnails import Thumbnails

FIGURE_1 = PRESETS[0]
QUICK = FIGURE_1._replace(shown_at=100)


def wait(made: Thumbnails, name: str) -> Frame:
    end = time.monotonic() + 120
    while not isinstance(found := made.ask(name), Frame):
        assert 0 <= found <= 1 and time.monotonic() < end
        time.sleep(0.05)
    return found


def test_a_picture_is_of_the_run_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "PRESETS", (QUICK,))
    made = Thumbnails(tmp_path, busy=lambda: True)
    found = wait(made, QUICK.name)
    player = Player(QUICK.experiment)
    player.advance(QUICK.shown_at)
    assert found.meta["round"] == 100 == player.round
    assert np.array_equal(found.arrays["fake"], player.look().fake[:, 0])
    made.close()


def test_a_picture_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Thumbnails(tmp_path).make(QUICK)

    def never(self: Thumbnails, preset: Preset) -> Frame:
        raise AssertionError("trained again")

    monkeypatch.setattr(Thumbnails, "_train", never)
    again = Thumbnails(tmp_path).make(QUICK)
    assert again.meta == first.meta and again.arrays.keys() == first.arrays.keys()
    for name, array in first.arrays.items():
        assert np.array_equal(again.arrays[name], array) and again.arrays[name].dtype == array.dtype


def test_a_spoilt_file_is_made_anew(tmp_path: Path) -> None:
    first = Thumbnails(tmp_path).make(QUICK)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:200])
    assert np.array_equal(Thumbnails(tmp_path).make(QUICK).arrays["fake"], first.arrays["fake"])


def test_another_experiment_has_another_picture(tmp_path: Path) -> None:
    Thumbnails(tmp_path).make(QUICK)
    Thumbnails(tmp_path).make(QUICK._replace(experiment=QUICK.experiment.model_copy(update={"seed": 1})))
    assert len(list(tmp_path.iterdir())) == 2


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Thumbnails(None).ask("mona-lisa")
