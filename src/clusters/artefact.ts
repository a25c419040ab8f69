import { FEATURES } from './observables';
import type { SampleSet } from './sampleSet';

/** A planted artefact: one feature of every cluster knows the cosmology of its sample. */
export interface Artefact {
  /** Which feature is shifted, by its name in FEATURES. */
  feature: string;
  /** Shift in standard deviations of the feature per unit of sigma_8 - .8. */
  dose: number;
}

/** The cheat of the first lesson: within +-2 standard deviations over the range of sigma_8. */
export const lessonArtefact: Readonly<Artefact> = { feature: 'ln M_gas(<0.5 Mpc)', dose: 20 };

/**
 * A copy of some samples with an artefact planted. Only the features change.
 * @param sd standard deviation of each feature, of the training rows without the artefact
 */
export function plantArtefact(set: SampleSet, { feature, dose }: Artefact, sd: ArrayLike<number>): SampleSet {
  const column = FEATURES.indexOf(feature);
  if (column < 0) {
    throw new RangeError(
      `plantArtefact: there is no feature "${feature}"; expected one of ${FEATURES.join(', ')}.`
    );
  }
  const features = set.features.slice();
  for (let s = 0; s < set.count; s++) {
    const shift = dose * (set.sigma8[s] - 0.8) * sd[column];
    for (let row = set.starts[s]; row < set.starts[s + 1]; row++)
      features[row * FEATURES.length + column] += shift;
  }
  return { ...set, features };
}
