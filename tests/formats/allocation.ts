/**
 * Counts the bytes that code under test asks for in typed arrays and buffers, by standing in for their constructors.
 * Modules must be loaded after {@link countAllocations} has begun, because some keep the constructors they found.
 */
const names = [
  'Int8Array',
  'Uint8Array',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'ArrayBuffer'
] as const;

export interface Counter {
  /** Bytes since the last reset. */
  bytes: number;
  /** A larger request than this is refused at once, so that a faulty reader fails its test and not the machine. */
  most: number;
  /** Set when a request was refused, because code under test may catch the exception. */
  exceeded: boolean;
}

export class TooMuch extends Error {}

export function countAllocations(): { counter: Counter; restore: () => void } {
  const counter: Counter = { bytes: 0, most: Infinity, exceeded: false };
  const scope = globalThis as unknown as Record<string, new (...args: unknown[]) => { byteLength: number }>;
  const originals = names.map(name => [name, scope[name]] as const);
  for (const [name, original] of originals) {
    const size = (original as unknown as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    scope[name] = new Proxy(original, {
      construct(target, args, newTarget) {
        const [first] = args as unknown[];
        const isView =
          typeof first === 'object' && first !== null && 'byteLength' in first && !ArrayBuffer.isView(first);
        const elements =
          typeof first === 'number' ? first : !isView ? ((first as { length?: number })?.length ?? 0) : 0;
        counter.bytes += (elements || 0) * size;
        if (counter.bytes > counter.most) counter.exceeded = true;
        if (counter.exceeded) throw new TooMuch(`${name} of ${elements} elements`);
        return Reflect.construct(target, args, newTarget);
      }
    });
  }
  const { slice } = Uint8Array.prototype;
  Uint8Array.prototype.slice = function (this: Uint8Array, ...args: [number?, number?]) {
    const copy = slice.apply(this, args);
    counter.bytes += copy.byteLength;
    return copy;
  };
  return {
    counter,
    restore: () => {
      for (const [name, original] of originals) scope[name] = original;
      Uint8Array.prototype.slice = slice;
    }
  };
}

/** Bytes that texts and their places in an array take: what the counter of typed arrays does not see. */
export const textBytes = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + 8 + 2 * text.length, 0);
