import type { components } from './openapi.generated.ts';

type Schemas = components['schemas'];

// The documents of the API under the names that commands and pages use. Their shapes come from the server alone.
export type App = Schemas['App'];
export type Applied = Schemas['ApplyAnswer']['applied'][number];
export type Artifact = Schemas['Artifact'];
export type ArtifactRef = Schemas['ArtifactRef'];
export type Build = Schemas['Build'];
export type Change = Schemas['Change'];
export type Check = Schemas['Check'];
export type CheckAnswer = Schemas['CheckAnswer'];
export type OwedCheck = Schemas['OwedCheck'];
export type Lock = Schemas['Lock'];
export type LockAnswer = Schemas['LockAnswer'];
export type Configuration = Schemas['Configuration'];
export type CreatedToken = Schemas['CreatedToken'];
export type Diff = Schemas['Diff'];
export type Environment = Schemas['Environment'];
export type Event = Schemas['Event'];
export type Execution = Schemas['PipelineExecution'];
export type Gate = Schemas['Gate'];
export type LogLine = Schemas['LogLine'];
export type Manifest = Schemas['Manifest'];
export type Message = Schemas['Message'];
export type Pipeline = Schemas['Pipeline'];
export type ProblemDocument = Schemas['Problem'];
export type PromoteAnswer = Schemas['PromoteAnswer'];
export type Promotion = Schemas['Promotion'];
export type Release = Schemas['Release'];
export type Status = Schemas['Status'];
export type Step = Schemas['Step'];
export type Token = Schemas['Token'];
export type Webhook = Schemas['Webhook'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type Whoami = Schemas['Whoami'];
export type Why = Schemas['Why'];
