import { isUri, withoutNull } from '../../../../contracts/cloudevent.ts';
import type { Fault } from '../../../../contracts/faults.ts';
import { isObject } from '../../../../contracts/is-object.ts';
import { inNfc, textFaultsIn } from '../../../../contracts/text.ts';
import { mediaType, notSupported, parseBody, requireReadable } from './media.ts';
import { invalid } from './problems.ts';
import type { Request } from './request.ts';

/** HTTP protocol binding of CloudEvents 1.0: structured and binary mode. */

const EXPECTED = 'application/cloudevents+json, of als application/json met ce-headers';
const PREFIX = 'ce-';

const unquoted = (value: string): string =>
  /^".*"$/.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;

/** One round of percent-decoding; undefined when the header is not well-formed. */
const decoded = (value: string): string | undefined => {
  const bare = unquoted(value);
  if (!/^[ -~]*$/.test(bare)) return undefined;
  try {
    return decodeURIComponent(bare);
  } catch {
    return undefined;
  }
};

/** What a header says. Of a URI many senders leave the percent signs as they are, instead of encoding them once more. */
const contentOf = (name: string, value: string): string | undefined => {
  const content = decoded(value);
  const isInvisible = /\p{Cf}/u.test(content ?? '');
  return name === 'dataref' && !isInvisible && isUri(unquoted(value)) ? unquoted(value) : content;
};

/** An event as it was sent, with what was wrong with the way it was sent. */
export interface ParsedEvent {
  readonly event: Record<string, unknown>;
  readonly errors: readonly Fault[];
}

const binary = (request: Request): ParsedEvent => {
  const errors: Fault[] = [];
  const members: [string, unknown][] = [];
  for (const [header, value] of Object.entries(request.headers)) {
    if (!header.startsWith(PREFIX)) continue;
    const name = header.slice(PREFIX.length);
    const content = contentOf(name, value);
    if (name === 'datacontenttype' || name === 'data') {
      errors.push({ pointer: `/${name}`, detail: 'hoort niet in een ce-header' });
    } else {
      members.push([name, content ?? value]);
      if (content !== undefined) continue;
      errors.push({ pointer: `/${name}`, detail: 'is niet goed gecodeerd (percent-codering, UTF-8)' });
    }
  }
  const attributes = Object.fromEntries(members);
  const { value: data, errors: inData } = parseBody(request, '/data');
  return {
    event: { ...inNfc(attributes), datacontenttype: 'application/json', data },
    errors: [...errors, ...textFaultsIn(attributes), ...inData],
  };
};

/** The event in a request; members with `null` count as absent. */
export const readCloudEvent = (request: Request): ParsedEvent => {
  const type = mediaType(request);
  const isBinary = Object.keys(request.headers).some((header) => header.startsWith(PREFIX));
  if (type === 'application/cloudevents+json') {
    requireReadable(request);
    const { value: event, errors } = parseBody(request);
    if (!isObject(event)) throw invalid([{ pointer: '', detail: 'moet een object zijn' }]);
    return { event: withoutNull(event), errors };
  }
  // Every other `application/cloudevents…`, a batch among them, is a form that nobody agreed on.
  if (type !== 'application/json' || !isBinary) throw notSupported(EXPECTED);
  requireReadable(request);
  return binary(request);
};
