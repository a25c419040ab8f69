// Which port the server takes. A port the reader named must be free; without a name any free one will do.
import net from 'node:net';
import { Trouble } from './trouble.mjs';

const usual = 8888;

/** The port named in JupyterLab's own options (`--port 9000`, `--port=9000`, `--ServerApp.port=9000`), or null. */
export function namedPort(args) {
  for (const [i, arg] of args.entries()) {
    const found = /^--(?:ServerApp\.)?port(?:=(.*))?$/.exec(arg);
    if (!found) continue;
    const text = found[1] ?? args[i + 1] ?? '';
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Trouble(`--port ${text}: a number from 1 to 65535 is needed, for example --port 8889.`);
    }
    return port;
  }
  return null;
}

/** The options without a named port. */
export function withoutPort(args) {
  return args.filter((arg, i) => {
    if (/^--(?:ServerApp\.)?port(=|$)/.test(arg)) return false;
    return !/^--(?:ServerApp\.)?port$/.test(args[i - 1] ?? '');
  });
}

/** The port to serve on: the named one if it is free (a Trouble if not), else the usual one or any free one. */
export async function choosePort(named) {
  if (named !== null) {
    if (await isFree(named)) return named;
    throw new Trouble(
      `Port ${named} is taken by another program. Stop that one, name another port (npm start -- --port ${named + 1}) ` +
        'or leave --port out: a free one is then chosen.'
    );
  }
  return (await isFree(usual)) ? usual : anyFree();
}

export function isFree(port) {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export function anyFree() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
