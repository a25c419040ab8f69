/** One row of a rung: a method or a metric, and what it has to stand up to. */
export interface Row {
  /** Name of the method or metric. */
  what: string;
  /** Throws where the rung is not passed. */
  climb?: () => Promise<void> | void;
  /** Why the rung says nothing about it; in place of `climb`. */
  notApplicable?: string;
}

/** One rung of the ladder of oracles. */
export interface Rung {
  /** 1 to 9. */
  number: number;
  title: string;
  rows: readonly Row[];
}

/** Throws unless each number is as expected. @param within allowed difference, one for all or one each */
export function expectClose(
  what: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  within: number | ArrayLike<number>
): void {
  if (found.length !== expected.length) {
    throw new Error(`${what}: ${found.length} numbers; expected ${expected.length}.`);
  }
  for (let i = 0; i < found.length; i++) {
    const allowed = typeof within === 'number' ? within : within[i];
    const off = Math.abs(found[i] - expected[i]);
    if (!(off <= allowed)) {
      throw new Error(
        `${what}: number ${i} is ${found[i]}; expected ${expected[i]}, off by ${off} where ${allowed} is allowed.`
      );
    }
  }
}

/** Rows for the methods of a table, and for all others the reason that the rung says nothing about them. */
export function rowsOf(
  names: readonly string[],
  climbs: Readonly<Record<string, () => Promise<void> | void>>,
  reason: string | Readonly<Record<string, string>>
): Row[] {
  return names.map(what => {
    if (what in climbs) return { what, climb: climbs[what] };
    const notApplicable = typeof reason === 'string' ? reason : reason[what];
    if (notApplicable === undefined)
      throw new Error(`${what} has neither an oracle nor a reason for having none.`);
    return { what, notApplicable };
  });
}
