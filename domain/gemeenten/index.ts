import type { Gemeentecode } from '../../contracts/base-types.ts';
import { noordoostpolder } from './0171-noordoostpolder.ts';
import { urk } from './0184-urk.ts';
import { sHertogenbosch } from './0796-s-hertogenbosch.ts';
import { gennep } from './0907-gennep.ts';
import { overbetuwe } from './1734-overbetuwe.ts';
import { oefengemeente } from './9999-oefengemeente.ts';
import type { GemeenteProfile } from './profile.ts';

const perCode = {
  '0171': noordoostpolder,
  '0184': urk,
  '0796': sHertogenbosch,
  '0907': gennep,
  '1734': overbetuwe,
  '9999': oefengemeente,
} as const satisfies Record<Gemeentecode, GemeenteProfile>;

/** Every gemeente of the hub, in the order of its CBS code. */
export const gemeenteProfiles: readonly GemeenteProfile[] = Object.values(perCode);

/** The profile of one gemeente. */
export const gemeenteProfile = (gemeentecode: Gemeentecode): GemeenteProfile => perCode[gemeentecode];

/** Whether a gemeente takes part in this hub; the BRP may name any. */
export const isConnected = (gemeentecode: string): gemeentecode is Gemeentecode =>
  Object.hasOwn(perCode, gemeentecode);
