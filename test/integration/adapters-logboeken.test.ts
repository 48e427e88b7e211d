import { describe, expect, it } from 'vitest';
import { maakNummerLogboeken, maakUitgaand, maakZaakLogboeken } from '../../adapters/logboeken.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import { Bsn, type OntvangstId, type ZaakId } from '../../contracts/basistypen.ts';
import { HubFout } from '../../domain/fouten.ts';
import type { NummerInhoud } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { leegDossier, voegFeitenToe, type ZaakInhoud } from '../../domain/zaak/dossier.ts';
import { gekoppeld, ZAAK } from '../unit/domein/hulp.ts';
import { metVerseTabel } from './adapters-hulp.ts';

/** Logs that many write to at once, and what has still to be sent of them. */

let tabel: Tabel;
metVerseTabel((nieuw) => {
  tabel = nieuw;
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
        await logboeken.append('x', () => ({ append: wachtOp(nummer), outcome: nummer }), {
          probablyEmpty: nummer % 2 === 0,
        });
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
        logboeken.append('x', () => ({ append: wachtOp(nummer), outcome: nummer })),
      ),
    );
    const gelukt = uitkomsten.flatMap((een) => (een.status === 'fulfilled' ? [een.value] : []));
    for (const een of uitkomsten) {
      if (een.status === 'rejected')
        expect(een.reason).toMatchObject({ name: 'HubFout', vervolg: 'opnieuw' });
    }
    const commits = await logboeken.lees('x');
    expect(commits.map(({ inhoud }) => inhoud.ontvangstId).sort()).toEqual(
      gelukt.map(({ outcome }) => ontvangstId(outcome)).sort(),
    );
    expect(new Set(gelukt.map(({ commits: gezien }) => gezien.length)).size).toBe(gelukt.length);
    for (const { commits: gezien, outcome } of gelukt) {
      expect(gezien).toEqual(commits.slice(0, gezien.length));
      expect(gezien.at(-1)?.inhoud.ontvangstId).toBe(ontvangstId(outcome));
    }
  });

  it('gives up with a failure to be tried again when others are always first', async () => {
    const nooit: Tabel = { ...tabel, voegToe: async () => false };
    const werk = maakNummerLogboeken(nooit).append('x', () => ({ append: wachtOp(1), outcome: 1 }));
    await expect(werk).rejects.toMatchObject({ name: 'HubFout', vervolg: 'opnieuw' });
  });
});

describe('a decision about a log', () => {
  it('sees what is there, also when the log was thought to be empty', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    await logboeken.append('x', () => ({ append: wachtOp(1), outcome: undefined }), { probablyEmpty: true });
    const gezien: number[] = [];
    const { outcome, commits } = await logboeken.append(
      'x',
      (eerdere) => {
        gezien.push(eerdere.length);
        return { append: wachtOp(2), outcome: eerdere.length };
      },
      { probablyEmpty: true },
    );
    expect(gezien).toEqual([0, 1]);
    expect(outcome).toBe(1);
    expect(commits.map(({ inhoud }) => inhoud)).toEqual([wachtOp(1), wachtOp(2)]);
  });

  it('to add nothing is taken on the log as it is, never on a guess', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    await logboeken.append('x', () => ({ append: wachtOp(1), outcome: undefined }));
    for (const gok of [false, true]) {
      const { outcome, commits } = await logboeken.append('x', (eerdere) => ({ outcome: eerdere.length }), {
        probablyEmpty: gok,
      });
      expect([outcome, commits.length]).toEqual([1, 1]);
    }
  });

  it('is about one log only', async () => {
    const logboeken = maakNummerLogboeken(tabel);
    await logboeken.append('x', () => ({ append: wachtOp(1), outcome: undefined }));
    expect(await logboeken.lees('y')).toEqual([]);
    expect(await maakZaakLogboeken(tabel).lees('x')).toEqual([]);
  });
});

const feit = gekoppeld();
const inhoudVan = (zaakId: ZaakId): ZaakInhoud => {
  const added = voegFeitenToe(zaakId, leegDossier, [feit]);
  if (added === undefined) throw new Error('een nieuw feit voegt iets toe');
  return added.inhoud;
};

describe('what has still to be sent', () => {
  it('is a commit with messages for partners until all of them were sent', async () => {
    const uitgaand = maakUitgaand(tabel);
    const logboeken = maakZaakLogboeken(tabel);
    const inhoud = inhoudVan(ZAAK);
    await logboeken.append(ZAAK, () => ({ append: inhoud, outcome: undefined }));
    await logboeken.append(ZAAK, () => ({
      append: { feiten: [feit], meldingen: [] },
      outcome: undefined,
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
