// The npm packages, exactly as the lock file says. Install scripts stay off: TensorFlow's downloads from a host
// that may be out of reach, and would take the whole installation down with it.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';
import { Trouble } from './trouble.mjs';

export function npmStep(where) {
  return {
    name: 'npm packages',
    stamp: path.join(where.memory, 'npm.json'),
    inputs: ['package-lock.json'],
    outputs: [path.join(where.root, 'node_modules', '.package-lock.json')],
    work: async () => {
      const found = installedDifferences(where.root);
      if (found.length === 0) return 'already as the lock file says';
      const [program, args] = npm();
      await run(
        'npm ci',
        program,
        [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
        {
          cwd: where.root
        }
      );
      return undefined;
    }
  };
}

/**
 * How node_modules differs from package-lock.json, one line each; npm writes node_modules/.package-lock.json
 * last, so an installation that was cut short has none.
 */
export function installedDifferences(root) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const found = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted)
    throw new Trouble(
      'package-lock.json is missing or damaged: "git checkout package-lock.json" brings it back'
    );
  if (!found) return ['node_modules is missing or was not finished'];
  return differences(wanted, found);
}

/** The same, on the two `packages` tables themselves. */
export function differences(wanted, found) {
  const lines = [];
  for (const [where, entry] of Object.entries(wanted)) {
    if (!where.includes('node_modules/')) continue; // the root and the workspaces themselves
    const have = found[where];
    if (!have && !entry.optional && !entry.peer)
      lines.push(`${where} ${entry.version ?? ''} is not installed`);
    else if (have && have.version !== entry.version)
      lines.push(`${where} is ${have.version}, not ${entry.version}`);
  }
  return lines;
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** How to call npm: the one that started us, else the one beside this Node, else the one on the path. */
function npm() {
  const beside = path.resolve(
    path.dirname(process.execPath),
    '..',
    'lib',
    'node_modules',
    'npm',
    'bin',
    'npm-cli.js'
  );
  const started = /npm-cli\.js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : null;
  const script = [started, beside].find(file => file && fs.existsSync(file));
  if (script) return [process.execPath, [script]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}
