"""How all rows of a large set lie over two columns, counted on a grid (src/views/density.ts)."""

import math
from collections import Counter

from . import arrays

ACROSS, UP, MOST = 160, 120, 24


def densities(terse, numbers):
    """Grids of every terse value against every number; both are lists of (name, values). Of two terse values the later is x."""
    names = [name for name, _ in terse]
    pairs = [(x, y) for j, (y, _) in enumerate(terse) for x in [name for name, _ in numbers] + names[j + 1 :]]
    columns = {name: (_range(values, name), values) for name, values in [*numbers, *terse]}
    cells = {(name, count): _cells(*columns[name], count) for pair in pairs[:MOST] for name, count in zip(pair, (ACROSS, UP))}
    return [
        {"x": x, "y": y, "xRange": columns[x][0], "yRange": columns[y][0],
         "logCounts": _grid(cells[x, ACROSS], cells[y, UP])}
        for x, y in pairs[:MOST]
    ]  # fmt: skip


def _range(values, name):
    least, greatest = arrays.ends(values)
    if not least <= greatest:
        return [0, 1]
    if max(abs(least), abs(greatest)) > arrays.MAX_SIZE:
        raise ValueError(f"{name!r} holds values up to {greatest:.3g}, too large for a view; divide them by a unit")
    margin = 0 if greatest > least else abs(least) * 0.1 or 1
    return [least - margin, greatest + margin]


def _cells(span, values, count):
    """Cell of each value, None where it has none."""
    low, per = span[0], count / (span[1] - span[0])
    places = ((value - low) * per for value in values)
    return [min(count - 1, math.floor(at)) if math.isfinite(at) else None for at in places]


def _grid(across, up):
    counts = Counter(b * ACROSS + a for a, b in zip(across, up) if a is not None and b is not None)
    logs = [math.log1p(counts.get(cell, 0)) for cell in range(ACROSS * UP)]
    greatest = max(logs)
    # A coarse step: the last bits of a logarithm differ between languages, whose bytes must not.
    scale = math.ceil(greatest / 254 * 2**20) / 2**20 if greatest > 0 else 1
    return arrays.quantise(logs, "u1", [UP, ACROSS], scale, 0)
