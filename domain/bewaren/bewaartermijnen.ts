import { INBOUND_TYPES, type InboundType } from '../../contracts/event-types.ts';
import { TYPE_DUO_NOTIFICATIE } from '../../contracts/internal/duo-bericht.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';

/**
 * How long data about a person is kept: for each reason why a zaak ended, and for each event type of a message that is not
 * processed. `domain/delivery/retention.ts` has it per role for what was told. No term ends while a zaak is open, because what the
 * zaak needs may not go. The law names no number of years, so each term is an assumption that a gemeente replaces in its profile,
 * unless `bron` says otherwise.
 */
export interface Bewaartermijn {
  /** ISO 8601 duration. */
  readonly termijn: string;
  /** Where the term is written, or what it rests on. */
  readonly bron: string;
  /** Whether nobody wrote this term down, so that the gemeente sets it. */
  readonly aanname: boolean;
}

const assumed = (termijn: string, bron: string): Bewaartermijn => ({ termijn, bron, aanname: true });

const ACCOUNTABLE = 'AVG art. 5 lid 1 onder e: zo lang als nodig; vijf jaar na het einde om te verantwoorden';

/** The terms from the day on which a zaak ended, by the reason why it did. */
export const ZAAK_TERMIJNEN: Readonly<Record<ReasonIntrekking, Bewaartermijn>> = {
  overleden: assumed(
    'P1Y',
    'AVG art. 5 lid 1 onder e: na overlijden valt er een jaar lang nog iets af te ronden',
  ),
  vertrokken: assumed('P5Y', ACCOUNTABLE),
  'andere gemeente': assumed('P1Y', 'AVG art. 5 lid 1 onder e: de nieuwe gemeente heeft de zaak'),
  'gezinshereniging elders': assumed('P1Y', 'AVG art. 5 lid 1 onder e: er was geen traject'),
  'ten onrechte': assumed(
    'P3M',
    'AVG art. 5 lid 1 onder e: alleen nog bewaren om te verantwoorden dat het hersteld is',
  ),
  anders: assumed('P5Y', ACCOUNTABLE),
};

/** An accepted message of this type that is not processed. */
export interface UnprocessedTermijn {
  /** While it waits for a person whom the hub does not know. */
  readonly wacht: Bewaartermijn;
  /** While it is in quarantine for somebody to look at. */
  readonly quarantaine: Bewaartermijn;
}

const STRANGER = assumed('P28D', 'AVG art. 5 lid 1 onder c: van wie niet bij een zaak hoort is niets nodig');
const LOOKED_AT = assumed('P90D', 'de gemeente kijkt er binnen een kwartaal naar');
/** DUO and COA may tell of a person whom the other names months later. */
const MONTHS = assumed('P180D', 'DUO meldt soms maanden voor COA koppelt, en andersom');

const unprocessed = (type: string): UnprocessedTermijn => ({
  wacht: type.startsWith('nl.brp.') ? STRANGER : MONTHS,
  quarantaine: LOOKED_AT,
});

export type AcceptedType = InboundType | typeof TYPE_DUO_NOTIFICATIE;

/** The terms per event type, from the arrival of the message. */
export const UNPROCESSED_TERMIJNEN = Object.fromEntries(
  [...INBOUND_TYPES, TYPE_DUO_NOTIFICATIE].map((type) => [type, unprocessed(type)]),
) as Readonly<Record<AcceptedType, UnprocessedTermijn>>;
