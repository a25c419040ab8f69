// One step of set-up: skipped when its stamp says that nothing changed, timed and announced otherwise.
import fs from 'node:fs';
import path from 'node:path';
import { contentHash, dropStamp, readStamp, writeStamp } from './stamp.mjs';

/**
 * Makes the function that runs steps.
 * A step is {name, stamp, inputs, words, outputs, work}: `inputs` are files and folders below the root whose
 * content decides, `words` are versions and the like, `outputs` are files that must exist for the stamp to count,
 * `holds` a further condition for that; `work` may return a line to be shown instead of "done".
 */
export function stepper(where, say) {
  return async function step({
    name,
    stamp,
    inputs = [],
    words = [],
    outputs = [],
    holds = () => true,
    work
  }) {
    const started = Date.now();
    const hash = contentHash(where.root, inputs, words);
    const known = readStamp(stamp);
    if (known?.hash === hash && outputs.every(output => fs.existsSync(output)) && holds()) {
      say(`${name}: up to date`);
      return false;
    }
    dropStamp(stamp);
    say(`${name} ...`);
    const note = await work();
    fs.mkdirSync(path.dirname(stamp), { recursive: true });
    writeStamp(stamp, { hash });
    say(`${name}: ${note ?? 'done'} (${seconds(Date.now() - started)})`);
    return true;
  };
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
