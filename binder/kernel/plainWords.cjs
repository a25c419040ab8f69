'use strict';
// The commonest errors of a cell in plain words, for readers who know Python better than TypeScript. Each rule: `message`,
// what the compiler or the engine says; `line`, where it matters, what the reader's own line looks like; `say`, the words,
// told the groups of the message. The first rule that fits is taken; no rule, no words: a wrong guess is worse than none.

const python = {
  len: 'The number of elements is `list.length`.',
  True: '`True` is written `true` here.',
  False: '`False` is written `false` here.',
  None: '`None` is written `null`; a value that was never given is `undefined`.',
  def: 'A function is written `function name(x: number) { return 2 * x; }`.',
  range:
    'Numbers from 0 to n - 1 are `[...Array(n).keys()]`; a loop is `for (let i = 0; i < n; i++) { ... }`.',
  str: 'Text of a value is `String(value)`.',
  int: 'A whole number is `Math.trunc(x)`; a number out of a text is `Number(text)`.',
  float: 'A number out of a text is `Number(text)`.',
  elif: '`elif` is written `else if (...)`.',
  and: '`and`, `or`, `not` are written `&&`, `||`, `!`.',
  or: '`and`, `or`, `not` are written `&&`, `||`, `!`.',
  not: '`and`, `or`, `not` are written `&&`, `||`, `!`.',
  np: 'There is no numpy: arrays are `Float64Array`, and `tl` has means, quantiles and the rest.',
  plt: 'There is no matplotlib: charts are `tl.show(tl.chartView({ ... }))`.',
  pd: 'There is no pandas: see `tl.tableView`, and danfojs for data frames.',
  abs: 'It is `Math.abs(x)`.',
  max: 'It is `Math.max(...list)`.',
  min: 'It is `Math.min(...list)`.',
  sum: 'A sum is `list.reduce((total, x) => total + x, 0)`.',
  sorted: 'A sorted copy is `[...list].sort((a, b) => a - b)`.'
};
const methods = {
  append: 'A list grows by `list.push(x)`.',
  items: 'Pairs of an object are `Object.entries(object)`.',
  keys: 'Names of an object are `Object.keys(object)`.',
  values: 'Values of an object are `Object.values(object)`.',
  shape: 'Arrays here have a `length`; the shape stands beside them.',
  mean: 'It is `tl.mean(values)`.',
  strip: 'It is `text.trim()`.',
  format: 'Values go into a text as `${value}` between backticks.',
  push: 'A typed array (Float32Array, Float64Array, ...) cannot grow: make it as long as it has to be, or collect in `[]` first.'
};

const rules = [
  // words of Python
  {
    message: /./,
    line: /^\s*import\s+\w+\s+as\s+\w+\s*$/,
    say: () => 'An import is written `import * as tl from "terselab"`.'
  },
  {
    message: /./,
    line: /^\s*from\s+\S+\s+import\b/,
    say: () => 'An import is written `import { name } from "package"`.'
  },
  { message: /./, line: /^\s*def\s+\w+\s*\(/, say: () => python.def },
  {
    message: /^'\(' expected/,
    line: /^\s*(if|while|elif)\b/,
    say: () => 'The condition stands in brackets, and what is done in braces: `if (x > 3) { ... }`.'
  },
  {
    message: /^'\(' expected/,
    line: /^\s*for\b/,
    say: () =>
      'A loop over elements is `for (const x of list) { ... }`, one over numbers `for (let i = 0; i < n; i++) { ... }`.'
  },
  {
    message: /./,
    line: /\bf(["']).*\1/,
    say: () => 'Values go into a text as `${value}` between backticks: `hello ${name}`.'
  },
  { message: /^',' expected|^';' expected/, line: /\b(and|or|not)\b/, say: () => python.and },
  {
    message: /^Expected 0 arguments, but got \d+/,
    line: /\bprint\(/,
    say: () => 'Printing is `console.log(...)`.'
  },
  { message: /^Cannot find name '(\w+)'/, say: (_, name) => own(python, name) },
  { message: /^Property '(\w+)' does not exist on type/, say: (_, name) => own(methods, name) },
  // await
  {
    message: /^Property '(\w+)' does not exist on type 'Promise<.*>'/,
    say: (_, name) =>
      `The value is still on its way (a Promise): write \`await\` before it, \`(await value).${name}\`.`
  },
  {
    message:
      /'Promise<.*>' is not assignable|type 'Promise<.*>' must have a|'Promise<.*>' is not an array|type 'Promise<.*>' is not/,
    say: () => 'The value is still on its way (a Promise): write `await` before the call that makes it.'
  },
  {
    message: /^'await' expressions are only allowed|^'await' has no effect/,
    say: () => '`await` may stand in the cell itself or in a function that is declared `async`.'
  },
  // names
  {
    message: /^Cannot find name '\w+'\. Did you mean '(\w+)'/,
    say: (_, other) => `There is no such name; there is \`${other}\`. Capital letters count.`
  },
  {
    message: /^Cannot find name '(\w+)'/,
    line: /^\s*\w+\s*=[^=]/,
    say: (_, name) =>
      `A new name is declared first: \`let ${name} = ...\`, or \`const ${name} = ...\` where it never changes.`
  },
  {
    message: /^Cannot find name '(\w+)'/,
    say: (_, name) =>
      `Nothing is called \`${name}\`. Was the cell that declares it run? Capital letters count.`
  },
  {
    message: /^Cannot redeclare block-scoped variable '(\w+)'/,
    say: (_, name) =>
      `\`${name}\` is declared twice in this cell: leave out \`let\` or \`const\` the second time, or take another name.`
  },
  {
    message: /^Cannot assign to '(\w+)' because it is a constant|^Assignment to constant variable/,
    say: (_, name) => `\`const\` never changes: declare ${name ? `\`${name}\`` : 'it'} with \`let\`.`
  },
  {
    message: /^Cannot assign to '(\w+)' because it is a read-only/,
    say: () => 'This may only be read. Make a changed copy: `{ ...object, name: value }`.'
  },
  {
    message: /^Block-scoped variable '(\w+)' used before|^Cannot access '(\w+)' before initialization/,
    say: (_, a, b) => `\`${a ?? b}\` is used above the line that declares it: move that line up.`
  },
  // imports
  {
    message: /^Module '"(.+)"' has no exported member '(\w+)'\. Did you mean( to use)? '(\w+)'/,
    say: (_, module, name, __, other) => `${module} has no \`${name}\`; it has \`${other}\`.`
  },
  {
    message: /^Module '"(.+)"' has no exported member '(\w+)'/,
    say: (_, module, name) =>
      `${module} has nothing called \`${name}\`: type \`tl.\` and press Tab to see what there is.`
  },
  {
    message: /^Cannot find module '(.+?)'/,
    say: (_, name) => `There is no package \`${name}\` here. Is it spelt right? Else: npm install ${name}`
  },
  // properties
  {
    message: /^Property '(\w+)' does not exist on type .*\. Did you mean '(\w+)'/,
    say: (_, name, other) => `It has no \`${name}\`; it has \`${other}\`.`
  },
  {
    message: /^Property '(\w+)' does not exist on type 'typeof import/,
    say: (_, name) =>
      `The module has nothing called \`${name}\`: type its name and a dot and press Tab to see what there is.`
  },
  {
    message: /^Property '(\w+)' does not exist on type/,
    say: (_, name) => `It has no \`${name}\`: write a dot behind it and press Tab to see what it has.`
  },
  {
    message: /^Property '(\w+)' is missing in type/,
    say: (_, name) => `What is given lacks \`${name}\`: add \`${name}: ...\` to it.`
  },
  {
    message: /may only specify known properties, and '(\w+)' does not exist/,
    say: (_, name) => `\`${name}\` is not one of the names that go here: is it spelt right?`
  },
  {
    message: /^(?:Object|'(.+)') is possibly '(null|undefined)'/,
    say: (_, name, what) =>
      `It can be ${what}: ask first, \`if (${name ?? 'value'}) { ... }\`, or read with \`?.\`.`
  },
  // types
  {
    message: /^Type 'string' is not assignable to type 'number'/,
    line: /\bfor\s*\(.*\bin\b/,
    say: () => '`for (... in list)` gives the places, as texts; `for (const x of list)` gives the elements.'
  },
  {
    message:
      /^Type 'string' is not assignable to type 'number'|^Argument of type 'string' is not assignable to parameter of type 'number'/,
    say: () => 'A text stands where a number belongs: `Number(text)` makes one of it.'
  },
  {
    message:
      /^Type 'number' is not assignable to type 'string'|^Argument of type 'number' is not assignable to parameter of type 'string'/,
    say: () => 'A number stands where a text belongs: `String(number)` makes one of it.'
  },
  {
    message: /^(?:Type|Argument of type) '(.+)' is not assignable to (?:type|parameter of type) '(.+)'\./,
    say: (_, found, wanted) =>
      found.length + wanted.length > 80 ? null : `${wanted} is wanted here, and this is ${found}.`
  },
  {
    message: /^Expected (\d+)(?:-\d+)? arguments?, but got (\d+)/,
    say: (_, wanted, got) =>
      `The function takes ${wanted} value${wanted === '1' ? '' : 's'}, and ${got} stand${got === '1' ? 's' : ''} in its brackets.`
  },
  {
    message: /^The (?:left|right)-hand side of an arithmetic operation/,
    say: () =>
      'Arithmetic is between numbers: `Number(text)` makes one of a text; lists are worked on element by element, `list.map(x => 2 * x)`.'
  },
  {
    message: /^Operator '(.+)' cannot be applied to types/,
    say: () =>
      'The two do not go together: lists are worked on element by element, `list.map((x, i) => x + other[i])`.'
  },
  {
    message: /^This expression is not callable|is not a function$/,
    say: () =>
      'This is a value, not a function: leave out the brackets behind it, or look how the function is called.'
  },
  {
    message: /^An unary expression with the/,
    say: () => 'Put the minus and its number in brackets: `2 ** (-1)`.'
  },
  {
    message: /^Parameter '(\w+)' implicitly has an 'any' type/,
    say: (_, name) => `Say what \`${name}\` is: \`${name}: number\`.`
  },
  {
    message: /^Unterminated (?:string|template) literal/,
    say: () => 'A text is not closed: its last quotation mark is missing.'
  },
  {
    message: /^'[)\]}]' expected/,
    say: () => 'A bracket is not closed: count those of this line and of the lines above.'
  },
  // while running
  {
    message: /^Cannot read properties of (null|undefined) \(reading '(\w+)'\)/,
    line: /\[\s*-\s*\d+\s*\]/,
    say: () => 'The last element is `list.at(-1)`; `list[-1]` is undefined.'
  },
  {
    message: /^Cannot read properties of (null|undefined) \(reading '(\w+)'\)/,
    say: (_, what, name) =>
      `What stands before \`.${name}\` is ${what}: it was never given, or nothing was found. Print it first.`
  },
  {
    message: /^Invalid array length|^Invalid typed array length/,
    say: () => 'A length has to be a whole number, 0 or more.'
  },
  {
    message: /^(\S+) is not iterable/,
    say: (_, name) =>
      `${name} is not a list: \`...\` and \`for (... of ...)\` need one. A Promise needs \`await\` first.`
  },
  {
    message: /^(\w+) is not defined/,
    say: (_, name) => `Nothing is called \`${name}\`. Was the cell that declares it run?`
  }
];

const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : null);

/**
 * Plain words for an error message; null where there are none.
 * @param line the reader's line, if it is known
 */
function plainWords(message, line) {
  for (const rule of rules) {
    if (rule.line && !rule.line.test(line ?? '')) continue;
    const found = rule.message.exec(message);
    const words = found && rule.say(...found);
    if (words) return words;
  }
  return null;
}

/** The line that goes under an excerpt; none, or none again where the same words were said before. */
function* inPlainWords(message, line, said = new Set()) {
  const words = plainWords(message, line);
  if (!words || said.has(words)) return;
  said.add(words);
  yield `      In plain words: ${words}`;
}

module.exports = { plainWords, inPlainWords };
