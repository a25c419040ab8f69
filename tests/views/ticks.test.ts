import fc from 'fast-check';
import { cut, formatNumber, niceTicks, placeName, placeTicks, tickLabel } from '../../src/views';

describe('ticks', () => {
  it('stand on round numbers inside the range, evenly, about as many as asked for', () => {
    const range = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true })
    );
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 12 }), ([low, span], count) => {
        const { values, step } = niceTicks(low, low + span, count);
        const mantissa = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
        expect([1, 2, 5, 10].some(round => Math.abs(mantissa - round) < 1e-6)).toBe(true);
        expect(values.length).toBeGreaterThanOrEqual(Math.floor(count / 2));
        expect(values.length).toBeLessThanOrEqual(2 * count + 1);
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(low - step * 1e-6);
          expect(value).toBeLessThanOrEqual(low + span + step * 1e-6);
        }
        expect(new Set(values.map(value => tickLabel(value, step))).size).toBe(values.length);
      })
    );
  });

  it.each([
    [0, 0],
    [NaN, 1],
    [5, 5],
    [1, Infinity],
    [1e300, 1.0000000000000002e300],
    [-1.7e308, 1.7e308]
  ])('end for %d to %d', (low, high) => {
    expect(niceTicks(low, high, 5).values.length).toBeLessThan(50);
  });

  it.each([
    [0.5, 0.5, '0.5'],
    [1, 0.5, '1.0'],
    [-2, 1, '\u22122'],
    [0, 0.001, '0'],
    [3e43, 1e43, '3\u00d710\u2074\u00b3'],
    [1e44, 1e44, '10\u2074\u2074'],
    [2.5e-5, 5e-6, '2.5\u00d710\u207b\u2075'],
    [2458000.25, 0.25, '2458000.3'],
    [150000, 50000, '150000']
  ])('label %d with step %d as %s', (value, step, label) => {
    expect(tickLabel(value, step)).toBe(label);
  });

  it('name places of named axes and number the others', () => {
    const names = ['a', 'b', 'c', 'd'];
    expect(placeTicks({ start: 0, step: 1, names }, 4, 0, 4, 2)).toEqual([
      { at: 0.5, label: 'a' },
      { at: 2.5, label: 'c' }
    ]);
    const ticks = placeTicks({ start: -200, step: 2 }, 200, 0, 200, 4);
    expect(ticks.map(({ label }) => label)).toEqual(['\u2212200', '\u2212100', '0', '100']);
    expect(ticks[2].at).toBe(100.5);
    expect(placeTicks({ start: 10, step: -1 }, 11, 0, 11, 5).map(({ at }) => at)).toEqual([
      0.5, 2.5, 4.5, 6.5, 8.5, 10.5
    ]);
    expect(placeTicks({ start: 0, step: 1 }, 0, 0, 1, 5)).toEqual([]);
    expect(placeName({ start: -200, step: 2 }, 100)).toBe('0');
    expect(placeName({ start: 0, step: 1, names }, 9)).toBe('');
  });
});

it.each([
  [NaN, 'NA'],
  [0, '0'],
  [1234.5678, '1235'],
  [-0.012345, '\u22120.01235'],
  [1e-7, '10\u207b\u2077'],
  [123456789012, '123456789012'],
  [3.14159e44, '3.142\u00d710\u2074\u2074']
])('writes %d as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

it('cuts by characters, never inside one', () => {
  expect(cut('short', 8)).toBe('short');
  expect(cut('a longer text', 8)).toBe('a longe\u2026');
  expect(cut('\ud83d\ude00'.repeat(9), 4)).toBe(`${'\ud83d\ude00'.repeat(3)}\u2026`);
});
