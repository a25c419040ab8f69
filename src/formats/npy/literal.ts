/**
 * The Python literals that may stand in the header of an NPY file: dictionaries, tuples, lists, strings, integers, True,
 * False. Nothing is evaluated.
 */
export type Literal = string | number | boolean | Literal[] | { tuple: Literal[] } | Map<string, Literal>;

/** No dtype nests deeper; without a limit a header of brackets would exhaust the stack. */
const maxDepth = 32;

const escapes: Record<string, string> = { '\\': '\\', "'": "'", '"': '"', n: '\n', t: '\t', r: '\r' };

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  fail(expected: string): never {
    throw new SyntaxError(`${expected} at character ${this.at}`);
  }

  skip(): void {
    while (/[ \t\n\r]/.test(this.text[this.at] ?? '')) this.at++;
  }

  take(token: string): boolean {
    this.skip();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  string(): string {
    const mark = this.text[this.at++];
    let value = '';
    for (;;) {
      const letter = this.text[this.at++];
      if (letter === undefined || letter === '\n') this.fail('the end of a text');
      if (letter === mark) return value;
      if (letter !== '\\') value += letter;
      else value += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.at++];
    if (letter in escapes) return escapes[letter];
    const digits = { x: 2, u: 4, U: 8 }[letter];
    const code = digits ? this.text.slice(this.at, this.at + digits) : '';
    if (!digits || code.length !== digits || !/^[0-9a-fA-F]+$/.test(code) || parseInt(code, 16) > 0x10ffff) {
      this.fail('a known escape');
    }
    this.at += digits;
    return String.fromCodePoint(parseInt(code, 16));
  }

  /** Items up to `close`; `comma` tells a tuple of one from brackets. */
  items(close: string, depth: number): { items: Literal[]; comma: boolean } {
    const items: Literal[] = [];
    let comma = false;
    while (!this.take(close)) {
      if (items.length > 0 && !comma) this.fail(`"," or "${close}"`);
      items.push(this.value(depth + 1));
      comma = this.take(',');
    }
    return { items, comma };
  }

  dictionary(depth: number): Map<string, Literal> {
    const entries = new Map<string, Literal>();
    let comma = true;
    while (!this.take('}')) {
      if (!comma) this.fail('"," or "}"');
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || entries.has(key) || !this.take(':')) this.fail('a new key and ":"');
      entries.set(key, this.value(depth + 1));
      comma = this.take(',');
    }
    return entries;
  }

  value(depth: number): Literal {
    if (depth > maxDepth) this.fail(`at most ${maxDepth} levels of brackets`);
    this.skip();
    const letter = this.text[this.at];
    if (letter === "'" || letter === '"') return this.string();
    if (this.take('{')) return this.dictionary(depth);
    if (this.take('[')) return this.items(']', depth).items;
    if (this.take('(')) {
      const { items, comma } = this.items(')', depth);
      return items.length === 1 && !comma ? items[0] : { tuple: items };
    }
    const word = /^(True|False|[+-]?(?:0|[1-9]\d*))(?![\w.])/.exec(
      this.text.slice(this.at, this.at + 24)
    )?.[0];
    if (word === undefined) this.fail('a value');
    this.at += word.length;
    return word === 'True' ? true : word === 'False' ? false : Number(word);
  }

  end(): void {
    this.skip();
    if (this.at < this.text.length) this.fail('the end');
  }
}

/** Parses one literal that fills `text`. Throws SyntaxError with the place where it does not. */
export function parseLiteral(text: string): Literal {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}
