import { createHash } from 'node:crypto';
import type { Dialect } from '../manifests/index.ts';
import type { EnvironmentSpec, PipelineSpec } from './pipeline-schema.ts';
import { weaveSpecSchema } from './weave-schema.ts';
import type { WeaveSpec } from './weave-schema.ts';

/**
 * A Pipeline of Weave GitOps, taken as it is. Its environments are a line, and what is promoted into one waits for a person
 * where Weave waited for one. Its targets are places in clusters, which need a runtime of their own: where the server has
 * none, they are kept, say so, and nothing is ever deployed to them.
 */
export const weavePipeline: Dialect<PipelineSpec> = {
  apiVersion: 'pipelines.weave.works/v1alpha1',
  schema: weaveSpecSchema.transform(translate),
  pathOf: (path) => (path[0] === 'app' ? ['appRef', 'name'] : path),
  // The reference names a resource in a cluster, which is no app here yet.
  implies: ({ app }, name) => [
    { kind: 'App', name: app, spec: { description: `Delivered by the Weave GitOps pipeline ${name}.` } },
  ],
};

function translate({ appRef, environments, promotion }: WeaveSpec): PipelineSpec {
  return {
    app: appRef.name,
    environments: environments.map((environment, index): EnvironmentSpec => {
      const effective = environment.promotion ?? promotion;
      const isEntry = index === 0;
      const manual = effective?.manual === true;
      return {
        name: environment.name,
        ...(isEntry ? {} : { promote: { by: 'direct', auto: effective !== undefined && !manual } }),
        order: 'strict',
        gates: !isEntry && manual ? [{ approvals: { count: 1, notRequester: false } }] : [],
        requiredChecks: [],
        targets: namesOf(environment.targets).map((name) => ({
          name,
          optional: false,
          runtime: runtimeFor(appRef.kind),
          config: {},
        })),
      };
    }),
  };
}

/** Who would bring a resource of this kind into a cluster. */
function runtimeFor(kind: string): string {
  if (kind === 'HelmRelease' || kind === 'Kustomization') return 'flux';
  return kind === 'Application' ? 'argocd' : 'kubernetes';
}

/** Weave's targets have no names: cluster and namespace are one, shortened where it would be too long for one. */
function namesOf(targets: WeaveSpec['environments'][number]['targets']): string[] {
  return targets.map((target) => {
    const { namespace, clusterRef } = target;
    const whole = (clusterRef === undefined ? namespace : `${clusterRef.name}-${namespace}`)
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '');
    const same = targets.filter(
      (other) => other.namespace === namespace && other.clusterRef?.name === clusterRef?.name,
    );
    if (whole !== '' && whole.length <= 40 && same.length === 1) return whole;
    const mark = createHash('sha256').update(JSON.stringify(target)).digest('hex').slice(0, 6);
    return `${whole.slice(0, 33).replace(/-+$/, '') || 'target'}-${mark}`;
  });
}
