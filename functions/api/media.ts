import type { Fout } from '../../contracts/fouten.ts';
import { parseMediaType, utf8Kind } from '../../contracts/media-type.ts';
import { readJson } from '../../contracts/strict-json.ts';
import { ongeldig, probleem } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

/** Media types, size and encoding of what comes in; the same rules for every call. */

/** Largest body the hub takes: what every CloudEvents intermediary must pass on (64 KiB). */
export const MAX_BYTES = 65_536;

/** Media type of the body without its parameters; undefined when absent or not in UTF-8. */
export const mediatype = (verzoek: Verzoek): string | undefined =>
  utf8Kind(verzoek.headers['content-type'] ?? '');

const SPECIFIEK: Readonly<Record<string, number>> = { 'application/json': 3, 'application/*': 2, '*/*': 1 };

/** False when `Accept` rules out JSON; the most specific range decides (RFC 9110 §12.5.1). */
export const accepteertJson = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.trim() === '') return true;
  let beste = { rang: 0, kwaliteit: 0 };
  for (const deel of accept.split(',')) {
    const [soort, parameters] = parseMediaType(deel);
    const rang = SPECIFIEK[soort] ?? 0;
    if (rang > beste.rang) beste = { rang, kwaliteit: Number(parameters.get('q') ?? '1') };
  }
  return beste.kwaliteit > 0;
};

/** True when `Accept` names this media type itself. */
export const noemtInAccept = (verzoek: Verzoek, soort: string): boolean =>
  (verzoek.headers['accept'] ?? '').split(',').some((deel) => parseMediaType(deel)[0] === soort);

/** True when the body is packed (`Content-Encoding: gzip`), which no call takes. */
export const isEncoded = ({ headers }: Verzoek): boolean => {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== 'identity');
};

/** Refuses a body that is packed (RFC 9110 §15.5.16) or too large. */
export const eisLeesbaar = (verzoek: Verzoek): void => {
  if (isEncoded(verzoek)) {
    throw probleem(
      'mediatype-niet-ondersteund',
      'De hub pakt geen inhoud uit. Stuur die ongecomprimeerd, zonder Content-Encoding.',
      { headers: { 'Accept-Encoding': 'identity' } },
    );
  }
  if (verzoek.lichaam.byteLength <= MAX_BYTES) return;
  throw probleem('te-groot', `De inhoud mag hoogstens ${MAX_BYTES} bytes zijn.`);
};

export const nietOndersteund = (verwacht: string) =>
  probleem('mediatype-niet-ondersteund', `Stuur de inhoud als ${verwacht}, in UTF-8.`);

/** A JSON value as it was sent, with what was wrong with the way it was written. */
export interface GelezenJson {
  readonly waarde: unknown;
  readonly fouten: readonly Fout[];
}

/** The body as JSON, in NFC; `pointer` is its place in what the caller thinks of as the message. */
export const leesJson = ({ lichaam }: Verzoek, pointer = ''): GelezenJson => {
  const json = readJson(lichaam);
  if (json.kind === 'unreadable') throw ongeldig([{ pointer, detail: json.detail }]);
  return {
    waarde: json.value,
    fouten: json.faults.map((fault) => ({ ...fault, pointer: `${pointer}${fault.pointer}` })),
  };
};

/** The JSON body of a call that takes `application/json` and nothing else. */
export const jsonLichaam = (verzoek: Verzoek): GelezenJson => {
  if (mediatype(verzoek) !== 'application/json') throw nietOndersteund('application/json');
  eisLeesbaar(verzoek);
  return leesJson(verzoek);
};

/** True for a JSON object. */
export const isObject = (waarde: unknown): waarde is Record<string, unknown> =>
  typeof waarde === 'object' && waarde !== null && !Array.isArray(waarde);
