/** MIME types of the views, apart from their readers: a page that shows none loads no more of them than these names. */
export const SALIENCY_MIME = 'application/vnd.terselab.saliency.v1+json';
export const TERSE_MIME = 'application/vnd.terselab.terse.v1+json';
export const TRAINING_MIME = 'application/vnd.terselab.training.v1+json';
export const MODEL_MIME = 'application/vnd.terselab.model.v1+json';
