import {
  CLASS_COLOURS,
  decodeTerse,
  parseTerse,
  pointStyle,
  tersePanels,
  type Column,
  type NumberColumn,
  type PointStyle,
  type TerseData,
  wholeRange,
  type TersePanel
} from 'terselab/dist/views';
import type { Shared } from './broker';
import { contains, type Area, type Surface } from './geometry';
import {
  HeadedPlot,
  type Choice,
  type Plot,
  type Reading,
  type SelectMode,
  type Sheet,
  type Switch
} from './plot';
import { drawScatter } from './scatterDraw';
import { linkSelection, selectedIds, Selection, type Point } from './selection';
import { terseChoices, terseSwitches, type DragTool } from './terseChoices';
import { layoutScatter, type ScatterLayout } from './terseLayout';
import { correlationSheet, pointLines, rowsSheet, terseCsv, terseSubtitle } from './terseReading';
import { TersePath } from './tersePath';
import { selectByKey, selectionText, traceOutline } from './terseSelect';
import type { Theme } from './theme';
import { Viewport, type Range } from './viewport';
import { words } from './words';

/** How near the pointer must come to a point, in CSS pixels. */
const REACH = 18;

/** The terse-layer scatter: state and reading; drawn by `scatterDraw.ts`. */
export class TersePlot extends HeadedPlot implements Plot {
  readonly data: TerseData;
  readonly arrowHint = words.terse.arrows;
  readonly downIsMore = false;
  viewport!: Viewport;
  x: NumberColumn;
  y: NumberColumn;
  colour: Column | undefined;
  /** Column held fixed for partial correlations. */
  given: NumberColumn | undefined;
  /** Small multiples of y against every number. */
  all: boolean;
  fit: boolean;
  drag: DragTool = 'move';
  panels: TersePanel[] = [];
  selection: Selection;
  /** The box or lasso being drawn, and the panel it is in. */
  outline: { panel: number; points: Point[] } | null = null;
  private styles = new Map<boolean, PointStyle>();
  private hover = -1;
  private hoverPanel = 0;
  private cursor = -1;
  /** Row in hand in another view of the group. */
  private linked = -1;
  private layout: ScatterLayout;
  private path!: TersePath;

  /** @throws ViewError where the payload is not valid. @param before the plot shown until now, whose choices are kept */
  constructor(json: unknown, before: Plot | null) {
    const data = decodeTerse(parseTerse(json));
    super(data.payload);
    this.data = data;
    const { payload } = data;
    const old = before instanceof TersePlot ? before : null;
    this.selection = new Selection(data.length);
    this.colour = this.columnNamed(old ? old.colour?.name : payload.colour);
    this.given = old ? this.numberNamed(old.given?.name) : data.given;
    this.all = old?.all ?? payload.start?.all ?? false;
    this.fit = old?.fit ?? payload.start?.fit ?? false;
    this.drag = old?.drag ?? 'move';
    this.x = this.numberNamed(old?.x.name) ?? this.numberNamed(payload.x)!;
    this.y = this.numberNamed(old?.y.name) ?? this.numberNamed(payload.y)!;
    this.arrange();
    if (old) this.keepPlace(old);
    this.layout = this.layoutFor(640);
  }

  private keepPlace(old: TersePlot): void {
    this.viewport.follow(old.viewport);
    const rowOf = new Map(Array.from(this.data.rows.ids, (id, i) => [id, i]));
    const row = (i: number) => rowOf.get(old.data.rows.ids[i]) ?? -1;
    if (old.cursor >= 0) this.cursor = row(old.cursor);
    this.selection.change(
      Array.from(old.selection.rows, row).filter(i => i >= 0),
      'new'
    );
  }

  columnNamed(name: string | undefined): Column | undefined {
    return name === undefined ? undefined : this.data.byName.get(name);
  }

  numberNamed(name: string | undefined): NumberColumn | undefined {
    const column = this.columnNamed(name);
    return column?.kind === 'number' ? column : undefined;
  }

  /** Make the panels of the choices anew; everything is seen again. */
  arrange(): void {
    const { x, y } = this;
    this.panels = tersePanels(this.data, this);
    // Small multiples zoom together, each within its own range.
    const home = this.all ? ({ x: [0, 1], y: [0, 1] } as const) : this.homeOf({ x, y });
    const least = { x: (home.x[1] - home.x[0]) / 60, y: (home.y[1] - home.y[0]) / 60 };
    this.viewport = new Viewport(home, least);
    this.path = new TersePath(x, y);
    this.hover = -1;
  }

  restyle(): void {
    this.styles.clear();
  }

  private homeOf({ x, y }: { x: NumberColumn; y: NumberColumn }): { x: Range; y: Range } {
    return { x: wholeRange(this.data, x), y: wholeRange(this.data, y) };
  }

  /** The part of a panel's columns that is seen. */
  seen(panel: TersePanel): { x: Range; y: Range } {
    const { x, y } = this.viewport;
    if (!this.all) return { x, y };
    const home = this.homeOf(panel);
    const part = ([low, high]: Range, [from, to]: Range): Range => [
      low + from * (high - low),
      low + to * (high - low)
    ];
    return { x: part(home.x, x), y: part(home.y, y) };
  }

  get subtitle() {
    return terseSubtitle(this, this.path.length, this.selectionText());
  }

  selectionText(): string {
    return selectionText(this);
  }

  choices(): Choice[] {
    return terseChoices(this);
  }

  switches(): Switch[] {
    return terseSwitches(this);
  }

  /** Colours and shapes of the points. */
  style(theme: Theme): PointStyle {
    let style = this.styles.get(theme.dark);
    if (!style) {
      style = pointStyle(this.colour, theme.dark, theme.dark ? CLASS_COLOURS[4] : CLASS_COLOURS[0]);
      this.styles.set(theme.dark, style);
    }
    return style;
  }

  private layoutFor(width: number): ScatterLayout {
    const density = !this.colour && this.data.density.length > 0;
    const classes = this.colour
      ? pointStyle(this.colour, false, '').classes?.length
      : density
        ? undefined
        : null;
    return layoutScatter(
      { panels: this.panels.length, all: this.all, partial: this.given !== undefined, classes },
      width
    );
  }

  height(width: number): number {
    return this.layoutFor(width).height;
  }

  area(): Area {
    return (
      this.layout.panels[this.hoverPanel] ?? this.layout.panels[0] ?? { left: 0, top: 0, width: 1, height: 1 }
    );
  }

  draw(surface: Surface, theme: Theme): void {
    this.layout = this.layoutFor(surface.width);
    drawScatter(this, this.layout, surface, theme);
  }

  /** The point in hand, -1 where there is none. */
  get inHand(): number {
    return this.hover >= 0 ? this.hover : this.linked >= 0 ? this.linked : this.cursor;
  }

  /** From a row to its place on the canvas, in one panel. */
  placer(panel: number): (row: number) => Point {
    const { x, y } = this.panels[panel];
    const seen = this.seen(this.panels[panel]);
    const area = this.layout.panels[panel];
    const [perX, perY] = [area.width / (seen.x[1] - seen.x[0]), area.height / (seen.y[1] - seen.y[0])];
    return row => ({
      x: area.left + (x.values[row] - seen.x[0]) * perX,
      y: area.top + area.height - (y.values[row] - seen.y[0]) * perY
    });
  }

  point(at: Point | null): boolean {
    const before = [this.hover, this.hoverPanel];
    const panel = at ? this.layout.panels.findIndex(area => contains(area, at.x, at.y)) : -1;
    this.hover = at && panel >= 0 ? this.nearest(panel, at) : -1;
    if (panel >= 0) this.hoverPanel = panel;
    return before[0] !== this.hover || before[1] !== this.hoverPanel;
  }

  private nearest(panel: number, at: Point): number {
    const place = this.placer(panel);
    let [best, least] = [-1, REACH * REACH];
    for (const row of this.panels[panel].rows) {
      const { x, y } = place(row);
      const distance = (x - at.x) ** 2 + (y - at.y) ** 2;
      if (distance < least) [best, least] = [row, distance];
    }
    return best;
  }

  pin(): void {
    if (this.hover >= 0) this.cursor = this.hover;
  }

  trace(stage: 'start' | 'move' | 'end' | 'cancel', at: Point, mode: SelectMode): boolean {
    return traceOutline(this, this.layout.panels, stage, at, mode);
  }

  key(letter: string): boolean {
    return selectByKey(this, letter, Math.min(this.hoverPanel, this.panels.length - 1));
  }

  step(right: number, down: number, stride: number): void {
    if (this.path.length === 0) return;
    this.cursor = this.path.next(this.inHand, right, down, stride);
    this.hover = -1;
    if (!this.all) this.viewport.reveal(this.x.values[this.cursor], this.y.values[this.cursor]);
    const panel = this.panels.findIndex(
      ({ x, rows }) => (!this.all || x === this.x) && rows.includes(this.cursor)
    );
    this.hoverPanel = Math.max(0, panel);
  }

  release(): boolean {
    const held = this.cursor >= 0;
    this.cursor = -1;
    this.hover = -1;
    return held;
  }

  reading(): Reading | null {
    const i = this.inHand;
    const panel = this.panels[this.hoverPanel];
    if (i < 0 || !panel || !this.layout.panels[this.hoverPanel]) return null;
    const { rows } = this.data;
    const place = this.placer(this.hoverPanel)(i);
    const middle = this.area();
    return {
      title: `${rows.noun} ${rows.name(i)}${this.selection.has(i) ? ', selected' : ''}`,
      lines: pointLines(this.data, i, [panel.x, panel.y, ...(this.colour ? [this.colour] : [])]),
      x: Number.isFinite(place.x) ? place.x : middle.left + middle.width / 2,
      y: Number.isFinite(place.y) ? place.y : middle.top
    };
  }

  get rowNoun(): string {
    return this.data.rows.noun;
  }

  shared(): Shared {
    const { ids } = this.data.rows;
    const row = this.hover >= 0 ? this.hover : this.cursor;
    return { hover: row >= 0 ? ids[row] : null, selected: selectedIds(this.selection, ids) };
  }

  link({ hover, selected }: Shared): void {
    const { ids } = this.data.rows;
    this.linked = hover === null ? -1 : ids.indexOf(hover);
    linkSelection(this.selection, ids, selected);
  }

  sheet(): Sheet {
    return this.all ? correlationSheet(this.panels) : rowsSheet(this.data, this.selection);
  }

  csv(): string {
    return terseCsv(this.data, this.selection);
  }
}
