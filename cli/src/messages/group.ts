import type { Words } from './words.ts';

const en = {
  help: {
    groups: { about: 'show groups and who is in them' },
    roles: { about: 'show who holds which role where, as RoleBindings say' },
  },
  columns: {
    group: 'GROUP',
    members: 'MEMBERS',
    description: 'FOR',
    name: 'ROLE BINDING',
    role: 'ROLE',
    who: 'WHO',
    apps: 'APPS',
    environments: 'ENVIRONMENTS',
  },
  group: (name: string) => `group ${name}`,
  all: 'all',
  nobody: 'nobody yet',
  noGroups: 'There are no groups. Write one (kind: Group) and: sluice apply -f group.yaml',
  noRoles:
    'There are no RoleBindings: roles come from tokens alone (sluice token list). Write one (kind: RoleBinding) and: sluice apply -f roles.yaml',
};

const uk: typeof en = {
  help: {
    groups: { about: 'показати групи та хто в них' },
    roles: { about: 'показати, хто яку роль де має за RoleBinding' },
  },
  columns: {
    group: 'ГРУПА',
    members: 'УЧАСНИКИ',
    description: 'ДЛЯ ЧОГО',
    name: 'ROLE BINDING',
    role: 'РОЛЬ',
    who: 'ХТО',
    apps: 'ЗАСТОСУНКИ',
    environments: 'ОТОЧЕННЯ',
  },
  group: (name) => `група ${name}`,
  all: 'усі',
  nobody: 'поки нікого',
  noGroups: 'Груп немає. Опишіть (kind: Group) і виконайте: sluice apply -f group.yaml',
  noRoles:
    'RoleBinding немає: ролі походять лише з токенів (sluice token list). Опишіть (kind: RoleBinding) і виконайте: sluice apply -f roles.yaml',
};

export const groupWords: Words<typeof en> = { en, uk };
