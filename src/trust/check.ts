/** The contract between a check and the report. */
import type { Random } from '../math';
import type { TrustContext } from './context';
import type { Finding } from './types';

/** What a check must be given besides model, training and test part; named in the report where it is missing. */
export interface Need {
  what: string;
  met(context: TrustContext): boolean;
  /** What it means where it is missing: the question has no sense here, or it stays open. Default n/a. */
  otherwise?: 'n/a' | 'inconclusive';
}

/** One check; one file each in `checks/`, listed in its index. */
export interface Check {
  id: string;
  version: number;
  question: string;
  /** A failure alone makes the model Compromised. */
  hard: boolean;
  /** A failure means that the model is bound to its simulation. */
  bound?: boolean;
  /** Tests of one family share Holm's correction. */
  needs?: readonly Need[];
  run(context: TrustContext): Promise<Finding> | Finding;
  /** What `plant` does, in words. */
  planted?: string;
  /** The same question with a fault that the check must find; null where none can be planted. */
  plant?(context: TrustContext, random: Random): TrustContext | null;
  /** The same without any fault, which the check must pass. */
  heal?(context: TrustContext, random: Random): TrustContext | null;
  /** Draws of either control; default 20. */
  draws?: number;
}

export const needsElsewhere: Need = {
  what: 'a second domain (data.elsewhere)',
  met: ({ data }) => data.elsewhere !== undefined
};

export const needsTerse: Need = {
  what: 'a model that shows an inner layer (activations)',
  met: ({ model }) => model.spec.caps.includes('activations')
};

export const needsPhysics: Need = {
  what: 'declared physics columns',
  met: ({ data }) => Object.keys(data.test.members?.physics ?? data.test.physics ?? {}).length > 0
};

export const needsGradient: Need = {
  what: 'a model with gradients',
  met: ({ model }) => model.spec.caps.includes('gradient')
};

export const needsSigma: Need = {
  what: 'a model that gives an uncertainty (target.sigma)',
  met: ({ declaration }) => declaration.target.kind === 'regression' && declaration.target.sigma !== undefined
};

/** A finding in which nothing could be decided. */
export const inconclusive = (statistic: string, n: number, reason: string): Finding => ({
  outcome: 'inconclusive',
  statistic,
  value: null,
  n,
  reason
});
