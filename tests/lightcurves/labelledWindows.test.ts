import { loadFlareStars } from '../../src/datasets';
import { labelledWindows, type CatalogFlare, type LightCurve } from '../../src/lightcurves';

const curveOf = (star: number, flux: number[]): LightCurve => ({
  name: `star ${star}`,
  star,
  time: Float64Array.from(flux, (_, i) => (i * 2) / 1440),
  flux: Float32Array.from(flux),
  cadenceMinutes: 2,
  provenance: 'made by hand'
});
const flareAt = (star: number, cadence: number): CatalogFlare => ({
  star,
  peak: (cadence * 2) / 1440,
  amplitude: 0.1,
  fwhmMinutes: 4
});

test('a flare is in the middle, quiet windows keep their distance, a flare at the edge gives none', () => {
  const curve = curveOf(
    7,
    Array.from({ length: 100 }, (_, i) => i)
  );
  const found = labelledWindows([curve], [flareAt(7, 50), flareAt(7, 3), flareAt(8, 20)], {
    length: 10,
    clear: 5
  });
  const starts = (label: number) => Array.from(found.starts).filter((_, row) => found.labels[row] === label);
  expect(starts(1)).toEqual([45]);
  // tiles 0, 10, ..., 90 without those whose cadences, widened by 5, hold cadence 3 or 50
  expect(starts(0)).toEqual([10, 20, 30, 60, 70, 80, 90]);
  expect(found.values[5]).toBe(50);
  expect(found.values.length).toBe(8 * 10);
});

test('windows that share cadences share a group, others do not', () => {
  const curve = curveOf(7, new Array(100).fill(1));
  const found = labelledWindows([curve], [flareAt(7, 50), flareAt(7, 57)], { length: 10, clear: 0 });
  const group = (start: number) => found.groups[found.starts.indexOf(start)];
  expect(group(45)).toBe(group(52));
  expect(group(20)).not.toBe(group(30));
  const other = labelledWindows([curve, { ...curve, star: 9 }], [], { length: 10 });
  expect(new Set(other.groups).size).toBe(20);
});

test('no window crosses a gap', () => {
  const flux = Array.from({ length: 100 }, (_, i) => (i >= 40 && i < 55 ? NaN : 1));
  const found = labelledWindows([curveOf(7, flux)], [flareAt(7, 60)], { length: 20, clear: 0 });
  expect(Array.from(found.starts)).toEqual([0, 20, 75]);
  expect(found.values.every(Number.isFinite)).toBe(true);
});

test('the five flare stars that are shipped', async () => {
  const { curves, flares } = await loadFlareStars();
  const known = curves.filter(curve => flares.some(flare => flare.star === curve.star));
  const found = labelledWindows(known, flares);
  expect(known).toHaveLength(5);
  const flaring = Array.from(found.labels.keys()).filter(row => found.labels[row] === 1);
  // 102 catalogued flares fall into the curves; three are too near to a gap
  expect(flaring).toHaveLength(99);
  // the peak is the highest of its surroundings, up to a cadence or two of the catalogue's rounding
  const high = flaring.filter(row => {
    const window = found.values.subarray(row * 200, (row + 1) * 200);
    const [near, far] = [window.subarray(97, 104), window.subarray(0, 90)];
    return Math.max(...near) > far.reduce((sum, v) => sum + v, 0) / 90;
  });
  expect(high.length / 99).toBeGreaterThan(0.95);
});

test('unsound input is refused by name', () => {
  expect(() => labelledWindows([curveOf(1, [1, 1])], [])).toThrow(/no segment of 200 cadences/);
  expect(() => labelledWindows([], [], { length: 7 })).toThrow(/length is 7/);
});
