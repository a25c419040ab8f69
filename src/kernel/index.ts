export * from './exercise';
export * from './liveModel';
export * from './peakMemory';
export * from './prose';
export * from './runSize';
export * from './show';
export * from './trainingMonitor';
export * from './trainOrLoad';
