import { FormatError, quote } from '../error';
import { mergeContinued, parseCard, type Card, type CardValue } from './card';

export const cardBytes = 80;
export const blockBytes = 2880;

/** The cards of one HDU in their order, with look-up by keyword. */
export class Header {
  private readonly byKeyword = new Map<string, Card>();

  /**
   * @param cards in the order of the file
   * @param file name for messages
   * @param where the HDU, for messages
   */
  constructor(
    readonly cards: readonly Card[],
    readonly file: string,
    readonly where: string
  ) {
    for (const card of cards) {
      const key = card.keyword.toUpperCase();
      if (!this.byKeyword.has(key)) this.byKeyword.set(key, card);
    }
  }

  /** The first card of that keyword; upper and lower case, and a leading "HIERARCH ", make no difference. */
  card(keyword: string): Card | undefined {
    const key = keyword.trim().toUpperCase();
    return this.byKeyword.get(key) ?? this.byKeyword.get(key.replace(/^HIERARCH +/, ''));
  }

  has(keyword: string): boolean {
    return this.card(keyword) !== undefined;
  }

  /**
   * Value of a keyword: undefined where the keyword is missing, null where its value is left undefined or it holds text
   * only.
   * Throws FormatError where the value does not follow the standard.
   */
  get(keyword: string): CardValue | undefined {
    const card = this.card(keyword);
    if (card?.malformed !== undefined) {
      throw this.problem(keyword, quote(card.malformed), 'a value as the FITS standard writes it');
    }
    return card?.value;
  }

  /** A card that lost its "= " must not count as one left out: it may have held a scale. */
  private valueOf(keyword: string): CardValue | undefined {
    if (this.card(keyword)?.isText) throw this.problem(keyword, 'a card without "= "', 'a value behind "= "');
    return this.get(keyword);
  }

  /** Text of the keyword, or `fallback` where it is missing or undefined. Throws FormatError where it is no text. */
  text(keyword: string, fallback = ''): string {
    const value = this.valueOf(keyword) ?? fallback;
    if (typeof value !== 'string') throw this.problem(keyword, showValue(value), 'a text in single quotes');
    return value;
  }

  /** Number of the keyword, or `fallback` where it is missing or undefined. Throws FormatError where it is no number. */
  number(keyword: string, fallback: number): number {
    const value = this.valueOf(keyword) ?? fallback;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw this.problem(keyword, showValue(value), 'a number');
    }
    return value;
  }

  /**
   * A count: an integer between 0 and `most`. Without a `fallback` the keyword must be there.
   * Throws FormatError otherwise.
   */
  count(keyword: string, fallback?: number, most = Number.MAX_SAFE_INTEGER): number {
    const given = this.valueOf(keyword);
    const value = given === undefined ? fallback : given;
    if (value === undefined) {
      throw this.problem(keyword, 'no such keyword', 'the keyword, which is mandatory here');
    }
    const isReal = this.card(keyword)?.isReal === true;
    if (typeof value !== 'number' || isReal || !Number.isSafeInteger(value) || value < 0 || value > most) {
      throw this.problem(keyword, showValue(value), `an integer from 0 to ${most}`);
    }
    return value;
  }

  /** Texts of all COMMENT cards, in order. */
  get comments(): string[] {
    return this.commentary('COMMENT');
  }

  /** Texts of all HISTORY cards, in order. */
  get history(): string[] {
    return this.commentary('HISTORY');
  }

  private commentary(keyword: string): string[] {
    return this.cards.filter(card => card.keyword === keyword).map(card => card.comment);
  }

  /** A FormatError about one keyword of this header. */
  problem(keyword: string, found: string, expected: string): FormatError {
    return new FormatError({
      code: 'header',
      file: this.file,
      where: `${this.where}, keyword ${keyword}`,
      found,
      expected,
      todo: 'The header is damaged or was written by a faulty program: mend the keyword or fetch the file again.'
    });
  }
}

export function showValue(value: CardValue | undefined): string {
  if (value === undefined) return 'no such keyword';
  if (value === null) return 'an undefined value';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return value ? 'the logical T' : 'the logical F';
  return typeof value === 'object' ? `(${value.re}, ${value.im})` : String(value);
}

/** Bytes outside ASCII are not allowed in a header; they appear in comments all the same, and are shown as "?". */
function cardText(bytes: Uint8Array, at: number): string {
  const text = String.fromCharCode(...bytes.subarray(at, at + cardBytes));
  return text.replace(/[\x80-\xff]/g, '?');
}

const endCard = `END${' '.repeat(cardBytes - 3)}`;

/**
 * Reads the header that begins at `start`.
 * @returns the header and where its data begin (the next multiple of 2880 bytes)
 */
export function parseHeader(
  bytes: Uint8Array,
  start: number,
  file: string,
  where: string
): { header: Header; end: number } {
  const cards: Card[] = [];
  for (let at = start; at + cardBytes <= bytes.length; at += cardBytes) {
    const text = cardText(bytes, at);
    if (text === endCard) {
      const end = start + Math.ceil((at + cardBytes - start) / blockBytes) * blockBytes;
      if (end > bytes.length) break;
      return { header: new Header(mergeContinued(cards), file, where), end };
    }
    cards.push(parseCard(text));
  }
  throw new FormatError({
    code: 'truncated',
    file,
    where,
    found: `${bytes.length - start} bytes of header without END or without the fill behind it`,
    expected: 'a header that ends with END and fills a block of 2880 bytes',
    todo: 'The file is cut short or not FITS: fetch it again.'
  });
}
