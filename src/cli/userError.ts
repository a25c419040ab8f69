/** A mistake of the caller: its message is whole (found, expected, what to do) and is shown without a stack. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
  }
}
