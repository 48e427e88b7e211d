import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  maakNummerLogboeken,
  maakUitgaand,
  maakZaakLogboeken,
  postSleutel,
} from '../../adapters/logboeken.ts';
import { maakPost } from '../../adapters/post.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import { Bsn, type OntvangstId, type ZaakId } from '../../contracts/basistypen.ts';
import { HubFout } from '../../domain/fouten.ts';
import { partnerbericht } from '../../domain/partners/bericht.ts';
import type { Melding } from '../../domain/partners/meldingen.ts';
import { type PartnerAdres, projecties } from '../../domain/partners/projectie.ts';
import type { NummerInhoud } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { leegDossier, voegFeitenToe, type ZaakInhoud } from '../../domain/zaak/dossier.ts';
import { zaakVan } from '../../domain/zaak/zaak.ts';
import { gekoppeld, PARTNER_ZAAK, ZAAK } from '../unit/domein/hulp.ts';
import { startTabelMachine, type TabelMachine } from './adapters-hulp.ts';

/** Logs that many write to at once, and what has still to be sent of them. */

let machine: TabelMachine;
let tabel: Tabel;

beforeAll(async () => {
  machine = await startTabelMachine();
});
afterAll(async () => {
  await machine.stop();
});
beforeEach(async () => {
  tabel = await machine.nieuweTabel();
});

const ontvangstId = (nummer: number) =>
  `00000000-0000-8000-8000-${String(nummer).padStart(12, '0')}` as OntvangstId;
const wachtOp = (nummer: number): NummerInhoud => ({
  soort: 'wacht',
  bsn: Bsn.parse('999966133'),
  ontvangstId: ontvangstId(nummer),
});

describe('a log that many write to at once', () => {
  const SCHRIJVERS = 20;

  it('has a commit of each, numbered without gaps, once everybody got through', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    /** As a queue does: what has to be tried again comes again. */
    const totHetLukt = async (nummer: number): Promise<void> => {
      try {
        await logboeken.werkBij(
          'x',
          () => ({ toevoegen: wachtOp(nummer), uitkomst: nummer }),
          nummer % 2 === 0,
        );
      } catch (fout) {
        if (!(fout instanceof HubFout)) throw fout;
        await totHetLukt(nummer);
      }
    };
    await Promise.all(Array.from({ length: SCHRIJVERS }, (_, nummer) => totHetLukt(nummer)));
    const commits = await logboeken.lees('x');
    expect(commits.map(({ versie }) => versie)).toEqual(Array.from({ length: SCHRIJVERS }, (_, n) => n + 1));
    expect(new Set(commits.map(({ inhoud }) => inhoud.ontvangstId)).size).toBe(SCHRIJVERS);
  });

  it('holds exactly the commits of those who were told that they got through', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    const uitkomsten = await Promise.allSettled(
      Array.from({ length: SCHRIJVERS }, (_, nummer) =>
        logboeken.werkBij('x', () => ({ toevoegen: wachtOp(nummer), uitkomst: nummer })),
      ),
    );
    const gelukt = uitkomsten.flatMap((een) => (een.status === 'fulfilled' ? [een.value] : []));
    for (const een of uitkomsten) {
      if (een.status === 'rejected')
        expect(een.reason).toMatchObject({ name: 'HubFout', vervolg: 'opnieuw' });
    }
    const commits = await logboeken.lees('x');
    expect(commits.map(({ inhoud }) => inhoud.ontvangstId).sort()).toEqual(
      gelukt.map(({ uitkomst }) => ontvangstId(uitkomst)).sort(),
    );
    expect(new Set(gelukt.map(({ commits: gezien }) => gezien.length)).size).toBe(gelukt.length);
    for (const { commits: gezien, uitkomst } of gelukt) {
      expect(gezien).toEqual(commits.slice(0, gezien.length));
      expect(gezien.at(-1)?.inhoud.ontvangstId).toBe(ontvangstId(uitkomst));
    }
  });

  it('gives up with a failure to be tried again when others are always first', async () => {
    const nooit: Tabel = { ...tabel, voegToe: async () => false };
    const werk = maakNummerLogboeken(nooit).werkBij('x', () => ({ toevoegen: wachtOp(1), uitkomst: 1 }));
    await expect(werk).rejects.toMatchObject({ name: 'HubFout', vervolg: 'opnieuw' });
  });
});

describe('a decision about a log', () => {
  it('sees what is there, also when the log was thought to be empty', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    await logboeken.werkBij('x', () => ({ toevoegen: wachtOp(1), uitkomst: undefined }), true);
    const gezien: number[] = [];
    const { uitkomst, commits } = await logboeken.werkBij(
      'x',
      (eerdere) => {
        gezien.push(eerdere.length);
        return { toevoegen: wachtOp(2), uitkomst: eerdere.length };
      },
      true,
    );
    expect(gezien).toEqual([0, 1]);
    expect(uitkomst).toBe(1);
    expect(commits.map(({ inhoud }) => inhoud)).toEqual([wachtOp(1), wachtOp(2)]);
  });

  it('to add nothing is taken on the log as it is, never on a guess', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    await logboeken.werkBij('x', () => ({ toevoegen: wachtOp(1), uitkomst: undefined }));
    for (const gok of [false, true]) {
      const { uitkomst, commits } = await logboeken.werkBij(
        'x',
        (eerdere) => ({ uitkomst: eerdere.length }),
        gok,
      );
      expect([uitkomst, commits.length]).toEqual([1, 1]);
    }
  });

  it('is about one log only', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    await logboeken.werkBij('x', () => ({ toevoegen: wachtOp(1), uitkomst: undefined }));
    expect(await logboeken.lees('y')).toEqual([]);
    expect(await maakZaakLogboeken(tabel).lees('x')).toEqual([]);
  });
});

const feit = gekoppeld();
const zaak = zaakVan([feit]);
const inhoudVan = (zaakId: ZaakId): ZaakInhoud => {
  const inhoud = voegFeitenToe(zaakId, leegDossier, [feit]);
  if (inhoud === undefined) throw new Error('een nieuw feit voegt iets toe');
  return inhoud;
};

describe('what has still to be sent', () => {
  it('is a commit with messages for partners until all of them were sent', async () => {
    const uitgaand = maakUitgaand(tabel);
    const logboeken = maakZaakLogboeken(tabel);
    const inhoud = inhoudVan(ZAAK);
    await logboeken.werkBij(ZAAK, () => ({ toevoegen: inhoud, uitkomst: undefined }));
    await logboeken.werkBij(ZAAK, () => ({
      toevoegen: { feiten: [feit], meldingen: [] },
      uitkomst: undefined,
    }));
    const voor = await logboeken.lees(ZAAK);
    expect((await uitgaand.lees(ZAAK)).commits.map(({ naVerzending }) => naVerzending !== undefined)).toEqual(
      [true, false],
    );
    const verzonden = (await uitgaand.lees(ZAAK)).commits.flatMap(({ naVerzending }) => naVerzending ?? []);
    expect(await tabel.tel('UITGAAND')).toBe(1);

    for (let keer = 0; keer < 2; keer++) await uitgaand.verstuurd(verzonden);
    expect((await uitgaand.lees(ZAAK)).commits.map(({ naVerzending }) => naVerzending !== undefined)).toEqual(
      [false, false],
    );
    expect(await tabel.tel('UITGAAND')).toBe(0);
    expect(await logboeken.lees(ZAAK)).toEqual(voor);
  });
});

describe('the post that was sent', () => {
  const bericht = (zaakId: ZaakId, partner: PartnerAdres, volgnummer: number, tijd: string) => {
    const eerste = inhoudVan(zaakId).meldingen.find((melding) => melding.partner === partner);
    if (eerste === undefined) throw new Error('deze partner krijgt bericht');
    const melding: Melding =
      volgnummer === 1 ? eerste : { ...eerste, soort: 'gewijzigd', gewijzigd: ['contact'], volgnummer };
    return {
      partner,
      bericht: partnerbericht(
        {
          bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
          basisUrl: 'https://hub.example.nl',
        },
        zaakId,
        projecties(zaakId, zaak),
        melding,
        tijd,
      ),
    };
  };
  const TAALSCHOOL = '0907/taalschool';
  const tijd = (seconde: number) => `2025-06-20T08:00:${String(seconde).padStart(2, '0')}.000Z`;
  const overEenZaak = [10, 2, 1, 9].map((nummer) => bericht(ZAAK, TAALSCHOOL, nummer, tijd(nummer)));
  const anders = bericht(PARTNER_ZAAK, TAALSCHOOL, 1, tijd(5));

  beforeEach(async () => {
    await maakPost(tabel).bewaar([...overEenZaak, anders, bericht(ZAAK, '0907/intos', 1, tijd(1))]);
  });

  it('is read again per zaak and partner, in the order of the messages', async () => {
    const berichten = await maakPost(tabel).berichtenOver(ZAAK, '0907', 'taalschool');
    expect(berichten.map(({ data }) => data.volgnummer)).toEqual([1, 2, 9, 10]);
    expect(berichten[0]).toEqual(overEenZaak[2]?.bericht);
  });

  it('is read again per partner over all zaken, in the order in which the hub recorded it', async () => {
    const { berichten } = await maakPost(tabel).berichtenVan('0907', 'taalschool');
    expect(berichten.map(({ data }) => [data.zaakId, data.volgnummer])).toEqual([
      [ZAAK, 1],
      [ZAAK, 2],
      [PARTNER_ZAAK, 1],
      [ZAAK, 9],
      [ZAAK, 10],
    ]);
  });

  it('is counted per partner, of every partner that there is', async () => {
    const aantallen = await maakPost(tabel).aantalPerPartner('0907');
    expect(aantallen).toMatchObject({ '0907/taalschool': 5, '0907/intos': 1, '0907/mage': 0 });
    expect(Object.keys(aantallen).every((adres) => adres.startsWith('0907/'))).toBe(true);
  });

  it('is there once, however often it is kept, and expires after ninety days', async () => {
    await maakPost(tabel).bewaar([anders]);
    expect(await tabel.tel('POST#0907/taalschool')).toBe(5);
    const item = await tabel.lees({ pk: `ZAAK#${PARTNER_ZAAK}`, sk: postSleutel(TAALSCHOOL, 1) });
    const overNegentigDagen = Date.now() / 1000 + 90 * 24 * 3600;
    expect(Math.abs(Number(item?.['verlooptOp']) - overNegentigDagen)).toBeLessThan(60);
  });

  it('stands beside the timeline, so that what was sent is known when sending goes on', async () => {
    const { verstuurd, commits } = await maakUitgaand(tabel).lees(PARTNER_ZAAK);
    expect(verstuurd).toEqual(new Set([postSleutel(TAALSCHOOL, 1)]));
    expect(commits).toEqual([]);
  });
});
