import {
  axisTitle,
  columnText,
  decodeSaliency,
  parseSaliency,
  placeName,
  strongestRow,
  subtitle,
  toCsv,
  formatNumber,
  type Column,
  type SaliencyData
} from 'terselab/dist/views';
import { bottomOf, clamp, contains, type Area, type Surface } from './geometry';
import { HeadedPlot, type Choice, type Plot, type Reading, type Sheet, type Switch } from './plot';
import { layoutSaliency, type SaliencyLayout } from './saliencyLayout';
import { drawSaliency, MapCache } from './saliencyDraw';
import { AS_GIVEN, BY_STRENGTH, rowOrder, rowStrength } from './rowOrder';
import type { Theme } from './theme';
import { Viewport } from './viewport';

/** A cell of the heatmap: place from the top (after sorting) and column. */
export interface Cell {
  place: number;
  column: number;
}

/** The saliency heatmap: state and reading; drawn by `saliencyDraw.ts`. */
export class SaliencyPlot extends HeadedPlot implements Plot {
  readonly data: SaliencyData;
  readonly viewport: Viewport;
  /** Row shown at each place from the top. */
  order: Uint32Array;
  /** Largest absolute value of each row. */
  readonly strength: Float64Array;
  readonly arrowHint = '\u2190 \u2192 column, \u2191 \u2193 row, with Shift by ten';
  /** Row with the strongest value, -1 where there is none. */
  private readonly strongest: number;
  readonly downIsMore = true;
  private sortBy = AS_GIVEN;
  private reversed = false;
  private hover: Cell | null = null;
  private cursor: Cell | null = null;
  private layout: SaliencyLayout;
  private readonly cache = new MapCache();

  /** @throws ViewError where the payload is not valid. @param before the plot shown until now, whose zoom is kept */
  constructor(json: unknown, before: Plot | null) {
    const data = decodeSaliency(parseSaliency(json));
    super(data.payload);
    this.data = data;
    const [rows, columns] = this.data.shape;
    this.strength = rowStrength(this.data);
    this.strongest = strongestRow(this.data);
    this.viewport = new Viewport(
      { x: [0, Math.max(columns, 1)], y: [0, Math.max(rows, 1)] },
      { x: Math.min(4, Math.max(columns, 1)), y: Math.min(2, Math.max(rows, 1)) }
    );
    this.order = rowOrder(this.data, this.strength, AS_GIVEN, false);
    this.layout = layoutSaliency(this.data, 640, null);
    if (before instanceof SaliencyPlot) this.follow(before);
  }

  private follow(before: SaliencyPlot): void {
    this.viewport.follow(before.viewport);
    if (this.sortKeys().some(({ value }) => value === before.sortBy)) {
      this.reversed = before.reversed;
      this.sort(before.sortBy);
    }
    const id = before.cursor ? before.data.rows.ids[before.order[before.cursor.place]] : undefined;
    const row = id === undefined ? -1 : this.data.rows.ids.indexOf(id);
    if (before.cursor && row >= 0 && before.cursor.column < this.data.shape[1]) {
      this.cursor = { place: this.order.indexOf(row), column: before.cursor.column };
    }
  }

  get subtitle() {
    return subtitle(this.data);
  }

  /** The column that rows are sorted by, drawn as a strip beside the map; null where they are not. */
  get sortColumn(): Column | null {
    if (this.sortBy === BY_STRENGTH) {
      return { kind: 'number', name: BY_STRENGTH, label: 'strongest saliency', values: this.strength };
    }
    return this.data.fields.find(field => `field ${field.name}` === this.sortBy) ?? null;
  }

  /** Changes with the order of the rows. */
  get orderKey(): string {
    return `${this.sortBy} ${this.reversed}`;
  }

  choices(): Choice[] {
    if (this.data.shape[0] < 2) return [];
    return [
      { label: 'Sort rows by', options: this.sortKeys(), value: this.sortBy, choose: key => this.sort(key) }
    ];
  }

  switches(): Switch[] {
    if (this.data.shape[0] < 2) return [];
    return [
      {
        label: 'Reverse',
        title: 'Reverse the order of the rows',
        on: this.reversed,
        enabled: true,
        toggle: () => {
          this.reversed = !this.reversed;
          this.sort(this.sortBy);
        }
      }
    ];
  }

  private sortKeys(): Choice['options'] {
    return [
      { value: AS_GIVEN, text: 'order given' },
      { value: BY_STRENGTH, text: 'strongest saliency' },
      ...this.data.fields.map(field => ({ value: `field ${field.name}`, text: field.label }))
    ];
  }

  private sort(key: string): void {
    const held = this.cursor ? this.order[this.cursor.place] : -1;
    this.sortBy = key;
    this.order = rowOrder(this.data, this.strength, key, this.reversed);
    this.hover = null;
    if (this.cursor && held >= 0) this.cursor = { ...this.cursor, place: this.order.indexOf(held) };
  }

  height(width: number): number {
    return layoutSaliency(this.data, width, this.sortColumn).height;
  }

  area(): Area {
    return this.layout.map;
  }

  draw(surface: Surface, theme: Theme): void {
    this.layout = layoutSaliency(this.data, surface.width, this.sortColumn);
    drawSaliency(this, this.layout, surface, theme, this.cache);
  }

  /** The cell under the pointer, else the one that the keyboard or a click holds. */
  get inHand(): Cell | null {
    return this.hover ?? this.cursor;
  }

  /** Row whose input is drawn: the one in hand, else the strongest. -1 where there is none. */
  get shownRow(): number {
    const cell = this.inHand;
    return cell ? this.order[cell.place] : this.strongest;
  }

  point(place: { x: number; y: number } | null): boolean {
    const before = this.hover;
    this.hover = place ? this.cellAt(place.x, place.y) : null;
    return before?.place !== this.hover?.place || before?.column !== this.hover?.column;
  }

  private cellAt(x: number, y: number): Cell | null {
    const { map, curve } = this.layout;
    const [rows, columns] = this.data.shape;
    if (rows === 0 || columns === 0) return null;
    const { x: across, y: down } = this.viewport;
    const column = Math.floor(across[0] + ((x - map.left) / map.width) * (across[1] - across[0]));
    // Over the input curve the row stays and the pointer picks the column.
    if (curve && this.cursor && contains(curve, x, y)) {
      return { place: this.cursor.place, column: clamp(column, 0, columns - 1) };
    }
    if (!contains(map, x, y)) return null;
    const place = Math.floor(down[0] + ((y - map.top) / map.height) * (down[1] - down[0]));
    return { place: clamp(place, 0, rows - 1), column: clamp(column, 0, columns - 1) };
  }

  pin(): void {
    if (this.hover) this.cursor = this.hover;
  }

  step(right: number, down: number, stride: number): void {
    const [rows, columns] = this.data.shape;
    if (rows === 0 || columns === 0) return;
    const start = this.cursor ?? this.strongestCell();
    this.cursor = this.inHand
      ? {
          place: clamp(start.place + down * stride, 0, rows - 1),
          column: clamp(start.column + right * stride, 0, columns - 1)
        }
      : start;
    this.hover = null;
    this.viewport.reveal(this.cursor.column, this.cursor.place);
    this.viewport.reveal(this.cursor.column + 1, this.cursor.place + 1);
  }

  /** Where the keyboard starts: the strongest value of all. */
  private strongestCell(): Cell {
    const row = Math.max(0, this.strongest);
    return { place: this.order.indexOf(row), column: this.strongestColumn(row) };
  }

  private strongestColumn(row: number): number {
    const { values, shape } = this.data;
    let best = 0;
    for (let j = 1; j < shape[1]; j++) {
      const [a, b] = [Math.abs(values[row * shape[1] + j]), Math.abs(values[row * shape[1] + best])];
      if (a > b || (Number.isNaN(b) && !Number.isNaN(a))) best = j;
    }
    return best;
  }

  release(): boolean {
    const held = this.cursor !== null;
    this.cursor = null;
    this.hover = null;
    return held;
  }

  reading(): Reading | null {
    const cell = this.inHand;
    if (!cell) return null;
    const { payload, rows, columns, shape, values, input, fields } = this.data;
    const row = this.order[cell.place];
    const at = row * shape[1] + cell.column;
    const { map } = this.layout;
    const { x, y } = this.viewport;
    const unit = columns.unit && !columns.names ? ` ${columns.unit}` : '';
    return {
      title: `${rows.noun} ${rows.name(row)}`,
      lines: [
        { label: 'saliency', value: formatNumber(values[at], 3) },
        { label: columns.label, value: `${placeName(columns, cell.column)}${unit}` },
        ...(input
          ? [
              {
                label: axisTitle(input.label),
                value: `${formatNumber(input.values[at])}${input.unit ? ` ${input.unit}` : ''}`
              }
            ]
          : []),
        ...fields.slice(0, 8).map(field => ({ label: field.label, value: columnText(field, row) })),
        ...(fields.length > 8 ? [{ label: '', value: `${fields.length - 8} more in the table` }] : []),
        ...(payload.rows.table ? [{ label: 'id', value: String(rows.ids[row]) }] : [])
      ],
      x: map.left + ((cell.column + 0.5 - x[0]) / (x[1] - x[0])) * map.width,
      y: clamp(map.top + ((cell.place + 0.5 - y[0]) / (y[1] - y[0])) * map.height, map.top, bottomOf(map))
    };
  }

  sheet(): Sheet {
    const { rows, columns, shape, values, fields } = this.data;
    const heads = [
      rows.noun,
      ...fields.map(field => axisTitle(field.label, field.unit)),
      'strongest saliency',
      `at ${axisTitle(columns.label, columns.unit)}`
    ];
    const peak = (row: number) => this.strongestColumn(row);
    return {
      heads,
      rows: shape[1] === 0 ? 0 : shape[0],
      cell: (place, column) => {
        const row = this.order[place];
        if (column === 0) return rows.name(row);
        if (column <= fields.length) return columnText(fields[column - 1], row, false);
        return column === fields.length + 1
          ? formatNumber(values[row * shape[1] + peak(row)], 3)
          : placeName(columns, peak(row));
      }
    };
  }

  csv(): string {
    const { rows, columns, shape, values, fields } = this.data;
    const places = Array.from({ length: shape[1] }, (_, j) => j);
    return toCsv(
      [
        'id',
        rows.noun,
        ...fields.map(({ name }) => name),
        ...places.map(j => `saliency ${placeName(columns, j)}`)
      ],
      shape[0],
      [
        i => rows.ids[this.order[i]],
        i => rows.name(this.order[i]),
        ...fields.map(field => (i: number) => {
          const row = this.order[i];
          return field.kind === 'number' ? field.values[row] : columnText(field, row);
        }),
        ...places.map(j => (i: number) => values[this.order[i] * shape[1] + j])
      ]
    );
  }
}
