"""Golden numbers of scikit-learn for tests/learn: `python make.py > golden.json` with scikit-learn 1.x (made with 1.9.1).

The data are drawn by the generator of data.ts beside this file, so that both sides have the same numbers to the last bit.
"""
import json
import sys

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.manifold import TSNE
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


class Draws:
    """Numerical Recipes' linear congruential generator; a sum of 12 uniforms stands for a normal deviate."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state + 0.5) / 2**32

    def normal(self):
        total = 0.0
        for _ in range(12):
            total += self.uniform()
        return total - 6


def blobs(rows, width, classes, spread, seed):
    """Rows in turn of each class; centres uniform in -1..1."""
    draws = Draws(seed)
    centres = [[2 * draws.uniform() - 1 for _ in range(width)] for _ in range(classes)]
    labels = [i % classes for i in range(rows)]
    x = [[centres[k][c] + spread * draws.normal() for c in range(width)] for k in labels]
    return np.array(x), np.array(labels)


def curve(rows, width, seed):
    """Friedman's kind of target: a product, a square, a step, a line and noise; the other columns say nothing."""
    draws = Draws(seed)
    x = [[draws.uniform() for _ in range(width)] for _ in range(rows)]
    y = [
        10 * r[0] * r[1] + 20 * (r[2] - 0.5) * (r[2] - 0.5) + (5 if r[3] > 0.5 else 0) + 5 * r[4] + draws.normal()
        for r in x
    ]
    return np.array(x), np.array(y)


def logistic():
    out = {}
    for name, classes in (("binary", 2), ("multinomial", 4)):
        x, labels = blobs(600, 5, classes, 0.8, 11 + classes)
        x = x * np.array([1, 10, 0.1, 1, 3]) + np.array([0, 50, 0, -2, 0])
        for penalty in (0.1, 1.0, 30.0):
            fit = LogisticRegression(C=1 / penalty, tol=1e-12, solver="newton-cg", max_iter=10_000).fit(x, labels)
            out[f"{name} {penalty:g}"] = {
                "weights": fit.coef_.tolist(),
                "intercepts": fit.intercept_.tolist(),
                "first": fit.predict_proba(x[:3]).tolist(),
            }
    return out


def sgd():
    x, labels = blobs(2000, 6, 4, 0.6, 5)
    x = (x - x.mean(0)) / x.std(0)
    out = {}
    for loss, name in (("log", "log_loss"), ("hinge", "hinge")):
        scores = [
            metrics.balanced_accuracy_score(
                labels[1000:], SGDClassifier(loss=name, random_state=s).fit(x[:1000], labels[:1000]).predict(x[1000:])
            )
            for s in range(10)
        ]
        out[loss] = float(np.mean(scores))
    return out


def scores():
    draws = Draws(3)
    truth = [int(draws.uniform() < 0.3) for _ in range(400)]
    # rounded, so that there are ties
    p = [min(1, max(0, round((0.35 + 0.2 * t + 0.25 * draws.normal() / 2) * 50) / 50)) for t in truth]
    three = [int(3 * draws.uniform()) for _ in range(300)]
    said = [t if draws.uniform() < 0.6 else int(3 * draws.uniform()) for t in three]
    z = [2 * draws.uniform() for _ in range(200)]
    found = [v + 0.05 * draws.normal() for v in z]
    cuts = np.minimum((np.array(p) * 10).astype(int), 9)
    gaps = [(abs(np.mean(np.array(p)[cuts == b]) - np.mean(np.array(truth)[cuts == b])), np.sum(cuts == b)) for b in set(cuts)]
    dz = (np.array(found) - np.array(z)) / (1 + np.array(z))
    return {
        "auc": metrics.roc_auc_score(truth, p),
        "averagePrecision": metrics.average_precision_score(truth, p),
        "brier": metrics.brier_score_loss(truth, p),
        "ece": float(sum(g * n for g, n in gaps) / len(p)),
        "confusion": metrics.confusion_matrix(three, said).tolist(),
        "precision": metrics.precision_score(three, said, average=None).tolist(),
        "recall": metrics.recall_score(three, said, average=None).tolist(),
        "f1": metrics.f1_score(three, said, average=None).tolist(),
        "balancedAccuracy": metrics.balanced_accuracy_score(three, said),
        "ari": metrics.adjusted_rand_score(three, said),
        "nmi": metrics.normalized_mutual_info_score(three, said),
        "r2": metrics.r2_score(z, found),
        "mae": metrics.mean_absolute_error(z, found),
        "sigmaNmad": float(1.4826022185056018 * np.median(np.abs(dz - np.median(dz)))),
    }


def single_trees():
    """One tree is a matter of chance, so scores are means over data of ten seeds."""
    cases = {
        "all": {},
        "leaf20": {"min_samples_leaf": 20},
        "depth4": {"max_depth": 4},
        "leaves16": {"max_leaf_nodes": 16},
    }
    out = {f"{kind} {name}": 0.0 for kind in ("numbers", "classes") for name in cases}
    a, b = slice(0, 1500), slice(1500, 3000)
    for seed in range(100, 110):
        x, y = curve(3000, 6, seed)
        u, labels = blobs(3000, 5, 3, 0.7, seed)
        for name, options in cases.items():
            number = DecisionTreeRegressor(random_state=0, **options).fit(x[a], y[a]).score(x[b], y[b])
            of_class = DecisionTreeClassifier(random_state=0, **options).fit(u[a], labels[a]).score(u[b], labels[b])
            out[f"numbers {name}"] += number / 10
            out[f"classes {name}"] += of_class / 10
    return out


def same_trees():
    """Columns of 101 values: bins lose nothing, so the trees are the same and so are their scores in training."""
    out = {}
    x, y = curve(2000, 6, 23)
    x = np.floor(x * 100) / 100
    u, labels = blobs(2000, 5, 3, 0.7, 24)
    u = np.floor(u * 16) / 16
    for name, options in (
        ("leaf20", {"min_samples_leaf": 20}),
        ("depth4", {"max_depth": 4}),
        ("leaves16", {"max_leaf_nodes": 16}),
    ):
        out[f"numbers {name}"] = DecisionTreeRegressor(random_state=0, **options).fit(x, y).score(x, y)
        out[f"classes {name}"] = DecisionTreeClassifier(random_state=0, **options).fit(u, labels).score(u, labels)
    return out


def ensembles():
    x, y = curve(4000, 8, 21)
    a, b = slice(0, 2000), slice(2000, 4000)
    r2 = lambda fit: fit.score(x[b], y[b])
    u, labels = blobs(4000, 6, 3, 0.7, 22)
    hits = lambda fit: fit.score(u[b], labels[b])
    mean = lambda values: float(np.mean(list(values)))
    forests = [RandomForestRegressor(random_state=s, n_jobs=2, oob_score=True).fit(x[a], y[a]) for s in range(4)]
    return {
        "forest": mean(r2(forest) for forest in forests),
        "forestOutOfBag": mean(forest.oob_score_ for forest in forests),
        "boosting": r2(HistGradientBoostingRegressor(early_stopping=False).fit(x[a], y[a])),
        "forestClasses": mean(
            hits(RandomForestClassifier(random_state=s, n_jobs=2).fit(u[a], labels[a])) for s in range(6)
        ),
        "boostingClasses": hits(HistGradientBoostingClassifier(early_stopping=False).fit(u[a], labels[a])),
        "boostingTwo": HistGradientBoostingClassifier(early_stopping=False)
        .fit(u[a], labels[a] == 1)
        .score(u[b], labels[b] == 1),
    }


def components():
    x, _ = blobs(500, 6, 3, 0.5, 31)
    x = x * np.array([1, 2, 3, 4, 5, 6])
    fit = PCA().fit(x)
    return {
        "components": fit.components_.tolist(),
        "variance": fit.explained_variance_.tolist(),
        "ratio": fit.explained_variance_ratio_.tolist(),
        "first": fit.transform(x[:3]).tolist(),
    }


def clusters():
    out = {}
    for name, spread in (("apart", 0.15), ("mixed", 0.6)):
        x, _ = blobs(1500, 5, 6, spread, 41)
        out[name] = KMeans(6, n_init=500, tol=0, max_iter=1000, random_state=0).fit(x).inertia_
    return out


def maps():
    x, _ = blobs(1000, 10, 6, 0.25, 51)
    fit = TSNE(random_state=0).fit(x)
    return {"kl": fit.kl_divergence_}


json.dump(
    {
        "scikitLearn": sklearn.__version__,
        "logistic": logistic(),
        "sgd": sgd(),
        "scores": scores(),
        "singleTrees": single_trees(),
        "sameTrees": same_trees(),
        "ensembles": ensembles(),
        "pca": components(),
        "kMeans": clusters(),
        "tsne": maps(),
    },
    sys.stdout,
    indent=1,
)
print()
