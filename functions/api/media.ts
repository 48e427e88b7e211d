import { ongeldig, probleem } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

/** Media types, size and encoding of what comes in; the same rules for every call. */

/** Largest body the hub takes: what every CloudEvents intermediary must pass on (64 KiB). */
export const MAX_BYTES = 65_536;

const delen = (waarde: string): readonly [string, ReadonlyMap<string, string>] => {
  const [soort = '', ...parameters] = waarde.split(';').map((deel) => deel.trim());
  const paren = parameters.map((parameter): [string, string] => {
    const [naam = '', inhoud = ''] = parameter.split('=');
    return [
      naam.trim().toLowerCase(),
      inhoud
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    ];
  });
  return [soort.toLowerCase(), new Map(paren)];
};

/** Media type of the body without its parameters; undefined when absent or not in UTF-8. */
export const mediatype = (verzoek: Verzoek): string | undefined => {
  const [soort, parameters] = delen(verzoek.headers['content-type'] ?? '');
  const tekenset = parameters.get('charset') ?? 'utf-8';
  return soort === '' || tekenset !== 'utf-8' ? undefined : soort;
};

const SPECIFIEK: Readonly<Record<string, number>> = { 'application/json': 3, 'application/*': 2, '*/*': 1 };

/** False when `Accept` rules out JSON; the most specific range decides (RFC 9110 §12.5.1). */
export const accepteertJson = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.trim() === '') return true;
  let beste = { rang: 0, kwaliteit: 0 };
  for (const deel of accept.split(',')) {
    const [soort, parameters] = delen(deel);
    const rang = SPECIFIEK[soort] ?? 0;
    if (rang > beste.rang) beste = { rang, kwaliteit: Number(parameters.get('q') ?? '1') };
  }
  return beste.kwaliteit > 0;
};

/** True when `Accept` names this media type itself. */
export const noemtInAccept = (verzoek: Verzoek, soort: string): boolean =>
  (verzoek.headers['accept'] ?? '').split(',').some((deel) => delen(deel)[0] === soort);

export const eisGrootte = (verzoek: Verzoek): void => {
  if (verzoek.lichaam.byteLength <= MAX_BYTES) return;
  throw probleem('te-groot', `De inhoud mag hoogstens ${MAX_BYTES} bytes zijn.`);
};

export const nietOndersteund = (verwacht: string) =>
  probleem('mediatype-niet-ondersteund', `Stuur de inhoud als ${verwacht}, in UTF-8.`);

/** Deeper than any contract goes; whoever checks a value that goes deeper may run out of stack. */
const MAX_DIEPTE = 32;

const isTeDiep = (waarde: unknown, over = MAX_DIEPTE): boolean =>
  typeof waarde === 'object' &&
  waarde !== null &&
  (over === 0 || Object.values(waarde).some((deel) => isTeDiep(deel, over - 1)));

const ontleed = (verzoek: Verzoek, pointer: string): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(verzoek.lichaam));
  } catch {
    throw ongeldig([{ pointer, detail: 'is geen JSON in UTF-8' }]);
  }
};

/** The body as JSON. The parser's own message holds the payload, so nothing of it is kept. */
export const leesJson = (verzoek: Verzoek, pointer = ''): unknown => {
  const waarde = ontleed(verzoek, pointer);
  if (isTeDiep(waarde)) throw ongeldig([{ pointer, detail: `is meer dan ${MAX_DIEPTE} lagen diep` }]);
  return waarde;
};

/** The JSON body of a call that takes `application/json` and nothing else. */
export const jsonLichaam = (verzoek: Verzoek): unknown => {
  if (mediatype(verzoek) !== 'application/json') throw nietOndersteund('application/json');
  eisGrootte(verzoek);
  return leesJson(verzoek);
};

/** True for a JSON object. */
export const isObject = (waarde: unknown): waarde is Record<string, unknown> =>
  typeof waarde === 'object' && waarde !== null && !Array.isArray(waarde);
