import {
  classGasFraction,
  classProfile,
  defaultSurvey,
  expectedCounts,
  fluxLimit,
  gasIntegral,
  informationLimit,
  massAtLuminosity,
  meanGasFraction,
  meanLimit,
  meanLogLuminosity,
  meanTemperature,
  mixedProfile,
  poissonFitter,
  proxyCounts,
  radius500,
  selection,
  skyFraction,
  vikhlininLuminosity,
  visibleFraction,
  type ParameterName,
  type Survey
} from '../../src/clusters';
import { magneticum } from '../../src/cosmology';
import { Random } from '../../src/math';

/** The survey of the tables: the published scatter, haloes above 2e13 Msun/h. */
const table: Survey = {
  ...defaultSurvey(magneticum),
  volume: 7.07e7,
  relation: vikhlininLuminosity,
  leastMass: 2e13
};

describe('scaling relations: worked values', () => {
  test.each([
    [0.05, 1e14, 2.4e43, 2.5, 0.091],
    [0.05, 3e14, 1.4e44, 5.0, 0.109],
    [0.05, 1e15, 1.0e45, 11.1, 0.129],
    [0.1, 1e14, 2.55e43, 2.5, 0.091],
    [0.1, 3e14, 1.49e44, 5.1, 0.109]
  ])('z = %d, M = %d', (z, mass, luminosity, temperature, gas) => {
    expect(Math.exp(meanLogLuminosity(mass, magneticum, z)) / luminosity).toBeCloseTo(1, 1);
    expect(meanTemperature(mass, magneticum, z)).toBeCloseTo(temperature, 1 - Number(temperature > 10));
    expect(meanGasFraction(mass, magneticum)).toBeCloseTo(gas, 3);
  });
  test('M(L) undoes L(M)', () => {
    const mass = massAtLuminosity(1e44, magneticum, 0.1);
    expect(Math.exp(meanLogLuminosity(mass, magneticum, 0.1)) / 1e44).toBeCloseTo(1, 12);
    expect(mass / 2.34e14).toBeCloseTo(1, 2);
  });
  test('r500 in Mpc at z = .1', () => {
    const radii = [5e13, 1e14, 2e14, 3e14, 1e15].map(m => radius500(m, magneticum, 0.1));
    [0.61, 0.77, 0.97, 1.11, 1.65].forEach((r, i) => expect(radii[i]).toBeCloseTo(r, 2));
  });
});

describe('gas profiles', () => {
  const xs = [0.02, 0.05, 0.1, 0.2, 0.5, 0.7, 1];
  test.each([
    ['all', 0.145, [-0.56, -0.87, -1.13, -1.27, -1.61, -1.93, -2.29]],
    ['coolCore', 0.13, [-0.61, -1.04, -1.32, -1.44, -1.63, -1.87, -2.34]],
    ['disturbed', 0.149, [-0.42, -0.64, -0.92, -1.13, -1.63, -1.96, -2.23]]
  ] as const)('%s: gas fraction and slopes', (name, gas, slopes) => {
    expect(classGasFraction(name, 0.7) / gas).toBeCloseTo(1, 1);
    xs.forEach((x, i) => expect(Math.abs(classProfile(name, x).slope - slopes[i])).toBeLessThan(0.011));
  });
  test('the slope is the derivative of the density, mixed profiles too', () => {
    for (const x of [0.03, 0.3, 1.2]) {
      const step = 1e-5;
      const rise =
        mixedProfile(0.4, x * Math.exp(step)).logDensity - mixedProfile(0.4, x * Math.exp(-step)).logDensity;
      expect(mixedProfile(0.4, x).slope).toBeCloseTo(rise / (2 * step), 6);
    }
  });
  test('the mass of a uniform ball is a third of its cube', () => {
    expect(gasIntegral(() => 0)).toBeCloseTo(1 / 3, 8);
    expect(gasIntegral(() => 0, 2)).toBeCloseTo(8 / 3, 7);
  });
});

describe('the flux- and volume-limited survey', () => {
  test('visible volume: whole above L_0, falling with L^1.5 below', () => {
    expect(visibleFraction(2e44, table)).toBe(1);
    expect(visibleFraction(2.5e43, table)).toBeCloseTo(0.125, 10);
    expect(visibleFraction(1e44, table, 4)).toBeCloseTo(0.125, 10);
  });
  test('the selection in closed form is the mean over the scatter', () => {
    const random = new Random(5);
    for (const [mass, b] of [
      [5e13, 1],
      [2e14, 1.2],
      [1e15, 0.8]
    ]) {
      const mu = meanLogLuminosity(mass, magneticum, 0.1);
      let sum = 0;
      for (let i = 0; i < 200_000; i++) sum += visibleFraction(Math.exp(random.normal(mu, 0.396)), table, b);
      expect(selection(mass, table, b) / (sum / 200_000)).toBeCloseTo(1, 1.9);
    }
  });
  test.each([
    [3e43, 1.1e14, [8.4e13, 9.2e13, 9.7e13], [8.41, 14.2, 19.0]],
    [1e44, 2.3e14, [1.41e14, 1.69e14, 1.84e14], [2.15, 4.24, 6.26]],
    [3e44, 4.6e14, [1.7e14, 2.7e14, 3.2e14], [0.505, 1.14, 1.88]]
  ])(
    'L_0 = %d: M(L_0), peaks and densities for sigma_8 = .7, .809, .9',
    (transition, mass, peaks, densities) => {
      const survey = { ...table, transition };
      expect(massAtLuminosity(transition, magneticum, 0.1) / mass).toBeCloseTo(1, 1);
      [0.7, 0.809, 0.9].forEach((sigma8, i) => {
        const counts = expectedCounts(survey, { sigma8 });
        expect(Math.abs(counts.peak / peaks[i] - 1)).toBeLessThan(0.05);
        expect(Math.abs((1e6 * counts.total) / survey.volume / densities[i] - 1)).toBeLessThan(0.01);
      });
    }
  );
  test('expected numbers by sigma_8 and b_L0', () => {
    const rows = {
      0.7: [199, 173, 152, 135, 121],
      0.8: [366, 322, 286, 257, 233],
      0.9: [553, 492, 443, 402, 367]
    };
    for (const [sigma8, numbers] of Object.entries(rows)) {
      [0.8, 0.9, 1, 1.1, 1.2].forEach((b, i) => {
        const { total } = expectedCounts(table, { sigma8: Number(sigma8), b });
        expect(Math.abs(total - numbers[i])).toBeLessThan(1.6);
      });
    }
  });
  test('a lower L-M normalisation by .1 moves the peak by -4 to -6 %', () => {
    const shift = expectedCounts(table, { b: Math.exp(-0.1) }).peak / expectedCounts(table).peak - 1;
    expect(shift).toBeLessThan(-0.035);
    expect(shift).toBeGreaterThan(-0.065);
  });
  test('flux limit, part of the sky, about 300 clusters by default', () => {
    const survey = defaultSurvey(magneticum);
    expect(fluxLimit(survey) / 4.0e-12).toBeCloseTo(1, 1);
    expect(skyFraction({ ...survey, volume: 2.56e8 })).toBeGreaterThan(2);
    expect(expectedCounts(survey).total).toBeGreaterThan(290);
    expect(expectedCounts(survey).total).toBeLessThan(305);
  });
});

describe('information limits (proxy scatter .10, luminosity not given)', () => {
  const of = (n: number) => {
    const survey = defaultSurvey(magneticum);
    const { count } = informationLimit(survey, { free: ['sigma8'] });
    return { ...survey, volume: (survey.volume * n) / count };
  };
  const limit = (n: number, ...free: ParameterName[]) => informationLimit(of(n), { free }).limits[0];

  test.each([
    [300, ['sigma8'], 0.0104],
    [300, ['sigma8', 'lnB'], 0.0138],
    [300, ['sigma8', 'lnMassBias'], 0.0114],
    [1000, ['sigma8'], 0.0057],
    [1000, ['sigma8', 'lnB'], 0.0076],
    [1000, ['sigma8', 'lnMassBias'], 0.0063]
  ] as [number, ParameterName[], number][])('%d clusters, free %j: %d within 3 %%', (n, free, value) => {
    expect(Math.abs(limit(n, ...free) / value - 1)).toBeLessThan(0.03);
  });
  test('counts alone; the error falls with the square root of the number', () => {
    const count = informationLimit(of(300), { free: ['sigma8'], sees: 'count' }).limits[0];
    expect(Math.abs(count / 0.0114 - 1)).toBeLessThan(0.04);
    expect(limit(300, 'sigma8') / limit(1200, 'sigma8')).toBeCloseTo(2, 6);
  });
  test('the default task: .0131 without and .0127 with the prior on sigma_8, the count alone .028 and .025', () => {
    const survey = defaultSurvey(magneticum);
    const task = (sees: 'density' | 'count', sigma8?: number) =>
      meanLimit(survey, { free: ['sigma8', 'lnB'], sees, priors: { lnB: 0.115, sigma8 } });
    expect(Math.abs(task('density') / 0.0131 - 1)).toBeLessThan(0.03);
    expect(Math.abs(task('density', 0.0577) / 0.0127 - 1)).toBeLessThan(0.03);
    expect(Math.abs(task('count') / 0.028 - 1)).toBeLessThan(0.03);
    expect(Math.abs(task('count', 0.0577) / 0.025 - 1)).toBeLessThan(0.03);
  });
  test('the sample fixes ln b_L0 to .062, and a known L_0 fixes masses to 5 %', () => {
    expect(informationLimit(of(300), { free: ['sigma8', 'lnB'] }).limits[1]).toBeCloseTo(0.062, 3);
    const mass = informationLimit(of(300), { free: ['sigma8', 'lnMassBias'] }).limits[1];
    expect(mass).toBeGreaterThan(0.04);
    expect(mass).toBeLessThan(0.05);
  });
  test('with both scales free the least mass of the haloes acts as a mark in the masses: lower it, and less is known', () => {
    const at = (leastMass: number) =>
      informationLimit({ ...of(300), leastMass }, { free: ['sigma8', 'lnB', 'lnMassBias'] }).limits[0];
    expect(at(3e12)).toBeGreaterThan(1.5 * at(1e13));
  });
  test('the shape knows nothing that a fixed number tells', () => {
    const shape = informationLimit(of(300), { free: ['sigma8'], sees: 'shape' }).limits[0];
    expect(Math.abs(shape / 0.024 - 1)).toBeLessThan(0.03);
    const [all, count] = (['density', 'count'] as const).map(
      sees => informationLimit(of(300), { free: ['sigma8'], sees }).limits[0]
    );
    expect(1 / shape ** 2 + 1 / count ** 2).toBeCloseTo(1 / all ** 2, 4);
  });
  test('the same limit from a likelihood: the scatter of binned-Poisson fits to drawn samples', () => {
    const survey = of(300);
    const at = { sigma8: 0.809, lnB: 0, lnMassBias: 0 };
    const fit = poissonFitter(survey, { free: ['sigma8'], ranges: { sigma8: [0.749, 0.869] } });
    const random = new Random(8);
    const truth = proxyCounts(survey, at);
    const fits = Array.from({ length: 6000 }, () => fit(truth.map(m => random.poisson(m))).values[0]);
    const mean = fits.reduce((a, b) => a + b, 0) / fits.length;
    const sd = Math.sqrt(fits.reduce((s, f) => s + (f - mean) ** 2, 0) / (fits.length - 1));
    // 6,000 fits fix their scatter to .9 %
    expect(Math.abs(sd / limit(300, 'sigma8') - 1)).toBeLessThan(0.03);
  });
  test('a parameter that the counts cannot fix is named; no free parameter is refused', () => {
    expect(() => informationLimit(of(300), { free: ['sigma8', 'lnB'], sees: 'count' })).toThrow(
      /do not fix lnB.*prior/
    );
    expect(() => informationLimit(of(300), { free: [] })).toThrow(/no parameter is free/);
  });
});
