#!/usr/bin/env node
// The terselab command. Node builtins only until a command needs more: doctor must run in a broken installation.
import { createRequire } from 'node:module';
import { doctor } from './doctor/doctor.mjs';
import { Trouble } from './setup/trouble.mjs';

const usage = `terselab <command> [--help]

  list         list the entries here
  new          make a new entry
  check        check an entry by the rules of the collection
  run          run an entry's notebook without Jupyter
  fetch        bring a data set into the cache
  score        score a submission
  leaderboard  rank the submissions of an entry
  doctor       check each part of the installation and name the mend

In a clone of the repository: npx terselab ..., once npm run setup is done.`;

/** The commands that need the built library. */
function libraryCommands() {
  try {
    return createRequire(import.meta.url)('../dist/cli').commands;
  } catch (error) {
    throw new Trouble(
      `The library does not load (${error.message.split('\n')[0]}). Mend: npm run setup, then npm run doctor`
    );
  }
}

async function main([name, ...args]) {
  if (!name || name === '--help' || name === '-h') {
    console.log(usage);
    return name ? 0 : 2;
  }
  if (name === 'doctor') return doctor(args);
  const commands = libraryCommands();
  if (!Object.hasOwn(commands, name)) throw new Trouble(`${name} is not a command of terselab.\n${usage}`);
  return commands[name].run(args, { print: line => console.log(line), cwd: process.cwd() });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof Trouble || error.name === 'UserError';
  console.error(expected ? error.message : error);
  process.exitCode = 2;
}
