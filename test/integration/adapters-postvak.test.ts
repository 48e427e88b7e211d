import { describe, expect, it } from 'vitest';
import { maakKanalen } from '../../adapters/kanalen.ts';
import { maakBanen } from '../../adapters/post/banen.ts';
import { maakPostvak } from '../../adapters/post/postvak.ts';
import { maakVerzonden } from '../../adapters/post/verzonden.ts';
import type { Tabel } from '../../adapters/tabel.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Poging } from '../../contracts/post.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import { nieuwPoststuk, type Poststuk } from '../../domain/delivery/item.ts';
import { partnerbericht } from '../../domain/partners/bericht.ts';
import { meldingen } from '../../domain/partners/meldingen.ts';
import { type PartnerAdres, projecties } from '../../domain/partners/projectie.ts';
import { legeZaak, zaakVan } from '../../domain/zaak/zaak.ts';
import { gekoppeld, PARTNER_ZAAK, ZAAK } from '../unit/domein/hulp.ts';
import { metVerseTabel } from './adapters-hulp.ts';

/** The postvak on an engine that evaluates every condition. */

let tabel: Tabel;
metVerseTabel((nieuw) => {
  tabel = nieuw;
});

const TAALSCHOOL: PartnerAdres = '0907/taalschool';
const NU = new Date('2025-09-08T10:00:00.000Z');
const na = (seconden: number) => new Date(NU.getTime() + seconden * 1000);

const zaak = zaakVan([gekoppeld()]);
const stuk = (
  volgnummer: number,
  nu: Date,
  { zaakId = ZAAK, partner = TAALSCHOOL }: { zaakId?: ZaakId; partner?: PartnerAdres } = {},
  eerdere: readonly Poststuk[] = [],
): Poststuk => {
  const eerste = meldingen(zaakId, legeZaak, zaak, new Map()).find((een) => een.partner === partner);
  if (eerste === undefined) throw new Error('deze partner krijgt bericht');
  const bericht = partnerbericht(
    {
      bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      basisUrl: 'https://hub.example.nl',
    },
    zaakId,
    projecties(zaakId, zaak),
    volgnummer === 1 ? eerste : { ...eerste, soort: 'gewijzigd', gewijzigd: ['contact'], volgnummer },
    '2025-06-20T08:00:00.000Z',
  );
  return nieuwPoststuk(partner, bericht, nu, eerdere);
};
const POGING: Poging = { tijdstip: na(1).toISOString(), reden: 'status', status: 500, duurMs: 12 };

describe('a message in the postvak', () => {
  it('is put once, whoever tries again, and is never overwritten', async () => {
    const postvak = maakPostvak(tabel);
    const eerste = stuk(1, NU);
    expect(await postvak.leg([eerste])).toEqual([eerste]);
    expect(await postvak.leg([{ ...eerste, tekst: '{}' }])).toEqual([]);
    expect(await postvak.lees(eerste)).toEqual(eerste);
  });

  it('is taken in hand by one door at a time, and taken over only when that one died', async () => {
    const postvak = maakPostvak(tabel);
    const eerste = stuk(1, NU);
    await postvak.leg([eerste]);
    const pogingen = await Promise.all(
      Array.from({ length: 5 }, () => postvak.claim(eerste, 'webhook', na(60), NU)),
    );
    const gekregen = pogingen.filter((een) => een !== undefined);
    expect(gekregen).toHaveLength(1);
    const [inHand] = gekregen;
    if (inHand === undefined) throw new Error('niemand kreeg het');
    expect(await postvak.claim(inHand, 'wachtrij', na(90), na(30))).toBeUndefined();
    const overgenomen = await postvak.claim(inHand, 'wachtrij', na(150), na(61));
    expect(overgenomen).toMatchObject({ plek: 'bezig', deur: 'wachtrij' });
    expect(await postvak.lees(eerste)).toEqual(overgenomen);
  });

  it('keeps its tries, and what became of it', async () => {
    const postvak = maakPostvak(tabel);
    const eerste = stuk(1, NU);
    await postvak.leg([eerste]);
    const inHand = await postvak.claim(eerste, 'webhook', na(60), NU);
    const terug = inHand && (await postvak.geefTerug(inHand, na(2), POGING));
    expect(terug).toMatchObject({ plek: 'klaargezet', pogingen: [POGING] });
    const weer = terug && (await postvak.claim(terug, 'webhook', na(60), NU));
    const gelukt: Poging = { ...POGING, reden: 'gelukt', status: 204 };
    const bezorgd = weer && (await postvak.bezorgd(weer, na(9), gelukt));
    expect(await postvak.lees(eerste)).toEqual(bezorgd);
    expect(bezorgd).toMatchObject({
      plek: 'bezorgd',
      deur: 'webhook',
      sinds: na(9).toISOString(),
      pogingen: [POGING, gelukt],
      positie: eerste.positie,
      tekst: eerste.tekst,
    });
    expect(bezorgd).not.toHaveProperty('bezigTot');
  });

  it('is put back in line once per request, and not while it still lies ready', async () => {
    const postvak = maakPostvak(tabel);
    const eerste = stuk(1, NU);
    await postvak.leg([eerste]);
    expect(await postvak.herlever(eerste, 'verzoek-1', NU)).toBeUndefined();
    const inHand = await postvak.claim(eerste, 'webhook', na(60), NU);
    const bezorgd = inHand && (await postvak.bezorgd(inHand, NU));
    const weer = bezorgd && (await postvak.herlever(bezorgd, 'verzoek-1', na(5)));
    expect(weer).toMatchObject({ plek: 'klaargezet', herleveringen: 1, positie: eerste.positie });
    const nogEens = weer && (await postvak.claim(weer, 'webhook', na(60), NU));
    const opnieuwBezorgd = nogEens && (await postvak.bezorgd(nogEens, NU));
    expect(opnieuwBezorgd && (await postvak.herlever(opnieuwBezorgd, 'verzoek-1', na(9)))).toBeUndefined();
    expect(opnieuwBezorgd && (await postvak.herlever(opnieuwBezorgd, 'verzoek-2', na(9)))).toMatchObject({
      herleveringen: 2,
    });
  });

  it('is found by its id by its own partner and by no other, and is confirmed once or more', async () => {
    const postvak = maakPostvak(tabel);
    const eerste = stuk(1, NU);
    await postvak.leg([eerste]);
    expect(await postvak.vind(TAALSCHOOL, eerste.id)).toEqual(eerste);
    expect(await postvak.vind('0907/intos', eerste.id)).toBeUndefined();
    expect(await postvak.bevestig(eerste, na(3))).toBe(true);
    // Somebody who read it before that must read again.
    expect(await postvak.bevestig(eerste, na(4))).toBe(false);
    const nu = await postvak.vind(TAALSCHOOL, eerste.id);
    expect(nu).toMatchObject({ plek: 'bevestigd', deur: 'ophalen', sinds: na(3).toISOString() });
    expect(nu && (await postvak.bevestig(nu, na(5)))).toBe(true);
  });

  it('loses its content at the end of its retention, and not what became of it', async () => {
    const postvak = maakPostvak(tabel);
    const eerste = stuk(1, NU);
    const tweede = stuk(2, na(1));
    await postvak.leg([eerste, tweede]);
    const inHand = await postvak.claim(eerste, 'webhook', na(60), NU);
    const bezorgd = inHand && (await postvak.bezorgd(inHand, NU));
    expect(bezorgd && (await postvak.ruimOp(bezorgd, na(100)))).toBe(true);
    expect(await postvak.ruimOp(tweede, na(100))).toBe(true);
    const over = await Promise.all([postvak.lees(eerste), postvak.lees(tweede)]);
    expect(over.map((een) => [een?.plek, een?.tekst])).toEqual([
      ['bezorgd', undefined],
      ['vervallen', undefined],
    ]);
    expect((await postvak.lijst(TAALSCHOOL)).stukken).toEqual([]);
    expect(await maakVerzonden(tabel).berichtenOver(ZAAK, '0907', 'taalschool')).toEqual([]);
  });
});

describe('the list of a partner', () => {
  it('has the order in which messages were put, over all places and pages, and holds only its own', async () => {
    const postvak = maakPostvak(tabel);
    const stukken = [1, 2, 3, 4, 5].map((volgnummer) => stuk(volgnummer, na(volgnummer)));
    const anders = stuk(1, na(2), { zaakId: PARTNER_ZAAK });
    await postvak.leg([...stukken, anders, stuk(1, NU, { partner: '0907/intos' })]);
    const derde = stukken[2];
    if (derde !== undefined) await postvak.bevestig(derde, na(9));
    const gelezen: string[] = [];
    let positie: string | undefined;
    for (let meer = true; meer; ) {
      const bladzij = await postvak.lijst(TAALSCHOOL, {
        max: 2,
        ...(positie === undefined ? {} : { na: positie }),
      });
      gelezen.push(
        ...bladzij.stukken.map((een) => `${een.zaakId === ZAAK ? 'zaak' : 'partner'} ${een.volgnummer}`),
      );
      positie = bladzij.stukken.at(-1)?.positie;
      meer = bladzij.meer;
    }
    expect(gelezen.toSorted()).toEqual(['partner 1', 'zaak 1', 'zaak 2', 'zaak 3', 'zaak 4', 'zaak 5']);
    expect(gelezen.filter((een) => een.startsWith('zaak'))).toEqual([1, 2, 3, 4, 5].map((n) => `zaak ${n}`));
    const open = await postvak.lijst(TAALSCHOOL, { plekken: ['klaargezet'] });
    expect(open.stukken.map(({ volgnummer }) => volgnummer)).not.toContain(3);
    const tot = await postvak.lijst(TAALSCHOOL, { totEnMet: na(2).toISOString() });
    expect(tot.stukken.map(({ volgnummer }) => volgnummer)).toEqual([1]);
  });

  it('keeps the order of a zaak, whatever the clock of the next machine says', async () => {
    const postvak = maakPostvak(tabel);
    const eerste = stuk(1, na(60));
    const tweede = stuk(2, NU, {}, [eerste]);
    await postvak.leg([tweede, eerste]);
    const { stukken } = await postvak.lijst(TAALSCHOOL);
    expect(stukken.map(({ volgnummer }) => volgnummer)).toEqual([1, 2]);
  });
});

describe('a lane that waits', () => {
  it('stands among its messages and in the list of what is due, until it is free', async () => {
    const banen = maakBanen(tabel);
    await maakPostvak(tabel).leg([stuk(1, NU)]);
    const baan = {
      kanaal: TAALSCHOOL,
      zaakId: ZAAK,
      abonnementId: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      volgnummer: 1,
      pogingen: 3,
      vanaf: na(600).toISOString(),
      gepland: na(600).toISOString(),
      gereserveerd: true,
    };
    await banen.wacht(baan);
    const stand = await banen.lees(TAALSCHOOL, ZAAK);
    expect(stand.baan).toEqual(baan);
    expect(stand.stukken.map(({ volgnummer }) => volgnummer)).toEqual([1]);
    expect(await banen.wachtende(na(599).toISOString())).toEqual([]);
    expect(await banen.wachtende(na(600).toISOString())).toEqual([
      { kanaal: TAALSCHOOL, zaakId: ZAAK, vanaf: baan.vanaf },
    ]);

    await banen.vervroeg(baan, NU);
    expect((await banen.lees(TAALSCHOOL, ZAAK)).baan).toEqual({
      ...baan,
      vanaf: NU.toISOString(),
      gereserveerd: false,
    });
    await banen.vrij(baan);
    await banen.vervroeg(baan, NU);
    expect(await banen.wachtende()).toEqual([]);
    expect((await banen.lees(TAALSCHOOL, ZAAK)).baan).toBeUndefined();
  });
});

describe('the doors of a partner', () => {
  const abonnement = (id: string, aangemaaktOp: string): Abonnement => ({
    id,
    status: 'actief',
    sink: 'https://school.example/hook',
    types: [],
    filters: [],
    geheimen: [{ versleuteld: 'v1.x' }],
    aangemaaktOp,
    versie: 1,
  });

  it('are its queue until it chooses, and its abonnementen oldest first', async () => {
    const kanalen = maakKanalen(tabel);
    expect(await kanalen.instelling(TAALSCHOOL)).toEqual({ basisdeur: 'wachtrij', abonnementen: [] });
    await kanalen.kiesBasisdeur(TAALSCHOOL, 'ophalen');
    await kanalen.maak(TAALSCHOOL, abonnement('b', na(2).toISOString()));
    await kanalen.maak(TAALSCHOOL, abonnement('a', na(3).toISOString()));
    const instellingen = await kanalen.instellingen([TAALSCHOOL, '0907/intos', '1734/intos']);
    expect(instellingen(TAALSCHOOL)).toEqual(await kanalen.instelling(TAALSCHOOL));
    expect(instellingen(TAALSCHOOL).abonnementen.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(instellingen(TAALSCHOOL).basisdeur).toBe('ophalen');
    expect(instellingen('0907/intos')).toEqual({ basisdeur: 'wachtrij', abonnementen: [] });
  });

  it('change under the eyes of one writer at a time', async () => {
    const kanalen = maakKanalen(tabel);
    const eerste = abonnement('a', NU.toISOString());
    await kanalen.maak(TAALSCHOOL, eerste);
    const gewijzigd = await kanalen.wijzig(TAALSCHOOL, eerste, { status: 'gepauzeerd' });
    expect(gewijzigd).toMatchObject({ status: 'gepauzeerd', versie: 2 });
    expect(await kanalen.wijzig(TAALSCHOOL, eerste, { status: 'gestopt' })).toBeUndefined();
    expect(await kanalen.abonnement(TAALSCHOOL, 'a')).toEqual(gewijzigd);
    expect(gewijzigd && (await kanalen.verwijder(TAALSCHOOL, gewijzigd, NU))).toBe(true);
    expect(await kanalen.abonnement(TAALSCHOOL, 'a')).toBeUndefined();
    const [over] = (await tabel.partitie('KANAAL#0907')).filter(({ sk }) => sk.includes('ABONNEMENT'));
    expect(over).not.toHaveProperty('inhoud');
  });

  it('have small states that only who read the latest may write', async () => {
    const kanalen = maakKanalen(tabel);
    expect(await kanalen.toestand('a', 'TEMPO')).toBeUndefined();
    expect(await kanalen.zetToestand('a', 'TEMPO', { tot: 1 }, undefined)).toBe(true);
    expect(await kanalen.zetToestand('a', 'TEMPO', { tot: 2 }, undefined)).toBe(false);
    const gelezen = await kanalen.toestand<{ tot: number }>('a', 'TEMPO');
    expect(await kanalen.zetToestand('a', 'TEMPO', { tot: 3 }, gelezen)).toBe(true);
    expect(await kanalen.zetToestand('a', 'TEMPO', { tot: 4 }, gelezen)).toBe(false);
    expect((await kanalen.toestand('a', 'TEMPO'))?.waarde).toEqual({ tot: 3 });
  });

  it('have a timeline of their own, oldest first', async () => {
    const kanalen = maakKanalen(tabel);
    const regels = [na(2), na(1)].map((moment) => ({
      tijdstip: moment.toISOString(),
      naam: 'gepauzeerd',
      door: 'taalschool-0907',
      gegevens: { velden: ['status'] },
    }));
    for (const regel of regels) await kanalen.noteer('a', regel);
    expect(await kanalen.tijdlijn('a')).toEqual(regels.toReversed());
  });
});
