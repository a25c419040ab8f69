import {
  defaultSurvey,
  drawHaloBank,
  drawSamples,
  drawSamplesAsync,
  expectedCounts,
  haloReuse,
  informationLimit,
  joinSamples,
  massAtLuminosity,
  meanLimit,
  meanLogLuminosity,
  meanTemperature,
  pickSamples,
  sampleShards,
  selection,
  splitBank,
  type Survey
} from '../../src/clusters';
import { magneticum, tinker08 } from '../../src/cosmology';

const survey = defaultSurvey(magneticum);
const parts = splitBank(drawHaloBank(magneticum, { seed: 1 }), 2);
const box2 = drawHaloBank(magneticum, { seed: 3, side: 352 });
const cut = (kind: Survey['selection']): Survey => ({ ...survey, selection: kind });

describe('sharp cuts', () => {
  const cuts: [string, Survey][] = [
    ['temperature', cut({ by: 'temperature', cut: 2.85 })],
    ['mass', cut({ by: 'mass', cut: 1.5e14 })],
    ['step', cut({ by: 'step' })]
  ];
  test.each(cuts)('%s: numbers are those that theory expects', (_, controlled) => {
    const set = drawSamples(parts.train, controlled, { count: 60, seed: 4, b: [1, 1] });
    let pull = 0;
    for (let s = 0; s < 60; s++) {
      const { total } = expectedCounts(controlled, { sigma8: set.sigma8[s] });
      pull += (set.starts[s + 1] - set.starts[s] - total) / Math.sqrt(total);
    }
    // the scatter of 20 neighbours is that of a normal law, but for the finite bank's 1 %
    expect(Math.abs(pull / Math.sqrt(60))).toBeLessThan(3.5);
  });
  test('every row is on the right side of its cut', () => {
    const biased = { count: 10, seed: 4, lnMassBias: [0.2, 0.2] as [number, number] };
    const hot = drawSamples(parts.train, cuts[0][1], biased);
    for (let row = 0; row < hot.starts[10]; row++)
      expect(hot.features[21 * row]).toBeGreaterThanOrEqual(Math.fround(Math.log(2.85)));
    const heavy = drawSamples(parts.train, cuts[1][1], biased);
    expect(heavy.lnMass.every(m => m >= Math.fround(Math.log(1.5e14)))).toBe(true);
    const bright = drawSamples(parts.train, cuts[2][1], { ...biased, b: [1.1, 1.1] });
    expect(bright.lnL.every(l => l >= Math.fround(Math.log(1.1e44)) - 1e-5)).toBe(true);
  });
  test('half of the clusters of the mass at the cut are selected', () => {
    const mass = massAtLuminosity(1e44, magneticum, 0.1);
    expect(selection(mass, cut({ by: 'step' }))).toBeCloseTo(0.5, 6);
    const warm = meanTemperature(2e14, magneticum, 0.1);
    expect(selection(2e14, cut({ by: 'temperature', cut: warm }))).toBeCloseTo(0.5, 6);
    expect(selection(2e14, cut({ by: 'temperature', cut: warm }), 1, { lnMassBias: 0.2 })).toBeGreaterThan(
      0.8
    );
    expect(selection(2e14, cut({ by: 'mass', cut: 2.1e14 }))).toBe(0);
  });
});

describe('what fixes the mass scale', () => {
  const priors = { sigma8: 0.0577, lnB: 0.1155, lnMassBias: 0.1443 };
  const massLimit = (s: Survey, free: ('lnB' | 'sigma8')[], b: [number, number]) =>
    meanLimit(s, { free: ['lnMassBias', ...free], priors, b, steps: 3 });
  test('a transition at a known luminosity does, one at an uncertain luminosity half, a temperature cut hardly', () => {
    const known = massLimit(survey, ['sigma8'], [1, 1]);
    const free = massLimit(survey, ['sigma8', 'lnB'], [0.8, 1.2]);
    const hot = massLimit(cut({ by: 'temperature', cut: 2.85 }), ['sigma8'], [1, 1]);
    expect(Math.abs(known - 0.045)).toBeLessThan(0.004);
    expect(Math.abs(free - 0.067)).toBeLessThan(0.014);
    expect(Math.abs(hot - 0.107)).toBeLessThan(0.006);
  });
  test('a floor in true mass calibrates best', () => {
    const floor = massLimit(cut({ by: 'mass', cut: 1.6e14 }), ['sigma8'], [1, 1]);
    expect(floor).toBeLessThan(0.025);
  });
  test('the limit on sigma_8 falls as one over the square root of the number', () => {
    const of = (volume: number) => informationLimit({ ...survey, volume }, { free: ['sigma8'] }).limits[0];
    expect(of(survey.volume) / of(4 * survey.volume)).toBeCloseTo(2, 3);
  });
});

describe('shards', () => {
  const options = { count: 7, seed: 9, lnMassBias: [-0.1, 0.1] as [number, number] };
  test('joined they are what is drawn at once, whatever their size', async () => {
    const whole = drawSamples(parts.test, survey, options);
    for (const shard of [1, 3, 100]) {
      expect(await drawSamplesAsync(parts.test, survey, { ...options, shard })).toEqual(whole);
    }
  });
  test('progress is told and an abort stops between shards', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number) => {
      seen.push(done);
      if (done >= 4) abort.abort();
    };
    const work = drawSamplesAsync(parts.test, survey, {
      ...options,
      shard: 2,
      onProgress,
      signal: abort.signal
    });
    await expect(work).rejects.toThrow(/stopped/);
    expect(seen).toEqual([2, 4]);
  });
  test('picked samples are themselves, in the order asked for', async () => {
    const whole = drawSamples(parts.test, survey, options);
    const some = pickSamples(whole, [5, 0]);
    expect([...some.sigma8]).toEqual([whole.sigma8[5], whole.sigma8[0]]);
    expect(some.haloIds.slice(0, 9)).toEqual(whole.haloIds.slice(whole.starts[5], whole.starts[5] + 9));
    expect(joinSamples([pickSamples(whole, [0, 1, 2]), pickSamples(whole, [3, 4, 5, 6])])).toEqual(whole);
    expect(() => pickSamples(whole, [7])).toThrow(/sample 7 of 7/);
    expect(() => joinSamples([])).toThrow(/no set/);
    for await (const shard of sampleShards(parts.test, survey, { ...options, shard: 4 }))
      expect(shard.count).toBeLessThanOrEqual(4);
  });
});

describe('what cannot be', () => {
  test('a bank smaller than the survey lends haloes again, and says how often', () => {
    const set = drawSamples(box2, survey, { count: 20, seed: 1 });
    const small = haloReuse(set);
    const large = haloReuse(drawSamples(parts.train, survey, { count: 20, seed: 1 }));
    expect(small.rows).toBe(set.starts[20]);
    expect(small.mean).toBeGreaterThan(2 * large.mean);
    expect(small.withinSample).toBeGreaterThan(2 * large.withinSample);
    const ids = [...set.haloIds.subarray(0, set.starts[1])];
    const once = haloReuse({ count: 1, starts: set.starts.subarray(0, 2), haloIds: Uint32Array.from(ids) });
    const again = ids.filter(id => ids.indexOf(id) !== ids.lastIndexOf(id)).length;
    expect(once.withinSample).toBeCloseTo(again / ids.length, 10);
    expect(once.haloes).toBe(new Set(ids).size);
  });
  test('sigma_8 of 0, negative masses, ranges that fall and temperatures of 0 are refused, none gives NaN', () => {
    expect(() => drawSamples(box2, survey, { count: 1, seed: 1, sigma8: [0, 0.9] })).toThrow(/above 0/);
    expect(() => drawSamples(box2, survey, { count: 1, seed: 1, b: [1.2, 0.8] })).toThrow(/ranges that rise/);
    expect(() => expectedCounts(survey, { sigma8: 0 })).toThrow(RangeError);
    expect(() => informationLimit(survey, { free: ['sigma8'], at: { sigma8: 0 } })).toThrow(RangeError);
    expect(() => meanTemperature(-1e14, magneticum, 0.1)).toThrow(/mass/);
    expect(() => meanLogLuminosity(-1e14, magneticum, 0.1)).toThrow(/mass/);
    expect(() => meanLogLuminosity(NaN, magneticum, 0.1)).toThrow(/mass/);
    expect(() => massAtLuminosity(0, magneticum, 0.1)).toThrow(/luminosity/);
    expect(() => drawSamples(box2, cut({ by: 'temperature', cut: 0 }), { count: 1, seed: 1 })).toThrow(/cut/);
  });
  test('another mass function gives other numbers', () => {
    const count = (massFunction?: typeof tinker08) =>
      drawSamples(parts.test, survey, { count: 5, seed: 2, massFunction }).lnMass.length;
    expect(count()).not.toBe(count(field => tinker08(field)));
  });
});
