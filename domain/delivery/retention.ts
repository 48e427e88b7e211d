/** Days that the content of a message to a partner is kept after it was put in the postvak, whatever became of it. */
export const RETENTION_DAYS = 90;
