"""JupyterLab widgets of terselab: saliency heatmaps, terse-layer scatter plots, trainings, from TypeScript and from Python."""

from .arrays import canonical
from .emit import bundle, saliency_view, show, terse_view
from .training import training_view

__all__ = ["bundle", "canonical", "saliency_view", "show", "terse_view", "training_view"]


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "terselab-lab"}]
