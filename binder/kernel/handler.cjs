'use strict';
// What happens to an execute_request. Repairs of tslab's handler that are small enough to live here:
// - the reply lacked ename, evalue and traceback, and no `error` message (the red box) was published;
// - an aborted request was answered "abort", which Jupyter does not know, instead of "aborted";
// - `silent` and `store_history: false` moved the reader's In[n] and took late output of the running cell.
const { CellQueue } = require('./cellQueue.cjs');
const { Output } = require('./output.cjs');
const { describeError, describeTypeErrors } = require('./trace.cjs');

/**
 * @param parts executor (tslab's), problems (what its console.error was called with), maps, interruption
 */
function createHandler(tslab, { executor, problems, maps, interruption }) {
  const jupyter = tslab('./jupyter.js');
  const { versions } = tslab('./public.js');

  return new (class extends jupyter.JupyterHandlerImpl {
    constructor() {
      super(executor, false);
      this.queue = new CellQueue();
      this.output = new Output();
    }

    handleKernel() {
      const info = super.handleKernel();
      const language = { ...info.language_info, version: versions.typescript, pygments_lexer: 'typescript' };
      return {
        status: 'ok',
        ...info,
        implementation_version: versions.tslab,
        language_info: language,
        help_links: []
      };
    }

    /**
     * Runs a cell whose turn has come and resolves with the reply's content.
     * @param publish (type, content): a message on iopub for this request
     */
    async execute(request, publish) {
      const reply = await this.run(request, publish);
      // a hidden request of a widget says stop_on_error: false, so that its failure is not the reader's
      if (reply.status === 'error' && request.stop_on_error !== false) await this.queue.abortQueued();
      return reply;
    }

    async run(request, publish) {
      const hidden = request.silent || request.store_history === false;
      const execution_count = hidden ? this.execCount : ++this.execCount;
      if (!request.silent) publish('execute_input', { code: request.code, execution_count });
      const before = this.takeOutput(publish);
      const cell = hidden ? 'hidden request' : `Cell [${execution_count}]`;
      const failure = await this.evaluate(request.code, cell);
      this.output.flush();
      if (failure) publish('error', failure);
      if (hidden) this.output.aim(before); // what the reader's cell still prints is the reader's
      if (failure) return { status: 'error', execution_count, ...failure };
      return { status: 'ok', execution_count, payload: [], user_expressions: {} };
    }

    takeOutput(publish) {
      if (jupyter.lastWriteDisplayData === null) {
        this.output.capture();
        jupyter.lastWriteDisplayData = (content, update) => this.output.display(content, update);
      }
      return this.output.aim(publish);
    }

    /** Runs the code; resolves with null, or with the failure as {ename, evalue, traceback}. */
    async evaluate(code, cell) {
      problems.length = 0;
      maps.begin(cell, code);
      interruption.begin();
      try {
        if (await executor.execute(code)) {
          // type errors of a module cell do not fail it
          if (problems.length > 0) this.output.write('stderr', `${describe(cell).evalue}\n`);
          return null;
        }
        return describe(cell);
      } catch (error) {
        return describeError(error, maps);
      } finally {
        interruption.end();
      }
    }
  })();

  function describe(cell) {
    const [thrown] = problems[0] ?? [new Error('the cell failed without saying why')];
    if (problems[0]?.length > 1) return describeTypeErrors(problems, cell, maps);
    if (stopped(thrown)) return interrupted(cell);
    return describeError(thrown, maps);
  }

  /** Did the cell end because of an interrupt, wherever it was when that came? */
  function stopped(thrown) {
    if (thrown?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') interruption.abort();
    return interruption.happened;
  }
}

function interrupted(cell) {
  const evalue = 'the kernel was interrupted; what ran before is kept';
  return { ename: 'Interrupted', evalue, traceback: [`Interrupted: ${evalue}`, `    in ${cell}`] };
}

module.exports = { createHandler };
