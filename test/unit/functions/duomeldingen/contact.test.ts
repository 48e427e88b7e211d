import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DuoOrders, PendingResponse } from '../../../../adapters/duo/orders.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createDuoClaims } from '../../../../adapters/table/duo-claims.ts';
import {
  createDuoContacts,
  digestOfContact,
  keyOfContactClaim,
} from '../../../../adapters/table/duo-contacts.ts';
import type { Item } from '../../../../adapters/table/table.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { tellContact } from '../../../../functions/duomeldingen/contact.ts';
import { runs } from '../../../runs.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import {
  BSN,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
  written,
} from '../berichten.ts';
import { duoWithPips } from '../duo-pips.ts';
import { hubInMemory } from '../hub-in-memory.ts';

const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const known = [
  koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN })),
  inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER }),
  notificatieBericht('SS101', { bsn: BSN, vNummer: V_NUMMER }),
];
const zaakId = hubInMemory(() => ({})).pseudonyms.zaakId(V_NUMMER);

const DE_VRIES = {
  regisseurId: 'R-0042',
  naam: 'N. de Vries',
  emailadres: 'n.devries@gennep.example',
  telefoonnummer: '0485494141',
};
const BAKKER = {
  ...DE_VRIES,
  regisseurId: 'R-0043',
  naam: 'P. Bakker',
  emailadres: 'p.bakker@gennep.example',
};
const assigned = (who: object, ingangsdatum: string, moment = `${ingangsdatum}T08:00:00Z`): InboundBericht =>
  inbound(
    'nl.inburgeringszaken.regievoerder.toegewezen.v1',
    moment,
    { zaakId, ...who, ingangsdatum },
    'gemeente-0907',
  );

const begin = (duoPip = duoWithPips()) => ({ duoPip, hub: hubInMemory(() => PLICHT, { duoPip }) });

describe('the contactpersoon at DUO', () => {
  it('is who directs the zaak, told once, and changed when the gemeente assigns another', async () => {
    const { duoPip, hub } = begin();
    const first = assigned(DE_VRIES, '2025-09-01');
    await hub.process([...known, first, first]);
    expect(duoPip.calls).toEqual(['registerContact', 'linkContact']);
    expect(duoPip.contacts.get(1)).toEqual({
      naam: 'N. de Vries',
      email: 'n.devries@gennep.example',
      telefoonnummer: '0485494141',
    });
    expect(duoPip.linked.get(BSN)).toBe(1);
    await hub.process([assigned(BAKKER, '2025-09-05')]);
    expect(duoPip.linked.get(BSN)).toBe(2);
    // Who was registered before is not registered again.
    await hub.process([assigned(DE_VRIES, '2025-09-07')]);
    expect(duoPip.linked.get(BSN)).toBe(1);
    expect(duoPip.contacts.size).toBe(2);
    expect(duoPip.calls.filter((call) => call !== 'linkContact')).toHaveLength(2);
  });

  it('is reached otherwise after a later report, and not after an earlier one', async () => {
    const { duoPip, hub } = begin();
    const moved = { ...DE_VRIES, telefoonnummer: '0485499999' };
    await hub.process([...known, assigned(DE_VRIES, '2025-09-01'), assigned(moved, '2025-09-03')]);
    expect(duoPip.calls).toEqual(['registerContact', 'linkContact', 'changeContact', 'linkContact']);
    expect(duoPip.contacts.get(1)?.telefoonnummer).toBe('0485499999');
  });

  it('is reached otherwise after a report of half a second later, in whatever decimals that is written', async () => {
    const { duoPip, hub } = begin();
    const moved = { ...DE_VRIES, telefoonnummer: '0485499999' };
    const at = (who: object, decimals: string) =>
      assigned(who, '2025-09-01', `2025-09-01T08:00:00${decimals}Z`);
    await hub.process([...known, at(DE_VRIES, ''), at(moved, '.5')]);
    expect(duoPip.contacts.get(1)?.telefoonnummer).toBe('0485499999');
  });

  it('is told when the day comes on which a colleague begins, and the plicht is known at DUO', async () => {
    const { duoPip, hub } = begin();
    await hub.process(
      [known[0], known[1], assigned(DE_VRIES, '2025-09-01')].filter((one) => one !== undefined),
    );
    expect(duoPip.calls).toEqual([]);
    await hub.process(known.slice(2));
    expect(duoPip.linked.get(BSN)).toBe(1);
    await hub.process([assigned(BAKKER, '2025-11-01', '2025-09-08T08:00:00Z')]);
    expect(duoPip.contacts.size).toBe(1);
    const owed = hub.table.alles().find(({ sk }) => sk === 'AANDUO');
    expect(owed?.['sinds']).toBe('2025-11-01T00:00:00Z');
    const later = hubInMemory(() => PLICHT, { duoPip, table: hub.table, begin: '2025-11-01T09:00:00Z' });
    await later.process([notificatieBericht('SS139', { bsn: BSN }, '2025-11-01T08:00:00Z')]);
    expect(duoPip.linked.get(BSN)).toBe(2);
  });

  it('is not told without a way to reach them, nor when DUO cannot read it: the gemeente hears which rule', async () => {
    const { duoPip, hub } = begin();
    const { emailadres: _, ...unreachable } = DE_VRIES;
    await hub.process([...known, assigned(unreachable, '2025-09-01')]);
    expect(duoPip.calls).toEqual([]);
    await hub.process([assigned({ ...DE_VRIES, naam: 'Team 3 (balie)' }, '2025-09-02')]);
    expect(duoPip.calls).toEqual([]);
    expect(JSON.stringify([...hub.queues.values()])).toContain('CP-1');
  });

  /** DUO does not know what a call is about. */
  const UNKNOWN = { kind: 'refused', redenen: ['Niet gevonden'], isUnknown: true } as const;

  it('is registered anew at once, and linked, when DUO has the employee no more', async () => {
    const gone = (call: string, times: number) =>
      (call === 'linkContact' || call === 'changeContact') && times === 1 ? UNKNOWN : undefined;
    const { duoPip, hub } = begin(duoWithPips(gone));
    await hub.process([...known, assigned(DE_VRIES, '2025-09-01')]);
    expect(duoPip.calls).toEqual([
      'registerContact',
      'linkContact',
      'changeContact',
      'registerContact',
      'linkContact',
    ]);
    expect(duoPip.linked.get(BSN)).toBe(2);
    await hub.process([assigned({ ...DE_VRIES, telefoonnummer: '0485499999' }, '2025-09-03')]);
    expect(duoPip.contacts.get(2)?.telefoonnummer).toBe('0485499999');
    expect(duoPip.contacts.size).toBe(2);
  });

  it('keeps its number when it is the person whom DUO does not know: nobody is registered twice', async () => {
    const { duoPip, hub } = begin(
      duoWithPips((call, times) => (call === 'linkContact' && times === 1 ? UNKNOWN : undefined)),
    );
    await hub.process([...known, assigned(DE_VRIES, '2025-09-01')]);
    expect(duoPip.linked.size).toBe(0);
    expect(JSON.stringify([...hub.queues.values()])).toContain('Niet gevonden');
    await hub.process([assigned(DE_VRIES, '2025-09-01', '2025-09-03T08:00:00Z')]);
    expect(duoPip.linked.get(BSN)).toBe(1);
    expect(duoPip.contacts.size).toBe(1);
  });

  it('is linked in the end also when answers are lost, and the employee stands at DUO once when they are not', async () => {
    const lost: PendingResponse = {
      kind: 'later',
      reden: 'TimeoutError',
      isUnanswered: true,
      retryAfterMs: 0,
    };
    const { duoPip, hub } = begin(
      duoWithPips((call, times) => (call === 'linkContact' && times < 3 ? lost : undefined)),
    );
    await hub.process([...known, assigned(DE_VRIES, '2025-09-01')]);
    expect(duoPip.linked.get(BSN)).toBe(1);
    expect(duoPip.contacts.size).toBe(1);
  });

  it('leaves nothing of how an employee is reached once the person is erased', async () => {
    const { hub } = begin();
    await hub.process([...known, assigned(DE_VRIES, '2025-09-01')]);
    await hub.erase(zaakId, GENNEP);
    expect(JSON.stringify(hub.table.alles())).not.toMatch(/de Vries|devries|0485494141/);
  });

  it('is in the end the same in whatever order the reports come', async () => {
    const story = [
      ...known,
      assigned(DE_VRIES, '2025-09-01'),
      assigned({ ...DE_VRIES, telefoonnummer: '0485499999' }, '2025-09-03'),
      assigned(BAKKER, '2025-09-04'),
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(story, { minLength: story.length }), async (order) => {
        const { duoPip, hub } = begin();
        for (const bericht of order) await hub.process([bericht]);
        expect(duoPip.contacts.get(duoPip.linked.get(BSN) ?? 0)?.naam).toBe('P. Bakker');
      }),
      { numRuns: runs(20) },
    );
  });
});

describe('two zaken of one employee', () => {
  const AT_DUO = { naam: 'N. de Vries', email: 'n.devries@gennep.example', telefoonnummer: '0485494141' };
  const order = (telefoonnummer = AT_DUO.telefoonnummer, gemeldOp = '2025-09-01T08:00:00Z') => ({
    over: 'contactpersoon' as const,
    handeling: 'registreren' as const,
    regisseurId: 'R-0042',
    datum: '2025-09-01',
    contactpersoon: { ...AT_DUO, telefoonnummer },
    gemeldOp,
  });
  const UNKNOWN = { kind: 'refused', redenen: ['Niet gevonden'], isUnknown: true } as const;

  const side = (duo: DuoOrders, begin: readonly Item[] = []) => {
    const table = memoryTable(begin);
    let clock = Date.parse('2025-09-05T08:00:00Z');
    const deps = {
      contacts: createDuoContacts(table),
      claims: createDuoClaims(table),
      duo,
      telemetry: written().telemetry,
      now: () => new Date(clock++),
    };
    const tell = (one = order()) => tellContact(deps, BSN, GENNEP, one);
    const held = async () => (await deps.contacts.read(GENNEP, 'R-0042'))?.id;
    return { deps, tell, held };
  };

  it('have DUO asked by the number that the other one registered while the first was told slowly', async () => {
    const duoPip = duoWithPips();
    let slow = true;
    const { deps, tell, held } = side({
      ...duoPip,
      linkContact: async (...args) => {
        if (!slow) return duoPip.linkContact(...args);
        slow = false;
        // The employee was removed in the portal, and another zaak registers them before this answer comes.
        await deps.contacts.store(
          GENNEP,
          'R-0042',
          { id: 6, kenmerk: digestOfContact(AT_DUO), gemeldOp: '2025-09-01T08:00:00Z' },
          await deps.contacts.read(GENNEP, 'R-0042'),
        );
        return UNKNOWN;
      },
    });
    expect(await tell()).toEqual({ kind: 'done' });
    expect([await held(), duoPip.linked.get(BSN)]).toEqual([6, 6]);
    expect(duoPip.calls).toEqual(['registerContact', 'linkContact']);
  });

  it('never put an older way to reach the employee in the place of a later one, to find out whom DUO does not know', async () => {
    const duoPip = duoWithPips((call, times) => (call === 'linkContact' && times > 1 ? UNKNOWN : undefined));
    const { tell, held } = side(duoPip);
    await tell(order('0485499999', '2025-09-03T08:00:00Z'));
    expect(await tell()).toEqual(UNKNOWN);
    expect(duoPip.contacts.get(1)?.telefoonnummer).toBe('0485499999');
    expect(await held()).toBe(1);
  });

  it('leave the later of two reports that say the same as the last that DUO was told', async () => {
    const duoPip = duoWithPips((call, times) => (call === 'linkContact' && times > 1 ? UNKNOWN : undefined));
    const { deps, tell } = side(duoPip);
    await tell(order(AT_DUO.telefoonnummer, '2025-09-05T08:00:00Z'));
    expect(await tell()).toEqual(UNKNOWN);
    expect((await deps.contacts.read(GENNEP, 'R-0042'))?.gemeldOp).toBe('2025-09-05T08:00:00Z');
  });

  it('leave DUO with the latest of three reports, also when that one only says again what DUO has', async () => {
    const duoPip = duoWithPips();
    const { tell } = side(duoPip);
    await tell(order('0485494141', '2025-09-01T08:00:00Z'));
    await tell(order('0485494141', '2025-09-03T08:00:00Z'));
    await tell(order('0485499999', '2025-09-02T08:00:00Z'));
    expect(duoPip.contacts.get(1)?.telefoonnummer).toBe('0485494141');
    expect(duoPip.calls.filter((call) => call !== 'linkContact')).toEqual(['registerContact']);
  });

  it('wait with a later report that says what DUO has while another report is being told', async () => {
    const duoPip = duoWithPips();
    const { deps, tell } = side(duoPip);
    await tell();
    await deps.claims.claim(keyOfContactClaim(GENNEP, 'R-0042'), deps.now());
    const later = order(AT_DUO.telefoonnummer, '2025-09-03T08:00:00Z');
    expect(await tell(later)).toMatchObject({ kind: 'later', reden: 'een ander is ermee bezig' });
  });

  it('register an employee once of whom an earlier version left an item without a number', async () => {
    const duoPip = duoWithPips();
    const { tell, held } = side(duoPip, [{ pk: `DUOCONTACT#${GENNEP}`, sk: 'CONTACT#R-0042' }]);
    expect([await tell(), await tell()]).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(duoPip.calls).toEqual(['registerContact', 'linkContact', 'linkContact']);
    expect([await held(), duoPip.linked.get(BSN)]).toEqual([1, 1]);
  });

  it('wait for one another while DUO is asked whether it has the employee', async () => {
    const duoPip = duoWithPips((call) => (call === 'linkContact' ? UNKNOWN : undefined));
    const { deps, tell } = side(duoPip);
    await tell();
    await deps.claims.claim(keyOfContactClaim(GENNEP, 'R-0042'), deps.now());
    expect(await tell()).toMatchObject({ kind: 'later', reden: 'een ander is ermee bezig' });
    expect(duoPip.contacts.size).toBe(1);
  });

  it('leave the number that stands there when both registered the employee at once', async () => {
    const duoPip = duoWithPips();
    const { deps, tell, held } = side({
      ...duoPip,
      registerContact: async (...args) => {
        const registered = await duoPip.registerContact(...args);
        await deps.contacts.store(
          GENNEP,
          'R-0042',
          { id: 6, kenmerk: digestOfContact(AT_DUO), gemeldOp: '2025-09-01T08:00:00Z' },
          undefined,
        );
        return registered;
      },
    });
    expect(await tell()).toMatchObject({ kind: 'later' });
    expect(await tell()).toEqual({ kind: 'done' });
    expect([await held(), duoPip.linked.get(BSN)]).toEqual([6, 6]);
  });
});
