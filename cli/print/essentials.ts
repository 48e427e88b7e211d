import type { TijdlijnGebeurtenis } from '../../client/answers.ts';
import { isObject } from '../../contracts/is-object.ts';
import { fieldText } from './fields.ts';

/** A timeline in short: what a reader looks for first. `--json` gives everything. */

/** One line to show: events of the hub to several partners at one moment share a line. */
export interface Entry {
  readonly datum: string;
  readonly naam: string;
  readonly bron: string;
  readonly tekst: string;
}

type Data = TijdlijnGebeurtenis['gegevens'];

/** Says nothing that the line does not say already, as long as the value is the usual one. */
const USUAL: Readonly<Record<string, unknown>> = {
  status: 'geldig',
  isCoaLocatie: false,
  teltAlsVestiging: true,
  versie: 1,
};

/** In the same gemeente throughout, or lists that belong in the full answer. */
const LEFT_OUT = new Set(['gemeentecode', 'velden', 'woningeis']);

/** Speak for themselves without their name. */
const NAMELESS = new Set(['code', 'betekenis', 'koppelingId', 'resultaat', 'soort']);

/** Of an answer of DUO: what it comes to and since when. */
const nestedText = (value: Readonly<Record<string, unknown>>): string =>
  Object.values(value).slice(0, 2).map(fieldText).join(', ');

const memberText = (name: string, value: unknown): string => {
  const text = isObject(value) ? nestedText(value) : fieldText(value);
  return NAMELESS.has(name) ? text : `${name} ${text}`;
};

/** The essentials of one event. */
export const essentials = (data: Data): string =>
  Object.entries(data)
    .filter(([name, value]) => !LEFT_OUT.has(name) && USUAL[name] !== value)
    .map(([name, value]) => memberText(name, value))
    .join(' · ');

/** `urn:nld:oin:…:systeem:tvs` is `tvs` to a reader. */
export const sourceShort = (source: string): string => source.split(':').at(-1) ?? source;

/** States of a message that its partner has. */
const ARRIVED: readonly unknown[] = [undefined, 'bezorgd', 'bevestigd'];

/** A partner by its key, with what it heard of or what changed for it, and how far the message is when the partner has not got it. */
const partnerText = ({ partner, gebeurtenis, gewijzigd, staat, stilstand }: Data): string => {
  const key = String(partner).split('/').at(-1) ?? '';
  const details = [
    ...(typeof gebeurtenis === 'string' ? [gebeurtenis] : []),
    ...(Array.isArray(gewijzigd) ? [gewijzigd.join(', ')] : []),
    ...(ARRIVED.includes(staat) ? [] : [[staat, ...(stilstand ? [stilstand] : [])].join(': ')]),
  ];
  return details.length === 0 ? key : `${key} (${details.join('; ')})`;
};

const isPartnerNotice = ({ gegevens }: TijdlijnGebeurtenis): boolean =>
  typeof gegevens['partner'] === 'string';

/** The lines of a timeline, in its order. */
export const entriesOf = (gebeurtenissen: readonly TijdlijnGebeurtenis[]): readonly Entry[] => {
  const entries: Entry[] = [];
  for (const gebeurtenis of gebeurtenissen) {
    const { naam, tijdstip, bron, gegevens } = gebeurtenis;
    const entry = { datum: tijdstip.slice(0, 10), naam, bron: sourceShort(bron) };
    const last = entries.at(-1);
    if (!isPartnerNotice(gebeurtenis)) entries.push({ ...entry, tekst: essentials(gegevens) });
    else if (last?.naam === naam && last.datum === entry.datum) {
      entries[entries.length - 1] = { ...last, tekst: `${last.tekst}, ${partnerText(gegevens)}` };
    } else entries.push({ ...entry, tekst: `to ${partnerText(gegevens)}` });
  }
  return entries;
};
