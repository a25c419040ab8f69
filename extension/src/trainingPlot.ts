/** The training monitor: losses by epoch, progress, time left. Drawn by `trainingDraw.ts`. */
import {
  decodeTraining,
  formatNumber,
  lastEpoch,
  lossRange,
  parseTraining,
  toCsv,
  trainingLine,
  type TrainingData
} from 'terselab/dist/views';
import { clamp, contains, type Area, type Surface } from './geometry';
import { HeadedPlot, type Choice, type Plot, type Reading, type Sheet, type Switch } from './plot';
import type { Theme } from './theme';
import { drawTraining, placerOf, trainingArea, trainingHeight, type TrainingScene } from './trainingDraw';
import { Viewport } from './viewport';
import { words } from './words';

export class TrainingPlot extends HeadedPlot implements Plot {
  readonly arrowHint = words.training.arrows;
  readonly downIsMore = false;
  readonly data: TrainingData;
  /** What has happened since the plot shown until now, to be spoken. */
  readonly news?: string;
  viewport!: Viewport;
  private log = false;
  private alive = true;
  private hover = -1;
  private cursor = -1;
  private layout: Area = trainingArea(640);

  /** @throws ViewError where the payload is not valid. @param before the plot shown until now, whose choices are kept */
  constructor(json: unknown, before: Plot | null) {
    const data = decodeTraining(parseTraining(json));
    super(data.payload);
    this.data = data;
    const old = before instanceof TrainingPlot ? before : null;
    this.log = (old?.log ?? false) && this.positive;
    this.arrange();
    if (!old) return;
    this.viewport.follow(old.viewport);
    this.alive = old.alive;
    this.layout = old.layout;
    this.cursor = data.epochs.indexOf(old.data.epochs[old.cursor]);
    this.hover = data.epochs.indexOf(old.data.epochs[old.hover]);
    if (old.running && !this.running) this.news = this.subtitle;
  }

  /** A logarithm knows losses above 0 only. */
  private get positive(): boolean {
    return this.data.curves.every(({ values }) => values.every(value => !(value <= 0)));
  }

  private arrange(): void {
    const y = this.log ? logRange(this.data) : lossRange(this.data);
    const x = [1, lastEpoch(this.data)] as const;
    this.viewport = new Viewport({ x, y }, { x: Math.min(4, x[1] - x[0]), y: (y[1] - y[0]) / 100 });
  }

  /** Whether the training says that it goes on. */
  get running(): boolean {
    return this.data.payload.state === 'running';
  }

  /** What the page knows of it: a notebook opened again shows the state in which it was cut off. */
  setAlive(alive: boolean): void {
    this.alive = alive;
  }

  get subtitle(): string {
    return trainingLine(this.data, this.alive);
  }

  choices(): Choice[] {
    return [];
  }

  switches(): Switch[] {
    return [
      {
        label: words.training.log,
        title: words.training.logTitle,
        on: this.log,
        enabled: this.positive,
        toggle: () => {
          this.log = !this.log;
          this.arrange();
        }
      }
    ];
  }

  height(): number {
    return trainingHeight;
  }

  area(): Area {
    return this.layout;
  }

  draw(surface: Surface, theme: Theme): void {
    this.layout = trainingArea(surface.width);
    drawTraining(surface, this.scene(), theme);
  }

  private scene(): TrainingScene {
    const { data, layout: area, viewport, log, inHand } = this;
    return { data, area, seen: { x: viewport.x, y: viewport.y }, log, inHand };
  }

  private get inHand(): number {
    return this.hover >= 0 ? this.hover : this.cursor;
  }

  point(at: { x: number; y: number } | null): boolean {
    const before = this.hover;
    this.hover = at && contains(this.layout, at.x, at.y) ? this.nearest(at.x) : -1;
    return before !== this.hover;
  }

  private nearest(x: number): number {
    const { toX } = placerOf(this.scene());
    let best = -1;
    this.data.epochs.forEach((epoch, i) => {
      if (best < 0 || Math.abs(toX(epoch) - x) < Math.abs(toX(this.data.epochs[best]) - x)) best = i;
    });
    return best;
  }

  pin(): void {
    if (this.hover >= 0) this.cursor = this.hover;
  }

  step(right: number, _down: number, stride: number): void {
    const { epochs, best } = this.data;
    if (epochs.length === 0) return;
    const last = epochs.length - 1;
    // The first key leads to the best epoch, or to the last.
    this.cursor = this.inHand < 0 ? (best < 0 ? last : best) : clamp(this.inHand + right * stride, 0, last);
    this.hover = -1;
    this.viewport.reveal(epochs[this.cursor], this.viewport.y[0]);
  }

  release(): boolean {
    const held = this.cursor >= 0;
    this.cursor = -1;
    this.hover = -1;
    return held;
  }

  reading(): Reading | null {
    const { inHand, data } = this;
    if (inHand < 0) return null;
    const { toX, toY } = placerOf(this.scene());
    const heights = data.curves.map(({ values }) => toY(values[inHand])).filter(Number.isFinite);
    return {
      title: words.training.epoch(data.epochs[inHand], inHand === data.best),
      lines: data.curves.map(({ name, values }) => ({ label: name, value: formatNumber(values[inHand], 4) })),
      x: toX(data.epochs[inHand]),
      y: clamp(
        Math.min(...heights, this.layout.top + this.layout.height / 2),
        this.layout.top,
        this.layout.top + this.layout.height
      )
    };
  }

  sheet(): Sheet {
    const { epochs, curves } = this.data;
    return {
      heads: ['epoch', ...curves.map(({ name }) => name)],
      rows: epochs.length,
      cell: (row, column) =>
        column === 0 ? String(epochs[row]) : formatNumber(curves[column - 1].values[row], 6)
    };
  }

  csv(): string {
    const { epochs, curves } = this.data;
    return toCsv(
      ['epoch', ...curves.map(({ name }) => name)],
      epochs.length,
      [epochs, ...curves.map(({ values }) => values)].map(column => (row: number) => column[row])
    );
  }
}

/** Range of the losses' powers of ten. */
function logRange({ curves }: TrainingData): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of curves) {
    for (const value of values) {
      if (!(value > 0)) continue;
      low = Math.min(low, Math.log10(value));
      high = Math.max(high, Math.log10(value));
    }
  }
  if (!(high >= low)) return [-1, 0];
  const margin = Math.max(0.05 * (high - low), 0.02);
  return [low - margin, high + margin];
}
