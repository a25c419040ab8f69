// What the builder's own settings get wrong for one package.
const path = require('node:path');

const folder = path.dirname(require.resolve('simple-statistics/package.json'));

module.exports = {
  resolve: {
    alias: {
      // Its file for browsers is a script, but its package says that all files are modules: taken as a module it exports
      // nothing, and a correlation fails at run time.
      'simple-statistics$': path.join(folder, 'dist/simple-statistics.mjs')
    }
  }
};
