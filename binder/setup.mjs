#!/usr/bin/env node
// The one way to install: called by "npm start", "npm test" and Binder's postBuild. Node builtins only, for it
// runs before anything is installed.
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { keepRecord } from './setup/command.mjs';
import { bindTensorFlow } from './setup/binding.mjs';
import { extensionStep } from './setup/extension.mjs';
import { configStep } from './setup/jupyterConfig.mjs';
import { kernelStep } from './setup/kernelspec.mjs';
import { libraryStep } from './setup/library.mjs';
import { takeLock } from './setup/lock.mjs';
import { checkNode } from './setup/needs.mjs';
import { npmStep } from './setup/npm.mjs';
import { place } from './setup/place.mjs';
import { checkPrefix } from './setup/prefix.mjs';
import { perform, seconds } from './setup/step.mjs';
import { Trouble } from './setup/trouble.mjs';
import { venvStep } from './setup/venv.mjs';

const usage = `node binder/setup.mjs [--prefix DIR] [--retry-binding]

Installs what is missing: JupyterLab in .venv, the npm packages, TensorFlow's binding, the kernel and the extension.
  --prefix DIR      put kernel and extension into the Jupyter in DIR and make no .venv
  --retry-binding   try again to get TensorFlow's binding after it could not be had`;

/**
 * Brings everything up to date and resolves with the place of the serving Jupyter.
 * @param options prefix (null: our own .venv), retryBinding, say (where lines go)
 */
export async function setUp({
  prefix = null,
  retryBinding = false,
  say = line => console.log(`[setup] ${line}`)
} = {}) {
  const started = Date.now();
  checkNode();
  const where = place({ prefix });
  if (!where.ownVenv) checkPrefix(where);
  const release = await takeLock(path.join(where.cache, 'setup.lock'), {
    onWait: holder => say(`another set-up (process ${holder.pid}) is at work here: waiting for it`),
    onStale: holder =>
      say(
        `a set-up that no longer runs (process ${holder.pid}) left its lock: going on from where it stopped`
      )
  });
  try {
    await keepRecord(path.join(where.memory, 'children.json'));
    const step = what => perform(where, what, say);
    if (where.ownVenv) await step(venvStep(where));
    await step(npmStep(where));
    await bindTensorFlow(where, say, { again: retryBinding });
    await step(libraryStep(where));
    await step(extensionStep(where));
    await step(kernelStep(where));
    await step(configStep(where));
  } finally {
    release();
  }
  say(`ready in ${seconds(Date.now() - started)}`);
  return where;
}

/** Ends the process with a Trouble's message, or with the stack of what nobody expected. */
export function complain(error, tag = 'setup') {
  if (error instanceof Trouble) {
    if (error.details) console.error(error.details);
    console.error(`[${tag}] ${error.message}`);
  } else {
    console.error(error);
  }
  process.exitCode = 1;
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** An interrupted set-up says that nothing is lost; leaving runs the exit handlers (children, lock). */
export function leaveOnInterrupt() {
  const leave = signal => {
    console.error('\n[setup] interrupted: run the same command again and it goes on from here');
    process.exit(128 + os.constants.signals[signal]);
  };
  for (const signal of endings) process.once(signal, leave);
  return () => endings.forEach(signal => process.off(signal, leave));
}

export function readArguments(args) {
  const options = { prefix: null, retryBinding: false, help: false };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--prefix' && args[i + 1]) options.prefix = args[++i];
    else if (args[i].startsWith('--prefix=')) options.prefix = args[i].slice('--prefix='.length);
    else if (args[i] === '--retry-binding') options.retryBinding = true;
    else if (args[i] === '--help' || args[i] === '-h') options.help = true;
    else throw new Trouble(`${args[i]} is not an option of set-up.\n${usage}`);
  }
  return options;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  leaveOnInterrupt();
  try {
    const options = readArguments(process.argv.slice(2));
    if (options.help) console.log(usage);
    else await setUp(options);
  } catch (error) {
    complain(error);
  }
}
