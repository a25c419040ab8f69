export {
  BAND_EDGES,
  bandMagnitude,
  PANSTARRS_BANDS,
  PANSTARRS_DEPTH,
  type PanstarrsBand,
  type Spectrum
} from './panstarrsBands';
export * from './panstarrsSources';
