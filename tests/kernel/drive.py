"""Drives one kernel through the steps it is given on stdin and prints, as JSON, what Jupyter saw of each.

Input: {"argv": [...], "cwd": "...", "steps": [step, ...]}, where a step is one of
  {"send": [request, ...]}      requests sent one after another without waiting; a request is {"code": ..., **options}
                                ("after": seconds to wait before it is sent; "type": another message than execute)
  "interrupt": seconds          beside "send": interrupt that long after the sending
  "patience": seconds           beside "send": how long to wait for everybody's idle (default 20)
  {"pause": seconds}
  {"die": true}                 print the results so far, then end this process as a crash would
Output: {"pid": kernel's pid, "results": [{"reply", "published": [[type, content], ...], "idle", "seconds"}, ...],
         "order": [[type or status, index of the request it belongs to], ...]}
"""

import json
import os
import queue
import signal
import sys
import time

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager


def start(argv, cwd):
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(argv=argv, language="typescript", display_name="", interrupt_mode="signal")
    manager.start_kernel(cwd=cwd, stdout=sys.stderr, stderr=sys.stderr)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return manager, client


def submit(client, request):
    request = dict(request)
    time.sleep(request.pop("after", 0))
    kind = request.pop("type", None)
    if kind:
        message = client.session.msg(kind, request)
        client.shell_channel.send(message)
        return message["header"]["msg_id"]
    content = {"silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
    message = client.session.msg("execute_request", {**content, **request})
    client.shell_channel.send(message)
    return message["header"]["msg_id"]


def arrived(client):
    """Whatever is there on either channel, waiting a little if nothing is."""
    channels = {channel.socket: channel for channel in (client.iopub_channel, client.shell_channel)}
    poller = zmq.Poller()
    for socket in channels:
        poller.register(socket, zmq.POLLIN)
    for socket, _ in poller.poll(20):
        channel = channels[socket]
        for _ in range(500):
            try:
                yield channel, channel.get_msg(timeout=0)
            except queue.Empty:
                break


def perform(manager, client, step, everything, order):
    began = time.monotonic()
    first = len(everything)
    for request in step["send"]:
        name = submit(client, request)
        everything[name] = {"reply": None, "published": [], "idle": False, "seconds": None}
    mine = list(everything.values())[first:]
    interrupt_at = began + step["interrupt"] if "interrupt" in step else None
    deadline = began + step.get("patience", 20)
    while time.monotonic() < deadline and not all(seen["idle"] and seen["reply"] for seen in mine):
        if interrupt_at and time.monotonic() >= interrupt_at:
            manager.interrupt_kernel()
            interrupt_at = None
        listen(client, everything, order, began)


def listen(client, everything, order, began):
    names = list(everything)
    for channel, message in arrived(client):
        parent = message["parent_header"].get("msg_id")
        if parent not in everything:
            continue
        seen, index = everything[parent], names.index(parent)
        kind, content = message["header"]["msg_type"], message["content"]
        if channel is client.shell_channel:
            seen["reply"] = {"type": kind, **content}
            seen["seconds"] = time.monotonic() - began
            order.append(["reply", index])
        elif kind == "status":
            seen["idle"] = content["execution_state"] == "idle"
            order.append([content["execution_state"], index])
        else:
            seen["published"].append([kind, content])
            order.append([kind, index])


def main():
    job = json.load(sys.stdin)
    manager, client = start(job["argv"], job["cwd"])
    pid, everything, order = manager.provisioner.pid, {}, []

    def report():
        print(json.dumps({"pid": pid, "results": list(everything.values()), "order": order}), flush=True)

    try:
        for step in job["steps"]:
            if "pause" in step:
                until = time.monotonic() + step["pause"]
                while time.monotonic() < until:
                    listen(client, everything, order, until)
            elif "die" in step:
                report()
                os.kill(os.getpid(), signal.SIGKILL)
            else:
                perform(manager, client, step, everything, order)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    report()


main()
