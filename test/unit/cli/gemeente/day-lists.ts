import { Dag } from '../../../../contracts/dag.ts';
import { PartnerDag } from '../../../../contracts/partner-dag.ts';

/** Day lists as the hub answers them: of a gemeente on a quiet day and on a busy one, and of its taalschool. */

export const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const none = { aantal: 0, lijst: [] };

const meeting = { zaakId: ZAAK, gebeurtenis: 'kennismaking-gepland', met: 'burgerzaken', tijd: '09:00' };
const delivery = { zaakId: ZAAK, gebeurtenis: 'woninginrichting-afgesproken' };
const talk = {
  zaakId: ZAAK,
  gebeurtenis: 'brede-intake-uitgenodigd',
  onderdeel: 'taalschool',
  tijd: '10:30',
  plaats: 'Gemeentehuis Gennep, kamer 2',
  tolk: true,
};

export const quiet: Dag = Dag.parse({
  gemeentecode: '0907',
  datum: '2025-10-13',
  afspraken: none,
  vandaag: none,
  binnenkort: none,
  teLaat: none,
  tegenspraken: none,
  wachtOpGegevens: none,
  eigenMeldingen: none,
  nietBezorgd: none,
  luktNiet: none,
  nieuw: none,
  aflopendeOpdrachten: none,
});

const pip = { zaakId: ZAAK, id: 'TG07', naam: 'PIP vaststellen', soort: 'wettelijk', datum: '2025-10-22' };
const test = { ...pip, id: 'TG06', naam: 'Leerbaarheidstoets afnemen', soort: 'lokaal', datum: '2025-10-08' };

export const busy: Dag = Dag.parse({
  ...quiet,
  afspraken: { aantal: 2, lijst: [delivery, meeting] },
  binnenkort: { aantal: 1, lijst: [pip] },
  teLaat: { aantal: 500, meer: true, lijst: Array.from({ length: 50 }, () => test) },
  wachtOpGegevens: { aantal: 12, lijst: Array.from({ length: 12 }, () => ZAAK) },
  eigenMeldingen: {
    aantal: 1,
    lijst: [
      {
        ontvangstId: ZAAK,
        status: 'quarantaine',
        type: 'nl.inburgeringszaken.casus.geopend.v1',
        sinds: '2025-10-12T08:00:00Z',
        reden: 'bsn en V-nummer spreken elkaar tegen',
      },
    ],
  },
  nietBezorgd: {
    aantal: 1,
    lijst: [
      {
        partner: 'wijkondersteuner',
        zaakId: ZAAK,
        volgnummer: 12,
        staat: 'geparkeerd',
        klaargezetOp: '2025-10-06T08:00:00Z',
      },
    ],
  },
  luktNiet: {
    aantal: 1,
    lijst: [
      {
        berichtId: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
        partner: 'mage',
        zaken: [ZAAK],
        huishoudenId: '8d1f7a52-30c4-8c1b-9b1e-2a4c6e8f0a1b',
        reden: 'niet-bereikbaar',
        sinds: '2025-10-12T08:40:00Z',
      },
    ],
  },
});

/** Terms of the brede intake, with what is missing. */
export const intake: Dag = Dag.parse({
  ...quiet,
  vandaag: {
    aantal: 2,
    lijst: [
      {
        ...test,
        id: 'TG02',
        naam: 'Intakegesprekken voeren',
        onderdelen: [
          { onderdeel: 'casusregisseur', bij: 'gemeente' },
          { onderdeel: 'taalschool', bij: 'taalschool' },
          { onderdeel: 'participatie', bij: 'intos' },
        ],
      },
      { ...test, onderdelen: [{ onderdeel: 'leerbaarheidstoets', bij: 'gemeente' }] },
    ],
  },
});

export const partnerDag: PartnerDag = PartnerDag.parse({
  gemeentecode: '0907',
  partner: 'taalschool',
  datum: '2026-09-03',
  afspraken: { aantal: 1, lijst: [talk] },
  vandaag: {
    aantal: 1,
    lijst: [
      {
        zaakId: ZAAK,
        gebeurtenis: 'brede-intake-gesprek-gevoerd',
        onderdeel: 'taalschool',
        uiterlijk: '2026-09-03',
      },
    ],
  },
  binnenkort: {
    aantal: 1,
    lijst: [{ zaakId: ZAAK, gebeurtenis: 'taallessen-gestart', uiterlijk: '2026-09-16' }],
  },
  teLaat: none,
  zonderDag: { aantal: 1, lijst: [{ zaakId: ZAAK, gebeurtenis: 'taallessen-gestart' }] },
  klaar: {
    aantal: 100,
    meer: true,
    lijst: Array.from({ length: 50 }, () => ({
      zaakId: ZAAK,
      volgnummer: 2,
      staat: 'klaargezet',
      klaargezetOp: '2026-09-02T08:00:00Z',
    })),
  },
  nieuw: none,
});
