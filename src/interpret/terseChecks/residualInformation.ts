import { probeSkill, type Answer, type ProbeKind, type ProbeOptions } from './probe';
import { checkTerseTable, groupsOf, terseColumns, type TerseTable } from './terseTable';

type Numbers = ArrayLike<number>;

/** How much of an answer the terse values hold, beside what known summaries hold. */
export interface ResidualInformation {
  fromTerse: number;
  fromKnown: number;
  /** fromTerse - fromKnown: where it is large, ask what the network reads. */
  difference: number;
  probe: ProbeKind;
}

/**
 * B5: skill of predicting the answer from the terse values less that from all known summaries, by the probe that does best
 * with the known ones (our choice). Terse values that beat everything known by much have found physics or a leak.
 * @param answer what the network is asked for, one an object
 * @param known summaries by name, one value an object
 */
export function residualInformation(
  table: TerseTable,
  answer: Answer,
  known: Readonly<Record<string, Numbers>>,
  options: ProbeOptions = {}
): ResidualInformation {
  checkTerseTable('residualInformation', table, { answer, ...known });
  const groups = groupsOf(table);
  const found = (['linear', 'tree'] as const).map(probe => ({
    probe,
    fromTerse: probeSkill(probe, terseColumns(table), answer, groups, options),
    fromKnown: probeSkill(probe, known, answer, groups, options)
  }));
  const fromTerse = Math.max(...found.map(f => f.fromTerse));
  const best = found[1].fromKnown > found[0].fromKnown ? found[1] : found[0];
  return { fromTerse, fromKnown: best.fromKnown, difference: fromTerse - best.fromKnown, probe: best.probe };
}
