// The JupyterLab extension: built with Node alone and copied, prebuilt, to where the serving Jupyter looks.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './command.mjs';
import { compiler, share } from './place.mjs';
import { swapIn } from './stamp.mjs';

export const extensionName = 'terselab-lab';

export function extensionStep(where) {
  const installed = share(where, 'labextensions', extensionName);
  return {
    name: 'JupyterLab extension',
    stamp: path.join(where.memoryOfJupyter, 'extension.json'),
    inputs: [
      'extension/src',
      'extension/style',
      'extension/package.json',
      'extension/tsconfig.json',
      'src',
      'package-lock.json'
    ],
    outputs: [path.join(installed, 'package.json')],
    work: async () => {
      if (!fs.existsSync(path.join(where.root, 'extension', 'tsconfig.json'))) return 'not there yet';
      await buildExtension(where);
      install(where, installed);
    }
  };
}

/** Compiles extension/src and bundles it into extension/terselab_lab/labextension. */
export async function buildExtension(where, { development = false } = {}) {
  const folder = path.join(where.root, 'extension');
  const require = createRequire(path.join(folder, 'package.json'));
  await run('Compiling extension/src', process.execPath, [compiler(where), '-p', folder]);
  const builder = require.resolve('@jupyter/builder/lib/build-labextension.js');
  const core = require.resolve('@jupyterlab/core-meta/core.package.json');
  const mode = development ? ['--development'] : [];
  await run(
    'Bundling the extension',
    process.execPath,
    [builder, '--core-package-file', core, ...mode, folder],
    { cwd: folder }
  );
}

function install(where, target) {
  const built = path.join(where.root, 'extension', 'terselab_lab', 'labextension');
  const draft = `${target}.${process.pid}.tmp`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.cpSync(built, draft, { recursive: true });
  const note = {
    packageManager: 'node',
    packageName: extensionName,
    uninstallInstructions: `Remove the folder ${target}`
  };
  fs.writeFileSync(path.join(draft, 'install.json'), JSON.stringify(note, null, 2));
  swapIn(draft, target);
}
