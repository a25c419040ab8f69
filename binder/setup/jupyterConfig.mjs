// Settings of the serving Jupyter: nothing is asked of the network, and no output of a cell is held back.
import fs from 'node:fs';
import path from 'node:path';
import { share } from './place.mjs';
import { readStamp, writeWhole } from './stamp.mjs';

const overrides = {
  '@jupyterlab/apputils-extension:notification': {
    fetchNews: 'false',
    checkForUpdates: false,
    doNotDisturbMode: false
  }
};

// jupyter_server drops stream output above 1 MB/s: a long training log would lose lines the kernel did send
const server = { ZMQChannelsWebsocketConnection: { iopub_data_rate_limit: 1e8, iopub_msg_rate_limit: 1e5 } };

export function overridesFile(where) {
  return share(where, 'lab', 'settings', 'overrides.json');
}

export function serverConfigFile(where) {
  return path.join(where.jupyter, 'etc', 'jupyter', 'jupyter_server_config.d', 'terselab.json');
}

export function configStep(where) {
  return {
    name: 'JupyterLab settings',
    stamp: path.join(where.memoryOfJupyter, 'settings.json'),
    words: [JSON.stringify(overrides), JSON.stringify(server)],
    outputs: [overridesFile(where), serverConfigFile(where)],
    work: async () => {
      // a Jupyter that is not ours may have overrides of its own: ours are added to them
      const found = fs.existsSync(overridesFile(where)) ? (readStamp(overridesFile(where)) ?? {}) : {};
      writeWhole(overridesFile(where), `${JSON.stringify({ ...found, ...overrides }, null, 2)}\n`);
      writeWhole(serverConfigFile(where), `${JSON.stringify(server, null, 2)}\n`);
    }
  };
}
