/** Where the ticks of an axis stand, and how numbers are written. */

export interface Ticks {
  values: number[];
  /** Distance between ticks; the precision of their labels. */
  step: number;
}

/** Steps of 1, 2 or 5 times a power of ten that put about `count` ticks between two values. */
export function niceTicks(low: number, high: number, count: number): Ticks {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span) || count < 1) {
    return { values: Number.isFinite(low) ? [low] : [], step: 0 };
  }
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  const step = power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
  const values: number[] = [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // A step below the rounding of the ends would never arrive: from 2^53 on, i + 1 is i.
  const countable = Number.isSafeInteger(first) && Number.isSafeInteger(last);
  if (!countable || last - first > 10 * count) return { values: [low, high], step: span };
  for (let i = first; i <= last; i++) values.push(i * step);
  return { values, step };
}

const SUPERSCRIPTS: Record<string, string> = {
  '-': '\u207b',
  '0': '\u2070',
  '1': '\u00b9',
  '2': '\u00b2',
  '3': '\u00b3',
  '4': '\u2074',
  '5': '\u2075',
  '6': '\u2076',
  '7': '\u2077',
  '8': '\u2078',
  '9': '\u2079'
};

/** Label of a tick: as many decimals as its step needs, a power of ten where the number is very large or small. */
export function tickLabel(value: number, step: number): string {
  if (value === 0) return '0';
  const size = Math.max(Math.abs(value), step);
  if (step === 0) return formatNumber(value);
  if (size >= 1e6 || size < 1e-3) {
    const power = Math.floor(Math.log10(size) + 1e-9);
    const digits = Math.max(0, power - Math.floor(Math.log10(step) + 1e-9));
    // Dates have many digits before the step's: those stay plain.
    if (digits > 4 && size < 1e12) return minus(value.toFixed(decimals(step)));
    return scientific(value, Math.min(Math.max(0, digits - (power - powerOf(value))), 12));
  }
  return minus(value.toFixed(decimals(step)));
}

const powerOf = (value: number): number => Math.floor(Math.log10(Math.abs(value)) + 1e-9);

const decimals = (step: number): number => Math.min(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), 12);

/** A number for reading: `digits` significant digits, trailing zeros dropped; "NA" for NaN. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return 'NA';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e12) return minus(String(value));
  if (size >= 1e6 || size < 1e-3) {
    // Dates keep their fraction: a power of ten would hide what the digits are there to tell.
    if (size >= 1e6 && size < 1e8 && digits > 7) return minus(trim(value.toFixed(digits - 7)));
    return scientific(value, digits - 1, true);
  }
  const before = Math.floor(Math.log10(size)) + 1;
  return minus(trim(value.toFixed(Math.max(0, Math.min(digits - before, 12)))));
}

/** A number with its unit. */
export function withUnit(value: number, unit?: string): string {
  const text = formatNumber(value);
  return unit && text !== 'NA' ? `${text} ${unit}` : text;
}

/** Label of a quantity with its unit: "flux (sigma)". */
export function axisTitle(label: string, unit?: string): string {
  return unit ? `${label} (${unit})` : label;
}

/** A number as mantissa and power of ten. @param trimmed drop trailing zeros of the mantissa */
function scientific(value: number, digits: number, trimmed = false): string {
  const [figures, power] = value.toExponential(digits).split('e');
  const mantissa = trimmed ? trim(figures) : figures;
  const raised = [...String(Number(power))].map(c => SUPERSCRIPTS[c] ?? c).join('');
  return mantissa === '1' ? `10${raised}` : minus(`${mantissa}\u00d710${raised}`);
}

const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const minus = (text: string): string => text.replace(/^-/, '\u2212');

/** Places along an axis: `start + step * i`, or names. */
interface Places {
  start: number;
  step: number;
  names?: string[];
}

export interface PlaceTick {
  /** In cells: the middle of cell i stands at i + .5. */
  at: number;
  label: string;
}

/** Ticks of an axis of cells between the edges `low` and `high` (in cells), about `count` of them. */
export function placeTicks(
  places: Places,
  length: number,
  low: number,
  high: number,
  count: number
): PlaceTick[] {
  const first = Math.max(0, Math.ceil(low - 0.5));
  const last = Math.min(length - 1, Math.floor(high - 0.5));
  if (last < first || count < 1) return [];
  const { names, start, step } = places;
  if (names) {
    const every = Math.max(1, Math.ceil((last - first + 1) / count));
    const ticks: PlaceTick[] = [];
    for (let i = Math.ceil(first / every) * every; i <= last; i += every)
      ticks.push({ at: i + 0.5, label: names[i] });
    return ticks;
  }
  const ends = [start + step * first, start + step * last].sort((a, b) => a - b);
  const nice = niceTicks(ends[0], ends[1], Math.min(count, last - first + 1));
  return nice.values
    .map(value => ({ at: (value - start) / step + 0.5, label: tickLabel(value, nice.step) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
}

/** What stands at cell i of an axis, in words. */
export function placeName({ start, step, names }: Places, i: number): string {
  return names ? (names[i] ?? '') : formatNumber(start + step * i, 7);
}
