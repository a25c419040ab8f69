import fs from 'node:fs';
import path from 'node:path';
import { finding, findNone, type Finding } from '../finding';
import { codeOf, proseOf, textOf, type Notebook } from '../notebook';

/** What a notebook must be like before it runs. @param folder where its links lead from */
export function sourceRules(notebook: Notebook, folder: string): Finding[] {
  const code = notebook.cells.filter(cell => cell.cell_type === 'code');
  const prose = proseOf(notebook);
  const dirty = code.filter(
    cell => (cell.outputs?.length ?? 0) > 0 || (cell.execution_count ?? null) !== null
  );
  const ids = notebook.cells.map(cell => cell.id);
  return [
    finding(
      'it is a notebook of the TypeScript kernel',
      notebook.metadata?.kernelspec?.name === 'tslab',
      `${notebook.metadata?.kernelspec?.name}`,
      'Choose the kernel TypeScript.'
    ),
    finding(
      'its cells have ids of their own',
      ids.every(Boolean) && new Set(ids).size === ids.length,
      'ids that are missing or twice',
      'Save it in JupyterLab 4.'
    ),
    finding(
      'its outputs are cleared',
      dirty.length === 0,
      `${dirty.length} cells have some`,
      'Clear all outputs, then save.'
    ),
    ...headingRules(prose),
    findNone('it has learning goals, exercises and a summary', missingSections(prose), 'Add the headings.'),
    findNone('links lead somewhere', deadLinks(prose, folder), 'Mend the link.'),
    findNone('pictures in the text have a description', nakedPictures(prose), 'Write ![what is seen](file).'),
    findNone(
      'acronyms are explained at first use',
      unexplainedAcronyms(prose),
      'Write the words first and the letters in brackets: Transiting Exoplanet Survey Satellite (TESS).'
    ),
    finding(
      'its length follows tl.runSize',
      codeOf(notebook).some(source => source.includes('runSize(')),
      'no cell asks for it',
      'const size = tl.runSize("small"); then choose numbers by it.'
    ),
    finding(
      'it reports results and memory',
      codeOf(notebook).some(source => source.includes('reportResults(') && source.includes('peakMemory')),
      'no cell does',
      'End with tl.reportResults(..., { ..., peakMemory: { ... } }).'
    )
  ];
}

const headingsOf = (prose: string) =>
  [...prose.replace(/```[\s\S]*?```/g, '').matchAll(/^(#{1,6}) +(.+)$/gm)].map(([, marks, title]) => ({
    level: marks.length,
    title: title.trim()
  }));

function headingRules(prose: string): Finding[] {
  const headings = headingsOf(prose);
  const titles = headings.filter(heading => heading.level === 1);
  const skipped = headings.filter(({ level }, i) => i > 0 && level > headings[i - 1].level + 1);
  return [
    finding('it has one title', titles.length === 1, `${titles.length}`, 'One heading with a single #.'),
    findNone(
      'headings skip no level',
      skipped.map(({ title }) => title),
      'Screen readers go by levels: ## comes before ###.'
    )
  ];
}

function missingSections(prose: string): string[] {
  const titles = headingsOf(prose).map(({ title }) => title.toLowerCase());
  return ['learning goals', 'exercises', 'summary']
    .filter(wanted => !titles.some(title => title.includes(wanted)))
    .map(wanted => `no "${wanted}"`);
}

/** Anchors as JupyterLab makes them: the heading with hyphens for spaces. */
const anchorOf = (title: string) => title.replace(/[*`]/g, '').replace(/ /g, '-');

function deadLinks(prose: string, folder: string): string[] {
  const anchors = new Set(headingsOf(prose).map(({ title }) => anchorOf(title)));
  return [...prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map(([, target]) => target)
    .filter(target => {
      if (/^(https?|mailto):/.test(target)) return false;
      const [file, anchor] = target.split('#');
      if (file) return !fs.existsSync(path.join(folder, decodeURIComponent(file)));
      return !anchors.has(decodeURIComponent(anchor ?? ''));
    });
}

const nakedPictures = (prose: string) => [...prose.matchAll(/!\[\s*\]\(([^)]*)\)/g)].map(([, file]) => file);

/** Units, file formats, licences and names that stand for nothing a reader must know. */
const KNOWN = new Set(
  'GB MB KB PNG SVG CPU GPU CSV JSON URL PDF FAQ NASA ESA MIT BSD CC BY OK ID USA UTC TODO II III IV'.split(
    ' '
  )
);

/** Acronyms of the text before its references that nothing explains where they first stand. */
export function unexplainedAcronyms(prose: string): string[] {
  const text = prose
    .split(/\*\*(?:References|Citations|Where this comes from)|^#+ (?:References|Where this comes from)/m)[0]
    .replace(/```[\s\S]*?```|`[^`\n]*`|\$[^$\n]*\$|\]\([^)]*\)/g, ' ');
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const match of text.matchAll(/(?<![\w-])([A-Z][A-Z0-9]*[A-Z][A-Z0-9]*)(s?)(?![\w-])/g)) {
    const [whole, acronym] = match;
    if (seen.has(acronym) || KNOWN.has(acronym)) continue;
    seen.add(acronym);
    const before = text.slice(Math.max(0, match.index - 30), match.index);
    const after = text.slice(match.index + whole.length, match.index + whole.length + 30);
    const explained =
      /\(\*{0,2}$/.test(before) ||
      /^\*{0,2} ?\(|^\*{0,2}:/.test(after) ||
      after.includes(`(${acronym}`) ||
      (/\b(is|its|called|the) \*{0,2}$/.test(before) && /^\*{0,2},/.test(after));
    if (!explained) faults.push(`${acronym} ("...${before.slice(-20).replace(/\n/g, ' ')}${acronym}")`);
  }
  return faults;
}

/** Places that a new entry leaves open. */
export function blanksOf(notebook: Notebook, word: string): string[] {
  return notebook.cells.flatMap((cell, i) =>
    textOf(cell.source).includes(word)
      ? [
          `cell ${i + 1}: ${textOf(cell.source)
            .split('\n')
            .find(line => line.includes(word))!
            .trim()
            .slice(0, 100)}`
        ]
      : []
  );
}
