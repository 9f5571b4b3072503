"""The command line: serve the lab, train without a picture, and show what there is."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ganscope

if TYPE_CHECKING:
    from ganscope.game.experiment import Experiment
    from ganscope.lab.headless import Run

COMMANDS = ("serve", "train", "list", "schema", "preset", "warm", "figure", "tables", "bench")


class UsageError(Exception):
    """Something the person gave cannot be used; the message says what, and what can."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in COMMANDS and given[0] not in ("-h", "--help", "--version")):
        if given and not given[0].startswith("-"):
            print(f"ganscope: unknown command {given[0]!r}; it accepts {', '.join(COMMANDS)}", file=sys.stderr)
            return 2
        given = ["serve", *given]
    parser = _parser()
    parsed = parser.parse_args(given)
    try:
        return int(parsed.run(parsed) or 0)
    except UsageError as error:
        print(f"ganscope: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    from ganscope.web import settings

    parser = argparse.ArgumentParser(
        "ganscope", description="An interactive lab for generative adversarial networks. Without a command: serve."
    )
    parser.add_argument("--version", action="version", version=f"ganscope {ganscope.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    serve = commands.add_parser("serve", help="start the lab and open it in the browser")
    serve.add_argument("--no-browser", action="store_true", help="do not open the browser")
    settings.add_arguments(serve)
    serve.set_defaults(run=_serve)

    train = commands.add_parser("train", help="train without a picture")
    train.add_argument("experiment", help="a JSON file, - for standard input, or the name of a preset")
    train.add_argument("--rounds", type=_count, required=True, metavar="N", help="rounds to play")
    train.add_argument("--seed", type=_count, metavar="S", help="in place of the experiment's own")
    train.add_argument("--json", action="store_true", help="print one JSON object of all measures, nothing else")
    train.add_argument(
        "--out", type=Path, metavar="FILE", help="write the report (.json) or weights too (.safetensors)"
    )
    train.set_defaults(run=_train)

    warm = commands.add_parser("warm", help="compile all presets ahead, and make the gallery's pictures")
    warm.set_defaults(run=_warm)

    listing = commands.add_parser("list", help="every member of every table")
    listing.add_argument("--json", action="store_true", help="as one JSON object")
    listing.add_argument(
        "--words", action="store_true", help="what schema and presets say, by its key in the page's language files"
    )
    listing.set_defaults(run=_list)

    commands.add_parser("schema", help="the JSON Schema of an experiment").set_defaults(run=_schema)

    preset = commands.add_parser("preset", help="print the experiment of a preset")
    preset.add_argument("name", help="see ganscope list")
    preset.set_defaults(run=_preset)

    figure = commands.add_parser("figure", help="draw the paper's Figure 1, its four panels, from a real run")
    figure.add_argument("--preset", default="figure-1", metavar="NAME", help="the game, on the line; default: figure-1")
    figure.add_argument("--seed", type=_count, metavar="S", help="in place of the preset's own")
    figure.add_argument("--out", type=Path, required=True, metavar="FILE", help="a .svg, .png, .pdf or .html file")
    figure.set_defaults(run=_figure)

    tables = commands.add_parser("tables", help="play published protocols, and set our figures beside theirs")
    tables.add_argument("names", nargs="*", metavar="PROTOCOL", help="see ganscope list; default: all of them")
    tables.add_argument("--quick", action="store_true", help="few seeds and rounds: shows that they run, no more")
    tables.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write NAME.md and, with every run, NAME.json there; default: print"
    )
    tables.add_argument(
        "--jobs", type=_jobs, metavar="N", help="protocols to play at a time; default: one on each processor"
    )
    tables.set_defaults(run=_tables)

    bench = commands.add_parser("bench", help="measure the speed of this machine")
    what = bench.add_subparsers(metavar="WHAT", required=True)
    rounds = what.add_parser("train", help="rounds per second beside eager PyTorch")
    rounds.add_argument("--json", action="store_true", help="as one JSON object")
    rounds.set_defaults(run=_bench_train)
    page = what.add_parser("page", help="the page in a real Chromium: frames, rounds, first picture, long tasks")
    page.add_argument("--json", action="store_true", help="as one JSON object")
    page.add_argument(
        "--soak", type=_minutes, default=0.0, metavar="MINUTES", help="also train so long, and watch the page's memory"
    )
    page.add_argument(
        "--only", action="append", default=[], metavar="SCENE", help="measure this scene alone; can be given again"
    )
    page.set_defaults(run=_bench_page)
    return parser


def _whole(text: str, least: int, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"got {text!r}; it accepts a whole number from {least} to {most:,}")
    return number


def _count(text: str) -> int:
    return _whole(text, 0, 2**32 - 1)


def _jobs(text: str) -> int:
    return _whole(text, 1, 64)


def _minutes(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= 10_000:
        raise argparse.ArgumentTypeError(f"got {text!r}; it accepts a number of minutes above 0")
    return number


def _serve(given: argparse.Namespace) -> None:
    from ganscope.web import settings

    try:
        chosen = settings.read(os.environ, vars(given))
    except settings.SettingError as error:
        raise UsageError(str(error)) from None
    from ganscope.lab import cores
    from ganscope.lab.cache import thumbnails_directory, use_cache
    from ganscope.lab.engine import Lab

    cores.leave_one()
    use_cache()
    lab = Lab(sessions=chosen.sessions, orphan_seconds=chosen.orphan_seconds, pictures=thumbnails_directory())
    from ganscope.web.server import PortTaken, serve  # a fifth of a second, while the lab prepares Figure 1

    try:
        serve(chosen, lab, open_browser=not given.no_browser)
    except PortTaken as error:
        raise UsageError(str(error)) from None


def _warm(given: argparse.Namespace) -> None:
    from ganscope.lab import cores
    from ganscope.lab.cache import thumbnails_directory, use_cache
    from ganscope.lab.player import Player
    from ganscope.lab.presets import PRESETS
    from ganscope.lab.thumbnails import Thumbnails

    cores.leave_one()  # as the server, which runs what is compiled here
    if use_cache() is None:
        raise UsageError("there is no directory of your own for compiled programs; set XDG_CACHE_HOME to one")
    thumbnails = Thumbnails(thumbnails_directory())
    for preset in PRESETS:
        start = time.monotonic()
        player = Player(preset.experiment)
        if player.best_known:
            player.prepare_climb()
        player.prepare_charts(frozenset(player.able))
        thumbnails.make(preset)
        print(f"{preset.title}: {time.monotonic() - start:.1f} s", flush=True)


def _train(given: argparse.Namespace) -> int:
    experiment = _experiment(given.experiment)
    if given.seed is not None:
        experiment = experiment.model_copy(update={"seed": given.seed})
    if given.out is not None:
        _check_out(given.out)
    from ganscope.lab import cores
    from ganscope.lab.cache import use_cache
    from ganscope.lab.headless import run

    cores.suit(experiment)
    use_cache()
    bar = None if given.json or not sys.stderr.isatty() else _Bar(given.rounds)
    result = run(experiment, given.rounds, progress=bar)
    if bar:
        bar.end()
    if given.out is not None:
        _write(given.out, result)
    if given.json:
        print(json.dumps(result.report()))
    else:
        _print(result)
    if result.stopped:
        print(f"ganscope: stopped at round {result.rounds:,}: {result.stopped}", file=sys.stderr)
        return 130 if result.stopped == "interrupted" else 1
    return 0


def _experiment(source: str) -> Experiment:
    from pydantic import ValidationError

    from ganscope.game.experiment import Experiment
    from ganscope.web.messages import explain

    path = Path(source)
    if source != "-" and not path.exists():
        presets = _presets()
        if source in presets:
            return presets[source].experiment
        raise UsageError(f"experiment: there is no file {source!r}, and no such preset ({', '.join(presets)})")
    try:
        text = sys.stdin.read() if source == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"experiment: {source} cannot be read: {error}") from None
    try:
        return Experiment.model_validate_json(text)
    except ValidationError as error:
        raise UsageError(f"{source}: {explain(error, Experiment.model_json_schema()).message}") from None


def _presets() -> dict[str, Any]:
    from ganscope.lab.presets import PRESETS

    return {preset.name: preset for preset in PRESETS}


def _check_out(path: Path) -> None:
    if path.suffix not in (".json", ".safetensors"):
        raise UsageError(f"--out got {str(path)!r}; it accepts a file that ends in .json or .safetensors")
    from ganscope.study.files import unwritable

    if reason := unwritable(path):
        raise UsageError(f"--out: {reason}")


def _write(path: Path, result: Run) -> None:
    from ganscope.web import wire

    if path.suffix == ".json":
        path.write_text(json.dumps(result.report(), indent=1) + "\n", encoding="utf-8")
    else:
        path.write_bytes(wire.encode("run", result.report(), result.parameters))


def _print(result: Run) -> None:
    rate = result.rounds / result.seconds if result.seconds else 0.0
    print(f"{result.rounds:,} rounds in {result.seconds:.1f} s ({rate:,.0f}/s)")
    print(f"{'':<14}{'live':>10}{'average':>10}")
    for name, value in result.readings.items():
        print(f"{name:<14}{value:>10.4f}{result.average[name]:>10.4f}")


class _Bar:
    """A progress bar on a terminal."""

    def __init__(self, rounds: int):
        self._rounds = rounds

    def __call__(self, done: int, seconds: float) -> None:
        share = done / self._rounds if self._rounds else 1.0
        bar = "█" * int(30 * share) + "·" * (30 - int(30 * share))
        rate = done / seconds if seconds else 0.0
        print(f"\r{bar} {done:,}/{self._rounds:,}  {rate:,.0f} rounds/s ", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        print(file=sys.stderr)


def _list(given: argparse.Namespace) -> None:
    from ganscope.lab.catalogue import catalogue, words
    from ganscope.study.protocols import PROTOCOLS

    if given.words:
        print(json.dumps(words(), ensure_ascii=False, indent=1))
        return

    tables = catalogue() | {"protocol": {name: protocol.title for name, protocol in PROTOCOLS.items()}}
    if given.json:
        print(json.dumps(tables, ensure_ascii=False, indent=1))
        return
    for family, members in tables.items():
        print(family)
        for name, line in members.items():
            print(f"  {name:<16}{line}")


def _schema(given: argparse.Namespace) -> None:
    from ganscope.game.experiment import Experiment

    print(json.dumps(_typed(Experiment.model_json_schema()), ensure_ascii=False, indent=1))


def _typed(node: Any) -> Any:
    """A schema without the page's marks around formulas."""
    from ganscope.game.experiment.fields import plain

    if isinstance(node, dict):
        return {
            name: plain(said) if name in _SAID and isinstance(said, str) else _typed(said)
            for name, said in node.items()
        }
    return [_typed(each) for each in node] if isinstance(node, list) else node


_SAID = ("title", "description", "x-formula")


def _preset(given: argparse.Namespace) -> None:
    print(_preset_named("preset", given.name).model_dump_json(indent=1))


def _preset_named(argument: str, name: str) -> Experiment:
    presets = _presets()
    if name not in presets:
        raise UsageError(f"{argument}: there is no {name!r}; it accepts {', '.join(presets)}")
    return presets[name].experiment


def _figure(given: argparse.Namespace) -> int:
    from ganscope.study import figure

    experiment = _preset_named("--preset", given.preset)
    if given.seed is not None:
        experiment = experiment.model_copy(update={"seed": given.seed})
    if reason := figure.unwritable(given.out):
        raise UsageError(f"--out: {reason}")
    if reason := figure.refusal(experiment):
        raise UsageError(f"--preset: there is no such figure of {given.preset}: {reason}")
    from ganscope.lab.cache import use_cache

    use_cache()
    try:
        return figure.main(experiment, given.preset, given.out)
    except figure.NoFigure as error:
        print(f"ganscope: no figure of {given.preset}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("ganscope: interrupted; nothing was written", file=sys.stderr)
        return 130


def _tables(given: argparse.Namespace) -> int:
    from ganscope.study.protocols import PROTOCOLS
    from ganscope.study.tables import main as tables

    for name in given.names:
        if name not in PROTOCOLS:
            raise UsageError(f"protocol: there is none named {name!r}; it accepts {', '.join(PROTOCOLS)}")
    if given.out is not None and not (given.out.is_dir() and os.access(given.out, os.W_OK)):
        raise UsageError(f"--out: there is no folder {str(given.out)!r} that can be written to")
    from ganscope.lab.cache import use_cache

    use_cache()
    try:
        return tables(given.names, given.quick, given.out, given.jobs)
    except KeyboardInterrupt:
        print("ganscope: interrupted; the protocols that were done are written", file=sys.stderr)
        return 130


def _bench_train(given: argparse.Namespace) -> int:
    from ganscope.study.bench_train import main as bench

    return bench(as_json=given.json)


def _bench_page(given: argparse.Namespace) -> int:
    from ganscope.study.bench_page import SCENES
    from ganscope.study.bench_page import main as bench

    for name in given.only:
        if name not in SCENES:
            raise UsageError(f"--only: there is no scene {name!r}; it accepts {', '.join(SCENES)}")
    return bench(as_json=given.json, soak=given.soak, only=given.only)
