// Light, dark, light again: the views follow at once and nothing runs again.
import assert from 'node:assert/strict';
import { group } from '../group.mjs';
import { cells, theme } from '../lab.mjs';
import { picture, pictures } from '../pictures.mjs';
import { held, see } from '../pixels.mjs';
import { inside, SALIENCY, TERSE, view } from '../views.mjs';

const CORNER = { left: 0, top: 0, width: 0.05, height: 0.05 }; // beside the axes nothing is drawn

async function start(desk) {
  return { page: await desk.flares() };
}

export default group('theme', start, {
  'light to dark and back repaints both views, to the same pixels': async (desk, { page }) => {
    const counts = await runCounts(page);
    const light = await looks(desk, page);
    await pictures(desk, page, 'light');
    await theme(page, 'Dark');
    const dark = await looks(desk, page);
    await pictures(desk, page, 'dark');
    await theme(page, 'Light');
    const again = await looks(desk, page);
    assert.deepEqual(again, light, 'the pixels after light, dark, light');
    for (const mime of [SALIENCY, TERSE]) {
      const [day, night] = [light[mime].corner, dark[mime].corner].map(brightness);
      assert.ok(day > 200 && night < 60, `${mime}: brightness ${day} by day, ${night} by night`);
      // The page shows through a canvas: that the drawing itself is another one is seen on the canvas alone.
      assert.notEqual(light[mime].drawn.print, dark[mime].drawn.print, `${mime} was not drawn anew`);
      assert.ok(dark[mime].drawn.colours >= 30, `${mime} by night has ${dark[mime].drawn.colours} colours`);
    }
    const [day, night] = [light, dark].map(looked => brightness(looked[SALIENCY].drawn));
    assert.ok(day > 200 && night < 80, `no saliency is drawn at brightness ${day} by day, ${night} by night`);
    assert.deepEqual(await runCounts(page), counts, 'no cell was run');
  },
  'the whole notebook has its picture': async (desk, { page }) => {
    await picture(desk, page, 'notebook');
  }
});

async function looks(desk, page) {
  const found = {};
  for (const mime of [SALIENCY, TERSE]) {
    const { canvas } = view(page, mime);
    await canvas.evaluate(node => node.scrollIntoView({ block: 'center' }));
    await page.mouse.move(5, 5);
    found[mime] = {
      whole: await see(desk, canvas),
      corner: await see(desk, canvas, CORNER),
      drawn: await held(desk, canvas, inside)
    };
  }
  return found;
}

const brightness = ({ background }) => {
  const [red, green, blue] = background.match(/[0-9a-f]{2}/g).map(part => parseInt(part, 16));
  return (red + green + blue) / 3;
};

const runCounts = async page => (await cells(page)).map(cell => cell.execution_count ?? null);
