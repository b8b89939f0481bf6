import { defineMessages } from '../lib/message.ts';

const means = {
  en: (suggestion: string | null): string => (suggestion === null ? '' : ` Did you mean ${suggestion}?`),
  uk: (suggestion: string | null): string => (suggestion === null ? '' : ` Можливо, ${suggestion}?`),
};

export const roleBindingMessages = defineMessages({
  role_binding_unknown_group: {
    en: (p: { path: string; group: string; suggestion: string | null }) =>
      `${p.path}: there is no group ${p.group}.${means.en(p.suggestion)} Apply it first, or in the same manifest.`,
    uk: (p) =>
      `${p.path}: групи ${p.group} немає.${means.uk(p.suggestion)} Застосуйте її раніше або в тому самому маніфесті.`,
  },
  role_binding_unknown_app: {
    en: (p: { path: string; app: string; suggestion: string | null }) =>
      `${p.path}: there is no app ${p.app}.${means.en(p.suggestion)}`,
    uk: (p) => `${p.path}: застосунку ${p.app} немає.${means.uk(p.suggestion)}`,
  },
  role_binding_unknown_environment: {
    en: (p: { path: string; environment: string; suggestion: string | null }) =>
      `${p.path}: no pipeline of the project has an environment ${p.environment}.${means.en(p.suggestion)}`,
    uk: (p) => `${p.path}: жоден конвеєр проєкту не має оточення ${p.environment}.${means.uk(p.suggestion)}`,
  },
  role_binding_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no RoleBinding ${p.name}.${p.suggestion === null ? ' See: sluice roles' : means.en(p.suggestion)}`,
    uk: (p) =>
      `RoleBinding ${p.name} немає.${p.suggestion === null ? ' Перелік: sluice roles' : means.uk(p.suggestion)}`,
  },
  role_binding_deleted: {
    en: (p: { name: string }) => `The RoleBinding ${p.name} is deleted. What it gave is gone at once.`,
    uk: (p) => `RoleBinding ${p.name} видалено. Усе, що воно давало, зникло одразу.`,
  },
});
