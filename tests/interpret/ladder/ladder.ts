import { axioms } from './axioms';
import { closedForms } from './closedForms';
import { exhaustive } from './exhaustive';
import { finiteDifferences } from './finiteDifferences';
import { golden } from './golden';
import { metamorphic } from './metamorphic';
import { secondImplementations } from './secondImplementations';
import type { Rung } from './rung';

/**
 * All rungs, from the lowest. A rung of metrics (8: ranking oracles) or of mutations (9: seeded faults) is a file like the
 * others, and a line here; its rows may name methods and metrics alike.
 */
export const ladder: readonly Rung[] = [
  finiteDifferences,
  closedForms,
  axioms,
  exhaustive,
  secondImplementations,
  golden,
  metamorphic
];
