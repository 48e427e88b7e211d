import type { Bericht } from '../../client/answers.ts';
import { fieldsText } from './fields.ts';
import type { Paint, Style } from './paint.ts';
import { padText, table } from './text.ts';

/** What one partner received. */
export interface PartnerPost {
  readonly sleutel: string;
  readonly organisatie: string;
  readonly berichten: readonly Bericht[];
}

/** Carried by every message, so said once instead of every time. */
const COMMON = new Set([
  'zaakId',
  'huishoudenId',
  'gemeentecode',
  'volgnummer',
  'contactTeamInburgering',
  'gewijzigd',
]);

/** Kind of a partner message: `gemeld`, `gewijzigd`, `vervallen`; of one to a gemeente its whole name, such as `zaak-geopend`. */
export const soortOf = ({ type }: Pick<Bericht, 'type'>): string => {
  const name = /\.inburgeringszaken\.(?:nieuwe\.inburgeraar\.)?(.+)\.v\d+$/.exec(type)?.[1];
  return name?.replaceAll('.', '-') ?? type;
};

/** Of which kind a message is shows at a glance: somebody new, a change, somebody who does not come. */
export const paintOfKind = (kind: string, { good, warn, bad }: Style): Paint => {
  switch (kind) {
    case 'gemeld':
      return good;
    case 'gewijzigd':
      return warn;
    case 'vervallen':
    case 'gewist':
      return bad;
    default:
      return (text) => text;
  }
};

/** The fields worth showing: of a change only what changed, for the whole projection was shown before. */
export const shownFields = ({ data }: Bericht): Record<string, unknown> => {
  const changed = Array.isArray(data['gewijzigd']) ? new Set(data['gewijzigd'].map(String)) : undefined;
  return Object.fromEntries(
    Object.entries(data).filter(
      ([name]) => !COMMON.has(name) && (changed === undefined || changed.has(name)),
    ),
  );
};

/** Names of changed fields that the message no longer holds. */
const goneFields = (bericht: Bericht): readonly string[] => {
  const changed = bericht.data['gewijzigd'];
  return Array.isArray(changed) ? changed.map(String).filter((name) => !(name in bericht.data)) : [];
};

/** As wide as `2 gewijzigd`, so that the texts stand below each other. */
const LABEL = 11;

const messageLines = (bericht: Bericht, width: number, label: string): string[] => {
  const gone = goneFields(bericht).map((name) => `${name}: -`);
  const text = [fieldsText(shownFields(bericht)), ...gone].filter((part) => part !== '').join(' · ');
  return table([[padText(label, LABEL), text]], width, '    ');
};

/** Per partner: the organisation, the kind of each message and its fields. */
export const partnerLines = (
  posts: readonly PartnerPost[],
  width: number,
  style: Style,
): readonly string[] => {
  const zaken = new Set(
    posts.flatMap(({ berichten }) =>
      berichten.flatMap(({ subject, data }) => (data['zaakId'] === undefined ? [] : [subject])),
    ),
  );
  const short = (subject: string): string => (zaken.size > 1 ? ` ${subject.slice(0, 4)}` : '');
  const labelOf = (bericht: Bericht): string => {
    const kind = soortOf(bericht);
    return `${bericht.data.volgnummer} ${paintOfKind(kind, style)(kind)}${short(bericht.subject)}`;
  };
  return posts.flatMap(({ sleutel, organisatie, berichten }) => [
    `  ${style.bold(organisatie)} (${sleutel})`,
    ...(berichten.length === 0 ? ['    nothing'] : []),
    ...berichten.flatMap((bericht) => messageLines(bericht, width, labelOf(bericht))),
  ]);
};
