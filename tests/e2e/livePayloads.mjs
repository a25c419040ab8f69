// Payloads of the live model, with the networks that the first lesson ships.
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../binder/setup/place.mjs';
import { fromDist } from './notebook.mjs';

/** Two live models: one with both networks and three samples, one with the first network alone. */
export async function lesson() {
  const tl = fromDist('index.js');
  await tl.useBackend();
  const bank = tl.splitBank(tl.drawHaloBank(tl.magneticum, { seed: 1 }), 2).test;
  const clean = tl.drawSamples(bank, tl.defaultSurvey(tl.magneticum), { count: 12, seed: 5 });
  const [a, b] = ['a', 'b'].map(name =>
    tl.unpackEncoder(
      fs.readFileSync(path.join(repository, 'notebooks', 'did-it-cheat', 'weights', `${name}.npz`))
    )
  );
  const payload = (id, names) =>
    tl.liveModel({
      viewId: id,
      title: 'Take clusters away',
      caption: 'Two encoders that run in the page.',
      alt: 'Answers of two networks, and how they change as clusters are taken away.',
      encoders: [
        { name: 'network A', model: a, sets: clean },
        {
          name: 'network B',
          model: b,
          sets: tl.plantArtefact(clean, tl.lessonArtefact, a.standardisation.sd)
        }
      ].filter(({ name }) => names.includes(name)),
      samples: [1, 2, 3],
      sigma8: clean.sigma8,
      features: tl.FEATURES
    });
  return [payload('live', ['network A', 'network B']), payload('one', ['network A'])];
}
