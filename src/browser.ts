/** The face of terselab that runs in a browser: nothing here touches Node. */
export * from './views';
export * from './cosmology';
export * from './clusters';
export * from './learn';
export * from './interpret/core';
