/** Everything that a reader sees or hears of a view stands in words.ts, where a translator finds it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const source = path.resolve(__dirname, '../src');
/** Writes code for the notebook; names fonts. */
const NO_WORDS = ['selectionCell.ts', 'theme.ts'];
const files = readdirSync(source).filter(
  name => name.endsWith('.ts') && !['words.ts', ...NO_WORDS].includes(name)
);

/** Properties and attributes whose text is shown or spoken. */
const SHOWN = new Set(['label', 'title', 'text', 'placeholder', 'arrowHint', 'textContent', 'subtitle']);
/** Calls whose text is not for readers of a view: errors are for who made the payload; a plugin's description for admins. */
const INNER =
  /^(Error|ViewError|Token|import|require|querySelector|querySelectorAll|closest|matchMedia|getPropertyValue)$/;

const letters = (text: string) => /\p{L}{2}/u.test(text);
const sentence = (text: string) => /\p{L}{2,},? \p{L}{2,}/u.test(text);

function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  return [];
}

/** Whether what a string is given to shows it. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return isShown(parent);
  if (ts.isParenthesizedExpression(parent)) return isShown(parent);
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return parent.initializer === node && SHOWN.has(parent.name.getText());
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left))
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && SHOWN.has(parent.left.name.text);
  return ts.isCallExpression(parent) && /fillText$/.test(parent.expression.getText());
}

function isInner(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isThrowStatement(at) || ts.isImportDeclaration(at) || ts.isTypeNode(at)) return true;
    if (ts.isPropertyAssignment(at) && at.name.getText() === 'description') return true;
    if (ts.isNewExpression(at) || ts.isCallExpression(at)) {
      const callee = at.expression;
      if (INNER.test(ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText()))
        return true;
    }
  }
  return false;
}

/** Literals of a file that a reader would see. */
function visible(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const texts = textsOf(node);
    const seen = texts.some(sentence) || (texts.some(letters) && isShown(node));
    if (seen && !isInner(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${name}:${line + 1} ${node.getText().slice(0, 90)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

it('sees labels, titles, drawn and spoken words, and nothing else', () => {
  const sample = `
    import 'a file of mine';
    const a = { label: 'Sort', options: { text: on ? 'yes' : 'no' }, kind: 'number', description: 'not for readers' };
    node.title = \`Take \${noun} away\`;
    context.fillText('none', 1, 2);
    say('two words');
    node.setAttribute('role', 'status');
    throw new ViewError('this array is cut short');
  `;
  expect(visible('a.ts', sample).map(line => line.split(' ')[0])).toEqual([
    'a.ts:3',
    'a.ts:3',
    'a.ts:3',
    'a.ts:4',
    'a.ts:5',
    'a.ts:6'
  ]);
});

it.each(files)('%s says nothing of its own', name => {
  expect(visible(name, readFileSync(path.join(source, name), 'utf8'))).toEqual([]);
});
