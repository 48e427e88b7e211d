import type { PostvakItem } from '../delivery/item.ts';
import type { Processing } from './record.ts';
import { deliverySpanId } from './trace.ts';

/** What became of a message, as the logbook says it. */
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

/** How a message came to its receiver: every try at its webhook, or that it went into its queue. */
export const deliveryProcessings = (
  told: Processing,
  item: PostvakItem | undefined,
): readonly Processing[] => {
  if (item === undefined) return [];
  const { parentSpanId: _, ...rest } = told;
  const child = { ...rest, parentSpanId: told.spanId };
  const tries = item.pogingen.map(
    ({ tijdstip, reden, duurMs }): Processing => ({
      ...child,
      spanId: deliverySpanId(item.id, tijdstip),
      begin: Date.parse(tijdstip),
      end: Date.parse(tijdstip) + duurMs,
      status: reden === 'gelukt' ? 'Ok' : 'Error',
      name: 'bericht bezorgen bij de webhook',
    }),
  );
  if (item.deur !== 'wachtrij' || told.status !== 'Ok') return tries;
  const moment = Date.parse(item.sinds);
  return [
    ...tries,
    {
      ...child,
      spanId: deliverySpanId(item.id, 'wachtrij'),
      begin: moment,
      end: moment,
      name: 'bericht in de wachtrij zetten',
    },
  ];
};
