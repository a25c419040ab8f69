// The extension's source, checked against the types of the oldest JupyterLab that is promised (oldest/package.json).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { repository } from '../../binder/setup/place.mjs';

const require = createRequire(import.meta.url);
const asked = path.join(repository, 'tests', 'packaging', 'oldest');

/** Installs the old types into a folder. @throws Error with `skip` where they cannot be had */
function install(folder) {
  fs.cpSync(asked, folder, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(npm, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status !== 0) throw Object.assign(new Error(run.stderr), { skip: true });
}

/**
 * @param folder an empty one, where the old packages are put
 * @returns a line that says which versions it was checked against
 */
export function checkAgainstOldest(folder) {
  install(folder);
  const modules = path.join(folder, 'node_modules');
  const old = name => [path.join(modules, name, '*')];
  const config = {
    extends: path.join(repository, 'extension', 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      declaration: false,
      rootDir: repository,
      paths: { '@jupyterlab/*': old('@jupyterlab'), '@lumino/*': old('@lumino') }
    },
    include: [path.join(repository, 'extension', 'src', '**', '*')]
  };
  const file = path.join(folder, 'tsconfig.json');
  fs.writeFileSync(file, JSON.stringify(config));
  const tsc = require.resolve('typescript/bin/tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', file, '--listFiles'], {
    encoding: 'utf8',
    maxBuffer: 1e8
  });
  const lines = run.stdout.split('\n');
  if (run.status !== 0) throw new Error(lines.filter(line => /error TS/.test(line)).join('\n') || run.stderr);
  const used = lines.filter(line => line.includes('@jupyterlab/'));
  const elsewhere = used.find(line => !path.resolve(line).startsWith(fs.realpathSync(modules)));
  if (used.length === 0 || elsewhere) throw new Error(`types of another JupyterLab were read: ${elsewhere}`);
  const version = name =>
    JSON.parse(fs.readFileSync(path.join(modules, name, 'package.json'), 'utf8')).version;
  return `@jupyterlab/application ${version('@jupyterlab/application')}`;
}
