// What Binder does with binder/, step by step on this machine: an empty prefix, uid 1000, then the server under a
// hub's base URL on one core with 1 GB for it and one open notebook, 2 GB for two, and the notebook run to its end.
// It fetches everything anew, so it runs in CI and in test:full only.
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { anyFree } from '../../binder/setup/port.mjs';
import { watchMemory } from './memory.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const notebook = 'notebooks/stellar-flares/stellar-flares.ipynb';
const gigabyte = 1 << 30;
const uid = 1000;
const base = '/user/x/';
const started = Date.now();
const tally = { passed: 0, failed: 0, skipped: 0 };

const say = line => console.log(`[binder] ${line}`);
const seconds = since => `${((Date.now() - since) / 1000).toFixed(1)} s`;

function leave(reason) {
  say(`left out: ${reason}`);
  tally.skipped++;
}

/** A command as the user that Binder gives us. */
function asUser(args) {
  if (process.getuid() !== 0) return args;
  return ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--', ...args];
}

/** The repository as it is here, uncommitted changes included, without what it ignores. */
function copyRepository(target) {
  const list = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 1e9
  });
  for (const name of list.stdout.toString().split('\0').filter(Boolean)) {
    if (!fs.existsSync(path.join(root, name))) continue; // deleted, not yet committed
    fs.mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    fs.copyFileSync(path.join(root, name), path.join(target, name));
  }
}

/** How this machine reaches its registries: settings of the user we are, which uid 1000 would not find. */
function registrySettings() {
  const ask = (program, args) =>
    spawnSync(program, args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
  const env = {};
  for (const key of ['registry', 'cafile']) {
    const value = ask('npm', ['config', 'get', key]);
    if (value && !['null', 'undefined'].includes(value)) env[`npm_config_${key}`] = value;
  }
  for (const [key, name] of [
    ['global.index-url', 'PIP_INDEX_URL'],
    ['global.cert', 'PIP_CERT']
  ]) {
    const value = ask(path.join(root, '.venv', 'bin', 'python'), ['-m', 'pip', 'config', 'get', key]);
    if (value) env[name] = value;
  }
  for (const name of [
    'PIP_CERT',
    'PIP_FIND_LINKS',
    'PIP_INDEX_URL',
    'NODE_EXTRA_CA_CERTS',
    'HTTPS_PROXY',
    'HTTP_PROXY',
    'NO_PROXY'
  ]) {
    if (process.env[name]) env[name] = process.env[name];
  }
  return env;
}

/** A Python that uid 1000 can start and that makes virtual environments. */
function pythonForUser() {
  const candidates = ['/usr/local/bin/python3', '/usr/bin/python3', process.env.PYTHON].filter(Boolean);
  return candidates.find(file => {
    const [program, ...args] = asUser([file, '-c', 'import ensurepip, venv']);
    return spawnSync(program, args, { cwd: '/', stdio: 'ignore' }).status === 0;
  });
}

function runAsUser(name, args, { cwd, env }) {
  const began = Date.now();
  const [program, ...rest] = asUser(args);
  const result = spawnSync(program, rest, { cwd, env, encoding: 'utf8', maxBuffer: 1e8 });
  const good = result.status === 0;
  tally[good ? 'passed' : 'failed']++;
  say(`${name}: ${good ? 'done' : 'FAILED'} (${seconds(began)})`);
  if (!good) console.error(`${result.stdout}\n${result.stderr}`.trimEnd().split('\n').slice(-40).join('\n'));
  return good;
}

/** A memory cgroup with a limit, where this machine lets us make one; else null and only what is held is measured. */
function memoryGroup(limit) {
  const parent = '/sys/fs/cgroup/memory';
  const folder = path.join(parent, `terselab-${process.pid}`);
  try {
    fs.accessSync(path.join(parent, 'memory.limit_in_bytes'), fs.constants.W_OK);
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'memory.limit_in_bytes'), String(limit));
  } catch {
    return null;
  }
  return {
    add: pid => fs.writeFileSync(path.join(folder, 'cgroup.procs'), String(pid)),
    limit: bytes => fs.writeFileSync(path.join(folder, 'memory.limit_in_bytes'), String(bytes)),
    remove: () => fs.rmdirSync(folder)
  };
}

async function startServer({ repo, prefix, env, group }) {
  const port = await anyFree();
  const token = crypto.randomBytes(16).toString('hex');
  const address = `http://127.0.0.1:${port}${base}`;
  const lab = [
    ...['jupyter-lab', '--no-browser', `--ServerApp.base_url=${base}`, '--ServerApp.ip=127.0.0.1'],
    ...[`--ServerApp.port=${port}`, '--ServerApp.port_retries=0', `--ServerApp.root_dir=${repo}`]
  ];
  const command = asUser([
    'taskset',
    '-c',
    '0',
    path.join(repo, 'binder', 'start'),
    path.join(prefix, 'bin', lab[0]),
    ...lab.slice(1)
  ]);
  const child = spawn(command[0], command.slice(1), {
    cwd: repo,
    env: { ...env, JUPYTER_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true
  });
  group?.add(child.pid);
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => (log = (log + data).slice(-8000)));
  const ended = new Promise(resolve => child.once('exit', resolve));
  const stop = async () => {
    kill(child.pid, 'SIGTERM');
    const late = setTimeout(() => kill(child.pid, 'SIGKILL'), 8000);
    await ended;
    clearTimeout(late);
  };
  process.once('exit', () => kill(child.pid, 'SIGKILL'));
  for (let i = 0; i < 600 && child.exitCode === null; i++) {
    const answer = await fetch(`${address}api/status?token=${token}`).catch(() => null);
    if (answer?.ok) return { address, token, pid: child.pid, stop, log: () => log };
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`the server did not answer\n${log}`);
}

function kill(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // gone already
  }
}

/** Runs the notebook in a session of its own; resolves with what runOnServer.py prints. */
function runNotebook(server, { repo, prefix, env }, name) {
  const script = path.join(repo, 'tests', 'setup', 'runOnServer.py');
  const [program, ...args] = asUser([
    path.join(prefix, 'bin', 'python'),
    script,
    server.address,
    server.token,
    path.join(repo, notebook),
    name
  ]);
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd: repo, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', data => (output += data));
    child.once('close', () => {
      try {
        resolve(JSON.parse(output));
      } catch {
        resolve({ cells: 0, seconds: 0, error: { evalue: `no answer: ${output}` } });
      }
    });
  });
}

/** Notebooks side by side under a limit; true when all ran to the end and the peak stayed below it. */
async function measure(server, place, names, limit) {
  // a session's path need not exist, but its folder is where the kernel starts
  const watch = watchMemory(server.pid);
  const runs = await Promise.all(names.map(name => runNotebook(server, place, name)));
  watch.stop();
  const peak = (watch.peak / gigabyte).toFixed(2);
  const failed = runs.find(run => run.error);
  const good = !failed && watch.peak <= limit;
  tally[good ? 'passed' : 'failed']++;
  const took = runs.map(run => `${run.cells} cells in ${run.seconds.toFixed(1)} s`).join(', ');
  say(
    `${names.length} open notebook${names.length > 1 ? 's' : ''}: ${took}; peak ${peak} GB of ${limit / gigabyte}${good ? '' : ' FAILED'}`
  );
  if (failed) console.error(JSON.stringify(failed.error, null, 1), server.log());
}

async function replay() {
  if (process.env.CI !== 'true' && !process.env.TERSELAB_FULL)
    return leave('it fetches everything anew; CI and npm run test:full run it');
  if (process.platform !== 'linux') return leave('it needs Linux');
  const python = pythonForUser();
  if (!python) return leave('there is no Python with venv that another user can start');
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-binder-'));
  const place = {
    repo: path.join(home, 'repo'),
    prefix: path.join(home, 'prefix'),
    env: { ...registrySettings(), HOME: home, LANG: 'C.UTF-8', NB_PYTHON_PREFIX: path.join(home, 'prefix') }
  };
  place.env.PATH = `${place.prefix}/bin:/usr/local/bin:/usr/bin:/bin`;
  let group = null;
  let server = null;
  try {
    copyRepository(place.repo);
    if (process.getuid() === 0) spawnSync('chown', ['-R', `${uid}:${uid}`, home]);
    fs.chmodSync(home, 0o755);
    const inRepo = { cwd: place.repo, env: place.env };
    const pip = [
      path.join(place.prefix, 'bin', 'python'),
      '-m',
      'pip',
      'install',
      '-q',
      '--no-cache-dir',
      '-r',
      'binder/requirements.txt'
    ];
    const good =
      runAsUser('empty prefix', [python, '-m', 'venv', place.prefix], inRepo) &&
      runAsUser('requirements.txt', pip, inRepo) &&
      runAsUser('postBuild', [path.join(place.repo, 'binder', 'postBuild')], inRepo) &&
      runAsUser('postBuild again', [path.join(place.repo, 'binder', 'postBuild')], inRepo);
    if (!good) return;
    group = memoryGroup(gigabyte);
    say(
      group
        ? 'the server runs in a memory cgroup of 1 GB'
        : 'no memory cgroup can be made here: memory is measured only'
    );
    const began = Date.now();
    server = await startServer({ ...place, group });
    say(`the server answers under ${base} (${seconds(began)})`);
    await measure(server, place, [notebook], gigabyte);
    await server.stop();
    group?.limit(2 * gigabyte);
    server = await startServer({ ...place, group });
    await measure(server, place, [notebook, notebook.replace('.ipynb', '-2.ipynb')], 2 * gigabyte);
  } finally {
    await server?.stop();
    try {
      group?.remove();
    } catch {
      // a process of it is still ending; an empty group costs nothing
    }
    fs.rmSync(home, { recursive: true, force: true });
  }
}

try {
  await replay();
} catch (error) {
  tally.failed++;
  console.error(error);
}
say(`${seconds(started)} in all`);
const results = process.env.TERSELAB_RESULTS;
if (results) fs.writeFileSync(results, JSON.stringify(tally));
process.exit(tally.failed > 0 ? 1 : 0);
