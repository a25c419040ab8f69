/**
 * One side of a row in its own process, so that its memory is its own: `node side.mjs ROW SIDE FOLDER`.
 * Answers each line of standard input with one line: "run" does and times the work once, "end" gives results and peak memory.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { rows } from './rows/index.mjs';

const [name, side, folder] = process.argv.slice(2);
const { version } = createRequire(import.meta.url)('../package.json');
const say = message => process.stdout.write(`@bench ${JSON.stringify(message)}\n`);

const work = await rows.find(row => row.name === name).ours[side](folder);
const peakBytes = () => process.resourceUsage().maxRSS * 1024;
say({ base: peakBytes(), versions: { terselab: version, node: process.versions.node, ...work.versions } });
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') break;
  const start = performance.now();
  await work.run();
  const ms = performance.now() - start;
  await work.after?.();
  say({ ms });
}
say({ peak: peakBytes(), result: (await work.result?.()) ?? null });
process.exit(0);
