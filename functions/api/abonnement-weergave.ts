import type { AbonnementWeergave } from '../../contracts/abonnementen-lezen.ts';
import type { FilterInvoer } from '../../contracts/filters.ts';
import type { Abonnement, Filter } from '../../domain/delivery/abonnement.ts';
import { GEZOND, type Gezondheid, restsUntil } from '../../domain/delivery/circuit.ts';

const alsInvoer = (filter: Filter): FilterInvoer => {
  if ('all' in filter) return { all: filter.all.map(alsInvoer) };
  if ('any' in filter) return { any: filter.any.map(alsInvoer) };
  if ('not' in filter) return { not: alsInvoer(filter.not) };
  return { ...filter };
};

/**
 * An abonnement as it may be read: field by field, so that a secret can only get out by being named here. `health` tells
 * until when its receiver rests.
 */
export const toonAbonnement = (
  abonnement: Abonnement,
  nu: Date,
  health: Gezondheid = GEZOND,
): AbonnementWeergave => {
  const { id, status, sink, types, filters, oauth2, tempo, instemming, aangemaaktOp, versie } = abonnement;
  const oudGeheimTot = abonnement.geheimen[1]?.tot;
  const rest = restsUntil(health, nu.getTime());
  return {
    id,
    status,
    sink,
    protocol: 'HTTP',
    types: types as AbonnementWeergave['types'],
    filters: filters.map(alsInvoer),
    ...(oauth2 === undefined
      ? {}
      : {
          oauth2: {
            tokenUrl: oauth2.tokenUrl,
            clientId: oauth2.clientId,
            ...(oauth2.scope === undefined ? {} : { scope: oauth2.scope }),
          },
        }),
    mtls: abonnement.mtls === true,
    ...(tempo === undefined ? {} : { tempo }),
    ...(instemming === undefined ? {} : { instemming: { ...instemming } }),
    ...(oudGeheimTot === undefined || Date.parse(oudGeheimTot) <= nu.getTime() ? {} : { oudGeheimTot }),
    ...(rest === undefined ? {} : { rustTot: new Date(rest).toISOString() }),
    aangemaaktOp,
    versie,
  };
};
