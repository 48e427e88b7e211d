const USER_ERROR = 'UserError';

/** Something the user can act on: shown as one line, never with a stack trace. */
export const userError = (message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name: USER_ERROR });

/** Whether an error is for the user to mend, so that its text is shown without a trace. */
export const isUserError = (error: unknown): error is Error =>
  error instanceof Error && error.name === USER_ERROR;

/** The code that Node or the system gave an error, its own or that of what caused it. */
export const errorCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : errorCode(error.cause);
};

/** What is told of an error. Node quotes the text that it could not parse, and that may be anybody's data. */
export const errorText = (error: unknown): string => {
  if (error instanceof SyntaxError) return 'something that was read is no JSON';
  if (!(error instanceof Error)) return String(error);
  return error.message || errorCode(error) || error.name;
};
