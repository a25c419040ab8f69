"""Runs a notebook on a running server as a browser would: a session by REST, the cells over the kernel's websocket.

usage: runOnServer.py ADDRESS TOKEN NOTEBOOK NAME
ADDRESS is the server's, base URL included and ended by "/"; NAME is the session's path on the server.
Prints {"cells": n, "seconds": s, "error": null or {"cell": i, "ename", "evalue", "traceback"}}.
"""

import json
import sys
import time
import urllib.request
import uuid

import nbformat
import websocket

patience = 600  # seconds for a cell


def rest(address, token, path, body):
    request = urllib.request.Request(
        address + path,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def execute(socket, session, code):
    """Sends a cell and waits for its reply and its idle; returns the reply's content."""
    name = uuid.uuid4().hex
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
    header = {"msg_id": name, "username": "reader", "session": session, "msg_type": "execute_request", "version": "5.3"}
    socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}))
    reply = None
    idle = False
    while not (reply and idle):
        message = json.loads(socket.recv())
        if message["parent_header"].get("msg_id") != name:
            continue
        if message["header"]["msg_type"] == "execute_reply":
            reply = message["content"]
        elif message["header"]["msg_type"] == "status":
            idle = message["content"]["execution_state"] == "idle"
    return reply


def main(address, token, notebook, name):
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    session = rest(address, token, "api/sessions", {"path": name, "type": "notebook", "name": "", "kernel": {"name": "tslab"}})
    kernel = session["kernel"]["id"]
    url = f"{address.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?token={token}"
    socket = websocket.create_connection(url, timeout=patience)
    began = time.monotonic()
    error = None
    for i, code in enumerate(cells):
        reply = execute(socket, uuid.uuid4().hex, code)
        if reply["status"] != "ok":
            error = {"cell": i, **{key: reply.get(key) for key in ("status", "ename", "evalue", "traceback")}}
            break
    socket.close()
    print(json.dumps({"cells": len(cells), "seconds": time.monotonic() - began, "error": error}))


main(*sys.argv[1:])
