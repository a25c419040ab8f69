// What npm run doctor looks at. Each check resolves with {name, state, found, mend}: state is 'ok', 'note' (works,
// but not as well as it could) or 'fail'; `mend` is the one thing to do about it.
import fs from 'node:fs';
import path from 'node:path';
import { attempt } from '../setup/command.mjs';
import { addonFile, bindingStamp, fallbackLine, loads } from '../setup/binding.mjs';
import { extensionName, extensionStep } from '../setup/extension.mjs';
import { kernelFile, kernelspec } from '../setup/kernelspec.mjs';
import { overridesFile, serverConfigFile } from '../setup/jupyterConfig.mjs';
import { libraryStep } from '../setup/library.mjs';
import { lockHolder } from '../setup/lock.mjs';
import { checkNode, findPython } from '../setup/needs.mjs';
import { installedDifferences } from '../setup/npm.mjs';
import { program } from '../setup/place.mjs';
import { isFree } from '../setup/port.mjs';
import { readStamp } from '../setup/stamp.mjs';
import { isCurrent } from '../setup/step.mjs';
import { pinned } from '../setup/venv.mjs';

const ok = found => ({ state: 'ok', found });
const note = (found, mend) => ({ state: 'note', found, mend });
const fail = (found, mend) => ({ state: 'fail', found, mend });
const gigabyte = 1e9;

/** The command that mends most things. */
function setupCommand(where) {
  return where.ownVenv ? 'npm run setup' : `npm run setup -- --prefix ${where.jupyter}`;
}

/** All checks, in the order in which one depends on another: [name, (where) => result]. */
export const checks = [
  ['Node', node],
  ['Python', python],
  ['disk space', diskSpace],
  ['set-up lock', lock],
  ['npm packages', npmPackages],
  ['JupyterLab', jupyterLab],
  ['Python packages', pythonPackages],
  ['TensorFlow binding', binding],
  ['shared module', sharedModule],
  ['kernel files', kernelFiles],
  ['kernel', kernelAnswers],
  ['extension', extension],
  ['server', server],
  ['settings', settings],
  ['fonts', fonts],
  ['Chromium', chromium],
  ['port', port]
];

function node() {
  checkNode();
  return ok(process.versions.node);
}

function python(where) {
  if (!where.ownVenv) return ok(`the one in ${where.jupyter}`);
  const { command, version } = findPython();
  return ok(`${command} is ${version.join('.')}`);
}

function diskSpace(where) {
  const { bavail, bsize } = fs.statfsSync(where.root);
  const free = (bavail * bsize) / gigabyte;
  const found = `${free.toFixed(1)} GB free`;
  const needed = fs.existsSync(program(where, 'jupyter-lab')) ? 0.3 : 2.5; // set-up itself takes 2.2
  return free >= needed
    ? ok(found)
    : fail(found, `free some space: ${needed} GB are needed in ${where.root}`);
}

function lock(where) {
  const holder = lockHolder(path.join(where.cache, 'setup.lock'));
  if (!holder) return ok('nobody sets up');
  return holder.alive
    ? note(`a set-up is running (process ${holder.pid})`, 'wait for it to end')
    : note(
        `a set-up that was cut short left its lock (process ${holder.pid})`,
        `${setupCommand(where)} (goes on from there)`
      );
}

function npmPackages(where) {
  const found = installedDifferences(where.root);
  if (found.length === 0) return ok('as package-lock.json says');
  const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
  return fail(`${found[0]}${more}`, setupCommand(where));
}

async function askPython(where, code, timeout = 60_000) {
  return attempt(program(where, 'python'), ['-c', code], {
    cwd: where.root,
    timeout,
    env: { JUPYTER_PREFER_ENV_PATH: '1' }
  });
}

async function jupyterLab(where) {
  const asked = await askPython(where, 'import importlib.metadata as m; print(m.version("jupyterlab"))');
  const version = asked.output.trim();
  if (asked.status !== 0)
    return fail(
      `not in ${where.jupyter}`,
      where.ownVenv ? setupCommand(where) : `${program(where, 'python')} -m pip install jupyterlab`
    );
  return Number(version.split('.')[0]) === 4
    ? ok(version)
    : fail(`${version}; 4.0 or newer of 4 is needed`, setupCommand(where));
}

async function pythonPackages(where) {
  if (!where.ownVenv) return ok('not ours to judge');
  const wanted = pinnedVersions(fs.readFileSync(path.join(where.root, pinned[0]), 'utf8'));
  const code = `import importlib.metadata as m, json\nprint(json.dumps({d.metadata["Name"].lower(): d.version for d in m.distributions()}))`;
  const asked = await askPython(where, code);
  if (asked.status !== 0) return fail('cannot be listed', `remove .venv, then ${setupCommand(where)}`);
  const have = JSON.parse(asked.output);
  const wrong = Object.entries(wanted).filter(([name, version]) => have[name] !== version);
  if (wrong.length === 0) return ok('as pinned');
  const [name, version] = wrong[0];
  return fail(
    `${name} is ${have[name] ?? 'missing'}, not ${version}`,
    `remove .cache/setup/venv, then ${setupCommand(where)}`
  );
}

/** {name: version} of the `name==version` lines of a requirements file. */
export function pinnedVersions(text) {
  return Object.fromEntries(
    [...text.matchAll(/^([\w.-]+)==(\S+)\s*$/gm)].map(([, name, version]) => [name.toLowerCase(), version])
  );
}

async function binding(where) {
  if (await loads(addonFile(where))) return ok('loads');
  const known = readStamp(bindingStamp(where));
  if (known?.outcome === 'fallback')
    return note(
      fallbackLine(known.tried),
      `${setupCommand(where)}${where.ownVenv ? ' --' : ''} --retry-binding`
    );
  return fail('is there but does not load, or was never set up', setupCommand(where));
}

function sharedModule(where) {
  return isCurrent(where, libraryStep(where))
    ? ok('dist/ is what src/ says')
    : fail('dist/ is older than src/', setupCommand(where));
}

function kernelFiles(where) {
  const spec = readStamp(kernelFile(where));
  if (!spec) return fail(`no kernelspec at ${kernelFile(where)}`, setupCommand(where));
  const lost = spec.argv?.slice(0, 2).find(file => !fs.existsSync(file));
  if (lost) return fail(`the kernelspec names ${lost}, which is not there`, setupCommand(where));
  if (spec.argv[1] !== kernelspec(where).argv[1])
    return fail(`the kernelspec starts ${spec.argv[1]}, not this repository's`, setupCommand(where));
  return ok(kernelFile(where));
}

/** A kernel is started the way Jupyter would, and asked for a sum. */
async function kernelAnswers(where) {
  const code = [
    'from jupyter_client.manager import start_new_kernel',
    'import sys',
    'manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=40)',
    'said = []',
    'client.execute_interactive("const one: number = 1; one + 1", timeout=40, output_hook=lambda m: said.append(m["content"].get("text", "")))',
    'manager.shutdown_kernel(now=True)',
    'sys.exit(0 if "2" in "".join(said) else "it answered " + repr(said))'
  ].join('\n');
  const asked = await askPython(where, code, 100_000);
  if (asked.status === 0) return ok('1 + 1 is 2');
  const last = asked.output.trim().split('\n').at(-1);
  return fail(`does not answer (${last || 'no word'})`, `${setupCommand(where)}, then npm start once more`);
}

async function extension(where) {
  const asked = await attempt(program(where, 'jupyter'), ['labextension', 'list'], { timeout: 60_000 });
  const line = asked.output.split('\n').find(text => text.includes(extensionName));
  if (!line) return fail('is not installed', setupCommand(where));
  if (!/enabled/.test(line))
    return fail('is disabled', `${program(where, 'jupyter')} labextension enable ${extensionName}`);
  if (!/OK/.test(line))
    return fail('JupyterLab finds fault with it', `remove .cache/setup, then ${setupCommand(where)}`);
  return isCurrent(where, extensionStep(where))
    ? ok('enabled, and what extension/src says')
    : fail('is older than extension/src', setupCommand(where));
}

async function server(where) {
  const asked = await attempt(program(where, 'jupyter'), ['server', 'extension', 'list'], {
    timeout: 60_000
  });
  return /jupyterlab\s+enabled/.test(plain(asked.output))
    ? ok('JupyterLab is enabled in it')
    : fail(
        'JupyterLab is not enabled in the Jupyter server',
        `${program(where, 'jupyter')} server extension enable jupyterlab`
      );
}

function plain(text) {
  // eslint-disable-next-line no-control-regex -- the list is coloured
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

function settings(where) {
  const missing = [overridesFile(where), serverConfigFile(where)].find(file => !readStamp(file));
  return missing
    ? fail(`${missing} is missing or damaged`, setupCommand(where))
    : ok('nothing is asked of the network');
}

function fonts(where) {
  const file = path.join(where.root, 'node_modules', 'dejavu-fonts-ttf', 'ttf', 'DejaVuSans.ttf');
  return fs.existsSync(file)
    ? ok('DejaVu, for the still pictures')
    : fail('the npm package dejavu-fonts-ttf is not there', setupCommand(where));
}

function chromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = folders
    .flatMap(folder => names.map(name => path.join(folder, name)))
    .find(file => fs.existsSync(file));
  if (found) return ok(found);
  return note(
    'not found: npm test leaves its browser tests out',
    'install Chromium (Debian: apt-get install chromium)'
  );
}

async function port() {
  return (await isFree(8888))
    ? ok('8888 is free')
    : note('8888 is taken', 'nothing: npm start takes another one');
}
