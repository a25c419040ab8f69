/** What the reader of a live model has done to an object, and what the networks say to it. */
import { fewerAndFewer, type ModelData } from 'terselab/dist/views';
import { clamp } from './geometry';
import { liveEngine, type LiveEngine } from './liveEngine';
import type { LiveAnswer, LiveQuestion, LiveSpec } from './liveNetwork';
import { words } from './words';

/** Points of the curve of the answer against the number of elements. */
const POINTS = 32;
/** Steps that a value may be moved either way. */
export const REACH = 4;

/** What a network says now. */
export interface NetworkSays {
  answer: number;
  /** [rows, columns] of the kept elements, in the order of `kept`. */
  saliency: Float64Array | null;
  terse: Float64Array | null;
  /** The answer against the number of elements. */
  curve: { counts: readonly number[]; answers: readonly number[] } | null;
}

/** A value of an element. */
export interface Cell {
  /** Place within the object. */
  place: number;
  column: number;
}

export class ModelState {
  object = 0;
  /** Elements left. */
  left = 1;
  /** Places, those kept longest first. */
  order: number[] = [];
  /** Changes in steps, by place times columns plus column. */
  readonly changes = new Map<number, number>();
  says: NetworkSays[] = [];
  /** Largest difference from the kernel of the untouched object; null until it is known. */
  agreement: { answer: number; saliency: number; terse: number } | null = null;
  /** Time from question to answer, in milliseconds. */
  took = NaN;
  failure: string | null = null;
  private readonly engines: LiveEngine[];
  private running = false;
  private again = false;
  private curvesOf = '';

  /** @param changed called when the networks have answered @throws Error where a network is not sound */
  constructor(
    readonly data: ModelData,
    private readonly changed: () => void
  ) {
    const rows = data.starts.reduce((most, start, i) => Math.max(most, start - (data.starts[i - 1] ?? 0)), 1);
    this.engines = data.networks.map(({ network, index, input, terse }) => {
      const spec: LiveSpec = {
        // The schema has checked the kinds and settings that the types tell apart.
        network: network as LiveSpec['network'],
        index,
        input,
        ...(terse === undefined ? {} : { terse }),
        steps: data.steps,
        ...(data.set
          ? { set: { mask: data.set.mask, about: data.set.about, expected: data.set.expected } }
          : {})
      };
      return liveEngine(spec, rows);
    });
    this.choose(0);
  }

  get columns(): number {
    return this.data.steps.length;
  }

  get total(): number {
    return this.data.starts[this.object + 1] - this.data.starts[this.object];
  }

  get untouched(): boolean {
    return this.left === this.total && this.changes.size === 0;
  }

  /** Places of the elements that are left, in their own order. */
  get kept(): number[] {
    return this.order.slice(0, this.left).sort((a, b) => a - b);
  }

  /** Another object, or the same one as it was; what the kernel said is shown until the networks have answered. */
  choose(object: number): void {
    const { starts, set, networks } = this.data;
    this.object = object;
    this.left = this.total;
    this.changes.clear();
    this.agreement = null;
    this.curvesOf = '';
    const [from, to] = [starts[object], starts[object + 1]];
    this.order = set ? [...set.order.subarray(from, to)] : Array.from({ length: to - from }, (_, i) => i);
    this.says = networks.map(({ kernel: { answers, saliency, terse, curve } }) => ({
      answer: answers[object],
      saliency: saliency?.slice(from * this.columns, to * this.columns) ?? null,
      terse: terse?.slice(from, to) ?? null,
      curve: curve
        ? {
            counts: [...curve.counts.subarray(object * curve.points, (object + 1) * curve.points)],
            answers: [...curve.answers.subarray(object * curve.points, (object + 1) * curve.points)]
          }
        : null
    }));
  }

  /** Value of a network's input, with what was changed. */
  valueAt(network: number, { place, column }: Cell): number {
    const { values } = this.data.networks[network];
    const own = values[(this.data.starts[this.object] + place) * this.columns + column];
    return own + this.changeOf({ place, column }) * this.data.steps[column];
  }

  changeOf({ place, column }: Cell): number {
    return this.changes.get(place * this.columns + column) ?? 0;
  }

  change(cell: Cell, steps: number): void {
    const key = cell.place * this.columns + cell.column;
    const bounded = clamp(steps, -REACH, REACH);
    if (bounded === 0) this.changes.delete(key);
    else this.changes.set(key, bounded);
  }

  keep(count: number): void {
    this.left = clamp(Math.round(count), 1, this.total);
  }

  /** Takes one element away; the last stays. */
  remove(place: number): void {
    const at = this.order.indexOf(place);
    if (at < 0 || at >= this.left || this.left === 1) return;
    this.order.splice(at, 1);
    this.order.splice(--this.left, 0, place);
  }

  /** Asks the networks; while they are at work, once more when they are done. */
  ask(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    void this.askAll()
      .catch(error => (this.failure = error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.running = false;
        this.changed();
        if (this.again) {
          this.again = false;
          this.ask();
        }
      });
  }

  dispose(): void {
    for (const engine of this.engines) engine.dispose();
  }

  private async askAll(): Promise<void> {
    const began = performance.now();
    const { untouched, kept, object, total } = this;
    const asked = this.engines.map((engine, i) => engine.ask([this.question(i, kept, true)]));
    const found = (await Promise.all(asked)).map(([answer]) => answer);
    if (object !== this.object) return;
    found.forEach((answer, i) => (this.says[i] = { ...this.says[i], ...answer }));
    this.took = performance.now() - began;
    this.failure = found.every(({ answer }) => Number.isFinite(answer)) ? null : words.model.notFinite;
    if (untouched) this.agreement = this.compare(found);
    this.changed();
    const key = `${this.order.join()}|${[...this.changes].join()}`;
    if (!this.data.set || this.again || key === this.curvesOf) return;
    const counts = fewerAndFewer(total, POINTS);
    const order = [...this.order];
    const curves: number[][] = this.engines.map(() => []);
    for (const count of counts) {
      const places = order.slice(0, count);
      const answers = await Promise.all(
        this.engines.map((engine, i) => engine.ask([this.question(i, places, false)]))
      );
      // The reader goes first: the curve is begun again when there is time.
      if (this.again || object !== this.object) return;
      answers.forEach(([{ answer }], i) => curves[i].push(answer));
    }
    this.curvesOf = key;
    curves.forEach((answers, i) => (this.says[i] = { ...this.says[i], curve: { counts, answers } }));
  }

  private question(network: number, places: readonly number[], whole: boolean): LiveQuestion {
    const { columns } = this;
    const values = new Float64Array(places.length * columns);
    places.forEach((place, i) => {
      for (let column = 0; column < columns; column++)
        values[i * columns + column] = this.valueAt(network, { place, column });
    });
    return { values, rows: places.length, total: this.total, whole };
  }

  /** Against what the kernel said: the answer as it is, the others over the largest of their kind. */
  private compare(found: readonly LiveAnswer[]): ModelState['agreement'] {
    const { starts, networks } = this.data;
    const [from, to] = [starts[this.object], starts[this.object + 1]];
    let [answer, saliency, terse] = [0, 0, 0];
    networks.forEach(({ kernel }, i) => {
      answer = Math.max(answer, Math.abs(found[i].answer - kernel.answers[this.object]));
      saliency = Math.max(
        saliency,
        miss(found[i].saliency, kernel.saliency?.subarray(from * this.columns, to * this.columns))
      );
      terse = Math.max(terse, miss(found[i].terse, kernel.terse?.subarray(from, to)));
    });
    return { answer, saliency, terse };
  }
}

/** max |a - b| / max |b|; 0 where one of them is not there. */
function miss(a: Float64Array | null, b: Float64Array | undefined): number {
  if (!a || !b) return 0;
  let [worst, largest] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    worst = Math.max(worst, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(b[i]));
  }
  return largest > 0 ? worst / largest : worst;
}
