"""What the server says, in one table: its events, what stands in a frame and in the charts' rows, and every array.

Nothing is sent that is not declared here, and what is declared is sent as it says: :func:`faults` compares, and the
tests do it for games of every kind.  The page's types (``frontend/js/wire/types.d.ts``) are written from this table,
from the commands and from the experiment, by ``make page-types``.

What a game is and what a person can ask for are pydantic models elsewhere
(:class:`~ganscope.game.experiment.Experiment`, :mod:`ganscope.lab.commands`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ganscope.game.experiment import Experiment
from ganscope.lab.frames import PLACES, READINGS


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


def left_out(what: str) -> Any:
    """A field that is missing, rather than null, where there is nothing to say."""
    return Field(default=None, description=what)


def stated(what: str) -> Any:
    """A field that is always there, with what it says."""
    return Field(description=what)


def _by_name(title: str, each: Any, names: Mapping[str, str], *, all: bool) -> Any:
    """A map whose keys are these names, with what they stand for; ``all``: none of them is missing."""

    def known(value: dict[str, Any]) -> dict[str, Any]:
        if strange := value.keys() - names.keys():
            raise ValueError(f"{', '.join(sorted(map(str, strange)))} is not declared")
        if all and (missing := names.keys() - value.keys()):
            raise ValueError(f"{', '.join(sorted(missing))} is missing")
        return value

    return Annotated[
        dict[str, each],
        AfterValidator(known),
        Field(json_schema_extra={"x-title": title, "x-names": [[*pair] for pair in names.items()], "x-all": all}),
    ]


# --- events ----------------------------------------------------------------------------------------------------------


class Sentence(_Said):
    """A sentence of the server with its key, for a page in another language (:class:`ganscope.game.said.Said`)."""

    code: str
    words: str = stated("its English, with places for the values")
    values: dict[str, Any] = stated("what stands in the places; sentences, too")


class Stop(_Said):
    """Why a run does not go on."""

    round: int
    reason: str
    advice: str
    said: Sentence | None = left_out("the reason with its key")
    advised: Sentence | None = left_out("the advice with its key")


class Limits(_Said):
    """What a page has to keep to."""

    message_bytes: int = stated("the longest command")
    orphan_seconds: float = stated("how long a run lives after its last page has left")
    frames_in_flight: int = stated("frames that are sent before the first of them is acknowledged")


class SessionEvent(_Said):
    """The first event: which session this is."""

    type: Literal["session"]
    id: str
    resumed: bool = stated("the session was there already")
    experiment: Experiment
    limits: Limits


class Status(_Said):
    """How the run stands; after every change."""

    type: Literal["status"]
    playing: bool
    run: str = stated("which run; no two have the same, of this server or of another")
    epoch: int = stated("rises when the past of the run is no longer that of what is shown")
    round: int
    speed: int | None = stated("rounds per frame; null is as fast as it goes")
    compiling: bool
    busy: Literal["train_d"] | None
    experiment: Experiment
    view: Literal["live", "average"] = stated("which generator is drawn and measured")
    stopped: Stop | None


class CompilingEvent(_Said):
    """A program is made beside the run."""

    type: Literal["compiling"]
    what: str = stated("its networks, for a person")
    said: Sentence | None = left_out("that with its key")


class CompiledEvent(_Said):
    """It is there."""

    type: Literal["compiled"]
    seconds: float


class StoppedEvent(Stop):
    """A round was not finite."""

    type: Literal["stopped"]


class TrainedEvent(_Said):
    """D's climb to D* is over."""

    type: Literal["trained"]
    gap: float | None = stated("V(G, D*) − V(G, D), nats; null where it is not finite")
    steps: int
    reached: bool = stated("the gap that was asked for is reached")


class NoticeEvent(_Said):
    """Something worth knowing."""

    type: Literal["notice"]
    message: str


class ErrorEvent(_Said):
    """Something was not accepted, or went wrong."""

    type: Literal["error"]
    message: str
    field: str | None = stated("dotted path of the field that it is about")
    got: str | None
    accepts: str | None
    said: Sentence | None = left_out("the message with its key")


class RefusedEvent(_Said):
    """There is no place for this page; the server closes the socket."""

    type: Literal["refused"]
    reason: str
    said: Sentence | None = left_out("that with its key")


class ClosingEvent(_Said):
    """The server is about to close."""

    type: Literal["closing"]


ServerEvent = Annotated[
    SessionEvent
    | Status
    | CompilingEvent
    | CompiledEvent
    | StoppedEvent
    | TrainedEvent
    | NoticeEvent
    | ErrorEvent
    | RefusedEvent
    | ClosingEvent,
    Field(discriminator="type"),
]


# --- what stands beside the arrays -----------------------------------------------------------------------------------

Pair = tuple[float, float]


class Game(_Said):
    """What the players play for, as far as a picture must know it."""

    kind: str = stated("of the objective")
    output: Literal["probability", "score", "relative"] = stated(
        "what D's number means; relative: drawn with the mean ½"
    )
    range: Pair | None = stated("a score's values where it is drawn at 0 and 1")
    optimum: bool = stated("the best D is known")
    equilibrium: float | None = stated("the value of the game at p_g = p_data; null where it is not finite")
    undecided: float = stated("a probability: the best D where p_g = p_data")
    pack: int = stated("how many samples D looks at at once")
    across: bool = stated("D looks across the batch, and is drawn at samples among fakes")
    reconstructor: str | None = stated("the kind of F where D judges pairs (x, z), and is drawn at (x, F(x))")
    named: float = left_out("share of the fakes whose generator D names rightly, where it names them")


class Portrait(_Said):
    """Of a game with one number a player: the plane of both."""

    theta: Pair = stated("range of G's number")
    psi: Pair = stated("range of D's number")
    at: Pair | None = stated("where the players are; null where that is not finite")
    equilibrium: Pair | None = stated("where the field is 0, near the data")
    eigenvalues: Annotated[list[Pair], Field(min_length=2, max_length=2)] | None = stated(
        "of the field's Jacobian there, [real, imaginary], the largest real part first"
    )


class MapNumbers(_Said):
    """What stands alone of the chart of the map."""

    off: float = stated("E|G(z) − T(z)|, units of x")
    back: float = stated("probability that z lies where G runs against T")
    falls: bool = stated("T falls")


class NoNumbers(_Said):
    """All that this chart shows is in arrays."""


class ChartNumbers(_Said):
    """Of the charts that are computed where they are shown: null until one is; what the game lacks is missing."""

    map: MapNumbers | None = left_out("G beside the exact map")
    plan: NoNumbers | None = left_out("the moving plan")
    counting: NoNumbers | None = left_out("JSD by counting")


class Weights(_Said):
    """D's weights."""

    limit: float = stated("their bins reach from −limit to limit")


Readings = _by_name("Readings", float | None, READINGS, all=True)
Infinite = _by_name("Infinite", Literal[1, -1], READINGS, all=False)
Scale = _by_name("Scale", Pair, dict.fromkeys(("p_data", "p_g", "d", "d_fine", "d_star"), ""), all=False)


class PictureMeta(_Said):
    """What belongs to any picture; that of the gallery has no more."""

    round: int
    generator: Literal["live", "average"]
    view: Literal["1d", "2d"] = stated("x has one coordinate, or two")
    window: Annotated[list[Pair], Field(min_length=1, max_length=2)] = stated("[low, high] per axis")
    h: float = stated("smoothing width, units of x")
    cells: int = stated("of the grid, per axis")
    seed: int
    device: str = stated("where it is computed: cpu, gpu or tpu")
    scale: Scale = stated("[offset, step] of grids: value = offset + step · stored")  # pyright: ignore[reportInvalidTypeForm]
    latent: int = stated("coordinates of z")
    generators: int = stated("networks that make up G; sample and arrow k are of generator k mod that")
    labels: int = stated("how many labels G and D are told; then sample k is of the label fake_label[k]")
    weights: Weights
    game: Game
    charts: ChartNumbers
    readings: Readings = stated("null: not finite, or not applicable here")  # pyright: ignore[reportInvalidTypeForm]
    infinite: Infinite = stated("the sign of each reading that is infinite")  # pyright: ignore[reportInvalidTypeForm]
    phase: Portrait = left_out("the game has more than one number a player")


class FrameMeta(PictureMeta):
    """What stands beside the arrays of a frame."""

    seq: int = stated("what the page acknowledges")
    time: float = stated("Unix ms at which the state was measured")
    run: str = stated("which run; no two have the same, of this server or of another")
    epoch: int = stated("rises when the past of the run is no longer that of what is shown")
    manual: int = stated("steps by hand since round 0")
    playing: bool
    rounds_per_second: float
    frames_per_second: float
    measure_ms: float


class HistoryMeta(_Said):
    """What stands beside the charts' rows."""

    run: str
    epoch: int
    round: int = stated("of the last row, or later")
    rows: int


class Preset(_Said):
    """An experiment worth watching, as ``/api/presets`` lists them."""

    name: str
    title: str
    summary: str
    look_for: str
    experiment: Experiment
    shown_at: int = stated("the round that the gallery shows")
    speed: int | None = stated("rounds per frame; null is as fast as it goes")
    charts: list[str] = stated("those that it brings to the front")


# --- arrays ----------------------------------------------------------------------------------------------------------

Dtype = Literal["F32", "I32", "U16", "U8"]
"""As :mod:`ganscope.web.wire` names them."""

Meta = Mapping[str, Any]


def always(meta: Meta) -> bool:
    """Of an array that no message lacks."""
    return True


class Array(NamedTuple):
    """An array of a message.

    ``shape``: numbers, or names of extents that are equal wherever the same name stands in one message; ``…`` is any
    number of extents.  ``what`` with its unit.  ``when``: whether it is there, by what stands beside the arrays; None
    where that does not tell.
    """

    dtype: Dtype
    shape: tuple[int | str, ...]
    what: str
    when: Callable[[Meta], bool] | None = always


def _optimum(meta: Meta) -> bool:
    return meta["game"]["optimum"]


def _several(meta: Meta) -> bool:
    return meta["generators"] > 1 or meta["labels"] > 0


def _labelled(meta: Meta) -> bool:
    return meta["labels"] > 0


def _f_gan(meta: Meta) -> bool:
    return meta["game"]["kind"] == "f_gan"


def _contributes(meta: Meta) -> bool:
    game = meta["game"]
    return _f_gan(meta) and game["pack"] == 1 and not game["across"] and game["reconstructor"] is None


def _phase(meta: Meta) -> bool:
    return "phase" in meta


def _shown(chart: str) -> Callable[[Meta], bool]:
    return lambda meta: meta["charts"].get(chart) is not None


ANYWHERE: dict[str, Array] = {
    "modes": Array("F32", ("modes", "axes"), "centres of the target's Gaussians that have a weight, units of x"),
    "mode_weight": Array("F32", ("modes",), "their weights"),
    "mode_share": Array("F32", ("modes",), "share of the samples nearest each"),
    "weights": Array("F32", (41,), "D's weights as a histogram from −limit to limit, shares"),
    "points": Array("F32", ("points", "axes"), "with a penalty on slopes: where it looks, units of x", None),
    "points_slope": Array("F32", ("points",), "with a penalty on slopes: ‖∇D‖ there", None),
    "real_label": Array("U8", ("samples",), "labels of the real samples", _labelled),
    "fake_label": Array("U8", ("samples",), "labels of the fakes", _labelled),
    "f_u": Array("F32", ("f",), "of an f-GAN: density ratios u", _f_gan),
    "f_value": Array("F32", ("f",), "f(u)", _f_gan),
    "f_t": Array("F32", ("f",), "t = f′(u)", _f_gan),
    "f_conjugate": Array("F32", ("f",), "f*(t)", _f_gan),
    "phase_field": Array("F32", ("arrows", "arrows", 2), "(dθ/dt, dψ/dt), rows along ψ", _phase),
}
"""In frames of the line and of the plane."""

LINE: dict[str, Array] = ANYWHERE | {
    "x": Array("F32", ("curve",), "places of the curves, units of x"),
    "p_data": Array("F32", ("curve",), "density there, per unit of x"),
    "p_g": Array("F32", ("curve",), "density there, per unit of x"),
    "d": Array("F32", ("curve",), "D as it is drawn, 0 to 1"),
    "d_star": Array("F32", ("curve",), "D* as it is drawn, 0 to 1, where it is known", _optimum),
    "z": Array("F32", ("arrows z",), "equally likely z, in order; none where p_g is smoothed"),
    "gz": Array("F32", ("arrows z",), "G(z), units of x"),
    "real": Array("F32", ("samples",), "real samples, units of x"),
    "fake": Array("F32", ("samples",), "samples of G, units of x"),
    "contribution": Array("F32", ("curve",), "q f(p/q): what x adds to D_f, nats per unit of x", _contributes),
    "p_g_each": Array("F32", ("kinds", "curve"), "what each generator or label adds to p_g", _several),
    "map_z": Array("F32", ("map",), "equally likely z, in order", _shown("map")),
    "map_g": Array("F32", ("map",), "G(z), units of x", _shown("map")),
    "map_ideal": Array("F32", ("map",), "the exact map T(z), units of x", _shown("map")),
    "plan_from": Array("F32", ("plan",), "quantiles of p_g, units of x", _shown("plan")),
    "plan_to": Array("F32", ("plan",), "the same quantiles of p_data, units of x", _shown("plan")),
    "count_real": Array("U16", ("intervals",), "real samples in each interval, and outside", _shown("counting")),
    "count_fake": Array("U16", ("intervals",), "fakes in each interval, and outside", _shown("counting")),
    "count_jsd": Array("F32", (9,), "JSD as 2, 4, …, 512 intervals estimate it, nats", _shown("counting")),
    "count_limit": Array("F32", (9,), "what that tends to with more samples, nats", _shown("counting")),
}
"""In frames of the line."""

PLANE: dict[str, Array] = ANYWHERE | {
    "p_data": Array("U8", ("cells", "cells"), "density as stored, rows along the second axis"),
    "p_g": Array("U8", ("cells", "cells"), "density as stored"),
    "d": Array("U16", ("cells", "cells"), "D as it is drawn, as stored"),
    "d_fine": Array("U16", ("fine", "fine"), "D on the edges of cells too, of a game that rests", None),
    "d_star": Array("U16", ("cells", "cells"), "D* as it is drawn, as stored, where it is known", _optimum),
    "real": Array("F32", ("samples", 2), "real samples, units of x"),
    "fake": Array("F32", ("samples", 2), "samples of G, units of x"),
    "mesh": Array("F32", ("…", "rows", "columns", 2), "G of a grid in latent space, or of each generator or label"),
    "pull": Array("F32", ("pulled", 2), "∇ₓD at the first fakes, per unit of x"),
    "contribution": Array(
        "F32", ("cells", "cells"), "q f(p/q): what x adds to D_f, nats per unit of area", _contributes
    ),
}
"""In frames of the plane."""

ROWS: dict[str, Array] = {
    "round": Array("I32", ("rows",), "of each row"),
    **{name: Array("F32", ("rows",), f"{what}; NaN where it is not known") for name, what in READINGS.items()},
    **{
        name: Array("F32", ("rows",), "where the players are, of a game with one number a player", None)
        for name in PLACES
    },
    "mode_share": Array("F32", ("rows", "modes"), "share of the samples nearest each mode"),
}
"""In the charts' rows."""


# --- comparing -------------------------------------------------------------------------------------------------------

EVENTS: TypeAdapter[Any] = TypeAdapter(ServerEvent)
METAS: dict[str, TypeAdapter[Any]] = {
    "frame": TypeAdapter(FrameMeta),
    "picture": TypeAdapter(PictureMeta),
    "history": TypeAdapter(HistoryMeta),
}


def event_faults(text: str) -> list[str]:
    """In what an event, as sent, is not as declared."""
    return _validated(EVENTS, text)


def faults(kind: Literal["frame", "picture", "history"], meta: Meta, arrays: Mapping[str, np.ndarray]) -> list[str]:
    """In what a decoded message is not as declared; ``picture`` is a frame of the gallery."""
    from ganscope.web import wire

    found = _validated(METAS[kind], wire.text(meta))
    if found:
        return found  # whether an array should be there cannot be said
    rows = ROWS if kind == "history" else LINE if meta["view"] == "1d" else PLANE
    extents: dict[str, int] = {} if kind == "history" else {"axes": int(meta["view"][0])}
    found += [f"{name} is not declared" for name in arrays if name not in rows]
    for name, row in rows.items():
        if row.when is not None and row.when(meta) != (name in arrays):
            found.append(f"{name} is {'there' if name in arrays else 'missing'}, declared otherwise")
        if (array := arrays.get(name)) is None:
            continue
        dtype = wire.NAMES.get(array.dtype.newbyteorder("<"))
        if dtype != row.dtype:
            found.append(f"{name} is {dtype}, declared as {row.dtype}")
        if not _fits(array.shape, row.shape, extents):
            found.append(f"{name} has shape {array.shape}, declared as {row.shape} with {extents}")
    return found


def _validated(adapter: TypeAdapter[Any], text: str) -> list[str]:
    try:
        adapter.validate_json(text)
    except ValidationError as error:
        return [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_url=False)]
    return []


def _fits(shape: tuple[int, ...], declared: tuple[int | str, ...], extents: dict[str, int]) -> bool:
    """Whether a shape is as declared; names that are new are given their extents."""
    if declared and declared[0] == "…":
        declared = declared[1:]
        shape = shape[len(shape) - len(declared) :]
    if len(shape) != len(declared):
        return False
    return all(
        size == (extents.setdefault(name, size) if isinstance(name, str) else name)
        for size, name in zip(shape, declared, strict=True)
    )
