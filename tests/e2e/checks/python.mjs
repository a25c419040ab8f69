// A notebook on Python's own kernel: the wheel's emitter, the same views.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { place, program } from '../../../binder/setup/place.mjs';
import { group } from '../group.mjs';
import { cells, leave, openNotebook, runAll } from '../lab.mjs';
import { code, views, write } from '../notebook.mjs';
import { see } from '../pixels.mjs';
import { painted, SALIENCY, TERSE, view } from '../views.mjs';

const NAME = 'from-python.ipynb';

const sources = [
  `import math, sys
sys.path.insert(0, ${JSON.stringify(path.join('..', '..', 'extension'))})
from terselab_lab import saliency_view, show, terse_view`,
  `maps = [[math.sin(j / 3) * math.exp(-((j - 25 - i) ** 2) / 40) for j in range(50)] for i in range(12)]
show(saliency_view(view_id="python-saliency", title="Heatmap from Python", caption="A stripe in each row.",
                   alt="Twelve rows, a stripe in each.", method="gradient", score="logit", row_noun="window",
                   ids=range(100, 112), columns={"label": "place"}, values=maps,
                   fields=[{"name": "key", "values": [i * 5 % 12 for i in range(12)]}]))`,
  `show(terse_view(view_id="python-terse", title="Scatter from Python", caption="A band.", alt="Sixty points on a band.",
                row_noun="window", ids=range(60), terse=[math.sin(i / 8) for i in range(60)], terse_names=["terse 1"],
                fields=[{"name": "size", "values": range(60)},
                        {"name": "kind", "categories": ["odd", "even"], "values": [i % 2 for i in range(60)]}],
                colour="kind"))`
];

async function start(desk) {
  assert.ok(fs.existsSync(program(place(), 'python')), 'there is no Python of ours');
  write(
    desk,
    NAME,
    sources.map(source => code(source))
  );
  const notebook = JSON.parse(fs.readFileSync(desk.file(NAME), 'utf8'));
  notebook.metadata.kernelspec = { display_name: 'Python 3', language: 'python', name: 'python3' };
  fs.writeFileSync(desk.file(NAME), JSON.stringify(notebook));
  const page = await openNotebook(desk, NAME);
  await runAll(page);
  return { page, outputs: (await cells(page)).flatMap(cell => cell.outputs ?? []), end: () => leave(page) };
}

export default group('a notebook on ipykernel', start, {
  'its payloads are what the readers of TypeScript take': async (_, { outputs }) => {
    assert.equal(outputs.length, 2, JSON.stringify(outputs).slice(0, 1500));
    const [saliency, terse] = outputs.map(({ data }) => data);
    assert.deepEqual(views.decodeSaliency(views.parseSaliency(saliency[SALIENCY])).shape, [12, 50]);
    assert.equal(views.decodeTerse(views.parseTerse(terse[TERSE])).length, 60);
  },
  'both views are painted': async (desk, { page }) => {
    for (const mime of [SALIENCY, TERSE]) {
      await painted(desk, page, mime);
      await view(page, mime).node.screenshot({
        path: path.join(desk.artifacts, `python-${mime.match(/terselab\.(\w+)/)[1]}.png`)
      });
    }
  },
  'the PNG beside each has what was drawn, and an alt text': async (desk, { outputs }) => {
    for (const { data, metadata } of outputs) {
      assert.ok(metadata['image/png'].alt.length > 10);
      const png = [data['image/png']].flat().join('');
      await desk.eye.setContent(`<img src="data:image/png;base64,${png}">`);
      const seen = await see(desk, desk.eye.locator('img'));
      assert.deepEqual([seen.width, seen.height], [640, 320]);
      // sixty dots of 5 x 5 pixels, some of which overlap, or a whole map
      assert.ok(seen.inked * 640 * 320 > 1000, JSON.stringify(seen));
    }
  }
});
