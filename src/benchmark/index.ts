export * from './benchmarkEntry';
export * from './leaderboard';
export * from './leaderboardPage';
export * from './metric';
export * from './score';
export * from './submission';
export * from './truth';
