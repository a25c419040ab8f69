export { checks as trustChecks } from './checks';
export type { Check } from './check';
export * from './clusterTrust';
export * from './report';
export { trustHtml, type ReportPicture } from './reportHtml';
export { trustMarkdown } from './reportMarkdown';
export { SUITE as TRUST_SUITE } from './thresholds';
export type * from './types';
export { verdictOf, type Judged, type Judgement } from './verdict';
