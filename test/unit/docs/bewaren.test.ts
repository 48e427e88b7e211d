import { describe, expect, it } from 'vitest';
import { Bsn, Vnummer } from '../../../contracts/base-types.ts';
import { ADRES, GENNEP, koppeling } from '../domain/support.ts';
import { geopendBericht, inbound, koppelingBericht, notificatieBericht } from '../functions/berichten.ts';
import { hubInMemory } from '../functions/hub-in-memory.ts';
import { KINDS } from './kinds.ts';

/** What the hub keeps, kind by kind, and when each kind ends: a kind without a rule fails here. */

const first = (key: string): string => key.split('#')[0] ?? key;

const isListed = ({ pk, sk }: { pk: string; sk: string }): boolean =>
  KINDS.some(({ soort }) => soort === `${first(pk)} ${first(sk)}` || soort === first(pk));

const PERSON = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };

const story = () => [
  koppelingBericht(koppeling({}, { ...PERSON, naam: { voornamen: 'Merkteken', geslachtsnaam: 'Een' } })),
  inbound('nl.brp.persoon.ingeschreven.v1', '2025-08-13T08:00:00Z', {
    bsn: PERSON.bsn,
    soort: 'verhuizing',
    gemeentecode: GENNEP,
    datumInschrijving: '2025-08-13',
    adres: ADRES,
    isCoaLocatie: false,
  }),
  notificatieBericht('SS101', PERSON, '2025-08-20T07:00:00Z'),
  notificatieBericht('SS131', { bsn: Bsn.parse('999928193') }),
  geopendBericht({ bsn: Bsn.parse('999910267') }, 'Merkteken'),
];

describe('what the hub keeps', () => {
  it('has a rule for every kind of item that it leaves in the table', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process(story());
    const before = hub.table.alles();
    await hub.erase(hub.pseudonyms.zaakId(PERSON.vNummer), GENNEP);
    const without = [...before, ...hub.table.alles()].filter((item) => !isListed(item));
    expect(without.map(({ pk, sk }) => `${first(pk)} ${first(sk)}`)).toEqual([]);
  });

  it('holds who somebody is in the kinds that say so, and in no other', async () => {
    const hub = hubInMemory(() => ({}));
    await hub.process(story());
    const holding = hub.table
      .alles()
      .filter((item) => /Merkteken|2795000007|999910139|999928193/.test(JSON.stringify(item)));
    const personal = new Set(KINDS.filter(({ persoon }) => persoon).map(({ soort }) => soort));
    expect(
      holding.map(({ pk, sk }) => `${first(pk)} ${first(sk)}`).filter((kind) => !personal.has(kind)),
    ).toEqual([]);
  });
});
