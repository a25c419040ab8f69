import { plantMark, toSourceFrame, type Attribution } from '../../src/interpret';

describe('a planted mark', () => {
  test('raises its block in the given rows and nothing else', () => {
    const images = Float32Array.from({ length: 3 * 4 * 5 }, (_, i) => i);
    const marked = plantMark(images, [4, 5], [0, 2], { at: [1, 2], size: [2, 3], value: 7 });
    const changed = Array.from(marked.keys()).filter(i => marked[i] !== images[i]);
    const block = [7, 8, 9, 12, 13, 14];
    expect(changed).toEqual([...block, ...block.map(i => i + 40)]);
    expect(changed.every(i => marked[i] - images[i] === 7)).toBe(true);
  });

  test('is taken away by its negative, and may be one-dimensional', () => {
    const curves = Float32Array.from({ length: 20 }, (_, i) => i % 3);
    const mark = { at: [2], size: [4], value: 0.5 };
    const marked = plantMark(curves, [10], [1], mark);
    expect(Array.from(marked.subarray(12, 16), (v, i) => v - curves[12 + i])).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(plantMark(marked, [10], [1], { ...mark, value: -0.5 })).toEqual(curves);
  });

  test('is refused outside of an object or in a row that is none', () => {
    const image = new Float32Array(16);
    expect(() => plantMark(image, [4, 4], [0], { at: [3, 3], size: [2, 1], value: 1 })).toThrow(
      /\[2,1\] at \[3,3\]/
    );
    expect(() => plantMark(image, [4, 4], [1], { at: [0, 0], size: [1, 1], value: 1 })).toThrow(/row 1 of 1/);
    expect(() => plantMark(image, [4, 4], [0], { at: [0], size: [1], value: 1 })).toThrow(
      /one number an axis/
    );
  });
});

describe('the source frame', () => {
  const mapsOf = (values: Float64Array, shape: number[], count: number): Attribution => ({
    method: 'made by hand',
    params: {},
    score: 'logit',
    seed: 1,
    ids: Array.from({ length: count }, (_, s) => String(s)),
    inputs: { stamp: { values, shape, axes: ['y', 'x', 'band'].slice(0, shape.length) } },
    scores: new Float64Array(count),
    versions: {}
  });
  const offsets = [2, -1, -3, 2, 0, 0];
  /** One bright pixel a map: at the middle plus the offset, or at one place of the detector. */
  const spots = (atSource: boolean) => {
    const values = new Float64Array(3 * 81);
    for (let s = 0; s < 3; s++) {
      const [y, x] = atSource ? [4 + offsets[2 * s], 4 + offsets[2 * s + 1]] : [5, 5];
      values[81 * s + 9 * y + x] = 1;
    }
    return mapsOf(values, [9, 9], 3);
  };
  const places = (map: Attribution) =>
    Array.from(map.inputs.stamp.values.keys())
      .filter(i => map.inputs.stamp.values[i] === 1)
      .map(i => i % 81);

  test('brings together what belongs to the sources and parts what belongs to the detector', () => {
    expect(places(toSourceFrame(spots(true), offsets))).toEqual([40, 40, 40]);
    expect(places(toSourceFrame(spots(false), offsets))).toEqual([3 * 9 + 6, 8 * 9 + 3, 5 * 9 + 5]);
  });

  test('fills with 0 what moves in, and keeps channels with their pixel', () => {
    const values = Float64Array.from({ length: 3 * 3 * 2 }, (_, i) => i + 1);
    const moved = toSourceFrame(mapsOf(values, [3, 3, 2], 1), [1, -1]).inputs.stamp.values;
    const expected = [0, 0, 7, 8, 9, 10, 0, 0, 13, 14, 15, 16, 0, 0, 0, 0, 0, 0];
    expect(Array.from(moved)).toEqual(expected);
  });

  test('is refused without two offsets a map', () => {
    expect(() => toSourceFrame(spots(true), [1, 2])).toThrow(/2 offsets for 3 maps/);
  });
});
