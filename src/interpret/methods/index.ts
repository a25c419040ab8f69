import type { Method } from '../method';
import { deepLift } from './deepLift';
import { exactShapley } from './exactShapley';
import { expectedGradients } from './expectedGradients';
import { gradCam } from './gradCam';
import { gradient } from './gradient';
import { gradientInput } from './gradientInput';
import { guidedBackprop } from './guidedBackprop';
import { integratedGradients } from './integratedGradients';
import { kernelShap } from './kernelShap';
import { leaveOneOut } from './leaveOneOut';
import { leaveOneOutMembers } from './leaveOneOutMembers';
import { lrp } from './lrp';
import { occlusion } from './occlusion';
import { rise } from './rise';
import { smoothGrad, smoothGradSquared, varGrad } from './smoothGrad';

/** Every method, by name: a new one is a file here and a line in this list. */
export const methods = {
  gradient,
  gradientInput,
  smoothGrad,
  smoothGradSquared,
  varGrad,
  integratedGradients,
  expectedGradients,
  gradCam,
  occlusion,
  leaveOneOut,
  leaveOneOutMembers,
  rise,
  exactShapley,
  kernelShap,
  deepLift,
  lrp,
  guidedBackprop
} as const;

export type MethodName = keyof typeof methods;

/** Options of a method's own. */
export type OptionsOf<Name extends MethodName> =
  (typeof methods)[Name] extends Method<infer Options> ? Options : never;
