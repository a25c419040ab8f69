'use strict';
// Fault: tslab does not await its sends. zeromq.js sends at once 512 times, then puts a send off until the event
// loop turns, and refuses (EBUSY) every further one meanwhile: a cell that prints 600 lines in a loop lost the rest
// and its final "idle", so that the notebook waited for ever.
// Repair: sockets whose send time-out is 0 always send at once. The publisher's queue has no upper limit, or
// messages above 1,000 waiting ones would be dropped.

function repairSends(tslab) {
  const zmq = tslab('zeromq');
  const { Publisher, Router } = zmq;
  zmq.Publisher = class extends Publisher {
    constructor(options) {
      super({ sendTimeout: 0, sendHighWaterMark: 0, ...options });
    }
  };
  zmq.Router = class extends Router {
    constructor(options) {
      super({ sendTimeout: 0, sendHighWaterMark: 0, ...options });
    }
  };
}

module.exports = { repairSends };
