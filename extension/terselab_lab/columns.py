"""What the views share: header, row ids, fields, and what is dropped to stay within the budget (src/views/columns.ts)."""

import math

from . import arrays
from .sample import permutation

BUDGET = 2_000_000


def header(view, view_id, title, caption, alt, group=None, theme=None, notes=None):
    """What every view carries."""
    words = {"viewId": view_id, "title": title, "caption": caption, "alt": alt}
    return given(view=view, version=1, **words, group=group, theme=theme, notes=list(notes) if notes else None)


def given(**keys):
    """What was given: an argument left out leaves its key out."""
    return {key: value for key, value in keys.items() if value is not None}


def rows(ids, row_noun, table, keep):
    for i, id in enumerate(ids):
        if not isinstance(id, int) or not 0 <= id < 2**32 - 1:
            raise ValueError(f"ids[{i}] is {id!r}; expected a whole number from 0 to 4294967294")
    if len(set(ids)) < len(ids):
        raise ValueError("ids holds an id twice; give each row its own")
    return given(noun=row_noun, ids=arrays.encode([ids[i] for i in keep], "u4", [len(keep)]), table=table)


def fields(fields, count, keep, screen):
    out = []
    for field in fields:
        name, categories, values = field["name"], field.get("categories"), arrays.flat(field["values"])
        if len(values) != count:
            raise ValueError(
                f"field {name!r} has {len(values)} values for {count} rows; give one value a row (NaN where there is none)"
            )
        common = {"name": name, "label": field.get("label", name)}
        if categories is None:
            values = arrays.floats(values, f"field {name!r}")
            stored = arrays.encode_numbers([values[i] for i in keep], [len(keep)], screen)
            out.append(given(kind="number", **common, unit=field.get("unit"), values=stored))
            continue
        dtype = "u1" if len(categories) < 255 else "u2"
        code_of = {category: code for code, category in enumerate(categories)}
        codes = [_code(values[i], code_of, arrays.NA[dtype], f"field {name!r}: value of row {i}") for i in keep]
        stored = arrays.encode(codes, dtype, [len(keep)])
        out.append({"kind": "category", **common, "categories": list(categories), "values": stored})
    names = [field["name"] for field in fields]
    if len(set(names)) < len(names):
        raise ValueError(f"fields {names} holds a name twice; names must be unique")
    return out


def _code(value, code_of, missing, what):
    if value is None or value == -1 or value != value:
        return missing
    code = code_of.get(value) if isinstance(value, str) else value
    if code is None or code != int(code) or not 0 <= code < len(code_of):
        raise ValueError(f"{what}: {value!r} is not one of its {len(code_of)} categories")
    return int(code)


def within(count, noun, build, most, seed):
    """As given, else rounded to the screen, else a seeded sample: what fits into an output, with a note that says so."""
    if count <= most:
        for screen in (False, True):
            payload = build(range(count), screen)
            if screen:
                _note(payload, "Numbers are rounded to 1/65,534 of their range, to keep the notebook small.")
            if arrays.size_of(payload) <= BUDGET:
                return payload
    order = permutation(count, seed)
    kept = min(count - 1, most)
    while kept >= 1:
        payload = build(sorted(order[:kept]), True)
        sample = f"{kept:,} of {count:,} rows ({noun}) are shown, a random sample drawn with seed {seed}"
        rounding = "numbers are rounded to 1/65,534 of their range"
        _note(payload, f"{sample}; {rounding}. The rest was left out to keep the notebook small.")
        size = arrays.size_of(payload)
        if size <= BUDGET:
            return payload
        kept = math.floor(min(kept - 1, kept * BUDGET * 0.98 / size))
    raise ValueError(f"not even one {noun} fits into the {BUDGET} bytes of an output: bin the columns, or send fewer fields")


def _note(payload, note):
    payload["notes"] = [*payload.get("notes", []), note]


def taken(values, columns, keep):
    return [v for i in keep for v in values[i * columns : (i + 1) * columns]]
