"""A formula for f(u), typed by a person: read, checked, and turned into a function.  Nothing is ever executed.

Arithmetic (+ − * / and powers, as ^ or **), the functions log, exp, sqrt, abs and max, numbers, and the variable u.
The text is read into Python's syntax tree, of which only these nodes are known; everything else is refused by name.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from .said import Unfit

MAX_LENGTH = 200
MAX_DEPTH = 20
_SPAN = 10.0  # f is checked for u from e^−10 to e^10
_POINTS = 2001

Function = Callable[[Any, Any], Any]
"""(u, namespace) → f(u); the namespace is numpy or jax.numpy."""

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}
_CALLS = {"log": ("log", 1), "exp": ("exp", 1), "sqrt": ("sqrt", 1), "abs": ("abs", 1), "max": ("maximum", 2)}
_KNOWN = "u, numbers, + - * / ^, log(), exp(), sqrt(), abs(), max(,)"


@functools.lru_cache(maxsize=256)
def parse(text: str) -> Function:
    """The function that a text describes.

    Raises:
        ValueError: what is wrong with it, in words.
    """
    if len(text) > MAX_LENGTH:
        raise Unfit(
            "formula.long", "a formula has at most {most} characters; got {got}", most=MAX_LENGTH, got=len(text)
        )
    try:
        tree = ast.parse(text.strip().replace("^", "**").replace("−", "-"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Unfit("formula.none", "“{text}” is not a formula; known are {known}", text=text, known=_KNOWN) from None
    return _built(tree.body, 0)


def _built(node: ast.expr, depth: int) -> Function:
    if depth > MAX_DEPTH:
        raise Unfit("formula.deep", "the formula is nested more than {most} deep", most=MAX_DEPTH)
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) <= 1e6:
            constant = float(value)
            return lambda u, xp: constant + 0 * u
        case ast.Name(id="u"):
            return lambda u, xp: u
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as op, operand=operand):
            inner, sign = _built(operand, depth + 1), -1.0 if isinstance(op, ast.USub) else 1.0
            return lambda u, xp: sign * inner(u, xp)
        case ast.BinOp(left=left, op=ast.Pow(), right=right) if (power := _constant(right)) is not None:
            base = _built(left, depth + 1)
            return lambda u, xp: base(u, xp) ** power
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            combine, a, b = _BINARY[type(op)], _built(left, depth + 1), _built(right, depth + 1)
            return lambda u, xp: combine(a(u, xp), b(u, xp))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _CALLS:
            known, count = _CALLS[name]
            if len(arguments) != count:
                words = (
                    "{name}() takes {count} argument; got {got}"
                    if count == 1
                    else "{name}() takes {count} arguments; got {got}"
                )
                raise Unfit("formula.arguments", words, name=name, count=count, got=len(arguments))
            inners = [_built(argument, depth + 1) for argument in arguments]
            return lambda u, xp: getattr(xp, known)(*(inner(u, xp) for inner in inners))
        case _:
            raise Unfit(
                "formula.unknown", "“{part}” is not known here; known are {known}", part=ast.unparse(node), known=_KNOWN
            )


def _constant(node: ast.expr) -> float | None:
    """A plain number, signed: powers of it keep their derivative at every u."""
    match node:
        case ast.Constant(value=int() | float() as value) if abs(value) <= 100:
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand) if (value := _constant(operand)) is not None:
            return -value
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            a, b = _constant(left), _constant(right)
            return a / b if a is not None and b else None
        case _:
            return None


def checked(text: str) -> str:
    """The text, if it is a formula of an f-divergence: finite for u > 0, f(1) = 0, convex and not straight.

    Checked on 2,001 points between e^−10 and e^10.

    Raises:
        ValueError: what does not hold, and on which interval.
    """
    f = parse(text)
    u = np.exp(np.linspace(-_SPAN, _SPAN, _POINTS))
    with np.errstate(all="ignore"):
        try:
            values = np.asarray(f(u, np), float) + 0 * u
            at_1 = float(f(np.float64(1.0), np))
        except (OverflowError, ZeroDivisionError, TypeError):
            raise Unfit("formula.everywhere", "f(u) = {text} cannot be computed for every u > 0", text=text) from None
    if not np.isfinite(values).all():
        where = u[~np.isfinite(values)][0]
        raise Unfit(
            "formula.finite",
            "f(u) must be finite for every u > 0; {text} is not at u = {u}",
            text=text,
            u=f"{where:.3g}",
        )
    if not abs(at_1) <= 1e-6:
        raise Unfit("formula.zero", "f(1) must be 0; got f(1) = {got}: subtract it", got=f"{at_1:.6g}")
    share = (u[1:-1] - u[:-2]) / (u[2:] - u[:-2])
    chord = values[:-2] + share * (values[2:] - values[:-2])
    size = np.abs(values[:-2]) + np.abs(values[1:-1]) + np.abs(values[2:])
    above = values[1:-1] - chord > 1e-9 * size + 1e-12
    if above.any():
        first = int(np.argmax(above))
        last = first + int(np.argmin(np.append(above[first:], False)))
        low, high = f"{u[first]:.3g}", f"{u[last + 1]:.3g}"
        words = "f must be convex; {text} bends down between u = {low} and u = {high}"
        raise Unfit("formula.convex", words, text=text, low=low, high=high)
    slopes = np.diff(values) / np.diff(u)
    bends = np.abs(np.diff(slopes)) > 1e-7 * (np.abs(slopes[1:]) + np.abs(slopes[:-1])) + 1e-12
    if not bends.any():
        raise Unfit(
            "formula.straight", "f must bend somewhere: the divergence of {text} is 0 for every p and q", text=text
        )
    if bends.sum() <= 16:
        raise Unfit(
            "formula.pieces",
            "{text} is made of straight pieces, which give D nothing to climb; for ½|u − 1| take total variation from "
            "the list",
            text=text,
        )
    return text
