'use strict';
// Fault: an interrupt ends the cell that awaits, but what it awaits runs on: a training goes on training.
// Repair: an interrupt aborts a signal that long work can look at,
//   globalThis[Symbol.for('terselab.interrupt')].signal
// new for each execution. A cell that has asked for it gets a moment to end by itself (and to keep its best weights);
// any other ends at once, as in tslab. A loop that never awaits is stopped by Node itself.
// Left as it is: code that loops without awaiting *after* an await cannot be stopped from within one thread.

const grace = 1500; // milliseconds; training looks at the signal once a batch

class Interruption {
  constructor(rejectAwait, patience = grace) {
    this.rejectAwait = rejectAwait; // tslab's own interrupt: the awaited cell rejects
    this.patience = patience;
    this.controller = new AbortController();
    this.running = false;
    this.asked = false;
    this.timer = null;
    const current = () => {
      this.asked = true;
      return this.controller.signal;
    };
    Object.defineProperty(globalThis, Symbol.for('terselab.interrupt'), {
      configurable: true,
      value: Object.freeze(Object.defineProperty({}, 'signal', { get: current, enumerable: true }))
    });
  }

  begin() {
    this.controller = new AbortController();
    this.asked = false;
    this.running = true;
  }

  end() {
    clearTimeout(this.timer);
    this.timer = null;
    this.running = false;
  }

  /** Was this execution interrupted? */
  get happened() {
    return this.controller.signal.aborted;
  }

  /** What background work of a cell that was stopped in a loop should see too. */
  abort() {
    if (this.happened) return;
    const reason = new Error('the kernel was interrupted');
    reason.name = 'AbortError';
    this.controller.abort(reason);
  }

  interrupt() {
    if (!this.running) return;
    const again = this.happened;
    this.abort();
    if (again || !this.asked) this.rejectAwait();
    else this.timer ??= setTimeout(() => this.rejectAwait(), this.patience);
  }
}

module.exports = { Interruption };
