/** The live model as a plot: what its reader does with pointer, keys and controls. */
import { answerScale, decodeModel, parseModel, placeName, type ModelData } from 'terselab/dist/views';
import { counted } from 'terselab/dist/views/nouns';
import type { Shared } from './broker';
import { clamp, contains, type Surface } from './geometry';
import { modelChoices, modelSliders, modelSwitches, standing, type ModelControls } from './modelControls';
import { drawModel, xToCount } from './modelDraw';
import { isCurve, modelLayout, type ModelLayout } from './modelLayout';
import { valueRange } from './modelMap';
import { modelCsv, modelSheet, readCell, readCount } from './modelReading';
import { mapLines, type MapLine, type ModelScene, type Shown } from './modelScene';
import { ModelState, type Cell } from './modelState';
import {
  HeadedPlot,
  type Choice,
  type Plot,
  type Reading,
  type Sheet,
  type Slider,
  type Switch
} from './plot';
import { linkSelection, selectedIds, Selection } from './selection';
import type { Theme } from './theme';
import { Viewport } from './viewport';
import { words } from './words';

type Place = { x: number; y: number };

/** Pixels that a value is dragged for one step. */
const PIXELS_A_STEP = 30;

export class ModelPlot extends HeadedPlot implements Plot, ModelControls {
  readonly arrowHint = words.model.arrows;
  readonly downIsMore = false;
  readonly viewport: Viewport;
  private readonly data: ModelData;
  readonly state: ModelState;
  readonly names: string[];
  network = 0;
  shown: Shown = 'saliency';
  cell: Cell | null = null;
  private hover: { cell: Cell } | { count: number } | null = null;
  private layout: ModelLayout;
  private lines: MapLine[] = [];
  private held: { kind: 'left' } | { kind: 'value'; cell: Cell; from: number; y: number } | null = null;
  private readonly selection: Selection;
  private tell: (controls: boolean) => void = () => {};
  private asked = false;

  /** @throws ViewError, NetworkError where the payload is not sound */
  constructor(payload: unknown, before: Plot | null) {
    const data = decodeModel(parseModel(payload));
    super(data.payload);
    this.data = data;
    this.state = new ModelState(data, () => this.answered());
    this.selection = new Selection(data.rows.ids.length);
    this.names = Array.from(data.steps, (_, i) => placeName(data.columns, i));
    const { low, high } = answerScale(data);
    this.viewport = new Viewport({ x: [0, 1], y: [low, high] }, { x: 1, y: (high - low) / 50 });
    if (before instanceof ModelPlot) {
      this.viewport.follow(before.viewport);
      linkSelection(this.selection, data.rows.ids, before.shared().selected);
    }
    this.layout = modelLayout(640, this.state, this.labels);
  }

  private get slanted(): boolean {
    return this.names.some(name => name.length > 3) && this.names.length > 4;
  }

  /** Characters of the longest slanted label; 0 where labels lie. */
  private get labels(): number {
    return this.slanted ? Math.max(...this.names.map(name => name.length)) : 0;
  }

  get subtitle(): string {
    const { state, data } = this;
    const { rows, payload } = data;
    const size = data.set
      ? `${state.left.toLocaleString('en')} of ${counted(state.total, payload.elementNoun)} left`
      : counted(state.total, payload.elementNoun);
    const changed = state.changes.size > 0 ? [`${counted(state.changes.size, 'value')} changed`] : [];
    const chosen = this.selection.count > 0 ? [this.selectionText()] : [];
    return [
      `${rows.noun} ${rows.name(state.object)}`,
      size,
      ...changed,
      ...chosen,
      standing(this.state)
    ].join(' \u00b7 ');
  }

  watch(changed: (controls: boolean) => void): void {
    this.tell = changed;
  }

  dispose(): void {
    this.tell = () => {};
    this.state.dispose();
  }

  private answered(): void {
    this.tell(false);
  }

  /** Something was changed by the reader. @param controls whether the controls show it too */
  private act(controls: boolean): void {
    this.state.ask();
    this.tell(controls);
  }

  choices(): Choice[] {
    return modelChoices(this);
  }

  switches(): Switch[] {
    return modelSwitches(this);
  }

  sliders(): Slider[] {
    return modelSliders(this, () => this.act(false));
  }

  height(width: number): number {
    return modelLayout(width, this.state, this.labels).height;
  }

  draw({ context, width }: Surface, theme: Theme): void {
    // The first drawing is the first sign that somebody sees it.
    if (!this.asked) {
      this.asked = true;
      this.state.ask();
    }
    this.layout = modelLayout(width, this.state, this.labels);
    this.lines = mapLines(this.state, this.network, this.layout.map.height);
    drawModel(context, this.scene(), theme);
  }

  private scene(): ModelScene {
    const { state, layout, network, shown, lines, names, slanted } = this;
    const cell = this.hover && 'cell' in this.hover ? this.hover.cell : this.cell;
    return { state, layout, range: this.viewport.y, network, shown, lines, cell, names, slanted };
  }

  area() {
    return this.layout.curve ?? this.layout.answers;
  }

  private find({ x, y }: Place): { cell: Cell } | { count: number } | null {
    const { curve, map } = this.layout;
    if (curve && contains({ ...curve, left: curve.left - 8, width: curve.width + 16 }, x, y))
      return { count: xToCount(curve, x, this.state.total) };
    if (!contains(map, x, y) || this.lines.length === 0) return null;
    if (isCurve(this.state)) {
      const place = Math.floor(((x - map.left) / map.width) * this.state.total);
      return { cell: { place: clamp(place, 0, this.state.total - 1), column: 0 } };
    }
    const line = clamp(
      Math.floor(((y - map.top) / map.height) * this.lines.length),
      0,
      this.lines.length - 1
    );
    const column = Math.floor(((x - map.left) / map.width) * this.state.columns);
    return { cell: { place: this.lines[line].place, column: clamp(column, 0, this.state.columns - 1) } };
  }

  point(place: Place | null): boolean {
    const found = place ? this.find(place) : null;
    const changed = JSON.stringify(found) !== JSON.stringify(this.hover);
    this.hover = found;
    return changed;
  }

  pin(): void {
    if (!this.hover) return;
    if ('cell' in this.hover) {
      this.cell = this.hover.cell;
      this.tell(true);
    } else {
      this.state.keep(this.hover.count);
      this.act(true);
    }
  }

  /** A drag along the curve changes the number of elements; on the map, up and down, a value. */
  trace(stage: 'start' | 'move' | 'end' | 'cancel', at: Place): boolean {
    if (stage === 'start') {
      const found = this.find(at);
      this.held = !found
        ? null
        : 'cell' in found
          ? { kind: 'value', cell: found.cell, from: this.state.changeOf(found.cell), y: at.y }
          : { kind: 'left' };
      return this.held !== null;
    }
    const { held } = this;
    if (!held) return false;
    if (stage === 'move') {
      this.hover = null;
      if (held.kind === 'left') this.state.keep(xToCount(this.layout.curve!, at.x, this.state.total));
      else {
        this.cell = held.cell;
        this.state.change(held.cell, held.from + (held.y - at.y) / this.pixelsAStep(held.cell));
      }
      this.act(false);
    } else this.held = null;
    return true;
  }

  /** A point of a curve stays under the pointer. */
  private pixelsAStep({ column }: Cell): number {
    if (!isCurve(this.state)) return PIXELS_A_STEP;
    const [low, high] = valueRange(this.state, this.network);
    return Math.max((this.layout.map.height * this.data.steps[column]) / (high - low), 1);
  }

  step(right: number, down: number, stride: number): void {
    const { lines, state } = this;
    if (lines.length === 0) return;
    this.hover = null;
    if (!this.cell) this.cell = { place: isCurve(state) ? 0 : lines[0].place, column: 0 };
    else if (isCurve(state)) {
      this.cell = { place: clamp(this.cell.place + right * stride, 0, state.total - 1), column: 0 };
    } else {
      const line = lines.findIndex(({ place }) => place === this.cell!.place);
      const next = clamp(Math.max(line, 0) + down * stride, 0, lines.length - 1);
      const column = clamp(this.cell.column + right * stride, 0, state.columns - 1);
      this.cell = { place: lines[next].place, column };
    }
    this.tell(true);
  }

  release(): boolean {
    const had = this.cell !== null || this.hover !== null;
    this.cell = null;
    this.hover = null;
    if (had) this.tell(true);
    return had;
  }

  key(letter: string): boolean {
    if (letter === 's') this.selection.toggle(this.state.object);
    else if (letter === 'c') this.selection.change([], 'new');
    else return false;
    return true;
  }

  selectionText(): string {
    return `${counted(this.selection.count, this.rowNoun)} selected`;
  }

  get rowNoun(): string {
    return this.data.rows.noun;
  }

  /** The object is in hand while one of its values is. */
  shared(): Shared {
    const { ids } = this.data.rows;
    const held = this.hover !== null || this.cell !== null;
    return { hover: held ? ids[this.state.object] : null, selected: selectedIds(this.selection, ids) };
  }

  /** An object in hand in another view becomes the one of this view, unless its reader has changed something here. */
  link({ hover, selected }: Shared): void {
    const { ids } = this.data.rows;
    linkSelection(this.selection, ids, selected);
    const object = hover === null ? -1 : ids.indexOf(hover);
    if (object < 0 || object === this.state.object || !this.state.untouched) return;
    this.cell = null;
    this.hover = null;
    this.state.choose(object);
    this.act(true);
  }

  reading(): Reading | null {
    if (this.hover && 'count' in this.hover) return readCount(this.scene(), this.hover.count);
    const cell = this.hover?.cell ?? this.cell;
    return cell ? readCell(this.scene(), cell) : null;
  }

  /** The elements that are left: number, values, and for each network the terse value and the size of the saliency. */
  sheet(): Sheet {
    return modelSheet(this.state, this.network, this.names);
  }

  csv(): string {
    return modelCsv(this.state, this.network, this.names);
  }
}
