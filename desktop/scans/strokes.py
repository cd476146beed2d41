"""Ink that is no mark in a box: streaks and folds right through it, strokes on the words beside it."""

import numpy as np

from desktop.domain.ticks import Words
from desktop.scans.lay import Array, mapped, sampled

TRACE = 0.2  # of the way from paper to ink: a streak is often grey
LEAN = 12  # samples that a streak may lean over the patch: eight degrees
ALONG = 0.8  # of each part of its way that a streak is seen on
FINE = 0.5  # points between samples of words
CLEAR, AROUND = 1.5, 4.5  # points round the words: what blurs into them, and what must be white
BESIDE = 3.0  # the same to their left, where the box stands


def through(dark: Array, first: int, margin: int) -> bool:
    """Whether a line runs straight through the box of a patch and on beyond both its sides.

    ``first`` is where the box begins inside its frame; ``margin`` what the patch shows around it.
    """
    return _runs(dark, first, margin) or _runs(dark.T, first, margin)


def _runs(dark: Array, first: int, margin: int) -> bool:
    """The same from above to below."""
    size = len(dark)
    trace = dark > TRACE
    reach = trace[:, first - LEAN // 2 - 1 : size - first + LEAN // 2 + 1].any(axis=1)
    if min(reach[:margin].mean(), reach[-margin:].mean()) < ALONG:
        return False  # nothing beside the box: so it is with nearly all
    wide = trace.copy()
    wide[:, 1:] |= trace[:, :-1]
    wide[:, :-1] |= trace[:, 1:]
    rows = np.arange(size)
    starts = np.arange(first, size - first)
    for lean in range(-LEAN, LEAN + 1):
        shift = np.round(lean * (rows - size / 2) / size).astype(int)
        columns = np.clip(starts[:, None] + shift[None, :], 0, size - 1)
        on = wide[rows[None, :], columns]
        parts = on[:, :margin], on[:, margin : size - margin], on[:, size - margin :]
        if np.logical_and.reduce([part.mean(axis=1) >= ALONG for part in parts]).any():
            return True
    return False


def upright(inside: Array) -> bool:
    """Whether all ink inside a box is one thin line from above to below: no pen draws a mark so."""
    rows, columns = np.nonzero(inside)
    if len(rows) == 0 or len(np.unique(rows)) < ALONG * len(inside):
        return False
    lean, at = np.polyfit(rows, columns, 1)
    beside = np.abs(columns - (lean * rows + at))
    return bool(np.percentile(beside, 90) <= len(inside) * 0.08 and abs(lean) < LEAN / 80)


def on_words(grey: Array, lay: Array, words: Words, ink: float) -> tuple[float, float]:
    """How much ink lies on the words, and how much around them, in square points."""
    left, right = words.x - BESIDE, words.x + words.width + AROUND
    low, high = words.y - AROUND, words.y + words.height + AROUND
    xs, ys = np.arange(left, right, FINE), np.arange(high, low, -FINE)
    grid_x, grid_y = np.meshgrid(xs, ys)
    points = np.column_stack([grid_x.ravel(), grid_y.ravel()])
    patch = sampled(grey, mapped(lay, points) - 0.5).reshape(len(ys), len(xs))
    core = (
        (grid_x > words.x - CLEAR) & (grid_x < words.x + words.width + CLEAR)
        & (grid_y > words.y - CLEAR) & (grid_y < words.y + words.height + CLEAR)
    )  # fmt: skip
    paper = float(np.median(patch[~core]))
    dark = (paper - patch) / max(paper - ink, 30.0)  # not clipped: noise adds up to nothing
    around = np.clip(dark[~core], 0.0, 1.0)
    area = FINE * FINE
    return float(dark[core].sum()) * area, float(around[around > 0.3].sum()) * area
