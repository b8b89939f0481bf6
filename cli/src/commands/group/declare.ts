import { groupWords } from '../../messages/group.ts';
import { verb } from '../declare.ts';
import type { Program } from '../declare.ts';

export function declareGroups({ root, language, run }: Program): void {
  const { groups, roles } = groupWords[language].help;
  verb(root, 'groups', groups, language).action(
    run(async (context) => (await import('./list.ts')).listGroups(context)),
  );
  verb(root, 'roles', roles, language).action(
    run(async (context) => (await import('../role-binding/list.ts')).listRoleBindings(context)),
  );
}
