/** What gestures and keys on a picture do to its view. */
import type { Meanings } from './gestures';
import type { Plot } from './plot';

/** A view as its gestures see it. */
export interface Moved {
  readonly plot: Plot | null;
  update(): void;
  zoom(factor: number, at?: { x: number; y: number }): void;
  reset(): void;
  toggleTable(): void;
  /** What is in hand was changed for good: by a click or a key. */
  handChanged(): void;
  selectionChanged(): void;
  choicesChanged(): void;
  /** Say what is in hand. */
  announce(): void;
}

export function meaningsOf(view: Moved): Meanings {
  return {
    zoom: (factor, at) => view.zoom(factor, at),
    pan(dx, dy) {
      const { plot } = view;
      const area = plot?.area();
      // Down on the screen is up in a scatter and down in a heatmap: the plot's own `downIsMore` decides.
      if (area) plot!.viewport.pan(-dx / area.width, ((plot!.downIsMore ? -1 : 1) * dy) / area.height);
      view.update();
    },
    point(place) {
      if (view.plot?.point(place)) view.update();
    },
    pin() {
      view.plot?.pin();
      view.handChanged();
    },
    step(right, down, stride) {
      view.plot?.step(right, down, stride);
      view.announce();
      view.handChanged();
    },
    trace(stage, at, mode) {
      const drawn = view.plot?.trace?.(stage, at, mode) ?? false;
      if (!drawn) return false;
      if (stage === 'end') view.selectionChanged();
      view.update();
      return true;
    },
    key(letter) {
      if (!view.plot?.key?.(letter)) return false;
      view.selectionChanged();
      return true;
    },
    page(by) {
      if (!view.plot?.page) return false;
      view.plot.page(by);
      view.choicesChanged();
      view.announce();
      return true;
    },
    reset: () => view.reset(),
    toggleTable: () => view.toggleTable(),
    release() {
      const held = view.plot?.release() ?? false;
      view.handChanged();
      return held;
    }
  };
}
