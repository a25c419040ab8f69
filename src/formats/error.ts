/** Why a file was refused; stable, so that callers and tests need not read the message. */
export type FormatErrorCode =
  | 'not-this-format'
  | 'truncated'
  | 'header'
  | 'value'
  | 'layout'
  | 'limit'
  | 'corrupt'
  | 'unsupported'
  | 'missing'
  | 'argument';

/** What a {@link FormatError} says, in the order in which it is said. */
export interface FormatProblem {
  code: FormatErrorCode;
  /** Name of the file, or what the caller called the bytes. */
  file: string;
  /** Place inside the file: an HDU, a keyword, a column. */
  where?: string;
  found: string;
  expected: string;
  /** What the reader can do about it: one sentence. */
  todo: string;
}

/**
 * The one exception that the readers and writers of `formats` throw: it names the file, what was found, what was
 * expected and what to do.
 */
export class FormatError extends Error {
  readonly code: FormatErrorCode;
  readonly file: string;

  constructor(problem: FormatProblem) {
    const where = problem.where ? `${problem.where}: ` : '';
    super(`${problem.file}: ${where}found ${problem.found}, expected ${problem.expected}. ${problem.todo}`);
    this.name = 'FormatError';
    this.code = problem.code;
    this.file = problem.file;
  }
}

/** Quotes text from a file for a message: short, and with nothing unprintable in it. */
export function quote(text: string, most = 60): string {
  const cut = text.length > most ? `${text.slice(0, most)}...` : text;
  return `"${cut.replace(/[^ -~]/g, '?')}"`;
}

/** The first bytes of a file as text for a message. */
export function quoteBytes(bytes: Uint8Array, most = 30): string {
  return quote(String.fromCharCode(...bytes.subarray(0, most + 1)), most);
}
