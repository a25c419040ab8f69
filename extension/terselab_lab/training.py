"""The training monitor, as src/views/training.ts builds it."""

import math

from . import arrays
from .columns import given, header, rows

MAX_EPOCHS = 2000


def training_view(*, curves, state="finished", epochs=None, first=1, loss="loss", done=None, elapsed=0, left=None,
                  best=None, outcome=None, **heading):  # fmt: skip
    """Payload of a training monitor: `curves` is a list of {"name": ..., "values": losses after each epoch}.

    `state` is "running", "finished" or "stopped"; `done` the share of the work, `elapsed` and `left` are seconds.
    """
    named = {curve["name"]: arrays.floats(curve["values"], f"curve {curve['name']!r}") for curve in curves}
    if len(named) < len(curves) or not 1 <= len(named) <= 7:
        raise ValueError(f"curves are {[c['name'] for c in curves]}; give 1 to 7, none of whose names stands twice")
    length = len(next(iter(named.values())))
    for name, values in named.items():
        if len(values) != length:
            raise ValueError(f"curve {name!r} has {len(values)} losses, the first curve {length}; give one an epoch")
    epochs = max(1, first - 1 + length) if epochs is None else epochs
    if first < 1 or first - 1 + length > epochs:
        raise ValueError(f"the losses are of epochs {first} to {first - 1 + length}; expected epochs from 1 to {epochs}")
    best = _least(list(named.values())[1:2], first) if best is None else best
    if best is not None and not first <= best < first + length:
        raise ValueError(f"best: epoch {best} is none of those given")
    done = min(1, (first - 1 + length) / epochs) if done is None else done
    if not 0 <= done <= 1 or not elapsed >= 0 or state not in ("running", "finished", "stopped"):
        expected = "0 to 1, 0 or more, 'running', 'finished' or 'stopped'"
        raise ValueError(f"done is {done}, elapsed {elapsed}, state {state!r}; expected {expected}")
    every = math.ceil(length / MAX_EPOCHS)
    keep = [i for i in range(length) if i % every == 0 or i == length - 1 or first + i == best]
    notes = list(heading.pop("notes", None) or [])
    if every > 1:
        notes.append(f"One in {every} epochs is shown, with the best and the last, to keep the notebook small.")
    shown = [
        {"name": name, "values": arrays.encode_numbers([values[i] for i in keep], [len(keep)], False)}
        for name, values in named.items()
    ]
    return given(
        **header("training", **heading, notes=notes), rows=rows(range(first, first + length), "epoch", None, keep),
        loss=loss, curves=shown, state=state, epochs=epochs, done=done, elapsed=elapsed, left=left, best=best,
        outcome=outcome)  # fmt: skip


def _least(curves, first):
    finite = [(value, i) for i, value in enumerate(curves[0]) if math.isfinite(value)] if curves else []
    return first + min(finite)[1] if finite else None
