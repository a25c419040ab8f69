'use strict';
// Fault: a kernel whose server was killed stays, with the memory of its tensors, until someone finds it.
// Repair: Jupyter says who started the kernel; when that process is no longer the parent, the kernel ends.

function endWithParent(every = 2000) {
  const parent = Number(process.env.JPY_PARENT_PID);
  if (!parent || process.ppid !== parent) return; // started through another program: its life says nothing
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, every).unref();
}

module.exports = { endWithParent };
