import { normalCumulative } from '../../math';

/** The five bands of Pan-STARRS, blue to red. */
export const PANSTARRS_BANDS = ['g', 'r', 'i', 'z', 'y'] as const;
export type PanstarrsBand = (typeof PANSTARRS_BANDS)[number];

/** A band as a box: all light between two wavelengths (nm) counts alike. */
interface Box {
  low: number;
  high: number;
}

/** Edges of boxes that stand for the filters: near the half-height points of the curves of Tonry et al. 2012 (ApJ 750, 99). */
export const BAND_EDGES: Record<PanstarrsBand, Box> = {
  g: { low: 414, high: 551 },
  r: { low: 550, high: 689 },
  i: { low: 690, high: 819 },
  z: { low: 818, high: 922 },
  y: { low: 918, high: 1001 }
};

/** Magnitude (AB) at which a point source has S/N 5 in the stacked 3 pi survey: Chambers et al. 2016 (arXiv:1612.05560). */
export const PANSTARRS_DEPTH: Record<PanstarrsBand, number> = { g: 23.3, r: 23.2, i: 23.1, z: 22.3, y: 21.4 };

/** Extinction in each band over E(B-V): Schlafly & Finkbeiner 2011 (ApJ 737, 103), R_V = 3.1. */
export const PANSTARRS_EXTINCTION: Record<PanstarrsBand, number> = {
  g: 3.172,
  r: 2.271,
  i: 1.682,
  z: 1.322,
  y: 1.087
};

/** A spectrum: f_lambda as a function of the observed wavelength (nm), in any unit, and narrow lines on top of it. */
export interface Spectrum {
  continuum(wavelength: number): number;
  /** Emission lines by observed wavelength, equivalent width and sigma (all nm, observed). */
  lines?: { at: number; width: number; sigma: number }[];
}

/** Points of the midpoint rule over a band. */
const POINTS = 10;

/** Part of a line that lies below an edge. */
const below = (edge: number, at: number, sigma: number) => normalCumulative((edge - at) / sigma);

/**
 * AB magnitude of a spectrum in a band, up to a constant that all bands share: mean f_nu weighted by photons,
 * the integral of f_lambda lambda over the integral of 1 / lambda.
 */
export function bandMagnitude(spectrum: Spectrum, band: PanstarrsBand): number {
  const { low, high } = BAND_EDGES[band];
  const step = (high - low) / POINTS;
  let photons = 0;
  for (let k = 0; k < POINTS; k++) {
    const wavelength = low + (k + 0.5) * step;
    photons += spectrum.continuum(wavelength) * wavelength * step;
  }
  for (const { at, width, sigma } of spectrum.lines ?? []) {
    const inside = below(high, at, sigma) - below(low, at, sigma);
    if (inside > 1e-6) photons += inside * width * spectrum.continuum(at) * at;
  }
  return -2.5 * Math.log10(photons / Math.log(high / low));
}
