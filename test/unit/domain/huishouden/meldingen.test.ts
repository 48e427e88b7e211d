import { expect, it } from 'vitest';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { notices, withNotices } from '../../../../domain/partners/notices.ts';
import { appointmentsOf } from '../../../../domain/routemap/appointments.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { emptyZaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  cause,
  HUISHOUDEN,
  ingetrokken,
  inschrijving,
  koppeling,
  ledenOf,
  linked,
  overlijden,
  PARTNER_ZAAK,
  reported,
  TODAY,
} from '../support.ts';

const furnished = reported(
  'woninginrichting-afgesproken',
  '2025-12-01',
  { goederen: ['koelkast'] },
  cause('2025-08-07T12:00:00Z'),
);
const partner = [linked(koppeling({}, { relatie: 'partner', vNummer: '2712504443' }))];

it.each<[string, readonly Feit[]]>([
  ['lives there', []],
  ['died', [overlijden()]],
  ['moved on', [inschrijving({ gemeentecode: '0796', datumInschrijving: '2025-09-01' })]],
  ['left the household', ingetrokken('TVS-2025-993909', 2)],
])(
  'the shop has the delivery in its calendar, also when it first hears of the member who reported it and %s',
  (_, gone) => {
    const household = zaakOf(
      ledenOf([{ zaakId: PARTNER_ZAAK, feiten: partner }, { feiten: [linked(), furnished, ...gone] }]),
    );
    const latest = withNotices(
      new Map(),
      notices(HUISHOUDEN as string as ZaakId, emptyZaak, household, new Map(), TODAY),
    );
    expect(appointmentsOf(household, latest, '0907/mage')).toMatchObject([
      { gebeurtenis: 'woninginrichting-afgesproken', afspraakdatum: '2025-12-01' },
    ]);
    expect(appointmentsOf(household, latest, '0907/mage')[0]).not.toHaveProperty('isAfgezegd');
  },
);
