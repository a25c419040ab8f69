import { clopperPearson, Random } from '../../src/math';

describe('clopperPearson', () => {
  test('has the closed form where none or all were hit: 1 - (alpha / 2)^(1 / n)', () => {
    for (const n of [1, 5, 20, 60]) {
      const edge = 0.025 ** (1 / n);
      expect(clopperPearson(0, n)[0]).toBe(0);
      expect(clopperPearson(0, n)[1]).toBeCloseTo(1 - edge, 12);
      expect(clopperPearson(n, n)[0]).toBeCloseTo(edge, 12);
      expect(clopperPearson(n, n)[1]).toBe(1);
    }
  });
  test('has the published ends: 10 of 20 gives .2720 to .7280, 57 of 60 gives .8608 to .9896', () => {
    const [low, high] = clopperPearson(10, 20);
    expect(low).toBeCloseTo(0.272, 4);
    expect(high).toBeCloseTo(0.728, 4);
    const [a, b] = clopperPearson(57, 60);
    expect(a).toBeCloseTo(0.8608, 4);
    expect(b).toBeCloseTo(0.9896, 4);
  });
  test('holds the true share at least 95 times in a hundred', () => {
    const random = new Random(3);
    for (const [p, n] of [
      [0.05, 20],
      [0.5, 15],
      [0.9, 40]
    ]) {
      let held = 0;
      for (let draw = 0; draw < 100; draw++) {
        let hits = 0;
        for (let i = 0; i < n; i++) if (random.uniform() < p) hits++;
        const [low, high] = clopperPearson(hits, n);
        if (low <= p && p <= high) held++;
      }
      // 100 draws: 95 % less two standard errors
      expect(held / 100).toBeGreaterThan(0.95 - 2 * Math.sqrt((0.05 * 0.95) / 100));
    }
  });
  test('refuses what are no counts', () => {
    expect(() => clopperPearson(3, 2)).toThrow('3 of 2');
    expect(() => clopperPearson(0.5, 2)).toThrow('whole numbers');
    expect(clopperPearson(0, 0)).toEqual([0, 1]);
  });
});
