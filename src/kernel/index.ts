export * from './show';
export * from './trainingMonitor';
