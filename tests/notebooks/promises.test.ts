import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/promises.md'), 'utf8');
const linked = new Set([...page.matchAll(/\]\(\.\.\/notebooks\/([^)]+)\)/g)].map(([, slug]) => slug));
const entries = fs
  .readdirSync(path.join(root, 'notebooks'))
  .filter(slug => fs.existsSync(path.join(root, 'notebooks', slug, 'entry.json')));

test('every promise leads to an entry', () => {
  expect(entries.length).toBeGreaterThan(10);
  expect([...linked].filter(slug => !entries.includes(slug))).toEqual([]);
});

test('every entry keeps a promise', () => {
  expect(entries.filter(slug => !linked.has(slug))).toEqual([]);
});
