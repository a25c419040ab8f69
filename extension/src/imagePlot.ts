import { subtitle, type ImageShape, type SaliencyData } from 'terselab/dist/views';
import type { Shared } from './broker';
import { clamp, contains, type Area, type Surface } from './geometry';
import { drawImages, ImageCache } from './imageDraw';
import { layoutImages, type ImageLayout } from './imageLayout';
import {
  HeadedPlot,
  type Choice,
  type Plot,
  type Reading,
  type Sheet,
  type Slider,
  type Switch
} from './plot';
import { readingLines, saliencyCsv, saliencySheet } from './saliencyReading';
import { SaliencyState } from './saliencyState';
import { linkSelection, selectedIds, Selection } from './selection';
import type { Theme } from './theme';
import { Viewport } from './viewport';
import { words } from './words';

/**
 * Saliency of images: the map over the image of one row, and a strip of the others to choose from. Without an input the map
 * stands alone. Drawn by `imageDraw.ts`.
 */
export class ImageSaliencyPlot extends HeadedPlot implements Plot {
  readonly viewport: Viewport;
  readonly state: SaliencyState;
  readonly arrowHint = words.image.arrows;
  readonly downIsMore = true;
  /** Weight of the map over the image, 0 to 1. */
  opacity: number;
  /** Place of the image shown, in the order of the rows. */
  place: number;
  private hover: number | null = null;
  private cursor: number | null = null;
  private hoverPlace: number | null = null;
  readonly selection: Selection;
  /** Row in hand in another view of the group: shown as long as it is. */
  private linked = -1;
  private layout: ImageLayout;
  private readonly cache = new ImageCache();

  /** @param before the plot shown until now, whose choices are kept */
  constructor(
    readonly data: SaliencyData,
    readonly image: ImageShape,
    before: Plot | null
  ) {
    super(data.payload);
    this.state = new SaliencyState(data);
    const old = before instanceof ImageSaliencyPlot ? before : null;
    this.selection = new Selection(data.shape[0]);
    if (old) {
      this.state.follow(old.state);
      linkSelection(this.selection, data.rows.ids, selectedIds(old.selection, old.data.rows.ids));
    }
    this.opacity = old?.opacity ?? data.payload.start?.opacity ?? 0.7;
    const [width, height] = [Math.max(image.width, 1), Math.max(image.height, 1)];
    this.viewport = new Viewport(
      { x: [0, width], y: [0, height] },
      { x: Math.min(4, width), y: Math.min(4, height) }
    );
    this.place = Math.max(0, this.state.order.indexOf(Math.max(0, this.state.strongestRow())));
    this.layout = layoutImages(this, 640);
    if (!old) return;
    this.viewport.follow(old.viewport);
    const row = data.rows.ids.indexOf(old.data.rows.ids[old.row]);
    if (row >= 0) this.place = this.state.order.indexOf(row);
  }

  /** The row whose image is shown; undefined where there is none. */
  get row(): number {
    return this.linked >= 0 ? this.linked : this.state.order[this.place];
  }

  get empty(): boolean {
    return this.data.shape[0] === 0 || this.data.shape[1] === 0;
  }

  get subtitle() {
    const shown = this.empty ? '' : ` \u00b7 ${this.data.rows.noun} ${this.data.rows.name(this.row)}`;
    const chosen = this.selection.count === 0 ? '' : ` \u00b7 ${this.selectionText()}`;
    return `${subtitle(this.data, this.state.shown)}${shown}${chosen}`;
  }

  choices(): Choice[] {
    return [...this.state.choices(), this.state.contourChoice()].map(choice => ({
      ...choice,
      choose: value => this.hold(() => choice.choose(value))
    }));
  }

  switches(): Switch[] {
    return this.state.switches().map(item => ({ ...item, toggle: () => this.hold(item.toggle) }));
  }

  sliders(): Slider[] {
    if (!this.data.input) return [];
    return [
      {
        label: words.image.opacity,
        value: this.opacity,
        least: 0,
        greatest: 1,
        step: 0.05,
        set: value => (this.opacity = value)
      }
    ];
  }

  private hold(change: () => void): void {
    const row = this.state.order[this.place];
    change();
    this.place = Math.max(0, this.state.order.indexOf(row));
    this.hover = null;
  }

  height(width: number): number {
    return layoutImages(this, width).height;
  }

  area(): Area {
    return this.layout.main;
  }

  draw(surface: Surface, theme: Theme): void {
    this.layout = layoutImages(this, surface.width);
    drawImages(this, this.layout, surface, theme, this.cache);
  }

  /** Pixel in hand, from the upper left corner line by line; null where there is none. */
  get inHand(): number | null {
    return this.hover ?? this.cursor;
  }

  /** Place in the strip under the pointer, or in hand in another view; null where there is none. */
  get strongPlace(): number | null {
    return this.hoverPlace ?? (this.linked >= 0 ? this.state.order.indexOf(this.linked) : null);
  }

  point(at: { x: number; y: number } | null): boolean {
    // Who points here looks here.
    if (at) this.linked = -1;
    const before = [this.hover, this.hoverPlace];
    this.hover = at && !this.empty ? this.pixelAt(at.x, at.y) : null;
    this.hoverPlace = at ? this.placeAt(at.x, at.y) : null;
    return before[0] !== this.hover || before[1] !== this.hoverPlace;
  }

  private pixelAt(x: number, y: number): number | null {
    const { main } = this.layout;
    if (!contains(main, x, y)) return null;
    const { x: across, y: down } = this.viewport;
    const pixel = Math.floor(across[0] + ((x - main.left) / main.width) * (across[1] - across[0]));
    const line = Math.floor(down[0] + ((y - main.top) / main.height) * (down[1] - down[0]));
    return clamp(line, 0, this.image.height - 1) * this.image.width + clamp(pixel, 0, this.image.width - 1);
  }

  private placeAt(x: number, y: number): number | null {
    return this.layout.thumbs.find(({ area }) => contains(area, x, y))?.place ?? null;
  }

  pin(): void {
    if (this.hoverPlace !== null) this.show(this.hoverPlace);
    else if (this.hover !== null) this.cursor = this.hover;
  }

  /** Show another image. */
  show(place: number): void {
    this.linked = -1;
    this.place = clamp(place, 0, Math.max(0, this.data.shape[0] - 1));
  }

  page(by: number): void {
    this.show(this.place + by);
  }

  step(right: number, down: number, stride: number): void {
    if (this.empty) return;
    this.linked = -1;
    const { width, height } = this.image;
    const start = this.inHand;
    if (start === null) this.cursor = this.state.strongestColumn(this.row);
    else {
      const line = clamp(Math.floor(start / width) + down * stride, 0, height - 1);
      this.cursor = line * width + clamp((start % width) + right * stride, 0, width - 1);
    }
    this.hover = null;
    const [line, pixel] = [Math.floor(this.cursor! / width), this.cursor! % width];
    this.viewport.reveal(pixel, line);
    this.viewport.reveal(pixel + 1, line + 1);
  }

  release(): boolean {
    const held = this.cursor !== null;
    this.cursor = null;
    this.hover = null;
    return held;
  }

  reading(): Reading | null {
    const { rows } = this.data;
    const thumb = this.layout.thumbs.find(({ place }) => place === this.hoverPlace);
    if (thumb && this.hoverPlace !== null) {
      const row = this.state.order[this.hoverPlace];
      const lines = readingLines(this.state, row, this.state.strongestColumn(row));
      const { left, top, width } = thumb.area;
      return { title: `${rows.noun} ${rows.name(row)}`, lines, x: left + width / 2, y: top };
    }
    const pixel = this.inHand ?? (this.linked >= 0 ? this.state.strongestColumn(this.linked) : null);
    if (pixel === null || this.empty) return null;
    const { main } = this.layout;
    const { x, y } = this.viewport;
    const { width } = this.image;
    return {
      title: `${rows.noun} ${rows.name(this.row)}`,
      lines: readingLines(this.state, this.row, pixel),
      x: main.left + (((pixel % width) + 0.5 - x[0]) / (x[1] - x[0])) * main.width,
      y: main.top + ((Math.floor(pixel / width) + 0.5 - y[0]) / (y[1] - y[0])) * main.height
    };
  }

  /** The row of the thumbnail under the pointer, or of the image shown. */
  private get rowInHand(): number {
    return this.hoverPlace === null ? this.row : this.state.order[this.hoverPlace];
  }

  key(letter: string): boolean {
    if (letter === 's' && !this.empty) this.selection.toggle(this.rowInHand);
    else if (letter === 'c') this.selection.change([], 'new');
    else return false;
    return true;
  }

  selectionText(): string {
    return `${this.selection.count.toLocaleString('en')} selected`;
  }

  get rowNoun(): string {
    return this.data.rows.noun;
  }

  shared(): Shared {
    const { ids } = this.data.rows;
    const held = !this.empty && this.linked < 0 && (this.hoverPlace !== null || this.inHand !== null);
    return { hover: held ? ids[this.rowInHand] : null, selected: selectedIds(this.selection, ids) };
  }

  link({ hover, selected }: Shared): void {
    const { ids } = this.data.rows;
    this.linked = hover === null || this.empty ? -1 : ids.indexOf(hover);
    linkSelection(this.selection, ids, selected);
  }

  sheet(): Sheet {
    return saliencySheet(this.state);
  }

  csv(): string {
    return saliencyCsv(this.state);
  }
}
