/** Key under which the kernel launcher keeps the abort signal of the running cell. */
const KEY = Symbol.for('terselab.interrupt');

/** The signal that the kernel's interrupt (the stop button) aborts; undefined outside our kernel. */
export function interruptSignal(): AbortSignal | undefined {
  return (globalThis as { [KEY]?: { signal?: AbortSignal } })[KEY]?.signal;
}

/** Thrown when work was asked to stop; `name` is the web platform's name for it. */
export class AbortError extends Error {
  override readonly name = 'AbortError';
}

/** Throws where one of the signals is aborted. @param what the work that stops, for the message */
export function checkAborted(what: string, ...signals: (AbortSignal | undefined)[]): void {
  if (signals.some(signal => signal?.aborted)) throw new AbortError(`${what} was stopped.`);
}
