export * from './flareNetwork';
export * from './interrupt';
export * from './seededDropout';
export * from './training';
export * from './trainingLoop';
export * from './weights';
export * from './clusterEncoder';
export * from './encoderFile';
