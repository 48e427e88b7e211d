import type { z } from 'zod';
import { maakBus } from '../../adapters/bus.ts';
import { maakKoppelingLogboeken, maakNummerLogboeken, maakZaakLogboeken } from '../../adapters/logboeken.ts';
import { maakOntvangsten } from '../../adapters/ontvangsten.ts';
import { haalGeheim, maakPseudoniemen } from '../../adapters/pseudoniemen.ts';
import { createZaakLists } from '../../adapters/standen.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import type { MetriekNaam } from '../../contracts/metrieken.ts';
import type { VerwerkerOmgeving } from './omgeving.ts';
import type { Waarnemen } from './waarnemen.ts';

/** What functions/coa, /brp and /duo have in common, made once per cold start. */
export const maakVerwerker = async <Metrieken extends MetriekNaam>(
  omgeving: z.infer<typeof VerwerkerOmgeving>,
  waarnemen: Waarnemen<Metrieken>,
) => {
  const tabel = maakTabel(omgeving.TABEL_NAAM);
  return {
    tabel,
    ontvangsten: maakOntvangsten(tabel),
    zaakLists: createZaakLists(tabel),
    bus: maakBus(omgeving.BUS_NAAM),
    waarnemen,
    zaken: maakZaakLogboeken(tabel),
    nummers: maakNummerLogboeken(tabel),
    koppelingen: maakKoppelingLogboeken(tabel),
    pseudoniemen: maakPseudoniemen(await haalGeheim(omgeving.SLEUTEL_GEHEIM_ID)),
  };
};
