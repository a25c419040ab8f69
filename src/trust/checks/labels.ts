import { checkBatch } from '../../interpret/adapter';
import { changed } from '../context';
import type { Check } from '../check';
import type { TrustContext } from '../context';

/** P1: do ids, shapes, axes and labels of inputs and truth belong together? */
export const labels: Check = {
  id: 'P1',
  version: 1,
  question: 'Do inputs, truth and labels belong together?',
  hard: true,
  async run(context) {
    const faults = [...faultsOf(context), ...(await oracleFault(context))];
    const n = context.data.test.inputs.count;
    return {
      outcome: faults.length > 0 ? 'fail' : 'pass',
      statistic: 'faults of ids, shapes, axes and label map',
      value: faults.length,
      n,
      reason:
        faults[0] ??
        `Ids, shapes, axes and labels of ${n} objects fit, and one object alone gets the answer it gets among others.`,
      evidence: faults.map(value => ({ label: 'fault', value }))
    };
  },
  planted: 'the truth joined with the ids one row off',
  plant(context, random) {
    const { test } = context.data;
    const ids = [...idsOf(context)];
    const shift = random.integer(1, ids.length - 1);
    return changed(context, {
      data: { test: { ...test, truthIds: [...ids.slice(shift), ...ids.slice(0, shift)] } }
    });
  },
  heal: context => context,
  draws: 3
};

const idsOf = ({ data: { test } }: TrustContext): readonly string[] =>
  test.inputs.ids ?? Array.from({ length: test.inputs.count }, (_, s) => String(s));

function faultsOf(context: TrustContext): string[] {
  const { model, data, declaration } = context;
  const { test } = data;
  const faults: string[] = [];
  try {
    checkBatch(model.spec, test.inputs);
  } catch (error) {
    faults.push((error as Error).message);
  }
  const ids = idsOf(context);
  const odd = test.truthIds?.findIndex((id, s) => id !== ids[s]) ?? -1;
  if (odd >= 0)
    faults.push(`The truth of row ${odd} is that of "${test.truthIds![odd]}"; the input is "${ids[odd]}".`);
  if (test.truth.length !== test.inputs.count || test.groups.length !== test.inputs.count) {
    faults.push(
      `${test.truth.length} truths and ${test.groups.length} groups for ${test.inputs.count} objects.`
    );
  }
  for (const { name, axes } of model.spec.inputs) {
    const declared = declaration.axes?.[name];
    if (declared && axes && declared.join() !== axes.join()) {
      faults.push(
        `Axes of "${name}" are declared ${declared.join(', ')}; the model takes ${axes.join(', ')}.`
      );
    }
  }
  return [...faults, ...labelFaults(context)];
}

function labelFaults({ model, data, declaration }: TrustContext): string[] {
  const { kind, classes } = declaration.target;
  const truth = Array.from(data.test.truth);
  if (kind === 'regression') {
    const odd = truth.findIndex(t => !Number.isFinite(t));
    return odd < 0 ? [] : [`The truth of row ${odd} is ${truth[odd]}; expected a number.`];
  }
  const { count } = model.spec.output;
  const known = count === 1 ? 2 : count;
  const strange = truth.find(t => !(Number.isInteger(t) && t >= 0 && t < known));
  return [
    ...(strange === undefined ? [] : [`A truth is class ${strange}; the model has ${known}.`]),
    ...(classes && classes.length !== known
      ? [`${classes.length} classes are named; the model has ${known}.`]
      : [])
  ];
}

/** One object alone must get the answer it gets among others, and the one known from elsewhere. */
async function oracleFault(context: TrustContext): Promise<string[]> {
  const { data, declaration } = context;
  const ids = idsOf(context);
  const at = declaration.oracle ? ids.indexOf(declaration.oracle.id) : Math.floor(ids.length / 2);
  if (at < 0) return [`The oracle names the object "${declaration.oracle!.id}", which is not there.`];
  const { inputs } = data.test;
  const arrays = Object.fromEntries(
    Object.entries(inputs.arrays).map(([name, { values, shape }]) => {
      const size = values.length / inputs.count;
      return [name, { values: values.slice(at * size, (at + 1) * size), shape }];
    })
  );
  try {
    const [alone] = await context.answers({ count: 1, ids: [ids[at]], arrays });
    const among = (await context.answers(inputs))[at];
    const { oracle } = context.limits('P1').values;
    const faults: string[] = [];
    if (Math.abs(alone - among) > oracle * Math.max(1, Math.abs(among))) {
      faults.push(`Object "${ids[at]}" alone gets ${alone}, among others ${among}.`);
    }
    const known = declaration.oracle;
    if (known && !(Math.abs(alone - known.answer) <= known.tolerance)) {
      faults.push(`Object "${known.id}" gets ${alone}; it is known to get ${known.answer}.`);
    }
    return faults;
  } catch (error) {
    return [(error as Error).message];
  }
}
