import { identityWords } from '../../messages/identity.ts';
import { collect, durationOption, oneOf, verb } from '../declare.ts';
import type { Program } from '../declare.ts';
import type { TokenCreateOptions } from '../token/create.ts';

const roles = ['viewer', 'developer', 'approver', 'operator', 'admin'] as const;

export function declareIdentity({ root, language, run }: Program): void {
  const words = identityWords[language].help;

  verb(root, 'login', words.login, language).action(
    // --server and --token belong to every command; here they are what it is about.
    run(async (context) =>
      (await import('./login.ts')).login(context, root.opts<{ server?: string; token?: string }>()),
    ),
  );

  verb(root, 'logout', words.logout, language).action(
    run(async (context) => (await import('./logout.ts')).logout(context)),
  );

  verb(root, 'whoami', words.whoami, language).action(
    run(async (context) => (await import('./whoami.ts')).whoami(context)),
  );

  const token = verb(root, 'token', words.token, language).usage('create | list | revoke');

  verb(token, 'create <name>', words.create, language)
    .option('--role <role>', words.create.role, oneOf('--role', roles, language))
    .option('--for <person>', words.create.for)
    .option('--everywhere', words.create.everywhere)
    .option('--app <name>', words.create.app, collect)
    .option('--env <name>', words.create.env, collect)
    .option('--only <verb>', words.create.only, collect)
    .option('--expires <duration>', words.create.expires, durationOption('--expires', language))
    .action(
      run(async (context, name: string, options: TokenCreateOptions) =>
        (await import('../token/create.ts')).createToken(context, name, options),
      ),
    );

  verb(token, 'list', words.list, language).action(
    run(async (context) => (await import('../token/list.ts')).listTokens(context)),
  );

  verb(token, 'revoke <id>', words.revoke, language).action(
    run(async (context, id: string) => (await import('../token/revoke.ts')).revokeToken(context, id)),
  );
}
