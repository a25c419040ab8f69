/**
 * All colours of the pictures, static and live. Classes: Okabe and Ito's palette with a shape as second cue; values:
 * cividis; signed saliency: a diverging map whose middle is the background's side of grey, so that zero recedes on light
 * paper and on dark.
 */
import { interpolateCividis, interpolateRdBu, interpolateViridis } from 'd3-scale-chromatic';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours of paper and ink of a picture. */
export interface Paper {
  background: string;
  ink: string;
  /** Secondary text: tick labels, captions. */
  softInk: string;
  /** Grid lines and frames. */
  line: string;
}

export const lightPaper: Paper = {
  background: '#ffffff',
  ink: '#1f2328',
  softInk: '#57606a',
  line: '#e3e7ec'
};

/** Okabe and Ito's colours, ordered so that the first ones differ most; 10.9 in CIEDE2000 is the least distance seen. */
export const CLASS_COLOURS = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#f0e442'
] as const;

/** Colour of what is NA. */
export const NA_COLOUR = '#9a9a9a';

/** A table of 256 colours, from the low end to the high end. */
export type ColourTable = Uint8Array;

/** Shades of the diverging map for dark paper: light blue, through near black, to light red. */
const DARK_DIVERGING = [
  '#b5dcff',
  '#6fb1f0',
  '#3a7fc4',
  '#234f7d',
  '#1b1e24',
  '#6f2c2a',
  '#b5483f',
  '#ec8573',
  '#ffc9bc'
];

const tables = new Map<string, ColourTable>();

/** Colours of signed values from blue (negative) through the paper's grey (zero) to red (positive). */
export function divergingTable(dark = false): ColourTable {
  // 255 steps of which the middle one is exactly zero; the last entry repeats so that the table has 256.
  return tableOf(dark ? 'diverging dark' : 'diverging', i => {
    const t = Math.min(i, 254) / 254;
    return dark ? blend(DARK_DIVERGING.map(parseColour), t) : parseColour(interpolateRdBu(1 - t));
  });
}

/** Colours of values without a sign: cividis on light paper, viridis on dark (brighter there). */
export function sequentialTable(dark = false): ColourTable {
  return tableOf(dark ? 'sequential dark' : 'sequential', i =>
    // The darkest (on dark paper) and palest (on light paper) ends would sink into the background.
    parseColour(dark ? interpolateViridis(0.12 + (0.88 * i) / 255) : interpolateCividis((0.92 * i) / 255))
  );
}

function tableOf(name: string, colour: (i: number) => Rgb): ColourTable {
  let table = tables.get(name);
  if (!table) {
    table = new Uint8Array(256 * 3);
    for (let i = 0; i < 256; i++) table.set(colour(i), 3 * i);
    tables.set(name, table);
  }
  return table;
}

function blend(stops: Rgb[], t: number): Rgb {
  const at = t * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  const f = at - i;
  return [0, 1, 2].map(c => Math.round(stops[i][c] * (1 - f) + stops[i + 1][c] * f)) as unknown as Rgb;
}

/** Red, green, blue of `#rrggbb` or `rgb(r, g, b)`. */
export function parseColour(text: string): Rgb {
  if (text.startsWith('#')) {
    const n = parseInt(text.slice(1), 16);
    return [n >> 16, (n >> 8) & 255, n & 255];
  }
  const [r, g, b] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b];
}

/** Place in a 256-colour table of a value on a scale from `low` to `high`; values beyond take the end's colour. */
export function tableIndex(value: number, low: number, high: number, last = 255): number {
  const t = high > low ? (value - low) / (high - low) : 0.5;
  return Math.min(Math.max(Math.floor(t * last + 0.5), 0), last);
}

/** Place in the diverging table of a signed value on a scale from -limit to limit: 0 takes the middle exactly. */
export function signedIndex(value: number, limit: number): number {
  return tableIndex(value, -limit, limit, 254);
}

/** CSS colour of an entry of a table. */
export function tableColour(table: ColourTable, index: number): string {
  const hex = (c: number) => table[3 * index + c].toString(16).padStart(2, '0');
  return `#${hex(0)}${hex(1)}${hex(2)}`;
}

/** Colour of class i; beyond the seventh the colours return with other shapes. -1 is NA. */
export function classColour(i: number): string {
  return i < 0 ? NA_COLOUR : CLASS_COLOURS[i % CLASS_COLOURS.length];
}
