/** What `npm pack` takes along: what the library needs, and nothing else. Needs the built library (`npm run build`). */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const built = existsSync(path.join(root, 'dist/index.js'));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  main: string;
  types: string;
  bin: Record<string, string>;
};

function packed(): string[] {
  const run = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32'
  });
  const [{ files }] = JSON.parse(run.stdout) as { files: { path: string }[] }[];
  return files.map(file => file.path);
}

(built ? describe : describe.skip)('npm pack', () => {
  const files = built ? packed() : [];

  it('takes what package.json points at, the kernel, the data cards, licence and words', () => {
    const pointed = [manifest.main, manifest.types, ...Object.values(manifest.bin)];
    for (const file of [
      ...pointed,
      'LICENSE',
      'README.md',
      'binder/kernel.cjs',
      'dist/browser.js',
      'dist/views/mimeTypes.js',
      'datasets/tess-flare-stars/card.json'
    ]) {
      expect(files).toContain(file);
    }
  });

  it('takes nothing else: compiled code with its types, plain modules, data with their cards', () => {
    const allowed = [
      /^(package\.json|README\.md|LICENSE)$/,
      /^dist\/[\w./-]+\.(js|d\.ts)$/,
      /^dist\/trust\/thresholds\.v\d+\.json$/,
      /^binder\/(kernel|doctor|setup)\/[\w.-]+\.(cjs|mjs|py)$/,
      /^binder\/(kernel\.cjs|terselab\.mjs)$/,
      /^datasets\/[\w-]+\/[\w.-]+\.(json|csv|npz|md|txt)$/,
      /^datasets\/[\w-]+\/make\.py$/ // how they were made
    ];
    expect(files.filter(file => !allowed.some(pattern => pattern.test(file)))).toEqual([]);
    expect(files.filter(file => /test|\.map$|\.tmp$|node_modules|\.e2e/i.test(file))).toEqual([]);
  });

  it('leaves publint nothing to say', () => {
    const cli = path.join(root, 'node_modules/publint/src/cli.js');
    const run = spawnSync(process.execPath, [cli, '--strict'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' }
    });
    expect(run.stdout + run.stderr).toMatch(/All good!/);
  });

  it('gives every module its types, and every type its module', () => {
    const stems = (ending: string) =>
      files
        .filter(file => file.startsWith('dist/') && file.endsWith(ending))
        .map(file => file.slice(0, -ending.length));
    expect(stems('.js').sort()).toEqual(stems('.d.ts').sort());
    expect(stems('.js').length).toBeGreaterThan(100);
  });
});
