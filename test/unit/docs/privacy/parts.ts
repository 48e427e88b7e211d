import { ACCEPTANCE_DAYS } from '../../../../adapters/table/acceptances.ts';
import { TOMBSTONE_SECONDS } from '../../../../adapters/table/erasing/erasings.ts';
import { LOGBOEK_YEARS } from '../../../../adapters/table/logboek.ts';
import { RETENTION_SECONDS } from '../../../../adapters/table/ontvangsten.ts';
import { PULL_WINDOW_DAYS } from '../../../../contracts/berichten.ts';
import { Persoon } from '../../../../contracts/coa.ts';
import { REASONS_INTREKKING } from '../../../../contracts/reasons.ts';
import { UNPROCESSED_TERMIJNEN, ZAAK_TERMIJNEN } from '../../../../domain/bewaren/bewaartermijnen.ts';
import { KEPT_OF_LEDEN } from '../../../../domain/bewaren/leden.ts';
import { POST_DAYS } from '../../../../domain/delivery/retention.ts';
import { ACTIVITIES, type ActivityId, activityAt } from '../../../../domain/logboek/activities.ts';
import { durationInWords } from '../../../../domain/termijnen/calendar.ts';
import { RETENTION } from '../../../../infra/constructs/queue.ts';
import { DEFAULTS } from '../../../../infra/environments/defaults.ts';
import { tableOf } from '../generated-parts.ts';
import { KINDS } from '../kinds.ts';
import { calls, data, doors, heard, pages, parties, receivers, steps } from './flows.ts';

/** The parts of docs/privacy.md that come from the code. */

const days = (count: number): string => `${count} dagen`;
const daysIn = (seconds: number): number => seconds / (24 * 3600);

const purposes = (): string =>
  tableOf(
    ['activity', 'what it is', 'doel', 'grondslag', 'where that stands', 'how sure'],
    (Object.keys(ACTIVITIES) as readonly ActivityId[]).map((id) => {
      const { naam, doel, grondslag } = activityAt(id, Date.now());
      return [`\`${id}\``, naam, doel, grondslag.tekst, grondslag.bron, grondslag.zekerheid];
    }),
  );

/** Every field that COA can name of a member of a household without a zaak: why it is kept, or that it is not. */
const leden = (): string =>
  tableOf(
    ['field', 'kept for'],
    Object.keys(Persoon.shape).map((field) => [
      field,
      Object.entries<string>(KEPT_OF_LEDEN).find(([kept]) => kept === field)?.[1] ?? 'not kept',
    ]),
  );

const zaakTerms = (): string =>
  tableOf(
    ['the zaak ended by', 'term', 'rests on', 'how sure'],
    REASONS_INTREKKING.map((reason) => {
      const { termijn, bron, aanname } = ZAAK_TERMIJNEN[reason];
      return [reason, durationInWords(termijn), bron, aanname ? 'aanname' : 'vastgesteld'];
    }),
  );

const unprocessedTerms = (): string =>
  tableOf(
    ['event type', 'waits for a person', 'in quarantine'],
    Object.entries(UNPROCESSED_TERMIJNEN).map(([type, { wacht, quarantaine }]) => [
      `\`${type}\``,
      durationInWords(wacht.termijn),
      durationInWords(quarantaine.termijn),
    ]),
  );

const stores = (): string =>
  tableOf(
    ['where', 'what', 'kept'],
    [
      ['receipt of a message', 'that it came, without its content', days(daysIn(RETENTION_SECONDS))],
      ...Object.entries(POST_DAYS).map(([role, kept]) => [
        `postvak of ${role}`,
        'the content of a message that was told',
        days(kept),
      ]),
      ['door _ophalen_', 'what a partner can still fetch', days(PULL_WINDOW_DAYS)],
      ['queues, also dead letters', 'messages on their way', days(RETENTION.toDays())],
      ['tombstone', 'that somebody was erased, and who was told', days(daysIn(TOMBSTONE_SECONDS))],
      [
        'table of the logbook',
        'who read, searched or erased, and of who was erased also who got what: ids and names of fields',
        `${LOGBOEK_YEARS} jaar, ook na wissen`,
      ],
      [
        'table of the logbook',
        'which messages were accepted: the id of the receipt and who sent it',
        `${ACCEPTANCE_DAYS + 1} dagen, ook na wissen`,
      ],
      [
        'archive',
        'announcements of the hub: ids',
        `${days(DEFAULTS.bewaarDagen.archief)}, as the environment says`,
      ],
      ['logs', 'ids and names of fields', `${days(DEFAULTS.bewaarDagen.logs)}, as the environment says`],
    ],
  );

const kinds = (): string =>
  tableOf(
    ['kind', 'says who somebody is', 'ends'],
    KINDS.map(({ soort, persoon, einde }) => [`\`${soort}\``, persoon ? 'ja' : 'nee', einde]),
  );

/** What stands in each part, by its name. */
export const PARTS: Readonly<Record<string, () => string>> = {
  parties,
  data,
  leden,
  purposes,
  receivers,
  heard,
  doors,
  steps,
  calls,
  pages,
  'zaak-terms': zaakTerms,
  'unprocessed-terms': unprocessedTerms,
  stores,
  kinds,
};
