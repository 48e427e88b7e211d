import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Bsn, Vnummer } from '../../../contracts/base-types.ts';
import { REASONS_INTREKKING } from '../../../contracts/reasons.ts';
import { UNPROCESSED_TERMIJNEN, ZAAK_TERMIJNEN } from '../../../domain/bewaren/bewaartermijnen.ts';
import { durationInWords } from '../../../domain/termijnen/calendar.ts';
import { PROJECT } from '../../exported-names.ts';
import { ADRES, GENNEP, koppeling } from '../domain/support.ts';
import { geopendBericht, inbound, koppelingBericht, notificatieBericht } from '../functions/berichten.ts';
import { hubInMemory } from '../functions/hub-in-memory.ts';

/** What the hub keeps, kind by kind, and when each kind ends: a kind without a rule fails here. */

const Kinds = z.array(z.strictObject({ soort: z.string(), persoon: z.boolean(), einde: z.string().min(5) }));
const kinds = Kinds.parse(JSON.parse(readFileSync(join(PROJECT, 'docs/bewaren.json'), 'utf8')));

const first = (key: string): string => key.split('#')[0] ?? key;

const isListed = ({ pk, sk }: { pk: string; sk: string }): boolean =>
  kinds.some(({ soort }) => soort === `${first(pk)} ${first(sk)}` || soort === first(pk));

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
    const personal = new Set(kinds.filter(({ persoon }) => persoon).map(({ soort }) => soort));
    expect(
      holding.map(({ pk, sk }) => `${first(pk)} ${first(sk)}`).filter((kind) => !personal.has(kind)),
    ).toEqual([]);
  });

  it('is told in docs/privacy.md, with every term that stands in the code', () => {
    const page = readFileSync(join(PROJECT, 'docs/privacy.md'), 'utf8');
    for (const reason of REASONS_INTREKKING) {
      expect(page).toContain(`| ${reason} | ${durationInWords(ZAAK_TERMIJNEN[reason].termijn)} |`);
    }
    for (const [type, { wacht, quarantaine }] of Object.entries(UNPROCESSED_TERMIJNEN)) {
      const terms = [wacht, quarantaine].map(({ termijn }) => durationInWords(termijn)).join(' | ');
      expect(page).toContain(`| \`${type}\` | ${terms} |`);
    }
    for (const { soort, persoon, einde } of kinds) {
      expect(page).toContain(`| \`${soort}\` | ${persoon ? 'ja' : 'nee'} | ${einde} |`);
    }
  });
});
