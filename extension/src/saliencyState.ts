import {
  divergingTable,
  sequentialTable,
  splitPanels,
  type Column,
  type ColourTable,
  type MethodValues,
  type Panel,
  type SaliencyData
} from 'terselab/dist/views';
import type { Choice, Switch } from './plot';
import { AS_GIVEN, BY_STRENGTH, rowOrder, rowStrength } from './rowOrder';
import { words } from './words';

/** Outlines that can be chosen, as shares of the colour scale. */
const CONTOURS = [0.25, 0.5, 0.75];

/** What is shown of a saliency payload, whatever its picture: method, sign, order, outline. */
export class SaliencyState {
  private method = 0;
  private absolute: boolean;
  profiles: boolean;
  /** Share of the colour scale from which cells are outlined; 0 for none. */
  contour: number;
  private sortBy = AS_GIVEN;
  private reversed = false;
  /** Sizes of the method shown, where signs are left out. */
  private sizes: Float64Array | null = null;
  /** Largest size in each row. */
  strength: Float64Array;
  /** Row at each place, over all panels. */
  order!: Uint32Array;
  panels!: Panel[];

  constructor(readonly data: SaliencyData) {
    const { start } = data.payload;
    this.absolute = start?.absolute ?? false;
    this.profiles = start?.profiles ?? false;
    this.contour = start?.contour ?? 0;
    this.strength = rowStrength(data.methods[0].values, data.shape);
    this.arrange();
  }

  /** Take over the choices made on another view of the same kind, as far as they exist here. */
  follow(before: SaliencyState): void {
    const same = this.data.methods.findIndex(({ method }) => method === before.shown.method);
    this.absolute = before.absolute;
    this.profiles = before.profiles;
    this.contour = before.contour;
    this.reversed = before.reversed;
    if (this.sortKeys().some(({ value }) => value === before.sortBy)) this.sortBy = before.sortBy;
    this.useMethod(Math.max(0, same));
  }

  get shown(): MethodValues {
    return this.data.methods[this.method];
  }

  /** Values as drawn: signed, or their sizes. */
  get values(): Float64Array {
    if (!this.absolute) return this.shown.values;
    this.sizes ??= this.shown.values.map(Math.abs);
    return this.sizes;
  }

  get limit(): number {
    return this.shown.limit;
  }

  get signed(): boolean {
    return !this.absolute;
  }

  /** Ends of the colour bar. */
  get scale(): readonly [number, number] {
    return [this.absolute ? 0 : -this.limit, this.limit];
  }

  /** Colours by the index of a signed value: without signs the upper half of the table runs from paper to ink. */
  table(dark: boolean): ColourTable {
    return this.absolute ? sizeTable(dark) : divergingTable(dark);
  }

  /** The colours of the bar: 255 from one end of the scale to the other. */
  barTable(dark: boolean): ColourTable {
    return this.absolute ? sequentialTable(dark) : divergingTable(dark);
  }

  /** Changes with whatever changes the pixels, but the zoom. */
  get key(): string {
    return [this.method, this.absolute, this.contour, this.sortBy, this.reversed].join(' ');
  }

  /** The column that rows are sorted by; null where they are not. */
  get sortColumn(): Column | null {
    if (this.sortBy === BY_STRENGTH) {
      return { kind: 'number', name: BY_STRENGTH, label: words.saliency.strongest, values: this.strength };
    }
    return this.data.fields.find(field => `field ${field.name}` === this.sortBy) ?? null;
  }

  choices(): Choice[] {
    const { methods, shape } = this.data;
    const out: Choice[] = [];
    if (methods.length > 1) {
      out.push({
        label: words.saliency.method,
        options: methods.map(({ method }, i) => ({ value: String(i), text: method })),
        value: String(this.method),
        choose: value => this.useMethod(Number(value))
      });
    }
    if (shape[0] >= 2) {
      out.push({
        label: words.saliency.sort,
        options: this.sortKeys(),
        value: this.sortBy,
        choose: key => {
          this.sortBy = key;
          this.arrange();
        }
      });
    }
    return out;
  }

  contourChoice(): Choice {
    const offered =
      CONTOURS.includes(this.contour) || this.contour === 0 ? CONTOURS : [...CONTOURS, this.contour];
    return {
      label: words.saliency.outline,
      options: [
        { value: '0', text: words.none },
        ...offered.map(share => ({
          value: String(share),
          text: words.saliency.from(Math.round(100 * share))
        }))
      ],
      value: String(this.contour),
      choose: value => (this.contour = Number(value))
    };
  }

  switches(): Switch[] {
    const out: Switch[] = [];
    if (this.data.shape[0] >= 2) {
      out.push({
        label: words.saliency.reverse,
        title: words.saliency.reverseTitle,
        on: this.reversed,
        enabled: true,
        toggle: () => {
          this.reversed = !this.reversed;
          this.arrange();
        }
      });
    }
    out.push({
      label: words.saliency.sizes,
      title: words.saliency.sizesTitle,
      on: this.absolute,
      enabled: true,
      toggle: () => (this.absolute = !this.absolute)
    });
    return out;
  }

  profileSwitch(): Switch {
    return {
      label: words.saliency.profiles,
      title: words.saliency.profilesTitle,
      on: this.profiles,
      enabled: true,
      toggle: () => (this.profiles = !this.profiles)
    };
  }

  private useMethod(method: number): void {
    this.method = method;
    this.sizes = null;
    this.strength = rowStrength(this.shown.values, this.data.shape);
    this.arrange();
  }

  private sortKeys(): Choice['options'] {
    return [
      { value: AS_GIVEN, text: words.saliency.given },
      { value: BY_STRENGTH, text: words.saliency.strongest },
      ...this.data.fields.map(field => ({ value: `field ${field.name}`, text: field.label }))
    ];
  }

  private arrange(): void {
    this.order = rowOrder(this.data, this.strength, this.sortBy, this.reversed);
    this.panels = splitPanels(this.data.panels, this.order);
  }

  /** The row with the strongest value, -1 where there is none. */
  strongestRow(): number {
    let best = -1;
    for (let i = 0; i < this.strength.length; i++) {
      if (this.strength[i] > (best < 0 ? -1 : this.strength[best])) best = i;
    }
    return best;
  }

  /** The column of a row's strongest value. */
  strongestColumn(row: number): number {
    const { shape } = this.data;
    const { values } = this.shown;
    let best = 0;
    for (let j = 1; j < shape[1]; j++) {
      const [a, b] = [Math.abs(values[row * shape[1] + j]), Math.abs(values[row * shape[1] + best])];
      if (a > b || (Number.isNaN(b) && !Number.isNaN(a))) best = j;
    }
    return best;
  }
}

const sizeTables = new Map<boolean, ColourTable>();

/** Sequential colours where a diverging table has its positive half. */
function sizeTable(dark: boolean): ColourTable {
  let table = sizeTables.get(dark);
  if (!table) {
    const colours = sequentialTable(dark);
    table = new Uint8Array(256 * 3);
    for (let i = 0; i < 256; i++) {
      const from = 3 * Math.min(255, Math.max(0, Math.round(((i - 127) / 127) * 255)));
      table.set(colours.subarray(from, from + 3), 3 * i);
    }
    sizeTables.set(dark, table);
  }
  return table;
}
