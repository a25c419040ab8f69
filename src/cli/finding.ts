/** What one rule says of an entry. */
export interface Finding {
  /** What the rule asks, as a sentence that holds where it passes. */
  rule: string;
  /** `blank`: a place that a new entry leaves open; it fails once the entry is no draft. */
  state: 'ok' | 'fail' | 'blank';
  /** What was found; left out where it passes. */
  found?: string;
  /** What to do. */
  mend?: string;
}

/** A finding of a rule that holds or not. */
export function finding(rule: string, holds: boolean, found: string, mend: string): Finding {
  return holds ? { rule, state: 'ok' } : { rule, state: 'fail', found, mend };
}

/** A finding of a rule that must find nothing. @param faults what it found, in words */
export function findNone(rule: string, faults: readonly string[], mend: string): Finding {
  const few = faults.slice(0, 5).join('; ') + (faults.length > 5 ? `; and ${faults.length - 5} more` : '');
  return finding(rule, faults.length === 0, few, mend);
}

/** One finding as lines for a reader. */
export function sayFinding({ rule, state, found, mend }: Finding): string {
  if (state === 'ok') return `ok    ${rule}`;
  const mark = state === 'blank' ? 'blank' : 'FAIL ';
  return `${mark} ${rule}\n      found: ${found}\n      mend: ${mend}`;
}
