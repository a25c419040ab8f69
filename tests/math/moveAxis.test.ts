import { moveAxis } from '../../src/math';

/** Value at (object, band, y, x) of an array of 2 x 3 x 4 x 5. */
const value = (object: number, band: number, y: number, x: number) => 1000 * object + 100 * band + 10 * y + x;
const values = Float32Array.from({ length: 120 }, (_, i) =>
  value(Math.floor(i / 60), Math.floor(i / 20) % 3, Math.floor(i / 5) % 4, i % 5)
);

test('the band axis goes last: each pixel keeps its band, row and column', () => {
  const moved = moveAxis({ values, shape: [2, 3, 4, 5] }, 1, 3);
  expect(moved.shape).toEqual([2, 4, 5, 3]);
  for (const [object, band, y, x] of [
    [0, 0, 0, 0],
    [1, 2, 3, 4],
    [0, 1, 3, 2],
    [1, 0, 1, 4]
  ]) {
    expect(moved.values[((object * 4 + y) * 5 + x) * 3 + band]).toBe(value(object, band, y, x));
  }
});
test('there and back is nothing', () => {
  const there = moveAxis({ values, shape: [2, 3, 4, 5] }, 3, 0);
  expect(there.shape).toEqual([5, 2, 3, 4]);
  expect(moveAxis(there, 0, 3)).toEqual({ values, shape: [2, 3, 4, 5] });
});
test('reading the same numbers under another shape is another thing', () => {
  const moved = moveAxis({ values, shape: [2, 3, 4, 5] }, 1, 3);
  expect(moved.values).not.toEqual(values);
});
test('a shape that does not hold the values and an axis that is not there are refused', () => {
  expect(() => moveAxis({ values, shape: [2, 3] }, 0, 1)).toThrow(/shape \[2,3\] holds 6 values; found 120/);
  expect(() => moveAxis({ values, shape: [120] }, 0, 1)).toThrow(/to is 1; expected 0 to 0/);
});
