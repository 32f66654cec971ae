// Makes a module smaller with gzip, and changes nothing that it computes.
import { deflateRawSync } from 'node:zlib';
import binaryen from 'assemblyscript/binaryen';
import { functionBodies } from './inspect-module.mjs';

export function packed(bytes) {
  const module = binaryen.readBinary(bytes);
  foldStart(module);
  orderFunctions(module, functionBodies(bytes));
  const smaller = module.emitBinary();
  module.dispose();
  return smaller;
}

/**
 * Lets globals begin with what the start function would set them to: AssemblyScript has no constant of four equal floats.
 * They stay mutable, for the reason that assembly/transcendental.ts gives.
 */
function foldStart(module) {
  const start = module.getStart();
  const body = binaryen.Function.getBody(start);
  for (let i = 0; i < binaryen.Block.getNumChildren(body); i++) {
    const set = binaryen.Block.getChildAt(body, i);
    const name = binaryen.GlobalSet.getName(set);
    const value = new binaryen.ExpressionRunner(module).runAndDispose(binaryen.GlobalSet.getValue(set));
    module.removeGlobal(name);
    module.addGlobal(name, binaryen.v128, true, value);
  }
  binaryen.Function.setBody(start, module.nop());
}

/** How much of what was written before is looked at for what is like it. */
const WINDOW = 3072;

/** Puts each function after those that it is most like, the first one first: what repeats itself must lie near for gzip. */
function orderFunctions(module, bodies) {
  const left = new Map(bodies.map((body, i) => [module.getFunctionByIndex(i), { body, alone: sizeOf(body) }]));
  let written = Buffer.alloc(0);
  while (left.size > 0) {
    const gain = ([, { body, alone }]) => sizeOf(Buffer.concat([written, body])) - alone;
    const gains = [...left].map((entry) => [gain(entry), entry]);
    const [, [next, { body }]] = gains.reduce((best, one) => (one[0] < best[0] ? one : best));
    left.delete(next);
    written = Buffer.concat([written, body]).subarray(-WINDOW);
    const { name, params, results, vars, body: code } = binaryen.getFunctionInfo(next);
    module.removeFunction(name);
    module.addFunction(name, params, results, vars, code);
  }
}

function sizeOf(bytes) {
  return deflateRawSync(bytes).length;
}
