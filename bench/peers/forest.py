"""The same forest by scikit-learn, in one process as ours."""
from learners import MODULES, Learner  # noqa: F401
from sklearn.ensemble import RandomForestRegressor


class setup(Learner):
    def make(self):
        return RandomForestRegressor(30, random_state=0)
