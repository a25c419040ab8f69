"""The cluster encoder as a Keras user writes it: samples padded to 704 rows with a mask, so that every step has one shape."""
import os

import keras
import numpy as np

ROWS = 704
EXPECTED = 300
TARGET_MEAN, TARGET_SCALE = 0.8, 0.058


def load(folder, name):
    with np.load(os.path.join(folder, name + ".npz")) as file:
        return dict(file)


def padded(sets, weights):
    """Standardised rows [sets, 704, features], mask [sets, 704] and numbers about the sample [sets, 3]."""
    starts = sets["starts"].astype(int)
    counts = np.diff(starts)
    assert counts.max() <= ROWS, f"a sample has {counts.max()} rows; {ROWS} is the most"
    rows = (sets["features"] - weights["mean"]) / weights["sd"]
    mask = np.arange(ROWS) < counts[:, None]
    x = np.zeros((len(counts), ROWS, rows.shape[1]), np.float32)
    x[mask] = rows
    about = np.stack([np.log((counts + 0.5) / EXPECTED), 0.0 * counts, np.maximum(counts, 1) ** -0.5], axis=1)
    return x, mask, about.astype(np.float32)


def scaled(sets):
    return ((sets["sigma8"] - TARGET_MEAN) / TARGET_SCALE)[:, None]


def network(weights):
    """The pooled network with given weights."""
    dense = keras.layers.Dense
    x = keras.Input((ROWS, len(weights["mean"])))
    mask = keras.Input((ROWS,), dtype="bool")
    about = keras.Input((3,))
    terse = dense(1)(dense(32, "relu")(dense(64, "relu")(x)))
    embedded = dense(64, "tanh")(dense(64, "tanh")(terse))
    pooled = keras.layers.GlobalAveragePooling1D()(embedded, mask=mask)
    head = dense(64, "relu")(dense(64, "relu")(keras.layers.Concatenate()([pooled, about])))
    model = keras.Model([x, mask, about], dense(1)(head))
    model.set_weights([weights[f"{part} {i}"] for part, n in PARTS for i in range(n)])
    return model


# arrays of each part: kernels and biases in the order of the layers
PARTS = [("encoder", 6), ("embedding", 4), ("head", 6)]
