export { featureTable, takeRows, takeValues, type FeatureTable } from './featureTable';
export { classLabels, isClasses, takeTarget, type ClassLabels, type Target } from './target';
export * from './groupOverlap';
export * from './split';
export * from './exchangeSources';
export type { FittedOn, Transform, TransformState } from './transform';
export * from './standardScaling';
export * from './imputation';
export * from './metrics';
export { columnOf, mostLikely } from './rowMatrix';
export { fitLogistic, predictLogistic, type LogisticModel, type LogisticOptions } from './logistic';
export * from './heldOutScores';
export * from './sgdClassifier';
export { fitTree, predictTree, type TreeModel, type TreeOptions } from './trees/tree';
export {
  fitForest,
  predictForest,
  type ForestModel,
  type ForestOptions,
  type OutOfBag
} from './trees/forest';
export { fitBoosting, predictBoosting, type BoostingModel, type BoostingOptions } from './trees/boosting';
export { depthOf, leavesOf, type TreeNodes } from './trees/treeModel';
export * from './permutationImportance';
export * from './pca';
export * from './kMeans';
export * from './neighbours';
export { tsne, type TsneMap, type TsneOptions } from './tsne/tsne';
export { borderStatistics, turnImage, type BorderStatistics } from './imageCopies';
export { galaxyShape, type ImageBand, type GalaxyShape } from './galaxyShape';
