import { createHash } from 'node:crypto';
import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import { known } from '../../../domain/known.ts';
import { isFoundByHub, nextDayOf } from '../../../domain/regievoerder/notices.ts';
import type { Dossier } from '../../../domain/zaak/dossier.ts';
import { situationOf } from '../../../domain/zaak/situation.ts';
import { allPages } from '../all-pages.ts';
import type { Item, Table } from '../table.ts';
import { LISTS } from './names.ts';
import type { Place } from './places.ts';
import { zaakIdOf } from './reading.ts';

/** The zaken of which a gemeente is to be told something without any message: by the calendar, or by the postvak. */

/**
 * The place of a zaak by the next day on which its gemeente is to be told of a term. `wasListed`: it may have stood in a list
 * before, and must be taken off that.
 */
export const toTellPlaces = (
  { zaak, regievoerder }: Pick<Dossier, 'zaak' | 'regievoerder'>,
  wasListed: boolean,
): readonly Place[] => {
  const { gemeentecode } = situationOf(zaak);
  const day = nextDayOf(zaak, regievoerder);
  const sk = 'AANKONDIGING';
  if (gemeentecode !== undefined && day !== undefined)
    return [{ sk, status: LISTS.toTell(gemeentecode), sinds: day }];
  // What a day added to a zaak stands in no list without being told.
  return wasListed || regievoerder.some(isFoundByHub) ? [{ sk }] : [];
};

const entriesIn = async (
  table: Pick<Table, 'perStatus'>,
  status: string,
  until?: string,
): Promise<readonly Item[]> =>
  allPages(async (after) => {
    const { items: elements, ...rest } = await table.perStatus(status, {
      max: 500,
      ...known({ until, na: after }),
    });
    return { elements, ...rest };
  });

/** The zaken of a gemeente of which a term is to be announced by this day (`YYYY-MM-DD`), the longest due first. */
export const zakenToTell = async (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
  today: string,
): Promise<readonly ZaakId[]> => (await entriesIn(table, LISTS.toTell(gemeentecode), today)).map(zaakIdOf);

/** An index takes no longer text to order by; a longer list of messages is kept by its fingerprint. */
const LONGEST_SPELLING = 900;

const kept = (spelling: string): string =>
  spelling.length <= LONGEST_SPELLING ? spelling : createHash('sha256').update(spelling).digest('hex');

/** What the watch last saw of messages that wait, by zaak and household: what did not change is not looked at again. */
export const createUndelivered = (table: Pick<Table, 'perStatus' | 'writeIfNewer'>) => ({
  /** What was seen of a gemeente; `isSame` says whether messages are those (`spellWaiting`). */
  async seen(gemeentecode: Gemeentecode) {
    const entries = await entriesIn(table, LISTS.undelivered(gemeentecode));
    const spellings = new Map(entries.map((item) => [zaakIdOf(item), String(item['sinds'])]));
    return {
      ids: [...spellings.keys()],
      isSame: (id: ZaakId, spelling: string): boolean => (spellings.get(id) ?? '') === kept(spelling),
    };
  },

  /** Keeps what was seen of one; an empty spelling takes it off the list. */
  remember: (gemeentecode: Gemeentecode, id: ZaakId, spelling: string, now: Date): Promise<boolean> =>
    table.writeIfNewer(
      {
        pk: `ZAAK#${id}`,
        sk: `ONBEZORGD#${gemeentecode}`,
        gezienOp: now.toISOString(),
        ...(spelling === '' ? {} : { status: LISTS.undelivered(gemeentecode), sinds: kept(spelling) }),
      },
      'gezienOp',
    ),
});
