/** Named classes and the class of each row as its place in them. */
export interface ClassLabels {
  classes: string[];
  labels: Uint16Array;
}

/** What is to be learned: numbers, or classes. */
export type Target = ArrayLike<number> | ClassLabels;

/** Whether a target is of classes. */
export const isClasses = (target: Target): target is ClassLabels => 'classes' in target;

/**
 * Names as places in a list of classes.
 * @param classes all classes in the order wanted; default those that occur, sorted
 * @throws RangeError where a name is not among the classes
 */
export function classLabels(names: ArrayLike<string | number>, classes?: readonly string[]): ClassLabels {
  const given = Array.from(names, String);
  const known = classes ? [...classes] : [...new Set(given)].sort();
  const places = new Map(known.map((name, place) => [name, place]));
  return {
    classes: known,
    labels: Uint16Array.from(given, (name, row) => {
      const place = places.get(name);
      if (place === undefined) {
        throw new RangeError(`classLabels: row ${row} is "${name}"; expected one of ${known.join(', ')}.`);
      }
      return place;
    })
  };
}

/** The given rows of a target. */
export function takeTarget<T extends Target>(target: T, rows: ArrayLike<number>): T {
  if (isClasses(target)) {
    return {
      classes: target.classes,
      labels: Uint16Array.from(rows, row => target.labels[row])
    } as unknown as T;
  }
  return Float64Array.from(rows, row => (target as ArrayLike<number>)[row]) as unknown as T;
}

/** Throws where a target has not one sound value a row. */
export function checkTarget(what: string, target: Target, rows: number): void {
  const values = isClasses(target) ? target.labels : target;
  if (values.length !== rows || rows === 0) {
    throw new RangeError(
      `${what}: ${values.length} targets for ${rows} rows; expected one a row, and at least one row.`
    );
  }
  const sound = isClasses(target)
    ? (v: number) => v < target.classes.length
    : (v: number) => Number.isFinite(v);
  for (let row = 0; row < rows; row++) {
    if (sound(values[row])) continue;
    const wanted = isClasses(target) ? `a place in ${target.classes.length} classes` : 'a finite number';
    throw new RangeError(`${what}: the target of row ${row} is ${values[row]}; expected ${wanted}.`);
  }
}
