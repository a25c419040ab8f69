import { median, robustSigma } from '../../src/math';
import {
  cutWindows,
  findSegments,
  pointToPointNoise,
  rollingMedian,
  standardise,
  toCadenceGrid,
  windowAround,
  windowStarts
} from '../../src/lightcurves';
import { noiseCurve } from './noiseCurve';

const withGap = (from: number, to: number, length = 1000) => {
  const curve = noiseCurve(length, 1);
  curve.flux.fill(NaN, from, to);
  return curve;
};

describe('cadence grid', () => {
  test('gaps become NaN and drifting times stay in step', () => {
    // the clock runs slow by 1 % of a cadence each step, as a barycentric correction makes it
    const time = [0, 1, 2, 5, 6].map(i => (i * 2 * 1.01) / 1440);
    const grid = toCadenceGrid({ time, flux: [1, 2, 3, 4, 5] }, 2);
    expect([...grid.flux]).toEqual([1, 2, 3, NaN, NaN, 4, 5]);
  });
  test('unsorted times are refused', () => {
    expect(() => toCadenceGrid({ time: [0, 1, 0.5], flux: [1, 1, 1] }, 2)).toThrow(/Sort the samples/);
  });
});

describe('segments', () => {
  test('a gap of 10 cadences is bridged, one of 11 ends a segment', () => {
    expect(findSegments(withGap(300, 310))).toEqual([{ start: 0, end: 1000, missing: 10 }]);
    expect(findSegments(withGap(300, 311))).toEqual([
      { start: 0, end: 300, missing: 0 },
      { start: 311, end: 1000, missing: 0 }
    ]);
  });
  test('of an empty curve there are none', () => {
    expect(findSegments({ flux: new Float32Array(5).fill(NaN) })).toEqual([]);
  });
});

describe('windows', () => {
  test('reach both edges of every long segment and none spans its end', () => {
    const curve = withGap(450, 500);
    const { starts, unscored } = windowStarts(curve, { stride: 30 });
    expect(starts[0]).toBe(0);
    expect(starts).toContain(250);
    expect(starts).toContain(500);
    expect(starts[starts.length - 1]).toBe(800);
    for (const s of starts) expect(s + 200 <= 450 || s >= 500).toBe(true);
    expect(unscored).toEqual([]);
  });
  test('a short segment is listed, not scored', () => {
    const { starts, unscored } = windowStarts(withGap(100, 150, 300));
    expect(starts).toEqual([]);
    expect(unscored.map(s => [s.start, s.end])).toEqual([
      [0, 100],
      [150, 300]
    ]);
  });
  test('a window with more than a tenth missing gets no score', () => {
    const curve = noiseCurve(200, 1);
    for (let i = 0; i < 21; i++) curve.flux[5 * i + 20] = NaN;
    expect(windowStarts(curve).starts).toEqual([]);
    curve.flux[20] = 1;
    expect(windowStarts(curve).starts).toEqual([0]);
  });
  test('missing cadences are bridged by a line, at the ends by the nearest value', () => {
    const { values } = cutWindows(Float32Array.from([NaN, 2, NaN, NaN, 5, NaN]), [0], 6);
    expect([...values]).toEqual([2, 2, 3, 4, 5, 5]);
  });
  test('one hot cadence stays in its place', () => {
    const flux = new Float32Array(500);
    flux[317] = 1;
    const { values } = cutWindows(flux, [200, 300]);
    expect(values.indexOf(1)).toBe(117);
    expect(values.subarray(200).indexOf(1)).toBe(17);
  });
  test('a window outside the curve is refused', () => {
    expect(() => cutWindows(new Float32Array(100), [0])).toThrow(/starts at cadence 0/);
  });
  test('windowAround centres where the segment allows', () => {
    const curve = withGap(450, 500);
    expect(windowAround(curve, 225)).toBe(125);
    expect(windowAround(curve, 448)).toBe(250);
    expect(windowAround(curve, 510)).toBe(500);
    expect(windowAround(curve, 470)).toBe(-1);
  });
});

describe('standardisation', () => {
  const swing = noiseCurve(600, 9);
  // a swing well above the noise, so that no draw of the noise decides
  swing.flux.forEach((f, i) => (swing.flux[i] = f + 0.1 * Math.sin(i / 80)));

  test('median 0 and robust width 1, whatever the star does', () => {
    const windows = standardise(cutWindows(swing.flux, [0, 137, 400]));
    for (let row = 0; row < 3; row++) {
      const window = windows.values.subarray(row * 200, (row + 1) * 200);
      expect(median(window)).toBeCloseTo(0, 5);
      expect(robustSigma(window)).toBeCloseTo(1, 5);
    }
  });
  test('takes off starspots: the scatter left is that of the noise', () => {
    const noise = pointToPointNoise(standardise(cutWindows(swing.flux, [0])).values);
    expect(noise).toBeGreaterThan(0.85);
    expect(noise).toBeLessThan(1.15);
    // without the running median the swing sets the scale, and the noise shrinks
    expect(
      pointToPointNoise(standardise(cutWindows(swing.flux, [0]), { trendWidth: 0 }).values)
    ).toBeLessThan(0.65);
  });
  test('does not depend on the unit of the flux', () => {
    const a = standardise(cutWindows(swing.flux, [0])).values;
    const b = standardise(
      cutWindows(
        swing.flux.map(f => 50 * f + 3),
        [0]
      )
    ).values;
    a.forEach((v, i) => expect(b[i]).toBeCloseTo(v, 2));
  });
  test('a constant window is refused', () => {
    expect(() => standardise({ values: new Float32Array(200).fill(3), count: 1, length: 200 })).toThrow(
      /robust width 0/
    );
  });
});

test('rolling median equals the median of each window, gaps left out', () => {
  const { flux } = withGap(40, 60, 150);
  const fast = rollingMedian(flux, 11);
  flux.forEach((_, i) => {
    const expected = median(flux.slice(Math.max(0, i - 5), i + 6));
    if (Number.isNaN(expected)) expect(fast[i]).toBeNaN();
    else expect(fast[i]).toBeCloseTo(expected, 6);
  });
});
