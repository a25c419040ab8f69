import {
  addFlare,
  cadenceScores,
  chooseThreshold,
  drawFwhmMinutes,
  falseAlarms,
  findEvents,
  flareShape,
  injectAndRecover,
  injectWindows,
  invertCurve,
  pointToPointNoise,
  quietCurve,
  quietMask,
  recovery,
  scoreCurve,
  sigmaRule,
  type CatalogFlare,
  type Scorer
} from '../../src/lightcurves';
import { median, Random } from '../../src/math';
import { noiseCurve } from './noiseCurve';

describe("Davenport's flare", () => {
  test('is 0 before the rise, 1 at the peak, and half as high .91 of the nominal width apart', () => {
    expect(flareShape(-1)).toBe(0);
    expect(flareShape(-1 + 1e-9)).toBeCloseTo(0, 1);
    expect(flareShape(0)).toBe(1);
    expect(flareShape(1e-9)).toBeCloseTo(0.992, 3);
    const half = (from: number, to: number) => {
      for (let k = 0; k < 60; k++) {
        const middle = (from + to) / 2;
        if (flareShape(middle) > 0.5 === flareShape(to) > 0.5) to = middle;
        else from = middle;
      }
      return from;
    };
    // the published coefficients make the template 9 % narrower than its parameter
    expect(half(0.01, 3) - half(-1 + 1e-6, -0.01)).toBeCloseTo(0.913, 3);
  });
  test('decays by its two exponentials', () => {
    expect(flareShape(2)).toBeCloseTo(0.689 * Math.exp(-3.2) + 0.303 * Math.exp(-0.5566), 12);
  });
  test('an exposure averages: the summed flux does not depend on where the peak falls', () => {
    const total = (peak: number) => {
      const flux = new Float32Array(400);
      addFlare(flux, { peak, amplitude: 2, fwhm: 4 });
      return flux.reduce((a, b) => a + b, 0);
    };
    expect(total(100.5)).toBeCloseTo(total(100), 1);
    expect(total(100)).toBeGreaterThan(8);
  });
});

test('widths follow the catalogue: median 6.6 minutes at the median amplitude, shorter for brighter flares', () => {
  const random = new Random(3);
  const at = (amplitude: number) =>
    median(Array.from({ length: 4000 }, () => drawFwhmMinutes(amplitude, random)));
  expect(at(0.032)).toBeGreaterThan(6.2);
  expect(at(0.032)).toBeLessThan(7);
  expect(at(0.3)).toBeLessThan(at(0.01) / 2);
});

describe('injected windows', () => {
  const curve = quietCurve(noiseCurve(3000, 5), []);
  test('hold a flare of the stated signal-to-noise ratio at the stated place', () => {
    const windows = injectWindows([curve], { count: 300, seed: 1, fraction: 1, snr: [20, 21] });
    let near = 0;
    const tops: number[] = [];
    windows.flares.forEach((flare, row) => {
      const values = windows.values.subarray(row * 200, (row + 1) * 200);
      const top = values.indexOf(values.reduce((a, b) => Math.max(a, b)));
      if (Math.abs(top - flare!.offset) <= 2) near++;
      tops.push(values[top]);
    });
    expect(near).toBeGreaterThan(290);
    // a long flare widens its own window's scatter, so the highest value can be below the ratio
    expect(median(tops)).toBeGreaterThan(16);
    expect(median(tops)).toBeLessThan(22);
    const offsets = windows.flares.map(f => f!.offset);
    expect(Math.min(...offsets)).toBeLessThan(20);
    expect(Math.max(...offsets)).toBeGreaterThan(180);
  });
  test('half of them by default, the same for the same seed, others for another', () => {
    const a = injectWindows([curve], { count: 1000, seed: 8 });
    const share = a.labels.reduce((x, y) => x + y, 0) / 1000;
    expect(share).toBeGreaterThan(0.44);
    expect(share).toBeLessThan(0.56);
    expect(injectWindows([curve], { count: 1000, seed: 8 }).values).toEqual(a.values);
    expect(injectWindows([curve], { count: 1000, seed: 9 }).values).not.toEqual(a.values);
  });
  test('without a quiet window there is an error', () => {
    expect(() => injectWindows([{ curve: noiseCurve(100, 1), starts: [] }], { count: 1, seed: 1 })).toThrow(
      /quiet window/
    );
  });
  test('noise is measured from cadence to cadence, starspots left out', () => {
    const wavy = noiseCurve(5000, 2, 0.004);
    wavy.flux.forEach((f, i) => (wavy.flux[i] = f + Math.sin(i / 200)));
    expect(pointToPointNoise(wavy.flux)).toBeGreaterThan(0.0036);
    expect(pointToPointNoise(wavy.flux)).toBeLessThan(0.0068);
  });
});

describe('quiet cadences', () => {
  const curve = noiseCurve(2000, 6);
  const flare: CatalogFlare = { star: 1, peak: curve.time[1000], amplitude: 1, fwhmMinutes: 6 };
  test('a catalogued flare blocks its neighbourhood, one of another star does not', () => {
    const mask = quietMask(curve, [flare, { ...flare, star: 2, peak: curve.time[300] }]);
    expect(mask[984]).toBe(1);
    expect(mask[985]).toBe(0);
    expect(mask[1059]).toBe(0);
    expect(mask[1061]).toBe(1);
    expect(mask[300]).toBe(1);
    for (const s of quietCurve(curve, [flare]).starts) expect(s + 200 <= 985 || s >= 1060).toBe(true);
  });
  test('turning a curve over turns flares into dips', () => {
    const bright = noiseCurve(2000, 6);
    addFlare(bright.flux, { peak: 700, amplitude: 0.5, fwhm: 5 });
    expect(sigmaRule(bright.flux).some(e => e.start <= 700 && e.end > 700)).toBe(true);
    expect(sigmaRule(invertCurve(bright).flux)).toEqual([]);
  });
});

/** A perfect detector, but for a window's worth of place: the highest of three neighbouring cadences. */
const brightestOfThree: Scorer = async windows =>
  Float32Array.from({ length: windows.count }, (_, row) => {
    const w = windows.values.subarray(row * windows.length, (row + 1) * windows.length);
    let best = -Infinity;
    for (let i = 1; i < w.length - 1; i++) best = Math.max(best, (w[i - 1] + w[i] + w[i + 1]) / Math.sqrt(3));
    return best;
  });

describe('search', () => {
  const curve = noiseCurve(4000, 12);
  addFlare(curve.flux, { peak: 1500, amplitude: 0.3, fwhm: 6 });
  addFlare(curve.flux, { peak: 3990, amplitude: 0.3, fwhm: 6 });
  curve.flux.fill(NaN, 2000, 2050);

  test('finds a flare in the open and one at the very end, in their places', async () => {
    const scores = await scoreCurve(curve, brightestOfThree);
    const events = findEvents(scores, curve.flux, 12);
    expect(events).toHaveLength(2);
    events.forEach((event, i) => {
      const peak = [1500, 3990][i];
      expect(event.start).toBeLessThanOrEqual(peak);
      expect(event.end).toBeGreaterThan(peak);
      expect(Math.abs(event.peak - peak)).toBeLessThanOrEqual(1);
      expect(event.end - event.start).toBeLessThan(120);
    });
  });
  test('a cadence has the score of its best window, one in no window has none', async () => {
    const scores = await scoreCurve(curve, brightestOfThree);
    const cadence = cadenceScores(scores, 4000);
    expect(cadence[2020]).toBe(-Infinity);
    expect(cadence[1500]).toBe(
      Math.max(...scores.logits.filter((_, w) => Math.abs(scores.starts[w] - 1400) <= 100))
    );
  });
  test('the threshold keeps its promise and the next lower one would not', async () => {
    const noise = noiseCurve(40_000, 77);
    const one = {
      scores: await scoreCurve(noise, brightestOfThree),
      flux: noise.flux,
      quiet: quietMask(noise, [])
    };
    const { threshold, alarms, cadences } = chooseThreshold([one]);
    expect(cadences).toBe(40_000);
    expect(alarms).toBeLessThanOrEqual(4);
    expect(alarms).toBeGreaterThanOrEqual(3);
    const below = Math.max(...[...one.scores.logits].filter(l => l < threshold));
    const count = (t: number) => falseAlarms(findEvents(one.scores, one.flux, t), one.quiet).length;
    expect(count(threshold)).toBe(alarms);
    expect(count(below)).toBeGreaterThan(4);
  });
  test('events of a flare that is known are no false alarms', () => {
    const quiet = new Uint8Array(100).fill(1);
    quiet[50] = 0;
    const event = { peak: 45, score: 1 };
    expect(
      falseAlarms(
        [
          { ...event, start: 40, end: 51 },
          { ...event, start: 40, end: 50 }
        ],
        quiet
      )
    ).toHaveLength(1);
  });
});

describe('injection and recovery', () => {
  test('a blind scorer finds nothing, one that always fires everything', async () => {
    const curves = [quietCurve(noiseCurve(3000, 4), [])];
    const options = { count: 60, seed: 1, threshold: 0.5, snr: [8, 20] as [number, number] };
    const never = await injectAndRecover(curves, async w => new Float32Array(w.count), options);
    expect(never.some(i => i.network)).toBe(false);
    const always = await injectAndRecover(curves, async w => new Float32Array(w.count).fill(1), options);
    expect(always.filter(i => i.network).length).toBeGreaterThan(50);
    expect(always.map(i => i.rule)).toEqual(never.map(i => i.rule));
    const r = recovery(never, 8, 20);
    expect(r.n).toBe(60);
    expect(r.gain).toBeCloseTo(-r.rule, 12);
    expect(r.gainHigh).toBeLessThan(0);
  });
  test('a good scorer is recovered better the brighter the flare', async () => {
    const curves = [quietCurve(noiseCurve(6000, 4), [])];
    const trials = await injectAndRecover(curves, brightestOfThree, { count: 300, seed: 2, threshold: 4.5 });
    expect(recovery(trials, 10, 20).network).toBeGreaterThan(recovery(trials, 2, 4).network + 0.4);
  });
});
