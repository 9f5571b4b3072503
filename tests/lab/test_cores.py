"""Training leaves one processor to the page."""

from __future__ import annotations

import os

import pytest

from ganscope.lab import cores


@pytest.mark.parametrize(("usable", "taken"), [(1, "1"), (2, "1"), (8, "7")])
def test_one_processor_is_left(monkeypatch: pytest.MonkeyPatch, usable: int, taken: str) -> None:
    monkeypatch.setattr(cores, "usable", lambda: usable)
    monkeypatch.setenv("NPROC", "")  # so that it is put back afterwards
    monkeypatch.delenv("NPROC")
    cores.leave_one()
    assert os.environ["NPROC"] == taken


def test_who_says_how_many_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPROC", "3")
    cores.leave_one()
    assert os.environ["NPROC"] == "3"
