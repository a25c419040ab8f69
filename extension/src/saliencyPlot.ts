import { decodeSaliency, parseSaliency, subtitle, type SaliencyData } from 'terselab/dist/views';
import type { Shared } from './broker';
import { bottomOf, clamp, contains, type Area, type Surface } from './geometry';
import { HeadedPlot, type Choice, type Plot, type Reading, type Sheet, type Switch } from './plot';
import { ImageSaliencyPlot } from './imagePlot';
import { drawSaliency, MapCache } from './saliencyDraw';
import { layoutSaliency, type SaliencyLayout } from './saliencyLayout';
import { readingLines, saliencyCsv, saliencySheet } from './saliencyReading';
import { SaliencyState } from './saliencyState';
import { drawSelected } from './selectedRows';
import { linkSelection, selectedIds, Selection } from './selection';
import type { Theme } from './theme';
import { Viewport } from './viewport';
import { words } from './words';

/** A cell of a heatmap: panel, place from its top (after sorting), column. */
export interface Cell {
  panel: number;
  place: number;
  column: number;
}

/** The picture of a saliency payload: of images, or a heatmap. @throws ViewError where the payload is not valid */
export function makeSaliencyPlot(json: unknown, before: Plot | null): Plot {
  const data = decodeSaliency(parseSaliency(json));
  return data.image ? new ImageSaliencyPlot(data, data.image, before) : new SaliencyPlot(data, before);
}

/** The saliency heatmap, in one panel or a grid of them: state and reading; drawn by `saliencyDraw.ts`. */
export class SaliencyPlot extends HeadedPlot implements Plot {
  readonly viewport: Viewport;
  readonly state: SaliencyState;
  readonly arrowHint = words.saliency.arrows;
  readonly downIsMore = true;
  private hover: Cell | null = null;
  private cursor: Cell | null = null;
  /** Cell of the row in hand in another view of the group. */
  private linked: Cell | null = null;
  readonly selection: Selection;
  private layout: SaliencyLayout;
  private readonly cache = new MapCache();

  /** @param before the plot shown until now, whose zoom and choices are kept */
  constructor(
    readonly data: SaliencyData,
    before: Plot | null
  ) {
    super(data.payload);
    this.state = new SaliencyState(data);
    this.selection = new Selection(data.shape[0]);
    if (before instanceof SaliencyPlot) this.state.follow(before.state);
    const [rows, columns] = [this.mostRows, Math.max(data.shape[1], 1)];
    this.viewport = new Viewport(
      { x: [0, columns], y: [0, rows] },
      { x: Math.min(4, columns), y: Math.min(2, rows) }
    );
    this.layout = layoutSaliency(this.state, 640);
    if (before instanceof SaliencyPlot) this.keepPlace(before);
  }

  /** Rows of the fullest panel: what the vertical axis counts. Panels with fewer rows draw them higher. */
  private get mostRows(): number {
    return this.state.panels.reduce((most, { rows }) => Math.max(most, rows.length), 1);
  }

  private keepPlace(before: SaliencyPlot): void {
    this.viewport.follow(before.viewport);
    const { cursor } = before;
    const row = cursor ? this.data.rows.ids.indexOf(before.data.rows.ids[before.rowOf(cursor)]) : -1;
    if (cursor && row >= 0 && cursor.column < this.data.shape[1])
      this.cursor = this.cellOf(row, cursor.column);
  }

  /** Row of the data that a cell belongs to. */
  rowOf({ panel, place }: Cell): number {
    return this.state.panels[panel].rows[place];
  }

  private cellOf(row: number, column: number): Cell | null {
    for (const [panel, { rows }] of this.state.panels.entries()) {
      const place = rows.indexOf(row);
      if (place >= 0) return { panel, place, column };
    }
    return null;
  }

  get subtitle() {
    return subtitle(this.data, this.state.shown);
  }

  choices(): Choice[] {
    return this.holding([...this.state.choices(), this.state.contourChoice()]);
  }

  switches(): Switch[] {
    return this.state
      .switches()
      .concat(this.state.profileSwitch())
      .map(item => ({ ...item, toggle: () => this.hold(item.toggle) }));
  }

  private holding(choices: Choice[]): Choice[] {
    return choices.map(choice => ({ ...choice, choose: value => this.hold(() => choice.choose(value)) }));
  }

  /** Do what may move the rows; the row in hand stays in hand. */
  private hold(change: () => void): void {
    const held = this.cursor && { row: this.rowOf(this.cursor), column: this.cursor.column };
    change();
    this.hover = null;
    this.linked = null;
    this.cursor = held && this.cellOf(held.row, held.column);
  }

  height(width: number): number {
    return layoutSaliency(this.state, width).height;
  }

  area(): Area {
    return this.layout.panels[this.inHand?.panel ?? 0]?.map ?? this.layout.whole;
  }

  draw(surface: Surface, theme: Theme): void {
    this.layout = layoutSaliency(this.state, surface.width);
    drawSaliency(this, this.layout, surface, theme, this.cache);
    drawSelected(this, this.layout, surface, theme);
  }

  /** The cell under the pointer, else the one that the keyboard or a click holds. */
  get inHand(): Cell | null {
    return this.hover ?? this.linked ?? this.cursor;
  }

  /** Row whose input is drawn: the one in hand, else the strongest. -1 where there is none. */
  get shownRow(): number {
    const cell = this.inHand;
    return cell ? this.rowOf(cell) : this.state.strongestRow();
  }

  /** Places of a panel that are seen: its own share of the vertical axis. */
  seenRows(panel: number): readonly [number, number] {
    const share = this.state.panels[panel].rows.length / this.mostRows;
    return [this.viewport.y[0] * share, this.viewport.y[1] * share];
  }

  point(place: { x: number; y: number } | null): boolean {
    const before = this.hover;
    this.hover = place ? this.cellAt(place.x, place.y) : null;
    return JSON.stringify(before) !== JSON.stringify(this.hover);
  }

  private cellAt(x: number, y: number): Cell | null {
    const { curve, panels } = this.layout;
    const columns = this.data.shape[1];
    if (columns === 0) return null;
    const columnAt = ({ left, width }: Area) => {
      const { x: across } = this.viewport;
      return clamp(Math.floor(across[0] + ((x - left) / width) * (across[1] - across[0])), 0, columns - 1);
    };
    // Over the input curve the row stays and the pointer picks the column.
    if (curve && this.cursor && contains(curve, x, y)) return { ...this.cursor, column: columnAt(curve) };
    const panel = panels.findIndex(({ map }) => contains(map, x, y));
    const rows = panel < 0 ? 0 : this.state.panels[panel].rows.length;
    if (rows === 0) return null;
    const { map } = panels[panel];
    const [top, bottom] = this.seenRows(panel);
    const place = Math.floor(top + ((y - map.top) / map.height) * (bottom - top));
    return { panel, place: clamp(place, 0, rows - 1), column: columnAt(map) };
  }

  pin(): void {
    if (this.hover) this.cursor = this.hover;
  }

  step(right: number, down: number, stride: number): void {
    const row = Math.max(0, this.state.strongestRow());
    const start = this.inHand;
    const cell = start
      ? this.moved(start, right * stride, down * stride)
      : this.cellOf(row, this.state.strongestColumn(row));
    if (!cell || this.data.shape[1] === 0) return;
    this.cursor = cell;
    this.hover = null;
    const scale = this.mostRows / this.state.panels[cell.panel].rows.length;
    this.viewport.reveal(cell.column, cell.place * scale);
    this.viewport.reveal(cell.column + 1, (cell.place + 1) * scale);
  }

  /** A cell further on; past the edge of a panel its neighbour in the grid goes on. */
  private moved(cell: Cell, right: number, down: number): Cell {
    const { panels } = this.state;
    const columns = this.data.shape[1];
    const here = panels[cell.panel];
    const [column, place] = [cell.column + right, cell.place + down];
    const by = [Math.sign(down), Math.sign(right)];
    const outside = column < 0 || column >= columns || place < 0 || place >= here.rows.length;
    const next = outside
      ? panels.findIndex(
          ({ row, column, rows }) =>
            row === here.row + by[0] && column === here.column + by[1] && rows.length > 0
        )
      : -1;
    if (next < 0) {
      return { ...cell, place: clamp(place, 0, here.rows.length - 1), column: clamp(column, 0, columns - 1) };
    }
    const last = panels[next].rows.length - 1;
    return {
      panel: next,
      place: by[0] > 0 ? 0 : by[0] < 0 ? last : Math.min(cell.place, last),
      column: by[1] > 0 ? 0 : by[1] < 0 ? columns - 1 : cell.column
    };
  }

  release(): boolean {
    const held = this.cursor !== null;
    this.cursor = null;
    this.hover = null;
    return held;
  }

  reading(): Reading | null {
    const cell = this.inHand;
    const map = cell && this.layout.panels[cell.panel]?.map;
    if (!cell || !map) return null;
    const { rows } = this.data;
    const row = this.rowOf(cell);
    const { x } = this.viewport;
    const y = this.seenRows(cell.panel);
    return {
      title: `${rows.noun} ${rows.name(row)}`,
      lines: readingLines(this.state, row, cell.column),
      x: map.left + ((cell.column + 0.5 - x[0]) / (x[1] - x[0])) * map.width,
      y: clamp(map.top + ((cell.place + 0.5 - y[0]) / (y[1] - y[0])) * map.height, map.top, bottomOf(map))
    };
  }

  get rowNoun(): string {
    return this.data.rows.noun;
  }

  /** S selects the row in hand, C none. */
  key(letter: string): boolean {
    const cell = this.inHand;
    if (letter === 's' && cell) this.selection.toggle(this.rowOf(cell));
    else if (letter === 'c') this.selection.change([], 'new');
    else return false;
    return true;
  }

  selectionText(): string {
    return words.selected(this.selection.count);
  }

  shared(): Shared {
    const { ids } = this.data.rows;
    const cell = this.hover ?? this.cursor;
    return { hover: cell ? ids[this.rowOf(cell)] : null, selected: selectedIds(this.selection, ids) };
  }

  link({ hover, selected }: Shared): void {
    const { ids } = this.data.rows;
    const row = hover === null ? -1 : ids.indexOf(hover);
    this.linked = row < 0 ? null : this.cellOf(row, this.cursor?.column ?? this.state.strongestColumn(row));
    linkSelection(this.selection, ids, selected);
  }

  sheet(): Sheet {
    return saliencySheet(this.state);
  }

  csv(): string {
    return saliencyCsv(this.state);
  }
}
