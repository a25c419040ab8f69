/** Pointer, wheel and keyboard on a picture, turned into what is meant. */
import type { SelectMode } from './plot';

export interface Meanings {
  /** A box or lasso being drawn; false at its start where a drag means moving. */
  trace(stage: 'start' | 'move' | 'end' | 'cancel', at: { x: number; y: number }, mode: SelectMode): boolean;
  /** A letter of the plot's own; false where it means nothing. */
  key(letter: string): boolean;
  /** Zoom about a place on the canvas, or about the middle. */
  zoom(factor: number, at?: { x: number; y: number }): void;
  /** Pan by pixels. */
  pan(dx: number, dy: number): void;
  point(place: { x: number; y: number } | null): void;
  pin(): void;
  step(right: number, down: number, stride: number): void;
  /** Page Up or Page Down; false where that means nothing. */
  page(by: number): boolean;
  reset(): void;
  toggleTable(): void;
  /** Leave: drop the cursor. False where there was nothing to drop. */
  release(): boolean;
}

/** Pixels that a pointer may move and still have clicked. */
const STILL = 4;

/** Listen on a focusable node until the signal aborts. */
export function listen(node: HTMLElement, meanings: Meanings, signal: AbortSignal): void {
  const placeOf = (event: MouseEvent) => {
    const box = node.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let drag: { id: number; x: number; y: number; moved: boolean; draws: boolean; mode: SelectMode } | null =
    null;

  node.addEventListener(
    'pointerdown',
    event => {
      if (event.button !== 0) return;
      node.focus({ preventScroll: true });
      const mode = event.altKey ? 'remove' : event.shiftKey ? 'add' : 'new';
      const draws = meanings.trace('start', placeOf(event), mode);
      drag = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false, draws, mode };
    },
    { signal }
  );
  node.addEventListener(
    'pointermove',
    event => {
      if (!drag || drag.id !== event.pointerId) return meanings.point(placeOf(event));
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.moved && Math.hypot(dx, dy) < STILL) return;
      if (!drag.moved) {
        drag.moved = true;
        node.setPointerCapture?.(event.pointerId);
        if (!drag.draws) node.classList.add('jp-mod-dragging');
      }
      drag.x = event.clientX;
      drag.y = event.clientY;
      if (drag.draws) meanings.trace('move', placeOf(event), drag.mode);
      else meanings.pan(dx, dy);
    },
    { signal }
  );
  const end = (event: PointerEvent, cancelled: boolean) => {
    if (!drag || drag.id !== event.pointerId) return;
    const { moved, draws, mode } = drag;
    drag = null;
    node.classList.remove('jp-mod-dragging');
    if (draws) meanings.trace(moved && !cancelled ? 'end' : 'cancel', placeOf(event), mode);
    if (moved || cancelled) return;
    meanings.point(placeOf(event));
    meanings.pin();
  };
  node.addEventListener('pointerup', event => end(event, false), { signal });
  node.addEventListener('pointercancel', event => end(event, true), { signal });
  node.addEventListener('pointerleave', () => meanings.point(null), { signal });
  node.addEventListener('dblclick', () => meanings.reset(), { signal });
  node.addEventListener(
    'wheel',
    event => {
      // A page scrolls past a view that nobody has clicked into.
      if (document.activeElement !== node || event.deltaY === 0) return;
      event.preventDefault();
      const pixels =
        event.deltaMode === 1 ? event.deltaY * 16 : event.deltaMode === 2 ? event.deltaY * 300 : event.deltaY;
      meanings.zoom(Math.exp(Math.min(Math.max(pixels, -240), 240) * 0.002), placeOf(event));
    },
    { signal, passive: false }
  );
  node.addEventListener(
    'keydown',
    event => {
      if (
        event.target === node &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey &&
        onKey(event, meanings, node)
      ) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { signal }
  );
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

/** Act on a key; false where it means nothing here. */
function onKey(event: KeyboardEvent, meanings: Meanings, node: HTMLElement): boolean {
  const arrow = Object.hasOwn(ARROWS, event.key) ? ARROWS[event.key] : undefined;
  if (arrow) {
    meanings.step(arrow[0], arrow[1], event.shiftKey ? 10 : 1);
    return true;
  }
  switch (event.key) {
    case '+':
    case '=':
      meanings.zoom(1 / 1.5);
      return true;
    case '-':
    case '_':
      meanings.zoom(1.5);
      return true;
    case 'PageUp':
      return meanings.page(-1);
    case 'PageDown':
      return meanings.page(1);
    case '0':
    case 'Home':
      meanings.reset();
      return true;
    case 'Enter':
      // With Shift it is Jupyter's own: run the cell.
      if (event.shiftKey) return false;
      meanings.toggleTable();
      return true;
    case 't':
    case 'T':
      meanings.toggleTable();
      return true;
    case 'Escape':
      // A second Escape gives the keyboard back to the notebook.
      if (!meanings.release()) node.blur();
      return true;
    default:
      return meanings.key(event.key.toLowerCase());
  }
}
