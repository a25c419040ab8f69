"""JupyterLab widgets of terselab: saliency heatmaps and terse-layer scatter plots."""


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "terselab-lab"}]
