import { element } from './dom';
import type { Surface } from './geometry';

/** A canvas as wide as its parent, as dense as the screen. Calls back when its size or the screen's density changes. */
export class CanvasLayer {
  readonly node = element('canvas', 'canvas');
  /** Width of the last drawing in CSS pixels. */
  width = 0;

  constructor(changed: () => void, signal: AbortSignal) {
    this.node.setAttribute('aria-hidden', 'true');
    let seen = 0;
    const observer = new ResizeObserver(() => {
      const now = this.measure();
      if (now !== seen) changed();
      seen = now;
    });
    observer.observe(this.node);
    signal.addEventListener('abort', () => observer.disconnect());
    watchDensity(changed, signal);
  }

  /** Width that the page gives the canvas now; 0 while it is not laid out. */
  measure(): number {
    return Math.floor(this.node.clientWidth);
  }

  setHeight(height: number): void {
    this.node.style.height = `${height}px`;
  }

  /** Clear and scale the canvas for a drawing; null while it has no width. */
  begin(heightFor: (width: number) => number): Surface | null {
    const width = this.measure();
    const context = width > 0 ? this.node.getContext('2d') : null;
    if (!context) return null;
    const height = heightFor(width);
    const scale = Math.min(Math.max(window.devicePixelRatio || 1, 1), 4);
    this.setHeight(height);
    const [pixelWidth, pixelHeight] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.node.width !== pixelWidth || this.node.height !== pixelHeight) {
      this.node.width = pixelWidth;
      this.node.height = pixelHeight;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.globalAlpha = 1;
    context.clearRect(0, 0, width, height);
    this.width = width;
    return { context, width, height, scale };
  }
}

/** A media query matches one density only: ask anew after each change. */
function watchDensity(changed: () => void, signal: AbortSignal): void {
  if (signal.aborted || typeof matchMedia !== 'function') return;
  const query = matchMedia(`(resolution: ${window.devicePixelRatio || 1}dppx)`);
  const once = new AbortController();
  signal.addEventListener('abort', () => once.abort(), { signal: once.signal });
  query.addEventListener(
    'change',
    () => {
      once.abort();
      changed();
      watchDensity(changed, signal);
    },
    { signal: once.signal }
  );
}
