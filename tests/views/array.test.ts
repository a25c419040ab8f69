import fc from 'fast-check';
import {
  decodeArray,
  decodeCodes,
  encodeCodes,
  encodeNumbers,
  encodeQuantised,
  MAX_ELEMENTS,
  NA_CODE,
  quantiseRange,
  quantiseSigned,
  ViewError,
  type EncodedArray
} from '../../src/views';
import { decodeBase64, encodeBase64 } from '../../src/views/base64';

const numbers = fc.array(fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e30, max: 1e30 }), {
  maxLength: 60
});

describe('base64', () => {
  it('is that of Node, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(Buffer.from(decodeBase64(text, bytes.length)).equals(Buffer.from(bytes))).toBe(true);
      })
    );
    const long = Uint8Array.from({ length: 100_001 }, (_, i) => i * 7);
    expect(encodeBase64(long)).toBe(Buffer.from(long).toString('base64'));
  });

  it.each([
    ['AAA', 3],
    ['AAAA', 2],
    ['AA==', 2],
    ['A===', 1],
    ['AA=A', 1],
    ['A*==', 1],
    ['AAA\u00c1', 3],
    ['AA\nA', 3]
  ])('refuses %j for %d bytes', (text, length) => {
    expect(() => decodeBase64(text, length)).toThrow(ViewError);
  });
});

describe('quantised numbers', () => {
  it.each(['u1', 'u2', 'u4'] as const)('%s holds numbers near the smallest there are', dtype => {
    const values = [0, 9.86734408441622e-309, 3e-308];
    const quantisation = quantiseRange(values, dtype);
    const back = decodeArray(encodeQuantised(values, [3], quantisation));
    values.forEach((v, i) => expect(Math.abs(back[i] - v)).toBeLessThanOrEqual(quantisation.scale / 2));
  });
  it.each(['u1', 'u2', 'u4'] as const)('%s comes back within half a step, ends included', dtype => {
    fc.assert(
      fc.property(numbers, values => {
        const quantisation = quantiseRange(values, dtype);
        const back = decodeArray(encodeQuantised(values, [values.length], quantisation));
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        values.forEach((value, i) => {
          expect(Math.abs(back[i] - value)).toBeLessThanOrEqual(quantisation.scale / 2 + largest * 1e-14);
        });
      })
    );
  });

  it('keeps zero exact and the sign right when signed', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('u1' as const, 'u2' as const), (values, dtype) => {
        const quantisation = quantiseSigned([...values, 0], dtype);
        const back = decodeArray(encodeQuantised([...values, 0], [values.length + 1], quantisation));
        expect(back[values.length]).toBe(0);
        values.forEach((value, i) => {
          expect(Math.abs(back[i] - value)).toBeLessThanOrEqual((quantisation.scale / 2) * (1 + 1e-9));
          if (Math.abs(value) > quantisation.scale / 2) expect(Math.sign(back[i])).toBe(Math.sign(value));
        });
      })
    );
  });

  it('rounds halves up: floor(x + .5)', () => {
    const encoded = encodeQuantised([0.5, 1.5, 2.5, -0.5], [4], { dtype: 'u1', scale: 1, offset: -1 });
    expect([...decodeCodes(encoded)]).toEqual([2, 3, 4, 1]);
  });

  it('stores what is not finite as the top code', () => {
    const encoded = encodeQuantised([0, NaN, Infinity, -Infinity, 10], [5], quantiseRange([0, 10], 'u1'));
    expect([...decodeCodes(encoded)]).toEqual([0, 255, 255, 255, 254]);
    expect([...decodeArray(encoded)]).toEqual([0, NaN, NaN, NaN, 10]);
  });
});

describe('columns of numbers', () => {
  it('keeps whole numbers exactly, in the smallest type', () => {
    const types = [254, 255, 65534, 65535, 4294967294].map(range => encodeNumbers([-3, range - 3], [2]));
    expect(types.map(({ dtype }) => dtype)).toEqual(['u1', 'u2', 'u2', 'u4', 'u4']);
    expect(types.map(array => decodeArray(array)[1])).toEqual([251, 252, 65531, 65532, 4294967291]);
  });

  it('keeps the seconds of Julian dates and the size of luminosities', () => {
    const dates = [2458000.123456, 2458027.654321];
    expect(decodeArray(encodeNumbers(dates, [2]))[0]).toBeCloseTo(dates[0], 6);
    expect(decodeArray(encodeNumbers(dates, [2]))[1]).toBeCloseTo(dates[1], 6);
    const luminous = [3e43, 1e44, 2.5e45];
    decodeArray(encodeNumbers(luminous, [3])).forEach((value, i) =>
      expect(value / luminous[i]).toBeCloseTo(1, 6)
    );
  });

  it('keeps small values beside large ones', () => {
    const values = [1e-20, 0.3, 1];
    decodeArray(encodeNumbers(values, [3])).forEach((value, i) =>
      expect(value / values[i]).toBeCloseTo(1, 6)
    );
  });

  it('survives columns without values', () => {
    for (const precision of ['full', 'screen'] as const) {
      expect([...decodeArray(encodeNumbers([NaN, NaN], [2], precision))]).toEqual([NaN, NaN]);
      expect([...decodeArray(encodeNumbers([], [0], precision))]).toEqual([]);
      expect([...decodeArray(encodeNumbers([0.5, NaN], [2], precision))]).toEqual([0.5, NaN]);
    }
  });

  it('is little-endian on the wire', () => {
    const encoded = encodeCodes(new Uint16Array([1, 256]), [2]);
    expect([...Buffer.from(encoded.data, 'base64')]).toEqual([1, 0, 0, 1]);
    const floats = encodeCodes(new Float32Array([1]), [1]);
    expect([...Buffer.from(floats.data, 'base64')]).toEqual([0, 0, 128, 63]);
  });
});

describe('limits', () => {
  const array = (more: Partial<EncodedArray>): EncodedArray => ({
    dtype: 'u1',
    shape: [3],
    data: 'AAAA',
    ...more
  });
  it.each([
    ['too many elements', { shape: [4_000_001] }, /4000000/],
    ['a product that is too large', { shape: [1e9, 1e9, 1e9, 1e9] }, /4000000/],
    ['a length that does not fit the data', { shape: [4] }, /cut short/],
    ['a fraction', { shape: [2.5] }, /elements/],
    ['a negative length', { shape: [-3] }, /elements/],
    ['a scale of zero', { scale: 0 }, /scale/],
    ['an infinite offset', { offset: Infinity }, /offset/],
    ['a scaled float', { dtype: 'f4', shape: [1], data: 'AAAAAA==', scale: 2 }, /f4/]
  ] as [string, Partial<EncodedArray>, RegExp][])('refuses %s', (_name, more, message) => {
    expect(() => decodeArray(array(more))).toThrow(message);
    expect(() => decodeArray(array(more))).toThrow(ViewError);
  });

  it('takes no memory for a declared size before the data are seen to have it', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 200; i++) {
      expect(() => decodeArray(array({ shape: [MAX_ELEMENTS], dtype: 'f4' }))).toThrow(ViewError);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
  });

  it('has the top codes of the contract', () => {
    expect(NA_CODE).toEqual({ u1: 255, u2: 65535, u4: 4294967295 });
  });
});
