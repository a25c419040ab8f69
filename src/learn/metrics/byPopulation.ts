/** The scores of one population. */
export type PopulationScores<T> = { population: string; rows: number } & T;

/**
 * Any score, population by population: one number over all hides that a model fails for some.
 * @param populations the population of each row
 * @param score of the rows at the given places
 * @param order of the populations; default as they first occur. One without rows is left out.
 * @throws RangeError where there is no row, or a row's population is not in the order given
 */
export function scoresByPopulation<T extends object>(
  populations: ArrayLike<string>,
  score: (rows: number[]) => T,
  order?: readonly string[]
): PopulationScores<T>[] {
  if (populations.length === 0) throw new RangeError('scoresByPopulation: no rows; expected at least one.');
  const members = new Map<string, number[]>((order ?? []).map(name => [name, []]));
  for (let row = 0; row < populations.length; row++) {
    const name = populations[row];
    if (!members.has(name)) {
      if (order) {
        throw new RangeError(
          `scoresByPopulation: row ${row} is of "${name}"; expected one of ${order.join(', ')}.`
        );
      }
      members.set(name, []);
    }
    members.get(name)!.push(row);
  }
  return [...members]
    .filter(([, rows]) => rows.length > 0)
    .map(([population, rows]) => ({ population, rows: rows.length, ...score(rows) }));
}
