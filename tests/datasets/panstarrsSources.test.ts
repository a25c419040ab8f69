import {
  bandMagnitude,
  PANSTARRS_BANDS,
  PANSTARRS_DEPTH,
  simulatePanstarrsSources,
  SOURCE_CLASSES,
  type PanstarrsSources,
  type Spectrum
} from '../../src/datasets/simulators';
import {
  blackBody,
  galaxySpectrum,
  lymanTransmission,
  quasarSpectrum,
  starSpectrum
} from '../../src/datasets/simulators/panstarrsSpectra';
import { median, quantile } from '../../src/math';

const colour = (spectrum: Spectrum, a: 'g' | 'r' | 'i' | 'z', b: 'r' | 'i' | 'z' | 'y') =>
  bandMagnitude(spectrum, a) - bandMagnitude(spectrum, b);

describe('magnitudes through the bands', () => {
  test('constant f_nu has no colour: the zero point of AB', () => {
    const flat: Spectrum = { continuum: w => w ** -2 };
    for (const band of PANSTARRS_BANDS) {
      expect(bandMagnitude(flat, band)).toBeCloseTo(bandMagnitude(flat, 'i'), 2);
    }
  });
  test('a power law has the colour of its integral in closed form', () => {
    // f_lambda = 1: photons (high^2 - low^2) / 2 over ln(high / low)
    const exact = (low: number, high: number) =>
      -2.5 * Math.log10((high ** 2 - low ** 2) / 2 / Math.log(high / low));
    expect(bandMagnitude({ continuum: () => 1 }, 'g')).toBeCloseTo(exact(414, 551), 9);
    expect(bandMagnitude({ continuum: () => 1 }, 'y')).toBeCloseTo(exact(918, 1001), 9);
  });
  test('a line adds its equivalent width to the band that holds it, half on an edge, nothing outside', () => {
    const gain = (at: number) => {
      const lines = [{ at, width: 20, sigma: 2 }];
      const continuum = (w: number) => 1 / w;
      return 10 ** (0.4 * (bandMagnitude({ continuum }, 'r') - bandMagnitude({ continuum, lines }, 'r'))) - 1;
    };
    expect(gain(620)).toBeCloseTo(20 / 139, 6);
    expect(gain(550)).toBeCloseTo(10 / 139, 6);
    expect(gain(750)).toBeCloseTo(0, 9);
  });
});

describe('spectra', () => {
  test('a black body peaks where Wien says', () => {
    for (const temperature of [4000, 6000, 9000]) {
      const peak = 2.897772e6 / temperature;
      for (const off of [0.98, 1.02]) {
        expect(blackBody(peak * off, temperature)).toBeLessThan(blackBody(peak, temperature));
      }
    }
  });
  test('stars: g-r saturates near 1.3 while r-i grows, and a star like the Sun is where the Sun is', () => {
    const sun = starSpectrum(5772);
    // the Sun in AB: g-r .44, r-i .11 (Willmer 2018); a black body has no lines and no molecules
    expect(Math.abs(colour(sun, 'g', 'r') - 0.44)).toBeLessThan(0.15);
    expect(Math.abs(colour(sun, 'r', 'i') - 0.11)).toBeLessThan(0.15);
    const [warm, cool] = [starSpectrum(3600), starSpectrum(2900)];
    for (const star of [warm, cool]) {
      expect(colour(star, 'g', 'r')).toBeGreaterThan(1);
      expect(colour(star, 'g', 'r')).toBeLessThan(1.5);
    }
    expect(colour(cool, 'r', 'i') - colour(warm, 'r', 'i')).toBeGreaterThan(0.6);
  });
  test('old galaxies redden in g-r as the break passes g, and are redder than young ones', () => {
    const gr = (z: number, young: number) => colour(galaxySpectrum(z, young), 'g', 'r');
    expect(gr(0.35, 0)).toBeGreaterThan(gr(0.02, 0) + 0.4);
    for (const z of [0.05, 0.2, 0.4]) expect(gr(z, 0.02)).toBeGreaterThan(gr(z, 0.6) + 0.4);
  });
  test('quasars lose g to hydrogen beyond redshift 3 and their lines move through the bands', () => {
    const gr = (z: number) => colour(quasarSpectrum(z, -0.44, 1), 'g', 'r');
    expect(Math.abs(gr(1.5))).toBeLessThan(0.35);
    expect(gr(3.9)).toBeGreaterThan(gr(1.5) + 0.7);
    expect(lymanTransmission(500, 1)).toBe(1);
    expect(lymanTransmission(500, 3.5)).toBeCloseTo(Math.exp(-0.0036 * (500 / 121.567) ** 3.46), 12);
    // Mg II in g at z = .7
    const withLines = bandMagnitude(quasarSpectrum(0.7, -0.44, 1), 'g');
    expect(withLines).toBeLessThan(bandMagnitude(quasarSpectrum(0.7, -0.44, 0), 'g') - 0.02);
  });
});

describe('the catalogue', () => {
  const sources = simulatePanstarrsSources({ sources: 6000, seed: 3 });
  const rowsOf = ({ labels }: PanstarrsSources, name: (typeof SOURCE_CLASSES)[number]) =>
    [...labels.keys()].filter(row => SOURCE_CLASSES[labels[row]] === name);
  const { magnitude, error } = sources;

  test('a seed gives one catalogue, another seed another', () => {
    expect(simulatePanstarrsSources({ sources: 300, seed: 3 })).toEqual(
      simulatePanstarrsSources({ sources: 300, seed: 3 })
    );
    expect(simulatePanstarrsSources({ sources: 300, seed: 4 }).magnitude.g).not.toEqual(
      simulatePanstarrsSources({ sources: 300, seed: 3 }).magnitude.g
    );
  });
  test('no value is missing and every class and field occurs', () => {
    for (const band of PANSTARRS_BANDS) {
      expect([...magnitude[band], ...error[band]].every(Number.isFinite)).toBe(true);
    }
    for (const column of [sources.extendedness, sources.seeing, sources.redshift]) {
      expect(column.every(Number.isFinite)).toBe(true);
    }
    for (const name of SOURCE_CLASSES) expect(rowsOf(sources, name).length).toBeGreaterThan(1000);
    expect(new Set(sources.field).size).toBe(40);
  });
  test('errors are a fifth of the flux at the depth and fall as light grows', () => {
    for (const band of PANSTARRS_BANDS) {
      const near = [...magnitude[band].keys()].filter(
        row => Math.abs(magnitude[band][row] - (PANSTARRS_DEPTH[band] - 1)) < 0.1
      );
      if (near.length < 20) continue;
      // a magnitude above the depth S/N is 5 x 2.512; each row at its own magnitude and seeing, so that few rows tell
      const ratio = near.map(row => {
        const depth = PANSTARRS_DEPTH[band] - 2.5 * Math.log10(sources.seeing[row] / 1.2);
        const snr = 5 * 10 ** (0.4 * (depth - magnitude[band][row]));
        return error[band][row] / Math.hypot(1.0857 / snr, 0.012);
      });
      expect(median(ratio)).toBeCloseTo(1, 1);
    }
    // S/N 3 at least in each band
    for (const band of PANSTARRS_BANDS) expect(Math.max(...error[band])).toBeLessThan(1.0857 / 3 + 0.01);
  });
  test('errors are honest: the extendedness of points scatters about 0 by what they say', () => {
    const points = rowsOf(sources, 'star');
    const pull = points.map(row => sources.extendedness[row] / Math.hypot(0.02, error.i[row]));
    const meanSquare = pull.reduce((sum, v) => sum + v * v, 0) / pull.length;
    // chi-squared over n has a spread of sqrt(2 / n)
    expect(Math.abs(meanSquare - 1)).toBeLessThan(5 * Math.sqrt(2 / points.length));
  });
  test('galaxies are spread out, stars and far quasars are points', () => {
    const extended = (rows: number[]) => rows.map(row => sources.extendedness[row]);
    expect(quantile(extended(rowsOf(sources, 'galaxy')), 0.05)).toBeGreaterThan(0.2);
    expect(quantile(extended(rowsOf(sources, 'star')), 0.95)).toBeLessThan(0.1);
    const far = rowsOf(sources, 'quasar').filter(row => sources.redshift[row] > 0.6);
    expect(quantile(extended(far), 0.95)).toBeLessThan(0.1);
  });
  test('redshifts lie in their ranges', () => {
    expect(rowsOf(sources, 'star').every(row => sources.redshift[row] === 0)).toBe(true);
    expect(rowsOf(sources, 'quasar').every(row => sources.redshift[row] >= 0.3)).toBe(true);
    expect(Math.max(...sources.redshift)).toBeLessThanOrEqual(4);
  });
  test('fields differ in mixture where they are told to, and by chance alone where not', () => {
    const spread = (unlikeness: number) => {
      const made = simulatePanstarrsSources({ sources: 4000, fields: 20, unlikeness, seed: 5 });
      const stars = new Float64Array(20);
      made.labels.forEach(
        (label, row) => (stars[made.field[row]] += SOURCE_CLASSES[label] === 'star' ? 1 / 200 : 0)
      );
      const mean = stars.reduce((a, b) => a + b, 0) / 20;
      return Math.sqrt(stars.reduce((sum, s) => sum + (s - mean) ** 2, 0) / 19);
    };
    // binomial: sqrt(1/3 x 2/3 / 200) = .033
    expect(spread(0)).toBeLessThan(0.055);
    expect(spread(1)).toBeGreaterThan(0.12);
  });
  test('refuses what it cannot make', () => {
    expect(() => simulatePanstarrsSources({ sources: 0 })).toThrow(/sources is 0; expected/);
    expect(() => simulatePanstarrsSources({ sources: 10, fields: 11 })).toThrow(/fields is 11; expected/);
    expect(() => simulatePanstarrsSources({ unlikeness: NaN })).toThrow(/unlikeness is NaN/);
  });
});
