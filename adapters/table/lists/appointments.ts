import type { ZaakId } from '../../../contracts/base-types.ts';
import { appointmentKeys, appointmentsOf } from '../../../domain/routemap/appointments.ts';
import type { Dossier } from '../../../domain/zaak/dossier.ts';
import { LISTS } from './names.ts';
import type { Place } from './places.ts';

/**
 * The appointments of a zaak or a household, each on its day in the calendar of the gemeente and of every partner that heard of it
 * or planned it. What is no longer their business stands in none.
 */
export const appointmentPlaces = (
  zaakId: ZaakId,
  { zaak, latest }: Pick<Dossier, 'zaak' | 'latest'>,
): readonly Place[] => {
  const ever = Map.groupBy(appointmentKeys(zaak, latest), ({ kanaal }) => kanaal);
  return [...ever].flatMap(([kanaal, keys]) => {
    const held = new Map(appointmentsOf(zaak, latest, kanaal).map((one) => [one.sleutel, one]));
    return keys.map(({ sleutel }) => {
      const place = { sk: `AGENDA#${kanaal}#${sleutel}` };
      const appointment = held.get(sleutel);
      if (appointment === undefined) return place;
      // What has no time is of the whole day, and comes before what has one.
      const { afspraakdatum, tijd = '' } = appointment;
      return {
        ...place,
        status: LISTS.appointments(kanaal),
        sinds: `${afspraakdatum}T${tijd}#${zaakId}#${sleutel}`,
        bericht: JSON.stringify(appointment),
      };
    });
  });
};
