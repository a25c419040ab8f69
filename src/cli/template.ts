/** The files of a new entry: small enough to be read in a minute, whole enough to pass the checks but for its blanks. */

/** A file of the new entry, its name below the entry's folder. */
export interface NewFile {
  name: string;
  content: string;
}

/** Titles, in order; the contents line and the headings are made from them. */
const SECTIONS = [
  '0 Configuration',
  '1 Data',
  '2 The simplest answer first',
  '3 A model',
  '4 What does it read?',
  '5 Exercises',
  '6 Summary'
];

const GOALS = `After this notebook you can

1. TODO: say what a reader can do afterwards,
2. compare a model with the simplest answer,
3. look at what it reads, object by object.`;

const CONFIGURATION = `import * as tl from "terselab";

const size = tl.runSize("small");
const rows = { tiny: 300, small: 900, full: 3000 }[size];
const seeds = [1, 2, 3, 4, 5];
tl.say(\`Size **\${size}**: \${rows} simulated objects.\`);`;

const DATA = `// TODO: your own data; here, objects of thirty fields whose target follows two of three features
const random = new tl.Random(1);
const drawn = Array.from({ length: rows }, (_, id) => ({ id, field: id % 30, a: random.normal(), b: random.normal(), c: random.normal() }));
const target = Float64Array.from(drawn, ({ a, b }) => a + 0.5 * b * b + random.normal(0, 0.3));
const names = ["a", "b", "c"] as const;
const table = tl.featureTable({ a: Float64Array.from(drawn, d => d.a), b: Float64Array.from(drawn, d => d.b), c: Float64Array.from(drawn, d => d.c) });
// whole fields on one side: what is observed together stays together
const split = tl.groupedSplit(drawn.map(d => d.field), { shares: { train: 0.7, validation: 0, test: 0.3 }, seed: 1 });
tl.show(await tl.chartView({
  title: "The target against each feature",
  caption: "TODO: what is on the axes, in which units.",
  alt: "Three clouds of points: the target rises with a, has a valley in b, and does not follow c.",
  spec: {
    data: { values: drawn.slice(0, 600).flatMap((d, i) => names.map(feature => ({ feature, x: +d[feature].toFixed(3), target: +target[i].toFixed(3) }))) },
    facet: { field: "feature", type: "nominal", title: null },
    spec: { width: 170, height: 170, mark: { type: "point", size: 12, opacity: 0.6 }, encoding: { x: { field: "x", type: "quantitative", title: "feature" }, y: { field: "target", type: "quantitative" } } }
  }
}));`;

const BASELINE = `const truth = tl.takeValues(target, split.test.rows);
const rms = (predicted: ArrayLike<number>) => Math.sqrt(tl.mean(Array.from(truth, (t, i) => (predicted[i] - t) ** 2)));
const trainMean = tl.mean(Array.from(tl.takeValues(target, split.train.rows)));
const guess = rms(new Float64Array(truth.length).fill(trainMean));
tl.say(\`Guessing the mean of the training rows errs by **\${guess.toFixed(2)}** (root mean square).\`);`;

const MODEL = `const train = tl.takeRows(table, split.train.rows);
const test = tl.takeRows(table, split.test.rows);
const forests = [];
for (const seed of seeds) forests.push(await tl.fitForest(train, tl.takeTarget(target, split.train.rows), { trees: 40, minLeaf: 5, seed, outOfBag: false }));
const answers = [];
for (const forest of forests) answers.push(await tl.predictForest(forest, test));
const errors = answers.map(rms);
tl.show(await tl.chartView({
  title: "Better than the guess?",
  caption: "Error of a forest for five seeds (circles) beside the guess (dashed line).",
  alt: "Five circles close together, well below the dashed line of the guess.",
  spec: {
    width: 260, height: 200,
    layer: [
      { data: { values: errors.map((error, k) => ({ seed: seeds[k], error })) }, mark: { type: "point", filled: true, size: 60, color: "#0072b2" }, encoding: { x: { field: "seed", type: "ordinal", axis: { labelAngle: 0 } }, y: { field: "error", type: "quantitative", title: "root mean square error", scale: { zero: true } } } },
      { data: { values: [{ guess }] }, mark: { type: "rule", strokeDash: [5, 3], color: "#d55e00", strokeWidth: 2 }, encoding: { y: { field: "guess", type: "quantitative" } } }
    ]
  }
}));
tl.say(\`Forest: **\${tl.mean(errors).toFixed(3)}**, from \${Math.min(...errors).toFixed(3)} to \${Math.max(...errors).toFixed(3)} over five seeds.\`);`;

const READS = `// one feature at a time is replaced by its training mean: how far does the answer move?
const [model] = forests;
const [answer] = answers;
const moved = new Float64Array(truth.length * names.length);
for (const [f, name] of names.entries()) {
  const without = { a: test.columns[0], b: test.columns[1], c: test.columns[2] };
  without[name] = new Float64Array(truth.length).fill(tl.mean(train.columns[f]));
  const changed = await tl.predictForest(model, tl.featureTable(without));
  changed.forEach((value, row) => (moved[row * names.length + f] = answer[row] - value));
}
const ids = Array.from(split.test.rows);
tl.show(tl.saliencyView({
  viewId: "SLUG-saliency", group: "SLUG", rowNoun: "object", title: "What each feature adds", method: "Leave one feature out", score: "prediction",
  caption: "Prediction minus the prediction with the feature at its training mean; rows are test objects.",
  alt: "Heat map: the columns a and b are strongly coloured, c is pale.",
  ids, columns: { label: "feature", names: [...names] }, values: moved,
  fields: [{ name: "target", values: truth }, { name: "prediction", values: answer }]
}));
tl.show(tl.terseView({
  viewId: "SLUG-terse", group: "SLUG", rowNoun: "object", title: "Prediction against truth and features",
  caption: "One number an object: the prediction. Choose the axis above the picture; objects that you select are selected in the heat map too.",
  alt: "Points along a rising band: the prediction follows the target.",
  ids, terse: answer, terseNames: ["prediction"],
  fields: [{ name: "target", values: truth }, ...names.map((name, f) => ({ name, values: test.columns[f] }))]
}));
const share = names.map((_, f) => tl.mean(Array.from(tl.columnOf(moved, 3, f), Math.abs)));
tl.say(\`Mean movement: \${names.map((name, f) => \`\${name} \${share[f].toFixed(2)}\`).join(", ")}. What a model does not read, it cannot be fooled by.\`);`;

const RESULTS = `tl.reportResults("Results of this run", {
  guess: { label: "error of the guess", value: guess },
  forest: { label: "error of the forest, mean of five seeds", value: tl.mean(errors) },
  unused: { label: "movement by c over that by a", value: share[2] / share[0] },
  peakMemory: { label: "largest memory", value: tl.peakMemory(), unit: "MB" }
});`;

const EXERCISES = [
  {
    name: '1',
    task: 'How many of the 30 fields are in the test part?',
    answer: 'new Set(Array.from(split.test.rows, row => row % 30)).size'
  },
  {
    name: '2',
    task: 'What is the largest of the numbers 0 to 29 that a field has?',
    answer: 'Math.max(...drawn.map(d => d.field))'
  }
];

const anchor = (title: string) => `[${title}](#${title.replace(/ /g, '-')})`;

/** @param id makes ids of cells */
function cellsOf(slug: string, title: string, id: () => string, solved: boolean) {
  const markdown = (source: string) => ({ cell_type: 'markdown', id: id(), metadata: {}, source });
  const code = (source: string) => ({
    cell_type: 'code',
    id: id(),
    metadata: {},
    execution_count: null,
    outputs: [],
    source: source.replace(/SLUG/g, slug)
  });
  const section = (k: number, text: string) => markdown(`## ${SECTIONS[k]}\n\n${text}`);
  const head = solved
    ? `# ${title}: solutions\n\nThe cells of the notebook, with the exercises done.`
    : `# ${title}\n\nTODO: one paragraph: the question, the data, what the reader will have seen at the end.\n\n**Authors:** TODO. **Data:** TODO: where they come from and what they cost to load. **Run time:** under a minute; under 1 GB of memory.\n\n**Contents:** ${SECTIONS.map(anchor).join(' · ')}`;
  return [
    markdown(head),
    markdown(`## Learning goals\n\n${GOALS}`),
    section(0, 'How much is computed, and with which seeds.'),
    code(CONFIGURATION),
    section(1, 'TODO: where the data come from, what a row is, and what rows share (the group).'),
    code(DATA),
    section(2, 'A score means something beside the score of an answer that needs no learning.'),
    code(BASELINE),
    section(3, 'TODO: why this model. Five seeds, because one is an anecdote.'),
    code(MODEL),
    section(4, 'TODO: what the reader should look for.'),
    code(READS),
    section(5, 'Replace `undefined` by code that computes the answer, and run the cell.'),
    ...EXERCISES.flatMap(({ name, task, answer }) => [
      markdown(`**Exercise ${name}.** ${task}`),
      code(
        `const answer${name}: number | undefined = ${solved ? answer : 'undefined'};\ntl.check("${name}", answer${name});`
      )
    ]),
    section(6, '- TODO: what to remember.'),
    code(RESULTS),
    markdown('**Where this comes from.** TODO: references of data and methods.')
  ];
}

function notebook(cells: object[]): string {
  return `${JSON.stringify({ cells, metadata: { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' }, language_info: { name: 'typescript' } }, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/**
 * The files of a new entry.
 * @param slug name of its folder @param day of its making, as 2026-11-25 @param id makes ids of cells
 */
export function entryFiles(slug: string, day: string, id: () => string): NewFile[] {
  const title = slug.charAt(0).toUpperCase() + slug.slice(1).replace(/-/g, ' ');
  const solutions = `solutions/${slug}-solutions.ipynb`;
  const page = {
    title,
    slug,
    paragraph: 'TODO: one sentence that makes a reader open it.',
    notebook: `${slug}.ipynb`,
    solutions,
    status: 'draft',
    released: day,
    updated: day,
    authors: ['TODO: your name'],
    tags: ['regression', 'TODO'],
    datasets: [],
    group: 'field',
    minutes: 1,
    megabytes: 0,
    exercises: {
      1: {
        asks: 'the number of fields in the test part',
        value: 9,
        tolerance: 0,
        hint: 'split.test.rows holds rows; the field of a row is row % 30.'
      },
      2: {
        asks: 'the largest number of a field',
        value: 29,
        tolerance: 0,
        hint: 'Math.max(...) over drawn.map(d => d.field).'
      }
    },
    expected: {
      guess: { value: 1.2, tolerance: 0.2 },
      forest: { value: 0.45, tolerance: 0.1 },
      unused: { value: 0.08, tolerance: 0.08 }
    }
  };
  return [
    { name: `${slug}.ipynb`, content: notebook(cellsOf(slug, title, id, false)) },
    { name: solutions, content: notebook(cellsOf(slug, title, id, true)) },
    { name: 'entry.json', content: `${JSON.stringify({ page, benchmark: {} }, null, 2)}\n` }
  ];
}

/** A name that no folder has yet: new-entry, new-entry-2. */
export function freeSlug(taken: ReadonlySet<string>, wanted = 'new-entry'): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}
