// Screenshots for people to look at, kept in artifacts/e2e/.
import path from 'node:path';
import { frames } from './lab.mjs';
import { SALIENCY, TERSE, view } from './views.mjs';

/** Each view by itself. */
export async function pictures(desk, page, name) {
  await page.mouse.move(5, 5);
  for (const [mime, word] of [
    [SALIENCY, 'saliency'],
    [TERSE, 'terse']
  ]) {
    const { node } = view(page, mime);
    await node.screenshot({ path: path.join(desk.artifacts, `${word}-${name}.png`) });
  }
}

/** The whole notebook, a screenful after the other. */
export async function picture(desk, page, name) {
  const scroller = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
  await scroller.evaluate(node => (node.scrollTop = 0));
  for (let i = 1; i < 40; i++) {
    await frames(page, 4);
    await page.screenshot({
      path: path.join(desk.artifacts, `${name}-${String(i).padStart(2, '0')}.png`)
    });
    const more = await scroller.evaluate(node => {
      const before = node.scrollTop;
      node.scrollTop += node.clientHeight * 0.92;
      return node.scrollTop > before + 1;
    });
    if (!more) return;
  }
}
