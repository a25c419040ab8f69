import { axioms } from './axioms';
import { closedForms } from './closedForms';
import { exhaustive } from './exhaustive';
import { finiteDifferences } from './finiteDifferences';
import { golden } from './golden';
import { metamorphic } from './metamorphic';
import { secondImplementations } from './secondImplementations';
import { metricRanking } from './metricRanking';
import type { Rung } from './rung';

/** Rungs 1 to 8, from the lowest; the ninth, seeded faults, is tests/mutations. */
export const ladder: readonly Rung[] = [
  finiteDifferences,
  closedForms,
  axioms,
  exhaustive,
  secondImplementations,
  golden,
  metamorphic,
  metricRanking
];
