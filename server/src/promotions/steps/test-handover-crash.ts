import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, until } from '../../test-sluice.ts';
import type { TestApp } from '../../test-sluice.ts';
import type { PromotionView } from '../promotion-schema.ts';
import { createPhoenix } from '../../test-phoenix.ts';
import type { Phoenix } from '../../test-phoenix.ts';

interface Told {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One test for each boundary: the server is killed there, started again, and whatever is outside is looked at. */
export function testHandoverCrashes(boundaries: readonly string[]): void {
  describe('a server that dies while it hands over', () => {
    let phoenix: Phoenix;
    let other: Server;
    let app: TestApp;
    let secret = '';
    const told: Told[] = [];

    beforeAll(async () => {
      phoenix = await createPhoenix();
      await phoenix.start();
      other = createServer((request, response) => {
        void (async () => {
          let body = '';
          for await (const part of request) body += String(part);
          told.push({ headers: request.headers, body });
          response.end();
        })();
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
      const config = await createTestApp(phoenix.sluice, 'config');
      await config.work.commit({ 'prod.yaml': 'version: 0.0.0 # kept\n' }, 'Begin');
      await config.gitPush('HEAD:refs/heads/main');
      app = await createTestApp(phoenix.sluice, 'handed', {
        environments: `
    - name: development
      from: { branch: develop }
      targets: [{ name: local, runtime: process }]
    - name: written
      promote: { by: commit, repository: config, branch: main, file: prod.yaml, path: version, value: version }
      targets: [{ name: cluster, runtime: external }]
    - name: told
      after: [development]
      promote: { by: notify, url: "${url}" }
      targets: [{ name: fleet, runtime: external }]
`,
      });
      ({ secret } = await phoenix.sluice.door.post<{ secret: string }>('/v1/apps/handed/signing-secret', {}));
    });
    afterAll(async () => {
      await phoenix.end();
      other.closeAllConnections();
      await new Promise((resolve) => other.close(resolve));
    });

    /** Answers whatever was told and starts the server again when it has died, until the newest promotion is over. */
    async function drive(environment: string, last: string | undefined): Promise<PromotionView> {
      return until(async () => {
        if (!phoenix.isRunning()) await phoenix.start();
        try {
          const [newest] = await app.promotions(environment);
          if (newest === undefined || newest.id === last) return undefined;
          const sent = told.find(({ body }) => body.includes(newest.id));
          if (sent !== undefined) await answer(newest.id, sent);
          return newest.state === 'finished' ? newest : undefined;
        } catch (error) {
          // Its death is seen by the connection before the exit is.
          if (!String(error).includes('fetch failed')) throw error;
          return undefined;
        }
      }, 40_000);
    }

    async function answer(id: string, { headers }: Told): Promise<void> {
      const body = '{"result":"success"}';
      const webhookId = String(headers['webhook-id']);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', key).update(`${webhookId}.${timestamp}.${body}`).digest('base64');
      await fetch(`${phoenix.sluice.url}/v1/promotions/${id}/answer`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': webhookId,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body,
      });
    }

    test.each(boundaries.map((boundary, index) => ({ boundary, index })))(
      'at $boundary: the next one finishes it, nothing twice',
      async ({ boundary, index }) => {
        if (!phoenix.isRunning()) await phoenix.start();
        const environment = boundary.includes('/commit/') ? 'written' : 'told';
        await app.push(`v${index}`);
        await app.live('development', `v${index}`);
        const [last] = await app.promotions(environment);
        await phoenix.arm(boundary);
        await app.promote({ environment }).catch((error: unknown) => {
          if (!String(error).includes('fetch failed')) throw error;
        });
        await phoenix.died();
        const done = await drive(environment, last?.id);
        expect(done).toMatchObject({ result: 'success', releases: [{ result: 'success' }] });
        const about = told.filter(({ body }) => body.includes(done.id));
        if (environment === 'told') {
          expect(about.length).toBeGreaterThan(0);
          // However often it was sent, to the other side it is one message.
          expect(new Set(about.map(({ headers, body }) => `${String(headers['webhook-id'])} ${body}`)).size).toBe(1);
        } else {
          const repository = phoenix.sluice.repository('config');
          const tip = await repository.resolve('refs/heads/main');
          const { commits } = await repository.log(undefined, tip, 100);
          const { version } = done.artifact;
          expect(commits.filter(({ subject }) => subject.includes(` ${version} `))).toHaveLength(1);
          expect(String(await repository.readFile(tip, 'prod.yaml', 1000))).toBe(`version: ${version} # kept\n`);
        }
      },
    );
  });
}
