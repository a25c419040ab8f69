// Prints which rung of the ladder of oracles each method and metric has reached: `npm run ladder`.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', '..');
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
    ...process.argv.slice(2)
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }
);
process.exit(status ?? 1);
