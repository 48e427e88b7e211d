import type { Command } from 'commander';
import { type ConnectionOptions, connect, type Finish, withConnection } from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';

/** Adds `token` to the program. */
export const tokenCommand = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('token'))
    .description('hand out a bearer token of an organisation (organisatie) of the local hub')
    .argument('<organisatie>', 'for example coa, duo, brp, gemeente, beheer, taalschool')
    .option('--json', 'print one JSON object and nothing else')
    .action((organisatie: string, options: JsonOption & ConnectionOptions) =>
      finish(
        connect(options)
          .token(organisatie)
          .then((token) => {
            show(output, options, [{ organisatie, token }], () => [token]);
            return 0;
          }),
      ),
    );
};
