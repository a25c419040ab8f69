import { changed, type TrustContext } from '../context';
import type { Check } from '../check';
import { plantedTag } from '../plantedTag';
import type { Outcome } from '../types';
import { background } from './background';
import { crossDomain } from './crossDomain';
import { informationLimitCheck } from './informationLimit';
import { metadata } from './metadata';
import { symmetry } from './symmetry';
import { terseFollows } from './terseFollows';
import { terseHides } from './terseHides';

/** Checks that look at what a model does, cheapest first. */
const seeing = [informationLimitCheck, metadata, background, symmetry, crossDomain, terseFollows, terseHides];

/** C4: do at least two checks see a model that is known to cheat? */
export const plantedCheat: Check = {
  id: 'C4',
  version: 1,
  question: 'Does this suite see a planted cheat on these objects?',
  hard: false,
  async run(context) {
    const { least } = context.limits('C4').values;
    const cheat = context.controls.cheat ?? plantedTag(context.model, context.data, context.declaration);
    const seen = await outcomesOf(
      changed(context, {
        model: cheat.model,
        data: { test: cheat.test, background: cheat.background, turned: undefined }
      })
    );
    const caught = seen.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
    return {
      outcome: caught.length >= least ? 'pass' : 'fail',
      statistic: 'checks that fail a planted cheat',
      value: caught.length,
      n: cheat.test.inputs.count,
      reason:
        caught.length >= least
          ? `A planted cheat (${cheat.name}) is failed by ${caught.join(', ')}.`
          : `A planted cheat (${cheat.name}) is failed by ${caught.length === 0 ? 'no check' : `${caught.join()} alone`}: on these objects the suite cannot see.`,
      evidence: seen.map(({ id, outcome }) => ({ label: id, value: outcome }))
    };
  }
};

async function outcomesOf(context: TrustContext): Promise<{ id: string; outcome: Outcome }[]> {
  const seen: { id: string; outcome: Outcome }[] = [];
  for (const check of seeing) {
    if ((check.needs ?? []).some(need => !need.met(context))) continue;
    seen.push({ id: check.id, outcome: (await check.run(context)).outcome });
  }
  return seen;
}
