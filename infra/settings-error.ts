const SETTINGS_ERROR = 'SettingsError';

/** What is wrong in a file that somebody filled in, told in words for whoever did: never with a stack trace. */
export const settingsError = (message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name: SETTINGS_ERROR });

/** Whether an error is about what somebody filled in. */
export const isSettingsError = (error: unknown): error is Error =>
  error instanceof Error && error.name === SETTINGS_ERROR;
