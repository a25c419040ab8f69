import { checkAborted, interruptSignal, pauses, Random } from '../math';
import { checkTable, type FeatureTable } from './featureTable';

export interface Importance {
  /** Name of the column or group of columns. */
  name: string;
  columns: string[];
  /** Mean fall of the score when the column is shuffled. */
  mean: number;
  /** Standard deviation of that fall over the shuffles. */
  sd: number;
}

export interface ImportanceOptions {
  /** Columns that are shuffled together, because they say the same; by name. Columns in no group stand alone. */
  groups?: Record<string, readonly string[]>;
  /** Shuffles of each; default 5. */
  repeats?: number;
  /** Default 1. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, all: number) => void;
}

/**
 * How much worse a model does when a column is shuffled over the rows. Take rows that it did not learn from. Of two columns
 * that say the same either alone looks unimportant: group them.
 * @param score of the model on a table, higher is better
 * @throws RangeError where a group names a column that does not exist, or one column stands in two groups
 */
export async function permutationImportance(
  table: FeatureTable,
  score: (table: FeatureTable) => number | Promise<number>,
  { groups = {}, repeats = 5, seed = 1, signal, onProgress }: ImportanceOptions = {}
): Promise<Importance[]> {
  checkTable('permutationImportance', table, { missing: true });
  if (!(Number.isInteger(repeats) && repeats >= 1)) {
    throw new RangeError(
      `permutationImportance: repeats is ${repeats}; expected a whole number of at least 1.`
    );
  }
  const asked = columnGroups(table, groups);
  const random = new Random(seed);
  const whole = await score(table);
  const breathe = pauses();
  const out: Importance[] = [];
  for (const [name, columns] of asked) {
    const falls: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      checkAborted('permutationImportance', signal, interruptSignal());
      falls.push(whole - (await score(shuffled(table, columns, random))));
      await breathe();
    }
    const mean = falls.reduce((a, b) => a + b, 0) / repeats;
    const sd = Math.sqrt(falls.reduce((sum, fall) => sum + (fall - mean) ** 2, 0) / Math.max(repeats - 1, 1));
    out.push({ name, columns: [...columns], mean, sd });
    onProgress?.(out.length, asked.length);
  }
  return out.sort((a, b) => b.mean - a.mean);
}

function columnGroups(
  { names }: FeatureTable,
  groups: Record<string, readonly string[]>
): [string, readonly string[]][] {
  const grouped = Object.values(groups).flat();
  const odd = grouped.find((name, i) => !names.includes(name) || grouped.indexOf(name) !== i);
  if (odd !== undefined) {
    throw new RangeError(
      `permutationImportance: "${odd}" is no column or stands in two groups; the columns are ${names.join(', ')}.`
    );
  }
  const alone = names.filter(name => !grouped.includes(name));
  return [...Object.entries(groups), ...alone.map((name): [string, string[]] => [name, [name]])];
}

/** The columns in another order of the rows, the same for all of them. */
function shuffled(table: FeatureTable, columns: readonly string[], random: Random): FeatureTable {
  const order = random.permutation(table.rows);
  return {
    ...table,
    columns: table.columns.map((column, k) =>
      columns.includes(table.names[k]) ? Float64Array.from(order, row => column[row]) : column
    )
  };
}
