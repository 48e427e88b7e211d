import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { runs } from '../../../runs.ts';
import { ADRES, GENNEP } from '../../domain/support.ts';
import { geopendBericht, inbound, notificatieBericht } from '../berichten.ts';
import {
  DEN_BOSCH,
  died,
  FATHER,
  inAnyOrder,
  kinds,
  koppelingOf,
  lastTold,
  MOTHER,
  member,
  play,
  registered,
  statusOf,
  told,
  zaakOfPerson,
} from './support.ts';

/** Stories of facts that a gemeente corrects, and of messages that it types over. */

describe('what a gemeente puts right', () => {
  const putRight = (zaakId: ZaakId, herstel: object, moment = '2025-09-05T08:00:00Z') =>
    inbound(
      'nl.inburgeringszaken.feit.hersteld.v1',
      moment,
      { zaakId, reden: 'Verwisseld', ...herstel },
      'gemeente-0907',
    );

  it('a death that was reported by mistake: the zaak goes on, and everybody hears so', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')]), died(MOTHER, '2025-09-01')]);
    const zaak = await zaakOfPerson(hub, MOTHER);
    expect(zaak).toMatchObject({ status: 'vervallen' });
    const zaakId = zaak?.zaakId as ZaakId;
    const timeline = await hub.zaken.tijdlijn(zaakId, GENNEP);
    const death = timeline?.gebeurtenissen.find(({ naam }) => naam === 'overlijden-ontvangen');
    await hub.process([putRight(zaakId, { vervalt: [death?.feitId] })]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief' });
    expect(kinds(told(hub, 'taalschool'))).toEqual(['gemeld', 'vervallen', 'gemeld']);
    const after = await hub.zaken.tijdlijn(zaakId, GENNEP);
    expect(after?.gebeurtenissen.find(({ feitId }) => feitId === death?.feitId)?.gegevens).toMatchObject({
      hersteld: true,
    });
  });

  it('a BSN that was somebody else’s: what it brought goes to whose it is', async () => {
    const wrong = { ...MOTHER, bsn: FATHER.bsn };
    const hub = await play([
      koppelingOf([member(wrong, 'hoofdpersoon')]),
      registered(FATHER, '2025-08-01'),
      koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2 }),
    ]);
    expect(await zaakOfPerson(hub, MOTHER)).not.toMatchObject({ gegevens: { adres: ADRES } });
    await hub.process([koppelingOf([member(FATHER, 'hoofdpersoon')], { koppelingId: 'S02' })]);
    expect(await zaakOfPerson(hub, FATHER)).toMatchObject({ gegevens: { adres: ADRES } });
    expect((await zaakOfPerson(hub, MOTHER))?.gegevens).not.toHaveProperty('adres');
  });

  it('a BSN that was somebody else’s, of whom DUO told meanwhile: each has a zaak, in any order', async () => {
    const story = [
      koppelingOf([member({ ...MOTHER, bsn: FATHER.bsn }, 'hoofdpersoon')]),
      notificatieBericht('SS101', { bsn: FATHER.bsn }, '2025-08-20T07:00:00Z'),
      registered(FATHER, '2025-08-13'),
      koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2 }),
    ];
    await inAnyOrder(story, async (hub) => {
      const [own] = await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP);
      const zaken = [
        own && (await hub.zaken.zaakForGemeente(own.zaakId, GENNEP)),
        await zaakOfPerson(hub, MOTHER),
      ];
      expect(zaken[0]?.gegevens).toMatchObject({ adres: ADRES });
      const lines = await hub.zaken.tijdlijn(zaken[1]?.zaakId as ZaakId, GENNEP);
      expect(lines?.gebeurtenissen.filter(({ naam }) => naam.startsWith('koppeling-'))).toMatchObject([
        { gegevens: { versie: 1 } },
        { gegevens: { versie: 2 } },
      ]);
      // The ids of a zaak and of its household follow from the number that came first.
      return zaken.map((zaak) => ({
        ...zaak,
        zaakId: undefined,
        gegevens: { ...zaak?.gegevens, huishouden: undefined },
      }));
    });
  });

  it('a BSN that the gemeente itself mistyped when it opened the zaak: both persons have their own', async () => {
    const hub = await play([geopendBericht({ bsn: FATHER.bsn }, 'Aya'), registered(FATHER, '2025-08-13')]);
    const [mistyped] = await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP);
    const zaakId = mistyped?.zaakId as ZaakId;
    await hub.process([putRight(zaakId, { bsn: MOTHER.bsn })]);
    expect(await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP)).toEqual([]);
    expect(await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP)).toMatchObject([{ zaakId }]);
    const zaak = await hub.zaken.zaakForGemeente(zaakId, GENNEP);
    expect(zaak).toMatchObject({ status: 'actief', gegevens: { persoon: { naam: { voornamen: 'Aya' } } } });
    expect(zaak?.gegevens).not.toHaveProperty('adres');
    await hub.process([geopendBericht({ bsn: FATHER.bsn }, 'Bilal')]);
    const [own] = await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP);
    expect(own?.zaakId).not.toBe(zaakId);
    expect(await hub.zaken.zaakForGemeente(own?.zaakId as ZaakId, GENNEP)).toMatchObject({
      gegevens: { persoon: { naam: { voornamen: 'Bilal' } }, adres: ADRES },
    });
    expect(new Set(told(hub, 'taalschool').map(({ subject }) => subject)).size).toBe(2);
  });

  it('a BSN that was right after all: the correction is put aside, and the number leads to the zaak again', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')]), registered(MOTHER, '2025-08-13')]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    await hub.process([putRight(zaakId, { bsn: FATHER.bsn })]);
    expect((await zaakOfPerson(hub, MOTHER))?.gegevens).not.toHaveProperty('adres');
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    const correction = lines.find(({ naam }) => naam === 'feit-hersteld');
    await hub.process([putRight(zaakId, { vervalt: [correction?.feitId] }, '2025-09-06T08:00:00Z')]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ gegevens: { adres: ADRES } });
    expect(await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP)).toMatchObject([{ zaakId }]);
    expect(await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP)).toEqual([]);
    const moved = registered(MOTHER, '2025-10-13', '0796');
    await hub.process([moved]);
    expect(await statusOf(hub, moved)).toBe('verwerkt');
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toMatchObject({ status: 'actief' });
  });

  it('a BSN that contradicted what the source told: that message goes on by itself once the number is put right', async () => {
    const wrong = { ...MOTHER, bsn: FATHER.bsn };
    const hub = await play([koppelingOf([{ ...member(wrong, 'hoofdpersoon') }])]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const right = registered(MOTHER, '2025-08-13', '0907', { vNummer: MOTHER.vNummer });
    await hub.process([right]);
    expect(await statusOf(hub, right)).toBe('quarantaine');
    await hub.process([putRight(zaakId, { bsn: MOTHER.bsn })]);
    expect(await statusOf(hub, right)).toBe('verwerkt');
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ gegevens: { adres: ADRES } });
  });

  it('a BSN that belonged to another zaak: who waited for it gets it once that zaak gave it back', async () => {
    const hub = await play([
      koppelingOf([member({ ...MOTHER, bsn: FATHER.bsn }, 'hoofdpersoon')]),
      koppelingOf([{ ...member(FATHER, 'hoofdpersoon'), bsn: undefined }], { koppelingId: 'S02' }),
    ]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const right = registered(FATHER, '2025-08-13', '0907', { vNummer: FATHER.vNummer });
    await hub.process([right]);
    expect(await statusOf(hub, right)).toBe('quarantaine');
    await hub.process([putRight(zaakId, { bsn: MOTHER.bsn })]);
    expect(await statusOf(hub, right)).toBe('verwerkt');
    expect(await zaakOfPerson(hub, FATHER)).toMatchObject({ gegevens: { adres: ADRES } });
  });

  it('a move to a gemeente outside the hub that never was: the gemeente that was left takes the zaak back', async () => {
    const hub = await play([
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-09-01', '0344'),
    ]);
    const left = await zaakOfPerson(hub, MOTHER);
    expect(left).toMatchObject({ status: 'vervallen', gegevens: { overgedragen: { gemeentecode: '0344' } } });
    const zaakId = left?.zaakId as ZaakId;
    expect(await hub.zaken.gemeenteOf({ zaakId })).toBe(GENNEP);
    const line = left?.gegevens['overgedragen'] as { readonly feitId: string } | undefined;
    await hub.process([putRight(zaakId, { vervalt: [line?.feitId] })]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief', gegevens: { adres: ADRES } });
    expect(kinds(told(hub, 'taalschool')).slice(-2)).toEqual(['vervallen', 'gemeld']);
  });

  it('a move within the hub: the former gemeente is named no fact, because the next one can put it right', async () => {
    const hub = await play([
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-09-01', '0796'),
    ]);
    const left = await zaakOfPerson(hub, MOTHER);
    expect(left?.gegevens['overgedragen']).toEqual({ gemeentecode: '0796', datum: '2025-09-01' });
    expect(await hub.zaken.gemeenteOf({ zaakId: left?.zaakId as ZaakId })).toBe(DEN_BOSCH);
  });

  it('two zaken of one person: one goes on, with everything of both', async () => {
    const double = { ...MOTHER, vNummer: Vnummer.parse('2795000500') };
    const hub = await play([
      koppelingOf([{ ...member(MOTHER, 'hoofdpersoon'), bsn: undefined }]),
      koppelingOf([member(double, 'hoofdpersoon')], { koppelingId: 'S05' }),
      registered(double, '2025-08-01'),
    ]);
    const [own] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
    const [other] = await hub.zaken.findZaak({ vNummer: double.vNummer }, GENNEP);
    await hub.process([putRight(own?.zaakId as ZaakId, { zelfdePersoon: other?.zaakId })]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief', gegevens: { adres: ADRES } });
    const active = told(hub, 'taalschool').filter(
      ({ subject }) => subject === own?.zaakId || subject === other?.zaakId,
    );
    expect(active.at(-1)?.type).toMatch(/gemeld|gewijzigd|vervallen/);
    await hub.process([registered(MOTHER, '2025-09-10', '0796')]);
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toMatchObject({ status: 'actief' });
    expect(await hub.zaken.findZaak({ vNummer: double.vNummer }, DEN_BOSCH)).toMatchObject([
      { zaakId: own?.zaakId, status: 'actief' },
    ]);
    // Whoever still names the zaak that ended is asked about the one that goes on.
    expect(await hub.zaken.gemeenteOf({ zaakId: other?.zaakId as ZaakId })).toBe(DEN_BOSCH);
  });

  it('a V-nummer that a higher version names with the same BSN: one end in any order, once both are one person', async () => {
    const story = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      koppelingOf([member({ ...FATHER, bsn: MOTHER.bsn }, 'hoofdpersoon')], { versie: 2 }),
      registered(MOTHER, '2025-08-01'),
    ];
    const endOf = async (order: readonly InboundBericht[]) => {
      const hub = await play(order);
      const [zaakId, zelfdePersoon] = [MOTHER, FATHER].map(({ vNummer }) => hub.pseudonyms.zaakId(vNummer));
      await hub.process([putRight(zaakId as ZaakId, { zelfdePersoon })]);
      for (const bericht of story) expect(await statusOf(hub, bericht)).toBe('verwerkt');
      const zaken = await Promise.all([MOTHER, FATHER].map((person) => zaakOfPerson(hub, person)));
      expect(zaken).toMatchObject([{ status: 'actief', gegevens: { adres: ADRES } }, { status: 'actief' }]);
      return [zaken, lastTold(hub)];
    };
    const expected = await endOf(story);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...story, ...story], { minLength: 6 }), async (order) => {
        expect(await endOf(order)).toEqual(expected);
      }),
      { numRuns: runs(12) },
    );
  });

  it('the only fact that made somebody its own: it may still put that correction aside', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')])]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const idOf = async (naam: string) =>
      (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen.find((line) => line.naam === naam)?.feitId;
    await hub.process([putRight(zaakId, { vervalt: [await idOf('koppeling-geregistreerd')] })]);
    expect(kinds(told(hub, 'taalschool'))).toEqual(['gemeld', 'vervallen']);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'vervallen' });
    expect(await hub.zaken.gemeenteOf({ zaakId })).toBe(GENNEP);
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toBeUndefined();
    const again = { vervalt: [await idOf('feit-hersteld')] };
    await hub.process([putRight(zaakId, again, '2025-09-06T08:00:00Z')]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief' });
    expect(kinds(told(hub, 'taalschool'))).toEqual(['gemeld', 'vervallen', 'gemeld']);
  });

  it('says nothing to the next gemeente: neither why, nor which koppeling it was about', async () => {
    const typed = koppelingOf([member({ ...MOTHER }, 'hoofdpersoon', '1981-01-01')]);
    const hub = await play([
      { ...typed, organisatie: 'gemeente-0907' } as InboundBericht,
      koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2 }),
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-08-13'),
    ]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    const registration = lines.find(({ naam }) => naam === 'brp-inschrijving-ontvangen');
    await hub.process([
      putRight(zaakId, { vervalt: [registration?.feitId] }),
      registered(MOTHER, '2025-10-10', '0796'),
    ]);
    const own = JSON.stringify(await hub.zaken.tijdlijn(zaakId, GENNEP));
    const next = JSON.stringify([
      await hub.zaken.tijdlijn(zaakId, DEN_BOSCH),
      await hub.zaken.zaakForGemeente(zaakId, DEN_BOSCH),
    ]);
    expect(own).toContain('Verwisseld');
    expect(next).toContain('"hersteld":true');
    expect(next).not.toMatch(/Verwisseld|S01/);
  });

  it('refuses a fact that is not on the timeline, and keeps the correction with its reason', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')])]);
    const [own] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
    const correction = putRight(own?.zaakId as ZaakId, { vervalt: ['brp:x#y'] });
    await hub.process([correction]);
    expect(await statusOf(hub, correction)).toBe('quarantaine');
  });
});

describe('what a gemeente types over', () => {
  it('waits for whom it is about, as what DUO tells does', async () => {
    const uitslag = inbound(
      'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1',
      '2025-09-20T08:00:00Z',
      {
        bsn: MOTHER.bsn,
        gemeentecode: '0907',
        resultaten: [
          {
            resultaat: 'B1-route haalbaar',
            behaaldeScore: '29,00',
            benodigdeScore: '28,00',
            datumAfname: '2025-09-15',
          },
        ],
      },
      'gemeente-0907',
    );
    await inAnyOrder([koppelingOf([member(MOTHER, 'hoofdpersoon')]), uitslag], async (hub) => {
      expect(await statusOf(hub, uitslag)).toBe('verwerkt');
      return [await zaakOfPerson(hub, MOTHER), lastTold(hub)];
    });
  });

  const typed = (personen: readonly object[]) =>
    inbound(
      'nl.tvs.koppeling.geregistreerd.v1',
      '2025-06-02T08:00:00Z',
      { koppelingId: 'S01', versie: 1, gemeentecode: '0907', datumKoppeling: '2025-06-01', personen },
      'gemeente-0907',
    );

  it('is confirmed, completed or contradicted by COA, whichever comes first; what differs is shown', async () => {
    const own = koppelingOf([member(MOTHER, 'hoofdpersoon')]);
    const reported = typed([{ ...member(MOTHER, 'hoofdpersoon', '1981-01-01'), werkervaring: 'kok' }]);
    await inAnyOrder([own, reported], async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens).toMatchObject({
        persoon: { geboortedatum: '1980-01-01', werkervaring: 'kok' },
        tegenspraken: [{ over: 'koppeling', velden: ['geboortedatum'] }],
      });
      return [zaak, lastTold(hub)];
    });
  });
});
