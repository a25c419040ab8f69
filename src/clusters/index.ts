export * from './gasProfile';
export * from './scaling';
export * from './survey';
export * from './limit';
