#!/usr/bin/env node
// The notebooks in a real JupyterLab, as a reader sees them, in headless Chromium.
// Options: --only NAME[,NAME] (files of checks/). Environment: CHROMIUM names the browser; TERSELAB_SIZE makes the
// notebook's run short while one works on the checks; TERSELAB_RESULTS names the file for the counts.
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../binder/setup/place.mjs';
import { findChromium } from './browser.mjs';
import { makeDesk } from './desk.mjs';
import { runGroup } from './group.mjs';

// In this order: the first runs the notebook that others open again; the last looks back at all pages.
const names = [
  'wholeNotebook',
  'savedFile',
  'pointer',
  'theme',
  'keyboard',
  'output',
  'parts',
  'everyKind',
  'training',
  'monitor',
  'liveModel',
  'linked',
  'disposal',
  'crowd',
  'hostile',
  'windowing',
  'reopened',
  'explaining',
  'python',
  'gallery',
  'document',
  'quiet'
];

function chosen(args) {
  const at = args.indexOf('--only');
  if (at < 0) return names;
  const wanted = (args[at + 1] ?? '').split(',');
  const unknown = wanted.find(name => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${names.join(', ')}`);
  return names.filter(name => wanted.includes(name) || name === 'quiet');
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const began = Date.now();
const groups = [];
for (const name of chosen(process.argv.slice(2))) groups.push((await import(`./checks/${name}.mjs`)).default);
const total = groups.reduce((sum, { checks }) => sum + Object.keys(checks).length, 0);

const chromium = findChromium();
if (!chromium) {
  // On one's own machine a missing browser is no mistake; a CI without one would test nothing and stay green.
  const strict = process.env.CI === 'true';
  counts[strict ? 'failed' : 'skipped'] = total;
  console.log(
    `${strict ? 'FAIL' : 'skipped'}: all ${total} checks need Chromium. Install it (Debian: apt install chromium) or set CHROMIUM to its path.`
  );
} else {
  const desk = await makeDesk(chromium, path.join(repository, 'artifacts', 'e2e'));
  const stop = async () => {
    await desk.close();
    process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, stop);
  try {
    for (const each of groups) await runGroup(desk, each, counts);
  } finally {
    await desk.close();
  }
}

const seconds = ((Date.now() - began) / 1000).toFixed(0);
console.log(
  `browser: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`
);
if (process.env.TERSELAB_RESULTS) fs.writeFileSync(process.env.TERSELAB_RESULTS, JSON.stringify(counts));
process.exitCode = counts.failed ? 1 : 0;
