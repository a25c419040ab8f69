import fs from 'node:fs';
import path from 'node:path';
import type { EntryPage } from '../entryFile';
import { finding, findNone, type Finding } from '../finding';

/** Word that marks a place which a new entry leaves open. */
export const BLANK = 'TODO';

const STATUSES = ['draft', 'current', 'superseded', 'withdrawn'];
const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);
const isDay = (value: unknown) =>
  isText(value) && !Number.isNaN(Date.parse(String(value))) && /^\d{4}-\d\d-\d\d$/.test(String(value));
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);

/** What `entry.json` must say, whatever the entry is about. @param slug name of its folder */
export function entryRules(
  page: Partial<EntryPage>,
  slug: string,
  folder: string,
  datasetFolders: string[]
): Finding[] {
  const missing = Object.entries({
    title: isText(page.title),
    paragraph: isText(page.paragraph),
    authors: isTexts(page.authors),
    tags: isTexts(page.tags),
    group: isText(page.group),
    minutes: isNumber(page.minutes),
    megabytes: isNumber(page.megabytes),
    released: isDay(page.released),
    updated: isDay(page.updated)
  }).filter(([, there]) => !there);
  return [
    findNone(
      'entry.json says title, paragraph, authors, tags, group, minutes, megabytes and days (2026-11-25)',
      missing.map(([key]) => `${key} is ${JSON.stringify(page[key as keyof EntryPage]) ?? 'missing'}`),
      'Fill them in; "group" is what rows belong to (star, galaxy, halo), or "none"; "megabytes" is what it downloads.'
    ),
    finding(
      'its slug is the name of its folder',
      page.slug === slug,
      `${page.slug}`,
      `Write "slug": "${slug}".`
    ),
    finding(
      `its status is one of ${STATUSES.join(', ')}`,
      STATUSES.includes(page.status ?? ''),
      `${page.status}`,
      'Begin with "draft".'
    ),
    ...[page.notebook, page.solutions].map((file, k) =>
      finding(
        `its ${k ? 'solutions are' : 'notebook is'} there`,
        isText(file) && fs.existsSync(path.join(folder, file!)),
        `${file}`,
        k ? 'Put the solutions into the folder "solutions".' : "Name the notebook in the entry's folder."
      )
    ),
    findNone(
      'each exercise says what it asks, its value, tolerance and hint',
      badExercises(page),
      'See another entry\'s "exercises".'
    ),
    finding(
      'it has two checked exercises or more',
      Object.keys(page.exercises ?? {}).length >= 2,
      `${Object.keys(page.exercises ?? {}).length}`,
      'Add one, with tl.check in the notebook.'
    ),
    findNone(
      'each expected result has a value and a tolerance',
      Object.entries(page.expected ?? {})
        .filter(([, e]) => !isNumber(e?.value) || !(e?.tolerance >= 0))
        .map(([name]) => name),
      'Write { "value": number, "tolerance": number }.'
    ),
    finding(
      'it asserts results',
      Object.keys(page.expected ?? {}).length > 0,
      'expected is empty',
      'Put results of tl.reportResults into "expected", with tolerances: running is not proof.'
    ),
    findNone(
      'each data set has a card with licence and group key',
      (page.datasets ?? []).flatMap(name => cardFaults(name, datasetFolders)),
      'A card is datasets/NAME/card.json; see the cards of other data sets.'
    )
  ];
}

function badExercises({ exercises }: Partial<EntryPage>): string[] {
  return Object.entries(exercises ?? {})
    .filter(([, e]) => !(isText(e?.asks) && isNumber(e?.value) && e?.tolerance >= 0 && isText(e?.hint)))
    .map(([name]) => `exercise ${name}`);
}

function cardFaults(name: string, folders: string[]): string[] {
  const file = folders.map(folder => path.join(folder, name, 'card.json')).find(card => fs.existsSync(card));
  if (!file) return [`${name} has no card`];
  const card = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
  return [
    ...(isText(card.license) || isTexts(card.license) ? [] : [`${name} names no licence`]),
    ...(card['tl:groupKey'] === undefined ? [`${name} has no tl:groupKey`] : [])
  ];
}
