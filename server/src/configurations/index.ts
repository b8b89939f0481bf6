export { compareConfigurations, openEntries, sealEntry } from './configuration.ts';
export type { Configuration, ConfigurationPlace, Entries, Entry } from './configuration.ts';
export { configurationMessages } from './configuration-messages.ts';
export {
  changeConfigurationAnswerSchema,
  changeConfigurationSchema,
  configurationSchema,
} from './configuration-schema.ts';
export type { ChangeConfiguration, ConfigurationView } from './configuration-schema.ts';
export { appendConfiguration, findConfiguration, latestConfiguration } from './configuration-store.ts';
