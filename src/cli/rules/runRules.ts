import { RESULTS_MIME } from '../../kernel';
import type { EntryPage } from '../entryFile';
import type { Executed } from '../execution';
import { finding, findNone, type Finding } from '../finding';
import { outputsOf, textOf, type Notebook } from '../notebook';

/** Largest memory of a notebook's process, MB. */
const MEMORY_BAR = 1200;
/** Longest run at the size "tiny" and "small" on two cores, seconds. */
export const SECONDS_BAR = { tiny: 30, small: 120 } as const;

/** Values that a run reported, by name. */
export function resultsOf(notebook: Notebook): Record<string, number> {
  const found = outputsOf(notebook).find(output => output.data?.[RESULTS_MIME]);
  return (found?.data?.[RESULTS_MIME] as Record<string, number> | undefined) ?? {};
}

/** What a run of the notebook must show. @param asserted whether its results are compared with the expected ones */
export function runRules(
  { notebook, whole, seconds, said }: Executed,
  page: Partial<EntryPage>,
  size: keyof typeof SECONDS_BAR,
  asserted: boolean
): Finding[] {
  const rule = `it runs to its end (${size})`;
  if (!notebook || !whole) {
    return [
      finding(
        rule,
        false,
        errorOf(notebook) || said.slice(-2000) || 'it stopped without a word',
        'Run it cell by cell in JupyterLab.'
      )
    ];
  }
  const outputs = outputsOf(notebook);
  const live = outputs.filter(
    output =>
      output.output_type === 'display_data' &&
      Object.keys(output.data ?? {}).some(type => /vnd\.(terselab\.(?!results)|vegalite)/.test(type))
  );
  const bare = live.filter(
    ({ data, metadata }) => !data!['image/png'] || !data!['text/plain'] || !metadata?.['image/png']?.alt
  );
  const noise = outputs.filter(
    output => output.output_type === 'stream' && !(page.prints && output.name === 'stdout')
  );
  const results = resultsOf(notebook);
  const memory = results.peakMemory;
  return [
    finding(rule, true, '', ''),
    finding(
      `within ${SECONDS_BAR[size]} s`,
      seconds <= SECONDS_BAR[size],
      `${seconds.toFixed(0)} s`,
      'Choose smaller numbers for this size.'
    ),
    finding(
      `within ${MEMORY_BAR} MB`,
      memory <= MEMORY_BAR,
      memory === undefined ? 'no peakMemory among the results' : `${memory} MB`,
      'Report tl.peakMemory(); stream what is large.'
    ),
    finding(
      'it shows four live views or more',
      live.length >= 4,
      `${live.length}`,
      'tl.show a view or a chart where you have a table of numbers.'
    ),
    finding(
      'each live view has a picture, a text and an alternative text',
      bare.length === 0,
      `${bare.length} of ${live.length} do not`,
      'Give every view an "alt": what is seen, in a sentence.'
    ),
    findNone(
      'nothing else is printed',
      noise.map(output => `${output.name}: ${textOf(output.text).slice(0, 100)}`),
      'tl.say for the reader; "prints": true in entry.json where printing is the lesson.'
    ),
    ...(asserted ? assertedRules(results, page) : [])
  ];
}

function assertedRules(results: Record<string, number>, page: Partial<EntryPage>): Finding[] {
  return Object.entries(page.expected ?? {}).map(([name, { value, tolerance }]) =>
    finding(
      `${name} is ${value} within ${tolerance}`,
      Math.abs(results[name] - value) <= tolerance,
      `${results[name]}`,
      'Find out why it moved before you change what is expected.'
    )
  );
}

/** The solutions must answer every exercise. */
export function solutionRules({ notebook, whole, said }: Executed, page: Partial<EntryPage>): Finding[] {
  const rule = 'the solutions run to their end';
  if (!notebook || !whole)
    return [finding(rule, false, errorOf(notebook) || said.slice(-2000), 'Run them in JupyterLab.')];
  const right = outputsOf(notebook).filter(output =>
    textOf(output.data?.['text/markdown'] as string | undefined).includes('✓')
  ).length;
  const wanted = Object.keys(page.exercises ?? {}).length;
  return [
    finding(rule, true, '', ''),
    finding(
      `the solutions of all ${wanted} checked exercises are right`,
      right === wanted,
      `${right} are`,
      'Compare entry.json with the solutions.'
    )
  ];
}

const errorOf = (notebook: Notebook | null) => {
  const error = notebook && outputsOf(notebook).find(output => output.output_type === 'error');
  return error ? (error.traceback?.join('\n') ?? `${error.ename}: ${error.evalue}`) : '';
};
