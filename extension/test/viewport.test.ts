import { Viewport } from '../src/viewport';

const make = () => new Viewport({ x: [0, 100], y: [-1, 1] }, { x: 5, y: 0.1 });

describe('viewport', () => {
  it('keeps the point under the pointer where it is', () => {
    const view = make();
    view.zoom(0.5, 0.25, 0.75);
    expect(view.x[0] + 0.25 * (view.x[1] - view.x[0])).toBeCloseTo(25, 12);
    expect(view.y[0] + 0.75 * (view.y[1] - view.y[0])).toBeCloseTo(0.5, 12);
    expect(view.x[1] - view.x[0]).toBe(50);
    expect(view.zoomed).toBe(true);
  });

  it('stops at its nearest and at the whole', () => {
    const view = make();
    view.zoom(1e-9, 0.5, 0.5);
    expect(view.x[1] - view.x[0]).toBeCloseTo(5, 12);
    expect(view.y[1] - view.y[0]).toBeCloseTo(0.1, 12);
    view.zoom(1e9);
    expect([view.x, view.y, view.zoomed]).toEqual([[0, 100], [-1, 1], false]);
  });

  it('never leaves the data', () => {
    const view = make();
    view.zoom(0.5);
    view.pan(10, -10);
    expect([view.x, view.y]).toEqual([
      [50, 100],
      [-1, 0]
    ]);
    view.reveal(3, 0.5);
    expect(view.x[0]).toBe(3);
    expect(view.y[1]).toBe(0.5);
    view.reset();
    expect(view.zoomed).toBe(false);
  });

  it('is taken over by new data of the same extent only', () => {
    const old = make();
    old.zoom(0.5);
    const same = make();
    same.follow(old);
    expect(same.x).toEqual(old.x);
    const other = new Viewport({ x: [0, 99], y: [-1, 1] }, { x: 5, y: 0.1 });
    other.follow(old);
    expect(other.zoomed).toBe(false);
  });
});
