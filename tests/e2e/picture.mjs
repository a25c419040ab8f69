#!/usr/bin/env node
// npm run picture: the README's picture, taken of the real notebook in JupyterLab after a real run.
// With --last the notebook of the last browser tests is shown instead of being run again.
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../binder/setup/place.mjs';
import { findChromium } from './browser.mjs';
import { lastRun, makeDesk, NOTEBOOK } from './desk.mjs';
import { frames, openNotebook, runAll } from './lab.mjs';
import { withPalette } from './palette.mjs';
import { SALIENCY, TERSE, view } from './views.mjs';

const target = path.join(repository, 'docs', 'picture.png');
const LARGEST = 400_000;
const SIZE = { width: 1160, height: 2400 };
const MARGIN = 12;

async function take(desk, last) {
  if (last) fs.copyFileSync(lastRun(desk), desk.file(NOTEBOOK));
  const page = await openNotebook(desk, NOTEBOOK, { kernel: !last, size: SIZE, scale: 2 });
  if (!last) await runAll(page, 300);
  // Only the two views: the code and the prose between them are for who opens the notebook.
  await page.addStyleTag({
    content: `.jp-Cell:not(:has(.jp-Terselab)), .jp-Cell .jp-InputArea, .jp-Cell-inputWrapper { display: none !important; }
      .jp-OutputArea-child:not(:has(.jp-Terselab)) { display: none !important; }`
  });
  await page.evaluate(() => (document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0));
  await frames(page, 6);
  const heatmap = view(page, SALIENCY);
  const scatter = view(page, TERSE);
  const { width, height } = await heatmap.canvas.boundingBox();
  await heatmap.canvas.hover({ position: { x: width * 0.585, y: height * 0.29 } });
  await heatmap.tooltip.waitFor();
  await frames(page, 4);
  const [first, second] = [await heatmap.node.boundingBox(), await scatter.node.boundingBox()];
  const shot = await page.screenshot({
    animations: 'disabled',
    clip: {
      x: first.x - MARGIN,
      y: first.y - MARGIN,
      width: first.width + 2 * MARGIN,
      height: second.y + second.height - first.y + 2 * MARGIN
    }
  });
  const png = await withPalette(desk, shot);
  if (png.length > LARGEST) {
    throw new Error(
      `the picture has ${png.length} bytes, at most ${LARGEST} are allowed: show less of the page`
    );
  }
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, png);
  console.log(`[picture] ${path.relative(repository, target)}: ${Math.round(png.length / 1000)} kB`);
}

const chromium = findChromium();
if (!chromium) {
  console.error(
    '[picture] needs Chromium. Install it (Debian: apt install chromium) or set CHROMIUM to its path.'
  );
  process.exit(1);
}
const last = process.argv.includes('--last');
const desk = await makeDesk(chromium, path.join(repository, 'artifacts', 'e2e'));
try {
  await take(desk, last);
} finally {
  await desk.close();
}
