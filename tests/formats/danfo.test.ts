import { fromDataFrame, textsFromDataFrame, toDataFrame } from '../../src/formats';
import { featureTable } from '../../src/learn';

const table = featureTable({
  z: [0.1, NaN, 1 / 3],
  counts: Float32Array.of(1, 2, NaN),
  whole: [1, 2, 3]
});

test('numbers and texts go in and come out, missing values kept, to the last bit', async () => {
  const frame = await toDataFrame(table, { kind: ['star', null, 'galaxy'] });
  expect(frame.columns).toEqual(['z', 'counts', 'whole', 'kind']);
  expect(frame.shape).toEqual([3, 4]);
  const back = fromDataFrame(frame, table.names);
  expect(back).toEqual({ ...table, columns: table.columns.map(column => Float64Array.from(column)) });
  expect(textsFromDataFrame(frame, 'kind')).toEqual(['star', null, 'galaxy']);
});

test('what danfojs itself worked out comes out', async () => {
  interface Frame {
    columns: string[];
    shape: number[];
    column(name: string): { values: ArrayLike<unknown> };
    dropNa(): Frame;
    iloc(at: { rows: number[] }): Frame;
  }
  const frame = await toDataFrame<Frame>(table);
  expect([...fromDataFrame(frame.iloc({ rows: [2, 0] })).columns[0]]).toEqual([1 / 3, 0.1]);
  expect(fromDataFrame(frame.dropNa()).rows).toBe(1);
});

test('booleans are 0 and 1, null and undefined are missing', () => {
  const frame = { columns: ['a'], shape: [4, 1], column: () => ({ values: [true, false, null, undefined] }) };
  expect([...fromDataFrame(frame).columns[0]]).toEqual([1, 0, NaN, NaN]);
});

test('says which column cannot be taken', async () => {
  const frame = { columns: ['a'], shape: [1, 1], column: () => ({ values: ['x'] }) };
  expect(() => fromDataFrame(frame)).toThrow(/"a" is "x" in row 0; expected numbers/);
  expect(() => fromDataFrame(frame, ['b'])).toThrow(/no column "b"; it has a/);
  await expect(toDataFrame(table, { z: ['', '', ''] })).rejects.toThrow(/"z" stands twice/);
  await expect(toDataFrame(table, { t: [] })).rejects.toThrow(/"t" has 0 values; expected 3/);
});

test('terselab loads without danfojs, and says what to install where it is needed', async () => {
  const load = jest.fn(() => {
    throw new Error('not there');
  });
  await jest.isolateModulesAsync(async () => {
    jest.doMock('danfojs-node', load);
    const formats = require('../../src/formats') as typeof import('../../src/formats');
    expect(load).not.toHaveBeenCalled();
    await expect(formats.toDataFrame(table)).rejects.toThrow(/Install danfojs-node 1\.2\.0/);
    expect(load).toHaveBeenCalled();
  });
});
