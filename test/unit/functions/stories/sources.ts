import type { ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { RoutemapEvent } from '../../../../contracts/routemap.ts';
import { inbound, notificatieBericht } from '../berichten.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { nameOf, type Person } from './support.ts';

/**
 * The messages of COA, DUO, a gemeente and its partners in small stories, except those that link or register a person or tell a
 * death.
 */

export const OTHER_ADRES = { straat: 'Elders', huisnummer: 2, postcode: '6591AA', woonplaats: 'Heijen' };

const { pseudonyms } = hubInMemory(() => ({}));
export const zaakIdOf = ({ vNummer }: Person): ZaakId => pseudonyms.zaakId(vNummer);

type Data = Readonly<Record<string, unknown>>;

/** COA ends the koppeling that `koppelingOf` makes. */
export const withdrawn = (reden: string, day: string, gemeentecode = '0907'): InboundBericht =>
  inbound('nl.tvs.koppeling.ingetrokken.v1', `${day}T08:00:00Z`, {
    koppelingId: 'S01',
    versie: 2,
    gemeentecode,
    reden,
  });

export const byDuo = (
  code: string,
  { bsn, vNummer }: Person,
  day: string,
  doel?: string,
  time = '07:00:00',
): InboundBericht => notificatieBericht(code, { bsn, vNummer }, `${day}T${time}Z`, doel);

type Reported =
  | RoutemapEvent
  | 'pip-vastgesteld'
  | 'pip-gewijzigd'
  | 'pip-ingetrokken'
  | 'taallessen-gestart'
  | 'regievoerder-toegewezen';

/** A report of the gemeente, or of one of its partners: at noon of a day, or at the moment that is named. */
export const reported = (
  event: Reported,
  who: Person,
  moment: string,
  data: Data,
  sender = 'gemeente-0907',
): InboundBericht =>
  inbound(
    `nl.inburgeringszaken.${event.replaceAll('-', '.')}.v1` as InboundType,
    moment.includes('T') ? moment : `${moment}T12:00:00Z`,
    { zaakId: zaakIdOf(who), ...data },
    sender,
  );

/** A gemeente opens a zaak of an adult, unless told otherwise. */
export const opened = (who: Person, day: string, more: Data = {}, gemeentecode = '0907'): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.casus.geopend.v1',
    `${day}T08:00:00Z`,
    {
      bsn: who.bsn,
      vNummer: who.vNummer,
      gemeentecode,
      datumOpening: day,
      naam: nameOf(who),
      geboortedatum: '1980-01-01',
      geslacht: 'vrouw',
      talen: [{ taal: 'Farsi' }],
      ...more,
    },
    `gemeente-${gemeentecode}`,
  );

/** A person at the gemeente says that one fact is not so. */
export const putRight = (who: Person, day: string, feitId: string): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.feit.hersteld.v1',
    `${day}T12:00:00Z`,
    { zaakId: zaakIdOf(who), reden: 'Vergissing', vervalt: [feitId] },
    'gemeente-0907',
  );
