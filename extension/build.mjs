/**
 * Builds the prebuilt extension with Node alone, from any folder: type check and emit, then bundle.
 * `node extension/build.mjs [--development]`; the root's `dist/` must have been built (`npm run build`).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(here, 'package.json'));
const development = process.argv.includes('--development');

/** Run a script of a package in this folder; stop with its exit code where it fails. */
function run(what, script, args) {
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: here, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`extension: ${what} failed${error ? ` (${error.message})` : ''}`);
  process.exit(status ?? 1);
}

function find(module) {
  try {
    return require.resolve(module);
  } catch {
    console.error(
      `extension: ${module} is not installed. Run \`npm ci --ignore-scripts\` in the repository's root first.`
    );
    process.exit(1);
  }
}

if (!existsSync(path.join(here, '../dist/views/index.js'))) {
  console.error('extension: dist/views is missing. Run `npm run build` in the repository\u2019s root first.');
  process.exit(1);
}

// Files of modules that are gone would otherwise stay and be shipped.
rmSync(path.join(here, 'lib'), { recursive: true, force: true });
run('the type check', find('typescript/bin/tsc'), ['-p', here]);
run('the bundle', find('@jupyter/builder/lib/build-labextension.js'), [
  '--core-package-file',
  find('@jupyterlab/core-meta/core.package.json'),
  ...(development ? ['--development'] : []),
  here
]);
