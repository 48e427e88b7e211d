import type { Fault } from '../../../../contracts/faults.ts';
import { parseMediaType, utf8Kind } from '../../../../contracts/media-type.ts';
import { readJson } from '../../../../contracts/strict-json.ts';
import { BODY_BYTES } from '../../../../domain/limits.ts';
import { invalid, problem } from './problems.ts';
import type { Request } from './request.ts';

/** Media types, size and encoding of what comes in; the same rules for every call. */

/** Media type of the body without its parameters; undefined when absent or not in UTF-8. */
export const mediaType = (request: Request): string | undefined =>
  utf8Kind(request.headers['content-type'] ?? '');

/** What calls answer in. */
export type AnswerKind = 'application/json' | 'text/calendar';

/** How specific a range of `Accept` is about a media type; 0 when it is not about it. */
const rankOf = (range: string, kind: AnswerKind): number =>
  ['*/*', `${kind.split('/')[0]}/*`, kind].indexOf(range) + 1;

/** False when `Accept` rules out this media type; the most specific range decides (RFC 9110 §12.5.1). */
export const accepts = (accept: string | undefined, kind: AnswerKind): boolean => {
  if (accept === undefined || accept.trim() === '') return true;
  let best = { rank: 0, quality: 0 };
  for (const part of accept.split(',')) {
    const [type, parameters] = parseMediaType(part);
    const rank = rankOf(type, kind);
    if (rank > best.rank) best = { rank, quality: Number(parameters.get('q') ?? '1') };
  }
  return best.quality > 0;
};

/** True when `Accept` names this media type itself. */
export const namesInAccept = (request: Request, type: string): boolean =>
  (request.headers['accept'] ?? '').split(',').some((part) => parseMediaType(part)[0] === type);

/** True when the body is packed (`Content-Encoding: gzip`), which no call takes. */
export const isEncoded = ({ headers }: Request): boolean => {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== 'identity');
};

/** Refuses a body that is packed (RFC 9110 §15.5.16) or too large. */
export const requireReadable = (request: Request): void => {
  if (isEncoded(request)) {
    throw problem(
      'mediatype-niet-ondersteund',
      'De hub pakt geen inhoud uit. Stuur die ongecomprimeerd, zonder Content-Encoding.',
      { headers: { 'Accept-Encoding': 'identity' } },
    );
  }
  if (request.body.byteLength <= BODY_BYTES.call) return;
  throw problem('te-groot', `De inhoud mag hoogstens ${BODY_BYTES.call} bytes zijn.`);
};

/** The problem of a body that is not what was expected (415). */
export const notSupported = (expected: string) =>
  problem('mediatype-niet-ondersteund', `Stuur de inhoud als ${expected}, in UTF-8.`);

/** A JSON value as it was sent, with what was wrong with the way it was written. */
export interface ParsedJson {
  readonly value: unknown;
  readonly errors: readonly Fault[];
}

/** The body as JSON, in NFC; `pointer` is its place in what the caller thinks of as the message. */
export const parseBody = ({ body }: Request, pointer = ''): ParsedJson => {
  const json = readJson(body);
  if (json.kind === 'unreadable') throw invalid([{ pointer, detail: json.detail }]);
  return {
    value: json.value,
    errors: json.faults.map((fault) => ({ ...fault, pointer: `${pointer}${fault.pointer}` })),
  };
};

/** The JSON body of a call that takes `application/json` and nothing else. */
export const jsonBody = (request: Request): ParsedJson => {
  if (mediaType(request) !== 'application/json') throw notSupported('application/json');
  requireReadable(request);
  return parseBody(request);
};
