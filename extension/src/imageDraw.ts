import {
  blendOverImage,
  heatmapIndexes,
  imageGrey,
  markContour,
  NA_COLOUR,
  NA_INDEX,
  parseColour
} from 'terselab/dist/views';
import { drawFrame, fitText, labelFont } from './axis';
import { crisp, type Area, type Surface } from './geometry';
import type { ImageLayout } from './imageLayout';
import type { ImageSaliencyPlot } from './imagePlot';
import { drawScale } from './saliencyDraw';
import type { Theme } from './theme';
import { words } from './words';

/** Painted images by row, size and choices; forgotten when there are many. */
export class ImageCache {
  private readonly made = new Map<string, HTMLCanvasElement>();

  get(key: string, make: () => HTMLCanvasElement | null): HTMLCanvasElement | null {
    const known = this.made.get(key);
    if (known) return known;
    if (this.made.size > 200) this.made.clear();
    const canvas = make();
    if (canvas) this.made.set(key, canvas);
    return canvas;
  }
}

/** Paint the whole view. */
export function drawImages(
  plot: ImageSaliencyPlot,
  layout: ImageLayout,
  surface: Surface,
  theme: Theme,
  cache: ImageCache
): void {
  const { context, width } = surface;
  drawScale(surface, layout.bar, plot.state, theme);
  context.font = labelFont(theme, 11);
  context.fillStyle = theme.softInk;
  context.textAlign = 'left';
  context.fillText(fitText(context, layout.page.text, width - layout.page.x), layout.page.x, layout.page.y);
  if (plot.empty) {
    const { main } = layout;
    context.textAlign = 'center';
    context.fillText(words.noValues, main.left + main.width / 2, main.top + main.height / 2);
    return drawFrame(context, main, theme);
  }
  context.imageSmoothingEnabled = false;
  drawOne(plot, plot.row, layout.main, plot.viewport, surface, theme, cache);
  drawFrame(context, layout.main, theme);
  const whole = { x: [0, plot.image.width], y: [0, plot.image.height] } as const;
  for (const { place, area } of layout.thumbs) {
    drawOne(plot, plot.state.order[place], area, whole, surface, theme, cache);
    drawFrame(context, area, theme);
    if (place === plot.place || place === plot.strongPlace) {
      context.strokeStyle = place === plot.place ? theme.accent : theme.softInk;
      context.lineWidth = 2;
      context.strokeRect(area.left - 1.5, area.top - 1.5, area.width + 3, area.height + 3);
    }
    if (plot.selection.has(plot.state.order[place])) drawChosen(context, area, theme);
  }
  drawPixelInHand(plot, layout.main, surface, theme);
}

/** A corner in the accent colour, with an edge that is seen on any image. */
function drawChosen(context: CanvasRenderingContext2D, { left, top }: Area, theme: Theme): void {
  context.fillStyle = theme.accent;
  context.strokeStyle = theme.background;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(left + 15, top);
  context.lineTo(left, top + 15);
  context.closePath();
  context.fill();
  context.stroke();
}

interface Seen {
  x: readonly [number, number];
  y: readonly [number, number];
}

function drawOne(
  plot: ImageSaliencyPlot,
  row: number,
  area: Area,
  seen: Seen,
  { context, scale }: Surface,
  theme: Theme,
  cache: ImageCache
): void {
  const [width, height] = [
    Math.max(1, Math.round(area.width * scale)),
    Math.max(1, Math.round(area.height * scale))
  ];
  const { state, opacity } = plot;
  const key = [row, width, height, ...seen.x, ...seen.y, opacity, theme.dark, state.key].join(' ');
  const picture = cache.get(key, () => paintOne(plot, row, seen, width, height, theme));
  if (picture) context.drawImage(picture, area.left, area.top, area.width, area.height);
}

function paintOne(
  { data, image, state, opacity }: ImageSaliencyPlot,
  row: number,
  seen: Seen,
  width: number,
  height: number,
  theme: Theme
): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  const pixels = image.width * image.height;
  const values = state.values.subarray(row * pixels, (row + 1) * pixels);
  const lines = Uint32Array.from({ length: image.height }, (_, i) => i);
  const window = { rows: seen.y, columns: seen.x };
  const indexes = heatmapIndexes(values, image.width, lines, state.limit, window, width, height);
  const edge = state.contour > 0 ? markContour(indexes, width, state.contour) : null;
  const grey = data.input ? imageGrey(data.input.values.subarray(row * pixels, (row + 1) * pixels)) : null;
  const table = state.table(theme.dark);
  const [missing, ink] = [parseColour(NA_COLOUR), parseColour(theme.dark ? '#ffffff' : '#000000')];
  const out = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    const line = Math.min(
      image.height - 1,
      Math.floor(seen.y[0] + ((y + 0.5) / height) * (seen.y[1] - seen.y[0]))
    );
    for (let x = 0; x < width; x++) {
      const pixel = Math.min(
        image.width - 1,
        Math.floor(seen.x[0] + ((x + 0.5) / width) * (seen.x[1] - seen.x[0]))
      );
      const [i, index] = [y * width + x, indexes[y * width + x]];
      if (edge?.[i]) out.data.set(ink, 4 * i);
      else if (index === NA_INDEX) out.data.set(missing, 4 * i);
      else if (grey) blendOverImage(grey[line * image.width + pixel], index, opacity, table, out.data, 4 * i);
      else out.data.set(table.subarray(3 * index, 3 * index + 3), 4 * i);
      out.data[4 * i + 3] = 255;
    }
  }
  context.putImageData(out, 0, 0);
  return canvas;
}

/** Lines through the pixel in hand, and a frame around it. */
function drawPixelInHand(plot: ImageSaliencyPlot, main: Area, { context }: Surface, theme: Theme): void {
  const pixel = plot.inHand;
  if (pixel === null) return;
  const { x, y } = plot.viewport;
  const [perX, perY] = [main.width / (x[1] - x[0]), main.height / (y[1] - y[0])];
  const left = main.left + ((pixel % plot.image.width) - x[0]) * perX;
  const top = main.top + (Math.floor(pixel / plot.image.width) - y[0]) * perY;
  context.save();
  context.beginPath();
  context.rect(main.left, main.top, main.width, main.height);
  context.clip();
  context.strokeStyle = theme.accent;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(crisp(left + perX / 2 - 0.5), main.top);
  context.lineTo(crisp(left + perX / 2 - 0.5), main.top + main.height);
  context.moveTo(main.left, crisp(top + perY / 2 - 0.5));
  context.lineTo(main.left + main.width, crisp(top + perY / 2 - 0.5));
  context.globalAlpha = 0.7;
  context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.strokeRect(left - 1, top - 1, Math.max(4, perX + 2), Math.max(4, perY + 2));
  context.restore();
}
