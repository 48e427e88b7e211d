import { acceptatie } from './acceptatie.ts';
import {
  ENVIRONMENTS,
  type Environment,
  type EnvironmentInput,
  type EnvironmentName,
  readEnvironment,
} from './environment.ts';
import { local } from './lokaal.ts';
import { ontwikkel } from './ontwikkel.ts';
import { production } from './productie.ts';
import { test } from './test.ts';

const perName = {
  lokaal: local,
  ontwikkel,
  test,
  acceptatie,
  productie: production,
} as const satisfies Readonly<Record<EnvironmentName, EnvironmentInput>>;

const isName = (name: unknown): name is EnvironmentName => ENVIRONMENTS.some((known) => known === name);

/** The environment with this name, checked; `productie` when none was chosen. */
export const chooseEnvironment = (name: unknown = 'productie'): Environment => {
  if (!isName(name)) {
    throw new Error(`omgeving ${String(name)} bestaat niet; kies uit ${ENVIRONMENTS.join(', ')}`);
  }
  return readEnvironment(perName[name]);
};
