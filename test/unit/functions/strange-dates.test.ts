import { describe, expect, it } from 'vitest';
import { Bsn, Vnummer } from '../../../contracts/base-types.ts';
import { GENNEP } from '../domain/support.ts';
import { inbound, registered } from './berichten.ts';
import { hubInMemory } from './hub-in-memory.ts';

/** What was accepted before dates had to lie in years that people live in: it is processed, and holds up nothing that comes after. */

const bsn = Bsn.parse('999910139');
const vNummer = Vnummer.parse('2795000007');

const linked = inbound('nl.tvs.koppeling.geregistreerd.v1', '2025-06-01T08:00:00Z', {
  koppelingId: 'S01',
  versie: 1,
  gemeentecode: '0907',
  datumKoppeling: '2025-06-01',
  personen: [{ vNummer, bsn, relatie: 'hoofdpersoon', geboortedatum: '1980-01-01' }],
});
const settled = registered(bsn, '2025-08-13');

const plicht = (day: string) =>
  inbound(
    'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
    '2025-09-01T08:00:00Z',
    {
      bsn,
      gemeentecode: '0907',
      indicatorInburgeringsplicht: true,
      datumKennisgevingInburgeringsplicht: day,
    },
    'gemeente-0907',
  );

describe.each(['9999-12-31', '9999-11-30', '0000-01-01', '0026-11-20'])('a kennisgeving of %s', (day) => {
  it.each([
    ['after the registration', [linked, settled, plicht(day)]],
    ['before it', [linked, plicht(day), settled]],
    ['before anything is known of the person', [plicht(day), linked, settled]],
  ])('is processed, %s', async (_when, berichten) => {
    const hub = hubInMemory(() => ({}));
    await hub.process(berichten);
    for (const { ontvangstId } of berichten)
      expect(await hub.ontvangsten.read(ontvangstId)).toMatchObject({ status: 'verwerkt' });
    const [zaak] = await hub.zaken.findZaak({ bsn }, GENNEP);
    const tijdlijn = zaak && (await hub.zaken.tijdlijn(zaak.zaakId, GENNEP));
    for (const { einddatum } of tijdlijn?.termijnen ?? []) expect(einddatum).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(tijdlijn?.termijnen.map(({ id }) => id)).toContain('TG07');
  });
});
