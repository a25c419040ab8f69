/** Data frames of danfojs, which is optional and loaded only when one is made. */

/** What is read of a data frame. */
export interface DataFrameLike {
  columns: string[];
  shape: number[];
  column(name: string): { values: ArrayLike<unknown> };
}

/** Columns of numbers, one row an object, as learners take them. Missing values are NaN. */
export interface NumberTable {
  names: string[];
  columns: (Float64Array | Float32Array)[];
  rows: number;
}

const isMissing = (value: unknown) => value === null || value === undefined || Number.isNaN(value);

/**
 * The numbers of a data frame; true and false become 1 and 0, missing values NaN.
 * @param names columns wanted, in that order; default all
 * @throws RangeError where there is no such column or it holds something else, with the row
 */
export function fromDataFrame(frame: DataFrameLike, names: readonly string[] = frame.columns): NumberTable {
  const columns = names.map(name =>
    Float64Array.from(valuesOf(frame, name), (value, row) => {
      if (isMissing(value)) return NaN;
      if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
      throw new RangeError(
        `fromDataFrame: column "${name}" is ${JSON.stringify(String(value))} in row ${row}; expected numbers. Leave the column out, or read it with textsFromDataFrame.`
      );
    })
  );
  return { names: [...names], columns, rows: frame.shape[0] };
}

/** A column of a data frame as texts, e.g. classes or ids; missing ones are null. */
export const textsFromDataFrame = (frame: DataFrameLike, name: string): (string | null)[] =>
  Array.from(valuesOf(frame, name), value => (isMissing(value) ? null : String(value)));

function valuesOf(frame: DataFrameLike, name: string): ArrayLike<unknown> {
  if (frame.columns.includes(name)) return frame.column(name).values;
  throw new RangeError(`data frame: no column "${name}"; it has ${frame.columns.join(', ')}.`);
}

/**
 * A danfojs data frame of columns of numbers, and of texts after them. Missing values stay missing (NaN, and null among
 * texts).
 * @throws Error where danfojs-node is not installed; RangeError where a name stands twice or a column is of another length
 */
export async function toDataFrame<Frame extends DataFrameLike = DataFrameLike>(
  { names, columns, rows }: NumberTable,
  texts: Record<string, readonly (string | null)[]> = {}
): Promise<Frame> {
  const all = new Map<string, ArrayLike<unknown>>();
  for (const [name, values] of [
    ...names.map((name, k): [string, ArrayLike<unknown>] => [name, columns[k]]),
    ...Object.entries(texts)
  ]) {
    if (all.has(name))
      throw new RangeError(`toDataFrame: column "${name}" stands twice; give each its own name.`);
    if (values.length !== rows) {
      throw new RangeError(`toDataFrame: column "${name}" has ${values.length} values; expected ${rows}.`);
    }
    all.set(name, values);
  }
  const { DataFrame } = await loadDanfo<Frame>();
  return new DataFrame(Object.fromEntries([...all].map(([name, values]) => [name, Array.from(values)])));
}

interface Danfo<Frame> {
  DataFrame: new (columns: Record<string, unknown[]>) => Frame;
}

async function loadDanfo<Frame>(): Promise<Danfo<Frame>> {
  // not a literal, so that neither the compiler nor a bundler needs the package
  const name = 'danfojs-node';
  try {
    const loaded = (await import(name)) as Danfo<Frame> & { default?: Danfo<Frame> };
    return loaded.DataFrame ? loaded : loaded.default!;
  } catch (cause) {
    throw new Error(
      "toDataFrame: danfojs-node cannot be loaded. Install danfojs-node 1.2.0 beside terselab, with the overrides of terselab's package.json.",
      { cause }
    );
  }
}
