import type { PostvakItem } from '../delivery/item.ts';
import type { Processing } from './record.ts';
import { deliverySpanId } from './trace.ts';

/** The status of a message in the logbook; `Unset` as long as the message has no end, or when it lapsed. */
export const statusOf = (item: PostvakItem | undefined): Processing['status'] => {
  switch (item?.plek) {
    case 'bezorgd':
    case 'bevestigd':
      return 'Ok';
    case 'geparkeerd':
      return 'Error';
    case 'klaargezet':
    case 'bezig':
    case 'vervallen':
    case undefined:
      return 'Unset';
  }
};

const tries = (child: Processing, { id, pogingen }: PostvakItem): readonly Processing[] =>
  pogingen.map(({ tijdstip, reden, duurMs }) => ({
    ...child,
    spanId: deliverySpanId(id, tijdstip),
    begin: Date.parse(tijdstip),
    end: Date.parse(tijdstip) + duurMs,
    status: reden === 'gelukt' ? 'Ok' : 'Error',
    name: 'bericht bezorgen bij de webhook',
  }));

/**
 * How a message came to its receiver: every try at its webhook, its place in a queue, and the person of the receiver who confirmed
 * it.
 */
export const deliveryProcessings = (
  told: Processing,
  item: PostvakItem | undefined,
): readonly Processing[] => {
  if (item === undefined) return [];
  const { id, deur, sinds, bevestigdDoor } = item;
  const child = { ...told, parentSpanId: told.spanId };
  const moment = Date.parse(sinds);
  const now = { ...child, begin: moment, end: moment };
  return [
    ...tries(child, item),
    ...(deur === 'wachtrij' && told.status === 'Ok'
      ? [{ ...now, spanId: deliverySpanId(id, 'wachtrij'), name: 'bericht in de wachtrij zetten' }]
      : []),
    ...(bevestigdDoor !== undefined && told.party !== undefined
      ? [
          {
            ...now,
            spanId: deliverySpanId(id, 'bevestigd'),
            name: 'bericht bevestigen',
            party: { ...told.party, medewerker: bevestigdDoor },
            fields: [],
          },
        ]
      : []),
  ];
};
