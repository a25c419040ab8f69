import { checkAborted, interruptSignal, pauses, quantile, Random } from '../math';
import { ExplanationError } from './adapter';
import { probeSkill, type Answer, type ProbeKind, type ProbeOptions } from './terseChecks/probe';

type Numbers = ArrayLike<number>;

/** What the answer can be told from by things that must not matter. */
export interface NuisanceBaseline {
  /** Of the better of both probes, on groups not learned from: R^2 for numbers; for classes balanced accuracy, 0 chance. */
  skill: number;
  probe: ProbeKind;
  skills: Record<ProbeKind, number>;
  /** 95 % of shuffled answers give at most this skill: what chance reaches with so few rows and two tries. */
  chance: number;
  /** Share of the shuffles that reach the skill, the run itself counted. */
  p: number;
}

export interface NuisanceBaselineOptions extends ProbeOptions {
  /** Rows that belong together (one star, one galaxy); default each row alone. */
  groups?: ArrayLike<number | string>;
  /** Shuffles of the answer; default 99. */
  permutations?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, all: number) => void;
}

/**
 * The nuisance-only baseline: how well labels are told from camera, field, noise, exposure or order alone, by a linear
 * probe and a shallow tree. Skill above `chance` says that the data are confounded, before any network is trained.
 * Where groups are given, whole groups keep their answers together in a shuffle if they have one each.
 * @param nuisances columns of finite numbers, one value a row
 * @param answer labels (names) or numbers, one a row
 * @throws ExplanationError where columns differ in length or there are too few permutations
 */
export async function nuisanceBaseline(
  nuisances: Readonly<Record<string, Numbers>>,
  answer: Answer,
  { groups, permutations = 99, seed = 1, folds, signal, onProgress }: NuisanceBaselineOptions = {}
): Promise<NuisanceBaseline> {
  checkNuisances(nuisances, answer, groups, permutations);
  const ids = groups ?? Uint32Array.from({ length: answer.length }, (_, row) => row);
  const skillsOf = (asked: Answer): Record<ProbeKind, number> => ({
    linear: probeSkill('linear', nuisances, asked, ids, { folds, seed }),
    tree: probeSkill('tree', nuisances, asked, ids, { folds, seed })
  });
  const skills = skillsOf(answer);
  const skill = Math.max(skills.linear, skills.tree);
  const shuffle = shuffler(answer, ids, seed);
  const breathe = pauses();
  const found: number[] = [];
  for (let draw = 0; draw < permutations; draw++) {
    checkAborted('nuisanceBaseline', signal, interruptSignal());
    const { linear, tree } = skillsOf(shuffle());
    found.push(Math.max(linear, tree));
    onProgress?.(draw + 1, permutations);
    await breathe();
  }
  return {
    skill,
    probe: skills.linear >= skills.tree ? 'linear' : 'tree',
    skills,
    chance: quantile(found, 0.95),
    p: (1 + found.filter(s => s >= skill).length) / (permutations + 1)
  };
}

/** Shuffles answers over rows, or over groups where all rows of each group have one answer. */
function shuffler(answer: Answer, ids: ArrayLike<number | string>, seed: number): () => Answer {
  const random = new Random(seed);
  const first = new Map<number | string, number>();
  for (let row = 0; row < ids.length; row++) if (!first.has(ids[row])) first.set(ids[row], row);
  const keys = [...first.keys()];
  const one = Array.from(ids).every((id, row) => answer[first.get(id)!] === answer[row]);
  return () => {
    const order = random.permutation(one ? keys.length : ids.length);
    const from = one ? new Map(keys.map((key, k) => [key, first.get(keys[order[k]])!])) : null;
    const place = (row: number) => (from ? from.get(ids[row])! : order[row]);
    return typeof answer[0] === 'string'
      ? Array.from(ids, (_, row) => answer[place(row)] as string)
      : Float64Array.from(ids, (_, row) => answer[place(row)] as number);
  };
}

function checkNuisances(
  nuisances: Readonly<Record<string, Numbers>>,
  answer: Answer,
  groups: ArrayLike<number | string> | undefined,
  permutations: number
): void {
  const columns = Object.entries({ ...nuisances, ...(groups ? { groups } : {}) });
  const odd = columns.find(([, column]) => column.length !== answer.length);
  if (odd || columns.length === (groups ? 1 : 0)) {
    throw new ExplanationError(
      `nuisanceBaseline: ${odd ? `"${odd[0]}" has ${odd[1].length} values` : 'no nuisances'} for ${answer.length} answers; give at least one column, one value a row.`
    );
  }
  if (!(Number.isInteger(permutations) && permutations >= 19)) {
    throw new ExplanationError(
      `nuisanceBaseline: permutations is ${permutations}; expected a whole number of at least 19.`
    );
  }
}
