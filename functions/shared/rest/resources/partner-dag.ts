import type { Part, TaskEntry } from '../../../../adapters/table/lists/lists.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { PARTNER_AHEAD, PARTNER_MESSAGES, PartnerDag } from '../../../../contracts/partner-dag.ts';
import { aboutWhat, BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { PART_OF_ROLE, TALK } from '../../../../contracts/routemap.ts';
import { type ListItem, stateOf } from '../../../../domain/delivery/item.ts';
import { isContractOver, isEnd } from '../../../../domain/delivery/withdrawn.ts';
import { known } from '../../../../domain/known.ts';
import type { Partner } from '../../../../domain/organisations.ts';
import { type KanaalId, kanaalId } from '../../../../domain/partners/address.ts';
import { dayOf, plus } from '../../../../domain/termijnen/calendar.ts';
import type { Dependencies } from '../dependencies.ts';
import { json, type Response } from '../http/response.ts';
import { COUNTED, choose, dagAppointment, isUnmade, momentOf, shown, unmadeZaken } from './dag-parts.ts';

/**
 * The day list of a partner: a few queries of its own lists, and of each new zaak what it was told. What it is no longer told
 * of stands in none of them.
 */

type Needed = Pick<Dependencies, 'lists' | 'readable' | 'clock'> & {
  readonly postvak: Pick<Dependencies['postvak'], 'list'>;
};

const toTask = ({ partnerrol }: Partner, { zaakId, gebeurtenis }: TaskEntry) =>
  known({
    zaakId,
    gebeurtenis,
    onderdeel: gebeurtenis === TALK ? PART_OF_ROLE[partnerrol] : undefined,
  });

/** What is due, late, or without a day, of the zaken that the partner knows. */
const tasks = async (
  { lists }: Needed,
  partner: Partner,
  kanaal: KanaalId,
  day: string,
  knows: (zaakId: ZaakId) => boolean,
): Promise<Pick<PartnerDag, 'vandaag' | 'binnenkort' | 'teLaat' | 'zonderDag'>> => {
  const own = (found: Part<TaskEntry>) => choose(found, (one) => (knows(one.zaakId) ? one : undefined));
  const dated = (found: Part<TaskEntry>) =>
    shown(
      choose(own(found), (one) =>
        one.datum === undefined ? undefined : { ...toTask(partner, one), uiterlijk: one.datum },
      ),
    );
  const [vandaag, binnenkort, teLaat, zonderDag] = await Promise.all([
    lists.tasks(kanaal, { from: day, until: day }, COUNTED),
    lists.tasks(kanaal, { from: plus(day, 'P1D'), until: plus(day, PARTNER_AHEAD) }, COUNTED),
    lists.tasks(kanaal, { until: plus(day, '-P1D') }, COUNTED),
    lists.undatedTasks(kanaal, COUNTED),
  ]);
  return {
    vandaag: dated(vandaag),
    binnenkort: dated(binnenkort),
    teLaat: dated(teLaat),
    zonderDag: shown(choose(own(zonderDag), (one) => toTask(partner, one))),
  };
};

const toReady = (item: ListItem): PartnerDag['klaar']['lijst'][number] => ({
  zaakId: item.zaakId,
  volgnummer: item.volgnummer,
  staat: stateOf(item.plek),
  klaargezetOp: momentOf(item),
});

/** Of whom this partner was told today or yesterday, as far as it may still know. */
const opened = async (
  { postvak, readable }: Needed,
  kanaal: KanaalId,
  day: string,
): Promise<Part<string>> => {
  const yesterday = plus(day, '-P1D');
  // Messages are placed by UTC, where a day here begins and ends one or two hours early.
  const { items, meer } = await postvak.list(kanaal, {
    na: `${plus(yesterday, '-P1D')}T21`,
    until: `${day}T23`,
    max: COUNTED,
  });
  const told = items.filter((item) => {
    const on = dayOf(new Date(momentOf(item)));
    return item.type === BERICHTTYPEN.gemeld && !isUnmade(item) && on >= yesterday && on <= day;
  });
  // Of each of these is read what else it was told.
  const still = (await readable(kanaal, told.slice(0, PARTNER_MESSAGES))).filter((item) => !isEnd(item));
  return {
    elements: [...new Set(still.map(({ zaakId }) => zaakId))],
    meer: meer || told.length > PARTNER_MESSAGES,
  };
};

/** Reads the day list of a partner. */
export const readPartnerDag = async (partner: Partner, day: string, needed: Needed): Promise<Response> => {
  const { gemeentecode, partner: key, partnerrol } = partner;
  const kanaal = kanaalId(gemeentecode, key);
  const isOver = isContractOver(kanaal, dayOf(needed.clock.now()));
  const [appointments, waiting, fresh] = await Promise.all([
    needed.lists.appointments(kanaal, { from: day, until: day }, COUNTED),
    needed.postvak.list(kanaal, {
      places: ['klaargezet', 'bezig', 'geparkeerd'],
      max: PARTNER_MESSAGES,
    }),
    opened(needed, kanaal, day),
  ]);
  const untold = unmadeZaken(waiting.items);
  const ready = choose({ elements: waiting.items, meer: waiting.meer }, (item) =>
    isUnmade(item) || (isOver && !isEnd(item)) ? undefined : toReady(item),
  );
  const knows = (zaakId: ZaakId): boolean => !isOver && !untold.has(zaakId);
  const list = PartnerDag.parse({
    gemeentecode,
    partner: key,
    datum: day,
    afspraken: shown(choose(appointments, (one) => (knows(one.zaakId) ? dagAppointment(one) : undefined))),
    ...(await tasks(needed, partner, kanaal, day, knows)),
    klaar: shown(ready),
    nieuw: shown(fresh),
  });
  const ids = [
    ...list.nieuw.lijst,
    ...[list.afspraken, list.vandaag, list.binnenkort, list.teLaat, list.zonderDag, list.klaar].flatMap(
      ({ lijst }) => lijst.map(({ zaakId }) => zaakId),
    ),
  ];
  const soort = aboutWhat(partnerrol);
  return {
    ...json(200, list),
    shown: [
      {
        gemeentecode,
        subjects: [...new Set(ids)].map((id) => ({ subject: { id, soort }, fields: ['daglijst'] })),
      },
    ],
  };
};
