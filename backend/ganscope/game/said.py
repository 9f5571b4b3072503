"""Sentences that know their key: what the server says to a person in English, and the page in its own language."""

from __future__ import annotations

from typing import Any


class Said(str):
    """An English sentence, ``words`` with ``values`` in their places, with a key that stays when the English changes.

    It is a ``str`` for whoever only prints it.  A value may be a sentence itself.
    """

    code: str
    words: str
    values: dict[str, Any]

    def __new__(cls, code: str, words: str, /, **values: Any) -> Said:
        made = super().__new__(cls, words.format(**values))
        made.code, made.words, made.values = code, words, values
        return made

    def told(self) -> dict[str, Any]:
        """What the page needs to say it: the key, the English, and the values."""
        values = {name: value.told() if isinstance(value, Said) else value for name, value in self.values.items()}
        return {"code": self.code, "words": self.words, "values": values}


class Unfit(ValueError):
    """Values that do not go together; ``said`` begins with the field that is to blame, where there is one."""

    def __init__(self, code: str, words: str, /, **values: Any) -> None:
        self.said = Said(code, words, **values)
        super().__init__(self.said)


def told(words: str, name: str = "said") -> dict[str, Any]:
    """What an event has beside a sentence so that the page can say it: nothing, where it is a plain one."""
    return {name: words.told()} if isinstance(words, Said) else {}
