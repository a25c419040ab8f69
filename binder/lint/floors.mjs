// Lint rule: a room of src/ imports only from rooms on floors below it (or from itself).
import path from 'node:path';

/** Rooms and the floor each stands on. */
export const floors = {
  math: 0,
  cosmology: 0,
  clusters: 1,
  lightcurves: 1,
  learn: 1,
  formats: 1,
  models: 2,
  datasets: 2,
  views: 2,
  interpret: 3,
  kernel: 3,
  trust: 4,
  benchmark: 5,
  cli: 6
};

/** Rooms on one floor that may use each other, because one feeds the other. */
const neighbours = [['cosmology', 'math']];

const roomOf = (file, root) => path.relative(path.join(root, 'src'), file).split(path.sep);

export default {
  meta: {
    type: 'problem',
    docs: { description: 'A room imports only from floors below it' },
    messages: {
      floor:
        'src/{{from}} (floor {{fromFloor}}) may not import from src/{{to}} (floor {{toFloor}}): a room imports only from floors below it. Move the shared piece down, or the importing piece up.',
      unknown: 'src/{{room}} has no floor: add it to binder/lint/floors.mjs.'
    },
    schema: []
  },
  create(context) {
    const parts = roomOf(context.filename, context.cwd);
    if (parts[0] === '..' || parts.length < 2) return {};
    const from = parts[0];
    const check = (node, source) => {
      if (!source || typeof source.value !== 'string' || !source.value.startsWith('.')) return;
      const target = roomOf(path.resolve(path.dirname(context.filename), source.value), context.cwd);
      const to = target[0];
      if (to === '..' || target.length < 2 || to === from) return;
      for (const room of [from, to]) {
        if (!(room in floors)) return context.report({ node, messageId: 'unknown', data: { room } });
      }
      if (neighbours.some(([a, b]) => a === from && b === to)) return;
      if (floors[to] >= floors[from]) {
        context.report({
          node,
          messageId: 'floor',
          data: { from, to, fromFloor: floors[from], toFloor: floors[to] }
        });
      }
    };
    return {
      ImportDeclaration: node => check(node, node.source),
      ExportNamedDeclaration: node => check(node, node.source),
      ExportAllDeclaration: node => check(node, node.source),
      ImportExpression: node => check(node, node.source)
    };
  }
};
