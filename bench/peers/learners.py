"""What the rows of learners have in common: the same data, and scikit-learn's learners at the same settings."""
import os

import numpy as np

MODULES = ["numpy", "sklearn"]


class Learner:
    def __init__(self, _side, folder):
        self.folder = folder
        self.x = self.load("trainX")
        self.y = self.load("trainY") if os.path.exists(os.path.join(folder, "trainY.npy")) else None

    def load(self, name):
        return np.load(os.path.join(self.folder, name + ".npy"))

    def run(self):
        self.fitted = self.make().fit(self.x, self.y)

    def result(self):
        """R2 on unseen rows, unless a row compares something else."""
        return float(self.fitted.score(self.load("testX"), self.load("testY")))
