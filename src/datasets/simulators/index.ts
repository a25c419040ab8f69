export {
  BAND_EDGES,
  bandMagnitude,
  PANSTARRS_BANDS,
  PANSTARRS_DEPTH,
  type PanstarrsBand,
  type Spectrum
} from './panstarrsBands';
export * from './panstarrsSources';
export * from './rotatingStars';
export { drawSpots, spottedFlux, type Spot, type SpotHabit, type SpottedStar } from './spottedStar';
export * from './tessSampling';
