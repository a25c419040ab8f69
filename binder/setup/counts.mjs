// How many tests passed, from what a phase left behind.
import { readStamp } from './stamp.mjs';

/**
 * A phase's counts. It may have written {passed, failed, skipped}, or Jest's JSON; else each of its commands counts
 * as one. A command that failed is never lost: if no test is counted as failed, it is.
 * @param statuses exit status of each command of the phase
 */
export function readCounts(file, statuses) {
  const broken = statuses.filter(status => status !== 0).length;
  const said = shaped(readStamp(file));
  if (!said) return { passed: statuses.length - broken, failed: broken, skipped: 0 };
  return broken > 0 && said.failed === 0 ? { ...said, failed: broken } : said;
}

function shaped(data) {
  if (!data) return null;
  if (Number.isInteger(data.numTotalTests)) {
    const failedFiles = data.numRuntimeErrorTestSuites ?? 0; // a file that does not even load has no tests to fail
    return {
      passed: data.numPassedTests,
      failed: data.numFailedTests + failedFiles,
      skipped: (data.numPendingTests ?? 0) + (data.numTodoTests ?? 0)
    };
  }
  const { passed = 0, failed = 0, skipped = 0 } = data;
  return [passed, failed, skipped].every(Number.isInteger) ? { passed, failed, skipped } : null;
}

export function total(list) {
  const sum = key => list.reduce((n, counts) => n + counts[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** The plain closing line. */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
