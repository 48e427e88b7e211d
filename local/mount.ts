import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** A handler that the local hub mounts beside the API. */
export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** A request that cannot be answered: the HTTP status, and what is wrong without the content. */
export type Refusal = { readonly status: number; readonly detail: string };

const MAX_BYTES = 1_000_000;

/** Reads the body of a request; undefined when it is larger than `MAX_BYTES`. */
export const readText = async (req: IncomingMessage): Promise<string | undefined> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MAX_BYTES) parts.push(part);
  }
  return bytes > MAX_BYTES ? undefined : Buffer.concat(parts).toString('utf8');
};

const toJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // the message of the parser would repeat the content
  }
};

/** Reads a JSON body and parses it by its schema. */
export const parseBody = async <Schema extends z.ZodType>(
  req: IncomingMessage,
  schema: Schema,
): Promise<{ readonly value: z.infer<Schema> } | Refusal> => {
  const text = await readText(req);
  if (text === undefined) return { status: 413, detail: 'body is too large' };
  const json = toJson(text);
  if (json === undefined) return { status: 400, detail: 'body is not JSON' };
  const outcome = schema.safeParse(json.value);
  if (outcome.success) return { value: outcome.data };
  const fields = outcome.error.issues.map((issue) => issue.path.join('.') || '(body)');
  return { status: 400, detail: `not as expected: ${[...new Set(fields)].join(', ')}` };
};

/** Answers with JSON. */
export const sendJson = (
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  res.writeHead(status, { ...headers, 'content-type': 'application/json' });
  res.end(JSON.stringify(value));
};

/** The path of the request below `prefix`, without its query. The prefix may have been taken off already. */
export const pathUnder = (req: IncomingMessage, prefix: string): string => {
  const path = (req.url ?? '/').split('?')[0] ?? '/';
  return path === prefix || path.startsWith(`${prefix}/`) ? path.slice(prefix.length) || '/' : path;
};
