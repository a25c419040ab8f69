// The JupyterLab extension: built with Node alone and copied, prebuilt, to where the serving Jupyter looks.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';
import { share } from './place.mjs';
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
      'extension/schema',
      'extension/package.json',
      'extension/tsconfig.json',
      'extension/build.mjs',
      'src',
      'package-lock.json'
    ],
    outputs: [path.join(installed, 'package.json')],
    work: async () => {
      const build = path.join(where.root, 'extension', 'build.mjs');
      await run('Building the extension', process.execPath, [build]);
      install(where, installed);
    }
  };
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
