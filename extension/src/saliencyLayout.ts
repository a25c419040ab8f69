import { longestRowName } from 'terselab/dist/views';
import type { Area } from './geometry';
import type { SaliencyState } from './saliencyState';

/** Where one panel stands. */
export interface PanelArea {
  map: Area;
  /** Mean size of each column, over the map; null where profiles are off. */
  profile: Area | null;
  /** Whether names of rows stand at its left, and the axis under it. */
  first: boolean;
  last: boolean;
}

/** Where the parts of a saliency view stand. */
export interface SaliencyLayout {
  height: number;
  bar: Area;
  /** One for each panel of the state. */
  panels: PanelArea[];
  /** All maps together: where zooming and panning act. */
  whole: Area;
  /** The column that rows are sorted by, beside the map of a single panel. */
  strip: Area | null;
  /** Mean size of each row, beside that. */
  rowProfile: Area | null;
  /** The input of the row in hand, under the map of a single panel. */
  curve: Area | null;
  slanted: boolean;
  /** From the lowest panel's bottom to the axis title. */
  titleDistance: number;
}

/** Mean width of a letter of a row's name, in CSS pixels. */
const LETTER = 6.4;
/** Narrowest panel of a grid; a grid with narrower ones is laid out with fewer beside each other. */
const LEAST_PANEL = 130;
const TOP = 44;
const PROFILE = 34;
const SIDE = 64;

/** Lay out for a width in CSS pixels. */
export function layoutSaliency(state: SaliencyState, width: number): SaliencyLayout {
  const { data } = state;
  const narrow = width < 480;
  const single = data.panels === undefined;
  // Names that begin alike say nothing when they are cut.
  const left = narrow ? 58 : Math.min(Math.max(76, 26 + longestRowName(data) * LETTER), width * 0.2, 172);
  const sides = [single && state.sortColumn !== null, single && state.profiles].map(on => on && !narrow);
  const beside = sides.filter(Boolean).length * (SIDE + 8);
  const mapWidth = Math.max(20, width - left - 14 - beside);
  const panels = single ? [onePanel(state, left, mapWidth)] : gridPanels(state, left, mapWidth);
  const bottomOfAll = panels.reduce((low, { map }) => Math.max(low, map.top + map.height), TOP);
  const top = panels.length > 0 ? panels[0].map.top : TOP;
  const whole: Area = { left, top, width: mapWidth, height: Math.max(20, bottomOfAll - top) };
  const hasCurve = single && data.input !== undefined && data.shape[0] > 0;
  const curve: Area | null = hasCurve ? { left, top: bottomOfAll + 12, width: mapWidth, height: 92 } : null;
  const { names } = data.columns;
  const slanted = names !== undefined;
  const longest = Math.min(
    14,
    (names ?? []).slice(0, 500).reduce((most, name) => Math.max(most, name.length), 0)
  );
  const titleDistance = slanted ? 24 + longest * 3.9 : 36;
  const bottom = curve ? curve.top + curve.height : bottomOfAll;
  const barWidth = Math.min(200, mapWidth * 0.5);
  const side = (n: number): Area => ({
    left: left + mapWidth + 8 + n * (SIDE + 8),
    top,
    width: SIDE,
    height: whole.height
  });
  return {
    height: Math.round(bottom + titleDistance + 12),
    bar: { left: left + mapWidth - barWidth, top: 8, width: barWidth, height: 10 },
    panels,
    whole,
    strip: sides[0] ? side(0) : null,
    rowProfile: sides[1] ? side(sides[0] ? 1 : 0) : null,
    curve,
    slanted,
    titleDistance
  };
}

function onePanel(state: SaliencyState, left: number, width: number): PanelArea {
  const above = state.profiles ? PROFILE + 6 : 0;
  const height = Math.round(Math.min(320, Math.max(96, state.data.shape[0] * 18)));
  return {
    map: { left, top: TOP + above, width, height },
    profile: state.profiles ? { left, top: TOP, width, height: PROFILE } : null,
    first: true,
    last: true
  };
}

function gridPanels(state: SaliencyState, left: number, width: number): PanelArea[] {
  const { panels, profiles } = state;
  const columns = panels.reduce((most, { column }) => Math.max(most, column + 1), 1);
  const gap = 12;
  // Where the grid is too wide for the page its panels follow each other; their titles name both classes.
  const across = Math.max(1, Math.min(columns, Math.floor((width + gap) / (LEAST_PANEL + gap))));
  const panelWidth = (width - (across - 1) * gap) / across;
  const most = panels.reduce((rows, panel) => Math.max(rows, panel.rows.length), 0);
  const height = Math.round(Math.min(220, Math.max(72, most * 15)));
  const head = 20 + (profiles ? PROFILE + 4 : 0);
  const lines = Math.ceil(panels.length / across);
  return panels.map((_, i): PanelArea => {
    const [line, place] = [Math.floor(i / across), i % across];
    const top = TOP - 8 + line * (head + height + 8);
    const x = left + place * (panelWidth + gap);
    return {
      map: { left: x, top: top + head, width: panelWidth, height },
      profile: profiles ? { left: x, top: top + 18, width: panelWidth, height: PROFILE } : null,
      first: place === 0,
      last: line === lines - 1 || i + across >= panels.length
    };
  });
}
