// Prints which rung of the ladder of oracles each method and metric has reached: `npm run ladder`. The seeded faults of rung
// 9 take a minute or two; --no-faults leaves them out. --write puts the table into docs/ladder.md.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', '..');
const asked = process.argv.slice(2);
const env = { ...process.env };
const table = join(root, 'docs', 'ladder.md');
if (asked.includes('--write')) env.TERSELAB_LADDER = table;
let survived = 0;
if (!asked.includes('--no-faults')) {
  env.TERSELAB_RUNG = join(fs.mkdtempSync(join(os.tmpdir(), 'terselab-ladder-')), 'faults.json');
  const faults = join(root, 'tests', 'mutations', 'run.mjs');
  survived =
    spawnSync(process.execPath, [faults], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
      .status ?? 1;
}
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    'node',
    '--testPathPatterns',
    'tests/interpret/ladder',
    '--reporters',
    join(here, 'reporter.cjs'),
    ...asked.filter(word => !['--no-faults', '--write'].includes(word))
  ],
  { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }
);
if (env.TERSELAB_RUNG) fs.rmSync(dirname(env.TERSELAB_RUNG), { recursive: true, force: true });
process.exit(status || survived);
