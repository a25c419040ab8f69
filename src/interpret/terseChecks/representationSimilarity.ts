import { ExplanationError } from '../adapter';
import { checkTerseTable, terseColumn, type TerseTable } from './terseTable';

/**
 * B6: linear centred kernel alignment of two sets of terse values of the same objects (Kornblith et al. 2019,
 * arXiv:1905.00414): |Y'X|_F^2 / (|X'X|_F |Y'Y|_F) with columns centred. 1 for the same up to rotation and scale, near 0 for
 * unrelated ones; for one value each it is the square of Pearson's correlation.
 * @throws ExplanationError where the objects are not the same in number, or one set does not vary
 */
export function linearCka(a: TerseTable, b: TerseTable): number {
  checkTerseTable('linearCka', a);
  checkTerseTable('linearCka', b);
  if (a.count !== b.count) {
    throw new ExplanationError(
      `linearCka: ${a.count} objects and ${b.count}; give the same objects, in one order.`
    );
  }
  const [x, y] = [a, b].map(centredColumns);
  const cross = squaredNorm(x, y);
  const own = Math.sqrt(squaredNorm(x, x) * squaredNorm(y, y));
  if (!(own > 0)) {
    throw new ExplanationError('linearCka: one of the sets does not vary; expected different values.');
  }
  return cross / own;
}

function centredColumns(table: TerseTable): Float64Array[] {
  return Array.from({ length: table.size }, (_, k) => {
    const column = terseColumn(table, k);
    const centre = column.reduce((sum, v) => sum + v, 0) / table.count;
    return column.map(v => v - centre);
  });
}

/** Squared Frobenius norm of Y'X. */
function squaredNorm(x: Float64Array[], y: Float64Array[]): number {
  return x.reduce(
    (total, p) => total + y.reduce((sum, q) => sum + p.reduce((dot, v, i) => dot + v * q[i], 0) ** 2, 0),
    0
  );
}
