'use strict';
// Fault: "f({ seed })" throws "seed is not defined" where seed was declared in an earlier cell. tslab leads names of
// earlier cells to its exports object, and a shorthand property is no plain name.
// Repair: before tslab's own rewriting, such a property is written out, "{ seed: exports.seed }".
const earlierCells = /(^|[\\/])__prev__\.d\.ts$/; // where tslab keeps the declarations of earlier cells

/** Adds the repair to the programs of a watch host, which tslab receives through `afterProgramCreate`. */
function repairShorthand(typescript, host) {
  let receive;
  Object.defineProperty(host, 'afterProgramCreate', {
    configurable: true,
    get: () => receive,
    set(next) {
      receive = program => next.call(host, writeOut(typescript, program));
    }
  });
  return host;
}

function writeOut(typescript, program) {
  const { emit } = program;
  program.emit = (file, write, token, onlyTypes, transformers = {}) =>
    emit.call(program, file, write, token, onlyTypes, {
      ...transformers,
      before: [...(transformers.before ?? []), transformer(typescript, program.getProgram().getTypeChecker())]
    });
  return program;
}

function transformer(ts, checker) {
  return context => {
    const { factory } = context;
    const fromEarlierCell = node =>
      checker
        .getShorthandAssignmentValueSymbol(node)
        ?.declarations?.some(declaration => earlierCells.test(declaration.getSourceFile().fileName));
    const visit = node => {
      if (!ts.isShorthandPropertyAssignment(node) || !fromEarlierCell(node)) {
        return ts.visitEachChild(node, visit, context);
      }
      const stored = factory.createPropertyAccessExpression(
        factory.createIdentifier('exports'),
        node.name.text
      );
      // "({ seed = 3 } = settings)" has a default of its own
      const usual = node.objectAssignmentInitializer;
      const value = usual ? factory.createAssignment(stored, ts.visitNode(usual, visit)) : stored;
      return factory.createPropertyAssignment(node.name, value);
    };
    return file => ts.visitNode(file, visit);
  };
}

module.exports = { repairShorthand };
