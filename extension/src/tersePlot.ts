import {
  axisTitle,
  CLASS_COLOURS,
  columnText,
  counted,
  correlationLine,
  decodeTerse,
  paddedRange,
  parseTerse,
  pointStyle,
  toCsv,
  type Column,
  type NumberColumn,
  type PointStyle,
  type TerseData
} from 'terselab/dist/views';
import { DotLayer } from './dots';
import { contains, type Area, type Surface } from './geometry';
import { legendHeight } from './legend';
import { HeadedPlot, type Choice, type Plot, type Reading, type Sheet, type Switch } from './plot';
import { drawScatter } from './scatterDraw';
import type { Theme } from './theme';
import { Viewport } from './viewport';

/** How near the pointer must come to a point, in CSS pixels. */
const REACH = 18;

/** Where the parts of a scatter stand. */
export interface ScatterLayout {
  height: number;
  plot: Area;
  legend: Area;
}

const NONE = 'none';
const keyOf = (name: string): string => `column ${name}`;

/** The terse-layer scatter: state and reading; drawn by `scatterDraw.ts`. */
export class TersePlot extends HeadedPlot implements Plot {
  readonly data: TerseData;
  readonly arrowHint = '\u2190 \u2192 next point along x, \u2191 \u2193 along y';
  readonly downIsMore = false;
  viewport!: Viewport;
  x!: NumberColumn;
  y!: NumberColumn;
  colour: Column | undefined;
  /** The correlation of the pair shown, in words. */
  correlation = '';
  readonly dots = new DotLayer();
  private styles = new Map<boolean, PointStyle>();
  private hover = -1;
  private cursor = -1;
  private layout: ScatterLayout;
  /** Points with both values, in order of x and of y: the paths of the arrow keys. */
  private byX: number[] = [];
  private byY: number[] = [];

  /** @throws ViewError where the payload is not valid. @param before the plot shown until now, whose choices are kept */
  constructor(json: unknown, before: Plot | null) {
    const data = decodeTerse(parseTerse(json));
    super(data.payload);
    this.data = data;
    const { payload } = this.data;
    const old = before instanceof TersePlot ? before : null;
    this.colour = old ? this.columnNamed(old.colour?.name) : this.columnNamed(payload.colour);
    this.setAxes(
      this.numberNamed(old?.x.name) ?? this.numberNamed(payload.x)!,
      this.numberNamed(old?.y.name) ?? this.numberNamed(payload.y)!
    );
    if (old) {
      this.viewport.follow(old.viewport);
      if (old.cursor >= 0) this.cursor = this.data.rows.ids.indexOf(old.data.rows.ids[old.cursor]);
    }
    this.layout = this.arrange(640);
  }

  private columnNamed(name: string | undefined): Column | undefined {
    return name === undefined ? undefined : this.data.byName.get(name);
  }

  private numberNamed(name: string | undefined): NumberColumn | undefined {
    const column = this.columnNamed(name);
    return column?.kind === 'number' ? column : undefined;
  }

  private setAxes(x: NumberColumn, y: NumberColumn): void {
    this.x = x;
    this.y = y;
    const home = { x: paddedRange(x.values), y: paddedRange(y.values) };
    const least = { x: (home.x[1] - home.x[0]) / 60, y: (home.y[1] - home.y[0]) / 60 };
    this.viewport = new Viewport(home, least);
    const shown: number[] = [];
    for (let i = 0; i < this.data.length; i++) {
      if (Number.isFinite(x.values[i]) && Number.isFinite(y.values[i])) shown.push(i);
    }
    this.byX = [...shown].sort((a, b) => x.values[a] - x.values[b] || a - b);
    this.byY = shown.sort((a, b) => y.values[a] - y.values[b] || a - b);
    this.hover = -1;
    this.correlation = correlationLine(this.data, x.name, y.name);
  }

  get subtitle() {
    const { length, terse, rows } = this.data;
    const hidden = length - this.byX.length;
    const counts = `${counted(length, rows.noun)} \u00b7 ${counted(terse.length, 'terse value')}`;
    return hidden > 0 ? `${counts} \u00b7 ${hidden} without a value here` : counts;
  }

  /** Changes with what the points are, where the viewport does not. */
  get pointsKey(): string {
    return JSON.stringify([this.x.name, this.y.name, this.colour?.name]);
  }

  choices(): Choice[] {
    const columns = [...this.data.byName.values()];
    const numbers = columns
      .filter(column => column.kind === 'number')
      .map(column => ({ value: keyOf(column.name), text: axisTitle(column.label, column.unit) }));
    const all = columns.map(column => ({
      value: keyOf(column.name),
      text: axisTitle(column.label, column.unit)
    }));
    const named = (key: string) => columns.find(column => keyOf(column.name) === key);
    const axis = (key: string, set: (column: NumberColumn) => void) => {
      const column = named(key);
      if (column?.kind === 'number') set(column);
    };
    return [
      {
        label: 'x',
        options: numbers,
        value: keyOf(this.x.name),
        choose: key => axis(key, c => this.setAxes(c, this.y))
      },
      {
        label: 'y',
        options: numbers,
        value: keyOf(this.y.name),
        choose: key => axis(key, c => this.setAxes(this.x, c))
      },
      {
        label: 'Colour',
        options: [{ value: NONE, text: 'none' }, ...all],
        value: this.colour ? keyOf(this.colour.name) : NONE,
        choose: key => {
          this.colour = named(key);
          this.styles.clear();
        }
      }
    ];
  }

  switches(): Switch[] {
    return [];
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

  private arrange(width: number): ScatterLayout {
    const narrow = width < 560;
    const left = narrow ? 58 : 72;
    const classes = this.colour ? pointStyle(this.colour, false, '').classes?.length : undefined;
    const beside = this.colour && !narrow ? 158 : 0;
    const plot: Area = {
      left,
      top: 30,
      width: Math.max(20, width - left - 16 - beside),
      height: Math.round(Math.min(400, Math.max(240, (width - beside) * 0.68)))
    };
    const below = plot.top + plot.height + 50;
    const legend: Area = narrow
      ? { left, top: below, width: plot.width, height: this.colour ? legendHeight(classes, true) : 0 }
      : { left: plot.left + plot.width + 20, top: plot.top, width: beside - 20, height: plot.height };
    return { plot, legend, height: below + (narrow ? legend.height + 4 : 0) };
  }

  height(width: number): number {
    return this.arrange(width).height;
  }

  area(): Area {
    return this.layout.plot;
  }

  draw(surface: Surface, theme: Theme): void {
    this.layout = this.arrange(surface.width);
    drawScatter(this, this.layout, surface, theme);
  }

  /** The point in hand, -1 where there is none. */
  get inHand(): number {
    return this.hover >= 0 ? this.hover : this.cursor;
  }

  /** Where point i stands on the canvas. */
  place(i: number): { x: number; y: number } {
    const { plot } = this.layout;
    const { x, y } = this.viewport;
    return {
      x: plot.left + ((this.x.values[i] - x[0]) / (x[1] - x[0])) * plot.width,
      y: plot.top + (1 - (this.y.values[i] - y[0]) / (y[1] - y[0])) * plot.height
    };
  }

  point(at: { x: number; y: number } | null): boolean {
    const before = this.hover;
    this.hover = at && contains(this.layout.plot, at.x, at.y) ? this.nearest(at.x, at.y) : -1;
    return before !== this.hover;
  }

  private nearest(x: number, y: number): number {
    const { plot } = this.layout;
    const { x: across, y: up } = this.viewport;
    const [perX, perY] = [plot.width / (across[1] - across[0]), plot.height / (up[1] - up[0])];
    let best = -1;
    let least = REACH * REACH;
    for (const i of this.byX) {
      const dx = plot.left + (this.x.values[i] - across[0]) * perX - x;
      const dy = plot.top + plot.height - (this.y.values[i] - up[0]) * perY - y;
      const distance = dx * dx + dy * dy;
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  pin(): void {
    if (this.hover >= 0) this.cursor = this.hover;
  }

  step(right: number, down: number, stride: number): void {
    const path = right !== 0 ? this.byX : this.byY;
    if (path.length === 0) return;
    const from = path.indexOf(this.inHand);
    const by = (right !== 0 ? right : -down) * stride;
    this.cursor =
      from < 0 ? path[Math.floor(path.length / 2)] : path[Math.min(Math.max(from + by, 0), path.length - 1)];
    this.hover = -1;
    this.viewport.reveal(this.x.values[this.cursor], this.y.values[this.cursor]);
  }

  release(): boolean {
    const held = this.cursor >= 0;
    this.cursor = -1;
    this.hover = -1;
    return held;
  }

  reading(): Reading | null {
    const i = this.inHand;
    if (i < 0) return null;
    const { rows, byName } = this.data;
    const first = [this.x, this.y, ...(this.colour ? [this.colour] : [])];
    const others = [...byName.values()].filter(column => !first.includes(column));
    const listed = [...new Set([...first, ...others])];
    return {
      title: `${rows.noun} ${rows.name(i)}`,
      lines: [
        ...listed.slice(0, 9).map(column => ({ label: column.label, value: columnText(column, i) })),
        ...(listed.length > 9 ? [{ label: '', value: `${listed.length - 9} more in the table` }] : [])
      ],
      ...this.place(i)
    };
  }

  sheet(): Sheet {
    const columns = [...this.data.byName.values()];
    const { rows, length } = this.data;
    return {
      heads: [rows.noun, ...columns.map(column => axisTitle(column.label, column.unit))],
      rows: length,
      cell: (i, column) => (column === 0 ? rows.name(i) : columnText(columns[column - 1], i, false))
    };
  }

  csv(): string {
    const columns = [...this.data.byName.values()];
    const { rows, length } = this.data;
    return toCsv(['id', rows.noun, ...columns.map(({ name }) => name)], length, [
      i => rows.ids[i],
      i => rows.name(i),
      ...columns.map(
        column => (i: number) => (column.kind === 'number' ? column.values[i] : columnText(column, i))
      )
    ]);
  }
}
