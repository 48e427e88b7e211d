import type { PipContent } from '../../../../contracts/pip.ts';
import type { PipReport } from '../../../../domain/pip/reports.ts';
import type { Cause, MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { cause, GENNEP } from '../support.ts';

/** Decisions about a PIP for the tests of the domain. */

export const B1: PipContent = { leerroute: 'B', niveau: 'B1' };
export const Z: PipContent = { leerroute: 'Z' };

const decided =
  (what: 'vastgesteld' | 'gewijzigd' | 'ingetrokken') =>
  (
    dagtekening: string | undefined,
    pip: PipReport = {},
    { gemeldDoor = GENNEP, ...by }: Cause = cause(`${dagtekening ?? '2025-09-01'}T16:00:00Z`),
  ): MeldingFeit => ({
    ...by,
    gemeldDoor,
    feitId: `melding:${by.bron}#${by.berichtId}`,
    soort: 'melding',
    melding: `nl.inburgeringszaken.pip.${what}.v1`,
    antwoorden: {},
    ...(dagtekening && { datum: dagtekening }),
    pip,
  });

/** Gennep reports that a PIP is established, changed or withdrawn, on its dagtekening unless told otherwise. */
export const pipVastgesteld = decided('vastgesteld');
export const pipChanged = decided('gewijzigd');
export const pipWithdrawn = (dagtekening: string, ingetrokkenOp: string): MeldingFeit =>
  decided('ingetrokken')(dagtekening, { ingetrokkenOp }, cause(`${ingetrokkenOp}T16:00:00Z`));
