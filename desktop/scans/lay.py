"""How a page lies in its picture: from points of the paper to points of the picture, and samples there."""

from typing import Any

import numpy as np

Array = Any  # numpy's arrays: its own types would name every shape


def homography(told: Array, seen: Array) -> Array:
    """The projective map of four points."""
    rows = []
    for (x, y), (u, v) in zip(told, seen, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    solved = np.linalg.lstsq(np.array(rows), np.asarray(seen).reshape(-1), rcond=None)[0]
    return np.append(solved, 1.0).reshape(3, 3)


def similar(told: Array, seen: Array) -> Array:
    """The best map without perspective: turned, scaled, shifted."""
    rows, values = [], []
    for (x, y), (u, v) in zip(told, seen, strict=True):
        # y points up on paper and down in a picture
        rows += [[x, -y, 1, 0], [-y, -x, 0, 1]]
        values += [u, v]
    a, b, c, d = np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)[0]
    return np.array([[a, -b, c], [-b, -a, d], [0, 0, 1.0]])


def mapped(lay: Array, points: Array) -> Array:
    """Where points of the paper are in the picture."""
    found = np.column_stack([points, np.ones(len(points))]) @ lay.T
    return found[:, :2] / found[:, 2:]


def sampled(grey: Array, at: Array) -> Array:
    """Bilinear; what lies beyond the picture is its edge."""
    height, width = grey.shape
    x, y = np.clip(at[:, 0], 0, width - 1.001), np.clip(at[:, 1], 0, height - 1.001)
    x0, y0 = x.astype(int), y.astype(int)
    fx, fy = x - x0, y - y0
    above = grey[y0, x0] * (1 - fx) + grey[y0, x0 + 1] * fx
    below = grey[y0 + 1, x0] * (1 - fx) + grey[y0 + 1, x0 + 1] * fx
    return above * (1 - fy) + below * fy
