// Jest transformer that puts one seeded fault into one source file, named by TERSELAB_FAULT, and then does what swc does.
const path = require('node:path');
const swc = require('@swc/jest');
const root = path.resolve(__dirname, '..', '..');

module.exports = {
  createTransformer(options) {
    const inner = swc.createTransformer(options);
    const fault = JSON.parse(process.env.TERSELAB_FAULT);
    const file = path.join(root, fault.file);
    const faulty = (source, name) => (name === file ? source.split(fault.find).join(fault.put) : source);
    return {
      ...inner,
      canInstrument: false,
      process: (source, name, ...rest) => inner.process(faulty(source, name), name, ...rest),
      getCacheKey: (source, name, ...rest) =>
        inner.getCacheKey(faulty(source, name), name, ...rest) + (name === file ? fault.id : '')
    };
  }
};
