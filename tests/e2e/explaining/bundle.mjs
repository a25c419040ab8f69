// Bundles a file for a page with the webpack that builds the extension; a module of Node in it is an error.
import { createRequire } from 'node:module';
import path from 'node:path';
import { repository } from '../../../binder/setup/place.mjs';

const fromExtension = createRequire(path.join(repository, 'extension', 'package.json'));
const webpack = createRequire(fromExtension.resolve('@jupyter/builder/lib/build-labextension.js'))('webpack');

/** Writes bundle.js, and what it loads later, into a folder. @throws Error that names what cannot be bundled */
export function bundle(entry, folder) {
  const config = {
    mode: 'development',
    devtool: false,
    target: 'web',
    context: repository,
    entry,
    output: { path: folder, filename: 'bundle.js' },
    performance: { hints: false }
  };
  return new Promise((resolve, reject) => {
    webpack(config, (error, stats) => {
      if (error) return reject(error);
      const { errors } = stats.toJson({ all: false, errors: true });
      const found = errors.map(({ moduleName, message }) => `${moduleName}: ${message}`);
      if (found.length > 0) return reject(new Error(`the bundle: ${found.join('\n').slice(0, 1500)}`));
      resolve();
    });
  });
}
