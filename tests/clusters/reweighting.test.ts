import {
  bankWorth,
  boxSides,
  defaultSurvey,
  drawHaloBank,
  effectiveNumber,
  haloWeight,
  reweightedMassFunction,
  selectedWeights,
  vikhlininLuminosity,
  type Survey
} from '../../src/clusters';
import { magneticum } from '../../src/cosmology';

/** The survey of the tables: the published scatter, haloes above 2e13 Msun/h. */
const table: Survey = { ...defaultSurvey(magneticum), relation: vikhlininLuminosity, leastMass: 2e13 };

describe('weights', () => {
  test.each([
    [0.7, [0.7, 0.57, 0.33, 0.1]],
    [0.9, [1.18, 1.33, 1.8, 3.48]]
  ])('to sigma_8 = %d at 5e13, 1e14, 3e14, 1e15: %j', (sigma8, weights) => {
    const weight = haloWeight(table, { sigma8 });
    [5e13, 1e14, 3e14, 1e15].forEach((mass, i) =>
      expect(Math.abs(weight(mass) - weights[i])).toBeLessThan(0.0055)
    );
  });
  test('to its own universe are 1', () => {
    const weight = haloWeight(table, { sigma8: 0.809 });
    for (const mass of [2e13, 1e15]) expect(weight(mass)).toBeCloseTo(1, 12);
  });
});

describe('effective number', () => {
  test('of n equal weights is n, of one large weight among small ones near 1', () => {
    expect(effectiveNumber(new Float64Array(50).fill(0.3))).toBeCloseTo(50, 10);
    expect(effectiveNumber([1, 1, 2])).toBeCloseTo(16 / 6, 12);
    expect(effectiveNumber([1e6, 1, 1])).toBeCloseTo(1, 4);
    expect(effectiveNumber([])).toBe(0);
    expect(effectiveNumber([0, 0])).toBe(0);
  });
  test('of a negative or missing weight is refused', () => {
    expect(() => effectiveNumber([1, -1])).toThrow(/weight 1 is -1/);
    expect(() => effectiveNumber([NaN])).toThrow(/weight 0 is NaN/);
  });
  test.each([
    ['box1', [11400, 7200, 5250], 3047],
    ['box2', [692, 437, 318], 185]
  ] as const)('of %s for sigma_8 = .70, .809, .90: %j; %d selected', (box, numbers, selected) => {
    [0.7, 0.809, 0.9].forEach((sigma8, i) => {
      const { effective } = bankWorth(table, boxSides[box], { sigma8 });
      expect(Math.abs(effective / numbers[i] - 1)).toBeLessThan(0.005);
    });
    expect(Math.abs(bankWorth(table, boxSides[box], { sigma8: 0.809 }).selected / selected - 1)).toBeLessThan(
      0.005
    );
  });
  test('of the haloes of a drawn box is the expected one, within its scatter', () => {
    const bank = drawHaloBank(magneticum, { seed: 4, leastMass: 2e13 });
    for (const sigma8 of [0.7, 0.809, 0.9]) {
      const worth = bankWorth(table, bank.side, { sigma8 });
      expect(
        Math.abs(effectiveNumber(selectedWeights(bank, table, { sigma8 })) / worth.effective - 1)
      ).toBeLessThan(0.05);
    }
  });
});

describe('the error that all samples of one bank share', () => {
  test('of sigma_8 is .0095 for Box2, .0023 for Box1, and sqrt(5) times as much for a fifth of each', () => {
    const error = (side: number) => bankWorth(table, side, { sigma8: 0.809 }).coherentError;
    expect(error(boxSides.box2)).toBeCloseTo(0.0095, 3.5);
    expect(error(boxSides.box1)).toBeCloseTo(0.0023, 4);
    expect(error(boxSides.box2 / Math.cbrt(5))).toBeCloseTo(0.021, 3);
    expect(error(boxSides.box1 / Math.cbrt(5))).toBeCloseTo(0.0051, 3.5);
  });
  test('is the scatter of the selected amplitude over drawn boxes', () => {
    const survey = { ...table, leastMass: 5e13 };
    const worth = bankWorth(survey, 200, { sigma8: 0.809 });
    const amplitudes = Array.from({ length: 300 }, (_, seed) => {
      const bank = drawHaloBank(magneticum, { seed: seed + 1, side: 200, leastMass: 5e13 });
      return selectedWeights(bank, survey, { sigma8: 0.809 }).reduce((a, b) => a + b, 0) / worth.selected;
    });
    const mean = amplitudes.reduce((a, b) => a + b, 0) / 300;
    const sd = Math.sqrt(amplitudes.reduce((s, a) => s + (a - mean) ** 2, 0) / 299);
    expect(Math.abs(mean - 1) * Math.sqrt(300 * worth.effective)).toBeLessThan(3.5);
    // 300 boxes fix their scatter to 4 %
    expect(Math.abs(sd * Math.sqrt(worth.effective) - 1)).toBeLessThan(0.13);
  });
});

describe('the re-weighted mass function', () => {
  const edges = Array.from({ length: 11 }, (_, i) => Math.log(2e13) + 0.4 * i);
  const bank = drawHaloBank(magneticum, { seed: 4, leastMass: 2e13 });

  test.each([0.7, 0.809, 0.9])('is the theory of sigma_8 = %d within Poisson', sigma8 => {
    const bins = reweightedMassFunction(bank, table, { sigma8 }, edges);
    let chi2 = 0;
    for (const { sum, expected, error } of bins) {
      expect(Math.abs(sum - expected) / error).toBeLessThan(3.5);
      chi2 += ((sum - expected) / error) ** 2;
    }
    expect(chi2).toBeGreaterThan(2);
    expect(chi2).toBeLessThan(24);
    expect(bins.reduce((n, b) => n + b.n, 0)).toBe(bank.lnMass.filter(m => m < edges[10]).length);
  });
  test('in its own universe counts haloes, with the root of their expected number as error', () => {
    for (const { n, sum, expected, error } of reweightedMassFunction(bank, table, { sigma8: 0.809 }, edges)) {
      expect(sum).toBeCloseTo(n, 6);
      expect(error).toBeCloseTo(Math.sqrt(expected), 8);
    }
  });
  test('edges that fall, a box without side are refused', () => {
    expect(() => reweightedMassFunction(bank, table, { sigma8: 0.8 }, [31, 30])).toThrow(/edge 1 is 30/);
    expect(() => bankWorth(table, -1, { sigma8: 0.8 })).toThrow(/side is -1/);
  });
});
