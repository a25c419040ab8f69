// What jsdom lacks and the widgets touch, and a canvas that writes down what is drawn on it.
const util = require('node:util');

globalThis.TextEncoder ??= util.TextEncoder;
globalThis.TextDecoder ??= util.TextDecoder;
globalThis.DragEvent ??= class DragEvent extends MouseEvent {};
globalThis.PointerEvent ??= class PointerEvent extends MouseEvent {
  constructor(type, init = {}) {
    super(type, init);
    this.pointerId = init.pointerId ?? 1;
  }
};

/** Observers that are alive: a disposed view must leave none. */
globalThis.liveObservers = new Set();
globalThis.ResizeObserver = class {
  constructor(callback) {
    this.callback = callback;
  }
  observe() {
    globalThis.liveObservers.add(this);
  }
  unobserve() {}
  disconnect() {
    globalThis.liveObservers.delete(this);
  }
};
globalThis.matchMedia ??= () => ({ matches: false, addEventListener() {}, removeEventListener() {} });
globalThis.URL.createObjectURL ??= blob => {
  globalThis.savedBlob = blob;
  return 'blob:test';
};
globalThis.URL.revokeObjectURL ??= () => {};

/** Width that jsdom's missing layout gives every element; a test may set 0 for "not laid out". */
globalThis.layoutWidth = 640;
Object.defineProperty(window.HTMLElement.prototype, 'clientWidth', {
  configurable: true,
  get: () => globalThis.layoutWidth
});

/** A 2-D context: every call and every property set goes into `calls`. */
function recordingContext(canvas) {
  const calls = [];
  const state = { font: '', fillStyle: '', strokeStyle: '', globalAlpha: 1 };
  const known = {
    measureText: text => ({ width: String(text).length * 6 }),
    createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(width * height * 4) }),
    createLinearGradient: () => ({ addColorStop() {} })
  };
  return new Proxy(state, {
    get(target, name) {
      if (name === 'calls') return calls;
      if (name === 'canvas') return canvas;
      if (name in target) return target[name];
      return (...args) => {
        for (const arg of args) {
          if (typeof arg === 'number' && Number.isNaN(arg)) calls.push(['NaN', name]);
        }
        calls.push([name, ...args]);
        return known[name]?.(...args);
      };
    },
    set(target, name, value) {
      target[name] = value;
      return true;
    }
  });
}

const contexts = new WeakMap();
HTMLCanvasElement.prototype.getContext = function (kind) {
  if (kind !== '2d') return null;
  if (!contexts.has(this)) contexts.set(this, recordingContext(this));
  return contexts.get(this);
};
HTMLCanvasElement.prototype.toBlob = function (callback) {
  callback(new window.Blob(['png'], { type: 'image/png' }));
};
