"""Writes binder/constraints.txt: every Python package below binder/jupyter.txt at one exact version.

The versions are those that the oldest Python we run on can have: newer ones may ask for a patch release of Python
that a reader's system lacks. Run it (npm run setup first) after changing jupyter.txt:
    .venv/bin/python binder/setup/pin.py
"""

import json
import pathlib
import subprocess
import sys

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OLDEST = "3.10"
HERE = pathlib.Path(__file__).resolve().parent.parent


def resolve(arguments):
    command = [sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed", "--report", "-"]
    target = ["--only-binary=:all:", "--python-version", OLDEST, "--target", "unused"]
    report = subprocess.run([*command, *target, *arguments], check=True, capture_output=True, text=True).stdout
    return {canonicalize_name(item["metadata"]["name"]): item["metadata"] for item in json.loads(report)["install"]}


def left_out(found):
    """What only the oldest Python needs: pip judges conditions by the Python that runs it."""
    environment = {"python_version": OLDEST, "python_full_version": f"{OLDEST}.0", "extra": ""}
    for metadata in found.values():
        for line in metadata.get("requires_dist", []):
            requirement = Requirement(line)
            name = canonicalize_name(requirement.name)
            if name not in found and requirement.marker and requirement.marker.evaluate(environment):
                yield name


def main():
    found = resolve(["-r", str(HERE / "jupyter.txt")])
    extra = sorted(set(left_out(found)))
    if extra:
        found = {**resolve(extra), **found}
    lines = [f"{name}=={metadata['version']}" for name, metadata in sorted(found.items())]
    head = "# Made by binder/setup/pin.py from jupyter.txt: exact versions that Python 3.10 and every newer one can have."
    (HERE / "constraints.txt").write_text("\n".join([head, *lines]) + "\n")


main()
