import { findNulls, flipSign, sizeOf, type ElementType, type NumericArray } from '../elements';
import { showValue, type Header } from './header';

/** Physical value = zero + scale x stored value; `blank` is the stored integer that stands for "undefined". */
export interface Scaling {
  scale: number;
  zero: number;
  /**
   * True where `zero` is the offset that the standard sets aside for the other signedness of this integer type (FITS
   * 4.0, tables 11 and 19): values are then integers of that type, exactly.
   */
  flipsSign: boolean;
  blank?: bigint;
}

const flipped: Partial<Record<ElementType, { type: ElementType; zero: number }>> = {
  u1: { type: 'i1', zero: -128 },
  i2: { type: 'u2', zero: 2 ** 15 },
  i4: { type: 'u4', zero: 2 ** 31 },
  i8: { type: 'u8', zero: 2 ** 63 }
};

/** Builds a {@link Scaling} from the keywords' values; `blank` counts for integers only. */
export function scalingOf(type: ElementType, scale: number, zero: number, blank?: bigint): Scaling {
  const isFloat = type[0] === 'f';
  return {
    scale,
    zero,
    flipsSign: scale === 1 && flipped[type]?.zero === zero,
    blank: isFloat ? undefined : blank
  };
}

/** Values with the scaling applied, and the mask of undefined ones where integers remain. */
export interface Scaled {
  values: NumericArray;
  nulls?: Uint8Array;
}

/**
 * Applies a scaling to stored values, which must own their buffer. Unscaled values keep their type, the unsigned
 * conventions yield the other signedness, everything else becomes doubles with NaN where undefined.
 */
export function applyScaling(stored: NumericArray, type: ElementType, scaling: Scaling): Scaled {
  const { scale, zero, blank } = scaling;
  if (scale === 1 && zero === 0) {
    return { values: stored, nulls: blank === undefined ? undefined : findNulls(stored, blank) };
  }
  if (scaling.flipsSign) {
    const nulls = blank === undefined ? undefined : findNulls(stored, blank);
    return { values: flipSign(stored, flipped[type]!.type), nulls };
  }
  const values = new Float64Array(stored.length);
  const marker = blank === undefined ? undefined : sizeOf(type) === 8 ? blank : Number(blank);
  for (let i = 0; i < values.length; i++) {
    const scaled = Number(stored[i]) * scale;
    // Adding 0 would turn -0 into 0.
    values[i] = stored[i] === marker ? NaN : zero === 0 ? scaled : scaled + zero;
  }
  return { values };
}

/** An integer keyword such as BLANK or TNULL; undefined where it is missing. Throws FormatError for other values. */
export function nullMarker(header: Header, keyword: string): bigint | undefined {
  const value = header.get(keyword);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || header.card(keyword)?.isReal) {
    throw header.problem(keyword, showValue(value), 'an integer');
  }
  return BigInt(value);
}
