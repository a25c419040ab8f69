'use strict';
// The messages around an execution. Repairs of tslab's server:
// - `execute_input` was never published, so nothing but the sender knew what ran (see handler.cjs);
// - a queued request was "busy" before its turn, and the first to finish called the kernel "idle";
// - comm_info was answered with a complete_reply, history not at all, and each message tslab does not know was
//   complained about in the output of whichever cell ran;
// - a kernel whose cells left timers behind did not end at shutdown until it was killed.

const ignored = new Set([
  'comm_open',
  'comm_msg',
  'comm_close',
  'history_request',
  'debug_request',
  'interrupt_request'
]);
const delimiter = Buffer.from('<IDS|MSG>');
const lastWords = 300; // milliseconds for the sockets to say goodbye

function createServer(tslab, handler, connectionFile) {
  const { ZmqServer } = tslab('./jupyter.js');

  return new (class extends ZmqServer {
    turns = new WeakMap(); // execute_request -> its turn in the queue

    handleShellMessage(socket, ...parts) {
      if (!ignored.has(typeOf(parts))) return super.handleShellMessage(socket, ...parts);
      this.answering = socket;
      const warn = console.warn;
      console.warn = () => {}; // tslab's complaint comes synchronously
      try {
        return super.handleShellMessage(socket, ...parts);
      } finally {
        console.warn = warn;
      }
    }

    publishStatus(status, parent) {
      const type = parent.header.msg_type;
      if (type === 'execute_request' && status === 'busy') return; // said at its turn
      super.publishStatus(status, parent);
      if (type === 'execute_request') this.turns.get(parent)?.leave(); // idle: the next one's turn
      if (type === 'history_request' && status === 'busy') {
        this.send(this.answering, parent, 'history_reply', { status: 'ok', history: [] });
      }
    }

    async handleExecute(socket, request) {
      const turn = await handler.queue.enter();
      this.turns.set(request, turn);
      super.publishStatus('busy', request);
      const publish = (type, content) => this.send(this.iopub, request, type, content);
      const reply = turn.aborted ? { status: 'aborted' } : await handler.execute(request.content, publish);
      this.send(socket, request, 'execute_reply', reply);
    }

    handleCommInfoRequest(socket, request) {
      this.send(socket, request, 'comm_info_reply', { status: 'ok', comms: {} });
    }

    handleShutdown(socket, request) {
      this.send(socket, request, 'shutdown_reply', {
        status: 'ok',
        restart: request.content.restart ?? false
      });
      setTimeout(() => process.exit(0), lastWords).unref();
    }

    send(socket, parent, type, content) {
      const message = parent.createReply();
      message.header.msg_type = type;
      message.content = content;
      message.signAndSend(this.connInfo.key, socket);
    }
  })(handler, connectionFile);
}

/** A message's type, read before tslab parses it. */
function typeOf(parts) {
  const at = parts.findIndex(part => part.equals(delimiter));
  try {
    return JSON.parse(parts[at + 2].toString()).msg_type;
  } catch {
    return null; // tslab says what is wrong with it
  }
}

module.exports = { createServer };
