"""A plain PNG of a view for pages without the extension: the values alone, without axes; the alt text says the rest."""

import base64
import struct
import zlib
from array import array

WIDTH, HEIGHT = 640, 320
CODES = {"u1": "B", "u2": "H", "u4": "I", "f4": "f"}
LINES = ((0, 114, 178), (230, 159, 0), (0, 158, 115), (204, 121, 167), (86, 180, 233), (213, 94, 0), (240, 228, 66))
PAPER, INK, NA, RED, BLUE = (255, 255, 255), (0, 114, 178), (176, 176, 176), (178, 24, 43), (33, 102, 172)


def decoded(stored):
    """Numbers of an encoded array; NA is None."""
    codes = array(CODES[stored["dtype"]], base64.b64decode(stored["data"]))
    if stored["dtype"] == "f4":
        return [v if v == v else None for v in codes]
    missing = 256 ** codes.itemsize - 1
    return [None if q == missing else stored.get("offset", 0) + stored.get("scale", 1) * q for q in codes]


def picture(payload):
    """PNG bytes, or None for a view that has no such drawing."""
    draw = {"saliency": heatmap, "terse": scatter, "training": losses}.get(payload["view"])
    lines = draw(payload) if draw else None
    return png(lines) if lines else None


def heatmap(payload):
    (rows, columns), values, limit = payload["values"]["shape"], decoded(payload["values"]), payload["limit"]
    if rows == 0 or columns == 0:
        return None

    def colour(value):
        if value is None:
            return NA
        share, end = min(abs(value) / limit, 1), RED if value > 0 else BLUE
        return tuple(round(p + share * (e - p)) for p, e in zip(PAPER, end))

    across = [x * columns // WIDTH for x in range(WIDTH)]
    lines = {}
    for row in {y * rows // HEIGHT for y in range(HEIGHT)}:
        cells = [bytes(colour(value)) for value in values[row * columns : (row + 1) * columns]]
        lines[row] = b"".join(cells[column] for column in across)
    return [lines[y * rows // HEIGHT] for y in range(HEIGHT)]


def scatter(payload):
    k, flat = len(payload["terseNames"]), decoded(payload["terse"])
    columns = {name: flat[j::k] for j, name in enumerate(payload["terseNames"])}
    columns |= {field["name"]: decoded(field["values"]) for field in payload["fields"] if field["kind"] == "number"}
    pairs = [(x, y) for x, y in zip(columns[payload["x"]], columns[payload["y"]]) if x is not None and y is not None]
    if not pairs:
        return None
    spans = [(min(axis), max(axis)) for axis in zip(*pairs)]
    return dots([(pair, INK) for pair in pairs], *spans)


def losses(payload):
    epochs = decoded(payload["rows"]["ids"])
    marks = [
        ((epoch, value), colour)
        for curve, colour in zip(payload["curves"], LINES)
        for epoch, value in zip(epochs, decoded(curve["values"]))
        if value is not None
    ]
    values = [value for (_, value), _ in marks]
    return dots(marks, (1, payload["epochs"]), (min(0, *values), max(values))) if marks else None


def dots(marks, *spans):
    """Squares at places of two axes, each with its colour."""
    lines = [bytearray(bytes(PAPER) * WIDTH) for _ in range(HEIGHT)]
    for pair, colour in marks:
        share = [(v - low) / (high - low) if high > low else 0.5 for v, (low, high) in zip(pair, spans)]
        left, top = round(12 + share[0] * (WIDTH - 24)), round(HEIGHT - 12 - share[1] * (HEIGHT - 24))
        for y in range(top - 2, top + 3):
            lines[y][3 * (left - 2) : 3 * (left + 3)] = bytes(colour) * 5
    return lines


def png(lines):
    """PNG of lines of RGB bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", len(lines[0]) // 3, len(lines), 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
