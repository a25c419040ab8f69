// A JupyterLab of our own: token and XSRF check as a reader has them, settings and signatures in a throw-away home.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { place } from '../../binder/setup/place.mjs';
import { anyFree } from '../../binder/setup/port.mjs';
import { serve } from '../../binder/setup/server.mjs';

/**
 * Starts a server on a folder: {url, address, token, settings, log, stop}. Two servers on one folder have different
 * homes, so what one has signed is untrusted at the other.
 */
export async function startServer(folder) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-e2e-home-'));
  const inHome = name => path.join(home, name);
  let log = '';
  const server = await serve(place(), {
    port: await anyFree(),
    folder,
    args: ['--LabApp.expose_app_in_browser=True'], // the tests ask JupyterLab's own model what it holds
    log: text => (log = (log + text).slice(-50_000)),
    env: {
      // data sets stay where they are: they are not to be fetched again for each home
      TERSELAB_CACHE: process.env.TERSELAB_CACHE || path.join(os.homedir(), '.cache', 'terselab'),
      HOME: home,
      JUPYTER_CONFIG_DIR: inHome('config'),
      JUPYTER_DATA_DIR: inHome('data'),
      JUPYTER_RUNTIME_DIR: inHome('runtime'),
      JUPYTERLAB_SETTINGS_DIR: inHome('settings'),
      JUPYTERLAB_WORKSPACES_DIR: inHome('workspaces')
    }
  });
  return {
    ...server,
    log: () => log,
    /** Writes a plugin's user settings; a page opened afterwards has them. */
    setSettings(plugin, values) {
      const [scope, extension] = plugin.split(':')[0].split('/');
      const file = path.join(
        inHome('settings'),
        scope,
        extension,
        `${plugin.split(':')[1]}.jupyterlab-settings`
      );
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify(values));
    },
    async stop() {
      await server.stop();
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  };
}
