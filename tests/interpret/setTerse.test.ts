import { correlationAtFixedMass, setOfRows, setTerseCorrelations, spreadOverRows } from '../../src/interpret';
import { partialSpearman, pearson, Random, spearman } from '../../src/math';

/** Samples of clusters with a temperature and a luminosity that scatter about mass, each halo used several times. */
function clusters(count: number, seed = 3) {
  const random = new Random(seed);
  const starts = new Uint32Array(count + 1);
  for (let s = 0; s < count; s++) starts[s + 1] = starts[s] + random.integer(20, 60);
  const rows = starts[count];
  const draw = () => Float64Array.from({ length: rows }, () => random.normal());
  const lnMass = draw();
  const scatter = draw();
  return {
    sets: { count, starts },
    rows,
    lnMass,
    scatter,
    temperature: lnMass.map((m, i) => m + 0.3 * scatter[i]),
    luminosity: lnMass.map(m => m + 0.3 * random.normal()),
    haloIds: Uint32Array.from({ length: rows }, () => random.integer(0, Math.round(rows / 3))),
    sigma8: Float64Array.from({ length: count }, () => random.uniform(0.7, 0.9))
  };
}

const data = clusters(80);
const { sets, rows, lnMass, haloIds, sigma8, temperature, luminosity } = data;
const columns = { lnMass, haloIds, sigma8, physics: { 'ln T': temperature, 'ln L': luminosity } };
const owner = setOfRows(sets);
const bySigma8 = Float64Array.from(owner, s => sigma8[s]);
const named = (found: ReturnType<typeof setTerseCorrelations>, field: string) =>
  found.correlations.find(c => c.field === field)!;

describe('correlation at fixed mass', () => {
  test('of mass plus a dose of sigma_8 is that of the dose and the noise, in closed form', () => {
    const random = new Random(5);
    // within a bin mass hardly varies: r = dose sd / sqrt(dose^2 sd^2 + noise^2)
    const terse = lnMass.map((m, i) => 5 * m + 10 * (bySigma8[i] - 0.8) + 0.2 * random.normal());
    const dose = (10 * 0.2) / Math.sqrt(12);
    expect(pearson(terse, bySigma8)!).toBeLessThan(0.2);
    // 100 bins are narrow in mass; their few rows bias r by a little
    const narrow = correlationAtFixedMass(terse, bySigma8, lnMass, 100)!;
    expect(Math.abs(narrow - dose / Math.hypot(dose, 0.2))).toBeLessThan(0.06);
  });
  test('of a function of mass alone is 0 within its error', () => {
    const value = correlationAtFixedMass(lnMass.map(Math.tanh), bySigma8, lnMass)!;
    expect(Math.abs(value)).toBeLessThan(4 / Math.sqrt(rows));
  });
  test('in one bin is the plain correlation', () => {
    expect(correlationAtFixedMass(temperature, bySigma8, lnMass, 1)).toBeCloseTo(
      pearson(temperature, bySigma8)!,
      10
    );
  });
  test('is undefined for a constant; too many bins or a missing mass are refused', () => {
    expect(correlationAtFixedMass(new Float32Array(rows).fill(0.1), bySigma8, lnMass)).toBeNull();
    expect(() => correlationAtFixedMass([1, 2], [1, 2], [1, 2])).toThrow(/2 rows in 40 bins/);
    const holes = lnMass.map((m, i) => (i === 7 ? NaN : m));
    expect(() => correlationAtFixedMass(temperature, bySigma8, holes)).toThrow(/row 7 is NaN/);
  });
});

describe('terse correlations of sets', () => {
  const terse = Float32Array.from(lnMass, (m, i) => -(m + 0.1 * data.scatter[i]));
  const found = setTerseCorrelations(terse, sets, columns, { draws: 100 });

  test('are those of the columns, physics first, then nuisances', () => {
    const mass = named(found, 'ln mass');
    expect(mass).toMatchObject({ kind: 'physics', n: rows, partial: null, partialLow: null });
    expect(mass.spearman).toBeCloseTo(spearman(terse, lnMass)!, 10);
    expect(mass.pearson).toBeCloseTo(pearson(terse, lnMass)!, 10);
    expect(mass.low!).toBeLessThan(mass.spearman!);
    expect(mass.high!).toBeGreaterThan(mass.spearman!);
    expect(found.correlations.map(c => c.field)).toEqual([
      'ln mass',
      'ln T',
      'ln L',
      'halo id',
      're-use of the halo',
      'size of the sample',
      'row in the sample',
      'sigma_8 of the sample'
    ]);
  });
  test('at fixed mass tell the scatter that a terse value shares from that which it does not', () => {
    // both follow mass; only the temperature's scatter is in the terse value
    const [t, l] = [named(found, 'ln T'), named(found, 'ln L')];
    expect(t.spearman!).toBeLessThan(-0.9);
    expect(l.spearman!).toBeLessThan(-0.9);
    expect(t.partial).toBeCloseTo(partialSpearman(terse, temperature, [lnMass])!, 12);
    expect(t.partialHigh!).toBeLessThan(-0.7);
    expect(Math.abs(l.partial!)).toBeLessThan(0.1);
    expect(l.partialLow! * l.partialHigh!).toBeLessThan(0.01);
  });
  test('nuisances hold the values that their names say', () => {
    const uses = Float64Array.from(haloIds, id => haloIds.filter(other => other === id).length);
    const sizes = spreadOverRows(
      Array.from({ length: 80 }, (_, s) => sets.starts[s + 1] - sets.starts[s]),
      sets
    );
    const places = owner.map((s, row) => row - sets.starts[s]);
    for (const [field, column] of [
      ['re-use of the halo', uses],
      ['size of the sample', sizes],
      ['row in the sample', places],
      ['halo id', haloIds],
      ['sigma_8 of the sample', bySigma8]
    ] as const) {
      // a terse value that *is* the nuisance finds it
      const self = setTerseCorrelations(column, sets, columns, { draws: 10 });
      expect(named(self, field).spearman).toBeCloseTo(1, 10);
      expect(named(self, field).partial).toBeCloseTo(1, 6);
      expect(Math.abs(named(found, field).partial!)).toBeLessThan(0.1);
    }
  });
  test('an honest terse value does not know its universe, one with a dose of it does, and the interval says so', () => {
    const honest = found.sigma8AtFixedMass;
    expect(honest.low!).toBeLessThan(0);
    expect(honest.high!).toBeGreaterThan(0);
    const cheat = setTerseCorrelations(
      Float32Array.from(terse, (t, i) => t + 3 * (bySigma8[i] - 0.8)),
      sets,
      columns,
      { draws: 100 }
    ).sigma8AtFixedMass;
    expect(cheat.low!).toBeGreaterThan(0.5);
    expect(cheat.value).toBeGreaterThan(cheat.low!);
    expect(cheat.value).toBeLessThan(cheat.high!);
  });
  test('copies of all samples do not narrow an interval: the bootstrap is over haloes', () => {
    const twice = <A extends Float64Array | Uint32Array | Float32Array>(values: A) =>
      Float64Array.from([...values, ...values]);
    const starts = Uint32Array.from([...sets.starts, ...sets.starts.slice(1).map(s => s + rows)]);
    const copied = setTerseCorrelations(
      twice(terse),
      { count: 160, starts },
      {
        lnMass: twice(lnMass),
        haloIds: twice(haloIds),
        sigma8: twice(sigma8),
        physics: { 'ln L': twice(luminosity) }
      },
      { draws: 100 }
    );
    const [once, again] = [named(found, 'ln L'), named(copied, 'ln L')];
    expect(again.n).toBe(2 * once.n);
    expect(again.partialHigh! - again.partialLow!).toBeCloseTo(once.partialHigh! - once.partialLow!, 6);
  });
  test('a nuisance may be given by set or by row; other lengths, and columns that do not fit, are refused', () => {
    const seeds = Array.from({ length: 80 }, (_, s) => (s * 37) % 80);
    const both = setTerseCorrelations(
      terse,
      sets,
      { ...columns, nuisance: { 'noise seed': seeds, again: spreadOverRows(seeds, sets) } },
      { draws: 10 }
    );
    expect(named(both, 'noise seed').partial).toBe(named(both, 'again').partial);
    const odd = { ...columns, nuisance: { split: [1, 2] } };
    expect(() => setTerseCorrelations(terse, sets, odd)).toThrow(/"split" has 2 values/);
    expect(() => setTerseCorrelations(terse.slice(1), sets, columns)).toThrow(/terse has/);
    expect(() => setTerseCorrelations(terse, sets, { ...columns, sigma8: [0.8] })).toThrow(
      /1 values for 80 sets/
    );
  });
});
