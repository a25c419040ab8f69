"""Builds views from inputs in TypeScript's names: a list of [view, input] on stdin, a list of canonical texts on stdout.

Argument 1 is the folder of the package, argument 2 `numpy` to pass arrays in place of lists.
"""

import json
import re
import sys

sys.path.insert(0, sys.argv[1])
import terselab_lab as tl  # noqa: E402

WITH_NUMPY = sys.argv[2:] == ["numpy"]
if WITH_NUMPY:
    import numpy
else:
    assert "numpy" not in sys.modules


def arrays_of(values):
    """Numbers as an array, with NaN for NA; anything else as it is."""
    numbers = isinstance(values, list) and all(v is None or isinstance(v, (int, float)) for v in values)
    return numpy.array(values, dtype=float) if WITH_NUMPY and numbers else values


def python_input(given):
    out = {re.sub("[A-Z]", lambda m: "_" + m[0].lower(), key): value for key, value in given.items()}
    for key in ("values", "terse"):
        if key in out:
            out[key] = arrays_of(out[key])
    if WITH_NUMPY and "ids" in out:
        out["ids"] = numpy.array(out["ids"])
    for part in (*out.get("fields", ()), *out.get("methods", ()), *out.get("curves", ()), *([out["input"]] if "input" in out else ())):
        part["values"] = arrays_of(part["values"])
    return out


def emitted(view, given):
    build = {"saliency": tl.saliency_view, "terse": tl.terse_view, "training": tl.training_view}[view]
    try:
        payload = build(**python_input(given))
    except ValueError as error:
        return f"ValueError: {error}"
    return tl.canonical(payload)


json.dump([emitted(*case) for case in json.load(sys.stdin)], sys.stdout)
