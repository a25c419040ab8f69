import { LEAST_POWER, REQUIRED } from './thresholds';
import type { CheckResult, Verdict } from './types';

/** What the verdict looks at. */
export type Judged = Pick<CheckResult, 'id' | 'hard' | 'bound' | 'outcome' | 'controls'>;

/** A verdict and the checks that decided it. */
export interface Judgement {
  verdict: Verdict;
  because: string[];
}

const ids = (checks: readonly Judged[]) => checks.map(({ id }) => id);

/**
 * The verdict on a list of checks; of these rules the first that applies.
 *
 * - Compromised: a hard check fails.
 * - Unverified: a required check was not run, or C4 did not pass: the suite has not shown that it can see.
 * - Overspecialized: a check of transfer to the second domain fails.
 * - Provisional: a check warns, is inconclusive, waived or fails without being hard; there is no second domain; or the power
 *   of a check on its own controls is below .8.
 * - Trusted within scope: all else.
 * @param options elsewhere: whether there is a second domain; required, default as the suite says
 */
export function verdictOf(
  checks: readonly Judged[],
  { elsewhere, required = REQUIRED }: { elsewhere: boolean; required?: readonly string[] }
): Judgement {
  const of = (...outcomes: Judged['outcome'][]) => checks.filter(({ outcome }) => outcomes.includes(outcome));
  const hard = of('fail').filter(check => check.hard);
  if (hard.length > 0) return { verdict: 'Compromised', because: ids(hard) };
  const run = new Set(ids(checks));
  const missing = required.filter(id => !run.has(id));
  const blind = checks.filter(({ id, outcome }) => id === 'C4' && outcome !== 'pass');
  if (missing.length > 0 || blind.length > 0) {
    return { verdict: 'Unverified', because: [...missing, ...ids(blind)] };
  }
  const bound = of('fail').filter(check => check.bound);
  if (bound.length > 0) return { verdict: 'Overspecialized', because: ids(bound) };
  const open = of('fail', 'warn', 'inconclusive', 'waived');
  const weak = checks.filter(
    ({ outcome, controls }) => outcome === 'pass' && controls && controls.power < LEAST_POWER
  );
  if (open.length > 0 || weak.length > 0 || !elsewhere) {
    return { verdict: 'Provisional', because: [...ids(open), ...ids(weak)] };
  }
  return { verdict: 'Trusted within scope', because: [] };
}
