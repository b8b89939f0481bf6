import { standingChecks } from '../../checks/index.ts';
import { isCheckMet } from '../../gates/index.ts';
import { findEnvironment } from '../../pipelines/index.ts';
import { rolloutMessages as messages } from '../rollout/rollout-messages.ts';
import type { Step } from './step.ts';

/**
 * Waits for what outside systems report about this deployment. Only what was said after it began counts: an older verdict
 * was about another time that the artifact stood there.
 */
export function verifyStep(): Step {
  return {
    key: 'verify',
    async run({ claim, promotion, steps }) {
      const verify = (await findEnvironment(claim.db, promotion))?.deploy.verify ?? null;
      if (verify === null) return { done: true, message: messages.verify_not_asked() };
      const made = steps.find((step) => step.key === 'artifact')?.output['artifactId'] ?? promotion.artifactId;
      const since = steps.find((step) => step.key === 'deploy')?.startedAt ?? promotion.createdAt;
      const standing = await standingChecks(claim.db, promotion, [made], verify.checks);
      const said = standing.map(({ context, check }) => ({
        context,
        check: check !== undefined && check.updatedAt >= since ? check : undefined,
      }));
      const failed = said.find(({ check }) => check?.state === 'failure');
      if (failed?.check !== undefined) {
        const { description } = failed.check;
        return { failed: true, message: messages.verify_failed({ context: failed.context, description }) };
      }
      const missing = said.filter(({ check }) => !isCheckMet(check)).map(({ context }) => context);
      if (missing.length === 0) {
        return { done: true, message: messages.verify_passed({ contexts: said.map(({ context }) => context) }) };
      }
      if (promotion.cancelledBy !== null) {
        const { app, environment } = promotion;
        const message = messages.verify_cancelled({ by: promotion.cancelledBy, app, environment });
        return { failed: true, result: 'cancelled', message };
      }
      const begun = steps.find((step) => step.key === 'verify')?.startedAt ?? new Date();
      const until = new Date(begun.getTime() + verify.timeoutMs);
      if (until.getTime() <= Date.now()) {
        const message = messages.verify_timed_out({ contexts: missing, until: until.toISOString() });
        return { failed: true, result: 'timeout', message };
      }
      const message = messages.verify_waits({ contexts: missing, until: until.toISOString() });
      return { wait: true, until, message };
    },
  };
}
