export * from './abundance';
export * from './background';
export * from './cosmology';
export * from './massFunction';
export * from './matterField';
export * from './transfer';
