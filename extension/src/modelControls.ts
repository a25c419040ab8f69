/** The controls over a live model, and the line that says how it stands. */
import { formatNumber } from 'terselab/dist/views';
import { pluralOf } from 'terselab/dist/views/nouns';
import { isCurve } from './modelLayout';
import type { Shown } from './modelScene';
import { REACH, type Cell, type ModelState } from './modelState';
import type { Choice, Slider, Switch } from './plot';
import { words } from './words';

/** What the controls read and set. */
export interface ModelControls {
  readonly state: ModelState;
  /** Names of the columns. */
  readonly names: readonly string[];
  /** Network whose map is shown. */
  network: number;
  shown: Shown;
  cell: Cell | null;
}

export function modelChoices(plot: ModelControls): Choice[] {
  const { state } = plot;
  const { rows, networks } = state.data;
  const named = (list: readonly string[]) => list.map((text, i) => ({ value: String(i), text }));
  const out: Choice[] = [];
  if (rows.ids.length > 1)
    out.push({
      label: capital(rows.noun),
      options: named(Array.from(rows.ids, (_, i) => rows.name(i))),
      value: String(state.object),
      choose: value => {
        plot.cell = null;
        state.choose(Number(value));
        state.ask();
      }
    });
  if (networks.length > 1)
    out.push({
      label: words.model.mapOf,
      options: named(networks.map(({ name }) => name)),
      value: String(plot.network),
      choose: value => (plot.network = Number(value))
    });
  if (!isCurve(state))
    out.push({
      label: words.model.show,
      options: [
        { value: 'saliency', text: words.saliency.name },
        { value: 'input', text: words.model.input }
      ],
      value: plot.shown,
      choose: value => (plot.shown = value === 'input' ? 'input' : 'saliency')
    });
  return out;
}

export function modelSwitches(plot: ModelControls): Switch[] {
  const { state } = plot;
  const noun = state.data.payload.elementNoun;
  const out: Switch[] = [];
  if (state.data.set)
    out.push({
      label: words.model.take(noun),
      title: words.model.takeTitle(noun),
      on: false,
      enabled: plot.cell !== null && state.left > 1,
      toggle: () => {
        if (plot.cell) state.remove(plot.cell.place);
        plot.cell = null;
        state.ask();
      }
    });
  out.push({
    label: words.model.restart,
    title: words.model.restartTitle,
    on: false,
    // A slider that is being dragged does not bring the controls up to date.
    enabled: true,
    toggle: () => {
      state.choose(state.object);
      state.ask();
    }
  });
  return out;
}

export function modelSliders({ state, cell, names }: ModelControls, moved: () => void): Slider[] {
  const out: Slider[] = [];
  if (state.data.set)
    out.push({
      label: words.model.left(capital(pluralOf(state.data.payload.elementNoun))),
      value: state.left,
      least: 1,
      greatest: state.total,
      step: 1,
      set: value => {
        state.keep(value);
        moved();
      }
    });
  if (cell)
    out.push({
      label: names[cell.column],
      value: state.changeOf(cell),
      least: -REACH,
      greatest: REACH,
      step: 0.1,
      set: value => {
        state.change(cell, value);
        moved();
      }
    });
  return out;
}

/** How the browser's answer stands: agreement with the kernel, time. */
export function standing({ agreement, failure, took, data }: ModelState): string {
  if (failure !== null) return words.model.failed(failure);
  const time = Number.isFinite(took) ? `, ${Math.max(1, Math.round(took))} ms` : '';
  if (!agreement) return words.model.atWork;
  const parts = [
    words.model.answerWithin(formatNumber(agreement.answer, 1)),
    words.model.saliencyWithin(formatNumber(agreement.saliency, 1)),
    ...(data.networks.some(({ terse }) => terse !== undefined)
      ? [words.model.terseWithin(formatNumber(agreement.terse, 1))]
      : [])
  ];
  return words.model.computed(time, parts.join(', '));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
