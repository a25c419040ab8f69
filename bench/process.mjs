/** Processes of a row: each side is one, started once and asked for one run at a time. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const here = import.meta.dirname;

/** Starts our side of a row. */
export const startOurs = (row, side, folder) =>
  start(side, process.execPath, [path.join(here, 'side.mjs'), row.name, side, folder]);

/** The variable that names a row's Python: its own where it is set, else PYTHON_REF. */
const variableOf = ({ python }) => (python && process.env[python] ? python : 'PYTHON_REF');

/** Starts the peer's side of a row with the Python that {@link variableOf} names. */
export const startPeer = (row, side, folder) =>
  start(side, process.env[variableOf(row.peer)], [
    path.join(here, 'peers/side.py'),
    row.peer.module ?? row.name,
    side,
    folder
  ]);

/** Why the peer of a row cannot run here; null where it can. */
export function peerIsMissing({ peer }) {
  const variable = variableOf(peer);
  const python = process.env[variable];
  if (!python) return `${[peer.python, 'PYTHON_REF'].filter(Boolean).join(' or ')} is not set`;
  const probe = `import importlib.util as u, sys; print(*[m for m in sys.argv[1:] if u.find_spec(m) is None])`;
  const { status, error, stdout } = spawnSync(python, ['-c', probe, ...peer.modules], { encoding: 'utf8' });
  if (error || status !== 0) return `${variable} does not start (${error?.code ?? `exit code ${status}`})`;
  return stdout.trim() ? `its Python has no ${stdout.trim().split(' ').join(', ')}` : null;
}

function start(side, command, args) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' }
  });
  let complaints = '';
  child.stderr.on('data', data => (complaints = (complaints + data).slice(-4000)));
  const answers = [];
  const waiting = [];
  let ended = null;
  createInterface({ input: child.stdout }).on('line', line => {
    if (!line.startsWith('@bench ')) return;
    const answer = JSON.parse(line.slice(7));
    if (waiting.length) waiting.shift().resolve(answer);
    else answers.push(answer);
  });
  const end = reason => {
    ended ??= reason;
    for (const { reject } of waiting.splice(0)) reject(new Error(`${side}: ${reason}\n${complaints}`));
  };
  child.on('error', error => end(error.message));
  child.on('close', code => end(`ended with code ${code} before it answered`));
  child.stdin.on('error', () => {});
  const answer = () =>
    new Promise((resolve, reject) => {
      if (answers.length) resolve(answers.shift());
      else if (ended) reject(new Error(`${side}: ${ended}\n${complaints}`));
      else waiting.push({ resolve, reject });
    });
  const ask = word => {
    child.stdin.write(`${word}\n`);
    return answer();
  };
  return { ready: answer, run: () => ask('run'), end: () => ask('end'), stop: () => child.kill() };
}
