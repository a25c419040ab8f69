/** A logarithmic axis for Vega-Lite charts with labels that people read: 0.3, 10¹⁴, 3×10¹⁴. */
import { ViewError } from './errors';

/** Parts of a Vega-Lite position channel whose field holds log10 of the quantity. */
export interface DecadeChannel {
  type: 'quantitative';
  scale: { domain: [number, number]; nice: false; zero: false };
  axis: { title: string; values: number[]; labelExpr: string; orient?: 'top' | 'right' };
}

/** log10 of 3. */
const THIRD = Math.log10(3);
const superscripts: Record<string, string> = {
  '-': '⁻',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, digit) => [digit, sign]))
};
/** Labels of 10^n and 3 x 10^n: plain numbers from .01 to 300. */
function labelsOf(power: number): [one: string, three: string] {
  if (power >= -2 && power <= 2) return [1, 3].map(n => String(Number(`${n}e${power}`))) as [string, string];
  const raised = `10${[...String(power)].map(sign => superscripts[sign]).join('')}`;
  return [raised, `3×${raised}`];
}

/**
 * Scale and axis of a channel whose field holds log10 of a quantity: `x: { field: 'logMass', ...decadeAxis(13, 15, { title }) }`.
 * A linear scale of logarithms, because Vega-Lite labels its own logarithmic scale 100,000,000,000,000.
 * @param options title of the axis, with its unit; thirds: label 3 x 10^n too (default false); orient, side of the axis
 * @throws ViewError where the range is not one, or spans more than 40 decades
 */
export function decadeAxis(
  from: number,
  to: number,
  { title, thirds = false, orient }: { title: string; thirds?: boolean; orient?: 'top' | 'right' }
): DecadeChannel {
  if (!(to > from && to - from <= 40 && Math.abs(from) < 300)) {
    throw new ViewError(
      `decadeAxis: from ${from} to ${to}; expected rising logarithms at most 40 apart: give log10 of the quantity`
    );
  }
  const powers: number[] = [];
  for (let power = Math.floor(from); power <= to; power++) powers.push(power);
  const inRange = (value: number) => value >= from - 1e-9 && value <= to + 1e-9;
  const names = JSON.stringify(Object.fromEntries(powers.map(power => [power, labelsOf(power)])));
  return {
    type: 'quantitative',
    scale: { domain: [from, to], nice: false, zero: false },
    axis: {
      title,
      values: powers.flatMap(power => (thirds ? [power, power + THIRD] : [power])).filter(inRange),
      labelExpr: `${names}[floor(datum.value + 0.01)][datum.value - floor(datum.value + 0.01) > 0.1 ? 1 : 0]`,
      ...(orient ? { orient } : {})
    }
  };
}
