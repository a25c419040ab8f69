#!/usr/bin/env node
// npm start: set-up, then JupyterLab on the notebooks. Options after "--" go to JupyterLab.
import path from 'node:path';
import { choosePort, namedPort, withoutPort } from './setup/port.mjs';
import { serve } from './setup/server.mjs';
import { seconds } from './setup/step.mjs';
import { complain, leaveOnInterrupt, setUp } from './setup.mjs';

async function start(args) {
  const began = Date.now();
  const stopLeaving = leaveOnInterrupt();
  const named = namedPort(args);
  const port = await choosePort(named); // asked first: nobody wants to hear it after three minutes
  const where = await setUp();
  const ready = Date.now();
  const openBrowser = !args.includes('--no-browser') && !process.env.CI;
  const server = await serve(where, {
    port,
    folder: path.join(where.root, 'notebooks'),
    args: withoutPort(args).filter(arg => arg !== '--no-browser'),
    openBrowser,
    log: process.env.TERSELAB_LOG ? text => process.stderr.write(text) : undefined
  });
  stopLeaving();
  console.log(
    `[start] JupyterLab answers (${seconds(Date.now() - ready)}; ${seconds(Date.now() - began)} in all)`
  );
  console.log(`[start] ${server.url}`);
  console.log('[start] Ctrl-C stops it and its kernels');
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(name, async () => {
      console.log('\n[start] stopping');
      await server.stop();
    });
  }
  process.exitCode = await server.ended;
}

try {
  await start(process.argv.slice(2));
} catch (error) {
  complain(error, 'start');
}
