/** `InburgeringshubVerwerking-CoaFunctie1A2B3C4D`, a name that CloudFormation made, is `coa` to a reader. */
export const shortFunctionName = (name: string): string =>
  (name.split('-').at(-1) ?? name).replace(/(Functie)?[0-9A-F]{8}$/, '').toLowerCase();
