import { counted } from 'terselab/dist/views';
import type { Area } from './geometry';
import type { ImageSaliencyPlot } from './imagePlot';
import { words } from './words';

/** Where the parts of a view of images stand. */
export interface ImageLayout {
  height: number;
  bar: Area;
  /** The image in hand, large. */
  main: Area;
  /** The strip: the page of images that holds the one shown. */
  thumbs: { place: number; area: Area }[];
  /** From which image to which, in words. */
  page: { x: number; y: number; text: string };
}

const TOP = 44;
const THUMB = 58;
const GAP = 6;

/** Lay out for a width in CSS pixels: the image at the left and the strip beside it, or below where it is narrow. */
export function layoutImages({ image, place, data }: ImageSaliencyPlot, width: number): ImageLayout {
  const narrow = width < 520;
  const left = 14;
  const ratio = Math.max(image.height, 1) / Math.max(image.width, 1);
  const room = narrow ? width - 28 : Math.min(420, width * 0.58);
  const mainWidth = Math.max(20, Math.min(room, 420 / ratio));
  const main: Area = {
    left,
    top: TOP,
    width: mainWidth,
    height: Math.max(20, Math.min(mainWidth * ratio, 480))
  };
  const thumb = { width: THUMB, height: Math.max(12, Math.min(THUMB * ratio, 2 * THUMB)) };
  const start = narrow
    ? { left, top: main.top + main.height + 28 }
    : { left: left + mainWidth + 24, top: TOP + 16 };
  const across = Math.max(1, Math.floor((width - 14 - start.left + GAP) / (thumb.width + GAP)));
  const down = narrow ? 2 : Math.max(1, Math.floor((main.height - 16 + GAP) / (thumb.height + GAP)));
  const each = across * down;
  const count = data.shape[1] === 0 ? 0 : data.shape[0];
  const first = Math.floor(place / each) * each;
  const shown = Math.max(0, Math.min(each, count - first));
  const thumbs = Array.from({ length: shown }, (_, i) => ({
    place: first + i,
    area: {
      left: start.left + (i % across) * (thumb.width + GAP),
      top: start.top + Math.floor(i / across) * (thumb.height + GAP),
      ...thumb
    }
  }));
  // Pages differ in length, the view's height does not.
  const lines = Math.min(down, Math.ceil(count / across));
  const bottom = narrow
    ? start.top + lines * (thumb.height + GAP)
    : Math.max(main.top + main.height, start.top + lines * (thumb.height + GAP) - GAP);
  const barWidth = Math.min(200, width * 0.4);
  return {
    height: Math.round(bottom + 12),
    bar: { left: width - 14 - barWidth, top: 8, width: barWidth, height: 10 },
    main,
    thumbs,
    page: {
      x: start.left,
      y: start.top - 7,
      text: count === 0 ? '' : words.image.page(first + 1, first + shown, counted(count, data.rows.noun))
    }
  };
}
