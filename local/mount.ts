import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** A handler that the local hub mounts beside the API. */
export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** The request cannot be answered; `status` says how. */
export type Weigering = { readonly status: number; readonly detail: string };

const MAX_BYTES = 1_000_000;

/** Reads a small request body; undefined when it is larger than this helper accepts. */
const leesTekst = async (req: IncomingMessage): Promise<string | undefined> => {
  const delen: Buffer[] = [];
  let bytes = 0;
  for await (const deel of req as AsyncIterable<Buffer>) {
    bytes += deel.length;
    if (bytes <= MAX_BYTES) delen.push(deel);
  }
  return bytes > MAX_BYTES ? undefined : Buffer.concat(delen).toString('utf8');
};

const alsJson = (tekst: string): { readonly waarde: unknown } | undefined => {
  try {
    return { waarde: JSON.parse(tekst) };
  } catch {
    return undefined; // the parser's own message would repeat the content
  }
};

/** Reads and checks a JSON body. */
export const leesJson = async <Schema extends z.ZodType>(
  req: IncomingMessage,
  schema: Schema,
): Promise<{ readonly waarde: z.infer<Schema> } | Weigering> => {
  const tekst = await leesTekst(req);
  if (tekst === undefined) return { status: 413, detail: 'body is too large' };
  const json = alsJson(tekst);
  if (json === undefined) return { status: 400, detail: 'body is not JSON' };
  const uitkomst = schema.safeParse(json.waarde);
  if (uitkomst.success) return { waarde: uitkomst.data };
  const velden = uitkomst.error.issues.map((issue) => issue.path.join('.') || '(body)');
  return { status: 400, detail: `not as expected: ${[...new Set(velden)].join(', ')}` };
};

/** Answers with JSON. */
export const antwoordJson = (
  res: ServerResponse,
  status: number,
  waarde: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  res.writeHead(status, { ...headers, 'content-type': 'application/json' });
  res.end(JSON.stringify(waarde));
};

/** Path of the request below `prefix`, without query; the mount may or may not have taken the prefix off. */
export const padOnder = (req: IncomingMessage, prefix: string): string => {
  const pad = (req.url ?? '/').split('?')[0] ?? '/';
  return pad === prefix || pad.startsWith(`${prefix}/`) ? pad.slice(prefix.length) || '/' : pad;
};
