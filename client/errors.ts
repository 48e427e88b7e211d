const USER_ERROR = 'UserError';

/** An error that the user can act on. It is shown as one line, never with a stack trace. */
export const userError = (message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name: USER_ERROR });

/** Whether the user can act on an error, so that its text is shown without a stack trace. */
export const isUserError = (error: unknown): error is Error =>
  error instanceof Error && error.name === USER_ERROR;

/** The code that Node or the system gave an error or its cause. */
export const errorCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : errorCode(error.cause);
};

/** The text to show of an error. A `SyntaxError` gets another text, because Node quotes data in it that may be of a person. */
export const errorText = (error: unknown): string => {
  if (error instanceof SyntaxError) return 'something that was read is no JSON';
  if (!(error instanceof Error)) return String(error);
  return error.message || errorCode(error) || error.name;
};
