#!/usr/bin/env node
// The terselab command. Node builtins only until a command needs more: doctor must run in a broken installation.
import { doctor } from './doctor/doctor.mjs';
import { Trouble } from './setup/trouble.mjs';

const commands = { doctor };
const usage = `terselab <command>

  doctor   check each part of the installation and name the mend (--help, --json)

In a clone of the repository: npm run doctor`;

async function main([name, ...args]) {
  if (!name || name === '--help' || name === '-h') {
    console.log(usage);
    return name ? 0 : 2;
  }
  if (!Object.hasOwn(commands, name)) throw new Trouble(`${name} is not a command of terselab.\n${usage}`);
  return commands[name](args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Trouble ? error.message : error);
  process.exitCode = 2;
}
