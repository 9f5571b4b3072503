"""The web application: the page, its API, and the websocket."""

from __future__ import annotations

import functools
import json
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import JSONResponse

import ganscope
from ganscope.figures import Game, describe
from ganscope.game.experiment import Experiment
from ganscope.lab.engine import Lab
from ganscope.lab.frames import Frame
from ganscope.lab.presets import PRESETS, Preset
from ganscope.web import page, wire
from ganscope.web.guard import Guard, rules
from ganscope.web.headers import SecurityHeaders
from ganscope.web.settings import Settings
from ganscope.web.socket import COMMANDS, Hall, live


def create_app(lab: Lab, settings: Settings) -> FastAPI:
    """An application over one lab.  Whoever made the lab closes it.  ``app.state.hall`` holds the connections."""
    app = FastAPI(title="ganscope", version=ganscope.__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.hall = hall = Hall(lab, settings)
    schemas = _json({"experiment": Experiment.model_json_schema(), "commands": COMMANDS.schema})
    presets = _json([preset_row(preset) for preset in PRESETS])

    @app.get("/healthz")  # beside the event loop: the first question for the device may wait for JAX to start
    def healthz() -> dict[str, Any]:
        return {
            "status": "closing" if hall.closing else "ok",
            "version": ganscope.__version__,
            "sessions": lab.sessions,
            "device": lab.device,
        }

    @app.get("/api/schema")
    async def schema(request: Request) -> Response:
        return schemas.response(request.headers)

    @app.get("/api/presets")
    async def all_presets(request: Request) -> Response:
        return presets.response(request.headers)

    @app.get("/api/figures")
    async def figures(request: Request, game: str = "{}") -> Response:
        """The figures in the words of a game, given as the ``meta`` of a frame tells it."""
        try:
            known = Game.of(json.loads(game))
        except (ValueError, TypeError, AttributeError):
            return JSONResponse({"field": "game", "got": game[:200], "accepts": "the meta of a frame, as JSON"}, 422)
        return _figures(known).response(request.headers)

    @app.get("/api/presets/{name}/thumbnail")
    def thumbnail(name: str) -> Response:  # a frame of the preset's own training, once it is made
        try:
            found = lab.thumbnails.ask(name)
        except KeyError:
            accepts = ", ".join(preset.name for preset in PRESETS)
            return JSONResponse({"field": "name", "got": name, "accepts": accepts}, 404)
        except RuntimeError as error:
            return JSONResponse({"message": str(error)}, 500)
        if not isinstance(found, Frame):
            return JSONResponse({"state": "training", "share": found}, 202, {"cache-control": "no-store"})
        body = wire.encode("frame", found.meta, found.arrays)
        return Response(body, headers={"cache-control": "no-cache"}, media_type="application/octet-stream")

    @app.get("/vendor/plotly.min.js")
    def plotly(request: Request) -> Response:
        return page.plotly_response(request)

    @app.websocket("/ws")
    async def socket(websocket: WebSocket) -> None:
        await live(websocket, hall)

    app.mount("/", page.PageFiles(page.directory()))
    app.add_middleware(Guard, rules=rules(settings.host, settings.origins, settings.token))
    app.add_middleware(SecurityHeaders)
    return app


@functools.lru_cache(64)
def _figures(game: Game) -> page.Content:
    return _json(describe(game))


def _json(value: Any) -> page.Content:
    return page.Content(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), "application/json")


def preset_row(preset: Preset) -> dict[str, Any]:
    """A preset as the page reads it."""
    return preset._asdict() | {"experiment": preset.experiment.model_dump(mode="json")}
