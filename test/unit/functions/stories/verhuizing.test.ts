import { describe, expect, it } from 'vitest';
import type { Gemeentecode, ZaakId } from '../../../../contracts/base-types.ts';
import { ADRES, GENNEP } from '../../domain/support.ts';
import { geopendBericht, inbound, notificatieBericht } from '../berichten.ts';
import {
  DEN_BOSCH,
  died,
  FATHER,
  inAnyOrder,
  koppelingOf,
  lastTold,
  MOTHER,
  member,
  play,
  registered,
  SON,
  told,
  zaakOfPerson,
} from './support.ts';

/** Stories of who comes, goes, and comes otherwise than by a koppeling. */

describe('a person who moves to another gemeente', () => {
  const story = [
    koppelingOf([member(MOTHER, 'hoofdpersoon')]),
    notificatieBericht('SS101', MOTHER, '2025-06-10T07:00:00Z'),
    registered(MOTHER, '2025-07-01'),
    registered(MOTHER, '2025-08-15', '0796'),
  ];

  it('goes with the zaak: the partners of the former gemeente are signed off, which sees it for a month', async () => {
    const hub = await play(story);
    expect(told(hub, 'taalschool').at(-1)?.data).toMatchObject({ reden: 'andere gemeente' });
    expect(told(hub, 'mage').at(-1)?.data).toMatchObject({ reden: 'anders' });
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toMatchObject({ status: 'actief' });
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({
      status: 'vervallen',
      gegevens: { overgedragen: { gemeentecode: '0796', datum: '2025-08-15' } },
    });
  });

  it('leaves the former gemeente the account of what its partners were told, and of nothing else', async () => {
    const hub = await play(story);
    const zaak = await zaakOfPerson(hub, MOTHER, DEN_BOSCH);
    const receivers = async (gemeentecode: Gemeentecode) => {
      const { processings } = await hub.zaken.logged(zaak?.zaakId as ZaakId, gemeentecode);
      return Object.groupBy(
        processings.filter(({ activity }) => activity === 'verstrekken'),
        ({ party }) => party?.key ?? 'nobody',
      );
    };
    const [former, next] = await Promise.all([receivers(GENNEP), receivers(DEN_BOSCH)]);
    expect(former['taalschool-0907']?.map(({ fields }) => fields.includes('naam'))).toContain(true);
    expect(former['taalschool-0907']?.at(-1)?.fields).toContain('reden');
    expect(Object.keys(former).filter((key) => !key.endsWith('-0907'))).toEqual([]);
    expect(Object.keys(next).filter((key) => key.endsWith('-0907'))).toEqual([]);
  });

  it('shows the next gemeente no koppeling that was not its own', async () => {
    const hub = await play(story);
    const zaak = await zaakOfPerson(hub, MOTHER, DEN_BOSCH);
    expect(zaak?.gegevens).not.toHaveProperty('koppeling');
    const timeline = await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, DEN_BOSCH);
    const names = timeline?.gebeurtenissen.map(({ naam }) => naam);
    expect(names).toContain('inburgeringsplicht-vastgesteld');
    expect(names).not.toContain('koppeling-geregistreerd');
  });

  it('ends the same in any order', async () => {
    await inAnyOrder(story, async (hub) => [lastTold(hub), await zaakOfPerson(hub, MOTHER, DEN_BOSCH)]);
  });

  it('leaves the former gemeente with the household as the koppeling has it, in any order', async () => {
    const family = [
      member(MOTHER, 'hoofdpersoon'),
      member(FATHER, 'partner'),
      member(SON, 'kind', '2006-01-01'),
    ];
    const moves = registered(MOTHER, '2025-08-15', '0796');
    await inAnyOrder([koppelingOf(family), died(FATHER, '2025-06-10'), moves], async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens['huishouden']).toMatchObject({ aantalPersonen: 3 });
      return zaak?.gegevens;
    });
  });

  it('is signed off as well when the other gemeente takes no part in the hub', async () => {
    const hub = await play([...story.slice(0, 3), registered(MOTHER, '2025-08-15', '0344')]);
    expect(told(hub, 'taalschool').at(-1)?.data).toMatchObject({ reden: 'andere gemeente' });
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'vervallen' });
  });
});

describe('a gezinsmigrant, whom COA never koppelde', () => {
  it('has a zaak in the gemeente that the BRP names, found by either number', async () => {
    const hub = await play([
      notificatieBericht('SS101', MOTHER, '2025-03-10T07:00:00Z'),
      registered(MOTHER, '2025-03-12', '0796', { soort: 'eerste inschrijving', vNummer: MOTHER.vNummer }),
    ]);
    const [byV] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, DEN_BOSCH);
    const [byBsn] = await hub.zaken.findZaak({ bsn: MOTHER.bsn }, DEN_BOSCH);
    expect(byV).toMatchObject({ gemeentecode: '0796', status: 'actief' });
    expect(byBsn).toEqual(byV);
  });

  it('is one zaak when the V-nummer turns up after the BSN, in any order', async () => {
    const onlyBsn = { bsn: MOTHER.bsn };
    const story = [
      notificatieBericht('SS101', onlyBsn, '2025-03-10T07:00:00Z'),
      registered(MOTHER, '2025-08-13'),
      registered(MOTHER, '2025-08-13', '0907', { soort: 'eerste inschrijving', vNummer: MOTHER.vNummer }),
      geopendBericht(onlyBsn),
    ];
    await inAnyOrder(story, async (hub) => {
      const [byV] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
      const [byBsn] = await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP);
      expect(byBsn).toEqual(byV);
      const zaak = await zaakOfPerson(hub, MOTHER);
      const { huishouden: _huishouden, ...gegevens } = zaak?.gegevens ?? {};
      return { status: zaak?.status, gegevens };
    });
  });

  it('is told to partners once the gemeente says who it is, and not before', async () => {
    const hub = await play([
      notificatieBericht('SS101', MOTHER, '2025-03-10T07:00:00Z'),
      registered(MOTHER, '2025-08-13'),
    ]);
    expect([...hub.queues.keys()]).toEqual(['0907/gemeente']);
    await hub.process([geopendBericht({ bsn: MOTHER.bsn })]);
    expect(told(hub, 'taalschool')).toHaveLength(1);
    expect(told(hub, 'mage')[0]?.data).toMatchObject({ aantalPersonen: 1, afleveradres: ADRES });
  });
});

describe('who lives in the gemeente already, and is named in a second koppeling to it beside a partner who follows', () => {
  it('did not come back: what was reported before that day counts', async () => {
    const talk = (zaakId: string) =>
      inbound(
        'nl.inburgeringszaken.brede.intake.gesprek.gevoerd.v1',
        '2025-08-15T08:00:00Z',
        { zaakId, datum: '2025-08-15', onderdeel: 'taalschool' },
        'gemeente-0907',
      );
    const hub = await play([
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      notificatieBericht('SS101', MOTHER, '2025-06-10T07:00:00Z'),
      registered(MOTHER, '2025-08-10'),
    ]);
    const zaakId = String((await zaakOfPerson(hub, MOTHER))?.zaakId);
    await hub.process([
      talk(zaakId),
      koppelingOf([member(FATHER, 'hoofdpersoon'), member(MOTHER, 'partner')], {
        koppelingId: 'S01B',
        datumKoppeling: '2025-09-01',
      }),
    ]);
    const termijnen = (await zaakOfPerson(hub, MOTHER))?.gegevens.termijnen;
    expect(termijnen).toContainEqual(
      expect.objectContaining({ id: 'TG03', startdatum: '2025-08-10', gehaaldOp: '2025-08-15' }),
    );
  });
});

describe('a zaak of which the gemeente told before COA linked the person', () => {
  it('stands among those of its gemeente alone, also when the plicht had ended by then', async () => {
    const story = [
      koppelingOf([member(MOTHER)]),
      inbound(
        'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
        '2025-06-15T12:00:00Z',
        {
          vNummer: MOTHER.vNummer,
          bsn: MOTHER.bsn,
          gemeentecode: GENNEP,
          indicatorInburgeringsplicht: true,
        },
        'gemeente-0907',
      ),
      notificatieBericht('SS110', MOTHER, '2025-08-01T07:00:00Z'),
    ];
    const hub = await inAnyOrder(story, async ({ table }) =>
      table
        .alles()
        .flatMap(({ status }) => (/^(ZAAK|VERTROKKEN)#/.test(String(status)) ? [status] : []))
        .toSorted(),
    );
    expect(hub.table.alles().some(({ status }) => status === 'VERTROKKEN#0907')).toBe(false);
  });
});
