/** The size of what every page loads before it shows a view; needs the built extension (`node extension/build.mjs`). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = path.join(__dirname, '../terselab_lab/labextension/static');
const built = existsSync(folder);

/** Files that JupyterLab fetches when it starts: the entry, and the chunks of the modules that it exposes. */
function initialFiles(): string[] {
  const files = readdirSync(folder);
  const entry = files.find(name => name.startsWith('remoteEntry.'))!;
  const source = readFileSync(path.join(folder, entry), 'utf8');
  const exposed = source.match(/\{"\.\/[a-zA-Z]+":[\s\S]*?\};?[,;]/)?.[0] ?? '';
  const chunks = [...exposed.matchAll(/\.e\(\s*"?(\w+)"?\s*\)/g)].map(match => match[1]);
  const initial = files.filter(name => chunks.some(chunk => name.startsWith(`${chunk}.`)));
  return [entry, ...new Set(initial)];
}

(built ? describe : describe.skip)('the built extension', () => {
  it('loads at most 60 kB before a view is shown, gzipped, and the views later', () => {
    const files = initialFiles();
    // Without any chunk of an exposed module the entry was misread.
    expect(files.length).toBeGreaterThan(1);
    const sizes = files.map(name => gzipSync(readFileSync(path.join(folder, name))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000);
    const texts = files.map(name => readFileSync(path.join(folder, name), 'utf8')).join('');
    expect(texts).toContain('application/vnd.terselab.saliency.v1+json');
    // A message of the readers: they come with the first view.
    expect(texts).not.toContain('the payload is cut short or damaged');
    const all = readdirSync(folder).map(name => readFileSync(path.join(folder, name), 'utf8'));
    expect(all.join('')).toContain('the payload is cut short or damaged');
  });
});
