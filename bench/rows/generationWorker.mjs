/** A thread that draws a part of the samples whenever it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { tl } from './clusterSets.mjs';

const bank = tl.drawHaloBank(tl.magneticum, workerData.bank);
const survey = tl.defaultSurvey(tl.magneticum);
parentPort.on('message', () => {
  const set = tl.drawSamples(bank, survey, { count: workerData.count, seed: workerData.seed });
  const buffers = Object.values(set).flatMap(v => (ArrayBuffer.isView(v) ? [v.buffer] : []));
  parentPort.postMessage(set, buffers);
});
parentPort.postMessage('ready');
