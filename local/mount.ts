import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** A handler that the local hub mounts beside the API. */
export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** The request cannot be answered; `status` says how. */
export type Refusal = { readonly status: number; readonly detail: string };

const MAX_BYTES = 1_000_000;

/** Reads a small request body; undefined when it is larger than this helper accepts. */
const readText = async (req: IncomingMessage): Promise<string | undefined> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MAX_BYTES) parts.push(part);
  }
  return bytes > MAX_BYTES ? undefined : Buffer.concat(parts).toString('utf8');
};

const toJson = (text: string): { readonly waarde: unknown } | undefined => {
  try {
    return { waarde: JSON.parse(text) };
  } catch {
    return undefined; // the parser's own message would repeat the content
  }
};

/** Reads and checks a JSON body. */
export const parseBody = async <Schema extends z.ZodType>(
  req: IncomingMessage,
  schema: Schema,
): Promise<{ readonly waarde: z.infer<Schema> } | Refusal> => {
  const text = await readText(req);
  if (text === undefined) return { status: 413, detail: 'body is too large' };
  const json = toJson(text);
  if (json === undefined) return { status: 400, detail: 'body is not JSON' };
  const outcome = schema.safeParse(json.waarde);
  if (outcome.success) return { waarde: outcome.data };
  const fields = outcome.error.issues.map((issue) => issue.path.join('.') || '(body)');
  return { status: 400, detail: `not as expected: ${[...new Set(fields)].join(', ')}` };
};

/** Answers with JSON. */
export const responseJson = (
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  res.writeHead(status, { ...headers, 'content-type': 'application/json' });
  res.end(JSON.stringify(value));
};

/** Path of the request below `prefix`, without query; the mount may or may not have taken the prefix off. */
export const padUnder = (req: IncomingMessage, prefix: string): string => {
  const pad = (req.url ?? '/').split('?')[0] ?? '/';
  return pad === prefix || pad.startsWith(`${prefix}/`) ? pad.slice(prefix.length) || '/' : pad;
};
