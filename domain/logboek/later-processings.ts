import { type PostvakItem, placeKey } from '../delivery/item.ts';
import type { Said } from '../delivery/reply.ts';
import { traceparentIn } from '../delivery/text.ts';
import { known } from '../known.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { berichtIdOf } from '../partners/bericht.ts';
import { regievoerderKanaal } from '../regievoerder/kanaal.ts';
import { deliveryProcessings, statusOf } from './delivery.ts';
import type { Processing } from './record.ts';
import { receiverKey, sayings } from './sayings.ts';
import { type LoggedTimeline, NAME_OF_TOLD, toldIn } from './timeline-processings.ts';
import { readTraceparent, toldSpanId, traceIdOf } from './trace.ts';

/**
 * Messages beside a timeline whose commit is gone. A function that had read the timeline before an erasing may send a message after
 * it, or record the answer of a partner. The logbook has by then that the partner was told, under the span of the message; what
 * came of it is added here.
 */

/** A message without a commit, with what is there of it. */
interface LaterMessage {
  readonly partner: KanaalId;
  readonly volgnummer: number;
  readonly item?: PostvakItem;
  readonly said: readonly Said[];
}

const laterMessages = ({ commits, post, said = new Map() }: LoggedTimeline): readonly LaterMessage[] => {
  const told = new Set(commits.flatMap(toldIn).map(placeKey));
  const items = new Map(post.map((item) => [placeKey(item), item]));
  return [...new Set([...items.keys(), ...said.keys()])]
    .filter((place) => !told.has(place))
    .map((place) => {
      const [partner = '', volgnummer] = place.split('#');
      const item = items.get(place);
      return {
        partner: partner as KanaalId,
        volgnummer: Number(volgnummer),
        ...known({ item }),
        said: said.get(place) ?? [],
      };
    });
};

/** Fields that say which message it is and whose. No notice names these among its fields. */
const OF_MESSAGE: ReadonlySet<string> = new Set(['zaakId', 'huishoudenId', 'gemeentecode', 'volgnummer']);

/** Names of the fields in a message, without their values. */
const fieldsOf = (text: string | undefined): readonly string[] => {
  const { data = {} }: { readonly data?: object } = text === undefined ? {} : JSON.parse(text);
  return Object.keys(data).filter((name) => !OF_MESSAGE.has(name));
};

/**
 * What an erasing finds later for the logbook of this gemeente: how messages came to their receivers, and what was said of them.
 */
export const laterProcessings = (timeline: LoggedTimeline, gemeentecode: string): readonly Processing[] =>
  laterMessages(timeline)
    .filter(({ partner }) => kanaalParts(partner).gemeentecode === gemeentecode)
    .flatMap(({ partner, volgnummer, item, said }) => {
      const id = berichtIdOf(timeline.id, partner, volgnummer);
      const begun = readTraceparent(item?.tekst === undefined ? undefined : traceparentIn(item.tekst));
      const activity =
        partner === regievoerderKanaal(kanaalParts(partner).gemeentecode) ? 'inlichten' : 'verstrekken';
      const begin = item === undefined ? 0 : Date.parse(item.klaargezetOp);
      const told: Processing = {
        activity,
        gemeentecode,
        subject: { id: timeline.id, soort: 'zaak' },
        traceId: begun?.traceId ?? traceIdOf('verstrekken', id),
        spanId: toldSpanId(id),
        begin,
        end: begin,
        status: statusOf(item),
        name: NAME_OF_TOLD[activity],
        party: { role: 'ontvanger', key: receiverKey(partner) },
        fields: fieldsOf(item?.tekst),
      };
      return [...deliveryProcessings(told, item), ...sayings(told, { id, partner, said })];
    });

/** The gemeenten whose partners got such messages. */
export const laterGemeenten = (timeline: LoggedTimeline): readonly string[] =>
  laterMessages(timeline).map(({ partner }) => kanaalParts(partner).gemeentecode);
