import {
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Verwerking } from './rekey-steps.ts';

export interface VerwerkingOpties {
  /** Functions that make keys and take messages from a queue: those queues are paused. */
  readonly verwerkers: readonly string[];
  /** Functions that only make keys. */
  readonly overige: readonly string[];
  /** How long a batch that was in hand can take after its mapping was disabled. */
  readonly uitloopMs: number;
  readonly pauze: (ms: number) => Promise<unknown>;
}

/** The variable by which a function is started anew; nothing reads it. */
const VARIABELE = 'SLEUTEL_VERSIE';
const POLL_MS = 1_000;
const HOOGSTENS = 300;

/** The functions of the hub, through Lambda's own API. */
export const maakVerwerking = (
  client: LambdaClient,
  { verwerkers, overige, uitloopMs, pauze }: VerwerkingOpties,
): Verwerking => {
  const wachtTot = async (wat: string, isZover: () => Promise<boolean>): Promise<void> => {
    for (let keer = 0; !(await isZover()); keer += 1) {
      if (keer === HOOGSTENS) throw new Error(`${wat}: not within ${HOOGSTENS} seconds`);
      await pauze(POLL_MS);
    }
  };

  const zet = async (FunctionName: string, Enabled: boolean): Promise<void> => {
    const { EventSourceMappings = [] } = await client.send(
      new ListEventSourceMappingsCommand({ FunctionName }),
    );
    if (EventSourceMappings.length === 0) throw new Error(`${FunctionName} takes from no queue`);
    for (const { UUID } of EventSourceMappings) {
      const toestand = async () => (await client.send(new GetEventSourceMappingCommand({ UUID }))).State;
      const gewenst = Enabled ? 'Enabled' : 'Disabled';
      if ((await toestand()) === gewenst) continue;
      await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
      await wachtTot(`${FunctionName} ${gewenst}`, async () => (await toestand()) === gewenst);
    }
  };

  const startOpnieuw = async (FunctionName: string, versie: string): Promise<void> => {
    const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, [VARIABELE]: versie };
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await wachtTot(`${FunctionName} anew`, async () => {
      const { LastUpdateStatus } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      if (LastUpdateStatus === 'Failed') throw new Error(`${FunctionName} could not be started anew`);
      return LastUpdateStatus !== 'InProgress';
    });
  };

  return {
    async pauzeer() {
      for (const functie of verwerkers) await zet(functie, false);
      await pauze(uitloopMs);
    },
    async ververs(versie) {
      for (const functie of [...overige, ...verwerkers]) await startOpnieuw(functie, versie);
    },
    async hervat() {
      for (const functie of verwerkers) await zet(functie, true);
    },
  };
};
