/** A live model in words and numbers: what is under the cursor, the table, the file. */
import { formatNumber, toCsv, withUnit } from 'terselab/dist/views';
import { counted } from 'terselab/dist/views/nouns';
import { countToX } from './modelDraw';
import { isCurve } from './modelLayout';
import type { ModelScene } from './modelScene';
import type { Cell, ModelState } from './modelState';
import type { Reading, Sheet } from './plot';
import { words } from './words';

/** Answers from about so many elements. */
export function readCount({ state, layout: { curve } }: ModelScene, count: number): Reading | null {
  if (!curve) return null;
  const { says, data, total } = state;
  const lines = data.networks.map(({ name }, i) => {
    const found = says[i].curve;
    let [best, value] = [Infinity, NaN];
    found?.counts.forEach((c, p) => {
      const away = Math.abs(Math.log(c / count));
      if (away < best) [best, value] = [away, found.answers[p]];
    });
    return { label: name, value: withUnit(value, data.payload.answer.unit) };
  });
  return {
    title: words.model.countLeft(counted(count, data.payload.elementNoun)),
    lines,
    x: countToX(curve, count, total),
    y: curve.top + curve.height / 2
  };
}

/** A value of an element, and what the network whose map is shown makes of it. */
export function readCell(
  { state, network, layout: { map }, lines, names }: ModelScene,
  cell: Cell
): Reading | null {
  const { data } = state;
  const row = state.kept.indexOf(cell.place);
  if (row < 0) return null;
  const { saliency, terse } = state.says[network];
  const own = isCurve(state);
  const line = lines.findIndex(({ place }) => place === cell.place);
  const change = state.changeOf(cell);
  const along = (i: number, of: number) => (i + 0.5) / Math.max(of, 1);
  return {
    title: `${data.payload.elementNoun} ${cell.place}`,
    lines: [
      { label: names[cell.column], value: formatNumber(state.valueAt(network, cell)) },
      ...(change === 0
        ? []
        : [{ label: words.model.changedBy, value: words.model.steps(formatNumber(change, 2)) }]),
      {
        label: words.saliency.name,
        value: formatNumber(saliency?.[row * state.columns + cell.column] ?? NaN, 3)
      },
      ...(terse ? [{ label: words.terse.value, value: formatNumber(terse[row], 3) }] : [])
    ],
    x: map.left + map.width * (own ? along(cell.place, state.total) : along(cell.column, state.columns)),
    y: map.top + map.height * (own ? 0.5 : along(Math.max(line, 0), lines.length))
  };
}

export function modelSheet(state: ModelState, network: number, names: readonly string[]): Sheet {
  const { heads, columns, kept } = columnsOf(state, network, names);
  return {
    heads,
    rows: kept.length,
    cell: (i, j) => {
      const value = columns[j](i);
      return j === 0 ? String(value) : formatNumber(value, 4);
    }
  };
}

export function modelCsv(state: ModelState, network: number, names: readonly string[]): string {
  const { heads, columns, kept } = columnsOf(state, network, names);
  return toCsv(heads, kept.length, columns);
}

function columnsOf(state: ModelState, network: number, own: readonly string[]) {
  const { data } = state;
  const { kept } = state;
  const wide = state.columns;
  const many = data.networks.length > 1;
  const heads = [
    data.payload.elementNoun,
    ...data.networks.flatMap(({ name, terse }) => [
      ...(terse === undefined ? [] : [`${words.terse.value}${many ? `, ${name}` : ''}`]),
      `${words.model.sizeOfSaliency}${many ? `, ${name}` : ''}`
    ]),
    ...own
  ];
  const columns: ((i: number) => number)[] = [
    i => kept[i],
    ...data.networks.flatMap(({ terse }, n) => [
      ...(terse === undefined ? [] : [(i: number) => state.says[n].terse?.[i] ?? NaN]),
      (i: number) => sizeOf(state.says[n].saliency, i, wide)
    ]),
    ...own.map((_, column) => (i: number) => state.valueAt(network, { place: kept[i], column }))
  ];
  return { heads, columns, kept };
}

function sizeOf(saliency: Float64Array | null, row: number, wide: number): number {
  if (!saliency) return NaN;
  let sum = 0;
  for (let j = row * wide; j < (row + 1) * wide; j++) sum += saliency[j] ** 2;
  return Math.sqrt(sum);
}
