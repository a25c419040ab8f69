export * from './gradient';
export * from './terse';
