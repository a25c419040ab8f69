"""One side of a row in its own process: `python side.py ROW SIDE FOLDER`. It speaks as bench/side.mjs does."""
import importlib
import importlib.metadata
import json
import platform
import resource
import sys
import time


def say(message):
    print("@bench " + json.dumps(message), flush=True)


def version_of(name):
    return getattr(importlib.import_module(name), "__version__", None) or importlib.metadata.version(name)


def peak_bytes():
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return unit * own, unit * workers


def main():
    row, side, folder = sys.argv[1:4]
    module = importlib.import_module(row)
    work = module.setup(side, folder)
    versions = {name: version_of(name) for name in module.MODULES}
    say({"base": peak_bytes()[0], "versions": {"python": platform.python_version(), **versions}})
    for line in sys.stdin:
        if line.strip() == "end":
            break
        start = time.perf_counter()
        work.run()
        ms = 1000 * (time.perf_counter() - start)
        if hasattr(work, "after"):
            work.after()
        say({"ms": ms})
    if hasattr(work, "close"):
        work.close()
    own, workers = peak_bytes()
    # getrusage knows only the largest of the workers that ended: all of them did the same work
    peak = own + getattr(work, "workers", 0) * workers
    say({"peak": peak, "result": work.result() if hasattr(work, "result") else None})


main()
