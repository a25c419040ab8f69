import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import floors from './binder/lint/floors.mjs';

const nodeGlobals = Object.fromEntries(
  [
    'process',
    'console',
    'Buffer',
    'URL',
    'fetch',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'clearImmediate',
    'require',
    'module',
    'exports',
    '__dirname',
    '__filename',
    'globalThis',
    'performance',
    'AbortController',
    'AbortSignal',
    'structuredClone',
    'TextEncoder',
    'TextDecoder',
    'window',
    'document',
    'queueMicrotask',
    'requestAnimationFrame',
    'getComputedStyle',
    'localStorage',
    'WebSocket',
    'MouseEvent',
    'HTMLCanvasElement'
  ].map(name => [name, 'readonly'])
);

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '.venv/',
      '.cache/',
      'artifacts/',
      'extension/lib/',
      'extension/terselab_lab/labextension/',
      'src/views/schemas/',
      'tests/fixtures/'
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { terselab: { rules: { floors } } },
    languageOptions: { globals: nodeGlobals },
    rules: {
      'terselab/floors': 'error',
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-console': 'off'
    }
  }
);
