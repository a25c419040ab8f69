import suite from './thresholds.v1.json';

/** Limits of one check, with where they come from. */
export interface Limits {
  basis: 'literature' | 'statistical' | 'house';
  /** The rule in words. */
  rule: string;
  values: Readonly<Record<string, number>>;
}

/** Name and version of the suite of thresholds. */
export const SUITE = `${suite.name} ${suite.version}`;

/** Power on its own controls that a check needs to be believed. */
export const LEAST_POWER: number = suite.leastPower;

/** Checks without whose answer a model stays unverified. */
export const REQUIRED: readonly string[] = suite.required;

/** Limits of a check. @throws RangeError where the suite has none */
export function thresholds(id: string): Limits {
  const found = (suite.checks as Record<string, unknown>)[id];
  if (!found) {
    throw new RangeError(
      `trust report: the suite has no thresholds of ${id}; add them to thresholds.v1.json.`
    );
  }
  return found as Limits;
}
