import { copyElements, countOf, sizeOf, type ElementType, type NumericArray } from '../elements';
import type { Header } from './header';
import { applyScaling, nullMarker, scalingOf } from './scaling';

/** Decoded pixels. */
export interface Image {
  /** Pixels in C order, of the type that holds them exactly, or doubles where BSCALE and BZERO scale them. */
  values: NumericArray;
  /** Axis lengths, slowest first: `[NAXISn, ..., NAXIS1]`. */
  shape: number[];
  /** BUNIT; undefined where there is none. */
  unit?: string;
  /** 1 where an unscaled integer pixel is BLANK; left out where none is. Scaled pixels are NaN there. */
  nulls?: Uint8Array;
}

const types: Record<string, ElementType> = {
  8: 'u1',
  16: 'i2',
  32: 'i4',
  64: 'i8',
  '-32': 'f4',
  '-64': 'f8'
};

/**
 * Decodes an image.
 * @param data exactly the pixels
 * @param bitpix 8, 16, 32, 64, -32 or -64
 * @param shape slowest axis first
 */
export function decodeImage(header: Header, data: Uint8Array, bitpix: number, shape: number[]): Image {
  const type = types[bitpix];
  const scale = header.number('BSCALE', 1);
  const zero = header.number('BZERO', 0);
  const blank = bitpix > 0 ? nullMarker(header, 'BLANK') : undefined;
  const count = countOf(shape);
  const stored = copyElements(
    data,
    { start: 0, rows: 1, perRow: count, stride: count * sizeOf(type) },
    type,
    false
  );
  return {
    ...applyScaling(stored, type, scalingOf(type, scale, zero, blank)),
    shape: [...shape],
    unit: header.text('BUNIT') || undefined
  };
}
