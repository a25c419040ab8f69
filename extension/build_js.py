"""Builds the front end when pip builds the package: plain `node`, never an `npm install` behind the user's back."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE / "terselab_lab" / "labextension" / "package.json"


def build(target_name, version, **_):
    """Build with the repository's node_modules; a source distribution carries the built files and needs no Node."""
    in_repository = (HERE.parent / "node_modules" / "@jupyter" / "builder").is_dir()
    if not in_repository:
        if BUILT.exists():
            return
        raise RuntimeError("terselab_lab: run 'npm ci --ignore-scripts' and 'npm run build' in the repository's root first")
    node = shutil.which("node")
    if node is None:
        raise RuntimeError("terselab_lab: node was not found on PATH; Node 20.19 or newer builds the extension")
    development = ["--development"] if version == "editable" else []
    subprocess.check_call([node, str(HERE / "build.mjs"), *development])
