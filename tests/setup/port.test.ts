import { spawnSync } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { choosePort, namedPort, withoutPort } from '../../binder/setup/port.mjs';

/** Occupies a port for the time of a test. */
async function occupied(test: (port: number) => Promise<void> | void): Promise<void> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    await test((server.address() as net.AddressInfo).port);
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
}

test('the port is read from what is passed to JupyterLab', () => {
  expect(namedPort(['--no-browser'])).toBeNull();
  for (const args of [['--port', '9000'], ['--port=9000'], ['--ServerApp.port=9000']]) {
    expect(namedPort(args)).toBe(9000);
    expect(withoutPort([...args, '--no-browser'])).toEqual(['--no-browser']);
  }
  expect(() => namedPort(['--port', 'web'])).toThrow('--port web: a number from 1 to 65535 is needed');
  expect(() => namedPort(['--port=70000'])).toThrow('65535');
});

test('a named port that is taken is one clear message; without a name a free one is found', () =>
  occupied(async port => {
    await expect(choosePort(port)).rejects.toThrow(`Port ${port} is taken by another program.`);
    expect(await choosePort(null)).not.toBe(port);
  }));

test('npm start says so at once, before it sets anything up', () =>
  occupied(port => {
    const start = path.resolve(__dirname, '../../binder/start.mjs');
    const run = spawnSync(process.execPath, [start, '--no-browser', '--port', String(port)], {
      encoding: 'utf8'
    });
    expect(run.status).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).toContain(`Port ${port} is taken`);
  }));
