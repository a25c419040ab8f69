/** A complex value of a header card. */
export interface Complex {
  re: number;
  im: number;
}

/**
 * Value of a header card: text, a number (a bigint where a number would lose digits), a logical, a complex number, or
 * null where the keyword is there and its value is left undefined.
 */
export type CardValue = string | number | bigint | boolean | Complex | null;

/** One keyword of a header; CONTINUE cards are merged into the card that they continue. */
export interface Card {
  /** Upper case; for the HIERARCH convention the words behind HIERARCH as written, separated by one blank. */
  keyword: string;
  value: CardValue;
  /** Comment behind the value; the text itself where there is no value. */
  comment: string;
  /** True for COMMENT, HISTORY, blank keywords and all others without the value indicator "= ". */
  isText?: boolean;
  /** True where a number is written with a point or an exponent: no count may be. */
  isReal?: boolean;
  /** Set where the value does not follow the standard: the text found. Asking the header for it throws. */
  malformed?: string;
}

const integer = /^[+-]?\d+$/;
const real = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[ED][+-]?\d+)?$/;
const complex = /^\(\s*([^\s,()]+)\s*,\s*([^\s,()]+)\s*\)$/;
/** Keywords whose cards hold text and no value. */
const commentary = new Set(['COMMENT', 'HISTORY', '']);

function parseInteger(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text.replace(/^\+/, ''));
}

const parseReal = (text: string): number | undefined =>
  real.test(text) ? Number(text.replace('D', 'E')) : undefined;

/** Reads a quoted string from the start of `text`: its value without trailing blanks, and what follows it. */
function parseQuoted(text: string): { value: string; rest: string } | undefined {
  let value = '';
  for (let i = 1; i < text.length; i++) {
    if (text[i] !== "'") value += text[i];
    else if (text[i + 1] === "'") value += text[i++];
    else return { value: value.replace(/ +$/, ''), rest: text.slice(i + 1).trim() };
  }
  return undefined;
}

/** Anything but printable ASCII, which alone may stand in a header. */
const unprintable = /[^ -~]/;

function parseValue(field: string): Pick<Card, 'value' | 'comment' | 'malformed' | 'isReal'> {
  const text = field.trim();
  if (text.startsWith("'")) {
    const quoted = parseQuoted(text);
    const hasRest = quoted?.rest !== '' && !quoted?.rest.startsWith('/');
    if (!quoted || hasRest || unprintable.test(quoted.value)) {
      return { value: null, comment: '', malformed: text };
    }
    return { value: quoted.value, comment: quoted.rest.slice(1).trim() };
  }
  const slash = text.indexOf('/');
  const bare = (slash < 0 ? text : text.slice(0, slash)).trim();
  const comment = slash < 0 ? '' : text.slice(slash + 1).trim();
  if (bare === '') return { value: null, comment };
  if (bare === 'T' || bare === 'F') return { value: bare === 'T', comment };
  if (integer.test(bare)) return { value: parseInteger(bare), comment };
  const number = parseReal(bare);
  if (number !== undefined) return { value: number, comment, isReal: true };
  const parts = complex.exec(bare);
  const re = parts && parseReal(parts[1]);
  const im = parts && parseReal(parts[2]);
  if (typeof re === 'number' && typeof im === 'number') return { value: { re, im }, comment };
  return { value: null, comment, malformed: bare };
}

/**
 * Reads one card of 80 characters (FITS 4.0, sections 4.1 and 4.2; HIERARCH by the ESO convention). A value is there
 * only where columns 9 and 10 hold "= "; anything else is a card of text.
 */
export function parseCard(text: string): Card {
  const keyword = text.slice(0, 8).trim().toUpperCase();
  if (keyword === 'HIERARCH' && text[8] === ' ') {
    const equals = text.indexOf('=');
    if (equals > 0) {
      const words = text.slice(9, equals).trim().replace(/ +/g, ' ');
      return { keyword: words, ...parseValue(text.slice(equals + 1)) };
    }
  }
  if (keyword === 'CONTINUE') return { keyword, ...parseValue(text.slice(8)) };
  if (text.slice(8, 10) === '= ' && !commentary.has(keyword)) {
    return { keyword, ...parseValue(text.slice(10)) };
  }
  return { keyword, value: null, comment: text.slice(8).trimEnd(), isText: true };
}

/** Appends CONTINUE cards to the string cards that end in "&" (FITS 4.0, section 4.2.1.2). */
export function mergeContinued(cards: readonly Card[]): Card[] {
  const merged: Card[] = [];
  let open: Card | undefined;
  for (const card of cards) {
    if (card.keyword === 'CONTINUE' && open && card.malformed !== undefined) {
      // Half a text must not pass for the whole.
      open.malformed = card.malformed;
    } else if (card.keyword === 'CONTINUE' && open && typeof card.value === 'string') {
      open.value = (open.value as string).slice(0, -1) + (card.value as string);
      if (card.comment) open.comment = open.comment ? `${open.comment} ${card.comment}` : card.comment;
    } else {
      open = { ...card };
      merged.push(open);
    }
    if (typeof open?.value !== 'string' || !open.value.endsWith('&')) open = undefined;
  }
  return merged;
}
