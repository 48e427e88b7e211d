import type { IncomingMessage, ServerResponse } from 'node:http';

/** An error of an AWS service. The SDK takes `code` as the name of the exception. */
export interface ServiceError extends Error {
  readonly code: string;
}

/** Makes an error that `serveAwsJson` reports under its code. */
export function serviceError(code: string, message: string): ServiceError {
  return Object.assign(new Error(message), { code });
}

/** Operations of a service by their full target, as in `AWSEvents.PutEvents`. */
export type Operations = Readonly<Record<string, (input: unknown) => unknown>>;

const MAXIMUM_BYTES = 2 * 1024 * 1024;

/**
 * Reads the body of a request; undefined when it is larger than `maximumBytes`. It reads on after the limit, because
 * the connection has to stay open for the answer.
 */
export function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maximumBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}

/** Serves operations over the AWS JSON 1.1 protocol. */
export async function serveAwsJson(
  operations: Operations,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  };
  // The target is the caller's own text, and may be the name of what every object has.
  const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
  if (!operation)
    return reply(400, { __type: 'UnknownOperationException', message: `no operation ${target}` });
  try {
    const body = await readBody(request, MAXIMUM_BYTES);
    if (!body) return reply(413, { __type: 'RequestEntityTooLargeException' });
    reply(200, await operation(JSON.parse(body.toString('utf8'))));
  } catch (error) {
    const code = (error as Partial<ServiceError>).code;
    const known = error instanceof Error && code !== undefined && !(error instanceof SyntaxError);
    if (known) reply(400, { __type: code, message: error.message });
    else reply(500, { __type: 'InternalFailure', message: 'the embedded cloud failed' });
  }
}
