import type { Check } from '../check';
import { agreement, fixedPlaces, localisation } from './agreement';
import { answersElsewhere } from './answersElsewhere';
import { background } from './background';
import { batches } from './batches';
import { completenessCheck } from './completenessCheck';
import { copies } from './copies';
import { crossDomain } from './crossDomain';
import { faithfulness, sizes, stability } from './faithfulness';
import { fitting } from './fitting';
import { groups } from './groups';
import { informationLimitCheck } from './informationLimit';
import { labels } from './labels';
import { metadata } from './metadata';
import { observedAgain } from './observedAgain';
import { permutedLabels } from './permutedLabels';
import { plantedCheat } from './plantedCheat';
import { population } from './population';
import { probabilities } from './probabilities';
import { randomisedLabels, randomisedModel } from './randomisedModel';
import { seeds } from './seeds';
import { strategies } from './strategies';
import { symmetry } from './symmetry';
import { terseFollows } from './terseFollows';
import { terseHides } from './terseHides';
import { terseSeparates, terseSlope } from './terseTransfers';
import { timeOrder } from './timeOrder';
import { conditionalCoverage, coverage, pit, sharpness } from './uncertainty';
import { unresolved } from './unresolved';

/** Every check, in the order of the report: a new one is a file here and a line in this list. */
export const checks: readonly Check[] = [
  labels,
  seeds,
  batches,
  groups,
  copies,
  fitting,
  timeOrder,
  population,
  informationLimitCheck,
  metadata,
  background,
  plantedCheat,
  unresolved,
  symmetry,
  observedAgain,
  strategies,
  permutedLabels,
  terseFollows,
  terseHides,
  terseSeparates,
  terseSlope,
  crossDomain,
  answersElsewhere,
  pit,
  coverage,
  conditionalCoverage,
  sharpness,
  probabilities,
  completenessCheck,
  randomisedModel,
  randomisedLabels,
  faithfulness,
  sizes,
  stability,
  agreement,
  localisation,
  fixedPlaces
];
