/** Damage to a JSON value, seeded. */

export type Chance = () => number;

/** Uniform numbers in [0, 1) by mulberry32. */
export function seeded(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const MARKUP = [
  '<img src=x onerror="globalThis.hacked=true">',
  '<script>globalThis.hacked=true</script>',
  '"><svg onload=globalThis.hacked=true>',
  'javascript:globalThis.hacked=true',
  '\u0000\ud800\u202e',
  '${globalThis.hacked=true}'
];

type Parent = Record<string, unknown> | unknown[];

/** Every place of a value, as its parent and key; not below the depth of a payload, for what was nested deeply before. */
function placesOf(
  value: unknown,
  places: { parent: Parent; key: string }[] = [],
  depth = 0
): { parent: Parent; key: string }[] {
  if (typeof value !== 'object' || value === null || depth > 6) return places;
  const parent = value as Parent;
  for (const key of Object.keys(parent)) {
    places.push({ parent, key });
    placesOf((parent as Record<string, unknown>)[key], places, depth + 1);
  }
  return places;
}

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
}

const pickFrom = <T>(list: readonly T[], random: Chance): T => list[Math.floor(random() * list.length)];

/** Ways to damage the value at one place. */
const WAYS: Record<string, (old: unknown, random: Chance) => unknown> = {
  'another type': (_, r) =>
    pickFrom<unknown>(
      [null, 0, -1, true, '', [], {}, 'text', [[]], 3.5, undefined, () => 1, Symbol('s'), 12n],
      r
    ),
  'a number that is none': (_, r) =>
    pickFrom([NaN, Infinity, -Infinity, -0, 1e308, 5e-324, 2 ** 53, -1e9], r),
  'a declared length': (_, r) =>
    pickFrom<unknown>(
      [[1e9], [1e9, 1e9, 1e9, 1e9], [4e6, 4e6], [-5], [0], [2.5, 3], [], [1, 2, 3, 4, 5], [NaN]],
      r
    ),
  markup: (_, r) => pickFrom(MARKUP, r),
  'a long string': (_, r) => pickFrom(['x', '\ud83d\ude00', '<b>'], r).repeat(r() < 0.1 ? 400_000 : 300),
  'a cut string': (old, r) => (typeof old === 'string' ? old.slice(0, Math.floor(r() * old.length)) : ''),
  'broken base64': (old, r) =>
    typeof old === 'string'
      ? `${old.slice(0, 3)}${pickFrom(['*', '\n', '=', '\u00e9', '-'], r)}${old.slice(4)}`
      : '====',
  'deep nesting': (_, r) => deep(pickFrom([5, 1000, 20_000], r)),
  'a list made longer': (old, r) =>
    Array.isArray(old)
      ? Array.from(
          { length: old.length + pickFrom([1, 250, 3000], r) },
          (_, i) => old[i % Math.max(1, old.length)]
        )
      : [old, old],
  'a list made shorter': old => (Array.isArray(old) ? old.slice(1) : []),
  'another dtype': (_, r) => pickFrom(['u1', 'u2', 'u4', 'f4', 'f8', 'U1', '__proto__'], r)
};

/** A damaged copy of a payload, and how it was damaged. */
export function mutate(payload: unknown, random: Chance): { payload: unknown; how: string } {
  const shape = random();
  if (shape < 0.04) {
    const text = JSON.stringify(payload);
    const cut = text.slice(0, Math.floor(random() * text.length));
    return {
      payload: pickFrom(
        [cut, `${text}}`, text.replaceAll('"', "'"), `[${text}]`, '', 'NaN', '['.repeat(50_000)],
        random
      ),
      how: 'text'
    };
  }
  if (shape < 0.07) {
    return {
      payload: pickFrom<unknown>(
        [null, undefined, 7, [], 'null', true, NaN, new Date(0), new Map(), Object.create(null)],
        random
      ),
      how: 'no object'
    };
  }
  const copy = JSON.parse(JSON.stringify(payload)) as Parent;
  const done: string[] = [];
  for (let n = 1 + Math.floor(random() * 2); n > 0; n--) {
    const place = pickFrom(placesOf(copy), random);
    const parent = place.parent as Record<string, unknown>;
    const kind = random();
    if (kind < 0.1) {
      delete parent[place.key];
      done.push(`without ${place.key}`);
    } else if (kind < 0.2) {
      const name = pickFrom(
        ['__proto__', 'constructor', 'prototype', 'toString', 'extra', 'hasOwnProperty'],
        random
      );
      const value = pickFrom<unknown>([{ polluted: true }, null, 'x', 1], random);
      Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
      done.push(`${name} added`);
    } else if (kind < 0.25) {
      parent[place.key] = pickFrom(placesOf(copy), random).parent;
      done.push(`${place.key} moved`);
    } else {
      const way = pickFrom(Object.keys(WAYS), random);
      parent[place.key] = WAYS[way](parent[place.key], random);
      done.push(`${place.key}: ${way}`);
    }
  }
  const how = done.join('; ');
  if (random() < 0.3) {
    try {
      return { payload: JSON.stringify(copy), how: `${how}, as text` };
    } catch {
      // What JSON cannot say (a cycle, a big integer) arrives as an object.
    }
  }
  return { payload: copy, how };
}
