import type { Runtime } from '../../../releases/index.ts';
import { externalMessages as messages } from './external-messages.ts';

/**
 * What something else runs: a GitOps controller, another deployment system. The strategy has handed it over before a
 * release is given, so a release says that this was done, and nothing about how it runs.
 */
export function createExternalRuntime(): Runtime {
  return {
    name: 'external',
    ensure: async () => ({ state: 'ready', message: messages.external_handed_over() }),
    health: async () => undefined,
    healthOf: async (targetIds) =>
      new Map(targetIds.map((id) => [id, { releaseId: '', healthy: null, message: messages.external_unwatched() }])),
    remove: async () => {},
    async *logs() {},
  };
}
