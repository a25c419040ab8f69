import { labelFont } from './axis';
import type { Plot } from './plot';
import type { Theme } from './theme';

/** A file name made of a view's id: letters, digits, dashes. */
export function safeName(id: string, extension: string): string {
  const stem = id
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${stem || 'view'}.${extension}`;
}

/** Hand a file to the reader. */
export function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the file over once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** The picture as drawn now, with its title, on an opaque background, at twice its size. */
export function drawForFile(plot: Plot, theme: Theme, width: number, canvas: HTMLCanvasElement): boolean {
  const scale = 2;
  const head = 52;
  const height = plot.height(width);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round((height + head) * scale);
  const context = canvas.getContext('2d');
  if (!context) return false;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.textAlign = 'left';
  context.fillStyle = theme.ink;
  context.font = labelFont(theme, 15, 600);
  context.fillText(plot.title, 14, 24, width - 28);
  context.fillStyle = theme.softInk;
  context.font = labelFont(theme, 11.5);
  context.fillText(plot.subtitle, 14, 42, width - 28);
  // The plot is drawn on its own canvas first: the heatmap puts pixels past any translation.
  const body = document.createElement('canvas');
  body.width = canvas.width;
  body.height = Math.round(height * scale);
  const inner = body.getContext('2d');
  if (!inner) return false;
  inner.fillStyle = theme.background;
  inner.fillRect(0, 0, body.width, body.height);
  inner.scale(scale, scale);
  plot.draw({ context: inner, width, height, scale }, theme);
  context.drawImage(body, 0, head, width, height);
  return true;
}

/** Save the picture as PNG. */
export function savePng(plot: Plot, theme: Theme, width: number): void {
  const canvas = document.createElement('canvas');
  if (!drawForFile(plot, theme, width, canvas)) return;
  canvas.toBlob(blob => {
    if (blob) download(blob, safeName(plot.fileName, 'png'));
  }, 'image/png');
}

/** Save the rows as CSV. The mark at the start tells spreadsheets that the text is UTF-8. */
export function saveCsv(plot: Plot): void {
  download(
    new Blob(['\ufeff', plot.csv()], { type: 'text/csv;charset=utf-8' }),
    safeName(plot.fileName, 'csv')
  );
}
