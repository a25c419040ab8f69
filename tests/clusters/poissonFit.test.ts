import {
  binProxies,
  defaultSurvey,
  drawSamples,
  drawHaloBank,
  informationLimit,
  poissonFitter,
  proxyCounts,
  type SampleParameters
} from '../../src/clusters';
import { magneticum } from '../../src/cosmology';
import { Random } from '../../src/math';

const survey = defaultSurvey(magneticum);
const truth: SampleParameters = { sigma8: 0.809, lnB: 0, lnMassBias: 0 };

describe('fits to the expected numbers themselves', () => {
  const fitOne = poissonFitter(survey, { free: ['sigma8'], steps: 41 });
  const fitTwo = poissonFitter(survey, {
    free: ['sigma8', 'lnB'],
    ranges: { sigma8: [0.79, 0.83], lnB: [0, 0.2] },
    steps: 9
  });

  test('give their parameters back, also between points of the grid', () => {
    for (const sigma8 of [0.809, 0.7713, 0.8509]) {
      const { values, inside } = fitOne(proxyCounts(survey, { ...truth, sigma8 }));
      expect(inside).toBe(true);
      expect(Math.abs(values[0] - sigma8)).toBeLessThan(1e-4);
    }
    const { values } = fitTwo(proxyCounts(survey, { sigma8: 0.8123, lnB: 0.107, lnMassBias: 0 }));
    expect(Math.abs(values[0] - 0.8123)).toBeLessThan(5e-4);
    expect(Math.abs(values[1] - 0.107)).toBeLessThan(2e-3);
  });
  test('a prior pulls by its weight: to the mean of data and prior with their inverse variances', () => {
    const limit = informationLimit(survey, { free: ['sigma8'] }).limits[0];
    const fit = poissonFitter(survey, { free: ['sigma8'], priors: { sigma8: limit } });
    const pulled = fit(proxyCounts(survey, { ...truth, sigma8: 0.813 })).values[0];
    // data at .813 and prior at .809 weigh alike
    expect(Math.abs(pulled - 0.811)).toBeLessThan(1e-4);
  });
  test('what lies beyond the range is marked, not guessed', () => {
    const { values, inside } = fitOne(proxyCounts(survey, { ...truth, sigma8: 0.95 }));
    expect(inside).toBe(false);
    expect(values[0]).toBeCloseTo(0.909, 6);
  });
  test('bins of another number, no or three free parameters, a range that falls: refused', () => {
    expect(() => fitOne([1, 2])).toThrow(/2 bins; expected 240/);
    expect(() => fitOne(new Float64Array(240).fill(-1))).toThrow(/bin 0 holds -1/);
    expect(() => poissonFitter(survey, { free: [] })).toThrow(/0 parameters are free/);
    expect(() => poissonFitter(survey, { free: ['sigma8', 'lnB', 'lnMassBias'] })).toThrow(/3 parameters/);
    expect(() => poissonFitter(survey, { free: ['sigma8'], ranges: { sigma8: [0.9, 0.7] } })).toThrow(
      /sigma8 from 0.9 to 0.7/
    );
  });
});

describe('samples drawn cluster by cluster', () => {
  const bank = drawHaloBank(magneticum, { seed: 1, side: 300 });
  const set = drawSamples(bank, survey, { count: 250, seed: 6, sigma8: [0.809, 0.809], b: [1, 1] });
  const random = new Random(4);
  const proxies = Float64Array.from(set.lnMass, m => m + 0.1 * random.normal());

  test('fill the bins of the expected numbers', () => {
    const found = binProxies(survey, proxies);
    const expected = proxyCounts(survey, truth);
    let [chi2, bins] = [0, 0];
    found.forEach((n, i) => {
      const mean = 250 * expected[i];
      if (mean < 20) return;
      chi2 += (n - mean) ** 2 / mean;
      bins++;
    });
    expect(bins).toBeGreaterThan(60);
    expect(Math.abs(chi2 / bins - 1)).toBeLessThan(4 * Math.sqrt(2 / bins));
  });
  test('are fitted without bias, and scatter by the information limit', () => {
    const fit = poissonFitter(survey, { free: ['sigma8'], steps: 41 });
    const fits = Array.from(
      { length: 250 },
      (_, s) => fit(binProxies(survey, proxies.subarray(set.starts[s], set.starts[s + 1]))).values[0]
    );
    const limit = informationLimit(survey, { free: ['sigma8'] }).limits[0];
    const mean = fits.reduce((a, b) => a + b, 0) / 250;
    const sd = Math.sqrt(fits.reduce((s, f) => s + (f - mean) ** 2, 0) / 249);
    expect((Math.abs(mean - 0.809) / limit) * Math.sqrt(250)).toBeLessThan(3.5);
    // 250 fits fix their scatter to 4.5 %
    expect(Math.abs(sd / limit - 1)).toBeLessThan(0.14);
  });
  test('a proxy outside the bins, or a survey by temperature, is refused', () => {
    expect(() => binProxies(survey, [10])).toThrow(/ln\(proxy\) 0 is 10/);
    expect(() => binProxies({ ...survey, selection: { by: 'temperature', cut: 3 } }, [])).toThrow(
      /by 'temperature'/
    );
  });
});
