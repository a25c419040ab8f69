/** The files of a new entry: what every entry has, small enough to be read in a minute. */

/** A file of the new entry's folder. */
export interface NewFile {
  name: string;
  content: string;
}

/** @param slug name of the folder @param day of its making, as 2026-11-25 @param id makes ids of cells */
export function entryFiles(slug: string, day: string, id: () => string): NewFile[] {
  const title = slug.charAt(0).toUpperCase() + slug.slice(1).replace(/-/g, ' ');
  const markdown = (source: string) => ({ cell_type: 'markdown', id: id(), metadata: {}, source });
  const code = (source: string) => ({
    cell_type: 'code',
    id: id(),
    metadata: {},
    execution_count: null,
    outputs: [],
    source
  });
  const notebook = {
    cells: [
      markdown(
        `# ${title}\n\nOne paragraph: the question, the data, what the reader will have seen at the end.`
      ),
      code('import * as tl from "terselab";'),
      markdown('## Data\n\nWhere they come from, and what a row is.'),
      code('const x = Array.from({ length: 40 }, (_, i) => i);\nconst terse = x.map(v => Math.sin(v / 8));'),
      markdown('## What the terse value follows'),
      code(
        `tl.show(tl.terseView({\n  viewId: "${slug}-terse", title: "${title}", caption: "A band.", alt: "Forty points on a band.",\n  rowNoun: "object", ids: x, terse, terseNames: ["terse 1"], fields: [{ name: "x", values: x }]\n}));`
      ),
      markdown('## Exercise 1\n\nWhat is the largest value of x?'),
      code('tl.check("1", undefined);')
    ],
    metadata: { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' } },
    nbformat: 4,
    nbformat_minor: 5
  };
  const page = {
    title,
    slug,
    paragraph: 'One sentence that makes a reader open it.',
    notebook: `${slug}.ipynb`,
    status: 'draft',
    released: day,
    updated: day,
    authors: [],
    tags: ['draft'],
    datasets: [],
    group: 'none',
    minutes: 1,
    megabytes: 0,
    exercises: { 1: { asks: 'the largest value of x', value: 39, tolerance: 0, hint: 'Math.max(...x).' } },
    expected: {}
  };
  return [
    { name: `${slug}.ipynb`, content: JSON.stringify(notebook, null, 1) },
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
