// TensorFlow's native binding for tfjs-node: which ways there are to get it on this machine, tried in order.
// None of them is a must: without it TensorFlow.js computes in WebAssembly or plain JavaScript.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { attempt } from './command.mjs';
import { buildBinding } from './bindingBuild.mjs';
import { seconds } from './step.mjs';
import { contentHash, dropStamp, readStamp, writeStamp } from './stamp.mjs';

const addon = path.join('lib', 'napi-v8', 'tfjs_binding.node');

export function tfjsFolder(where) {
  return path.join(where.root, 'node_modules', '@tensorflow', 'tfjs-node');
}

export function addonFile(where) {
  return path.join(tfjsFolder(where), addon);
}

/** Remembers how the binding was got, or that it could not be. */
export function bindingStamp(where) {
  return path.join(where.memory, 'binding.json');
}

/**
 * The routes worth trying, in order, and for each one left out a word why.
 * @param facts {platform, arch, glibc, compiler, hostAnswers}
 */
export function routes(facts) {
  /** @type {string[]} */
  const take = [];
  /** @type {Record<string, string>} */
  const leave = {};
  if (facts.hostAnswers) take.push('upstream');
  else leave.upstream = 'the host of the prebuilt binary does not answer';
  if (facts.platform !== 'linux' || facts.arch !== 'x64')
    leave.build = `no library to build against for ${facts.platform} ${facts.arch}`;
  else if (!facts.glibc) leave.build = 'the library needs glibc';
  else if (!facts.compiler) leave.build = 'there is no C++ compiler (g++)';
  else take.push('build');
  return { take, leave };
}

/**
 * Walks the routes until the binding loads. `tools` has loads() and a function a route, each resolving with
 * nothing or a word why it did not work. Resolves with {outcome, tried} where outcome is a route or 'fallback'.
 */
export async function walk(plan, tools) {
  const tried = { ...plan.leave };
  for (const route of plan.take) {
    const reason = await tools[route]();
    if (await tools.loads()) return { outcome: route, tried };
    tried[route] = reason ?? 'it was installed but does not load';
  }
  return { outcome: 'fallback', tried };
}

/** One line for a reader whose machine has no binding. */
export function fallbackLine(tried) {
  const why = Object.values(tried).join('; ');
  return `not available (${why}). WebAssembly or plain JavaScript is used instead: everything runs, training takes several times longer. "npm run setup -- --retry-binding" tries again`;
}

export async function bindTensorFlow(where, say, { again = false } = {}) {
  const name = 'TensorFlow binding';
  const stamp = bindingStamp(where);
  const facts = await machineFacts();
  const words = [process.version, facts.platform, facts.arch, String(facts.glibc), String(facts.compiler)];
  const hash = contentHash(
    where.root,
    ['binder/setup/binding.mjs', 'binder/setup/bindingBuild.mjs', 'package-lock.json'],
    words
  );
  const known = readStamp(stamp);
  const file = addonFile(where);
  if (!again && known?.hash === hash && known.mtime === modified(file) && !isStale(known)) {
    say(known.outcome === 'fallback' ? `${name}: ${fallbackLine(known.tried)}` : `${name}: up to date`);
    return known;
  }
  dropStamp(stamp);
  const started = Date.now();
  if (!fs.existsSync(tfjsFolder(where))) {
    const result = { outcome: 'fallback', tried: { package: '@tensorflow/tfjs-node is not installed' } };
    say(`${name}: ${fallbackLine(result.tried)}`);
    return result;
  }
  say(`${name} ...`);
  let result = { outcome: 'present', tried: {} };
  if (!(await loads(file))) {
    const plan = routes({ ...facts, hostAnswers: await upstreamAnswers(where) });
    result = await walk(plan, {
      loads: () => loads(file),
      upstream: () => installUpstream(where),
      build: () => buildBinding(where, say)
    });
  }
  writeStamp(stamp, { hash, ...result, mtime: modified(file), when: Date.now() });
  const took = seconds(Date.now() - started);
  say(
    `${name}: ${result.outcome === 'fallback' ? fallbackLine(result.tried) : { present: 'loads', upstream: 'prebuilt one installed', build: 'built here' }[result.outcome]} (${took})`
  );
  return { hash, ...result };
}

/** A fallback holds for a day: a machine that was offline then may be online now, and trying takes seconds. */
function isStale({ outcome, when }) {
  return outcome === 'fallback' && Date.now() - when > 86_400_000;
}

function modified(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

async function machineFacts() {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: Boolean(process.report?.getReport().header.glibcVersionRuntime),
    compiler: spawnSync('g++', ['--version'], { stdio: 'ignore' }).status === 0
  };
}

/** Does the binding load? Asked in a process of its own, for a broken one can take its process down. */
export async function loads(file) {
  if (!fs.existsSync(file)) return false;
  return (
    (await attempt(process.execPath, ['-e', `require(${JSON.stringify(file)})`], { timeout: 60_000 }))
      .status === 0
  );
}

/** A connection in three seconds, or the route is not taken: an unreachable host must not hold up a start. */
async function upstreamAnswers(where) {
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return true; // let the installer ask the proxy
  const script = path.join(tfjsFolder(where), 'scripts', 'install.js');
  const standard = /https:\/\/[^'"`\s]+/.exec(fs.readFileSync(script, 'utf8'))?.[0];
  const address =
    process.env.TFJS_NODE_CDN_STORAGE ?? process.env.npm_config_TFJS_NODE_CDN_STORAGE ?? standard;
  if (!address) return false;
  const { hostname, port } = new URL(address);
  return connects(hostname, Number(port) || 443, 3000);
}

export function connects(host, port, timeout) {
  return new Promise(resolve => {
    const socket = net.connect({ host, port });
    const settle = answer => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), timeout);
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

async function installUpstream(where) {
  const folder = tfjsFolder(where);
  const bins = [path.join(folder, 'node_modules', '.bin'), path.join(where.root, 'node_modules', '.bin')];
  const env = { PATH: [...bins, process.env.PATH].join(path.delimiter) };
  const result = await attempt(process.execPath, ['scripts/install.js'], {
    cwd: folder,
    env,
    timeout: 300_000
  });
  return result.status === 0 ? null : 'the prebuilt binary could not be fetched';
}
