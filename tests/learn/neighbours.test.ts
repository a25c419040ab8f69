import { featureTable, nearestNeighbours, neighbourVote, vectorsOf, type Vectors } from '../../src/learn';
import { Random } from '../../src/math';

const vectors = (rows: number[][]): Vectors => ({
  rows: rows.length,
  width: rows[0].length,
  values: rows.flat()
});

describe('nearest neighbours', () => {
  test('by hand: the cosine does not see lengths, the straight distance does', async () => {
    const searched = vectors([
      [10, 0],
      [0, 1],
      [1, 1]
    ]);
    const query = vectors([[1, 0.1]]);
    const angle = await nearestNeighbours(searched, query, { count: 3 });
    expect([...angle.rows]).toEqual([0, 2, 1]);
    expect(angle.distance[0]).toBeCloseTo(1 - 1 / Math.hypot(1, 0.1), 12);
    expect(angle.distance[1]).toBeCloseTo(1 - 1.1 / Math.hypot(1, 0.1) / Math.SQRT2, 12);
    const straight = await nearestNeighbours(searched, query, { count: 3, distance: 'euclidean' });
    expect([...straight.rows]).toEqual([2, 1, 0]);
    expect(straight.distance[2]).toBeCloseTo(Math.hypot(9, 0.1), 12);
  });
  test('the same as sorting all distances', async () => {
    const random = new Random(1);
    const draw = (rows: number) =>
      vectors(Array.from({ length: rows }, () => [random.normal(), random.normal(), random.normal()]));
    const [searched, queries] = [draw(60), draw(20)];
    const found = await nearestNeighbours(searched, queries, { count: 7, distance: 'euclidean' });
    for (let q = 0; q < 20; q++) {
      const distance = (row: number) =>
        Math.hypot(...[0, 1, 2].map(k => searched.values[3 * row + k] - queries.values[3 * q + k]));
      const sorted = [...Array(60).keys()].sort((a, b) => distance(a) - distance(b)).slice(0, 7);
      expect([...found.rows.subarray(7 * q, 7 * q + 7)]).toEqual(sorted);
    }
  });
  test('barred rows are not found: an object is not its own neighbour', async () => {
    const all = vectors([
      [1, 0],
      [1, 0.1],
      [0, 1]
    ]);
    const { rows } = await nearestNeighbours(all, all, { count: 1, bar: (query, row) => query === row });
    expect([...rows]).toEqual([1, 0, 1]);
  });
  test('bad input is refused by name', async () => {
    const one = vectors([[1, 0]]);
    await expect(nearestNeighbours(one, vectors([[1, 0, 0]]))).rejects.toThrow(
      /queries have 3 numbers a row/
    );
    await expect(nearestNeighbours(one, one)).rejects.toThrow(
      /count is 5; expected a whole number from 1 to 1/
    );
    await expect(nearestNeighbours(vectors([[0, 0]]), one, { count: 1 })).rejects.toThrow(
      /row 0 of searched is all zeros/
    );
    await expect(nearestNeighbours(one, vectors([[NaN, 0]]), { count: 1 })).rejects.toThrow(
      /row 0 of queries holds/
    );
    await expect(nearestNeighbours(one, one, { count: 1, bar: () => true })).rejects.toThrow(
      /query 0 has 0 rows left/
    );
  });
});

test('a table as vectors: row after row', () => {
  const { rows, width, values } = vectorsOf(featureTable({ a: [1, 2, 3], b: [4, 5, 6] }));
  expect([rows, width, ...Array.from(values)]).toEqual([3, 2, 1, 4, 2, 5, 3, 6]);
});

describe('vote', () => {
  test('the class that most have; of equals the one of the nearest', () => {
    const neighbours = (rows: number[]) => ({
      count: 5,
      rows: Uint32Array.from(rows),
      distance: new Float64Array(5)
    });
    const classOf = [0, 0, 1, 1, 2];
    expect([...neighbourVote(neighbours([4, 2, 3, 0, 1]), classOf)]).toEqual([1]);
    expect([...neighbourVote(neighbours([0, 2, 1, 3, 4]), classOf)]).toEqual([0]);
    expect([...neighbourVote(neighbours([4, 4, 4, 0, 1]), classOf)]).toEqual([2]);
  });
});
