import type { Method } from '../method';
import { gradient } from './gradient';
import { integratedGradients } from './integratedGradients';

/** Every method, by name: a new one is a file here and a line in this list. */
export const methods = {
  gradient,
  integratedGradients
} as const;

export type MethodName = keyof typeof methods;

/** Options of a method's own. */
export type OptionsOf<Name extends MethodName> =
  (typeof methods)[Name] extends Method<infer Options> ? Options : never;
