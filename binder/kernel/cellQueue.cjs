'use strict';
// Fault: after an error tslab refuses every request for 200 ms. A driver that sends the next cell when it has the
// reply (nbclient with allow_errors) has that cell skipped without a word.
// Repair: what Jupyter says. A failure aborts the requests that were queued behind it, and no later one: those that
// are here, or on their way in, when the cell fails, before its reply is sent.

const quiet = 10; // milliseconds without a new request: what was on its way has come in
const longest = 500;

class CellQueue {
  constructor() {
    this.tail = Promise.resolve();
    this.failures = 0;
    this.arrivals = 0;
  }

  /** Waits for a request's turn. Resolves with {aborted, leave}; the next one's turn begins at leave(). */
  async enter() {
    this.arrivals++;
    const failuresAtArrival = this.failures;
    const before = this.tail;
    let leave;
    this.tail = new Promise(resolve => (leave = resolve));
    await before;
    return { aborted: failuresAtArrival < this.failures, leave };
  }

  /** Called by a request that failed, before it replies and leaves. */
  async abortQueued() {
    const started = Date.now();
    let seen;
    do {
      seen = this.arrivals;
      await new Promise(resolve => setTimeout(resolve, quiet));
    } while (seen !== this.arrivals && Date.now() - started < longest);
    this.failures++;
  }
}

module.exports = { CellQueue };
