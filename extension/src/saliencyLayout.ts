import { longestRowName, type Column, type SaliencyData } from 'terselab/dist/views';
import type { Area } from './geometry';

/** Where the parts of a saliency view stand. */
export interface SaliencyLayout {
  height: number;
  bar: Area;
  map: Area;
  /** The column that rows are sorted by, beside the map. */
  strip: Area | null;
  /** The input of the row in hand, under the map. */
  curve: Area | null;
  slanted: boolean;
  /** From the lowest panel's bottom to the axis title. */
  titleDistance: number;
}

/** Mean width of a letter of a row's name, in CSS pixels. */
const LETTER = 6.4;

/** Lay out for a width in CSS pixels. */
export function layoutSaliency(data: SaliencyData, width: number, sortColumn: Column | null): SaliencyLayout {
  const narrow = width < 480;
  const [rows] = data.shape;
  // Names that begin alike say nothing when they are cut.
  const left = narrow ? 58 : Math.min(Math.max(76, 26 + longestRowName(data) * LETTER), width * 0.2, 172);
  const strip = sortColumn && !narrow ? 64 : 0;
  const mapWidth = Math.max(20, width - left - 14 - (strip > 0 ? strip + 8 : 0));
  const top = 44;
  const mapHeight = Math.round(Math.min(320, Math.max(96, rows * 18)));
  const map: Area = { left, top, width: mapWidth, height: mapHeight };
  const hasCurve = data.input !== undefined && rows > 0;
  const curve: Area | null = hasCurve
    ? { left, top: top + mapHeight + 12, width: mapWidth, height: 92 }
    : null;
  const { names } = data.columns;
  const slanted = names !== undefined;
  const longest = Math.min(
    14,
    (names ?? []).slice(0, 500).reduce((most, name) => Math.max(most, name.length), 0)
  );
  const titleDistance = slanted ? 24 + longest * 3.9 : 36;
  const bottom = curve ? curve.top + curve.height : top + mapHeight;
  const barWidth = Math.min(200, mapWidth * 0.5);
  return {
    height: Math.round(bottom + titleDistance + 12),
    bar: { left: left + mapWidth - barWidth, top: 8, width: barWidth, height: 10 },
    map,
    strip: strip > 0 ? { left: left + mapWidth + 8, top, width: strip, height: mapHeight } : null,
    curve,
    slanted,
    titleDistance
  };
}
