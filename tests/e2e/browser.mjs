// Chromium, driven by playwright-core: the one that the system has, none is downloaded.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const usual = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];

// QUIC and the background services would ask hosts outside; WebGL is not used by the views, so no flags for it
const args = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb'
];

/** Path of a Chromium: the environment's CHROMIUM, else the first that is found; null where there is none. */
export function findChromium(env = process.env) {
  if (env.CHROMIUM) return fs.existsSync(env.CHROMIUM) ? env.CHROMIUM : null;
  const folders = [...usual, ...(env.PATH ?? '').split(path.delimiter).filter(Boolean)];
  for (const name of names) {
    const found = folders.map(folder => path.join(folder, name)).find(file => fs.existsSync(file));
    if (found) return found;
  }
  return null;
}

export function launch(executablePath) {
  return chromium.launch({ executablePath, headless: true, args });
}
