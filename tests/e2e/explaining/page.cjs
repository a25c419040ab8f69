// What is bundled for the page: everything of the room that explains, the face for browsers, and tfjs.
'use strict';
const tf = require('@tensorflow/tfjs');
const browser = require('../../../dist/browser');
const math = require('../../../dist/math');
const interpret = require('../../../dist/interpret');
const models = require('../../../dist/models');
const { explainAll } = require('./methods.cjs');

/** Explains on one back end of tfjs. */
globalThis.explainOn = async backend => {
  if (!(await tf.setBackend(backend))) throw new Error(`the back end ${backend} does not start`);
  await tf.ready();
  return explainAll({ tf, tl: { ...browser, ...math, ...interpret, ...models } });
};
/** With the face for browsers alone: the engine, no tfjs. */
globalThis.faceOfBrowsers = Object.keys(browser);
