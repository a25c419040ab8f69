// What must not happen on any page: an error in the console, an exception, a request to another machine.

/** Follows pages: `problems` grows with one line for each thing that went wrong. */
export function makeWatch() {
  const problems = [];
  let requests = 0;
  const address = (kind, url) => {
    requests++;
    if (!isLocal(url)) problems.push(`${kind} to ${url.slice(0, 200)}`);
  };
  return {
    problems,
    requests: () => requests,
    follow(page) {
      page.on('console', message => {
        if (message.type() !== 'error') return;
        problems.push(`console: ${message.text().slice(0, 300)} (${message.location().url.slice(-80)})`);
      });
      page.on('pageerror', error =>
        problems.push(`exception: ${String(error.stack ?? error).slice(0, 600)}`)
      );
      page.on('request', request => address('request', request.url()));
      page.on('websocket', socket => address('socket', socket.url()));
    }
  };
}

function isLocal(url) {
  const { protocol, hostname } = new URL(url);
  if (['data:', 'blob:', 'about:'].includes(protocol)) return true;
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
