import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { stepNamesOf } from '../../../../contracts/partner-gebeurtenissen.ts';
import { PARTNERROLLEN, type Partnerrol } from '../../../../contracts/partnerrollen.ts';
import { ROUTEMAP, ROUTEMAP_EVENTS } from '../../../../contracts/routemap.ts';
import { kanaalId } from '../../../../domain/partners/address.ts';
import { partnerbericht } from '../../../../domain/partners/bericht.ts';
import { type Notice, notices, type StepNotice, withNotices } from '../../../../domain/partners/notices.ts';
import { partnerStepsOf } from '../../../../domain/partners/steps.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { emptyZaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import { assigned, cause, GENNEP, ingetrokken, linked, putAside, reported, TODAY, ZAAK } from '../support.ts';
import { heldInAnyOrder, toldBy } from './told.ts';

/**
 * The steps that partners are told of a zaak, beside the messages about the person: each partner is told its own part, a later
 * message that replaces it, and that it no longer holds.
 */

const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

const PLAATS = 'Gemeentehuis Gennep, kamer 2';
const invited = (
  onderdeel: 'taalschool' | 'participatie',
  datum: string,
  moment = '2025-08-20T08:00:00Z',
  more: { readonly vervangtBerichtId?: string; readonly ingetrokken?: boolean } = {},
) =>
  reported(
    'brede-intake-uitgenodigd',
    datum,
    { onderdeel, tijd: '10:30', plaats: PLAATS, ...more },
    cause(moment, `uitnodiging-${onderdeel}-${moment}`),
  );

const PIP = reported('pip-deel-gedeeld', '2025-11-03', {
  leerroute: 'B1-route',
  niveau: 'B1',
  lesuren: 601,
  pvtUren: 13,
  alfabetisering: true,
  instellingsnummer: '0000098765',
  inschrijfdatum: '2025-11-17',
  mapUren: 65,
  activiteit: 'vrijwilligerswerk',
  dagdelen: ['maandagochtend'],
  ontzorgingVanaf: '2025-10-02',
  ontzorgingTot: '2026-04-03',
  evaluatiedatum: '2026-03-04',
  begeleidingVanaf: '2025-08-14',
  begeleidingTot: '2026-02-15',
  doelen: ['kinderen en school'],
  participatieafspraken: ['werkervaringsplek'],
  beschikkingsdatum: '2025-10-21',
});

const stepsTo = (role: Partnerrol, all: readonly Notice[]): readonly StepNotice[] =>
  all.filter((notice): notice is StepNotice => notice.soort === 'stap' && notice.rol === role);

const shown = (all: readonly StepNotice[]) =>
  all.map(({ gebeurtenis, volgnummer, vervangt, gegevens }) => ({
    gebeurtenis,
    volgnummer,
    ...(vervangt === undefined ? {} : { vervangt }),
    gegevens,
  }));

const AFSPRAAK = { afspraakdatum: '2025-09-03', tijd: '10:30', plaats: PLAATS };

describe('a partner', () => {
  it('hears of the talk that it holds, and of nobody else’s', () => {
    const all = toldBy([linked(), invited('taalschool', '2025-09-03')]);
    expect(shown(stepsTo('taalschool', all))).toEqual([
      { gebeurtenis: 'brede-intake-uitgenodigd', volgnummer: 2, gegevens: AFSPRAAK },
    ]);
    expect(all.filter(({ soort }) => soort === 'stap')).toHaveLength(1);
  });

  it('hears that a talk is moved, by which the earlier message no longer holds', () => {
    const moved = invited('taalschool', '2025-09-05', '2025-08-21T08:00:00Z');
    const all = toldBy([linked(), invited('taalschool', '2025-09-03'), moved]);
    expect(shown(stepsTo('taalschool', all)).slice(1)).toEqual([
      {
        gebeurtenis: 'brede-intake-uitgenodigd',
        volgnummer: 3,
        vervangt: 2,
        gegevens: { ...AFSPRAAK, afspraakdatum: '2025-09-05' },
      },
    ]);
  });

  it('hears nothing of a move that came before what it moves', () => {
    const moved = invited('taalschool', '2025-09-05', '2025-08-21T08:00:00Z');
    const all = toldBy([linked(), moved, invited('taalschool', '2025-09-03')]);
    expect(shown(stepsTo('taalschool', all))).toEqual([
      {
        gebeurtenis: 'brede-intake-uitgenodigd',
        volgnummer: 2,
        gegevens: { ...AFSPRAAK, afspraakdatum: '2025-09-05' },
      },
    ]);
  });

  it('hears that a talk is cancelled, by its sender or because a person put it aside', () => {
    const talk = invited('taalschool', '2025-09-03');
    const cancelled = invited('taalschool', '2025-09-03', '2025-08-22T08:00:00Z', {
      vervangtBerichtId: talk.berichtId,
      ingetrokken: true,
    });
    for (const end of [cancelled, putAside([talk.feitId])]) {
      expect(shown(stepsTo('taalschool', toldBy([linked(), talk, end]))).slice(1)).toEqual([
        {
          gebeurtenis: 'gebeurtenis-vervallen',
          volgnummer: 3,
          vervangt: 2,
          gegevens: { gebeurtenis: 'brede-intake-uitgenodigd' },
        },
      ]);
    }
  });

  it('hears nothing of somebody before it is told who comes, and then everything that holds, in numbers that follow', () => {
    const all = toldBy([invited('taalschool', '2025-09-03'), linked()]);
    expect(
      all.filter(({ rol }) => rol === 'taalschool').map(({ soort, volgnummer }) => [soort, volgnummer]),
    ).toEqual([
      ['gemeld', 1],
      ['stap', 2],
    ]);
  });

  it('has nothing to hold of who is its business no more, and hears it all again when that person comes back', () => {
    const again = linked(undefined, cause('2025-07-01T08:00:00Z'));
    const gone = ingetrokken('TVS-2025-993909', 2);
    const all = toldBy([linked(), invited('taalschool', '2025-09-03'), ...gone]);
    expect(all.filter(({ rol }) => rol === 'taalschool').map(({ soort }) => soort)).toEqual([
      'gemeld',
      'stap',
      'vervallen',
    ]);
    const { last, steps } = withNotices(new Map(), all).get('0907/taalschool') ?? {};
    expect([last?.soort, steps?.size]).toEqual(['vervallen', 0]);
    const returned = notices(
      ZAAK,
      emptyZaak,
      zaakOf([again, invited('taalschool', '2025-09-03')]),
      withNotices(new Map(), all),
      TODAY,
    ).filter(({ rol }) => rol === 'taalschool');
    expect(returned.map(({ soort, volgnummer }) => [soort, volgnummer])).toEqual([
      ['gemeld', 4],
      ['stap', 5],
    ]);
  });

  it('hears who directs the zaak and how to reach that person, without the key that is the gemeente’s own', () => {
    const all = toldBy([linked(), assigned('R-0042', '2025-08-01')]);
    const roles = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner'] as const;
    for (const role of roles) {
      const [step, ...more] = shown(stepsTo(role, all));
      expect(more).toEqual([]);
      expect(step?.gebeurtenis).toBe('regievoerder-toegewezen');
      expect(Object.keys(step?.gegevens ?? {})).not.toContain('regisseurId');
      expect(step?.gegevens).toMatchObject({ ingangsdatum: '2025-08-01' });
    }
    expect(stepsTo('mage', all)).toEqual([]);
  });

  it('hears who directs the zaak now and who was named to from a later day on, whoever was named first', () => {
    const now = assigned('R-0042', '2025-08-01', cause('2025-07-30T08:00:00Z'));
    const ahead = assigned('R-0043', '2025-10-01', cause('2025-08-20T08:00:00Z'));
    const between = assigned('R-0044', '2025-09-01', cause('2025-08-25T08:00:00Z'));
    const next = assigned('R-0045', '2025-10-20', cause('2025-10-20T08:00:00Z'));
    /** From which day on the partner knows who directs it, in the end. */
    const known = (...feiten: readonly Feit[]) =>
      [
        ...(withNotices(new Map(), toldBy([linked(), ...feiten]))
          .get(kanaalId(GENNEP, 'balk'))
          ?.steps.values() ?? []),
      ]
        .map(({ gegevens }) => gegevens['ingangsdatum'])
        .toSorted();
    const expectInAnyOrder = (feiten: readonly Feit[], days: readonly string[]) =>
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...feiten, ...feiten], { minLength: feiten.length * 2 }),
          (order) => {
            expect(known(...order)).toEqual(days);
          },
        ),
        { numRuns: runs(20) },
      );
    expectInAnyOrder([now, ahead], ['2025-08-01', '2025-10-01']);
    expectInAnyOrder([now, ahead, between], ['2025-08-01', '2025-09-01', '2025-10-01']);
    expectInAnyOrder([now, ahead, between, next], ['2025-10-20']);
    expectInAnyOrder([ahead], ['2025-10-01']);
    expectInAnyOrder([now, ahead, putAside([ahead.feitId])], ['2025-08-01']);
    const again = assigned('R-0046', '2025-10-01', cause('2025-08-21T08:00:00Z'));
    expectInAnyOrder([now, ahead, again], ['2025-08-01', '2025-10-01']);
    // Who directs it now is told once, and holds beside who comes.
    expect(shown(stepsTo('balk', toldBy([linked(), now, ahead]))).map(({ vervangt }) => vervangt)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('hears nothing of what was planned in another gemeente', () => {
    const elsewhere = reported(
      'brede-intake-uitgenodigd',
      '2025-09-03',
      { onderdeel: 'taalschool', tijd: '10:30', plaats: PLAATS },
      cause('2025-08-20T08:00:00Z'),
      '0796' as Gemeentecode,
    );
    expect(toldBy([linked(), elsewhere]).filter(({ soort }) => soort === 'stap')).toEqual([]);
    expect(toldBy([linked(), { ...elsewhere, gemeentecode: GENNEP }])).not.toEqual(toldBy([linked()]));
  });
});

describe('the parts of a PIP', () => {
  const OWN: Readonly<Partial<Record<Partnerrol, readonly unknown[]>>> = {
    taalschool: ['B1-route', 'B1', 601, 13, true],
    intos: [65, 'vrijwilligerswerk', 'maandagochtend'],
    balk: ['2025-10-02', '2026-04-03', '2026-03-04'],
    'maatschappelijk-begeleider': ['2025-08-14', '2026-02-15', 'kinderen en school'],
    vakspecialist: ['werkervaringsplek', '2025-10-21'],
  };
  /** What the hub tells DUO and no partner. */
  const OF_DUO = ['0000098765', '2025-11-17'];
  const all = toldBy([linked(), PIP]);

  it.each(PARTNERROLLEN)('go to %s as its own part and nothing else', (role) => {
    const messages = stepsTo(role, all).map((notice) =>
      partnerbericht(SENDER, ZAAK, new Map(), notice, '2025-11-03T08:00:00.000Z'),
    );
    const own = OWN[role] ?? [];
    expect(messages).toHaveLength(own.length === 0 ? 0 : 1);
    const text = JSON.stringify(messages.map(({ data }) => data));
    for (const value of own) expect(text).toContain(JSON.stringify(value));
    const others = PARTNERROLLEN.filter((other) => other !== role).flatMap((other) => OWN[other] ?? []);
    for (const value of [...others, ...OF_DUO].filter((one) => one !== true)) {
      // A number can stand within another one; a text is its own mark, also in a list.
      expect(text, role).not.toContain(typeof value === 'number' ? `:${value}` : JSON.stringify(value));
    }
  });

  it('tell nothing to a partner of whose part nothing is in it', () => {
    const forSchool = reported('pip-deel-gedeeld', '2025-11-03', { niveau: 'A2' });
    const told = toldBy([linked(), forSchool]).filter(({ soort }) => soort === 'stap');
    expect(told.map(({ rol }) => rol)).toEqual(['taalschool']);
  });

  it('take a part back from a partner when a later PIP has none for it', () => {
    const later = reported('pip-deel-gedeeld', '2025-12-01', { niveau: 'A2' }, cause('2025-11-20T08:00:00Z'));
    const told = toldBy([linked(), PIP, later]);
    expect(shown(stepsTo('balk', told)).at(-1)).toMatchObject({ gebeurtenis: 'gebeurtenis-vervallen' });
    expect(shown(stepsTo('taalschool', told)).at(-1)).toMatchObject({
      vervangt: 2,
      gegevens: { niveau: 'A2' },
    });
  });
});

describe('the advices of the brede intake', () => {
  /** What each party advises: no value stands in any other message. */
  const ADVICES = {
    taalschool: {
      onderdeel: 'taalschool',
      adviesLeerroute: 'Onderwijsroute',
      taalniveau: 'lager dan A1',
      startniveau: 'B2 of hoger',
      pvtIntensiteit: 'gemiddeld',
    },
    intos: { onderdeel: 'participatie', adviesParticipatie: 'werkervaringsplek', mapIntensiteit: 'hoog' },
    balk: {
      onderdeel: 'financieel',
      zelfredzaamheid: 'veel ondersteuning nodig',
      duurOntzorging: 'langer dan zes maanden',
    },
    'maatschappelijk-begeleider': {
      onderdeel: 'maatschappelijke begeleiding',
      zelfredzaamheid: 'zelfredzaam',
    },
  } as const;
  const given = Object.values(ADVICES).map((advice) =>
    reported(
      'intake-advies-uitgebracht',
      '2025-09-09',
      advice,
      cause('2025-09-10T08:00:00Z', advice.onderdeel),
    ),
  );
  const all = toldBy([linked(), ...given]);

  it.each(PARTNERROLLEN)('go to %s only when it is the casusregisseur, and then all of them', (role) => {
    const advices = stepsTo(role, all).filter(
      ({ gebeurtenis }) => gebeurtenis === 'intake-advies-uitgebracht',
    );
    const messages = advices.map((notice) =>
      partnerbericht(SENDER, ZAAK, new Map(), notice, '2025-09-10T08:00:00.000Z'),
    );
    if (role === 'casusregisseur') {
      expect(messages.map(({ data }) => data)).toEqual(
        Object.values(ADVICES).map((advice) => expect.objectContaining({ datum: '2025-09-09', ...advice })),
      );
      return;
    }
    expect(messages).toEqual([]);
    const text = JSON.stringify(all.filter(({ rol }) => rol === role));
    for (const { onderdeel: _onderdeel, ...said } of Object.values(ADVICES))
      for (const [name, value] of Object.entries(said)) {
        expect(text).not.toContain(name);
        expect(text).not.toContain(JSON.stringify(value));
      }
  });

  it('are each replaced and taken back by themselves', () => {
    const [school] = given;
    const other = reported(
      'intake-advies-uitgebracht',
      '2025-09-11',
      { onderdeel: 'taalschool', adviesLeerroute: 'Z-route' },
      cause('2025-09-12T08:00:00Z'),
    );
    const told = stepsTo('casusregisseur', toldBy([linked(), ...given, other, putAside([other.feitId])]));
    expect(told).toHaveLength(given.length + 2);
    expect(shown(told).slice(-2)).toMatchObject([
      { vervangt: 2, gegevens: { datum: '2025-09-11', onderdeel: 'taalschool', adviesLeerroute: 'Z-route' } },
      { gegevens: { datum: school?.datum, ...ADVICES.taalschool } },
    ]);
  });
});

describe('whatever the order and the number of deliveries', () => {
  const talk = invited('taalschool', '2025-09-03');
  const FACTS: readonly Feit[] = [
    linked(),
    talk,
    invited('taalschool', '2025-09-05', '2025-08-21T08:00:00Z'),
    invited('participatie', '2025-09-04'),
    invited('participatie', '2025-09-04', '2025-08-22T08:00:00Z', {
      vervangtBerichtId: 'uitnodiging-participatie-2025-08-20T08:00:00Z',
      ingetrokken: true,
    }),
    PIP,
    reported('intake-advies-uitgebracht', '2025-09-09', { onderdeel: 'taalschool', taalniveau: 'A1' }),
    reported(
      'intake-advies-uitgebracht',
      '2025-09-10',
      { onderdeel: 'taalschool', taalniveau: 'A2' },
      cause('2025-09-10T08:00:00Z'),
    ),
    reported('intake-advies-uitgebracht', '2025-09-09', { onderdeel: 'financieel' }),
    assigned('R-0042', '2025-08-01'),
    assigned('R-0043', '2025-09-01', cause('2025-08-25T08:00:00Z')),
    putAside([talk.feitId]),
  ];
  it('every partner holds the same in the end, and has no gap in its numbers', () => {
    expect(JSON.stringify(heldInAnyOrder(FACTS))).toContain('2025-09-05');
  });
});

describe('the routemap', () => {
  it('names for nobody a field that its event does not have', () => {
    for (const event of ROUTEMAP_EVENTS) {
      const { velden = ['datum'], horen = {} } = ROUTEMAP[event];
      const names = new Set(velden.map((field) => field.replace('?', '')));
      for (const [role, fields] of Object.entries(horen)) {
        expect(
          [...new Set(fields)].filter((field) => !names.has(field)),
          `${event} ${role}`,
        ).toEqual([]);
      }
    }
  });

  it('lets who serves a household hear of nothing that is about one person', () => {
    expect(stepNamesOf('mage')).toEqual(['woninginrichting-afgesproken']);
    expect(partnerStepsOf(zaakOf(FACTS_OF_ALL))('mage', kanaalId(GENNEP, 'mage')).size).toBe(0);
  });
});

describe('of a zaak with every fact', () => {
  it.each(PARTNERROLLEN)('%s knows no step that its contract does not name', (role) => {
    const names = [...partnerStepsOf(zaakOf(FACTS_OF_ALL))(role, kanaalId(GENNEP, role)).values()].map(
      ({ gebeurtenis }) => gebeurtenis,
    );
    expect(names.filter((name) => !stepNamesOf(role).includes(name))).toEqual([]);
  });

  it('nothing of who directs it can leave to who hears of that nowhere', () => {
    const step = {
      partner: kanaalId(GENNEP, 'opvang'),
      rol: 'opvang',
      volgnummer: 2,
      soort: 'stap',
      gebeurtenis: 'regievoerder-toegewezen',
      sleutel: 'regisseur',
      velden: [],
      gegevens: { naam: 'N. de Vries', ingangsdatum: '2025-08-01' },
    } as const satisfies StepNotice;
    const made = (notice: StepNotice) =>
      partnerbericht(SENDER, ZAAK, new Map(), notice, '2025-08-20T08:00:00Z');
    expect(() => made(step)).toThrow('naam');
    expect(made({ ...step, rol: 'casusregisseur' }).type).toContain('regievoerder');
  });
});

const FACTS_OF_ALL: readonly Feit[] = [linked(), PIP, assigned('R-0042', '2025-08-01')];
