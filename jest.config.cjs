// Two projects: the shared module in Node, the extension in jsdom. swc transforms everything, JupyterLab's ES modules included.
const swc = [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }
];
// a seeded fault is put in by a transformer of its own; see tests/mutations
const nodeTransform = process.env.TERSELAB_FAULT ? ['<rootDir>/tests/mutations/transform.cjs', swc[1]] : swc;
const esmPackages = [
  'pure-rand',
  'd3-[a-z-]+',
  'h5wasm',
  'internmap',
  'is-any-array',
  'ml-[a-z-]+',
  'vega[a-z-]*'
];

module.exports = {
  // a training or a kernel on a busy machine of two cores takes longer than the default of 5 s
  testTimeout: 60_000,
  projects: [
    {
      displayName: 'node',
      rootDir: __dirname,
      testEnvironment: '<rootDir>/tests/nodeEnvironment.cjs',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/tests/e2e/', '<rootDir>/node_modules/'],
      modulePathIgnorePatterns: [
        '<rootDir>/.venv/',
        '<rootDir>/.cache/',
        '<rootDir>/extension/',
        '<rootDir>/dist/'
      ],
      moduleNameMapper: {
        '^terselab$': '<rootDir>/src/index.ts',
        // it can only be imported, and Jest turns an import into a require
        '^h5wasm$': '<rootDir>/node_modules/h5wasm/dist/esm/hdf5_hl.js'
      },
      transform: { '\\.(ts|js|mjs)$': nodeTransform },
      transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`]
    },
    {
      displayName: 'extension',
      rootDir: `${__dirname}/extension`,
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/setup.cjs'],
      modulePathIgnorePatterns: ['<rootDir>/terselab_lab/', '<rootDir>/lib/'],
      moduleNameMapper: {
        '^terselab/dist/(.*)$': '<rootDir>/../src/$1',
        '\\.(css|svg|md)$': '<rootDir>/test/empty.cjs'
      },
      transform: { '\\.(ts|tsx|js|mjs)$': swc },
      transformIgnorePatterns: []
    }
  ]
};
