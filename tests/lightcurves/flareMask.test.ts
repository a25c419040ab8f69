import { flareMask, flareShape, type CatalogFlare, type LightCurve } from '../../src/lightcurves';

const minutes = 2;
const curve: LightCurve = {
  name: 'even',
  star: 7,
  time: Float64Array.from({ length: 300 }, (_, i) => (i * minutes) / 1440),
  flux: new Float32Array(300).fill(1),
  cadenceMinutes: minutes,
  provenance: 'made for this test'
};
const flare = (cadence: number, width: number, star = 7): CatalogFlare => ({
  star,
  peak: (cadence * minutes) / 1440,
  amplitude: 0.1,
  fwhmMinutes: width * minutes
});
const on = (flares: CatalogFlare[], reach = {}) =>
  Array.from(flareMask(curve, flares, reach).entries()).flatMap(([i, v]) => (v ? [i] : []));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, k) => from + k);

test('half a width before the peak, three behind, as asked else', () => {
  expect(on([flare(100, 10)])).toEqual(range(95, 130));
  expect(on([flare(100, 10)], { before: 1, after: 2 })).toEqual(range(90, 120));
});
test('a flare of less than a cadence has its neighbours; one at an end is cut', () => {
  expect(on([flare(100, 0.1)])).toEqual(range(99, 101));
  expect(on([flare(2, 10), flare(298, 10)])).toEqual([...range(0, 32), ...range(293, 299)]);
});
test('flares of other stars, and in gaps, leave no mark; those that overlap are one stretch', () => {
  expect(on([flare(100, 10, 8), flare(5000, 10)])).toEqual([]);
  expect(on([flare(100, 10), flare(120, 10)])).toEqual(range(95, 150));
});
test('behind three widths the mean flare stands at 14 % of its peak', () => {
  expect(flareShape(3)).toBeCloseTo(0.137, 3);
});
