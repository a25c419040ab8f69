export * from './averageSaliency';
export * from './gradient';
export * from './leaveOneOut';
export * from './setLayout';
export * from './setTerse';
export * from './terse';
