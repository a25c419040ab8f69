import { mean, Random } from '../../math';
import { probeSkill, type Answer, type ProbeKind, type ProbeOptions } from './probe';
import { checkTerseTable, groupsOf, terseColumns, type TerseTable } from './terseTable';

type Numbers = ArrayLike<number>;

/** What can be read of one nuisance from the terse values, by the better of two probes. */
export interface Decodability {
  field: string;
  probe: ProbeKind;
  /** Skill with the terse values and the physics, and with the physics alone. */
  skill: number;
  physicsOnly: number;
  /** skill - physicsOnly: what the terse values know beyond the physics. */
  beyond: number;
  /** The same gain with the nuisance shuffled over groups: what a probe of this size finds in nothing. */
  control: number;
  /** beyond - control. */
  selectivity: number;
}

/**
 * B2: whether a nuisance (seed, camera, exposure, for sets the label of the sample) can be read from the terse values beyond
 * the physics they should hold (probes: Alain & Bengio 2016, arXiv:1610.01644; the control: Hewitt & Liang 2019,
 * arXiv:1909.03368). Skill is R^2 for numbers, scaled balanced accuracy for names, on groups not learned from.
 * @param options draws of the control (default 5), folds, seed
 */
export function nuisanceDecodability(
  table: TerseTable,
  nuisances: Readonly<Record<string, Answer>>,
  physics: Readonly<Record<string, Numbers>> = {},
  { draws = 5, ...options }: ProbeOptions & { draws?: number } = {}
): Decodability[] {
  checkTerseTable('nuisanceDecodability', table, { ...nuisances, ...physics });
  const groups = groupsOf(table);
  const both = { ...physics, ...terseColumns(table) };
  // a probe needs a column: of a constant one it can only learn the mean
  const alone = Object.keys(physics).length > 0 ? physics : { nothing: new Float64Array(table.count) };
  return Object.entries(nuisances).map(([field, answer]) => {
    const found = (['linear', 'tree'] as const).map(probe => {
      const gain = (asked: Answer) =>
        probeSkill(probe, both, asked, groups, options) -
        Math.max(0, probeSkill(probe, alone, asked, groups, options));
      const skill = probeSkill(probe, both, answer, groups, options);
      const physicsOnly = probeSkill(probe, alone, answer, groups, options);
      const beyond = skill - Math.max(0, physicsOnly);
      const control = mean(
        Array.from({ length: draws }, (_, draw) => gain(shuffled(answer, (options.seed ?? 1) + draw)))
      );
      return { field, probe, skill, physicsOnly, beyond, control, selectivity: beyond - control };
    });
    return found[1].selectivity > found[0].selectivity ? found[1] : found[0];
  });
}

function shuffled(answer: Answer, seed: number): Answer {
  const order = new Random(seed).permutation(answer.length);
  return typeof answer[0] === 'string'
    ? Array.from(order, i => answer[i] as string)
    : Float64Array.from(order, i => answer[i] as number);
}
