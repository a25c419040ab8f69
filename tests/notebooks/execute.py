"""Runs a notebook on the TypeScript kernel and writes it with its outputs.

    python execute.py NOTEBOOK OUTPUT [FOLDER]

FOLDER is where the kernel runs; default: the notebook's own. Exits 1 where a cell fails, with its error.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

source, target = Path(sys.argv[1]), Path(sys.argv[2])
folder = sys.argv[3] if len(sys.argv) > 3 else str(source.parent)
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(notebook, timeout=600, kernel_name="tslab", resources={"metadata": {"path": folder}})
try:
    client.execute()
    status = 0
except CellExecutionError as error:
    print(error, file=sys.stderr)
    status = 1
target.parent.mkdir(parents=True, exist_ok=True)
nbformat.write(notebook, target)
sys.exit(status)
