"""The same gradients by a tape in a compiled function, on padded samples."""
import os

import cluster_network as clusters
import numpy as np
import tensorflow as tf

MODULES = ["numpy", "keras", "tensorflow"]

# samples at a time: the fastest of 16, 32, 64 and 128 on two cores
BATCH = 32


class setup:
    def __init__(self, _side, folder):
        self.folder = folder
        weights = clusters.load(folder, "weights")
        self.model = clusters.network(weights)
        self.inputs = clusters.padded(clusters.load(folder, "test"), weights)

        @tf.function
        def gradient(x, mask, about):
            with tf.GradientTape() as tape:
                tape.watch(x)
                # samples do not see each other, so the gradient of the sum holds that of each
                total = tf.reduce_sum(self.model([x, mask, about]))
            return tape.gradient(total, x) * clusters.TARGET_SCALE

        self.gradient = gradient

    def run(self):
        count = len(self.inputs[0])
        self.out = np.concatenate(
            [
                self.gradient(*(tf.constant(a[start : start + BATCH]) for a in self.inputs)).numpy()
                for start in range(0, count, BATCH)
            ]
        )

    def result(self):
        np.save(os.path.join(self.folder, "theirs.npy"), self.out[self.inputs[1]].ravel())
