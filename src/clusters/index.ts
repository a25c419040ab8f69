export * from './artefact';
export * from './gasProfile';
export * from './scaling';
export * from './survey';
export * from './limit';
export * from './observables';
export * from './sampleSet';
export * from './haloBank';
