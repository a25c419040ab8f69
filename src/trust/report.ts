import type { ModelAdapter } from '../interpret/adapter';
import { AbortError, checkAborted, clopperPearson, pause, Random } from '../math';
import type { Check } from './check';
import { checks as allChecks } from './checks';
import { trustContext, type TrustContext } from './context';
import { scopeSentence, sentenceOf } from './sentence';
import { LEAST_POWER, REQUIRED, SUITE, thresholds } from './thresholds';
import type {
  CheckResult,
  ControlResult,
  Finding,
  Outcome,
  TrustControls,
  TrustData,
  TrustDeclaration,
  TrustReport
} from './types';
import { verdictOf } from './verdict';

/** How a report is made. */
export interface TrustOptions {
  /** Ids of the checks that are run; default all. Without a required one the verdict is Unverified. */
  checks?: readonly string[];
  /** Models beside the one in question. */
  controls?: TrustControls;
  /** Share of the usual draws of the controls; default 1, at least one draw of each is made. */
  controlDraws?: number;
  /** Default 1. */
  seed?: number;
  signal?: AbortSignal;
  /** Told before each check. */
  onProgress?: (done: number, total: number, id: string) => void;
}

/**
 * Puts a model through every check and says whether it can be trusted, and for what. Each check is held against controls on
 * the same objects: a planted fault that it must find, and none, which it must pass.
 * @param model any model behind the adapter
 * @param data training and test part, and what else is at hand
 * @param declaration what its author says of it
 * @throws RangeError for a check that does not exist; AbortError when stopped
 */
export async function trustReport(
  model: ModelAdapter,
  data: TrustData,
  declaration: TrustDeclaration,
  { checks: asked, controls, controlDraws = 1, seed = 1, signal, onProgress }: TrustOptions = {}
): Promise<TrustReport> {
  const start = Date.now();
  const chosen = chooseChecks(asked);
  const context = trustContext(model, data, declaration, { controls, seed, ...(signal ? { signal } : {}) });
  const results: CheckResult[] = [];
  for (const [done, check] of chosen.entries()) {
    checkAborted('The trust report', signal);
    onProgress?.(done, chosen.length, check.id);
    await pause();
    results.push(await resultOf(check, context, controlDraws));
  }
  onProgress?.(chosen.length, chosen.length, '');
  const judgement = verdictOf(results, { elsewhere: data.elsewhere !== undefined });
  return {
    format: 'terselab trust report',
    version: 1,
    suite: SUITE,
    model: model.spec.name,
    verdict: judgement.verdict,
    sentence: sentenceOf(judgement, results),
    scope: scopeSentence(declaration),
    checks: results,
    seed,
    seconds: (Date.now() - start) / 1000
  };
}

function chooseChecks(asked?: readonly string[]): Check[] {
  const stranger = asked?.find(id => !allChecks.some(check => check.id === id));
  if (stranger !== undefined) {
    throw new RangeError(
      `trustReport: there is no check "${stranger}"; there are ${allChecks.map(({ id }) => id).join(', ')}.`
    );
  }
  return allChecks.filter(({ id }) => !asked || asked.includes(id));
}

async function resultOf(check: Check, context: TrustContext, draws: number): Promise<CheckResult> {
  const start = Date.now();
  const lacking = check.needs?.find(need => !need.met(context));
  const waived = context.declaration.waived?.[check.id];
  if (waived !== undefined)
    return rowOf(check, { ...nothing, outcome: 'waived', reason: waived }, null, start);
  const found: Finding | string = lacking
    ? { ...nothing, outcome: lacking.otherwise ?? 'n/a', reason: `It needs ${lacking.what}.` }
    : await runCheck(check, context);
  const finding =
    typeof found === 'string' ? { ...nothing, outcome: 'inconclusive' as const, reason: found } : found;
  const controls =
    lacking || ['n/a', 'inconclusive'].includes(finding.outcome)
      ? null
      : await controlsOf(check, context, draws);
  return rowOf(check, { ...finding, ...believed(finding, controls) }, controls, start);
}

function rowOf(
  check: Check,
  finding: Omit<Finding, 'outcome'> & { outcome: Outcome },
  controls: ControlResult | null,
  start: number
): CheckResult {
  const { rule, basis } = thresholds(check.id);
  return {
    ...finding,
    id: check.id,
    version: check.version,
    question: check.question,
    hard: check.hard,
    bound: check.bound ?? false,
    required: REQUIRED.includes(check.id),
    threshold: rule,
    basis,
    controls,
    seconds: (Date.now() - start) / 1000
  };
}

const nothing = { statistic: '', value: null, n: 0 };

/** The finding, or what went wrong: one check that cannot be worked out does not stop the others. */
async function runCheck(check: Check, context: TrustContext): Promise<Finding | string> {
  try {
    return await check.run(context);
  } catch (error) {
    if (error instanceof AbortError) throw error;
    return `It could not be worked out: ${(error as Error).message}`;
  }
}

/** A finding counts where its check finds what is planted and passes what is sound. */
function believed(
  { outcome, reason }: Finding,
  controls: ControlResult | null
): { outcome: Outcome; reason: string } {
  if (!controls) return { outcome, reason };
  if (outcome !== 'fail' && controls.power < LEAST_POWER) {
    const share = `${(100 * controls.power).toFixed(0)} %`;
    return {
      outcome: 'inconclusive',
      reason: `${reason} But it finds only ${share} of planted faults (${controls.planted}) on these objects.`
    };
  }
  if (outcome === 'fail' && controls.passed !== null && controls.passed < LEAST_POWER) {
    const share = `${(100 * controls.passed).toFixed(0)} %`;
    return {
      outcome: 'inconclusive',
      reason: `${reason} But it passes only ${share} of sound answers on these objects.`
    };
  }
  return { outcome, reason };
}

async function controlsOf(check: Check, context: TrustContext, share: number): Promise<ControlResult | null> {
  if (!check.plant) return null;
  const draws = Math.max(1, Math.round((check.draws ?? 20) * share));
  let [caught, made, passed, sound] = [0, 0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    checkAborted('The trust report', context.signal);
    const random = new Random(context.seed * 7919 + draw);
    const planted = check.plant(context, random);
    if (planted) {
      made++;
      const outcome = outcomeOf(await runCheck(check, planted));
      if (outcome === 'fail' || (outcome === 'warn' && !check.hard)) caught++;
    }
    const healed = check.heal?.(context, random);
    if (healed) {
      sound++;
      if (['pass', 'warn'].includes(outcomeOf(await runCheck(check, healed)))) passed++;
    }
    await pause();
  }
  if (made === 0) return null;
  return {
    power: caught / made,
    interval: clopperPearson(caught, made),
    draws: made,
    passed: sound > 0 ? passed / sound : null,
    planted: check.planted ?? ''
  };
}

const outcomeOf = (found: Finding | string): Outcome =>
  typeof found === 'string' ? 'inconclusive' : found.outcome;
