// One step of set-up: skipped when its stamp says that nothing changed, timed and announced otherwise.
import fs from 'node:fs';
import { contentHash, dropStamp, readStamp, writeStamp } from './stamp.mjs';

// A step is plain data:
//   name     what the reader is told
//   stamp    file that remembers what it was made from
//   inputs   files and folders below the root whose content decides
//   words    versions and the like that decide too
//   outputs  files that must exist for the stamp to count
//   holds    a further condition for that
//   work     does it; may resolve with a line to be shown instead of "done"

/** Whether a step has nothing to do. */
export function isCurrent(where, step) {
  return (
    readStamp(step.stamp)?.hash === hashOf(where, step) &&
    (step.outputs ?? []).every(output => fs.existsSync(output)) &&
    (step.holds?.() ?? true)
  );
}

/** Runs a step if it has something to do; `say` is told. */
export async function perform(where, step, say) {
  if (isCurrent(where, step)) {
    say(`${step.name}: up to date`);
    return;
  }
  const started = Date.now();
  const hash = hashOf(where, step); // before the work: what is edited meanwhile counts as new
  dropStamp(step.stamp);
  say(`${step.name} ...`);
  const note = await step.work();
  writeStamp(step.stamp, { hash });
  say(`${step.name}: ${note ?? 'done'} (${seconds(Date.now() - started)})`);
}

function hashOf(where, { inputs = [], words = [] }) {
  return contentHash(where.root, inputs, words);
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
