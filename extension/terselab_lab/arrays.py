"""Arrays and numbers as views carry them (see src/views/array.ts): the same bytes as TypeScript, without dependencies."""

import base64
import json
import math
import sys
from array import array

MAX_ELEMENTS, MAX_SIZE = 4_000_000, 1e290
NA = {"u1": 255, "u2": 65535, "u4": 4294967295}
CODES = {"u1": "B", "u2": "H", "u4": "I", "f4": "f"}
LEAST_STEP = 2.0**-1022  # a smaller step is subnormal, and its multiples miss by more than a step


def flat(values):
    """Values of an array of any shape, in C order."""
    if not hasattr(values, "tolist"):
        convert = getattr(values, "numpy", None) or getattr(values, "to_numpy", None)
        values = convert() if convert else values
    values = values.tolist() if hasattr(values, "tolist") else list(values)
    return [v for part in values for v in flat(part)] if values and isinstance(values[0], (list, tuple)) else values


def floats(values, what):
    """Numbers of an array; None is NaN. `what` names it in the message."""
    try:
        return [math.nan if v is None else float(v) for v in flat(values)]
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} holds something that is no number ({error}); give numbers, NaN or None") from None


def number_text(x):
    """A number as ECMAScript writes it (RFC 8785, 3.2.2.3)."""
    if not math.isfinite(x):
        raise ValueError(f"{x} cannot stand in a view: JSON has no such number")
    mantissa, _, power = repr(abs(float(x))).partition("e")
    whole, _, part = mantissa.partition(".")
    digits, sign = (whole + part).lstrip("0"), "-" if x < 0 else ""
    point = len(digits) - len(part) + int(power or 0)
    digits = digits.rstrip("0") or "0"
    if digits == "0" or len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0") if digits != "0" else "0"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return f"{sign}{digits[0]}{'.' * (len(digits) > 1)}{digits[1:]}e{point - 1:+d}"


def canonical(value):
    """JSON by RFC 8785: what two languages must agree on to the byte."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(k)}:{canonical(value[k])}" for k in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    plain = value is None or isinstance(value, (bool, str))
    return json.dumps(value, ensure_ascii=False) if plain else number_text(value)


def size_of(payload):
    """Length of the payload as text, in UTF-16 units, as TypeScript counts it."""
    return len(canonical(payload).encode("utf-16-le", "surrogatepass")) // 2


def encode(codes, dtype, shape, **quantisation):
    stored = array(CODES[dtype], codes)
    if sys.byteorder == "big":
        stored.byteswap()
    return {"dtype": dtype, "shape": shape, **quantisation, "data": base64.b64encode(stored.tobytes()).decode()}


def ends(values):
    finite = [v for v in values if math.isfinite(v)]
    return (min(finite), max(finite)) if finite else (math.nan, math.nan)


def quantise(values, dtype, shape, scale, offset):
    """Whole numbers q of offset + scale q, rounded by floor(x + .5); what is not finite becomes NA."""
    if max(abs(scale), abs(offset)) > MAX_SIZE:
        raise ValueError(f"values up to {max(map(abs, ends(values))):.3g} are too large for a view; divide them by a unit")
    top = NA[dtype] - 1

    def code(v):
        q = (v - offset) / scale + 0.5
        if 0 <= q < top + 1:
            return int(q)
        return top + 1 if not math.isfinite(v) else 0 if q < 0 else top

    return encode(map(code, values), dtype, shape, scale=scale, offset=offset)


def encode_range(values, dtype, shape):
    (least, greatest), steps = ends(values), NA[dtype] - 1
    scale = greatest / steps - least / steps
    if greatest > least and scale > 0:
        return quantise(values, dtype, shape, max(scale, LEAST_STEP), least)
    return quantise(values, dtype, shape, 1, least if math.isfinite(least) else 0)


def encode_signed(values, dtype, shape):
    largest, middle = max(map(abs, ends(values))), (NA[dtype] - 1) // 2
    scale = max(largest / middle, LEAST_STEP) if largest > 0 else 0
    return quantise(values, dtype, shape, *((scale, -(middle * scale)) if scale > 0 else (1, -middle)))


def encode_numbers(values, shape, screen):
    least, greatest = ends(values)
    spread = greatest - least
    whole = all(v.is_integer() for v in values if math.isfinite(v)) and max(abs(least), abs(greatest)) < 2**53
    for dtype in ("u1", "u2", "u4") if whole else ():
        if spread < NA[dtype] and not (dtype == "u4" and screen):
            return quantise(values, dtype, shape, 1, least)
    if screen:
        return encode_range(values, "u2", shape)
    smallest = min((abs(v) for v in values if math.isfinite(v)), default=math.inf)
    if max(abs(least), abs(greatest)) > 3.4e38 or smallest > spread > 0:
        return encode_range(values, "u4", shape)
    rounded = array("f", values)
    return encode([v if math.isfinite(v) else math.nan for v in rounded], "f4", shape)


def colour_limit(values):
    sizes = sorted(abs(v) for v in values if math.isfinite(v))
    if not sizes or sizes[-1] == 0:
        return 1
    at = (len(sizes) - 1) * 0.99
    low, share = int(at), at - int(at)
    high = sizes[low] + share * (sizes[low + 1] - sizes[low]) if share else sizes[low]
    return high if high > 0 and sizes[-1] > 2 * high else sizes[-1]
