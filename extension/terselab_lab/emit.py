"""Views from a Python notebook: saliency heatmaps, terse-layer scatters, trainings, as terselab's TypeScript builders make them.

Arguments are those of the TypeScript builders (`SaliencyInput`, `TerseInput`, `TrainingInput`) in snake case, with the same defaults; the
payloads are equal to the byte. Arrays are lists, or whatever has `tolist` or `numpy` (NumPy, pandas, PyTorch, TensorFlow);
None and NaN are NA.

    from terselab_lab import saliency_view, show
    show(saliency_view(view_id="map", title="Saliency", caption="...", alt="...", method="gradient", score="logit",
                       row_noun="window", ids=range(len(maps)), columns={"label": "cadence"}, values=maps))
"""

import base64

from . import arrays
from .columns import fields as encode_fields
from .columns import given, header, rows, taken, within
from .density import densities
from .picture import picture

MAX_POINTS = 50_000


def saliency_view(*, method, score, row_noun, ids, columns, values, input=None, fields=(), limit=None, precision=None,
                  seed=1, table=None, methods=None, image=None, panels=None, start=None, **heading):  # fmt: skip
    """Payload of a saliency heatmap: `values` [rows, columns], signed; `columns` is an axis, {"label": ...}."""
    ids, values = arrays.flat(ids), arrays.floats(values, "values")
    width = len(values) // len(ids) if ids else 0
    if width * len(ids) != len(values):
        raise ValueError(f"values has {len(values)} numbers, which {len(ids)} ids do not divide; give rows x columns numbers")
    maps = {"input.values": input["values"]} if input else {}
    maps |= {f"methods[{i}].values": more["values"] for i, more in enumerate(methods or [])}
    maps = {what: arrays.floats(its, what) for what, its in maps.items()}
    for what, its in maps.items():
        if len(its) != len(values):
            raise ValueError(f"{what} has {len(its)} numbers, values has {len(values)}; give the same shape")
    limit = arrays.colour_limit(values) if limit is None else limit
    if not limit > 0:
        raise ValueError(f"limit is {limit!r}; expected a number above 0")
    steps = precision or ("u2" if max(map(abs, arrays.ends(values))) > 4 * limit else "u1")
    head = header("saliency", **heading)

    def build(keep, screen):
        shape = [len(keep), width]
        more = [
            given(method=m["method"], score=m.get("score"), limit=m.get("limit", arrays.colour_limit(its)),
                   values=arrays.encode_signed(taken(its, width, keep), precision or "u1", shape))
            for m, its in zip(methods or [], (its for what, its in maps.items() if what != "input.values"))
        ]  # fmt: skip
        seen = input and given(label=input["label"], unit=input.get("unit"),
                                values=arrays.encode_range(taken(maps["input.values"], width, keep), "u2", shape))  # fmt: skip
        return given(
            **head, method=method, score=score, rows=rows(ids, row_noun, table, keep), columns=columns, limit=limit,
            values=arrays.encode_signed(taken(values, width, keep), steps, shape), input=seen,
            fields=encode_fields(fields, len(ids), keep, screen), methods=None if methods is None else more, image=image,
            panels=panels, start=start)  # fmt: skip

    return within(len(ids), row_noun, build, arrays.MAX_ELEMENTS // width if width else len(ids), seed)


def terse_view(*, row_noun, ids, terse, terse_names, fields, x=None, y=None, colour=None, correlations=(), seed=1,
               table=None, density=False, arms=None, start=None, **heading):  # fmt: skip
    """Payload of a terse-layer scatter: `terse` [rows, terse values] against `fields`.

    Above 50,000 rows a random sample is sent; with `density` also how all rows lie over the columns.
    """
    ids, terse, k = arrays.flat(ids), arrays.floats(terse, "terse"), len(terse_names)
    if k == 0:
        raise ValueError("terse_names is empty; name at least one terse value")
    if len(terse) != len(ids) * k:
        raise ValueError(f"terse has {len(terse)} numbers; expected {len(ids)} ids x {k} terse values, row by row")
    numbers = [field["name"] for field in fields if field.get("categories") is None]
    names = [*terse_names, *(field["name"] for field in fields)]
    x, y = x or (numbers or terse_names)[0], y or terse_names[0]
    for what, name in {"x": x, "y": y}.items():
        if name not in [*numbers, *terse_names]:
            raise ValueError(f"{what}: {name!r} is not the name of a numeric field or terse value")
    if colour is not None and colour not in names:
        raise ValueError(f"colour: {colour!r} is not the name of a field or terse value")
    grids = None
    if density and len(ids) > MAX_POINTS:
        of = [(field["name"], arrays.floats(field["values"], field["name"])) for field in fields if field["name"] in numbers]
        grids = densities([(name, terse[j::k]) for j, name in enumerate(terse_names)], of)
        note = f"The density counts all {len(ids):,} rows; the points to pick from are a sample of them."
        heading["notes"] = [*(heading.get("notes") or []), note]
    head = header("terse", **heading)

    def build(keep, screen):
        return given(
            **head, rows=rows(ids, row_noun, table, keep), terseNames=list(terse_names), x=x, y=y, colour=colour,
            terse=arrays.encode_numbers(taken(terse, k, keep), [len(keep), k], screen),
            fields=encode_fields(fields, len(ids), keep, screen), correlations=list(correlations),
            arms=arms, density=grids, allRows=len(ids) if grids else None, start=start)  # fmt: skip

    return within(len(ids), row_noun, build, min(MAX_POINTS, arrays.MAX_ELEMENTS // k), seed)


def bundle(payload, png=None):
    """The whole output of a view: live payload, PNG (bytes; default a plain drawing), text."""
    png = png or picture(payload)
    alt = payload["alt"]
    data = {f"application/vnd.terselab.{payload['view']}.v{payload['version']}+json": payload}
    data |= {"image/png": base64.b64encode(png).decode()} if png else {}
    data["text/plain"] = "\n".join(line for line in (payload["title"], alt) if line.strip())
    return {"data": data, "metadata": {"image/png": {"alt": alt}} if png else {}}


def show(payload, png=None, handle=None):
    """Show a view under the cell; in the place of another, given what `IPython.display.display(display_id=True)` returned."""
    from IPython.display import display

    made = bundle(payload, png)
    place = handle.update if handle else display
    place(made["data"], metadata=made["metadata"], raw=True)
