/** The map of a live model: saliency or input of what is left, and the terse value of each. */
import {
  axisTitle,
  classColour,
  divergingTable,
  formatNumber,
  niceTicks,
  signedIndex,
  tableColour,
  tickLabel,
  type ColourTable
} from 'terselab/dist/views';
import { pluralOf } from 'terselab/dist/views/nouns';
import {
  drawAxisTitle,
  drawBottomAxis,
  drawFrame,
  drawLeftAxis,
  fitText,
  labelFont,
  SLANTED_WIDTH
} from './axis';
import { drawColourBar } from './colourBar';
import { bottomOf, clamp, rightOf, type Area } from './geometry';
import { LABEL_HEIGHT } from './modelLayout';
import { drawMark, type MapLine, type ModelScene } from './modelScene';
import type { ModelState } from './modelState';
import type { Theme } from './theme';
import type { Range } from './viewport';
import { words } from './words';

type Context = CanvasRenderingContext2D;

/** The number at each place of the map, its colours, and where they end. */
function mapColours(
  scene: ModelScene,
  dark: boolean
): { colour(value: number): string; table: ColourTable; ends: Range } {
  const { state, network, shown } = scene;
  const table = divergingTable(dark);
  const values = shown === 'saliency' ? (state.says[network].saliency ?? []) : [3];
  let limit = 0;
  for (const value of values) limit = Math.max(limit, Math.abs(value));
  if (!(limit > 0) || !Number.isFinite(limit)) limit = 1;
  return { table, ends: [-limit, limit], colour: value => tableColour(table, signedIndex(value, limit)) };
}

/** Saliency of a cell, or its input in steps from the mean of the object. */
function mapValue(
  { state, network, shown }: ModelScene,
  means: Float64Array,
  { place, row }: MapLine,
  column: number
): number {
  if (shown === 'saliency') return state.says[network].saliency?.[row * state.columns + column] ?? NaN;
  return (state.valueAt(network, { place, column }) - means[column]) / state.data.steps[column];
}

function meansOf({ state, network, shown }: ModelScene): Float64Array {
  const means = new Float64Array(state.columns);
  if (shown === 'saliency') return means;
  for (let p = 0; p < state.total; p++)
    for (let column = 0; column < state.columns; column++)
      means[column] += state.valueAt(network, { place: p, column }) / state.total;
  return means;
}

/** Elements by columns, with the terse values beside. */
export function drawMap(context: Context, scene: ModelScene, theme: Theme): void {
  const { state, layout, lines, names, slanted, shown, network, cell } = scene;
  const { map: area } = layout;
  const { colour, table, ends } = mapColours(scene, theme.dark);
  const means = meansOf(scene);
  const [wide, high] = [area.width / state.columns, area.height / Math.max(lines.length, 1)];
  lines.forEach((each, l) => {
    for (let column = 0; column < state.columns; column++) {
      const value = mapValue(scene, means, each, column);
      context.fillStyle = Number.isFinite(value) ? colour(value) : theme.line;
      context.fillRect(area.left + column * wide, area.top + l * high, Math.ceil(wide + 0.3), high + 0.4);
    }
  });
  drawFrame(context, area, theme);
  const { data } = state;
  const unit = shown === 'saliency' ? data.payload.saliencyUnit : words.model.deviations;
  drawHeading(context, area, `${data.networks[network].name}: ${shown}, ${unit}`, table, ends, theme);
  const { slant } = layout;
  const every = slanted ? Math.ceil(LABEL_HEIGHT / (wide * Math.sin(slant))) : 1;
  const ticks = names
    .map((label, column) => ({ at: area.left + (column + 0.5) * wide, label }))
    .filter((_, column) => column % every === 0);
  drawBottomAxis(context, area, ticks, theme, { slanted, room: SLANTED_WIDTH, slant });
  drawAxisTitle(
    context,
    area,
    `${state.left} ${state.left === 1 ? data.payload.elementNoun : pluralOf(data.payload.elementNoun)}`,
    'left',
    theme,
    28
  );
  if (layout.terse) drawTerse(context, scene, layout.terse, theme);
  const at = cell ? lines.findIndex(({ place }) => place === cell.place) : -1;
  if (!cell || at < 0) return;
  outline(
    context,
    { left: area.left + cell.column * wide, top: area.top + at * high, width: wide, height: high },
    theme
  );
}

/** A frame around a cell that is seen on any colour. */
function outline(context: Context, { left, top, width, height }: Area, theme: Theme): void {
  const [w, h] = [Math.max(width, 5), Math.max(height, 5)];
  const [x, y] = [left + (width - w) / 2, top + (height - h) / 2];
  context.lineWidth = 3.5;
  context.strokeStyle = theme.background;
  context.strokeRect(x, y, w, h);
  context.lineWidth = 1.5;
  context.strokeStyle = theme.ink;
  context.strokeRect(x, y, w, h);
}

function drawHeading(
  context: Context,
  area: Area,
  words: string,
  table: ColourTable,
  ends: Range,
  theme: Theme
): void {
  const bar = { left: rightOf(area) - 120, top: area.top - 32, width: 112, height: 8 };
  const room = area.width > 340;
  context.font = labelFont(theme, 12, 500);
  context.fillStyle = theme.ink;
  context.textAlign = 'left';
  context.fillText(fitText(context, words, area.width - (room ? 140 : 0)), area.left, area.top - 14);
  if (room) drawColourBar(context, bar, table, 255, ends, theme);
}

function drawTerse(
  context: Context,
  { state, network, lines, cell }: ModelScene,
  area: Area,
  theme: Theme
): void {
  drawFrame(context, area, theme);
  context.font = labelFont(theme, 11, 500);
  context.fillStyle = theme.ink;
  context.textAlign = 'center';
  context.fillText(fitText(context, words.terse.value, area.width), area.left + area.width / 2, area.top - 8);
  const { terse } = state.says[network];
  if (!terse) return;
  let [low, high] = [Infinity, -Infinity];
  for (const value of terse) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(high >= low)) return;
  if (high - low < 1e-9) [low, high] = [low - 1, high + 1];
  const toX = (value: number) => area.left + 5 + ((area.width - 10) * (value - low)) / (high - low);
  const step = area.height / Math.max(lines.length, 1);
  lines.forEach(({ row, place }, l) => {
    if (!Number.isFinite(terse[row])) return;
    const held = place === cell?.place;
    context.fillStyle = held ? theme.ink : classColour(network);
    context.globalAlpha = held ? 1 : 0.7;
    drawMark(
      context,
      network,
      toX(terse[row]),
      area.top + (l + 0.5) * step,
      held ? 5 : clamp(step, 1.6, 4),
      true
    );
  });
  context.globalAlpha = 1;
  context.font = labelFont(theme, 10.5);
  context.fillStyle = theme.softInk;
  context.textAlign = 'left';
  context.fillText(formatNumber(low, 2), area.left, bottomOf(area) + 15);
  context.textAlign = 'right';
  context.fillText(formatNumber(high, 2), rightOf(area), bottomOf(area) + 15);
}

/** Range of a curve's values, with what its reader may make of them. */
export function valueRange(state: ModelState, network: number): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let p = 0; p < state.total; p++) {
    const value = state.valueAt(network, { place: p, column: 0 });
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const margin = Math.max((high - low) * 0.1, 1e-9);
  return [low - margin, high + margin];
}

/** An object of one column as a line, its points coloured by their saliency. */
export function drawInputCurve(context: Context, scene: ModelScene, theme: Theme): void {
  const { state, layout, network, cell } = scene;
  const { map: area } = layout;
  const range = valueRange(state, network);
  const { colour, table, ends } = mapColours({ ...scene, shown: 'saliency' }, theme.dark);
  const { saliency } = state.says[network];
  const { columns, payload, networks } = state.data;
  const toX = (p: number) => area.left + (area.width * (p + 0.5)) / state.total;
  const toY = (value: number) => bottomOf(area) - (area.height * (value - range[0])) / (range[1] - range[0]);
  const at = (p: number) => [toX(p), toY(state.valueAt(network, { place: p, column: 0 }))] as const;
  drawFrame(context, area, theme);
  const ticks = niceTicks(range[0], range[1], 4);
  drawLeftAxis(
    context,
    area,
    ticks.values.map(v => ({ at: toY(v), label: tickLabel(v, ticks.step) })),
    theme
  );
  drawHeading(
    context,
    area,
    `${networks[network].name}: saliency, ${payload.saliencyUnit}`,
    table,
    ends,
    theme
  );
  const places = niceTicks(0, state.total, Math.max(2, Math.floor(area.width / 90)));
  drawBottomAxis(
    context,
    area,
    places.values.map(v => ({ at: toX(v), label: tickLabel(v, places.step) })),
    theme
  );
  drawAxisTitle(context, area, axisTitle(columns.label, columns.unit), 'left', theme, 46);
  context.lineWidth = 1;
  context.strokeStyle = theme.softInk;
  context.beginPath();
  for (let p = 0; p < state.total; p++) context[p === 0 ? 'moveTo' : 'lineTo'](...at(p));
  context.stroke();
  for (let p = 0; p < state.total; p++) {
    context.fillStyle = saliency ? colour(saliency[p]) : theme.softInk;
    drawMark(context, 0, ...at(p), clamp(area.width / state.total, 1.5, 4), true);
  }
  if (!cell) return;
  const [x, y] = at(cell.place);
  outline(context, { left: x - 5, top: y - 5, width: 10, height: 10 }, theme);
}
