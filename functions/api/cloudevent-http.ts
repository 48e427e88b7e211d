import { zonderNull } from '../../contracts/cloudevent.ts';
import type { Fout } from '../../contracts/fouten.ts';
import { inNfc, textFaultsIn } from '../../contracts/text.ts';
import { eisLeesbaar, isObject, leesJson, mediatype, nietOndersteund } from './media.ts';
import { ongeldig } from './problemen.ts';
import type { Verzoek } from './verzoek.ts';

/** HTTP protocol binding of CloudEvents 1.0: structured and binary mode. */

const VERWACHT = 'application/cloudevents+json, of als application/json met ce-headers';
const VOORVOEGSEL = 'ce-';

const ontciteerd = (waarde: string): string =>
  /^".*"$/.test(waarde) ? waarde.slice(1, -1).replaceAll(/\\(.)/g, '$1') : waarde;

/** One round of percent-decoding; undefined when the header is not well-formed. */
const gedecodeerd = (waarde: string): string | undefined => {
  const kaal = ontciteerd(waarde);
  if (!/^[ -~]*$/.test(kaal)) return undefined;
  try {
    return decodeURIComponent(kaal);
  } catch {
    return undefined;
  }
};

/** An event as it was sent, with what was wrong with the way it was sent. */
export interface GelezenEvent {
  readonly event: Record<string, unknown>;
  readonly fouten: readonly Fout[];
}

const binair = (verzoek: Verzoek): GelezenEvent => {
  const fouten: Fout[] = [];
  const attributen: [string, unknown][] = [];
  for (const [header, waarde] of Object.entries(verzoek.headers)) {
    if (!header.startsWith(VOORVOEGSEL)) continue;
    const naam = header.slice(VOORVOEGSEL.length);
    const inhoud = gedecodeerd(waarde);
    if (naam === 'datacontenttype' || naam === 'data') {
      fouten.push({ pointer: `/${naam}`, detail: 'hoort niet in een ce-header' });
    } else {
      attributen.push([naam, inhoud ?? waarde]);
      if (inhoud !== undefined) continue;
      fouten.push({ pointer: `/${naam}`, detail: 'is niet goed gecodeerd (percent-codering, UTF-8)' });
    }
  }
  const attributes = Object.fromEntries(attributen);
  const { waarde: data, fouten: inData } = leesJson(verzoek, '/data');
  return {
    event: { ...inNfc(attributes), datacontenttype: 'application/json', data },
    fouten: [...fouten, ...textFaultsIn(attributes), ...inData],
  };
};

/** The event in a request; members with `null` count as absent. */
export const leesCloudEvent = (verzoek: Verzoek): GelezenEvent => {
  const soort = mediatype(verzoek);
  const isBinair = Object.keys(verzoek.headers).some((header) => header.startsWith(VOORVOEGSEL));
  if (soort === 'application/cloudevents+json') {
    eisLeesbaar(verzoek);
    const { waarde: event, fouten } = leesJson(verzoek);
    if (!isObject(event)) throw ongeldig([{ pointer: '', detail: 'moet een object zijn' }]);
    return { event: zonderNull(event), fouten };
  }
  // Every other `application/cloudevents…`, a batch among them, is a form that nobody agreed on.
  if (soort !== 'application/json' || !isBinair) throw nietOndersteund(VERWACHT);
  eisLeesbaar(verzoek);
  return binair(verzoek);
};
