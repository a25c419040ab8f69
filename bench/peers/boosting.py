"""The same boosted trees by scikit-learn, on histograms too and on as many threads as it likes."""
from learners import MODULES, Learner  # noqa: F401
from sklearn.ensemble import HistGradientBoostingRegressor


class setup(Learner):
    def make(self):
        return HistGradientBoostingRegressor(early_stopping=False)
