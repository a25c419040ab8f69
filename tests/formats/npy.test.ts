import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { readNpy, readNpz, writeNpy, writeNpz, type NpyArray, type NumericArray } from '../../src/formats';
import { fixture, fixtures, npyExpected, npyJson } from './canonical';

const expected = JSON.parse(readFileSync(path.join(fixtures, 'expected.json'), 'utf8')) as {
  npy: Record<string, never>;
  npz: Record<string, [string, never][]>;
};

test.each(Object.entries(expected.npy))('%s as numpy reads it', (name, array) => {
  expect(npyJson(readNpy(fixture(name), { name }))).toEqual(npyExpected(array));
});

test.each(Object.entries(expected.npz))('%s as numpy reads it', (name, arrays) => {
  const read = [...readNpz(fixture(name), { name })].map(([key, array]) => [key, npyJson(array)]);
  expect(read).toEqual(arrays.map(([key, array]) => [key, npyExpected(array)]));
});

const valuesOf = (array: NpyArray): NumericArray => {
  if (array.kind === 'record' || Array.isArray(array.values)) throw new Error('not numbers');
  return array.values;
};

test('types that are not read are refused by name', () => {
  expect(() => readNpy(fixture('object.npy'), { name: 'o.npy' })).toThrow(
    /^o\.npy: NPY header: found elements of type "\|O": Python objects \(which are pickled: reading them would run code\)/
  );
  expect(() => readNpy(fixture('dates.npy'))).toThrow(/"<M8\[D\]": dates/);
});

test('values are copies: the array does not change with the bytes it came from', () => {
  const bytes = fixture('f8.npy');
  const array = readNpy(bytes);
  bytes.fill(0);
  expect(valuesOf(array)[5]).toBe(65504);
});

describe('writeNpy', () => {
  const own = ['i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f4', 'f8', 'zero_d', 'empty', 'many_axes'];

  test.each(own)('%s: byte for byte what numpy writes', name => {
    const bytes = fixture(`${name}.npy`);
    const array = readNpy(bytes);
    expect(writeNpy(valuesOf(array), array.shape)).toEqual(bytes);
  });

  test('the shape is one axis by default, and a view writes only its own values', () => {
    const part = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    expect(readNpy(writeNpy(part))).toEqual({
      kind: 'number',
      dtype: '<f4',
      shape: [2],
      values: new Float32Array([1, 2])
    });
  });

  test('a shape that does not fit is refused', () => {
    expect(() => writeNpy(new Int8Array(6), [2, 2])).toThrow(/found 6 values for the shape \[2, 2\]/);
    expect(() => writeNpy(new Int8Array(6), [-2, -3])).toThrow(/expected as many values/);
    expect(() => writeNpy(new Int8Array(1), [0.5, 2])).toThrow(/expected as many values/);
    expect(() => writeNpy([1, 2] as never)).toThrow(/a typed array of numbers/);
  });
});

describe('writeNpz', () => {
  const arrays = {
    weights: { values: Float32Array.from({ length: 600 }, (_, i) => Math.sin(i)), shape: [20, 30] },
    step: { values: BigInt64Array.of(12345678901234567n), shape: [] },
    labels: Uint8Array.of(1, 0, 1)
  };

  test.each([true, false])('what it writes is read back (compress: %s)', compress => {
    const bytes = writeNpz(arrays, { compress });
    const read = readNpz(bytes);
    expect([...read.keys()]).toEqual(['weights', 'step', 'labels']);
    expect(read.get('weights')).toMatchObject({ ...arrays.weights, dtype: '<f4' });
    expect(read.get('step')).toMatchObject({ ...arrays.step, dtype: '<i8' });
    expect(read.get('labels')).toMatchObject({ values: arrays.labels, shape: [3], dtype: '|u1' });
    // By another reader of zip: the entries are NPY files.
    expect(unzipSync(bytes)['labels.npy']).toEqual(writeNpy(arrays.labels));
  });

  test('the same arrays give the same bytes, and compression makes them fewer', () => {
    const zeros = { zeros: new Float64Array(1000) };
    expect(writeNpz(zeros, { compress: true })).toEqual(writeNpz(zeros, { compress: true }));
    // The time of the entry: midnight of the first day that zip knows, whenever the test runs.
    expect([...writeNpz(zeros).subarray(10, 14)]).toEqual([0, 0, 0x21, 0]);
    expect(writeNpz(zeros, { compress: true }).length).toBeLessThan(500);
    expect(writeNpz(zeros).length).toBeGreaterThan(8000);
  });

  const python = process.env.PYTHON_REF;
  (python ? test : test.skip)('numpy reads it (PYTHON_REF names a Python with numpy)', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'terselab-npz-'));
    const file = path.join(folder, 'ours.npz');
    writeFileSync(file, writeNpz(arrays, { compress: true }));
    const script =
      'import sys, json, numpy as np; z = np.load(sys.argv[1]); ' +
      'print(json.dumps({n: [z[n].dtype.str, list(z[n].shape), float(z[n].astype("f8").sum())] for n in z.files}))';
    const said = JSON.parse(execFileSync(python!, ['-c', script, file], { encoding: 'utf8' }));
    rmSync(folder, { recursive: true });
    const sum = arrays.weights.values.reduce((total, x) => total + x, 0);
    expect(said).toEqual({
      weights: ['<f4', [20, 30], expect.closeTo(sum, 9)],
      step: ['<i8', [], 12345678901234568],
      labels: ['|u1', [3], 2]
    });
  });
});
