/** What explains and measures without tfjs: the contract, engine, methods, metrics; small enough for a page. */
export * from './adapter';
export type { AdapterOptions } from './adapters/adapterOptions';
export * from './adapters/engineAdapter';
export * from './adapters/functionAdapter';
export * from './attribute';
export * from './attribution';
export * from './averageAttribution';
export { prepareNetwork, type PreparedNetwork } from './engine/prepare';
export { runBackward, runNetwork, type BackwardRule, type NetworkRun } from './engine/run';
export { methods, type MethodName, type OptionsOf } from './methods';
export type { Method, MethodOptions } from './method';
export * from './metrics';
export * from './nuisanceBaseline';
export * from './overBaselines';
export * from './plantedMark';
export * from './score';
export * from './terseChecks';
