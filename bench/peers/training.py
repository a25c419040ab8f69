"""The same training by Keras 3 on TensorFlow: `model.fit` on padded samples, all its settings at their defaults."""
import os

import cluster_network as clusters
import keras
import numpy as np

MODULES = ["numpy", "keras", "tensorflow"]


class setup:
    def __init__(self, _side, folder):
        self.folder = folder
        self.weights = clusters.load(folder, "weights")
        train, validation, plan = (clusters.load(folder, name) for name in ("train", "validation", "plan"))
        self.inputs = clusters.padded(train, self.weights)
        self.target = clusters.scaled(train)
        self.validation = clusters.padded(validation, self.weights)
        self.truth = validation["sigma8"]
        self.batch = int(plan["batchSize"][0])
        self.rate = float(plan["learningRate"][0])
        self.checked = self.check(plan["order"])
        keras.utils.set_random_seed(1)
        self.model = self.fresh()
        self.epochs = 0
        self.rms = []

    def fresh(self):
        model = clusters.network(self.weights)
        model.compile(optimizer=keras.optimizers.Adam(self.rate), loss="mean_squared_error")
        return model

    def predict(self, model):
        scaled = model.predict(self.validation, batch_size=64, verbose=0)[:, 0]
        return clusters.TARGET_MEAN + clusters.TARGET_SCALE * scaled

    def check(self, order):
        """Predictions of the untrained network; loss of some steps in a given order, and predictions after them."""
        model = self.fresh()
        before = self.predict(model)
        inputs = [a[order] for a in self.inputs]
        fitted = model.fit(inputs, self.target[order], batch_size=self.batch, shuffle=False, verbose=0)
        return np.concatenate([before, self.predict(model), fitted.history["loss"]])

    def run(self):
        self.model.fit(
            self.inputs,
            self.target,
            batch_size=self.batch,
            initial_epoch=self.epochs,
            epochs=self.epochs + 1,
            verbose=0,
        )
        self.epochs += 1

    def after(self):
        self.rms.append(float(np.sqrt(np.mean((self.predict(self.model) - self.truth) ** 2))))

    def result(self):
        np.save(os.path.join(self.folder, "keras.npy"), self.checked.astype(np.float64))
        return {"rms": self.rms}
