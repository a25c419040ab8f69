'use strict';
// Fault: tslab sends one message for each write. A loop that prints 100,000 lines is 100,000 messages, more than
// the server passes on (1,000 a second) and far slower than one.
// Repair: writes are gathered for a moment and sent together; what is displayed in between keeps its place.
const { StringDecoder } = require('node:string_decoder');

const gatherFor = 20; // milliseconds between messages while the event loop turns
const longestWait = 100; // and within a loop that never lets it turn
const largest = 1 << 20; // characters in one message

/** Where prints and displays go: to the request that runs, or, when late, to the one that ran last. */
class Output {
  constructor() {
    this.publish = () => {};
    this.name = 'stdout';
    this.text = '';
    this.since = 0;
    this.timer = null;
  }

  /** Turns output to another request; returns where it went before. */
  aim(publish) {
    this.flush();
    const before = this.publish;
    this.publish = publish;
    return before;
  }

  write(name, text) {
    if (text === '') return;
    if (name !== this.name) this.flush();
    this.name = name;
    if (this.text === '') this.since = Date.now();
    this.text += text;
    if (this.text.length >= largest || Date.now() - this.since > longestWait) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), gatherFor);
  }

  /** tslab's way of displaying: `content` is a whole display_data message. */
  display(content, update) {
    this.flush();
    this.publish(update ? 'update_display_data' : 'display_data', content);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.text === '') return;
    const text = this.text;
    this.text = '';
    this.publish('stream', { name: this.name, text });
  }

  /** Makes process.stdout and process.stderr write here. */
  capture() {
    for (const name of ['stdout', 'stderr']) {
      const decoder = new StringDecoder('utf8'); // a character may come in two chunks
      process[name].write = (chunk, encoding, callback) => {
        this.write(name, typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk)));
        const done = typeof encoding === 'function' ? encoding : callback;
        if (typeof done === 'function') process.nextTick(done);
        return true;
      };
    }
  }
}

module.exports = { Output };
