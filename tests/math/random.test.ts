import { Random } from '../../src';

/** Chi-square of counts in equal bins against their mean. */
function chiSquare(values: number[], bins: number): number {
  const counts = new Float64Array(bins);
  for (const v of values) counts[Math.floor(v * bins)]++;
  const expected = values.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

const seeds = Array.from({ length: 20_000 }, (_, seed) => seed);

// a stream's first number decides the cosmology of a sample, the corner of a picture, the first halo of a draw
test.each([0, 1, 2, 7])('number %i of neighbouring seeds is uniform and follows from no neighbour', at => {
  const drawn = seeds.map(seed => {
    const random = new Random(seed);
    for (let i = 0; i < at; i++) random.uniform();
    return random.uniform();
  });
  // 99 degrees of freedom: 1 in 10^5 is above 159
  expect(chiSquare(drawn, 100)).toBeLessThan(159);
  for (const lag of [1, 2, 256]) {
    const product = drawn.slice(lag).reduce((sum, v, i) => sum + (v - 0.5) * (drawn[i] - 0.5), 0);
    expect(Math.abs(product / (drawn.length - lag)) * 12).toBeLessThan(4.5 / Math.sqrt(drawn.length));
  }
});

test('each seed has a stream of its own, whatever bit it differs in', () => {
  const all = [0, -1, 1, ...Array.from({ length: 51 }, (_, k) => 2 ** (k + 1)), Number.MAX_SAFE_INTEGER];
  const first = all.map(seed => JSON.stringify(new Random(seed).state()));
  expect(new Set(first).size).toBe(all.length);
  // sums of the first ten numbers: a stream that starts near 0 or 1 would stand out
  for (const seed of all) {
    const random = new Random(seed);
    const sum = Array.from({ length: 10 }, () => random.uniform()).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - 5)).toBeLessThan(4.5 * Math.sqrt(10 / 12));
  }
});

test('a state goes on where it was taken', () => {
  const random = new Random(3);
  random.normal();
  const again = new Random(random.state());
  expect([again.normal(), again.uniform(), again.poisson(50)]).toEqual([
    random.normal(),
    random.uniform(),
    random.poisson(50)
  ]);
  expect(() => new Random(0.5)).toThrow('whole number');
});
