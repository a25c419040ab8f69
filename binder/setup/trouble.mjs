// An expected failure: its message is complete (found, expected, what to do) and is shown without a stack.
export class Trouble extends Error {
  constructor(message, { details = '' } = {}) {
    super(message);
    this.name = 'Trouble';
    this.details = details;
  }
}
