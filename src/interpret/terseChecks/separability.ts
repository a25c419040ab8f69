import { bootstrapOverGroups, type BootstrapOptions } from '../../math';
import { featureTable, groupedKFold, heldOutScores, rocAuc } from '../../learn';
import { ExplanationError } from '../adapter';
import { matchRows } from '../matchedRows';
import { checkTerseTable, groupsOf, terseColumn, type TerseTable } from './terseTable';

type Numbers = ArrayLike<number>;

/** Whether terse values tell two domains apart. */
export interface TerseSeparability {
  /** Chance that an object of the second domain is ranked above one of the first; .5 knows nothing. */
  auc: number;
  /** Over groups; null below three of them. */
  interval: [number, number] | null;
  /** Objects of each domain after matching. */
  matched: number;
}

/** Objects of each domain that a classifier needs. */
const LEAST_ROWS = 20;

export interface SeparabilityOptions extends BootstrapOptions {
  /** Bins of the leading quantity in which both domains get equal numbers; default 20. */
  bins?: number;
  /** Default 5. */
  folds?: number;
}

/**
 * B3: a classifier told the terse values, their squares and products, and the leading physics asks from which domain an
 * object is, at matched physics, on groups it has not seen (classifier tests: Lopez-Paz & Oquab 2016, arXiv:1610.06545). For a
 * single value of clusters see `domainSeparability`, which needs no classifier.
 * @param leading quantity that must be the same in both: one value an object of either domain
 */
export function terseSeparability(
  home: TerseTable,
  away: TerseTable,
  leading: { home: Numbers; away: Numbers },
  { bins = 20, folds = 5, seed = 1, ...bootstrap }: SeparabilityOptions = {}
): TerseSeparability {
  checkTerseTable('terseSeparability', home, { leading: leading.home });
  checkTerseTable('terseSeparability', away, { leading: leading.away });
  if (home.size !== away.size) {
    throw new ExplanationError(
      `terseSeparability: ${home.size} terse values at home, ${away.size} away; give the same model.`
    );
  }
  const chosen = matchRows(leading.home, leading.away, bins);
  if (chosen[0].length < LEAST_ROWS) {
    throw new ExplanationError(
      `terseSeparability: ${chosen[0].length} objects of each domain are left at matched physics; expected ${LEAST_ROWS} or more. The domains hardly overlap, or take fewer bins.`
    );
  }
  const tables = [home, away] as const;
  const rows = chosen.flatMap((list, d) => list.map(row => ({ d, row })));
  const terse = Array.from({ length: home.size }, (_, k) => {
    const columns = tables.map(table => terseColumn(table, k));
    return Float64Array.from(rows, ({ d, row }) => columns[d][row]);
  });
  const q = Float64Array.from(rows, ({ d, row }) => (d ? leading.away : leading.home)[row]);
  const columns: Record<string, Float64Array> = { leading: q, 'leading squared': q.map(v => v * v) };
  terse.forEach((a, k) => {
    columns[`terse ${k}`] = a;
    columns[`terse ${k} leading`] = a.map((v, i) => v * q[i]);
    for (let j = 0; j <= k; j++) columns[`terse ${k} ${j}`] = a.map((v, i) => v * terse[j][i]);
  });
  const names = rows.map(({ d }) => (d ? 'away' : 'home'));
  const owners = rows.map(({ d, row }) => `${d} ${groupsOf(tables[d])[row]}`);
  const turns = groupedKFold(owners, { folds, seed, stratify: names });
  const scores = heldOutScores(featureTable(columns), names, ['home', 'away'], turns);
  const auc = (counts?: Numbers) => {
    const drawn: number[] = [];
    for (let i = 0; i < rows.length; i++) for (let k = 0; k < (counts ? counts[i] : 1); k++) drawn.push(i);
    const truth = drawn.map(i => rows[i].d);
    return new Set(truth).size < 2
      ? null
      : rocAuc(
          drawn.map(i => scores[i]),
          truth
        );
  };
  return {
    auc: auc()!,
    interval: bootstrapOverGroups(owners, auc, { draws: 200, seed, ...bootstrap }),
    matched: chosen[0].length
  };
}
