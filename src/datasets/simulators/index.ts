export {
  BAND_EDGES,
  bandMagnitude,
  PANSTARRS_BANDS,
  PANSTARRS_DEPTH,
  type PanstarrsBand,
  type Spectrum
} from './panstarrsBands';
export * from './panstarrsSources';
export * from './galaxyImages';
export * from './galaxyStamps';
export {
  MERGER_STAGES,
  STAR_KINDS,
  type Blob,
  type Galaxy,
  type GalaxyPart,
  type GalaxyPopulation,
  type MergerStage,
  type StarKind
} from './galaxyModel';
export { GALAXY_BANDS, psfKernel, type GalaxyBand } from './galaxyObservation';
export * from './lightCurveKinds';
export * from './rotatingStars';
export { drawSpots, spottedFlux, type Spot, type SpotHabit, type SpottedStar } from './spottedStar';
export * from './tessSampling';
export { discOverlap, drawLight, VARIABLE_KINDS, type Light, type VariableKind } from './variableLight';
