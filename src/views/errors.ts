/** Something is wrong with a view's input or payload. The message names what was found, what was expected and what to do. */
export class ViewError extends Error {
  override name = 'ViewError';

  /** @param code `newer` where the payload was made by a later version of terselab, `invalid` otherwise */
  constructor(
    message: string,
    readonly code: 'invalid' | 'newer' = 'invalid'
  ) {
    super(message);
  }
}

/** Quote a value that came from outside: one short line, whatever it holds. */
export function quote(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  } catch {
    text = typeof value;
  }
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
