import { randomUUID } from 'node:crypto';
import type { FoundZaak, SearchQuery, Tijdlijn, Zaak as ZaakView } from '../../contracts/api.ts';
import { type Gemeentecode, type HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import type { Intake } from '../../contracts/intake.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { Termijnen } from '../../contracts/termijnen.ts';
import { type PostvakItem, stateOf } from '../../domain/delivery/item.ts';
import { huishoudensOf } from '../../domain/huishouden/from-zaak.ts';
import { presentIn } from '../../domain/huishouden/huishouden.ts';
import { tijdlijnOfHuishouden } from '../../domain/huishouden/tijdlijn.ts';
import { known } from '../../domain/known.ts';
import type { Processing } from '../../domain/logboek/record.ts';
import { linkedZaak } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { intakeOf } from '../../domain/routemap/intake.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { type Access, accessOf, responsibleFor } from '../../domain/zaak/access.ts';
import { dossierOf, type ZaakCommit } from '../../domain/zaak/dossier.ts';
import { situationOf } from '../../domain/zaak/situation.ts';
import { type DeliveryEntry, deliveryKey, ownReports, tijdlijnOf } from '../../domain/zaak/tijdlijn.ts';
import { explainedTermijnenAt, termijnenAt, zaakData } from '../../domain/zaak/view.ts';
import { findZaakId, type Pseudonyms } from '../secrets/pseudonyms.ts';
import { followZaak } from './follow-zaak.ts';
import { zakenWithMissing } from './lists/reading.ts';
import { readLogged } from './logged-zaak.ts';
import { createPersoonsnummerLogs, createZaakLogs, STATUS_OUTBOUND } from './logs.ts';
import { createOutbound } from './outbound.ts';
import { countOutboundTo } from './outbound-count.ts';
import { createReplies } from './postvak/replies.ts';
import type { Table } from './table.ts';

/** What the timelines of a person record for the logbook of one gemeente. */
interface LoggedZaak {
  readonly processings: readonly Processing[];
  readonly huishoudens: readonly HuishoudenId[];
}

/** How far each message is, for the timeline: a state and a door, never content. */
const deliveryEntries = (post: readonly PostvakItem[]): ReadonlyMap<string, DeliveryEntry> =>
  new Map(
    post.map((item) => [
      deliveryKey(item.partner, item.volgnummer),
      {
        staat: stateOf(item.plek),
        ...known({ deur: item.deur, stilstand: item.reden, bevestigdDoor: item.bevestigdDoor }),
      },
    ]),
  );

/** The gemeente that has the zaak; one that handed it over, or put aside all that made it one, sees it as ended. */
const headOf = (zaakId: ZaakId, gemeentecode: Gemeentecode, { zaak, former }: Access): FoundZaak => {
  const { hasZaak, status } = situationOf(zaak);
  return { zaakId, gemeentecode, status: former === undefined && hasZaak ? status : 'vervallen' };
};

/** Why a zaak that another gemeente has now is over for the one that had it. */
const HANDED_OVER: ReasonIntrekking = 'andere gemeente';

/** To which gemeente a zaak went, since when, and by which fact when this gemeente may put it right. */
const handedOver = ({ former, correctable }: Access): Record<string, unknown> =>
  former === undefined
    ? {}
    : {
        redenVervallen: HANDED_OVER,
        overgedragen: {
          gemeentecode: former.next.gemeentecode,
          datum: former.next.since,
          ...known({ feitId: correctable }),
        },
      };

/** The id of a zaak that does not exist. */
const nobody = (): ZaakId => ZaakId.parse(randomUUID());

/** Zaken as the API shows them. */
export const createZaken = (table: Table, pseudonyms: Pseudonyms) => {
  const zaakLogs = createZaakLogs(table);
  const persoonsnummerLogs = createPersoonsnummerLogs(table);
  const outbound = createOutbound(table);
  const replies = createReplies(table);

  /** What was told on a timeline, and what partners said of that. */
  const readTold = async (id: ZaakId) => {
    const [told, said] = await Promise.all([outbound.read(id), replies.ofZaak(id)]);
    return { ...told, said };
  };

  /** What this gemeente may see of a zaak; undefined when that is nothing. */
  const seenIn = (commits: readonly ZaakCommit[], zaakId: ZaakId, gemeentecode: Gemeentecode) => {
    const today = dayOf(new Date());
    const access = accessOf(commits, gemeentecode, today);
    if (access === undefined) return undefined;
    // Of who left, no term runs any more.
    const gestopt = access.former && { reden: HANDED_OVER, op: access.former.next.since };
    return { zaak: access.zaak, today, gestopt, access, head: headOf(zaakId, gemeentecode, access) };
  };

  const readFor = async (zaakId: ZaakId, gemeentecode: Gemeentecode) =>
    seenIn(await zaakLogs.read(zaakId), zaakId, gemeentecode);

  const zaakIdFor = async (query: SearchQuery): Promise<ZaakId | undefined> =>
    'vNummer' in query
      ? await findZaakId({ zaken: zaakLogs, pseudonyms }, query.vNummer)
      : linkedZaak(await persoonsnummerLogs.read(pseudonyms.bsnKey(query.bsn)));

  /** The zaak of this person, or the one that it was taken up in. */
  const currentZaak = async (query: SearchQuery | { readonly zaakId: ZaakId }) => {
    const zaakId = 'zaakId' in query ? query.zaakId : await zaakIdFor(query);
    return zaakId === undefined ? undefined : (await followZaak(zaakLogs, zaakId)).current;
  };

  return {
    /**
     * Every zaak of this person that this gemeente may see. A person of another gemeente, one whose zaak was taken up in
     * another, and one whom the hub does not know cost the same reads, so that the time that it takes tells nothing.
     */
    async findZaak(query: SearchQuery, gemeentecode: Gemeentecode): Promise<readonly FoundZaak[]> {
      const zaakId = await zaakIdFor(query);
      const { ended, current } = await followZaak(zaakLogs, zaakId ?? nobody());
      if (ended.length === 0) await zaakLogs.read(nobody());
      const found = await readFor(current.zaakId, gemeentecode);
      return found === undefined ? [] : [found.head];
    },

    /** The zaak as this gemeente may see it. */
    async zaakForGemeente(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<ZaakView | undefined> {
      const found = await readFor(zaakId, gemeentecode);
      if (found === undefined) return undefined;
      const { head, zaak, today, gestopt, access } = found;
      return { ...head, gegevens: { ...zaakData(zaak, today, gestopt), ...handedOver(access) } };
    },

    /** Its timeline as this gemeente may see it. */
    async tijdlijn(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<Tijdlijn | undefined> {
      const own = await readTold(zaakId);
      const found = seenIn(own.commits, zaakId, gemeentecode);
      if (found === undefined) return undefined;
      const { zaak, today, gestopt } = found;
      const households = await Promise.all(
        huishoudensOf(zaak).map(async (huishoudenId) => ({
          huishoudenId,
          ...(await readTold(tijdlijnOfHuishouden(huishoudenId))),
        })),
      );
      const told = [own, ...households].map(({ post: sent, ...one }) => ({
        ...one,
        delivery: deliveryEntries(sent),
      }));
      const events = tijdlijnOf(zaak, gemeentecode, told);
      return {
        zaakId,
        gebeurtenissen: events.map((gebeurtenis) => ({ ...gebeurtenis })),
        termijnen: [...termijnenAt(zaak, today, gestopt)],
      };
    },

    /** Its terms with what each follows from, as this gemeente may see them. */
    async termijnen(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<Termijnen | undefined> {
      const found = await readFor(zaakId, gemeentecode);
      return found && { zaakId, termijnen: explainedTermijnenAt(found.zaak, found.today, found.gestopt) };
    },

    /** What this partner reported of it. Whoever asks was told of the zaak: nothing is looked at here but the OIN. */
    async reportsBy(zaakId: ZaakId, oin: string): Promise<Tijdlijn['gebeurtenissen']> {
      const { dossier } = (await followZaak(zaakLogs, zaakId)).current;
      return ownReports(dossier.zaak, oin).map((gebeurtenis) => ({ ...gebeurtenis }));
    },

    /** Its brede intake, as this gemeente may see it. */
    async intake(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<Intake | undefined> {
      const found = await readFor(zaakId, gemeentecode);
      return found && { zaakId, ...intakeOf(found.zaak, found.today) };
    },

    /** The zaken of those who live in this household in this gemeente now. */
    async membersOf(huishoudenId: HuishoudenId, gemeentecode: Gemeentecode): Promise<readonly ZaakId[]> {
      const { zaak } = dossierOf(await zaakLogs.read(tijdlijnOfHuishouden(huishoudenId)));
      return presentIn(zaak, gemeentecode).map(({ zaakId }) => zaakId);
    },

    /** What its timelines record for the logbook of this gemeente, that of its households among them. */
    async logged(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<LoggedZaak> {
      const { huishoudens, processingsFor } = await readLogged(readTold, zaakId);
      return { processings: processingsFor(gemeentecode), huishoudens };
    },

    /** The gemeente that a zaak or person belongs to now; undefined when the hub knows of none. */
    async gemeenteOf(query: SearchQuery | { readonly zaakId: ZaakId }): Promise<string | undefined> {
      const current = await currentZaak(query);
      return current && responsibleFor(current.dossier.zaak);
    },

    /** The zaak that is erased when somebody asks so of this one: where that person's timeline goes on. */
    async toErase(zaakId: ZaakId, gemeentecode: Gemeentecode): Promise<ZaakId | undefined> {
      const { zaakId: current, dossier } = (await followZaak(zaakLogs, zaakId)).current;
      const isOwn = situationOf(dossier.zaak).hasZaak && responsibleFor(dossier.zaak) === gemeentecode;
      return isOwn ? current : undefined;
    },

    /** Commits on timelines that still have partner messages to send, to anybody or to receivers of this gemeente. */
    nogTeVersturen: (gemeentecode?: Gemeentecode): Promise<number> =>
      gemeentecode === undefined ? table.count(STATUS_OUTBOUND) : countOutboundTo(table, gemeentecode),

    /** The zaken of a gemeente of which a partner waits for what no source told of the person. */
    wachtOpGegevens: (gemeentecode: Gemeentecode) => zakenWithMissing(table, gemeentecode),
  };
};

export type Zaken = ReturnType<typeof createZaken>;
